"""A site with two tasks and one account for each persona, and browsers signed in as them."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from factories import CLERK, assigned, department, draft, office, working
from flask import Flask
from flask.testing import FlaskClient
from publishing import standing
from sqlalchemy import Engine, select

from tracker import clock
from tracker.config import Settings
from tracker.db import connect, writing
from tracker.models import Card, Department, Post, Standstill, Task
from tracker.policy.access import Actor
from tracker.policy.rules import RuleName
from tracker.services.accounts import ChangePassword, CreateAccount, change_password, create_account
from tracker.services.coordination import raise_request
from tracker.services.deadlines import basis
from tracker.services.extensions import Ask, sign
from tracker.services.handovers import Terms, change_holder
from tracker.services.notes import write
from tracker.services.password_hashes import Hashes, hashing_with
from tracker.services.sessions import begin_session
from tracker.services.submissions import Put, submit
from tracker.vocabulary.approvals import ApprovalKind
from tracker.vocabulary.departments import DepartmentKind, DepartmentLevel, PostRank
from tracker.vocabulary.escalation import StandstillKind
from tracker.vocabulary.extensions import ExtensionCause
from tracker.vocabulary.people import Role
from tracker.vocabulary.reports import CoordinationReach
from tracker.web import create_app

TODAY = date(2026, 6, 1)
PASSWORD = "Right-horse-9-battery"

STRANGERS = ("stranger-clerk", "stranger-liaison")
PERSONAS = ("anonymous", *(role.value for role in Role), *STRANGERS)


@dataclass(frozen=True)
class Site:
    """The running application and what is in it."""

    app: Flask
    engine: Engine
    accounts: dict[str, Actor]
    draft_id: int
    task_id: int
    working_id: int
    node_id: int
    card_id: int
    submission_id: int
    publication_id: int

    @property
    def ids(self) -> dict[str, int]:
        """What a path of the matrix may name."""
        return {name.removesuffix("_id"): value for name, value in vars(self).items() if name.endswith("_id")}

    def browser(self, persona: str) -> FlaskClient:
        """A browser, signed in as ``persona`` unless anonymous."""
        client = self.app.test_client()
        if persona != "anonymous":
            with writing(self.engine) as session:
                token = begin_session(session, self.accounts[persona], "127.0.0.1", clock.now())
            with client.session_transaction() as cookie:
                cookie["_user_id"] = token
        return client


def untimed(page: str) -> str:
    """The page without its form tokens: they name the second in which they were made."""
    return re.sub(r'(?<=name="csrf_token" value=")[^"]+', "", page)


@dataclass(frozen=True)
class Furnished:
    """The site's database as every test finds it, and the application and engine that the tests hand on."""

    original: Path
    place: Path
    engine: Engine
    ids: tuple[Any, ...]
    app: Flask
    config: Mapping[str, Any]

    def fresh(self) -> Engine:
        """An engine on a database without a trace of the test before; what is listened to is forgotten with it."""
        self.engine.dispose()
        for end in ("", "-wal", "-shm"):
            self.place.with_name(self.place.name + end).unlink(missing_ok=True)
        shutil.copy(self.original, self.place)
        return self.engine.execution_options()


@pytest.fixture(scope="session")
def furnished(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Furnished]:
    folder = tmp_path_factory.mktemp("personas")
    original, place = folder / "original.sqlite3", folder / "site.sqlite3"
    shutil.copy(sqlite_template, original)
    engine = connect(f"sqlite:///{original}")
    with pytest.MonkeyPatch.context() as patch, hashing_with(Hashes(time_cost=1, memory_kib=8)):
        patch.setenv("TRACKER_TODAY", TODAY.isoformat())
        ids = _fill(engine)
    engine.dispose()
    engine = connect(f"sqlite:///{place}")
    app = create_app(Settings(instance=folder, database_url=f"sqlite:///{place}"), engine)
    yield Furnished(original, place, engine, ids, app, dict(app.config))
    engine.dispose()


