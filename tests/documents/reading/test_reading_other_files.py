"""csv in every dress, and files that are no tables at all."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tracker.documents.reading import read
from tracker.documents.sandbox import read_safely
from tracker.errors import Unreadable
from tracker.vocabulary.files import FileProblem

FILES = Path(__file__).parents[1] / "files"
LINES = '序号,任务,责任单位\r\n1,"稳增长,促就业\r\n第二行","市""发改委"""\r\n\r\n2,“保交楼”䶮,市住建局;市财政局\r\n'
ROWS = (
    ("序号", "任务", "责任单位"),
    ("1", "稳增长,促就业\n第二行", '市"发改委"'),
    ("", "", ""),
    ("2", "“保交楼”䶮", "市住建局;市财政局"),
)
OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le-bom", "utf-16-be-bom"])
@pytest.mark.parametrize("name", ["任务.csv", "任务.xlsx", "任务.txt"])
def test_a_csv_is_read_in_any_encoding_and_under_any_name(encoding: str, name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    text = "\ufeff" + LINES if encoding.endswith("-bom") else LINES
    path.write_bytes(text.encode(encoding.removesuffix("-bom")))
    (grid,) = read_safely(path).grids
    assert grid.rows == ROWS
    assert (grid.name, grid.first_row) == ("任务", 1)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("heading", ["", "任务分解表{0}{0}\n", "任务分解表（含一、二；三,四）\n"])
def test_the_separator_is_found_below_any_title(separator: str, heading: str, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    rows = ["序号|任务|单位", "1|稳增长|甲", "2|保交楼|乙"]
    path.write_text(heading.format(separator) + "\n".join(rows).replace("|", separator), encoding="utf-8")
    assert read(path).grids[0].rows[-1][:3] == ("2", "保交楼", "乙")


def test_commas_within_cells_do_not_make_a_tabbed_file_a_comma_one(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("序号\t任务,目标,措施\n1\t甲,乙\n2\t丙,丁,戊,己\n", encoding="utf-8")
    assert read(path).grids[0].rows == (("序号", "任务,目标,措施"), ("1", "甲,乙"), ("2", "丙,丁,戊,己"))


def test_a_declared_separator_is_believed_and_not_shown(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("sep=;\n序号;任务\n1;甲,乙\n", encoding="utf-8")
    grid = read(path).grids[0]
    assert grid.rows == (("序号", "任务"), ("1", "甲,乙"))
    assert grid.first_row == 2


def test_a_quotation_mark_nobody_closed_swallows_no_rows(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text('序号,任务\n1,"十四五规划\n2,乙\n3,丙', encoding="utf-8")
    assert read(path).grids[0].rows == (("序号", "任务"), ("1", '"十四五规划'), ("2", "乙"), ("3", "丙"))


def test_one_damaged_character_does_not_garble_a_utf8_file(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes("序号,任务\n1,稳增长促就业\n".encode() * 5 + b"2,\xe7\x94\n")
    assert read(path).grids[0].rows[-1] == ("2", "\ufffd")


def test_control_characters_are_dropped_and_rare_characters_kept(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("任务𠮷\x0b😀\x7f,x\n" + "正常的一行,y\n" * 500, encoding="utf-8")
    assert read(path).grids[0].rows[0] == ("任务𠮷😀", "x")


@pytest.mark.parametrize("path", sorted(FILES.glob("s3_*.csv")), ids=lambda path: path.stem)
def test_a_real_csv_reads_as_its_sheet_in_the_workbook(path: Path) -> None:
    rows = read(path).grids[0].rows
    assert rows in [grid.rows for grid in read(FILES / "s3_multi_office.xlsx").grids]


def archive(*names: str) -> bytes:
    import io

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name in names:
            packed.writestr(name, "<x/>")
    return out.getvalue()


NO_TABLES: dict[str, tuple[bytes, FileProblem]] = {
    "nothing": (b"", FileProblem.EMPTY),
    "html.xls": (b"\r\n<html><table><tr><td>1</td></tr></table></html>", FileProblem.WEB_PAGE),
    "html with bom.xls": ("\ufeff<!DOCTYPE html><p>".encode(), FileProblem.WEB_PAGE),
    "xml.xls": (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>', FileProblem.WEB_PAGE),
    "mht.xls": (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", FileProblem.WEB_PAGE),
    "pdf.xlsx": (b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj", FileProblem.UNRECOGNISED),
    "rtf.doc": (rb"{\rtf1\ansi hello}", FileProblem.UNRECOGNISED),
    "png.xlsx": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", FileProblem.UNRECOGNISED),
    "control.csv": (b"\x01\x02\x03\x04abc", FileProblem.UNRECOGNISED),
    "encrypted.xlsx": (OLD_OFFICE + "EncryptedPackage\0".encode("utf-16-le"), FileProblem.PASSWORD),
    "old.doc": (OLD_OFFICE + "WordDocument\0".encode("utf-16-le"), FileProblem.OLD_WORD),
    "old.ppt": (OLD_OFFICE + "PowerPoint Document\0".encode("utf-16-le"), FileProblem.UNRECOGNISED),
    "broken.xls": (OLD_OFFICE + "Workbook\0".encode("utf-16-le"), FileProblem.DAMAGED),
    "photos.zip": (archive("a.jpg"), FileProblem.UNRECOGNISED),
    "binary.xlsb": (archive("xl/workbook.bin"), FileProblem.UNRECOGNISED),
    "slides.pptx": (archive("ppt/presentation.xml"), FileProblem.UNRECOGNISED),
    "wrong root.xlsx": (archive("xl/workbook.xml"), FileProblem.UNRECOGNISED),
    "magic only.xlsx": (b"PK\x03\x04 and then nothing", FileProblem.DAMAGED),
}


@pytest.mark.parametrize("name", NO_TABLES)
def test_what_is_no_table_is_refused_with_the_reason(name: str, tmp_path: Path) -> None:
    content, problem = NO_TABLES[name]
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(Unreadable) as refusal:
        read_safely(path)
    assert refusal.value.code is problem
    assert refusal.value.message


def test_a_missing_file_and_a_folder_are_no_files(tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere.xlsx", tmp_path):
        with pytest.raises(Unreadable) as refusal:
            read_safely(path)
        assert refusal.value.code is FileProblem.MISSING


def test_a_file_over_the_limit_is_not_even_opened(tmp_path: Path) -> None:
    path = tmp_path / "huge.xlsx"
    with path.open("wb") as stream:
        stream.truncate(21 * 1024 * 1024)
    with pytest.raises(Unreadable) as refusal:
        read_safely(path)
    assert refusal.value.code is FileProblem.TOO_LARGE


def test_a_zip_with_a_password_is_named_as_one(tmp_path: Path) -> None:
    path = tmp_path / "locked.xlsx"
    data = bytearray(archive("xl/workbook.xml"))
    # The flag stands in the entry's own header and again in the directory.
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1
    path.write_bytes(data)
    with pytest.raises(Unreadable) as refusal:
        read_safely(path)
    assert refusal.value.code is FileProblem.PASSWORD
