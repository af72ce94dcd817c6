"""督〔2026〕12号: the product's own numbers. A paper's official 文号 comes from the site's document system."""

from __future__ import annotations


def reference(series: str, year: int, number: int) -> str:
    """A number as it is printed: hexagonal brackets, no leading zero (GB/T 9704)."""
    return f"{series}〔{year}〕{number}号"
