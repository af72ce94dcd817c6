"""Random people at random doors: whatever they do, nothing breaks, nothing leaks, and what is recorded stays true."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from monkey import Form, Monkey
from rungs import no_rung_without_its_person
from site_of_personas import STRANGERS, TODAY, Site
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from tracker.db import reading, writing
from tracker.models import Approval, AuditEntry, Deadline, DeadlineRevision, LightChange, Task, TaskTransition
from tracker.policy.light import read
from tracker.queries.light_facts import light_facts
from tracker.queries.rules import rules_on
from tracker.services.escalation import escalate_day
from tracker.services.sweep import sweep_day
from tracker.vocabulary.approvals import ApprovalKind
from tracker.vocabulary.lifecycle import TaskAct

PEOPLE = (
    "clerk",
    "director",
    "secretary-general",
    "leader",
    "liaison",
    "unit-head",
    "discipline",
    "publicity",
)
# A longer walk is asked for by WALKS=50.
WALKS, STEPS = int(os.environ.get("WALKS", "2")), 110
_NOT_BUSINESS = {"user_sessions", "posted_forms", "held_forms", "job_state", "job_runs"}
_OF_FILES = {"evidence", "audit_entries"}
_REFUSED = 400


@pytest.mark.parametrize("seed", range(WALKS))
def test_a_walk_of_random_people_leaves_only_true_records(
    site: Site, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    chance = random.Random(seed)
    people = [Monkey(name, site.browser(name), chance, ("市住建局", "市教育局")) for name in PEOPLE]
    strangers = [site.browser(name) for name in STRANGERS]
    first_dates: dict[int, date] = {}
    day, acts = TODAY, 0
    for step in range(STEPS):
        if step % 8 == 7:
            day = _nights(site, day, chance.randint(1, 3))
            monkeypatch.setenv("TRACKER_TODAY", day.isoformat())
        person = chance.choice(people)
        _walk_on(site, person, chance)
        if forms := person.forms(day):
            form = chance.choice(forms)
            acts += _send(site, person, form, strangers)
        _first_dates_stay(site, first_dates)
    assert acts > STEPS // 10, "the walk must get somewhere"
    _nights(site, day, 1)
    with reading(site.engine) as session:
        _lights_are_true_of_every_day(session, day)
        _no_state_without_its_evidence(session)
        no_rung_without_its_person(session, TODAY)


def _walk_on(site: Site, person: Monkey, chance: random.Random) -> None:
    """To a task or to the first page, and a few links on; every link drawn must lead somewhere for whoever sees it."""
    if chance.random() < 0.6:
        with reading(site.engine) as session:
            tasks = session.scalars(select(Task.id).order_by(Task.id)).all()
        person.go(f"/tasks/{chance.choice(tasks)}")
    elif chance.random() < 0.3 or not person.links():
        person.go("/")
    for _ in range(chance.randint(0, 2)):
        if links := person.links(".acts a[href]") or person.links():
            address = chance.choice(links)
            came_from, answer = person.address, person.go(address)
            assert answer.status_code < _REFUSED, (person.persona, came_from, address, answer.status_code)


def _send(site: Site, person: Monkey, form: Form, strangers: list) -> bool:
    """Send a form; refused, it has written nothing; done, it has left a trace; a stranger's try never does anything."""
    before = _business(site)
    for stranger in strangers:
        if form.action.startswith("/tasks/"):
            answer = stranger.post(form.action, data=form.body(), buffered=True)
            assert answer.status_code in (403, 404), (form.action, answer.status_code)
    assert _business(site) == before, ("a stranger wrote", form.action)
    answer = person.send(form)
    said = (person.persona, form.page, form.action, form.values, answer.status_code)
    assert answer.status_code < 500, said
    assert answer.status_code not in (400, 403, 404, 405), ("a dead button", *said)
    after = _business(site)
    if answer.status_code >= _REFUSED:
        changed = {name for name, content in after.items() if before[name] != content}
        # Good files stay for the next try, so that nobody uploads them twice.
        assert changed <= (_OF_FILES if form.files else set()), ("refused, yet written", *said)
        return False
    if after != before:
        assert after["audit_entries"] != before["audit_entries"], ("written without a trace", *said)
    return after != before


def _business(site: Site) -> dict[str, int]:
    with reading(site.engine) as session:
        names = session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table'")).all()
        return {
            name: hash(tuple(session.execute(text(f'SELECT * FROM "{name}"')).all()))
            for name in names
            if name not in _NOT_BUSINESS
        }


def _nights(site: Site, day: date, number: int) -> date:
    for _ in range(number):
        day += timedelta(days=1)
        with writing(site.engine) as session:
            sweep_day(session, day)
            escalate_day(session, day)
    return day


def _first_dates_stay(site: Site, known: dict[int, date]) -> None:
    """The first date of a deadline is never overwritten, whatever dates follow."""
    with reading(site.engine) as session:
        first = select(DeadlineRevision.deadline_id, DeadlineRevision.due_on).where(DeadlineRevision.ordinal == 1)
        now = {row.deadline_id: row.due_on for row in session.execute(first)}
    assert {key: now.get(key) for key in known} == known
    known.update(now)


def _lights_are_true_of_every_day(session: Session, last: date) -> None:
    """What the recorded changes tell of a past day is what the definition says of it."""
    rules = rules_on(session, last)
    ids = list(session.scalars(select(Task.id)))
    facts = light_facts(session, ids)
    for task_id, days in _recorded(session, ids, last):
        for day, light in days.items():
            assert light == read(facts[task_id], day, rules).light, (task_id, day)


def _recorded(session: Session, ids: list[int], last: date) -> Iterator[tuple[int, dict[date, object]]]:
    for task_id in ids:
        changes = session.scalars(
            select(LightChange)
            .where(LightChange.task_id == task_id)
            .order_by(LightChange.happened_on, LightChange.ordinal)
        ).all()
        # From the second swept night on: what the site was furnished with was lit on its own days.
        days = [TODAY + timedelta(days=number) for number in range(1, (last - TODAY).days + 1)]
        yield (
            task_id,
            {day: next((one.to_light for one in reversed(changes) if one.happened_on <= day), None) for day in days},
        )


def _no_state_without_its_evidence(session: Session) -> None:
    """Whoever moved a task is named, each completion concluded and approved by somebody, each deadline dated."""
    assert session.scalars(select(TaskTransition.id).where(TaskTransition.actor == "")).all() == []
    completions = session.scalars(select(TaskTransition).where(TaskTransition.act == TaskAct.COMPLETE)).all()
    for move in completions:
        kinds = set(session.scalars(select(Approval.kind).where(Approval.task_id == move.task_id)))
        assert {ApprovalKind.CONCLUSION, ApprovalKind.COMPLETION} <= kinds, move.task_id
    undated = select(Deadline.id).where(
        Deadline.opened_on.is_not(None),
        ~select(DeadlineRevision.id).where(DeadlineRevision.deadline_id == Deadline.id).exists(),
    )
    assert session.scalars(undated).all() == []
    assert session.scalars(select(func.count()).select_from(AuditEntry).where(AuditEntry.actor == "")).one() == 0
