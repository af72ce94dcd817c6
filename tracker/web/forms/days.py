"""A field for a day, typed in any of the usual ways; what cannot be read stays as it was typed."""

from __future__ import annotations

from datetime import date
from typing import Any

from wtforms import StringField

from tracker.errors import RuleBroken
from tracker.policy.typed_days import typed_day


class DayField(StringField):
    """Its ``data`` is the day, or None. An empty one is refused unless it is ``optional``."""

    data: Any  # a day, or nothing

    def __init__(self, *args: Any, optional: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.optional = optional

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return self.data.isoformat() if isinstance(self.data, date) else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        typed = valuelist[0] if valuelist else ""
        if self.optional and not typed.strip():
            return
        try:
            self.data = typed_day(typed)
        except RuleBroken as refused:
            raise ValueError(refused.message) from refused
