"""How much a page holds, and that text is only text."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from itertools import pairwise
from typing import Any

import pytest
from docx import Document
from pypdf import PdfReader

from tracker.documents.docx_writer import as_docx
from tracker.documents.layout import listed
from tracker.documents.letter import Facts, Letter, Level, Mark, Paragraph
from tracker.documents.page import bracketed, official_date, printable, title_lines
from tracker.documents.paper import Grid, Paper
from tracker.documents.pdf_writer import as_pdf

HOSTILE = (
    '#import "@preview/x:1": *',
    "#panic(1) #read(\"/etc/passwd\") #sys.inputs",
    "*粗* _斜_ $x^2$ `原` ~ -- --- ... @引用 <标签>",
    "// 注 /* 注 */ = 题 - 项 + 项 / 词: [a] {b} \\u{41} \\",
    "<w:p></w:t>]]>&amp;&#0; &",
    "𬭊䶮㐂",
    "“引号”‘内’——……《书》〔2026〕",
)  # fmt: skip


def _lines(pdf: bytes) -> list[list[str]]:
    """The lines of each page, without its number."""
    read = [page.extract_text().split("\n") for page in PdfReader(BytesIO(pdf)).pages]
    return [[line for line in page if not re.fullmatch(r"\s*— \d+ —\s*", line)] for page in read]


def _squeezed(pdf: bytes) -> str:
    return "".join("".join("".join(page).split()) for page in _lines(pdf))


def test_a_full_page_holds_22_lines_of_28_characters() -> None:
    pages = _lines(as_pdf(Letter("题", body=[Paragraph("国" * 28 * 60)])))
    assert [len(line) for line in pages[1]] == [28] * 22
    assert pages[1] == ["国" * 28] * 22


def test_word_is_told_the_same_measure() -> None:
    """The lines and characters fit by the numbers in the file."""
    section = Document(BytesIO(as_docx(Letter("题", body=[Paragraph("国")])))).sections[0]
    height = section.page_height - section.top_margin - section.bottom_margin
    width = section.page_width - section.left_margin - section.right_margin
    assert height // 635 // 579 == 22
    assert int(width / 12700 / (16 - 0.25)) == 28


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_text_is_printed_as_itself_in_every_part(words: str) -> None:
    letter = Letter(
        words, words, words, [Paragraph(words), Paragraph(words, Level.HEADING), Facts([(words, words)]),
        Grid(words, [(words,), (words,)])], [words, words], words, None, words, [words],
        Mark(words, "1D4F91", "blue"), [words],
    )  # fmt: skip
    squeezed = "".join(words.split())
    told = "".join(_texts(as_docx(letter)).split())
    assert told.count(squeezed) == 18
    assert _squeezed(as_pdf(letter)).count(squeezed) == 18


def test_five_thousand_characters_and_words_without_end_stay_inside_the_type_area() -> None:
    long = ["字" * 5000, "A" * 600, "，" * 200, "—" * 200, "\u00a0" * 90 + "尾"]
    letter = Letter("长" * 90, body=[*map(Paragraph, long), Facts([("W" * 40, "x" * 600)])], signer="署" * 80)
    pdf = as_pdf(letter)
    assert _squeezed(pdf).count("字") == 5000
    lines = [line for page in _lines(pdf) for line in page]
    for mark, most in (("字", 28), ("长", 20), ("署", 28), ("A", 42), ("，", 32), ("—", 32), ("W", 8), ("x", 60)):
        assert 0 < max(line.count(mark) for line in lines) <= most
    assert _texts(as_docx(letter)).count("A") == 600


def test_what_no_file_can_hold_is_left_out_and_reading_never_turns() -> None:
    words = "前\x00\x0b\ud800\u202e\ufffe后"
    letter = Letter(words, body=[Paragraph(words)])
    assert printable(words).replace("�", "") == "前后"
    assert "前" in _squeezed(as_pdf(letter))
    assert "\u202e" not in _texts(as_docx(letter))


def test_a_rare_character_keeps_its_code_in_word_and_spoils_nothing_in_pdf() -> None:
    """𠮷 is not in 《通用规范汉字表》: a machine's own font lends it, or a box stands there."""
    letter = Letter("题", body=[Paragraph("前𠮷后")])
    assert "前𠮷后" in _texts(as_docx(letter))
    assert re.search("前.?后", _squeezed(as_pdf(letter)))


