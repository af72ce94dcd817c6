"""Accounts: one login one person, roles that keep each other in check, passwords issued, changed, and never seen."""

from __future__ import annotations

import threading
from itertools import pairwise

import pytest
from factories import office
from logins import ADMIN, NOW, PASSWORD, TODAY, CountingHashes, account, after, attempt, issued, let_in, said
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tracker.db import connect, reading, writing
from tracker.errors import NotFound, RuleBroken
from tracker.models import Account, AuditEntry, PasswordUsed, RoleGrant, UserSession
from tracker.policy.access import Actor
from tracker.policy.passwords import ASVS, DENGBAO, Profile
from tracker.queries.accounts import accounts as accounts_listed
from tracker.services import accounts
from tracker.services.accounts import ChangePassword, CreateAccount
from tracker.services.departments import create_post
from tracker.services.password_hashes import Hashes
from tracker.services.sessions import actor_of
from tracker.services.sign_in import Refused, SignedIn
from tracker.vocabulary.departments import PostRank
from tracker.vocabulary.people import ADMINISTRATORS, AccountState, Role, SessionEnd
from tracker.vocabulary.running import AuditTag
from tracker.vocabulary.sign_in import AccountRefusal, PasswordFault

pytestmark = pytest.mark.usefixtures("cheap_hashes")


def change(
    session: Session, owner: Account, old: str, new: str, *, at: float = 0, token: str = "", profile: Profile = DENGBAO
) -> list[PasswordFault]:
    actor = Actor(owner.name, account_id=owner.id)
    command = ChangePassword(old, new, token)
    found = accounts.change_password(session, actor, command, today=TODAY, now=after(hours=at), profile=profile)
    return [fault.code for fault in found]


def tags(session: Session) -> list[str]:
    return list(session.scalars(select(AuditEntry.tag).order_by(AuditEntry.id)))


def test_a_fresh_database_holds_no_account(session: Session) -> None:
    """AC-2: nothing with a known password is there to be found."""
    assert session.scalars(select(Account)).all() == []


@pytest.mark.parametrize("again", ["zhang", "ZHANG", "ｚｈａｎｇ", " zhang ", "zh\u200bang", "\u202ezhang"])
def test_a_login_is_given_once_however_it_is_spelled(session: Session, again: str) -> None:
    """ID-1."""
    made = account(session)
    accounts.disable(session, ADMIN, made.id, today=TODAY, now=NOW)
    with pytest.raises(RuleBroken) as refused:
        issued(session, again)
    assert refused.value.code is AccountRefusal.LOGIN_TAKEN
    assert "“zhang”" in refused.value.message
    assert len(session.scalars(select(Account)).all()) == 1


