"""From read models to papers: what one says, on the page and in its file alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from io import BytesIO
from typing import Any

from flask import Response, render_template, send_file, url_for

from tracker.documents.docx_writer import as_docx
from tracker.documents.letter import Letter
from tracker.documents.paper import Grid, Paper
from tracker.documents.pdf_writer import as_pdf
from tracker.policy.evidence import display_name
from tracker.queries.cards import CardRow, CardTaskRow
from tracker.queries.closing import ClosedRow
from tracker.queries.completion import Words
from tracker.queries.handovers import HandoverRow
from tracker.queries.showing import EndorsementRow, ShowingSheet
from tracker.queries.task_sheet import TaskSheet
from tracker.vocabulary.deadlines import DeadlineKind
from tracker.vocabulary.departments import ParticipationRole
from tracker.vocabulary.lifecycle import ClosureKind
from tracker.web.guard import settings

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_PDF = "application/pdf"
BY_HAND = ""
"""A fact to be filled in with a pen."""


def supervision_card(card: CardRow, sheet: TaskSheet) -> Paper:
    """督办卡: what binds a unit to a task."""
    facts = (
        ("承办单位", card.holder),
        *_decided(sheet),
        ("人员", sheet.people or "待单位报方案"),
        ("措施", sheet.measures or "待单位报方案"),
        ("要求", sheet.requirement or "待单位报方案"),
        ("责任领导", sheet.leader or "—"),
        ("配合单位", "、".join(p.department for p in sheet.parts if p.role is not ParticipationRole.LEAD) or "—"),
        ("办理时限", _final(sheet)),
        ("反馈", sheet.report_every.label),
        ("亮灯", sheet.light.label if sheet.light else "—"),
        ("签收", _answered(sheet)),
        ("督查员", sheet.clerk or "—"),
    )
    return Paper("督办卡", card.number, facts, _nodes(sheet), f"{card.from_on}")


def responsibility_card(card: CardRow, sheet: TaskSheet, holder: str) -> Paper:
    """责任卡: what binds a government leader to a task."""
    facts = (
        ("责任领导", _seat(card, holder)),
        *_decided(sheet),
        ("牵头单位", "、".join(p.department for p in sheet.parts if p.role is ParticipationRole.LEAD)),
        ("办理时限", _final(sheet)),
        ("调度记录", BY_HAND),
        ("需市级解决", BY_HAND),
    )
    return Paper("责任卡", card.number, facts, _nodes(sheet), f"{card.from_on}")


def contact_card(card: CardRow, tasks: Sequence[CardTaskRow], holder: str) -> Paper:
    """联系卡: what binds a leader to what he looks after."""
    facts = (
        ("联系领导", _seat(card, holder)),
        ("包保对象", card.about),
        ("调研次数与日期", BY_HAND),
        ("发现问题", BY_HAND),
        ("协调结果", BY_HAND),
    )
    rows = [("编号", "事项"), *((task.reference, task.title) for task in tasks)]
    return Paper("联系卡", card.number, facts, [Grid("挂接事项", rows)] if tasks else (), f"{card.from_on}")


def assignment_slip(sheet: TaskSheet, words: Sequence[EndorsementRow], assigned_on: date) -> Paper:
    """督办单: what a unit is handed with the task (督查通知单)."""
    helpers = "、".join(part.department for part in sheet.parts if part.role is not ParticipationRole.LEAD)
    facts = (
        *_decided(sheet, on_top=True),
        ("批示", _worded(words)),
        ("要求", sheet.requirement or "按期办理，如实反馈"),
        ("牵头单位", "、".join(part.department for part in sheet.parts if part.role is ParticipationRole.LEAD)),
        ("配合单位", helpers or "—"),
        ("责任领导", sheet.leader or "—"),
        ("交办日期", str(assigned_on)),
        ("办理时限", _final(sheet)),
        ("反馈", "办结时报结" if sheet.simple else sheet.report_every.label),
        ("签收", _answered(sheet)),
        ("督查员", sheet.clerk or "—"),
    )
    return Paper("督办单", sheet.reference, facts, _nodes(sheet), f"{settings().office}　{assigned_on}")


def showing_paper(shown: ShowingSheet) -> Paper:
    """呈阅单: what came of a leader's words."""
    sheet, last = shown.task, shown.completion.rounds[0] if shown.completion.rounds else None
    facts = (
        *_decided(sheet, on_top=True),
        ("批示", _worded(shown.endorsements)),
        ("牵头单位", "、".join(p.department for p in sheet.parts if p.role is ParticipationRole.LEAD)),
        ("配合单位", "、".join(p.department for p in sheet.parts if p.role is not ParticipationRole.LEAD) or "—"),
        ("交办日期", str(shown.assigned_on or "—")),
        ("办理时限", _final(sheet)),
        ("完成情况", last.claimed.words if last and last.claimed.words else "—"),
        ("核实意见", _said(last.concluded) if last and last.concluded else "—"),
        ("办结", _said(last.approved) if last and last.approved else str(shown.completed_on or "—")),
        ("领导阅示", "\n".join(_said(one) for one in shown.completion.shown) or BY_HAND),
    )
    return Paper("呈阅单", sheet.reference, facts, foot=settings().office)


