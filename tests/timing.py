"""How long a thing takes of the processor, told apart from what the machine does beside it."""

from __future__ import annotations

import time
from collections.abc import Callable


def processor_time(act: Callable[[], object]) -> float:
    """The least of three goes, in seconds: a collection of garbage or a slow moment falls into one of them alone."""
    taken = []
    for _ in range(3):
        started = time.process_time()
        act()
        taken.append(time.process_time() - started)
    return min(taken)
