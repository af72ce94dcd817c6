"""督〔2026〕12号: the product's own numbers. A paper's official 文号 comes from the site's document system."""

from __future__ import annotations

import re

_TYPED = re.compile(
    r"\s*[〔\[［【〖(（{｛]\s*(\d{4})\s*[〕\]］】〗)）}｝](?:\s*第?\s*(\d{1,9})(?:\s*[-－—–]\s*(\d{1,9}))?(?:\s*号)?)?"
)
"""A number as people type it: any brackets, full-width digits, blanks, 号 left out."""


def reference(series: str, year: int, number: int) -> str:
    """A number as it is printed: hexagonal brackets, no leading zero (GB/T 9704)."""
    return f"{series}〔{year}〕{number}号"


def part_reference(whole: str, number: int) -> str:
    """The number of a part split off: 督〔2026〕12-1号 of 督〔2026〕12号."""
    return f"{whole[:-1]}-{number}号" if whole.endswith("号") else f"{whole}-{number}"


def as_printed(typed: str) -> str:
    """``typed`` with every number in it written as the ledger prints it: 督[2026]097 is 督〔2026〕97号."""
    return _TYPED.sub(_printed, typed)


def _printed(found: re.Match[str]) -> str:
    year, number, part = found.groups()
    if number is None:
        return f"〔{int(year)}〕"
    return f"〔{int(year)}〕{int(number)}{f'-{int(part)}' if part else ''}号"
