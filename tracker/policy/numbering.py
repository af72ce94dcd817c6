"""督〔2026〕12号: the product's own numbers. A paper's official 文号 comes from the site's document system."""

from __future__ import annotations


def reference(series: str, year: int, number: int) -> str:
    """A number as it is printed: hexagonal brackets, no leading zero (GB/T 9704)."""
    return f"{series}〔{year}〕{number}号"


def part_reference(whole: str, number: int) -> str:
    """The number of a part split off: 督〔2026〕12-1号 of 督〔2026〕12号."""
    return f"{whole[:-1]}-{number}号" if whole.endswith("号") else f"{whole}-{number}"
