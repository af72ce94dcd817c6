"""导入: a sheet is uploaded, looked at, and brought in whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from flask import Blueprint, flash, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from wtforms.fields.choices import SelectChoice

from tracker import clock
from tracker.documents.error_rows import error_rows
from tracker.errors import NotFound, Unreadable
from tracker.policy.access import Actor
from tracker.policy.sheets.item import SheetReading
from tracker.policy.sources import regime_of
from tracker.queries.imports import import_result
from tracker.services import held_sheets
from tracker.services.file_store import FileStore
from tracker.services.import_choices import Choices, Place, chosen_plan, import_chosen, readings_of
from tracker.services.import_plan import Origin, Plan
from tracker.services.import_units import strangers
from tracker.vocabulary.actions import Action
from tracker.vocabulary.complaints import Refusal
from tracker.vocabulary.sheets import Level, Repeats
from tracker.vocabulary.sources import SourceKind
from tracker.web.forms.base import kept
from tracker.web.forms.imports import OriginForm, UploadForm
from tracker.web.guard import grants, keep_refusal, see_other, settings
from tracker.web.import_preview import preview as laid_out

imports = Blueprint("imports", __name__, url_prefix="/import")

_REFUSED = 422
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_UNIT = "unit:"


@imports.route("", methods=["GET", "POST"])
@grants(Action.TASK_IMPORT)
def upload(session: Session, actor: Actor) -> ResponseReturnValue:
    """Choose a file. It is read before the first statement, so that nobody else's write waits for it."""
    form = UploadForm()
    if not form.is_submitted():
        return render_template("imports/upload.html", form=form)
    if form.validate():
        file = form.file.data
        with file.stream:
            content = file.read()
        try:
            read = held_sheets.read_upload(file.filename, content)
        except Unreadable as problem:
            form.refuse(problem.message, "file")
            if held_sheets.note_unsafe(session, actor, file.filename, problem, today=clock.today()):
                keep_refusal()
        else:
            token = held_sheets.hold_upload(session, actor, _store(), read, clock.now())
            return see_other(url_for("imports.preview", token=token))
    return render_template("imports/upload.html", form=form), _REFUSED


@imports.route("/<token>", methods=["GET", "POST"])
@grants(Action.TASK_IMPORT)
def preview(session: Session, actor: Actor, token: str) -> ResponseReturnValue:
    """What was read and what would be done; the same form looks again, imports, or gives the wrong rows back."""
    held = held_sheets.held(session, actor, _store(), token, clock.now())
    document = held.document
    form = OriginForm()
    form.sheet.choices = [SelectChoice("", "全部工作表")] + [
        SelectChoice(grid.name, f"{grid.name}（隐藏）" if grid.hidden else grid.name) for grid in document.grids
    ]
    if not form.is_submitted():
        _prefill(form, held.name, readings_of(document, Choices()))
    act = request.form.get("act", "look")
    valid = not form.is_submitted() or form.validate()
    valid = (act != "import" or form.demand_origin()) and valid
    choices = _choices(form) if valid else Choices(sheet=form.sheet.data if not form.sheet.errors else "")
    readings = readings_of(document, choices)
    place = Place(_office(actor), settings().home, held.digest)
    unknown = strangers(session, (item for one in readings for item in one.items), place.home)
    origin = _origin(form, choices, readings, held.digest)
    plan = Plan(())
    with kept(form, session):
        plan = chosen_plan(session, actor, readings, choices, place, origin, today=clock.today())
        if act == "import" and valid and origin is not None:
            done = import_chosen(session, actor, plan, choices, place, origin, today=clock.today())
            return _imported(session, actor, token, readings, plan, done.source_id)
    session.rollback()  # a look leaves nothing behind
    if act == "errors" and valid and not form.errors and (wrong := _wrong_rows(readings, plan)):
        return _workbook(wrong)
    page = render_template(
        "imports/preview.html",
        form=form,
        name=held.name,
        token=token,
        preview=laid_out(readings, plan),
        strangers=unknown,
        chosen=choices.units if valid else _unit_choices(),
        strays=document.strays,
    )
    return page, _REFUSED if form.errors else 200


@imports.post("/<token>/discard")
@grants(Action.TASK_IMPORT)
def discard(session: Session, actor: Actor, token: str) -> ResponseReturnValue:
    """全部取消: nothing is imported, the upload is forgotten."""
    held_sheets.let_go(session, actor, token, clock.now())
    flash("已取消，没有导入任何内容")
    return see_other(url_for("imports.upload"))


