"""``tracker import`` as an office types it."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import openpyxl
import pytest
from sheets import row, workbook
from site_command import Command

WRITE = ("--source-title", "政府工作报告任务分解", "--issuer", "市政府", "--issued-on", "2026-01-20")
FILES = Path(__file__).parents[1] / "documents" / "files"


def test_a_dry_run_says_what_was_read_and_writes_nothing(tracker: Command, tmp_path: Path) -> None:
    file = workbook(tmp_path / "a.xlsx", [row(1, "改造供热管网", supporting="市财政局、发改委"), row(2, "")])
    done = tracker("import", file, "--dry-run", "--json")
    assert done.returncode == 1, done.stderr
    told = json.loads(done.stdout)
    (sheet,) = told["sheets"]
    assert (sheet["sheet"], sheet["header_row"]) == ("任务分解", 2)
    item = sheet["items"][0]
    assert item["deadlines"] == [
        {
            "kind": "final",
            "due_on": "2026-09-30",
            "every": None,
            "phrase": "2026年9月底前",
            "how": item["deadlines"][0]["how"],
            "assumed": False,
        }
    ]
    assert (item["number"], item["lead"], item["supporting"]) == ("1", "市住建局", ["市财政局", "市发改委"])
    assert [one["level"] for one in sheet["items"][1]["problems"]].count("error") == 1
    assert sheet["skipped"] == [{"row": 1, "why": "标题"}]
    summary = told["summary"]
    assert (summary["items"], summary["added"], summary["errors"]) == (2, 1, 1)
    written = json.loads(tracker("import", file, *WRITE, "--create-units", "--json").stdout)
    assert written["summary"]["added"] == 1


def test_importing_twice_adds_nothing_the_second_time(tracker: Command) -> None:
    file = FILES / "s3_liaozhong_2024.docx"
    first, second = (
        json.loads(tracker("import", file, *WRITE, "--create-units", "--json").stdout)["summary"] for _ in range(2)
    )
    assert (first["added"], second["added"], second["known"]) == (5, 0, 5)


def test_wrong_rows_go_to_a_file_and_come_back_corrected(tracker: Command, tmp_path: Path) -> None:
    file = workbook(tmp_path / "a.xlsx", [row(1, "改造供热管网"), row(2, "新建中学两所", "市教育局", "2026-02-30")])
    errors = tmp_path / "errors.xlsx"
    done = tracker("import", file, *WRITE, "--create-units", "--errors-to", errors, "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["summary"]["added"] == 1
    book = openpyxl.load_workbook(errors)
    header, wrong = (list(line) for line in book.active.iter_rows(values_only=True))
    assert header[-1] == "错误原因"
    assert "2026-02-30" in wrong[-1]
    due = header.index("完成时限") + 1
    book.active.cell(2, due, "2026-02-28")
    book.save(errors)
    again = json.loads(tracker("import", errors, *WRITE, "--create-units", "--json").stdout)["summary"]
    assert (again["items"], again["added"], again["errors"]) == (1, 1, 0)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("missing.xlsx", "--dry-run"), 2, "没有找到文件"),
        (("empty.xlsx", "--dry-run"), 2, "空"),
        (("junk.xlsx", "--dry-run"), 2, ""),
        (("a.xlsx",), 64, "--source-title"),
        (("a.xlsx", "--dry-run", "--sheet", "没有"), 64, "任务分解"),
        (("a.xlsx", "--dry-run", "--issued-on", "昨天"), 64, ""),
        ((), 64, ""),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line_with_its_own_exit_code(
    tracker: Command, tmp_path: Path, arguments: tuple[str, ...], code: int, words: str
) -> None:
    (tmp_path / "empty.xlsx").touch()
    (tmp_path / "junk.xlsx").write_bytes(bytes(range(256)) * 20)
    workbook(tmp_path / "a.xlsx", [row(1, "改造供热管网")])
    done = tracker("import", *arguments)
    assert done.returncode == code, done.stdout + done.stderr
    assert done.stderr.startswith("错误：")
    assert words in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_hostile_file_is_refused_with_nothing_written(tracker: Command, tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 150_000_000)
    done = tracker("import", bomb, *WRITE, "--create-units")
    assert done.returncode == 2
    assert "拒绝" in done.stderr
    assert tracker("overdue", "--json").stdout.strip() == "[]"


def test_unit_names_are_told_as_written_and_unknown_ones_with_what_is_alike(tracker: Command, tmp_path: Path) -> None:
    tracker("import", workbook(tmp_path / "a.xlsx", [row(1, "改造供热管网")]), *WRITE, "--create-units")
    file = workbook(tmp_path / "b.xlsx", [row(1, "维修城区道路十公里", "市住建委局")])
    done = tracker("import", file, *WRITE, "--json")
    assert done.returncode == 1
    item = json.loads(done.stdout)["sheets"][0]["items"][0]
    assert item["lead"] == "市住建委局"
    assert any("相近的有：市住建局" in problem["message"] for problem in item["problems"])
