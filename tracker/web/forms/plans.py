"""The form of a plan, with as many nodes as it needs, and the form of its review."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import request
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from tracker.errors import RuleBroken
from tracker.policy.clarity import Clarity
from tracker.policy.plans import Node, Proposal
from tracker.policy.typed_days import typed_day
from tracker.vocabulary.assignment import AssignmentRefusal
from tracker.web.forms.base import Form
from tracker.web.forms.evidence import FormWithEvidence
from tracker.web.forms.reports import not_too_long

_LONGEST_CELL, _MOST_NODES = 500, 50


@dataclass(frozen=True)
class TypedNode:
    """A row as it was typed."""

    content: str = ""
    evidence: str = ""
    due: str = ""
    weight: str = ""

    @classmethod
    def of(cls, node: Node) -> TypedNode:
        return cls(node.content, node.evidence_wanted, node.due_on.isoformat(), str(node.weight))

    @property
    def empty(self) -> bool:
        return not (self.content or self.evidence or self.due or self.weight)

    def node(self, number: int) -> Node:
        """What the row says. Raises RuleBroken where it cannot be read."""
        if not self.content:
            raise RuleBroken(AssignmentRefusal.NODE_EMPTY, number=number)
        weight = self.weight.removesuffix("%").removesuffix("％").strip()
        if not weight.isdecimal() or len(weight) > 3:
            raise RuleBroken(AssignmentRefusal.NODE_WEIGHT, number=number)
        return Node(self.content, self.evidence, typed_day(self.due), int(weight))


class PlanForm(FormWithEvidence):
    """Rows left empty are no nodes; ``rows`` keeps all that was typed."""

    people = TextAreaField("人员", [DataRequired("请写明谁负责、谁经办"), not_too_long], render_kw={"rows": 2})
    measures = TextAreaField("措施", [DataRequired("请写明怎么办"), not_too_long], render_kw={"rows": 4})
    requirement = TextAreaField("要求", [not_too_long], render_kw={"rows": 2})
    rows: Sequence[TypedNode] = ()

    def fill(self, proposal: Proposal) -> None:
        """Start from what is known already."""
        self.people.data, self.measures.data = proposal.people, proposal.measures
        self.requirement.data = proposal.requirement
        self.rows = [TypedNode.of(node) for node in proposal.nodes] or [TypedNode()]

    def read_rows(self) -> None:
        """Take the rows of the posted form; 再加一行 adds an empty one."""
        cells = [request.form.getlist(name) for name in ("content", "evidence", "due", "weight")]
        typed = [TypedNode(*(cell.strip() for cell in row)) for row in zip(*cells, strict=False)]
        self.rows = [*typed, TypedNode()] if "add" in request.form and len(typed) < _MOST_NODES else typed

    def proposal(self) -> Proposal | None:
        """The plan as typed, or None where a row cannot be read; the form then says which and why."""
        nodes = []
        for number, row in enumerate(self.rows, start=1):
            if row.empty:
                continue
            if (count := max(len(row.content), len(row.evidence))) > _LONGEST_CELL:
                self.refuse(f"第{number}个节点：内容和佐证各不超过{_LONGEST_CELL}字，当前{count}字")
                continue
            try:
                nodes.append(row.node(number))
            except RuleBroken as refused:
                said = refused.message
                self.refuse(said if said.startswith("第") else f"第{number}个节点：{said}")
        if len(nodes) > _MOST_NODES:
            self.refuse(f"节点不能超过{_MOST_NODES}个，请合并")
        if self.form_errors:
            return None
        return Proposal(self.people.data or "", self.measures.data or "", self.requirement.data or "", tuple(nodes))


class ReviewForm(Form):
    """``gaps`` keeps, for each word of the six that is missing, why the office lets it pass."""

    reason = TextAreaField("退回理由", [Length(max=2000, message="不能超过2000字")], render_kw={"rows": 3})

    def explanations(self, gaps: Sequence[Clarity]) -> dict[str, str]:
        """What was typed for each gap."""
        return {gap.word: request.form.get(f"gap-{gap.word}", "")[:500] for gap in gaps}
