"""The audit chain: whatever is changed, removed or put in another's place is found where it was done."""

from __future__ import annotations

from datetime import date

import pytest
from factories import working
from job_process import Start, ended
from job_site import Site
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from tracker.db import reading, writing
from tracker.services.sealing import Verdict, seal, verify

TODAY = date(2026, 3, 2)
KEY = bytes(range(32))


@pytest.fixture
def sealed(engine: Engine) -> int:
    """A chain of some links; how many."""
    with writing(engine) as session:
        working(session, today=TODAY)
    with writing(engine) as session:
        links = seal(session, KEY)
    assert links > 6
    return links


def check(engine: Engine, key: bytes = KEY) -> Verdict:
    with reading(engine) as session:
        return verify(session, key)


def past_the_guard(engine: Engine, *statements: str) -> None:
    """What somebody with the database's own password could do."""
    with engine.execution_options(writes=True).connect() as connection:
        for table in ("audit_entries", "audit_seals"):
            if engine.dialect.name == "postgresql":
                connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER ALL"))
            else:
                connection.execute(text(f"DROP TRIGGER {table}_no_UPDATE"))
                connection.execute(text(f"DROP TRIGGER {table}_no_DELETE"))
        if engine.dialect.name == "sqlite":
            connection.execute(text("PRAGMA defer_foreign_keys=ON"))
        for statement in statements:
            connection.execute(text(statement))
        connection.commit()


def test_a_chain_nobody_touched_is_whole(engine: Engine, sealed: int) -> None:
    verdict = check(engine)
    assert (verdict.sealed, verdict.unsealed, verdict.broken_at) == (sealed, 0, None)
    assert len(verdict.head) == 64
    assert check(engine) == verdict


def test_entries_written_since_hang_on_unsealed_until_the_next_link(engine: Engine, sealed: int) -> None:
    head = check(engine).head
    with writing(engine) as session:
        working(session, today=TODAY)
    loose = check(engine)
    assert (loose.sealed, loose.broken_at, loose.head) == (sealed, None, head)
    assert loose.unsealed == sealed
    with writing(engine) as session:
        assert seal(session, KEY) == loose.unsealed
        assert seal(session, KEY) == 0
    assert check(engine).unsealed == 0
    assert check(engine).head != head


@pytest.mark.parametrize(
    "column",
    ["actor = '张三'", "detail = '{}'", "happened_on = '2026-03-01'", "subject_id = 999", "tag = 'task:merged'"],
)
def test_a_changed_entry_is_found_at_its_place(engine: Engine, sealed: int, column: str) -> None:
    past_the_guard(engine, f"UPDATE audit_entries SET {column} WHERE id = {entry_at(engine, 4)}")
    assert check(engine).broken_at == 4


def test_an_instant_moved_by_a_second_is_found(engine: Engine, sealed: int) -> None:
    past_the_guard(
        engine, f"UPDATE audit_entries SET recorded_at = '2026-03-02 08:00:00' WHERE id = {entry_at(engine, 2)}"
    )
    assert check(engine).broken_at == 2


def test_a_removed_entry_is_found_at_its_place(engine: Engine, sealed: int) -> None:
    gone = entry_at(engine, 5)
    past_the_guard(
        engine, f"DELETE FROM audit_seals WHERE entry_id = {gone}", f"DELETE FROM audit_entries WHERE id = {gone}"
    )
    assert check(engine).broken_at == 5


def test_two_entries_that_changed_places_are_found_at_the_first(engine: Engine, sealed: int) -> None:
    first, second = entry_at(engine, 3), entry_at(engine, 6)
    past_the_guard(
        engine,
        "UPDATE audit_seals SET entry_id = -1 WHERE position = 3",  # no two links may name one entry
        f"UPDATE audit_seals SET entry_id = {first} WHERE position = 6",
        f"UPDATE audit_seals SET entry_id = {second} WHERE position = 3",
    )
    assert check(engine).broken_at == 3


def test_a_link_made_up_without_the_key_does_not_fit(engine: Engine, sealed: int) -> None:
    with writing(engine) as session:
        working(session, today=TODAY)
    place = f"{sealed + 1}, {sealed + 1}"
    past_the_guard(
        engine, f"INSERT INTO audit_seals (position, entry_id, algorithm, mac) VALUES ({place}, 'sm3', '{'f' * 64}')"
    )
    assert check(engine).broken_at == sealed + 1


def test_another_key_fits_nowhere(engine: Engine, sealed: int) -> None:
    assert check(engine, bytes(32)).broken_at == 1


@pytest.mark.parametrize("table", ["audit_entries", "audit_seals"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET {} = {}", "DELETE FROM {}"])
def test_the_database_itself_refuses_to_change_what_is_written(
    engine: Engine, sealed: int, table: str, statement: str
) -> None:
    column = {"audit_entries": "actor", "audit_seals": "mac"}[table]
    with (
        engine.execution_options(writes=True).connect() as connection,
        pytest.raises(DBAPIError, match="append-only"),
    ):
        connection.execute(text(statement.format(table, column, column)))


def test_the_job_seals_what_there_is_and_then_keeps_still(site: Site) -> None:
    """An entry for each sealing would itself need sealing the next minute, for ever."""
    with writing(site.engine) as session:
        working(session, today=TODAY)
    tried = site.run("seal", TODAY, dry_run=True)
    counts = [site.run("seal", TODAY) for _ in range(3)]
    assert counts == [tried, {"sealed": 0}, {"sealed": 0}]
    assert counts[0] != {"sealed": 0}
    assert site.entries() == []
    with reading(site.engine) as session:
        verdict = verify(session, site.settings.secret())
        assert (verdict.unsealed, verdict.broken_at) == (0, None)


def test_the_command_tells_a_whole_chain_from_a_broken_one_by_its_exit_code(site: Site, start: Start) -> None:
    command = "import sys; from tracker.cli import main; sys.argv[0] = 'tracker'; main()"
    with writing(site.engine) as session:
        working(session, today=TODAY)
    site.run("seal", TODAY)
    code, out, complaint = ended(start("audit", "verify", code=command))
    assert (code, complaint) == (0, "")
    assert out.startswith("审计链完整：已封存")
    past_the_guard(site.engine, f"UPDATE audit_entries SET actor = '张三' WHERE id = {entry_at(site.engine, 2)}")
    broken = ended(start("audit", "verify", code=command))
    assert broken == (1, "", "错误：审计链在第2条断开，该条记录被改动、删除或调换。\n")


def entry_at(engine: Engine, position: int) -> int:
    """The entry that the chain has at this place."""
    with engine.connect() as connection:
        found = connection.execute(text(f"SELECT entry_id FROM audit_seals WHERE position = {position}")).scalar_one()
    assert isinstance(found, int)
    return found
