"""Files in a form: up to five new ones, and any of the task's earlier pieces ticked again."""

from __future__ import annotations

from typing import Any

from flask import request
from sqlalchemy.orm import Session
from wtforms import MultipleFileField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from tracker import clock
from tracker.documents.evidence_files import ENDINGS, KINDS_WORDED
from tracker.errors import RuleBroken
from tracker.policy.access import Actor
from tracker.queries.evidence import of_task
from tracker.services.evidence import MOST_FILES, MOST_MEGABYTES, Shelf, Upload, add, shelf
from tracker.vocabulary.files import EvidenceProblem
from tracker.web.forms.base import Form
from tracker.web.guard import keep_refusal, settings

FILES_HINT = f"一次最多{MOST_FILES}个，每个不超过{MOST_MEGABYTES}MB；可用：{KINDS_WORDED}"


class FormWithEvidence(Form):
    """A form that takes files. ``take_files`` must have run before its choices are known."""

    files = MultipleFileField(
        "上传佐证",
        description=FILES_HINT,
        render_kw={"accept": ",".join(f".{one}" for endings in ENDINGS.values() for one in endings)},
    )
    earlier = SelectMultipleField(
        "附上已有佐证",
        coerce=int,
        choices=[],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        validate_choice=False,
    )

    @property
    def evidence_ids(self) -> list[int]:
        """The pieces chosen, new and old."""
        return list(self.earlier.data or [])


def take_files(session: Session, actor: Actor, task: Any, form: FormWithEvidence) -> bool:
    """Keep each good file and tick it, say what is wrong with the others; True if there is nothing wrong.

    What has been kept stays ticked if the form is refused for another reason, so that nobody uploads it twice.
    """
    given = [one for one in request.files.getlist("files") if one.filename]
    taken: list[int] = []
    wrong: list[str] = []
    for one in given[:MOST_FILES]:
        try:
            piece = add(
                session, actor, task, Upload(one.filename or "", one.stream), evidence_shelf(), today=clock.today()
            )
            taken.append(piece.id)
        except RuleBroken as refused:
            wrong.append(refused.message)
    if more := [one.filename for one in given[MOST_FILES:]]:
        wrong.append(EvidenceProblem.TOO_MANY.worded(limit=MOST_FILES, names="、".join(map(str, more))))
    form.earlier.data = [*form.evidence_ids, *(one for one in taken if one not in form.evidence_ids)]
    offer_earlier(session, actor, task, form)
    if taken:
        keep_refusal(again=True)
    form.files.errors = [*form.files.errors, *wrong]
    return not wrong


def offer_earlier(session: Session, actor: Actor, task: Any, form: FormWithEvidence) -> None:
    """Let the task's evidence be ticked."""
    form.earlier.choices = [
        (row.id, f"{row.name}（{row.worded_size}，{row.uploaded_on}）") for row in of_task(session, actor, task)
    ]


def evidence_shelf() -> Shelf:
    """Where this site keeps evidence."""
    return shelf(settings())
