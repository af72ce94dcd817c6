"""Weights of a task's nodes: they add up to 100."""

from __future__ import annotations


def equal_weights(count: int) -> list[int]:
    """100 shared out evenly; the last node takes what does not divide."""
    share = 100 // count
    return [share] * (count - 1) + [100 - share * (count - 1)]
