"""Every page asks the database as often for ten thousand tasks as for sixty."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from crowd import crowd
from factories import office
from site_of_personas import account_of
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.config import Settings
from tracker.db import connect, writing
from tracker.models import Department, Post
from tracker.policy.access import Actor
from tracker.services.escalation import escalate_day
from tracker.services.password_hashes import Hashes, hashing_with
from tracker.services.sessions import begin_session
from tracker.services.sweep import sweep_day
from tracker.vocabulary.departments import PostRank
from tracker.vocabulary.people import Role
from tracker.web import create_app

START, TODAY = date(2026, 1, 5), date(2026, 6, 1)
FEW, MANY = 60, 10_000
WHOLE = ("ledger.paper", "ledger.export")  # the whole ledger on one page: enough to ask once
ROLES = (Role.CLERK, Role.DIRECTOR, Role.LEADER, Role.LIAISON)


def _counts(template: Path, folder: Path, number: int) -> dict[tuple[str, str], int]:
    """How many statements each page took, for each persona it opens to."""
    folder.mkdir()
    path = folder / "crowd.sqlite3"
    shutil.copy(template, path)
    settings = Settings(instance=folder, database_url=f"sqlite:///{path}")
    engine = connect(settings.database)
    with hashing_with(Hashes(time_cost=1, memory_kib=8)):
        with writing(engine) as session:
            crowd(session, number, since=START, unlit=True)
            cast = _cast(session)
        with writing(engine) as session:
            sweep_day(session, TODAY)
            escalate_day(session, TODAY)
        app = create_app(settings, engine)
        app.config.update(WTF_CSRF_ENABLED=False, TESTING=True)
    asked: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda _c, _k, statement, *_: asked.append(statement))
    counts = {}
    for actor in cast:
        browser = app.test_client()
        with writing(engine) as session:
            token = begin_session(session, actor, "127.0.0.1", clock.now())
        with browser.session_transaction() as cookie:
            cookie["_user_id"] = token
        browser.get("/password")  # the first visit notes that the session is alive
        for rule in app.url_map.iter_rules():
            if "GET" not in rule.methods or not rule.arguments <= {"task_id"} or rule.endpoint == "static":
                continue
            if rule.endpoint in WHOLE and (cast[0].name, rule.rule) in counts:
                continue
            asked.clear()
            answer = browser.get(rule.rule.replace("<int:task_id>", str(number // 2)), buffered=True)
            if answer.status_code == 200:
                counts[actor.name, rule.rule] = len(asked)
    engine.dispose()
    return counts


def _cast(session: Session) -> list[Actor]:
    lead = session.scalars(select(Department).where(Department.name == "市农业农村局")).one()
    seat = Post(name="市长", rank=PostRank.HEAD)
    session.add(seat)
    session.flush()
    home = office(session).id
    return [
        account_of(
            session,
            role.value,
            role,
            lead.id if role in (Role.LIAISON, Role.UNIT_HEAD) else home,
            seat.id if role is Role.LEADER else None,
        )
        for role in ROLES
    ]


def test_the_number_of_statements_of_a_page_does_not_grow_with_the_tasks(
    tmp_path: Path, sqlite_template: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_TODAY", TODAY.isoformat())
    few = _counts(sqlite_template, tmp_path / "few", FEW)
    many = _counts(sqlite_template, tmp_path / "many", MANY)
    assert len(few) > 10
    assert {page: (few.get(page), number) for page, number in many.items() if few.get(page) != number} == {}
