"""Accounts: made, given roles, disabled, their passwords issued and changed. None is ever deleted or made twice."""

from __future__ import annotations

import secrets
import string
from collections.abc import Set
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tracker.errors import NotFound, RuleBroken
from tracker.models import Account, Department, DepartmentName, PasswordUsed, RoleGrant
from tracker.policy.access import Actor
from tracker.policy.passwords import DENGBAO, ISSUED_FOR, LONGEST, Fault, Profile, faults, folded, is_login
from tracker.policy.roles import check_roles
from tracker.policy.sign_in import minutes_until
from tracker.services import audit
from tracker.services.login_failures import Attempt, login_locked, note_failure
from tracker.services.password_hashes import hashes
from tracker.services.sessions import end_sessions
from tracker.vocabulary.departments import DepartmentKind, NameKind
from tracker.vocabulary.people import AccountState, Role, SessionEnd
from tracker.vocabulary.running import AuditTag
from tracker.vocabulary.sign_in import AccountRefusal, FailureReason, PasswordFault

_LONGEST_NAME = 50
_ISSUED_LENGTH = 16
# Read from a screen and typed by hand: nothing that looks like something else.
_ISSUED_FROM = "".join(sorted(set(string.ascii_letters + string.digits + "#%+-=?") - set("0O1lI5S2Z")))


@dataclass(frozen=True)
class CreateAccount:
    """A login for a person: of a unit, of a supervision office, or of a seat. Without roles it may do nothing yet."""

    login: str
    name: str
    department_id: int | None = None
    post_id: int | None = None
    roles: frozenset[Role] = frozenset()


@dataclass(frozen=True)
class ChangePassword:
    """One's own password. ``token`` is the session it is done in: the one that goes on."""

    old: str
    new: str
    token: str
    address: str = ""


def create_account(
    session: Session,
    actor: Actor,
    command: CreateAccount,
    *,
    today: date,
    now: datetime,
    profile: Profile = DENGBAO,
) -> tuple[Account, str]:
    """A new account and its one-time password, which stands nowhere else."""
    login = folded(command.login)
    if not is_login(login):
        raise RuleBroken(AccountRefusal.LOGIN_ODD, login=command.login)
    if not 0 < len(command.name.strip()) <= _LONGEST_NAME:
        raise RuleBroken(AccountRefusal.NAME_ODD)
    account = Account(
        login=login,
        name=command.name.strip(),
        department_id=command.department_id,
        post_id=command.post_id,
        state=AccountState.ACTIVE,
        state_since=now,
        created_at=now,
    )
    _check_roles(session, account, command.roles)
    issued = _issue(session, account, profile)
    account.password_hash, account.password_set_at, account.issued_until = hashes().hash(issued), now, now + ISSUED_FOR
    _add(session, account)
    _remember(session, account, profile)
    _grant(session, account, command.roles)
    _record(session, actor, AuditTag.ACCOUNT_CREATED, account, today, name=account.name, roles=sorted(command.roles))
    return account, issued


def set_roles(
    session: Session, actor: Actor, account_id: int, roles: Set[Role], *, today: date, now: datetime
) -> Account:
    """Give an account these roles and no others; what it had open ends, so that old rights do not live on."""
    account = _account(session, account_id)
    if account.id == actor.account_id:
        raise RuleBroken(AccountRefusal.OWN_ROLES)
    _check_roles(session, account, roles)
    before = sorted(grant.role for grant in account.roles)
    _grant(session, account, roles)
    ended = end_sessions(session, account.id, SessionEnd.ROLES_CHANGED, now)
    _record(session, actor, AuditTag.ACCOUNT_ROLES_SET, account, today, before=before, roles=sorted(roles), ended=ended)
    return account


def disable(session: Session, actor: Actor, account_id: int, *, today: date, now: datetime) -> Account:
    """Shut an account at once, whatever it has open.

    Raises RuleBroken for one's own: nobody might be left to undo it.
    """
    account = _account(session, account_id)
    if account.id == actor.account_id:
        raise RuleBroken(AccountRefusal.OWN_ACCOUNT)
    if account.state is not AccountState.DISABLED:
        account.state, account.state_since = AccountState.DISABLED, now
        ended = end_sessions(session, account.id, SessionEnd.DISABLED, now)
        _record(session, actor, AuditTag.ACCOUNT_DISABLED, account, today, ended=ended)
    return account


def enable(session: Session, actor: Actor, account_id: int, *, today: date, now: datetime) -> Account:
    """Open a disabled account again, with the password and the roles it had."""
    account = _account(session, account_id)
    if account.state is not AccountState.ACTIVE:
        account.state, account.state_since = AccountState.ACTIVE, now
        _record(session, actor, AuditTag.ACCOUNT_ENABLED, account, today)
    return account


def unlock(session: Session, actor: Actor, account_id: int, *, today: date, now: datetime) -> Account:
    """Failed attempts so far no longer count; they stay on record."""
    account = _account(session, account_id)
    account.failures_from = now
    _record(session, actor, AuditTag.ACCOUNT_UNLOCKED, account, today)
    return account


