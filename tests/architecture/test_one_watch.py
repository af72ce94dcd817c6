"""House rule: one watch. Only ``tracker/clock.py`` reads the time, and only an entrance asks what day it is."""

from __future__ import annotations

from source_tree import ROOT, dotted_names, files_under, place

_THE_WATCH = ROOT / "tracker" / "clock.py"
_READINGS = {
    *(f"datetime.datetime.{name}" for name in ("now", "utcnow", "today")),
    "datetime.date.today",
    *(f"time.{name}" for name in ("time", "time_ns", "localtime", "gmtime", "ctime", "strftime")),
    # The database has a watch too.
    *(f"sqlalchemy.func.{name}" for name in ("now", "current_date", "current_time", "current_timestamp", "localtime")),
}


def test_only_the_clock_reads_the_time() -> None:
    elsewhere = [
        f"{place(path, node)} {name}"
        for path in files_under("tracker", "jobs")
        for name, node in dotted_names(path)
        if path != _THE_WATCH and name in _READINGS
    ]
    assert elsewhere == []


def test_the_clock_does_read_the_time() -> None:
    assert {name for name, _ in dotted_names(_THE_WATCH)} & _READINGS == {"datetime.datetime.now"}


def test_only_entrances_ask_what_day_it_is() -> None:
    """Everything behind them is told, so that any day can be worked out on any other."""
    doors = ("tracker/cli/", "tracker/web/", "jobs/")
    asked = [
        place(path, node)
        for path in files_under("tracker", "jobs")
        for name, node in dotted_names(path)
        if name == "tracker.clock.today" and not place(path).startswith(doors)
    ]
    assert asked == []
