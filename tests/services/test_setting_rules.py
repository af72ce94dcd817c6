"""A rule is changed by a dated version: open dates follow, the past keeps what it had."""

from __future__ import annotations

from datetime import date

import pytest
from factories import CLERK, working
from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.errors import NotFound, RuleBroken
from tracker.models import AuditEntry, Deadline, DeadlineRevision
from tracker.policy.rules import DEFAULTS, LABELS, RuleName, check_parameters
from tracker.queries.rules import rules_on
from tracker.services.rules import SetRule, put_rules_in_force, set_rule
from tracker.vocabulary.deadlines import DeadlineKind
from tracker.vocabulary.running import AuditTag

TODAY = date(2026, 3, 2)
NUMBERS = {"short_term_days": 15, "short_yellow_workdays": 3, "long_yellow_percent": 40}


def change(**values: object) -> SetRule:
    given = {"name": "final-light", "parameters": NUMBERS, "effective_on": TODAY, "clause": "示例市办法第三条"}
    return SetRule(**{**given, **values})  # type: ignore[arg-type]


def yellow(session: Session, task_id: int) -> date | None:
    final = (Deadline.task_id == task_id, Deadline.kind == DeadlineKind.FINAL)
    return session.scalars(select(Deadline.yellow_on).where(*final)).one()


def test_a_new_version_holds_from_its_day_and_the_old_one_before(session: Session) -> None:
    set_rule(session, CLERK, change(), today=TODAY)
    name = RuleName.FINAL_LIGHT
    assert rules_on(session, TODAY).number(name, "long_yellow_percent") == 40
    assert rules_on(session, date(2026, 3, 1)).number(name, "long_yellow_percent") == 20
    assert rules_on(session, TODAY).versions[name].version == 2


def test_open_deadlines_are_counted_again_and_keep_the_date_they_had(session: Session) -> None:
    task = working(session)
    before = yellow(session, task.id)
    assert set_rule(session, CLERK, change(), today=TODAY) > 0
    after = yellow(session, task.id)
    assert before is not None
    assert after is not None
    assert after < before
    kept = session.scalars(
        select(DeadlineRevision.yellow_on)
        .join(Deadline, Deadline.id == DeadlineRevision.deadline_id)
        .where(Deadline.task_id == task.id, Deadline.kind == DeadlineKind.FINAL)
    )
    assert {before, after} <= set(kept)


def test_a_version_set_ahead_moves_dates_on_its_own_day(session: Session) -> None:
    task = working(session)
    before = yellow(session, task.id)
    assert set_rule(session, CLERK, change(effective_on=date(2026, 3, 10)), today=TODAY) == 0
    assert put_rules_in_force(session, CLERK, today=date(2026, 3, 9)) == 0
    assert yellow(session, task.id) == before
    assert put_rules_in_force(session, CLERK, today=date(2026, 3, 10)) > 0
    assert yellow(session, task.id) != before
    assert put_rules_in_force(session, CLERK, today=date(2026, 3, 10)) == 0


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"effective_on": date(2026, 3, 1)}, "最早从2026-03-02起"),
        ({"parameters": {**NUMBERS, "long_yellow_percent": 101}}, "1至100"),
        ({"parameters": {**NUMBERS, "long_yellow_percent": 20}}, "没有变化"),
        ({"parameters": {"short_term_days": 15}}, "应为"),
        ({"parameters": {**NUMBERS, "smuggled": 1}}, "没有这条规则"),
    ],
)
def test_what_is_no_new_version_is_refused(session: Session, values: dict[str, object], said: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        set_rule(session, CLERK, change(**values), today=TODAY)
    assert said in refused.value.message


def test_two_versions_of_one_day_and_unknown_rules_are_refused(session: Session) -> None:
    set_rule(session, CLERK, change(), today=TODAY)
    with pytest.raises(RuleBroken) as twice:
        set_rule(session, CLERK, change(parameters={**NUMBERS, "short_term_days": 10}), today=TODAY)
    assert "已有一个新版本" in twice.value.message
    with pytest.raises(NotFound):
        set_rule(session, CLERK, change(name="no-such"), today=TODAY)


def test_the_change_is_audited_with_both_sets_of_numbers(session: Session) -> None:
    set_rule(session, CLERK, change(), today=TODAY)
    detail = session.scalars(select(AuditEntry.detail).where(AuditEntry.tag == AuditTag.RULE_SET)).one()
    assert '"long_yellow_percent": 20' in detail
    assert '"long_yellow_percent": 40' in detail


@pytest.mark.parametrize("name", list(RuleName))
def test_every_number_has_its_words_and_every_default_is_within_its_bounds(name: RuleName) -> None:
    assert set(DEFAULTS[name].parameters) <= set(LABELS)
    check_parameters(name, DEFAULTS[name].parameters)


def test_a_graver_slip_does_not_come_before_a_lighter_one() -> None:
    numbers = {**DEFAULTS[RuleName.WARNING_SLIP].parameters, "red_workdays": 3}
    with pytest.raises(RuleBroken) as refused:
        check_parameters(RuleName.WARNING_SLIP, numbers)
    assert "不能小于“逾期几个工作日拟橙单”" in refused.value.message
    check_parameters(RuleName.WARNING_SLIP, {**numbers, "orange_workdays": 3})
