"""The list of accounts, as whoever administers them sees it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from tracker.models import Account, Department, Post, SecondFactor
from tracker.policy.sign_in import UNUSED_LISTED
from tracker.vocabulary.people import AccountState, Role


@dataclass(frozen=True)
class AccountRow:
    """``unused``: nobody has signed in for so long that somebody should ask why it is there."""

    id: int
    login: str
    name: str
    department: str
    post: str
    roles: tuple[Role, ...]
    state: AccountState
    signed_in_at: datetime | None
    must_change: bool
    unused: bool
    second_factor: bool


def accounts(session: Session, now: datetime) -> Sequence[AccountRow]:
    """Every account, by login."""
    rows = session.execute(
        select(Account, Department.name, Post.name, SecondFactor.confirmed_at)
        .outerjoin(Department, Department.id == Account.department_id)
        .outerjoin(Post, Post.id == Account.post_id)
        .outerjoin(SecondFactor, SecondFactor.account_id == Account.id)
        .options(selectinload(Account.roles))
        .order_by(Account.login)
    )
    return [
        AccountRow(
            account.id,
            account.login,
            account.name,
            department or "",
            post or "",
            tuple(role for role in Role if role in {grant.role for grant in account.roles}),
            account.state,
            account.signed_in_at,
            must_change=account.issued_until is not None,
            unused=account.state is AccountState.ACTIVE and now - account.used_at >= UNUSED_LISTED,
            second_factor=proved is not None,
        )
        for account, department, post, proved in rows
    ]


def account_named(session: Session, login: str) -> int | None:
    """The account of a folded login."""
    return session.scalars(select(Account.id).where(Account.login == login)).one_or_none()


def post_named(session: Session, name: str) -> int | None:
    """The seat of that name."""
    return session.scalars(select(Post.id).where(Post.name == name)).one_or_none()


@dataclass(frozen=True)
class Choice:
    """One line of a list to choose from."""

    id: int
    name: str


def departments(session: Session) -> Sequence[Choice]:
    """All units, by name."""
    return [Choice(*row) for row in session.execute(select(Department.id, Department.name).order_by(Department.name))]


def posts(session: Session) -> Sequence[Choice]:
    """All seats, in the order they were entered."""
    return [Choice(*row) for row in session.execute(select(Post.id, Post.name).order_by(Post.id))]
