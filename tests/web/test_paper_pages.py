"""Papers on their pages and at their doors: printed, as Word, as PDF."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from docx import Document
from pypdf import PdfReader
from site_of_personas import Site

from tracker.documents.letter import Facts, Letter, Level, Mark, Paragraph
from tracker.documents.paper import Grid
from tracker.web.papers import letter_page, pdf_file, word_file

LETTER = Letter(
    "关于“<b>甲</b>”\n的批复",
    "督办[2026]3号",
    "市住建局",
    [
        Paragraph("第一句。\n第二句。"),
        Paragraph("一、要求", Level.HEADING),
        Facts([("事项", "建厂房"), ("签收", "")]),
        Grid("节点", [("时限", "节点"), ("2026-06-30", "封顶")]),
    ],
    ["进度表", "照片"],
    "某室",
    date(2026, 3, 1),
    "联系人：甲",
    ["市委办公室"],
    Mark("蓝色督办单", "1D4F91", "blue"),
    ("签收人",),
)


def test_a_letter_is_shown_whole_and_leads_to_its_files(site: Site) -> None:
    with site.app.test_request_context():
        page = BeautifulSoup(letter_page(LETTER, "tasks.slip_file", "/tasks/7", task_id=7), "html.parser")
    sheet = page.find("article")
    assert sheet is not None
    text = sheet.get_text("|", strip=True)
    told = (
        (
            "蓝色督办单",
            "督办〔2026〕3号",
            "关于“<b>甲</b>”",
            "市住建局：",
            "第一句。|第二句。",
            "一、要求",
            "建厂房",
            "封顶",
        ),
        ("1.进度表|2.照片", "某室|2026年3月1日", "（联系人：甲）", "签收人", "抄送：市委办公室。"),
    )
    assert [one for part in told for one in part if one not in text] == []
    doors = [link["href"] for link in page.select(".noprint a")]
    assert doors == ["/tasks/7", "/tasks/7/slip.docx", "/tasks/7/slip.pdf"]
    assert "红头、发文字号和印章由发文机关" in page.get_text()
    assert page.find(style=True) is None


def test_a_file_is_named_for_its_paper_without_what_no_system_takes(site: Site) -> None:
    with site.app.test_request_context():
        for made, ending in ((word_file(LETTER), "docx"), (pdf_file(LETTER), "pdf")):
            named = made.headers["Content-Disposition"]
            assert named.startswith("attachment")
            assert named.endswith(f".{ending}")
            assert not set('<>"/\\') & set(named.partition("UTF-8''")[2])


@pytest.mark.parametrize("paper", ["tasks/{task}/slip", "cards/{card}/card", "tasks/{working}/showing", "closing/list"])
def test_a_paper_is_the_same_as_word_and_as_pdf(site: Site, paper: str) -> None:
    clerk, path = site.browser("clerk"), "/" + paper.format(**site.ids)
    word, pdf = clerk.get(f"{path}.docx"), clerk.get(f"{path}.pdf")
    assert (word.status_code, pdf.status_code, pdf.mimetype) == (200, 200, "application/pdf")
    read = "".join("".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf.data)).pages)
    cells = [cell.text for table in Document(BytesIO(word.data)).tables for row in table.rows for cell in row.cells]
    assert cells
    assert all("".join(cell.split()) in read for cell in cells)
    assert clerk.get(f"{path}.odt").status_code == 404


def test_the_page_of_a_paper_leads_to_both_files(site: Site) -> None:
    page = site.browser("clerk").get(f"/tasks/{site.task_id}/slip").text
    assert f"/tasks/{site.task_id}/slip.docx" in page
    assert f"/tasks/{site.task_id}/slip.pdf" in page
