"""Files handed in: whole, private, under names nobody chose."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from tracker.services.file_store import FileStore


def test_a_file_comes_back_as_it_was_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    store = FileStore(tmp_path, "held")
    first, second = store.put("内容".encode()), store.put(b"")
    assert first != second
    assert store.path(first).read_bytes().decode() == "内容"
    assert stat.S_IMODE(store.path(first).stat().st_mode) == 0o600
    assert [path.suffix for path in (tmp_path / "held").rglob("*.*")] == []


@pytest.mark.parametrize("name", ["../secret.key", "/etc/passwd", "", "ab/../../secret.key", "ab/" + "0" * 32])
def test_a_name_the_store_never_gave_opens_and_removes_nothing(tmp_path: Path, name: str) -> None:
    (tmp_path / "secret.key").write_text("x")
    store = FileStore(tmp_path, "held")
    store.put(b"x")
    with pytest.raises(FileNotFoundError):
        store.path(name)
    store.remove(name)
    assert (tmp_path / "secret.key").exists()


def test_a_removed_file_is_gone_and_may_be_removed_again(tmp_path: Path) -> None:
    store = FileStore(tmp_path, "held")
    name = store.put(b"x")
    store.remove(name)
    store.remove(name)
    with pytest.raises(FileNotFoundError):
        store.path(name)


def test_the_sweep_takes_old_files_without_a_row_and_half_written_ones(tmp_path: Path) -> None:
    store = FileStore(tmp_path, "held")
    kept, lost, fresh = (store.put(b"x") for _ in range(3))
    half = store.path(lost).with_suffix(".part")
    half.write_bytes(b"x")
    for path in (store.path(kept), store.path(lost), half):
        os.utime(path, (1000, 1000))
    assert store.sweep({kept}, before=2000) == 2
    assert store.path(kept).exists()
    assert store.path(fresh).exists()
    assert not half.exists()
