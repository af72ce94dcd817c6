"""Files made to hurt: each is answered in time, in little memory, and with the right sentence."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import hostile_builders as hostile
import pytest
from measured_reading import measure

from tracker.documents.reading import read
from tracker.documents.sandbox import read_safely
from tracker.errors import Unreadable
from tracker.vocabulary.files import FileProblem

SECONDS = 3.0
MEGABYTES = 200
MILLIONS_OF_COMMAS = hostile.text_of(",")
MILLIONS_OF_LINES = hostile.text_of("\n")
MILLIONS_OF_QUOTES = hostile.text_of('"')

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs the resource module to measure")

Build = Callable[[Path], Path]

REFUSED: list[tuple[Build, set[FileProblem]]] = [
    (hostile.bomb, {FileProblem.TOO_LARGE}),
    (hostile.bomb_by_ratio, {FileProblem.TOO_LARGE}),
    # zipfile inflates no more than the header promises and then finds the checksum wrong.
    (hostile.bomb_with_a_lying_header, {FileProblem.TOO_LARGE, FileProblem.DAMAGED}),
    (hostile.bomb_in_word, {FileProblem.TOO_LARGE}),
    (hostile.three_hundred_entries, {FileProblem.TOO_LARGE}),
    (hostile.a_hundred_thousand_entries, {FileProblem.TOO_LARGE}),
    (hostile.external_entity, {FileProblem.UNSAFE}),
    (hostile.laughing_strings, {FileProblem.UNSAFE}),
    (hostile.entity_in_utf16, {FileProblem.UNSAFE}),
    (hostile.entity_in_a_part_nobody_reads, {FileProblem.UNSAFE}),
    (hostile.entity_in_word, {FileProblem.UNSAFE}),
    (hostile.one_text_a_million_times, {FileProblem.TOO_MUCH_CONTENT}),
    (hostile.one_endless_text, {FileProblem.TOO_MUCH_CONTENT, FileProblem.TOO_HEAVY}),
    (hostile.millions_of_shared_strings, {FileProblem.TOO_MUCH_CONTENT}),
    (hostile.two_million_merges, {FileProblem.TOO_MUCH_CONTENT}),
    (hostile.a_million_rows_of_content, {FileProblem.TOO_MANY_ROWS}),
    (hostile.a_sheet_of_blank_cells, {FileProblem.TOO_LARGE}),
    (hostile.sixteen_thousand_columns, {FileProblem.TOO_MANY_COLUMNS}),
    (hostile.bottomless_word, {FileProblem.UNSAFE}),
    (hostile.word_of_empty_runs, {FileProblem.TOO_MUCH_CONTENT, FileProblem.TOO_HEAVY}),
    (hostile.word_with_absurd_spans, {FileProblem.TOO_MANY_COLUMNS}),
    (hostile.random_bytes, {FileProblem.UNRECOGNISED}),
    (MILLIONS_OF_COMMAS, {FileProblem.TOO_HEAVY, FileProblem.TOO_MANY_COLUMNS}),
    (MILLIONS_OF_LINES, {FileProblem.TOO_MANY_ROWS}),
    (MILLIONS_OF_QUOTES, {FileProblem.TOO_HEAVY, FileProblem.TOO_MUCH_CONTENT}),
    (hostile.wide_old_workbook, {FileProblem.TOO_HEAVY}),
]
NAMES = [getattr(build, "__name__", "") for build, _ in REFUSED]


@pytest.mark.parametrize(("build", "problems"), REFUSED, ids=NAMES)
def test_a_hostile_file_is_refused_in_time_and_in_little_memory(
    build: Build, problems: set[FileProblem], tmp_path: Path
) -> None:
    reading = measure(build(tmp_path / "upload.bin"), SECONDS)
    assert reading.code in {str(problem) for problem in problems}
    assert reading.seconds <= SECONDS
    assert reading.megabytes <= MEGABYTES


@pytest.mark.parametrize(
    ("build", "rows", "strays"),
    [
        (hostile.far_cell, 50, 1),
        (hostile.wrong_dimension, 5_000, 0),
        (hostile.a_million_blank_rows, 50, 0),
        (hostile.word_of_almost_labels, 3, 0),
    ],
)
def test_a_strange_but_honest_file_is_read_in_full(build: Build, rows: int, strays: int, tmp_path: Path) -> None:
    reading = measure(build(tmp_path / "upload.bin"), SECONDS)
    assert (reading.code, reading.rows, reading.strays) == ("", [rows], strays)
    assert reading.seconds <= SECONDS
    assert reading.megabytes <= MEGABYTES


def test_a_far_cell_is_left_out_and_named(tmp_path: Path) -> None:
    document = read_safely(hostile.far_cell(tmp_path / "far.xlsx"))
    (stray,) = document.strays
    assert (stray.sheet, stray.row, stray.column, stray.text) == ("任务", 1_048_576, 16_384, "远")
    assert document.grids[0].rows[0] == ("任务1", "市财政局")


def test_many_rows_below_a_wide_gap_are_no_strays(tmp_path: Path) -> None:
    rows = hostile.real_rows(3) + hostile.real_rows(60, first=5_000)
    path = hostile.pack(tmp_path / "gap.xlsx", hostile.workbook_parts(hostile.sheet(rows)))
    document = read_safely(path)
    assert document.strays == ()
    assert document.grids[0].rows[4_999] == ("任务5000", "市财政局")


def test_the_complaint_about_rows_has_the_numbers(tmp_path: Path) -> None:
    rows = hostile.sheet(hostile.real_rows(20_001))
    path = hostile.pack(tmp_path / "long.xlsx", hostile.workbook_parts(rows))
    with pytest.raises(Unreadable) as refusal:
        read_safely(path)
    assert refusal.value.message == "“任务”最多 20000 行，当前至少 20001 行，请分成几个文件导入"


def test_a_child_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    path = hostile.pack(tmp_path / "ok.xlsx", hostile.workbook_parts(hostile.sheet(hostile.real_rows(20_000))))
    with pytest.raises(Unreadable) as refusal:
        read_safely(path, wall_seconds=0.1)
    assert refusal.value.code is FileProblem.TOO_SLOW


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ('<c r="A1"><v>1e999</v></c>', "1e999"),
        ('<c r="A1"><v>nonsense</v></c>', "nonsense"),
        ('<c r="A1" s="99999"><v>1</v></c>', "1"),
        ('<c r="A1" t="unheard-of"><v>x</v></c>', "x"),
        ('<c r="A1" t="inlineStr"><is><t>甲_x000D_\n乙_x0001_&#9;丙</t></is></c>', "甲\n乙\t丙"),
        ('<c r="A1" t="inlineStr"><is><t>_xD842__xDFB7_ _xD842_</t></is></c>', "𠮷 \ufffd"),
        ("<c><v>5</v></c>", "5"),
        ('<c r="A1" t="inlineStr"><is><t><![CDATA[<c r="A1"/>]]></t></is></c>', '<c r="A1"/>'),
    ],
)
def test_an_odd_cell_is_shown_as_it_is(cell: str, shown: str, tmp_path: Path) -> None:
    path = hostile.pack(tmp_path / "odd.xlsx", hostile.workbook_parts(hostile.sheet(f"<row>{cell}</row>")))
    assert read_safely(path).grids[0].rows == ((shown,),)


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1" t="s"><v>7</v></c></row>',
        '<row r="1"><c r="ZZZZ1"><v>7</v></c></row>',
        '<row r="9999999"><c r="A9999999"><v>7</v></c></row>',
        '<row r="1"><c r="甲1"><v>7</v></c></row>',
        '<row r="1"><c r="A1"><v>7</v></row>',
    ],
)
def test_a_sheet_that_contradicts_itself_is_damaged(rows: str, tmp_path: Path) -> None:
    path = hostile.pack(tmp_path / "odd.xlsx", hostile.workbook_parts(hostile.sheet(rows)))
    with pytest.raises(Unreadable) as refusal:
        read(path)
    assert refusal.value.code is FileProblem.DAMAGED


def test_a_file_cut_off_in_the_middle_is_damaged(tmp_path: Path) -> None:
    whole = hostile.wrong_dimension(tmp_path / "whole.xlsx").read_bytes()
    for share in (0.1, 0.5, 0.9):
        path = tmp_path / "cut.xlsx"
        path.write_bytes(whole[: int(len(whole) * share)])
        with pytest.raises(Unreadable) as refusal:
            read_safely(path)
        assert refusal.value.code is FileProblem.DAMAGED