def test_the_same_paper_makes_the_same_files() -> None:
    letter = Letter("题", body=[Paragraph("文")])
    assert as_pdf(letter) == as_pdf(letter)
    assert _parts(as_docx(letter)) == _parts(as_docx(letter))
    assert "/CreationDate" not in (PdfReader(BytesIO(as_pdf(letter))).metadata or {})


def test_no_page_bears_a_signature_alone() -> None:
    for before in range(8, 22):
        body = [*[Paragraph("国")] * before, Paragraph("国" * 60)]
        pages = _lines(as_pdf(Letter("题", recipient="某局", body=body, signer="某室")))
        assert all("国" in "".join(page) for page in pages)


def test_a_table_shaped_paper_is_a_pdf_too_and_its_list_repeats_its_header() -> None:
    rows = [("时限", "节点", "权重"), *((f"2026-06-{day:02}", "完成外墙保温施工" * 4, "5") for day in range(1, 31))]
    pdf = as_pdf(
        Paper("督办卡", "督办卡（2026）1号", [("事项", "建厂房\n第二行"), ("签收", "")], [Grid("节点", rows)], "某室")
    )
    read = _squeezed(pdf)
    assert read.startswith("督办卡督办卡〔2026〕1号事项建厂房第二行签收节点时限节点权重")
    assert read.count("时限节点权重") == len(PdfReader(BytesIO(pdf)).pages) == 3
    assert all(f"2026-06-{day:02}" in read for day in range(1, 31))


def test_columns_fill_the_type_area_and_keep_dates_whole() -> None:
    for rows in ([("编号", "事项", "日"), ("1", "长" * 90, "2026-06-30")], [tuple("甲乙丙丁戊己")], [("", "")]):
        assert sum(listed(rows).widths) == pytest.approx(156)
    assert listed([("日", "事"), ("2026-06-30", "长" * 90)]).widths[0] > 28


def test_a_long_title_is_broken_evenly_and_never_inside_a_number_or_before_a_stop() -> None:
    assert title_lines("挂牌督办通知书") == ["挂牌督办通知书"]
    assert title_lines("关于甲\n的批复") == ["关于甲", "的批复"]
    for title in ("关于" + "老旧小区改造、" * 5 + "的批复", "关于完成2026年" * 6, "国" * 21, "《" * 30 + "，" * 9):
        lines = title_lines(title)
        assert "".join(lines) == title
        assert max(map(len, lines)) - min(map(len, lines)) <= 6 or "《《" in title
        assert not any(line[0] in "、，" for line in lines[1:]) or "，，" in title
        assert not any(before[-1].isdigit() and after[0].isdigit() for before, after in pairwise(lines))


def test_dates_and_numbers_are_written_as_the_standard_says() -> None:
    assert [bracketed(f"督办{one}3号") for one in ("[2026]", "（2026）", "〔2026〕", "【2026】", "(12)")] == [
        "督办〔2026〕3号", "督办〔2026〕3号", "督办〔2026〕3号", "督办〔2026〕3号", "督办(12)3号",
    ]  # fmt: skip
    assert official_date(None).strip("　") == "年　　月　　日"


def _texts(docx: bytes) -> str:
    """All text of a Word file, in order, tables and all."""
    body: Any = Document(BytesIO(docx)).element.body
    return "".join(one.text for one in body.xpath(".//w:t"))


def _parts(docx: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(docx)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
