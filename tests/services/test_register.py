"""The register kept up to date: names, members and holders that were stay, with their dates."""

from __future__ import annotations

from datetime import date

import pytest
from factories import CLERK, department, office
from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.errors import NotFound, RuleBroken
from tracker.models import DepartmentGroupMember, DepartmentName
from tracker.queries.register import groups, post_lines, unit_tree
from tracker.services import register
from tracker.services.departments import known_names
from tracker.services.register import UnitFacts
from tracker.vocabulary.departments import DepartmentKind, DepartmentLevel, NameKind, PostRank

TODAY = date(2026, 6, 1)
FACTS = UnitFacts(DepartmentKind.GOVERNMENT, DepartmentLevel.CITY)


def facts(**values: object) -> UnitFacts:
    return UnitFacts(DepartmentKind.GOVERNMENT, DepartmentLevel.CITY, **values)  # type: ignore[arg-type]


def test_a_renamed_unit_is_found_by_both_names_and_the_old_one_ends_that_day(session: Session) -> None:
    unit = department(session, "市供热办")
    register.rename_unit(session, CLERK, unit.id, "市供热服务中心", date(2026, 7, 1), today=TODAY)
    names = known_names(session, "")
    assert names.resolve("市供热办").unit_id == names.resolve("市供热服务中心").unit_id == unit.id
    old = session.scalars(select(DepartmentName).where(DepartmentName.name == "市供热办")).one()
    assert (old.kind, old.until_on) == (NameKind.OLD, date(2026, 7, 1))


def test_a_unit_may_take_back_a_name_it_had(session: Session) -> None:
    unit = department(session, "市供热办")
    register.rename_unit(session, CLERK, unit.id, "市供热服务中心", date(2026, 7, 1), today=TODAY)
    register.rename_unit(session, CLERK, unit.id, "市供热办", date(2026, 8, 1), today=TODAY)
    session.flush()
    kinds = dict(
        session.execute(
            select(DepartmentName.name, DepartmentName.kind).where(DepartmentName.department_id == unit.id)
        ).all()
    )
    assert kinds == {"市供热办": NameKind.FULL, "市供热服务中心": NameKind.OLD}


def test_a_name_belongs_to_one_unit(session: Session) -> None:
    department(session, "市教育局")
    unit = department(session, "市供热办")
    with pytest.raises(RuleBroken):
        register.register_unit(session, CLERK, "市教育局", FACTS, today=TODAY)
    with pytest.raises(RuleBroken):
        register.rename_unit(session, CLERK, unit.id, "市教育局", TODAY, today=TODAY)


def test_units_stand_below_the_one_they_belong_to_and_never_below_themselves(session: Session) -> None:
    above = register.register_unit(session, CLERK, "市住建局", FACTS, today=TODAY)
    below = register.register_unit(session, CLERK, "市供热办", facts(parent_id=above.id), today=TODAY)
    session.flush()
    depths = {line.name: line.depth for line in unit_tree(session)}
    assert (depths["市住建局"], depths["市供热办"]) == (0, 1)
    for child, parent in ((above.id, below.id), (above.id, above.id)):
        with pytest.raises(RuleBroken) as refused:
            register.change_unit(session, CLERK, child, facts(parent_id=parent), today=TODAY)
        assert "不能隶属于它自己" in refused.value.message


def test_short_names_are_set_and_taken_away_and_old_names_stay(session: Session) -> None:
    unit = department(session, "市供热办")
    register.rename_unit(session, CLERK, unit.id, "市供热服务中心", TODAY, today=TODAY)
    register.change_unit(session, CLERK, unit.id, facts(short_names=("供热中心", "热办", "热办")), today=TODAY)
    register.change_unit(session, CLERK, unit.id, facts(short_names=("热办",)), today=TODAY)
    session.flush()
    session.expire_all()
    (line,) = [line for line in unit_tree(session) if line.id == unit.id]
    assert line.short_names == ("热办",)
    assert [old.name for old in line.old_names] == ["市供热办"]


def test_a_supervision_office_stays_one_and_no_unit_becomes_one(session: Session) -> None:
    own, unit = office(session), department(session, "市供热办")
    register.change_unit(session, CLERK, own.id, FACTS, today=TODAY)
    made = UnitFacts(DepartmentKind.SUPERVISION_OFFICE, DepartmentLevel.CITY)
    register.change_unit(session, CLERK, unit.id, made, today=TODAY)
    assert (own.kind, unit.kind) == (DepartmentKind.SUPERVISION_OFFICE, DepartmentKind.GOVERNMENT)


def test_a_merged_unit_names_its_successor_once(session: Session) -> None:
    gone, heir = department(session, "市供热办"), department(session, "市住建局")
    with pytest.raises(RuleBroken):
        register.end_unit(session, CLERK, gone.id, gone.id, TODAY, today=TODAY)
    register.end_unit(session, CLERK, gone.id, heir.id, TODAY, today=TODAY)
    assert (gone.successor_id, gone.ended_on) == (heir.id, TODAY)
    for loser, winner in ((gone.id, heir.id), (heir.id, gone.id)):
        with pytest.raises(RuleBroken):
            register.end_unit(session, CLERK, loser, winner, TODAY, today=TODAY)


def test_members_come_and_go_with_their_dates(session: Session) -> None:
    group = register.register_group(session, CLERK, "各县（市、区）", today=TODAY)
    first, second = department(session, "甲县政府"), department(session, "乙县政府")
    register.set_members(session, CLERK, group.id, [first.id, 999], today=TODAY)
    register.set_members(session, CLERK, group.id, [], today=TODAY)
    register.set_members(session, CLERK, group.id, [first.id], today=TODAY)
    register.set_members(session, CLERK, group.id, [second.id], today=date(2026, 7, 1))
    session.flush()
    kept = session.execute(
        select(DepartmentGroupMember.department_id, DepartmentGroupMember.until_on).order_by(DepartmentGroupMember.id)
    ).all()
    assert [tuple(row) for row in kept] == [(first.id, date(2026, 7, 1)), (second.id, None)]
    assert groups(session)[0].members == ((second.id, "乙县政府"),)
    with pytest.raises(RuleBroken):
        register.register_group(session, CLERK, "各县（市、区）", today=TODAY)
    with pytest.raises(NotFound):
        register.set_members(session, CLERK, 999, [], today=TODAY)


def test_a_seat_passes_from_one_holder_to_the_next_and_may_be_vacant(session: Session) -> None:
    post = register.register_post(session, CLERK, "分管交通副市长", PostRank.DEPUTY, "交通", today=TODAY)
    register.seat_holder(session, CLERK, post.id, "甲", date(2025, 1, 1), today=TODAY)
    register.seat_holder(session, CLERK, post.id, "乙", date(2026, 5, 1), today=TODAY)
    register.seat_holder(session, CLERK, post.id, "", date(2026, 7, 1), today=TODAY)
    session.flush()

    def present(day: date) -> str:
        return post_lines(session, day)[-1].present

    assert [present(date(2026, 4, 30)), present(date(2026, 5, 1)), present(date(2026, 7, 1))] == ["甲", "乙", ""]
    with pytest.raises(RuleBroken):
        register.seat_holder(session, CLERK, post.id, "丙", date(2026, 5, 1), today=TODAY)
    with pytest.raises(RuleBroken):
        register.register_post(session, CLERK, "分管交通副市长", PostRank.DEPUTY, "", today=TODAY)
    with pytest.raises(NotFound):
        register.seat_holder(session, CLERK, 999, "丙", TODAY, today=TODAY)