@pytest.fixture
def site(tmp_path: Path, furnished: Furnished, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A site on SQLite, its forms unlocked for tests; see ``locked_site`` for one as it is delivered."""
    monkeypatch.setenv("TRACKER_TODAY", TODAY.isoformat())
    settings = Settings(instance=tmp_path, database_url=f"sqlite:///{furnished.place}")
    engine = furnished.fresh()
    app = furnished.app
    app.extensions.update(tracker_engine=engine, tracker_settings=settings)
    app.config.update(furnished.config)
    app.config.update(SECRET_KEY=settings.secret(), WTF_CSRF_ENABLED=False, TESTING=True, PROPAGATE_EXCEPTIONS=False)
    with hashing_with(Hashes(time_cost=1, memory_kib=8)):
        yield Site(app, engine, *furnished.ids)
    engine.dispose()


def _fill(engine: Engine) -> tuple[dict[str, Actor], int, int, int, int, int, int, int]:
    from tracker.services.deadlines import of_task
    from tracker.vocabulary.deadlines import DeadlineKind

    with writing(engine) as session:
        own = office(session)
        lead = department(session, "市住建局")
        seat = Post(name="分管城建副市长", rank=PostRank.DEPUTY)
        secretary = Post(name="秘书长", rank=PostRank.SECRETARY_GENERAL)
        session.add_all([seat, secretary])
        session.flush()
        seats = {Role.LEADER: seat.id, Role.SECRETARY_GENERAL: secretary.id}
        cast: dict[str, tuple[Role, int | None, int | None]] = {}
        for role in Role:
            place = (
                own.id
                if role.value in ("clerk", "director", "secretary-general", "leader", "discipline", "publicity")
                else None
            )
            place = lead.id if role in (Role.LIAISON, Role.UNIT_HEAD) else place
            cast[role.value] = (role, place, seats.get(role))
        tasks = [
            draft(session, "还没交办的事", lead=lead),
            assigned(session, title="刚交办的事", lead=lead),
            working(session, title="在办的事", lead=lead, milestones=((date(2026, 5, 1), 100),)),
        ]
        card = session.scalars(select(Card).where(Card.task_id == tasks[2].id)).one()
        node = of_task(session, tasks[2].id, DeadlineKind.MILESTONE)[0]
        day = date(2026, 5, 28)
        raise_request(
            session,
            CLERK,
            tasks[2],
            lead.id,
            CoordinationReach.JOINT,
            "地块权属不清",
            by=basis(session, day),
            today=day,
        )
        write(session, Actor("副市长甲", post_id=seat.id), tasks[2], "请抓紧确权", today=day)
        change_holder(session, Actor("主任甲", office_id=own.id), seat.id, "王某", Terms(day, "任免文件"), today=day)
        put = Put(ApprovalKind.WARNING, 999, own.id, "签发红色督办单", task=tasks[2])
        slip = submit(session, CLERK, put, today=day)
        _ask_for_time(session, lead.id, tasks[2], day)
        shown = standing(session, tasks[2], today=day)
        other = Department(name="县督查室", kind=DepartmentKind.SUPERVISION_OFFICE, level=DepartmentLevel.COUNTY)
        session.add(other)
        session.flush()
        cast["stranger-clerk"] = (Role.CLERK, other.id, None)
        cast["stranger-liaison"] = (Role.LIAISON, department(session, "市教育局").id, None)
        accounts = {name: account_of(session, name, *where) for name, where in cast.items()}
        return accounts, tasks[0].id, tasks[1].id, tasks[2].id, node.id, card.id, slip.id, shown.id


def _ask_for_time(session, unit_id: int, task: Task, day: date) -> None:
    """A signed request for more time, and a task found to stand still."""
    from tracker.services.deadlines import of_task
    from tracker.vocabulary.deadlines import DeadlineKind

    final, by = of_task(session, task.id, DeadlineKind.FINAL)[0], basis(session, day)
    asked = Ask(ExtensionCause.LAND, "征地拆迁尚未完成，无法进场", "已完成七成", date(2027, 1, 31))
    sign(session, Actor("局长甲", department_id=unit_id), final, asked, by, today=day)
    found = {"period": "2026-05", "facts": "两个反馈期没有新核实的节点", "found_on": day, "recorded_at": clock.now()}
    rule_id = by.rules.id(RuleName.STANDSTILL)
    session.add(Standstill(task_id=task.id, kind=StandstillKind.NOT_VERIFIED, rule_id=rule_id, **found))


def account_of(session, name: str, role: Role, department_id: int | None, post_id: int | None) -> Actor:
    from tracker.services.sessions import actor_for

    command = CreateAccount(name, name, department_id, post_id, frozenset({role}))
    account, issued = create_account(session, Actor.system(), command, today=TODAY, now=clock.now())
    session.flush()
    own = Actor(name, account.id)
    assert change_password(session, own, ChangePassword(issued, PASSWORD, ""), today=TODAY, now=clock.now()) == []
    return actor_for(session, account)
