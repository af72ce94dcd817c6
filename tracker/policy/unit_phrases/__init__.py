"""Reading unit cells: 「省财政厅主办,省国税局、地税局协办」, 「各区、县(市)政府及开发区管委会」."""

from __future__ import annotations

from tracker.policy.unit_phrases.names import is_group, is_open_group, looks_like_unit
from tracker.policy.unit_phrases.reading import Column, UnitPhrase, read_units

__all__ = ["Column", "UnitPhrase", "is_group", "is_open_group", "looks_like_unit", "read_units"]
