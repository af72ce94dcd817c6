"""What is installed from a wheel is the whole product, and works from anywhere."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
_SHIPPED = {"tracker": "tracker", "jobs": "jobs", "templates": "tracker/templates", "migrations": "tracker/migrations"}
_MADE = {"__pycache__"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _build(ROOT, tmp_path_factory.mktemp("dist"), "wheel")


@pytest.fixture(scope="module")
def site(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel installed beside nothing else; what it depends on comes from the environment of the tests."""
    target = tmp_path_factory.mktemp("site")
    install = ["-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--no-compile", "--target", str(target)]
    _python([*install, str(wheel)], cwd=target)
    return target


def test_the_wheel_carries_every_file_of_its_rooms_and_nothing_of_the_tests(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        carried = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert carried == {
        f"{place}/{path.relative_to(ROOT / room).as_posix()}"
        for room, place in _SHIPPED.items()
        for path in (ROOT / room).rglob("*")
        if path.is_file() and not _MADE.intersection(path.parts)
    }


def test_the_wheel_made_from_the_source_archive_is_the_same(wheel: Path, tmp_path: Path) -> None:
    archive = _build(ROOT, tmp_path, "sdist")
    with tarfile.open(archive) as packed:
        assert f"{archive.name.removesuffix('.tar.gz')}/tests/conftest.py" in packed.getnames()
    make = ["-m", "pip", "wheel", "--quiet", "--no-deps", "--no-index", "--no-build-isolation", "--wheel-dir"]
    _python([*make, str(tmp_path / "again"), str(archive)], cwd=tmp_path)
    (again,) = (tmp_path / "again").iterdir()
    with zipfile.ZipFile(wheel) as first, zipfile.ZipFile(again) as second:
        assert {one.filename: one.CRC for one in first.infolist()} == {
            one.filename: one.CRC for one in second.infolist()
        }


def test_both_commands_are_installed(site: Path) -> None:
    assert {"tracker", "tracker-jobs"} <= {path.name for path in (site / "bin").iterdir()}


def test_the_installed_product_is_the_one_that_runs(site: Path, tmp_path: Path) -> None:
    """Otherwise what follows would try the checkout."""
    code = "import tracker, jobs, tracker.resources as r; print(tracker.__file__, jobs.__file__, r.resource_dir({!r}))"
    places = _run(site, tmp_path, ["-c", code.format("migrations")]).split()
    assert len(places) == 3
    assert all(Path(place).is_relative_to(site) for place in places)


def test_the_installed_commands_work_in_any_folder(site: Path, tmp_path: Path) -> None:
    assert "已是" in _run(site, tmp_path, [str(site / "bin" / "tracker"), "db", "upgrade"])
    assert (tmp_path / "instance" / "tracker.sqlite3").is_file()
    assert "sweep" in _run(site, tmp_path, [str(site / "bin" / "tracker-jobs"), "list"])
    assert json.loads(_run(site, tmp_path, [str(site / "bin" / "tracker"), "overdue", "--json"])) == []


def _build(source: Path, target: Path, kind: str) -> Path:
    _python(["-m", "hatchling", "build", "--target", kind, "--directory", str(target)], cwd=source)
    (built,) = (path for path in target.iterdir() if path.suffix in (".whl", ".gz"))
    return built


def _run(site: Path, folder: Path, arguments: list[str]) -> str:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TRACKER_")}
    return _python(arguments, cwd=folder, env={**kept, "PYTHONPATH": str(site)})


def _python(arguments: list[str], *, cwd: Path, env: dict[str, str] | None = None) -> str:
    done = subprocess.run([sys.executable, *arguments], cwd=cwd, env=env, capture_output=True, text=True)
    if done.returncode:
        pytest.fail(f"{' '.join(arguments)}\n{done.stdout}{done.stderr}", pytrace=False)
    return done.stdout
