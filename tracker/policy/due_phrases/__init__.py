"""Reading Chinese deadline phrases: 「2020年底前」, 「5年内」, 「每季度末」, 「立行立改、长期坚持」."""

from __future__ import annotations

from tracker.policy.due_phrases.due import Due, DueReading
from tracker.policy.due_phrases.reading import ranked, read_due, read_due_cell, read_due_in_text, speaks_of_time
from tracker.policy.due_phrases.rhythms import says_finished

__all__ = [
    "Due",
    "DueReading",
    "ranked",
    "read_due",
    "read_due_cell",
    "read_due_in_text",
    "says_finished",
    "speaks_of_time",
]
