"""The bases of every enum whose members are shown to people."""

from __future__ import annotations

from enum import StrEnum


class Word(StrEnum):
    """A stored English word with the Chinese label people see: ``GREEN = "green", "绿灯"``."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Word:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


class Complaint(Word):
    """A code for something wrong; its label is a sentence with ``{facts}``: what is wrong and what to do."""

    def worded(self, **facts: object) -> str:
        """The sentence for a person; an entrance calls this, inner rooms only pass code and facts on."""
        return self.label.format(**facts)
