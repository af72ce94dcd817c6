"""What can go wrong in the business, as types that carry a code and facts; entrances choose words and exit codes."""

from __future__ import annotations

from typing import Protocol


class Code(Protocol):
    """A complaint that knows its sentence (see ``tracker.vocabulary.words.Complaint``)."""

    def worded(self, **facts: object) -> str: ...


class TrackerError(Exception):
    """A refusal the person can do something about."""

    def __init__(self, code: Code, **facts: object) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts

    @property
    def message(self) -> str:
        return self.code.worded(**self.facts)


class Unreadable(TrackerError):
    """The file cannot be read as a task sheet."""


class NotFound(TrackerError):
    """No such object, or none this actor may know of."""


class NotPermitted(TrackerError):
    """The actor may see the object but not do this to it."""


class IllegalTransition(TrackerError):
    """The object's state does not allow this act."""


class RuleBroken(TrackerError):
    """The command contradicts a rule of the business."""


class Stale(TrackerError):
    """Somebody else changed the object since it was read."""
