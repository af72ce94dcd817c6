"""A form in Chinese, and what every page with a form does: refuse in its own words, keep all that was typed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from flask import request
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session
from wtforms.fields.choices import SelectChoice

from tracker.errors import IllegalTransition, RuleBroken, Stale
from tracker.vocabulary.web import WebRefusal
from tracker.vocabulary.words import Word


class Form(FlaskForm):
    """Every form's base: messages in Chinese, the one CSRF check is the application's."""

    class Meta:
        locales = ("zh_CN", "zh")
        csrf = False

    def refuse(self, message: str, field: str = "") -> None:
        """Show ``message`` above the form, or at ``field``."""
        if field:
            self[field].errors = [*self[field].errors, message]
        else:
            self.form_errors.append(message)


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


def demand_version(version: int, **now: str) -> None:
    """Raise Stale where the page was made from an older version; ``now`` is the present text under each label."""
    if request.form.get("version", "") != str(version):
        raise Stale(WebRefusal.STALE, now=now)


def choices(words: Iterable[Word]) -> list[SelectChoice]:
    """Words to choose from, by their labels."""
    return [SelectChoice(word.value, word.label) for word in words]
