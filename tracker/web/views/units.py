"""单位: the register as a tree, one unit's page, groups and their members."""

from __future__ import annotations

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from tracker import clock
from tracker.errors import NotFound
from tracker.policy.access import Actor
from tracker.queries.register import GroupLine, UnitLine, groups, unit_tree
from tracker.services import register
from tracker.vocabulary.actions import Action
from tracker.vocabulary.complaints import Refusal
from tracker.web.forms.base import demand_version, kept
from tracker.web.forms.register import EndForm, FactsForm, GroupForm, RenameForm, UnitForm
from tracker.web.guard import grants, see_other

units = Blueprint("units", __name__, url_prefix="/units")

_REFUSED = 422


@units.get("")
@grants(Action.REGISTER_MANAGE)
def show(session: Session, actor: Actor) -> ResponseReturnValue:
    """All units and groups."""
    return _list(session, GroupForm(formdata=None))


@units.route("/new", methods=["GET", "POST"])
@grants(Action.REGISTER_MANAGE)
def create(session: Session, actor: Actor) -> ResponseReturnValue:
    """A new unit."""
    form = UnitForm()
    form.parent_id.offer(unit_tree(session))
    if form.is_submitted() and form.validate():
        with kept(form, session):
            row = register.register_unit(session, actor, form.name.data.strip(), form.facts(), today=clock.today())
            flash(f"{row.name} 已登记")
            return see_other(url_for("units.show"))
    return render_template("units/new.html", form=form), _REFUSED if form.errors else 200


@units.route("/<int:unit_id>", methods=["GET", "POST"])
@grants(Action.REGISTER_MANAGE)
def change(session: Session, actor: Actor, unit_id: int) -> ResponseReturnValue:
    """One unit's facts; its names and its end have forms of their own beside them."""
    unit = _unit(session, unit_id)
    form = FactsForm()
    form.parent_id.offer(one for one in unit_tree(session) if one.id != unit_id)
    if not form.is_submitted():
        return _page(session, unit)
    demand_version(unit.mark)
    if form.validate():
        with kept(form, session):
            register.change_unit(session, actor, unit_id, form.facts(), today=clock.today())
            return _done(unit_id, "已保存")
    return _page(session, unit, facts=form), _REFUSED


@units.post("/<int:unit_id>/rename")
@grants(Action.REGISTER_MANAGE)
def rename(session: Session, actor: Actor, unit_id: int) -> ResponseReturnValue:
    """A new full name; the old one is kept with its date."""
    unit = _unit(session, unit_id)
    form = RenameForm()
    if form.validate():
        demand_version(unit.mark)
        with kept(form, session):
            name, on = form.new_name.data.strip(), form.renamed_on.data
            register.rename_unit(session, actor, unit_id, name, on, today=clock.today())
            return _done(unit_id, "已更名，原名仍可识别")
    return _page(session, unit, renaming=form), _REFUSED


@units.post("/<int:unit_id>/end")
@grants(Action.REGISTER_MANAGE)
def end(session: Session, actor: Actor, unit_id: int) -> ResponseReturnValue:
    """撤并: another unit takes its place."""
    unit = _unit(session, unit_id)
    form = EndForm()
    form.successor_id.offer(_alive(session, unit_id))
    if form.validate():
        demand_version(unit.mark)
        with kept(form, session):
            successor, on = form.successor_id.data, form.ended_on.data
            register.end_unit(session, actor, unit_id, successor, on, today=clock.today())
            return _done(unit_id, "已撤并；未办结的事项请另行办理交接")
    return _page(session, unit, ending=form), _REFUSED


@units.post("/groups")
@grants(Action.REGISTER_MANAGE)
def create_group(session: Session, actor: Actor) -> ResponseReturnValue:
    """A new group; its members are chosen on its page."""
    form = GroupForm()
    if form.validate():
        with kept(form, session):
            row = register.register_group(session, actor, form.group_name.data.strip(), today=clock.today())
            return see_other(url_for("units.members", group_id=row.id))
    return _list(session, form), _REFUSED


@units.route("/groups/<int:group_id>", methods=["GET", "POST"])
@grants(Action.REGISTER_MANAGE)
def members(session: Session, actor: Actor, group_id: int) -> ResponseReturnValue:
    """Who belongs to a group from today on."""
    group = next((one for one in groups(session) if one.id == group_id), None)
    if group is None:
        raise NotFound(Refusal.GROUP_GONE)
    if request.method == "POST":
        demand_version(_mark(group))
        chosen = [int(one) for one in request.form.getlist("unit") if one.isdecimal() and len(one) < 10]
        register.set_members(session, actor, group_id, chosen, today=clock.today())
        flash(f"“{group.name}”的成员已调整，自今天起")
        return see_other(url_for("units.show"))
    return render_template("units/members.html", group=group, units=_alive(session), version=_mark(group))


def _list(session: Session, form: GroupForm) -> str:
    return render_template("units/show.html", units=unit_tree(session), groups=groups(session), form=form)


def _page(
    session: Session,
    unit: UnitLine,
    facts: FactsForm | None = None,
    renaming: RenameForm | None = None,
    ending: EndForm | None = None,
) -> str:
    if facts is None:
        facts = FactsForm(formdata=None, data={**vars(unit), "short_names": "、".join(unit.short_names)})
        facts.parent_id.offer(one for one in unit_tree(session) if one.id != unit.id)
    ending = ending or EndForm(formdata=None)
    ending.successor_id.offer(_alive(session, unit.id))
    return render_template(
        "units/unit.html", unit=unit, facts=facts, renaming=renaming or RenameForm(formdata=None), ending=ending
    )


def _unit(session: Session, unit_id: int) -> UnitLine:
    found = next((one for one in unit_tree(session) if one.id == unit_id), None)
    if found is None:
        raise NotFound(Refusal.UNIT_GONE)
    return found


def _alive(session: Session, but: int = 0) -> list[UnitLine]:
    return [one for one in unit_tree(session) if one.id != but and one.ended_on is None]


def _mark(group: GroupLine) -> int:
    return sum(unit_id * 31 + 1 for unit_id, _ in group.members)


def _done(unit_id: int, said: str) -> ResponseReturnValue:
    flash(said)
    return see_other(url_for("units.change", unit_id=unit_id))
