"""Accounts, their roles, passwords and sessions."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.models.base import Base, Key, LongText, link, words
from tracker.vocabulary.people import ADMINISTRATORS, AccountState, Role, SessionEnd
from tracker.vocabulary.sign_in import FailureReason

_ADMINISTRATORS = ", ".join(f"'{role}'" for role in sorted(ADMINISTRATORS))


class Account(Base):
    """A login. It belongs to a unit (liaison, unit head), to a seat (leaders), or to a supervision office (clerks).

    ``login`` is kept in its folded form, so that one name in two spellings is one account; it is never given twice.
    """

    __tablename__ = "accounts"

    id: Mapped[Key]
    login: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    department_id: Mapped[int | None] = link("departments", nullable=True)
    post_id: Mapped[int | None] = link("posts", nullable=True)
    state: Mapped[AccountState] = mapped_column(words(AccountState, "state"), default=AccountState.ACTIVE)
    state_since: Mapped[datetime]
    password_hash: Mapped[str]
    password_set_at: Mapped[datetime]
    issued_until: Mapped[datetime | None] = mapped_column(
        comment="an issued password: opens the door once, until then; its use sets this to that moment"
    )
    signed_in_at: Mapped[datetime | None]
    failures_from: Mapped[datetime | None] = mapped_column(
        comment="failed attempts up to then no longer count: the last sign-in, or an unlocking"
    )
    created_at: Mapped[datetime]

    roles: Mapped[list[RoleGrant]] = relationship(back_populates="account", cascade="all, delete-orphan")

    @property
    def used_at(self) -> datetime:
        """When somebody last had to do with it."""
        return max(one for one in (self.signed_in_at, self.state_since, self.password_set_at) if one is not None)


class RoleGrant(Base):
    """A role of an account. ``administers`` repeats the account for administrator roles, so that a plain unique
    constraint keeps a second one of the three off the same account on every database."""

    __tablename__ = "role_grants"
    __table_args__ = (
        UniqueConstraint("account_id", "role"),
        CheckConstraint(f"(role IN ({_ADMINISTRATORS})) = (administers IS NOT NULL)", name="administers"),
        CheckConstraint("administers IS NULL OR administers = account_id", name="administers_self"),
    )

    id: Mapped[Key]
    account_id: Mapped[int] = link("accounts", index=False)
    role: Mapped[Role] = mapped_column(words(Role, "role"))
    administers: Mapped[int | None] = mapped_column(unique=True)

    account: Mapped[Account] = relationship(back_populates="roles")


class PasswordUsed(Base):
    """A password the account had; the last few may not come back."""

    __tablename__ = "passwords_used"

    id: Mapped[Key]
    account_id: Mapped[int] = link("accounts")
    password_hash: Mapped[str]
    set_at: Mapped[datetime]


class LoginFailure(Base):
    """A failed attempt, by the login that was typed, known or not; a lockout that survives a restart counts these."""

    __tablename__ = "login_failures"
    __table_args__ = (
        Index("ix_login_failures_login_at", "login", "failed_at"),
        Index("ix_login_failures_address_at", "address", "failed_at"),
    )

    id: Mapped[Key]
    login: Mapped[str]
    address: Mapped[str]
    reason: Mapped[FailureReason] = mapped_column(words(FailureReason, "reason"))
    failed_at: Mapped[datetime] = mapped_column(index=True)


class UserSession(Base):
    """A signed-in browser. The cookie holds a random token; only its hash is kept here."""

    __tablename__ = "user_sessions"
    __table_args__ = (CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name="ended"),)

    id: Mapped[Key]
    account_id: Mapped[int] = link("accounts")
    token_hash: Mapped[str] = mapped_column(unique=True)
    address: Mapped[str]
    began_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[SessionEnd | None] = mapped_column(words(SessionEnd, "ended_by"))


class PostedForm(Base):
    """A form that was posted: its key, hashed, makes a double click one act; ``answer`` is where the first was sent."""

    __tablename__ = "posted_forms"
    __table_args__ = (UniqueConstraint("account_id", "form_key"),)

    id: Mapped[Key]
    account_id: Mapped[int] = link("accounts", index=False)
    form_key: Mapped[str]
    answer: Mapped[LongText]
    posted_at: Mapped[datetime] = mapped_column(index=True)


class HeldForm(Base):
    """What somebody had typed when their session ran out; given back to the same account alone."""

    __tablename__ = "held_forms"

    id: Mapped[Key]
    account_id: Mapped[int] = link("accounts")
    token_hash: Mapped[str] = mapped_column(unique=True)
    path: Mapped[LongText]
    fields: Mapped[LongText] = mapped_column(comment="JSON list of pairs")
    held_at: Mapped[datetime] = mapped_column(index=True)


class HeldSheet(Base):
    """A sheet that was uploaded to be looked at before it is imported; cleared after a day."""

    __tablename__ = "held_sheets"

    id: Mapped[Key]
    account_id: Mapped[int] = link("accounts")
    token_hash: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    digest: Mapped[str]
    stored_as: Mapped[str] = mapped_column(unique=True)
    held_at: Mapped[datetime] = mapped_column(index=True)


class SecondFactor(Base):
    """A one-time code's shared key. ``last_step`` is the newest time step used, so that no code opens twice."""

    __tablename__ = "second_factors"

    id: Mapped[Key]
    account_id: Mapped[int] = link("accounts", index=False)
    sealed_key: Mapped[str] = mapped_column(comment="encrypted with the site's key")
    confirmed_at: Mapped[datetime | None]
    last_step: Mapped[int] = mapped_column(default=0)

    __table_args__ = (UniqueConstraint("account_id"),)