def closing_paper(rows: Sequence[ClosedRow], first: date, last: date) -> Paper:
    """销号清单: what was struck off in some days."""
    kinds = [(kind, sum(1 for row in rows if row.kind is kind)) for kind in ClosureKind]
    facts = (
        ("起止日期", f"{first} 至 {last}"),
        ("销号事项", f"{len(rows)}项"),
        ("销号方式", "、".join(f"{kind.label}{number}项" for kind, number in kinds if number) or "—"),
    )
    listed = [
        ("编号", "事项", "牵头单位", "办结", "销号", "方式"),
        *(
            (row.reference, row.title, row.lead, str(row.completed_on), str(row.closed_on), row.kind.label)
            for row in rows
        ),
    ]
    return Paper("销号清单", "", facts, [Grid("事项", listed)] if rows else ())


def word_file(one: Paper | Letter) -> Response:
    """The paper as a Word file, to be taken away."""
    return send_file(BytesIO(as_docx(one)), mimetype=_DOCX, as_attachment=True, download_name=f"{_name(one)}.docx")


def pdf_file(one: Paper | Letter) -> Response:
    """The paper as a PDF file, to be taken away."""
    return send_file(BytesIO(as_pdf(one)), mimetype=_PDF, as_attachment=True, download_name=f"{_name(one)}.pdf")


def paper_file(one: Paper | Letter, ending: str) -> Response:
    """The paper as the kind of file a door's last word names."""
    return FILES[ending](one)


FILES: Mapping[str, Callable[[Paper | Letter], Response]] = {"docx": word_file, "pdf": pdf_file}


def letter_page(one: Letter, file_door: str, back: str, **ids: Any) -> str:
    """A letter on its page. ``file_door`` is the endpoint of its files, which takes ``ids`` and an ``ending``."""
    word, pdf = (url_for(file_door, ending=ending, **ids) for ending in FILES)
    return render_template("papers/letter.html", letter=one, back=back, word=word, pdf=pdf)


def _name(one: Paper | Letter) -> str:
    """What the file is called; a title may quote anything, so it is cut and cleared of what no file name holds."""
    return display_name(f"{one.name}{one.number.removeprefix(one.name)}".replace("/", "／"))


def _worded(words: Sequence[EndorsementRow]) -> str:
    return "\n".join(f"{one.leader}（{one.written_on}）：{one.wording}" for one in words) or "—"


def _said(words: Words) -> str:
    return f"{words.words}（{words.who}，{words.day}）" if words.words else f"{words.who}，{words.day}"


def _decided(sheet: TaskSheet, on_top: bool = False) -> tuple[tuple[str, str], ...]:
    """``on_top``: the paper bears the task's number as its own."""
    papers = "；".join(f"{one.issuer}《{one.paper}》（{one.issued_on}）" for one in sheet.clauses)
    return (
        ("督办事项", sheet.title if on_top else f"{sheet.reference} {sheet.title}".strip()),
        ("来源依据", papers or "手工登记"),
        ("目标", sheet.target or "见督办事项"),
    )


def _final(sheet: TaskSheet) -> str:
    finals = [duty for duty in sheet.of_kind(DeadlineKind.FINAL) if duty.voided_on is None]
    return str(finals[0].due_on) if finals else "长期坚持" if sheet.endless else "未定"


def _answered(sheet: TaskSheet) -> str:
    answers = [f"{part.answered_on} {part.answered_by}" for part in sheet.parts if part.leads and part.answered_on]
    return answers[0] if answers else "未签收"


def _nodes(sheet: TaskSheet) -> Sequence[Grid]:
    nodes = [duty for duty in sheet.of_kind(DeadlineKind.MILESTONE) if duty.voided_on is None]
    rows = [("时限", "节点", "权重"), *((str(one.due_on), one.what, str(one.weight)) for one in nodes)]
    return [Grid("节点", rows)] if nodes else ()


def _seat(card: CardRow, holder: str) -> str:
    return f"{card.holder}　{holder}".strip()


def handover_paper(row: HandoverRow) -> Paper:
    """交接单: what passed on, and how each task stood on the day."""
    facts = (
        ("事由", row.kind.label if row.outgoing == row.about else f"{row.kind.label}（{row.about}）"),
        ("由", row.outgoing or "空缺"),
        ("至", row.incoming),
        ("从哪天起", str(row.effective_on)),
        ("依据", row.basis),
        ("移交人", BY_HAND),
        ("接收人", BY_HAND),
    )
    lines = [("编号", "事项", "当日情况"), *((one.reference, one.title, one.note) for one in row.items)]
    grids = [Grid(f"交接事项 {len(row.items)} 件", lines)] if row.items else []
    return Paper("交接单", row.number, facts, grids, f"经办：{row.recorded_by}")