@imports.get("/results/<int:source_id>")
@grants(Action.TASK_IMPORT)
def result(session: Session, actor: Actor, source_id: int) -> ResponseReturnValue:
    """What came in, and the rows that did not."""
    found = import_result(session, actor, source_id)
    if found is None:
        raise NotFound(Refusal.SHEET_GONE)
    return render_template("imports/result.html", result=found, rows=request.args.get("rows", ""))


@imports.get("/<token>/rows")
@grants(Action.TASK_IMPORT)
def rows(session: Session, actor: Actor, token: str) -> ResponseReturnValue:
    """The rows that were not imported, each with its reason, as a workbook to be corrected and brought back."""
    return _workbook(held_sheets.held(session, actor, _store(), token, clock.now()).content)


def _store() -> FileStore:
    return FileStore(settings().instance, held_sheets.FOLDER)


def _office(actor: Actor) -> int:
    if actor.office_id is None:
        raise NotFound(Refusal.SHEET_GONE)
    return actor.office_id


def _prefill(form: OriginForm, name: str, readings: Sequence[SheetReading]) -> None:
    """What the file says of itself."""
    read = [one for one in readings if one.refusal is None] or list(readings)
    form.title.data = next((line for one in read for line in one.titles), "")[:200] or name.rpartition(".")[0] or name
    form.document_number.data = next((one.document_number for one in read if one.document_number), "")[:100]
    form.year.data = next((one.plan_year for one in read if one.plan_year), None)
    form.sheet.data, form.kind.data = "", SourceKind.DECOMPOSITION.value
    if any(one.hidden for one in readings) and len(visible := [one for one in readings if not one.hidden]) == 1:
        form.sheet.data = visible[0].sheet


def _choices(form: OriginForm) -> Choices:
    return Choices(
        sheet=form.sheet.data or "",
        year=form.year.data,
        issued_on=form.issued_on.data,
        skip_hidden=form.skip_hidden.data,
        repeats=Repeats(form.repeats.data),
        create_units=form.create_units.data,
        units=_unit_choices(),
        adopt_on=form.adopt_on.data if form.way.data == "adopt" else None,
    )


def _unit_choices() -> dict[str, str]:
    return {
        name.removeprefix(_UNIT): value
        for name, value in request.form.items()
        if name.startswith(_UNIT) and value and len(name) < 200
    }


def _origin(form: OriginForm, choices: Choices, readings: Sequence[SheetReading], digest: str) -> Origin | None:
    """The paper's row as the form tells it; None while it is not told."""
    if choices.issued_on is None or not form.title.data or not form.issuer.data:
        return None
    year = choices.year or next((one.plan_year for one in readings if one.plan_year), choices.issued_on.year)
    return Origin(
        title=form.title.data.strip(),
        issuer=form.issuer.data.strip(),
        issued_on=choices.issued_on,
        plan_year=year,
        kind=SourceKind(form.kind.data),
        regime=regime_of(form.issuer.data),
        document_number=(form.document_number.data or "").strip(),
        file_digest=digest,
    )


def _imported(
    session: Session, actor: Actor, token: str, readings: Sequence[SheetReading], plan: Plan, source_id: int | None
) -> ResponseReturnValue:
    """The upload has served; what could not come in is held in its place."""
    held_sheets.let_go(session, actor, token, clock.now())
    to: dict[str, Any] = {"source_id": source_id}
    if wrong := _wrong_rows(readings, plan):
        held = held_sheets.Held("错误行.xlsx", "", wrong)
        to["rows"] = held_sheets.hold(session, actor, _store(), held, clock.now())
    return see_other(url_for("imports.result", **to))


def _wrong_rows(readings: Sequence[SheetReading], plan: Plan) -> bytes:
    """A workbook of the rows with errors; empty where there are none."""
    wrong = [row for row in plan.rows if row.is_error]
    if not wrong:
        return b""
    header = next(one.header for one in readings if one.sheet == wrong[0].sheet)
    reasons = ("；".join(one.sentence for one in row.problems if one.level is Level.ERROR) for row in wrong)
    return error_rows(header, [(row.item.raw, reason) for row, reason in zip(wrong, reasons, strict=True)])


def _workbook(content: bytes) -> ResponseReturnValue:
    return send_file(BytesIO(content), mimetype=_XLSX, as_attachment=True, download_name="错误行.xlsx")