def reset_password(
    session: Session, actor: Actor, account_id: int, *, today: date, now: datetime, profile: Profile = DENGBAO
) -> str:
    """A new one-time password in place of the old one; what the account had open ends."""
    account = _account(session, account_id)
    issued = _issue(session, account, profile)
    _set_password(session, account, issued, now, profile)
    account.issued_until = now + ISSUED_FOR
    ended = end_sessions(session, account.id, SessionEnd.PASSWORD_CHANGED, now)
    _record(session, actor, AuditTag.ACCOUNT_REISSUED, account, today, ended=ended)
    return issued


def change_password(
    session: Session,
    actor: Actor,
    command: ChangePassword,
    *,
    today: date,
    now: datetime,
    profile: Profile = DENGBAO,
) -> list[Fault]:
    """The actor's own password; every other session of theirs ends.

    What is wrong is returned, and then nothing changed. Not raised: commit it, or guesses at the old password go
    uncounted.
    """
    account = _account(session, actor.account_id)
    attempt = Attempt(account.login, command.address)
    if until := login_locked(session, attempt, account, now):
        return [Fault(PasswordFault.LOCKED, profile, minutes_until(until, now))]
    if len(command.old) > LONGEST or not hashes().verify(account.password_hash, command.old):
        note_failure(session, actor, attempt, FailureReason.WRONG, account, today=today, now=now)
        return [Fault(PasswordFault.OLD_WRONG, profile)]
    if broken := _faults(session, account, command.new, profile):
        return broken
    if any(hashes().verify(used.password_hash, command.new) for used in _used(session, account)[: profile.history]):
        return [Fault(PasswordFault.USED_BEFORE, profile)]
    _set_password(session, account, command.new, now, profile)
    account.issued_until, account.failures_from = None, now
    ended = end_sessions(session, account.id, SessionEnd.PASSWORD_CHANGED, now, but=command.token)
    _record(session, actor, AuditTag.ACCOUNT_REKEYED, account, today, ended=ended)
    return []


def _account(session: Session, account_id: int | None) -> Account:
    """Locked, so that what is decided about it is not overtaken."""
    found = session.scalars(
        select(Account)
        .where(Account.id == account_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise NotFound(AccountRefusal.ACCOUNT_UNKNOWN)
    return found


def _add(session: Session, account: Account) -> None:
    """Put the account on the register, unless its login is or ever was somebody's."""
    try:
        with session.begin_nested():
            session.add(account)
    except IntegrityError as error:
        if session.scalars(select(Account.id).where(Account.login == account.login)).first() is None:
            raise
        raise RuleBroken(AccountRefusal.LOGIN_TAKEN, login=account.login) from error


def _check_roles(session: Session, account: Account, roles: Set[Role]) -> None:
    kind = session.scalars(select(Department.kind).where(Department.id == account.department_id)).first()
    check_roles(
        roles,
        in_office=kind is DepartmentKind.SUPERVISION_OFFICE,
        in_unit=kind not in (None, DepartmentKind.SUPERVISION_OFFICE),
        seated=account.post_id is not None,
    )


def _grant(session: Session, account: Account, roles: Set[Role]) -> None:
    account.roles = [grant for grant in account.roles if grant.role in roles]
    session.flush()  # one administrator role must be gone before another comes
    had = {grant.role for grant in account.roles}
    account.roles += [
        RoleGrant(role=role, administers=account.id if role.is_administrator else None) for role in sorted(roles - had)
    ]
    session.flush()


def _issue(session: Session, account: Account, profile: Profile) -> str:
    """A random password that keeps the rules."""
    while True:
        issued = "".join(secrets.choice(_ISSUED_FROM) for _ in range(_ISSUED_LENGTH))
        if not _faults(session, account, issued, profile):
            return issued


def _faults(session: Session, account: Account, password: str, profile: Profile) -> list[Fault]:
    units = session.scalars(
        select(DepartmentName.name).where(
            DepartmentName.department_id == account.department_id, DepartmentName.kind != NameKind.OLD
        )
    )
    return faults(password, profile, login=account.login, names=[account.name, *units])


def _set_password(session: Session, account: Account, password: str, now: datetime, profile: Profile) -> None:
    account.password_hash, account.password_set_at = hashes().hash(password), now
    _remember(session, account, profile)


def _remember(session: Session, account: Account, profile: Profile) -> None:
    """Keep the hash among those that may not come back, and no more of them than the rule asks for."""
    session.add(
        PasswordUsed(account_id=account.id, password_hash=account.password_hash, set_at=account.password_set_at)
    )
    session.flush()
    forgotten = [used.id for used in _used(session, account)[profile.history :]]
    session.execute(delete(PasswordUsed).where(PasswordUsed.id.in_(forgotten)))


def _used(session: Session, account: Account) -> list[PasswordUsed]:
    """The newest first."""
    of_account = select(PasswordUsed).where(PasswordUsed.account_id == account.id)
    return list(session.scalars(of_account.order_by(PasswordUsed.id.desc())))


def _record(session: Session, actor: Actor, tag: AuditTag, account: Account, today: date, **detail: object) -> None:
    audit.record(session, actor, tag, "account", account.id, today=today, login=account.login, **detail)