@pytest.mark.parametrize(
    ("login", "name", "code"),
    [("<script>", "张明", AccountRefusal.LOGIN_ODD), ("zhang", "  ", AccountRefusal.NAME_ODD)],
)
def test_a_login_or_a_name_that_is_none_is_refused(session: Session, login: str, name: str, code: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        accounts.create_account(session, ADMIN, CreateAccount(login, name), today=TODAY, now=NOW)
    assert refused.value.code is code


def test_an_issued_password_is_random_opens_once_and_must_be_changed(session: Session) -> None:
    """ID-5."""
    made, one_time = issued(session)
    other = issued(session, "wang")[1]
    assert one_time != other
    assert len(one_time) >= 16
    first = attempt(session, password=one_time)
    assert isinstance(first, SignedIn)
    assert first.must_change
    assert said(attempt(session, password=one_time, at=after(minutes=1))) == ("用户名或密码不正确",)
    assert change(session, made, one_time, PASSWORD, at=1, token=first.token) == []
    assert not let_in(session, at=after(hours=2)).must_change


@pytest.mark.parametrize(("hours", "opens"), [(71.9, True), (72, False), (200, False)])
def test_an_issued_password_is_good_for_three_days(session: Session, hours: float, opens: bool) -> None:
    one_time = issued(session)[1]
    assert isinstance(attempt(session, password=one_time, at=after(hours=hours)), SignedIn) is opens


def test_a_password_nobody_should_have_is_refused_and_nothing_changes(session: Session) -> None:
    """ID-2, ID-3: on the way of one's own choosing; the other two ways issue random ones that keep the rules."""
    made = account(session)
    for new in ("", "Zhang-Green-47", "Admin@2026", "督查室-Gx47-hvn", "张明-Gx47-hvne"):
        assert change(session, made, PASSWORD, new), new
    assert change(session, made, PASSWORD, "Gx4") == [PasswordFault.TOO_SHORT]
    assert isinstance(attempt(session), SignedIn)


def test_the_old_password_is_asked_for_and_guesses_at_it_count(session: Session) -> None:
    made = account(session)
    for minute in range(5):
        assert change(session, made, "Wrong-horse-47", "Other-horse 48", at=minute / 60) == [PasswordFault.OLD_WRONG]
    assert change(session, made, PASSWORD, "Other-horse 48", at=0.2) == [PasswordFault.LOCKED]
    assert change(session, made, "x" * 10_000, "Other-horse 48", at=0.2) == [PasswordFault.LOCKED]
    assert isinstance(attempt(session, at=after(minutes=5)), Refused)
    assert change(session, made, PASSWORD, "Other-horse 48", at=0.6) == []


def test_the_last_five_do_not_come_back(session: Session) -> None:
    """ID-4."""
    made = account(session)
    had = [PASSWORD, *(f"Green-horse 4{number} 白马" for number in range(5))]
    for hour, (old, new) in enumerate(pairwise(had)):
        assert change(session, made, old, new, at=hour) == []
    for used in had[1:]:
        assert change(session, made, had[-1], used, at=10) == [PasswordFault.USED_BEFORE]
    assert len(session.scalars(select(PasswordUsed)).all()) == 5
    assert change(session, made, had[-1], PASSWORD, at=11) == []


def test_the_other_profile_minds_length_alone(session: Session) -> None:
    made = account(session)
    assert change(session, made, PASSWORD, PASSWORD, profile=ASVS) == [PasswordFault.USED_BEFORE]
    assert change(session, made, PASSWORD, "green horse on a hill") == [PasswordFault.TOO_PLAIN]
    assert change(session, made, PASSWORD, "green horse on a hill", profile=ASVS) == []


def test_a_changed_password_ends_every_session_but_the_one_at_hand(session: Session) -> None:
    made = account(session)
    here, there = let_in(session), let_in(session, address="10.0.0.2")
    assert change(session, made, PASSWORD, "Other-horse 48", at=0.1, token=here.token) == []
    assert actor_of(session, here.token, after(minutes=7)) is not None
    assert actor_of(session, there.token, after(minutes=7)) is None
    assert ends(session) == [None, SessionEnd.PASSWORD_CHANGED]


def test_a_reset_issues_a_new_password_and_ends_what_was_open(session: Session) -> None:
    made = account(session)
    open_one = let_in(session)
    one_time = accounts.reset_password(session, ADMIN, made.id, today=TODAY, now=after(minutes=1))
    assert actor_of(session, open_one.token, after(minutes=2)) is None
    assert isinstance(attempt(session, at=after(minutes=2)), Refused)
    again = attempt(session, password=one_time, at=after(minutes=3))
    assert isinstance(again, SignedIn)
    assert again.must_change


def test_disabling_shuts_at_once_and_enabling_opens_again(session: Session) -> None:
    """AC-3."""
    made = account(session)
    open_one = let_in(session)
    accounts.disable(session, ADMIN, made.id, today=TODAY, now=after(minutes=1))
    assert actor_of(session, open_one.token, after(minutes=1)) is None
    assert ends(session) == [SessionEnd.DISABLED]
    assert said(attempt(session, at=after(minutes=2))) == ("用户名或密码不正确",)
    accounts.enable(session, ADMIN, made.id, today=TODAY, now=after(minutes=3))
    assert isinstance(attempt(session, at=after(minutes=4)), SignedIn)
    assert made.state is AccountState.ACTIVE


def test_nobody_disables_the_account_they_work_with(session: Session) -> None:
    made = account(session)
    with pytest.raises(RuleBroken) as refused:
        accounts.disable(session, Actor("系统管理员", made.id), made.id, today=TODAY, now=after(minutes=1))
    assert "不能停用自己的账号" in refused.value.message
    assert made.state is AccountState.ACTIVE


@pytest.mark.parametrize("first", sorted(ADMINISTRATORS))
@pytest.mark.parametrize("second", sorted(ADMINISTRATORS))
def test_two_administrators_never_share_an_account(session: Session, first: Role, second: Role) -> None:
    """AC-4: the service says why, and the database would not have it either."""
    made = account(session, "admin01", first)
    if first is second:
        accounts.set_roles(session, ADMIN, made.id, {first}, today=TODAY, now=NOW)
        return
    with pytest.raises(RuleBroken) as refused:
        accounts.set_roles(session, ADMIN, made.id, {first, second}, today=TODAY, now=NOW)
    assert refused.value.code is AccountRefusal.TWO_ADMINISTRATORS
    for administers in (made.id, None, made.id + 1):
        with pytest.raises(IntegrityError), session.begin_nested():
            session.execute(insert(RoleGrant).values(account_id=made.id, role=second, administers=administers))
    accounts.set_roles(session, ADMIN, made.id, {second}, today=TODAY, now=NOW)
    assert [grant.role for grant in made.roles] == [second]


def test_an_administrator_reads_no_business_on_the_same_account(session: Session) -> None:
    with pytest.raises(RuleBroken) as refused:
        issued(session, "zhang", Role.SYSTEM_ADMIN, Role.CLERK)
    assert refused.value.code is AccountRefusal.ADMINISTRATOR_AND_MORE
    assert "督查员" in refused.value.message


def test_nobody_sets_their_own_roles(session: Session) -> None:
    """AC-5."""
    made = account(session, "sec01", Role.SECURITY_ADMIN)
    with pytest.raises(RuleBroken) as refused:
        accounts.set_roles(session, Actor("安全管理员", made.id), made.id, {Role.AUDIT_ADMIN}, today=TODAY, now=NOW)
    assert refused.value.code is AccountRefusal.OWN_ROLES


def test_new_roles_act_at_the_next_request(session: Session) -> None:
    made = account(session)
    open_one = let_in(session)
    accounts.set_roles(session, ADMIN, made.id, {Role.DIRECTOR}, today=TODAY, now=after(minutes=1))
    assert actor_of(session, open_one.token, after(minutes=1)) is None
    assert ends(session) == [SessionEnd.ROLES_CHANGED]
    assert let_in(session, at=after(minutes=2)).actor.roles == {Role.DIRECTOR}


@pytest.mark.parametrize(
    ("role", "code"),
    [
        (Role.CLERK, AccountRefusal.NEEDS_OFFICE),
        (Role.DIRECTOR, AccountRefusal.NEEDS_OFFICE),
        (Role.LEADER, AccountRefusal.NEEDS_OFFICE),
        (Role.LIAISON, AccountRefusal.NEEDS_UNIT),
        (Role.UNIT_HEAD, AccountRefusal.NEEDS_UNIT),
    ],
)
def test_a_role_needs_its_office_or_unit(session: Session, role: Role, code: AccountRefusal) -> None:
    with pytest.raises(RuleBroken) as refused:
        issued(session, "zhang", role, department_id=None)
    assert refused.value.code is code
    if role is Role.LIAISON:
        with pytest.raises(RuleBroken):
            issued(session, "zhang", role, department_id=office(session).id)


def test_a_leader_has_a_seat_and_works_with_an_office(session: Session) -> None:
    with pytest.raises(RuleBroken) as refused:
        issued(session, "mayor", Role.LEADER)
    assert refused.value.code is AccountRefusal.NEEDS_POST
    seat = create_post(session, ADMIN, "市长", PostRank.HEAD, today=TODAY)
    account(session, "mayor", Role.LEADER, post_id=seat.id)
    actor = let_in(session, "mayor").actor
    assert (actor.office_id, actor.department_id, actor.post_id) == (office(session).id, None, seat.id)


def test_a_liaison_speaks_for_a_unit_and_works_in_no_office(session: Session) -> None:
    made = account(session, "liu", Role.LIAISON)
    actor = let_in(session, "liu").actor
    assert (actor.office_id, actor.department_id, actor.account_id) == (None, made.department_id, made.id)


def test_the_list_points_at_accounts_nobody_has_used_for_ninety_days(session: Session) -> None:
    """AC-3."""
    account(session)
    account(session, "wang")
    let_in(session, "wang", at=after(days=30))
    listed = {row.login: row.unused for row in accounts_listed(session, after(days=91))}
    assert listed == {"wang": False, "zhang": True}


def test_an_account_that_is_not_there_is_said_not_to_be(session: Session) -> None:
    with pytest.raises(NotFound):
        accounts.unlock(session, ADMIN, 4711, today=TODAY, now=NOW)


def test_every_act_is_audited_and_no_password_is_ever_written_down(session: Session) -> None:
    made, one_time = issued(session)
    change(session, made, one_time, PASSWORD)
    accounts.set_roles(session, ADMIN, made.id, {Role.DIRECTOR}, today=TODAY, now=NOW)
    again = accounts.reset_password(session, ADMIN, made.id, today=TODAY, now=NOW)
    accounts.disable(session, ADMIN, made.id, today=TODAY, now=NOW)
    accounts.enable(session, ADMIN, made.id, today=TODAY, now=NOW)
    accounts.unlock(session, ADMIN, made.id, today=TODAY, now=NOW)
    signed_in = attempt(session, password=again)
    assert isinstance(signed_in, SignedIn)
    assert tags(session) == [
        AuditTag.ACCOUNT_CREATED,
        AuditTag.ACCOUNT_REKEYED,
        AuditTag.ACCOUNT_ROLES_SET,
        AuditTag.ACCOUNT_REISSUED,
        AuditTag.ACCOUNT_DISABLED,
        AuditTag.ACCOUNT_ENABLED,
        AuditTag.ACCOUNT_UNLOCKED,
        AuditTag.SESSION_BEGUN,
    ]
    written = " ".join(session.scalars(select(AuditEntry.detail)))
    assert not [one for one in (one_time, again, PASSWORD, signed_in.token, "argon2") if one in written]


def test_an_older_hash_is_made_anew_at_the_next_sign_in(session: Session, cheap_hashes: CountingHashes) -> None:
    made = account(session)
    made.password_hash = Hashes(time_cost=2, memory_kib=16).hash(PASSWORD)
    assert cheap_hashes.is_outdated(made.password_hash)
    let_in(session)
    assert not cheap_hashes.is_outdated(made.password_hash)
    assert isinstance(attempt(session, at=after(minutes=1)), SignedIn)


def test_two_who_take_one_login_at_once_get_one_account(database_url: str) -> None:
    engine = connect(database_url)
    together, outcomes = threading.Barrier(2), []

    def take() -> None:
        try:
            with writing(engine) as session:
                together.wait(timeout=20)
                accounts.create_account(session, ADMIN, CreateAccount("zhang", "张明"), today=TODAY, now=NOW)
            outcomes.append("made")
        except RuleBroken as refused:
            outcomes.append(str(refused.code))

    run_together(take, take)
    assert sorted(outcomes) == [AccountRefusal.LOGIN_TAKEN, "made"]
    with reading(engine) as session:
        assert len(session.scalars(select(Account)).all()) == 1
    engine.dispose()


def test_what_is_kept_of_a_password_is_argon2id_at_the_cost_asked_for() -> None:
    kept = Hashes().hash(PASSWORD)
    assert kept.startswith("$argon2id$")
    assert "m=19456,t=2,p=1" in kept
    assert Hashes().verify(kept, PASSWORD)
    assert not Hashes().verify(kept, PASSWORD.casefold())
    assert not Hashes().verify("no hash at all", PASSWORD)


def ends(session: Session) -> list[SessionEnd | None]:
    return list(session.scalars(select(UserSession.ended_by).order_by(UserSession.id)))


def run_together(*works: object) -> None:
    threads = [threading.Thread(target=work) for work in works]  # type: ignore[arg-type]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
