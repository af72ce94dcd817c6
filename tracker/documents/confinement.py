"""What the reading child may use. It confines itself before it opens the file."""

from __future__ import annotations

import contextlib

from tracker.documents.limits import MEGABYTE

# Measured: the child stays below 200 MB resident with these. Address space counts libraries and reserved pages too,
# data is what is really written to.
ADDRESS_SPACE = 300 * MEGABYTE
DATA = 170 * MEGABYTE
# Ten times what 10,000 rows take on a slow office machine.
CPU_SECONDS = 15
# The file itself, standard streams, and a few at a time for imports.
OPEN_FILES = 32
COMPLAINT_BYTES = 64 * 1024


def confine() -> None:
    """Limit memory, time and files; on Windows there is no such thing, and the parent's clock has to do."""
    try:
        import resource
    except ImportError:
        return
    wanted = {
        "RLIMIT_AS": ADDRESS_SPACE,
        "RLIMIT_DATA": DATA,
        "RLIMIT_CPU": CPU_SECONDS,
        "RLIMIT_NOFILE": OPEN_FILES,
        # Nothing is written but what the child says when it breaks, and no core dump of somebody's document is left.
        "RLIMIT_FSIZE": COMPLAINT_BYTES,
        "RLIMIT_CORE": 0,
    }
    for name, most in wanted.items():
        # Some systems know a limit by name but refuse to set it; the others still count.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(getattr(resource, name), (most, most))
