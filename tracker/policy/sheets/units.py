"""The units of a row: from its unit columns, from the bracket behind its task, or from the row it goes on from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from tracker.policy.sheets.columns import Columns
from tracker.policy.sheets.item import Item
from tracker.policy.sheets.problem import Problem, doubt
from tracker.policy.sheets.unit_times import split_times
from tracker.policy.unit_phrases import read_units
from tracker.vocabulary.sheets import Field, RowProblem


class Worded(Protocol):
    """What a row's units are read with."""

    def text(self, row: int, column: int | None) -> str: ...


@dataclass
class Units:
    """Who answers for a row. ``times`` are deadlines that stood among the units."""

    lead: str = ""
    co_leads: list[str] = field(default_factory=list)
    supporting: list[str] = field(default_factory=list)
    people: list[str] = field(default_factory=list)
    duties: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    times: list[str] = field(default_factory=list)


def units_of(context: Worded, columns: Columns, row: int, in_the_task: str) -> Units:
    units = Units()
    lead = columns.first(Field.LEAD)
    if lead is not None or in_the_task:
        text, times = split_times(in_the_task or context.text(row, lead))
        combined = columns.combined or bool(in_the_task)
        said = read_units(text, "combined" if combined else "lead", people=columns.people)
        units.lead, units.co_leads = (said.lead or [""])[0], said.lead[1:]
        units.supporting, units.people = list(said.supporting), said.people
        units.duties.update(said.duties)
        units.problems.extend(said.problems)
        units.times.extend(times)
    for column in columns.of(Field.SUPPORTING):
        text, times = split_times(context.text(row, column))
        if column in columns.responsible and not units.lead:
            _without_lead(units, columns, column, text)
        else:
            said = read_units(text, "supporting")
            known = {units.lead, *units.co_leads, *units.supporting}
            units.supporting.extend(name for name in said.supporting if name not in known)
            units.duties.update(said.duties)
            units.problems.extend(said.problems)
        units.times.extend(times)
    return units


def _without_lead(units: Units, columns: Columns, column: int, text: str) -> None:
    """Where nobody is named 牵头 the first of the 责任单位 leads; that is said, not silent."""
    said = read_units(text, "combined")
    units.lead, units.co_leads = (said.lead or [""])[0], said.lead[1:]
    units.supporting.extend(said.supporting)
    units.duties.update(said.duties)
    units.problems.extend(said.problems)
    if units.lead:
        label = columns.labels[column]
        units.problems.append(doubt(Field.LEAD, RowProblem.LEAD_TAKEN, column=label, unit=units.lead))


def continued(columns: Columns, units: Units, leader: str, above: Item) -> str:
    """A row without number and unit goes on from the one above; that is said, not silent."""
    if above.lead:
        units.lead, units.co_leads, units.supporting = above.lead, list(above.co_leads), list(above.supporting)
        label = columns.labels[columns.of(Field.LEAD)[0]] if columns.of(Field.LEAD) else Field.LEAD.label
        units.problems.append(doubt(Field.LEAD, RowProblem.ROW_CONTINUED, column=label, phrase=above.lead))
    if above.leader and not leader and columns.of(Field.LEADER):
        label = columns.labels[columns.of(Field.LEADER)[0]]
        units.problems.append(doubt(Field.LEADER, RowProblem.ROW_CONTINUED, column=label, phrase=above.leader))
        return above.leader
    return leader
