"""Each letter of the product, as Word and as a PDF reader open it."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from letter_samples import EXTENSION, LETTERS, MATTER, UNIT, conclusion, listing, slip
from pypdf import PdfReader

from tracker.documents.docx_writer import as_docx
from tracker.documents.letter import Letter
from tracker.documents.letters.extensions import ExtensionFacts, extension_reply
from tracker.documents.letters.issued import items, quoted, text
from tracker.documents.pdf_writer import as_pdf
from tracker.vocabulary.escalation import SlipColour

each = pytest.mark.parametrize("letter", LETTERS.values(), ids=LETTERS.keys())
_FACES = {"方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"}
_SIDES = ("top_margin", "bottom_margin", "left_margin", "right_margin", "page_width", "page_height")


def _opened(letter: Letter) -> Any:
    return Document(BytesIO(as_docx(letter)))


def _read(letter: Letter) -> str:
    return "".join("".join(page.extract_text().split()) for page in PdfReader(BytesIO(as_pdf(letter))).pages)


def _said(letter: Letter) -> str:
    return "".join(one.text for one in _opened(letter).paragraphs)


@each
def test_margins_pitch_spacing_and_faces_are_those_of_gb_t_9704(letter: Letter) -> None:
    document = _opened(letter)
    section = document.sections[0]
    assert [round(getattr(section, side) / Mm(1)) for side in _SIDES] == [37, 35, 28, 26, 210, 297]
    normal = document.styles["Normal"]
    assert (normal.font.size, normal.paragraph_format.widow_control) == (Pt(16), False)
    assert normal.element.pPr.find(qn("w:spacing")).get(qn("w:line")) == "579"
    assert normal.element.pPr.find(qn("w:spacing")).get(qn("w:lineRule")) == "exact"
    runs = [run for line in document.paragraphs for run in line.runs]
    for run in runs:
        faces = run.element.rPr.rFonts
        assert faces.get(qn("w:eastAsia")) == faces.get(qn("w:ascii")) == run.font.name
        assert (run.element.rPr.find(qn("w:spacing")).get(qn("w:val")) == "-5") is (run.font.size == Pt(16))
    assert {run.font.name for run in runs} <= _FACES
    assert {"方正小标宋简体", "仿宋_GB2312"} <= {run.font.name for run in runs}


@each
def test_the_parts_stand_where_the_standard_puts_them(letter: Letter) -> None:
    lines = _opened(letter).paragraphs
    titles = [line for line in lines if line.runs and line.runs[0].font.size == Pt(22)]
    assert ("".join(one.text for one in titles), titles[0].alignment) == (letter.name, 1)
    told = {line.text: line for line in lines}
    if letter.number:
        assert re.fullmatch(r".+〔2026〕\d+号", lines[1 if letter.mark else 0].text)
    if letter.recipient:
        assert told[f"{letter.recipient}："].paragraph_format.first_line_indent == 0
    for line in lines:
        if line.runs and line.runs[0].font.name == "黑体" and not line.runs[0].font.color.rgb:
            assert re.match("[一二三四五六七八九]、", line.text)
            assert (line.paragraph_format.first_line_indent, line.paragraph_format.keep_with_next) == (Pt(31.5), True)
    assert told[letter.signer].alignment == told[letter.day].alignment == 2
    assert told[letter.day].paragraph_format.right_indent >= 4 * Pt(15.75)


@each
def test_word_and_pdf_say_the_same(letter: Letter) -> None:
    read = re.sub("—[0-9]+—", "", _read(letter))
    document = _opened(letter)
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    for one in (*document.paragraphs, *cells):
        assert "".join(one.text.split()) in read
    assert letter.copied in read
    assert "None" not in read
    assert "。。" not in read


@each
def test_only_the_packaged_fonts_are_in_the_pdf_and_all_are_embedded(letter: Letter) -> None:
    for page in PdfReader(BytesIO(as_pdf(letter))).pages:
        for font in page["/Resources"]["/Font"].values():
            assert re.search("Noto(Serif|Sans)SC", font["/BaseFont"])
            assert "/FontFile3" in font["/DescendantFonts"][0]["/FontDescriptor"]


def test_pages_are_numbered_outside_between_dashes() -> None:
    document = _opened(listing())
    assert document.settings.odd_and_even_pages_header_footer
    section = document.sections[0]
    for footer, alignment in ((section.footer, 2), (section.even_page_footer, 0)):
        (line,) = footer.paragraphs
        assert ("".join(one.text for one in line._p.xpath(".//w:t")), line.alignment) == ("— 1 —", alignment)
        assert line._p.find(qn("w:fldSimple")).get(qn("w:instr")) == "PAGE"
        assert {run.font.size for run in line.runs} == {Pt(14)}
        assert {run.element.rPr.rFonts.get(qn("w:eastAsia")) for run in line.runs} == {"宋体"}
    pages = PdfReader(BytesIO(as_pdf(listing()))).pages
    assert [page.extract_text().split("\n")[-1].strip() for page in pages] == ["— 1 —", "— 2 —", "— 3 —"]
    odd, even = (_left_edge_of_number(page) for page in pages[:2])
    assert even == pytest.approx((28 * 72 / 25.4) + 14, abs=1)
    assert odd > 210 * 72 / 25.4 / 2


_ORDER = {
    "pPr": "pStyle keepNext keepLines widowControl pBdr tabs autoSpaceDE autoSpaceDN spacing ind jc",
    "rPr": "rFonts b color spacing sz lang",
    "tblPr": "tblStyle tblpPr tblW jc tblBorders tblLayout tblLook",
}


@each
def test_properties_stand_in_the_order_word_insists_on(letter: Letter) -> None:
    document = _opened(letter)
    parts = [document.element.body, document.styles["Normal"].element, document.sections[0].footer._element]
    for name, wanted in _ORDER.items():
        order = wanted.split()
        for properties in (one for part in parts for one in part.iter(qn(f"w:{name}"))):
            found = [order.index(one.tag.partition("}")[2]) for one in properties]
            assert found == sorted(found)


def _left_edge_of_number(page: Any) -> float:
    """Where the foot of a page begins, in points."""
    found: list[float] = []

    def note(text: str, _cm: Any, matrix: list[float], _font: Any, _size: Any) -> None:
        if text.strip().startswith("—"):
            found.append(matrix[4] + _cm[4])

    page.extract_text(visitor_text=note)
    return found[-1]


@pytest.mark.parametrize("colour", SlipColour)
def test_a_slip_says_its_colour_in_words_and_by_a_rule(colour: SlipColour) -> None:
    document = _opened(slip(colour))
    mark, number = document.paragraphs[:2]
    assert (mark.text, number.text) == (colour.label, "督办单〔2026〕9号")
    rule = number._p.pPr.find(qn("w:pBdr")).find(qn("w:bottom"))
    assert rule.get(qn("w:color")) == str(mark.runs[0].font.color.rgb) == slip(colour).mark.colour
    assert _read(slip(colour)).startswith(colour.label)


def test_the_imprint_is_anchored_at_the_foot_of_the_type_area() -> None:
    table = _opened(listing()).tables[-1]
    assert table.cell(0, 0).text == "抄送：市委办公室，市纪委监委机关，市委宣传部。"
    anchor = table._tbl.tblPr.find(qn("w:tblpPr"))
    assert (anchor.get(qn("w:vertAnchor")), anchor.get(qn("w:tblpYSpec"))) == ("margin", "bottom")


def test_a_conclusion_tells_of_the_right_to_a_review() -> None:
    said = _said(conclusion())
    assert "可以自收到之日起30日内，向示例市人民政府申请复核" in said
    assert "参与作出本结论的工作人员在复核中回避" in said
    assert "附件：1.现场照片12张2.资金拨付凭证复印件" in said


def test_a_reply_names_a_definite_date_or_says_that_the_old_one_stands() -> None:
    granted, refused = _said(LETTERS["extension-granted"]), _said(LETTERS["extension-refused"])
    assert "同意办理时限由2026年6月30日延至2026年8月15日，系第1次延期。" in granted
    assert "不同意延期，办理时限仍为2026年6月30日。" in refused
    assert "同意办理时限由" not in refused


def test_only_a_red_slip_speaks_of_listing_and_only_a_later_one_of_earlier_urging() -> None:
    blue, orange, red = (_said(slip(colour)) for colour in SlipColour)
    assert ["挂牌" in one for one in (blue, orange, red)] == [False, False, True]
    assert ["此前催办" in one for one in (blue, orange, red)] == [False, True, True]


def test_what_is_not_signed_yet_leaves_room_for_its_day_and_number() -> None:
    draft = extension_reply(ExtensionFacts(**{**EXTENSION, "signed_on": None}, granted_until=date(2026, 8, 15)))
    assert "年　　月　　日" in _said(draft)
    assert _opened(draft).paragraphs[0].text == f"关于“{MATTER}”"


def test_words_are_stopped_once_and_quoted_marks_turn_inward() -> None:
    assert [text(one).text for one in ("好", "好。", "他说“好。”", "见《规定》", "好；", "")] == [
        "好。", "好。", "他说“好。”", "见《规定》。", "好。", "",
    ]  # fmt: skip
    assert quoted("“十四五”规划") == "“‘十四五’规划”"
    assert [one.text for one in items(["甲", "乙"])] == ["1.甲。", "2.乙。"]
    assert UNIT in _said(listing())
