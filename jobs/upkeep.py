"""Tell the office what needs a person: a missing calendar, messages that failed."""

from __future__ import annotations

from jobs.context import Counts, Run
from tracker import clock
from tracker.db import reading
from tracker.services.evidence import clear_strays, shelf
from tracker.services.file_store import FileStore
from tracker.services.held_sheets import FOLDER, clear_held
from tracker.services.upkeep import upkeep as look_after


def upkeep(run: Run) -> Counts:
    """Write upkeep messages, once a week and cause; drop files that prove nothing."""
    with run.step() as session:
        written = look_after(session, run.today)
    if run.dry_run:
        return {"messages": written, "files": 0}
    with reading(run.engine) as session:
        # After the rows, and apart from them: a file may go only when no committed row names it.
        files = clear_strays(session, shelf(run.settings), clock.now())
        files += clear_held(session, FileStore(run.settings.instance, FOLDER), clock.now())
    return {"messages": written, "files": files}
