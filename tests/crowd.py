"""Many tasks at once, written past the services: for what is measured or counted, not for what is decided."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from factories import CLERK, department, office
from sqlalchemy import insert
from sqlalchemy.orm import Session

from tracker import clock
from tracker.models import Deadline, DeadlineRevision, Milestone, Participation, Task, TaskTransition
from tracker.policy.deadlines import dates
from tracker.services.deadlines import basis
from tracker.vocabulary.deadlines import DeadlineKind, RevisionCause, SubjectKind
from tracker.vocabulary.departments import ParticipationRole
from tracker.vocabulary.lifecycle import TaskAct, TaskStatus
from tracker.vocabulary.sheets import Every

_WEIGHTS = (34, 33, 33)


def crowd(session: Session, number: int, *, since: date, unlit: bool = False) -> None:
    """``number`` tasks in work since ``since``: a final date and three nodes each, spread over a year, a helper each.

    ``unlit`` leaves their lights to the first sweep.
    """
    by = basis(session, since)
    lead, helper = (department(session, f"市{name}局").id for name in ("农业农村", "水务"))
    home = office(session).id
    lit: dict[str, Any] = {} if unlit else {"light": "green", "base_light": "green", "light_reason": "on-track"}
    tasks: list[dict[str, Any]] = []
    parts: list[dict[str, Any]] = []
    moves: list[dict[str, Any]] = []
    nodes: list[dict[str, Any]] = []
    duties: list[dict[str, Any]] = []
    revisions: list[dict[str, Any]] = []
    now = clock.now()
    for task in range(1, number + 1):
        tasks.append(
            {
                "id": task, "version": 1, "office_id": home, "reference": f"督〔{since.year}〕{task}号",
                "title": f"第{task}号工程", "status": TaskStatus.IN_PROGRESS, "assessment_year": since.year,
                "assigned_on": since, "watched_from": since, "report_every": Every.MONTH, **lit,
            }
        )  # fmt: skip
        for unit, role in ((lead, ParticipationRole.LEAD), (helper, ParticipationRole.SUPPORTING)):
            leads = task if role is ParticipationRole.LEAD else None
            parts.append({"task_id": task, "department_id": unit, "role": role, "lead_of": leads, "from_on": since})
        moves.append(
            {
                "task_id": task, "act": TaskAct.ADOPT, "from_status": TaskStatus.REGISTERED, "reason": "",
                "to_status": TaskStatus.IN_PROGRESS, "actor": CLERK.name, "happened_on": since, "recorded_at": now,
            }
        )  # fmt: skip
        final = since + timedelta(days=30 + task * 7 % 330)
        plans = [(DeadlineKind.FINAL, SubjectKind.TASK, task, final)]
        for ordinal, weight in enumerate(_WEIGHTS, start=1):
            node = (task - 1) * len(_WEIGHTS) + ordinal
            nodes.append({"id": node, "task_id": task, "ordinal": ordinal, "content": "节点", "weight": weight})
            due_on = since + (final - since) * ordinal // (len(_WEIGHTS) + 1)
            plans.append((DeadlineKind.MILESTONE, SubjectKind.MILESTONE, node, due_on))
        for kind, subject, subject_id, due_on in plans:
            worked_out = dates(kind, since, due_on, by.rules, by.calendar)
            four = {
                "due_on": due_on, "soon_on": worked_out.soon_on,
                "yellow_on": worked_out.yellow_on, "red_on": worked_out.red_on, "clock_no": 1,
            }  # fmt: skip
            duties.append(
                {
                    "id": len(duties) + 1, "duty": f"{kind}:{task}:{subject_id}", "task_id": task, "kind": kind,
                    "subject_kind": subject, "subject_id": subject_id, "owed_by_department_id": lead,
                    "owed_to_department_id": home, "opened_on": since, **four,
                }
            )  # fmt: skip
            revisions.append(
                {
                    "deadline_id": len(duties), "ordinal": 1, "cause": RevisionCause.OPENED, "in_force_on": since,
                    "decided_by": CLERK.name, "recorded_at": now, **four,
                }
            )  # fmt: skip
    for model, rows in (
        (Task, tasks), (Participation, parts), (TaskTransition, moves), (Milestone, nodes),
        (Deadline, duties), (DeadlineRevision, revisions),
    ):  # fmt: skip
        session.execute(insert(model), rows)
    _let_keys_go_on(session)


def _let_keys_go_on(session: Session) -> None:
    """Keys given by hand leave PostgreSQL's sequences behind."""
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        for table in ("tasks", "milestones", "deadlines"):
            connection.exec_driver_sql(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"
            )
