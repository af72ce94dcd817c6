"""Accounts with a known password, at a known hour, hashed cheaply."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from factories import department, office
from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import Account, Department
from tracker.policy.access import Actor
from tracker.policy.sign_in import Refused
from tracker.services.accounts import ChangePassword, CreateAccount, change_password, create_account
from tracker.services.password_hashes import Hashes
from tracker.services.sign_in import SignedIn, sign_in
from tracker.vocabulary.people import Role

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
TODAY = date(2026, 3, 2)
PASSWORD = "Green-horse 47 绿马"
ADMIN = Actor("系统管理员老周", account_id=None)
HOME = "10.0.0.1"


class CountingHashes(Hashes):
    """As cheap as argon2 can be; counts what it is asked."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_kib=8)
        self.verified = 0

    def verify(self, stored: str, password: str) -> bool:
        self.verified += 1
        return super().verify(stored, password)


def after(**span: float) -> datetime:
    return NOW + timedelta(**span)


def issued(session: Session, login: str = "zhang", *roles: Role, **values: object) -> tuple[Account, str]:
    """A new account with its one-time password: of the office, or of a unit where its role needs one."""
    roles = roles or (Role.CLERK,)
    values.setdefault("department_id", office(session).id if Role.LIAISON not in roles else _unit(session).id)
    command = CreateAccount(login, "张明", roles=frozenset(roles), **values)  # type: ignore[arg-type]
    return create_account(session, ADMIN, command, today=TODAY, now=NOW)


def account(session: Session, login: str = "zhang", *roles: Role, **values: object) -> Account:
    """An account whose owner has made its password their own: PASSWORD, an hour before NOW."""
    made, one_time = issued(session, login, *roles, **values)
    owner = Actor(made.name, account_id=made.id)
    command = ChangePassword(one_time, PASSWORD, token="")
    assert change_password(session, owner, command, today=TODAY, now=after(hours=-1)) == []
    return made


def attempt(
    session: Session, login: str = "zhang", password: str = PASSWORD, *, at: datetime = NOW, address: str = HOME
) -> SignedIn | Refused:
    return sign_in(session, login, password, address, at)


def let_in(session: Session, login: str = "zhang", *, at: datetime = NOW, address: str = HOME) -> SignedIn:
    found = attempt(session, login, at=at, address=address)
    assert isinstance(found, SignedIn)
    return found


def said(outcome: SignedIn | Refused) -> tuple[str, ...]:
    assert isinstance(outcome, Refused)
    return outcome.messages


def _unit(session: Session) -> Department:
    known = session.scalars(select(Department).where(Department.name == "市水务局")).one_or_none()
    return known or department(session, "市水务局")
