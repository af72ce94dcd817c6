"""A form in Chinese, and what every page with a form does: refuse in its own words, keep all that was typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from tracker.errors import Code, IllegalTransition, RuleBroken, Stale
from tracker.policy.reasons import demand_clear
from tracker.vocabulary.web import WebRefusal
from tracker.vocabulary.words import Word


class Form(FlaskForm):
    """Every form's base: messages in Chinese, the one CSRF check is the application's."""

    refused_by: Code | None = None
    """What the business refused the act with (see ``kept``)."""

    class Meta:
        locales = ("zh_CN", "zh")
        csrf = False

        def render_field(self, field: Any, render_kw: dict[str, Any]) -> Any:
            """A browser cuts what is pasted at ``maxlength`` without a word, and asks for what is ``required`` in a
            language of its own: both are left to the form, which keeps all that was typed."""
            given = {"maxlength": False, "required": False, **render_kw}
            if field.flags.required:
                given.setdefault("aria-required", "true")
            return super().render_field(field, given)  # type: ignore[misc]

    def refuse(self, message: str, field: str = "") -> None:
        """Show ``message`` above the form, or at ``field``."""
        if field:
            self[field].errors = [*self[field].errors, message]
        else:
            self.form_errors.append(message)


class Chosen(SelectField):
    """A key chosen from a list that is set with ``offer``; nothing where nothing was chosen."""

    def __init__(self, label: str, validators: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(label, validators, coerce=lambda key: int(key) if key else None, **kwargs)

    def offer(self, rows: Iterable[Any]) -> None:
        """The rows to choose from, each with an id and a name."""
        self.choices = [("", "请选择"), *((row.id, row.name) for row in rows)]

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as wrong:
            raise ValueError("请选择列表中的一项") from wrong

    def pre_validate(self, form: object) -> None:
        if self.data is not None and self.data not in {key for key, _ in self.choices}:
            raise ValidationError("请选择列表中的一项")


@contextmanager
def kept(form: Form, session: Session, field: str = "") -> Iterator[None]:
    """Run an act; where the business refuses it, nothing is written and the form says why, with all that was typed.

    Afterwards ``form.errors`` tells whether it went through.
    """
    try:
        # Within a savepoint: files that came with the form were taken before, and stay (forms/evidence.py).
        with session.begin_nested():
            yield
    except (RuleBroken, IllegalTransition) as refused:
        form.refuse(refused.message, field)
        form.refused_by = refused.code


def why_not(demand: Callable[..., object], *facts: object, **more: object) -> str:
    """What ``demand`` would refuse, in its own words, so that nobody types in vain; empty where it holds."""
    try:
        demand(*facts, **more)
    except (RuleBroken, IllegalTransition) as refused:
        return refused.message
    return ""


def clear(_: Any, field: Any) -> None:
    """A field's words say enough."""
    try:
        demand_clear(field.data or "")
    except RuleBroken as refused:
        raise ValidationError(refused.message) from refused


def demand_version(version: int, **now: str) -> None:
    """Raise Stale where the page was made from an older version; ``now`` is the present text under each label."""
    if request.form.get("version", "") != str(version):
        raise Stale(WebRefusal.STALE, now=now)


def decided(accepting: Word, act: str) -> str | None:
    """The reason to send back, or None where the outcome posted is ``accepting``.

    Raises RuleBroken where it says too little, and where one came with an acceptance: whoever typed it did not mean
    ``act``.
    """
    reason = (request.form.get("reason") or "").replace("\r\n", "\n").strip()
    if request.form.get("outcome") != accepting:
        if reason:  # that there must be one, the act says
            demand_clear(reason)
        return reason
    if reason:
        raise RuleBroken(WebRefusal.REASON_UNUSED, act=act)
    return None


def choices(words: Iterable[Word]) -> list[SelectChoice]:
    """Words to choose from, by their labels."""
    return [SelectChoice(word.value, word.label) for word in words]
