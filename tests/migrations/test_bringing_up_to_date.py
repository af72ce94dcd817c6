"""A database is made on first use, brought up to date once, and refused while it is behind."""

from __future__ import annotations

import subprocess
import sys

import pytest
from schemas import schema, tables
from sqlalchemy import Engine, func, select, text

from tracker.db import connect, reading, writing
from tracker.errors import RuleBroken
from tracker.models import Base
from tracker.policy.rules import DEFAULTS
from tracker.services.database import check, downgrade, ready, revisions, upgrade

# Says when it is ready, waits to be let go, upgrades.
_RACER = """
import sys
from tracker.db import connect
from tracker.services.database import upgrade
print("ready", flush=True)
sys.stdin.readline()
upgrade(connect(sys.argv[1]), "督查室")
"""


def test_the_first_command_makes_the_database(empty_database_url: str) -> None:
    engine = ready(empty_database_url, "督查室")
    assert tables(engine) == set(Base.metadata.tables)
    check(engine)
    engine.dispose()


def test_a_second_upgrade_adds_nothing(engine: Engine) -> None:
    before, shape = _counts(engine), schema(engine)
    upgrade(engine, "督查室")
    assert (_counts(engine), schema(engine)) == (before, shape)


def test_a_second_upgrade_under_another_office_name_makes_no_second_office(engine: Engine) -> None:
    before = _counts(engine)
    upgrade(engine, "市委督查室")
    assert _counts(engine) == before


def test_a_database_behind_the_program_is_refused_and_told_what_to_do(engine: Engine) -> None:
    with writing(engine) as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    head = revisions(engine)[1]
    url = engine.url.render_as_string(hide_password=False)
    with pytest.raises(RuleBroken) as refused:
        ready(url, "督查室")
    assert refused.value.message == f"数据库结构是0001，程序需要{head}；请先运行 tracker db upgrade"
    with pytest.raises(RuleBroken):
        check(engine)


def test_a_database_of_a_newer_program_is_refused_and_not_touched(engine: Engine) -> None:
    with writing(engine) as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    url = engine.url.render_as_string(hide_password=False)
    for attempt in (lambda: ready(url, "督查室"), lambda: upgrade(engine, "督查室"), lambda: check(engine)):
        with pytest.raises(RuleBroken) as refused:
            attempt()
        assert "请换用更新的程序" in refused.value.message


def test_a_database_taken_down_to_nothing_is_made_again(engine: Engine) -> None:
    downgrade(engine, "base")
    again = ready(engine.url.render_as_string(hide_password=False), "督查室")
    assert tables(again) == set(Base.metadata.tables)
    again.dispose()


def test_processes_that_upgrade_an_empty_database_at_once_all_end_well(empty_database_url: str) -> None:
    racers = [
        subprocess.Popen(
            [sys.executable, "-c", _RACER, empty_database_url],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    for racer in racers:
        assert racer.stdout is not None
        assert racer.stdout.readline() == "ready\n"
    ends = []
    for racer in racers:
        assert racer.stdin is not None
        racer.stdin.write("go\n")
        racer.stdin.flush()
    for racer in racers:
        _, complaint = racer.communicate(timeout=120)
        ends.append([line for line in complaint.splitlines() if "Error" in line] if racer.returncode else [])
    assert ends == [[], [], []]
    engine = connect(empty_database_url)
    counts = _counts(engine)
    assert (counts["rules"], counts["departments"]) == (len(DEFAULTS), 1)
    engine.dispose()


def _counts(engine: Engine) -> dict[str, int]:
    with reading(engine) as session:
        return {
            name: session.scalars(select(func.count()).select_from(table)).one()
            for name, table in Base.metadata.tables.items()
            if name in tables(engine)
        }
