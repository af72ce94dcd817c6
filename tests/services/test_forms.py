"""A form posted twice is one act; a form typed in vain is given back."""

from __future__ import annotations

import threading

import pytest
from logins import NOW, account, after
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.db import connect, reading, writing
from tracker.models import HeldForm, PostedForm
from tracker.services.held_forms import hold_form, take_form
from tracker.services.posted_forms import answer_form, claim_form

pytestmark = pytest.mark.usefixtures("cheap_hashes")

FIELDS = [("title", "新建标准化厂房"), ("unit", "1"), ("unit", "2"), ("note", "")]


def test_the_second_post_gets_the_answer_of_the_first(session: Session) -> None:
    made = account(session)
    assert claim_form(session, made.id, "k1", NOW) is None
    answer_form(session, made.id, "k1", "/tasks/12")
    assert claim_form(session, made.id, "k1", after(seconds=1)) == "/tasks/12"
    assert claim_form(session, made.id, "k2", after(seconds=1)) is None


def test_one_persons_key_is_nothing_to_another(session: Session) -> None:
    one, other = account(session), account(session, "wang")
    assert claim_form(session, one.id, "k1", NOW) is None
    answer_form(session, one.id, "k1", "/tasks/12")
    assert claim_form(session, other.id, "k1", NOW) is None


@pytest.mark.parametrize("key", ["", "\x00", "长" * 5000, "\ud800"])
def test_a_key_may_be_anything(session: Session, key: str) -> None:
    made = account(session)
    assert claim_form(session, made.id, key, NOW) is None
    answer_form(session, made.id, key, "/")
    assert claim_form(session, made.id, key, NOW) == "/"


def test_work_done_before_the_repetition_was_noticed_is_not_lost(session: Session) -> None:
    """The collision undoes the claim alone."""
    made = account(session)
    claim_form(session, made.id, "k1", NOW)
    made.name = "张明明"
    claim_form(session, made.id, "k1", NOW)
    session.expire_all()
    assert made.name == "张明明"


def test_a_double_click_is_one_act(database_url: str) -> None:
    """Both arrive at once: one acts, the other waits for it and is sent where it went."""
    engine = connect(database_url)
    with writing(engine) as session:
        account_id = account(session).id
    together = threading.Barrier(4)
    acted, sent = [], []

    def post(number: int) -> None:
        together.wait(timeout=20)
        with writing(engine) as session:
            answer = claim_form(session, account_id, "k1", NOW)
            if answer is None:
                acted.append(number)
                answer_form(session, account_id, "k1", answer := f"/tasks/{number}")
            sent.append(answer)

    _all_at_once(post, 4)
    assert len(acted) == 1
    assert sent == [f"/tasks/{acted[0]}"] * 4
    with reading(engine) as session:
        assert session.scalars(select(func.count()).select_from(PostedForm)).one() == 1
    engine.dispose()


def test_where_the_first_was_undone_the_second_takes_its_place(database_url: str) -> None:
    engine = connect(database_url)
    with writing(engine) as session:
        account_id = account(session).id
    with reading(engine) as session:
        assert claim_form(session, account_id, "k1", NOW) is None
    with writing(engine) as session:
        assert claim_form(session, account_id, "k1", NOW) is None
    engine.dispose()


def test_what_was_typed_comes_back_once_to_whoever_typed_it(session: Session) -> None:
    """§6.1 no. 15."""
    one, other = account(session), account(session, "wang")
    token = hold_form(session, one.id, "/tasks/12/report", FIELDS, NOW)
    assert take_form(session, other.id, token, after(hours=1)) is None
    held = take_form(session, one.id, token, after(hours=1))
    assert held is not None
    assert held.path == "/tasks/12/report"
    assert list(held.fields) == FIELDS
    assert take_form(session, one.id, token, after(hours=1)) is None


@pytest.mark.parametrize(("hours", "kept"), [(23.9, True), (24, False)])
def test_it_is_kept_for_a_day(session: Session, hours: float, kept: bool) -> None:
    made = account(session)
    token = hold_form(session, made.id, "/", FIELDS, NOW)
    assert (take_form(session, made.id, token, after(hours=hours)) is not None) is kept


def test_the_next_one_held_clears_away_what_nobody_came_for(session: Session) -> None:
    made = account(session)
    hold_form(session, made.id, "/", FIELDS, NOW)
    hold_form(session, made.id, "/", FIELDS, after(hours=25))
    session.flush()
    assert session.scalars(select(func.count()).select_from(HeldForm)).one() == 1


def test_passwords_are_not_held(session: Session) -> None:
    made = account(session)
    secret = [("old_password", "Green-horse 47"), ("Password", "x"), ("csrf_token", "y")]
    token = hold_form(session, made.id, "/", [*secret, *FIELDS], NOW)
    held = take_form(session, made.id, token, NOW)
    assert held is not None
    assert list(held.fields) == FIELDS


def test_two_who_take_at_once_do_not_both_get_it(database_url: str) -> None:
    engine = connect(database_url)
    with writing(engine) as session:
        account_id = account(session).id
        token = hold_form(session, account_id, "/", FIELDS, NOW)
    taken = []

    def take(_: int) -> None:
        with writing(engine) as session:
            taken.append(take_form(session, account_id, token, NOW))

    _all_at_once(take, 3)
    assert len([one for one in taken if one is not None]) == 1
    engine.dispose()


def _all_at_once(work: object, number: int) -> None:
    threads = [threading.Thread(target=work, args=(one,)) for one in range(number)]  # type: ignore[arg-type]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
