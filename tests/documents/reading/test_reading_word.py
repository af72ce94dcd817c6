"""docx: tables with their merges and titles, and lists written as paragraphs."""

from __future__ import annotations

from pathlib import Path

import docx
import hostile_builders as raw
import pytest

from tracker.documents.reading import read
from tracker.documents.sandbox import read_safely
from tracker.documents.word_numbering import _chinese
from tracker.errors import Unreadable
from tracker.policy.sheets.grid import Grid, Merge
from tracker.vocabulary.files import FileProblem

FILES = Path(__file__).parents[1] / "files"


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def cell(inner: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def grids(tmp_path: Path, body: str, **parts: str) -> tuple[Grid, ...]:
    packed = raw.word_parts(body)
    if parts:
        entries = [(f"rId{n}", name, f"{name}.xml") for n, name in enumerate(parts)]
        packed["word/_rels/document.xml.rels"] = raw.relations(*entries)
        packed.update({f"word/{name}.xml": content for name, content in parts.items()})
    return read(raw.pack(tmp_path / "任务.docx", packed)).grids


def listed(tmp_path: Path, *lines: str) -> tuple[tuple[object, ...], ...]:
    (grid,) = grids(tmp_path, "".join(paragraph(line) for line in lines))
    return grid.rows


def test_a_real_list_in_paragraphs_reads_as_the_same_list_in_the_workbook() -> None:
    (grid,) = read_safely(FILES / "s3_haicheng_2023.docx").grids
    sheet = next(grid for grid in read(FILES / "s3_multi_office.xlsx").grids if grid.name == "海城市2023")
    assert [len(row) for row in grid.rows] == [len(row) for row in sheet.rows]
    assert grid.rows[1] == ("序号", "工作任务", "牵头领导", "牵头单位", "责任单位")
    assert [(row[0], *row[2:]) for row in grid.rows[1:]] == [(row[0], *row[2:]) for row in sheet.rows[1:]]
    assert grid.merges == sheet.merges
    assert "2023年" in str(grid.rows[0][0])


def test_a_real_table_reads_as_the_same_table_in_the_workbook() -> None:
    (grid,) = read_safely(FILES / "s3_liaozhong_2024.docx").grids
    sheet = next(grid for grid in read(FILES / "s3_multi_office.xlsx").grids if grid.name == "辽中区2024")
    assert grid.rows == sheet.rows
    assert grid.merges == sheet.merges
    assert grid.name == "2024年政府工作报告主要工作任务分解表（摘录）"


def test_merged_cells_of_a_word_table_hold_their_value_once(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(rows=4, cols=4)
    for row in range(4):
        for column in range(4):
            table.cell(row, column).text = f"{row}{column}"
    table.cell(0, 1).merge(table.cell(0, 3)).text = "横"
    table.cell(1, 0).merge(table.cell(3, 0)).text = "纵"
    table.cell(2, 2).merge(table.cell(3, 3)).text = "方"
    document.save(str(tmp_path / "merged.docx"))
    (grid,) = read_safely(tmp_path / "merged.docx").grids
    assert grid.name == "表1"
    assert grid.rows == (
        ("00", "横", "", ""),
        ("纵", "11", "12", "13"),
        ("", "21", "方", ""),
        ("", "31", "", ""),
    )
    assert grid.merges == (Merge(0, 1, 0, 3), Merge(1, 0, 3, 0), Merge(2, 2, 3, 3))


def test_the_titles_above_a_table_stand_across_its_top(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("市政府决定，" + "各单位要切实负起责任" * 20)
    for text in ("附件1", "2026年重点任务分解表", "填报单位：市教育局"):
        document.add_paragraph(text)
    for text in ("任务", "乙"):
        document.add_table(rows=1, cols=2).cell(0, 0).text = text
    document.tables[0].cell(0, 1).text = "单位"
    document.save(str(tmp_path / "titles.docx"))
    first, second = read_safely(tmp_path / "titles.docx").grids
    assert (first.name, second.name) == ("2026年重点任务分解表", "表2")
    assert first.rows == (("附件1", ""), ("2026年重点任务分解表", ""), ("填报单位：市教育局", ""), ("任务", "单位"))
    assert first.merges == (Merge(0, 0, 0, 1), Merge(1, 0, 1, 1), Merge(2, 0, 2, 1))
    assert second.rows == (("乙",),)


def test_deleted_text_is_gone_and_inserted_text_stands(tmp_path: Path) -> None:
    changed = (
        '<w:p><w:r><w:t>完成</w:t></w:r><w:del w:id="1"><w:r><w:delText>3月</w:delText></w:r></w:del>'
        '<w:ins w:id="2"><w:r><w:t>6月</w:t></w:r></w:ins><w:r><w:t>底前</w:t></w:r></w:p>'
    )
    gone = f'<w:tr><w:trPr><w:del w:id="3"/></w:trPr>{cell(paragraph("删去的行"))}</w:tr>'
    (grid,) = grids(tmp_path, f"<w:tbl>{gone}<w:tr>{cell(changed)}</w:tr></w:tbl>")
    assert grid.rows == (("完成6月底前",),)


def test_nested_tables_text_boxes_and_content_controls_do_no_harm(tmp_path: Path) -> None:
    nested = f"<w:tbl><w:tr>{cell(paragraph('里'))}{cell(paragraph('层'))}</w:tr></w:tbl>"
    box = (
        '<w:p><w:r><mc:AlternateContent xmlns:mc="mc"><mc:Choice><w:txbxContent>'
        f"{paragraph('框中字')}{nested}</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>{paragraph('框中字')}"
        "</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>框外字</w:t></w:r></w:p>"
    )
    controlled = f"<w:sdt><w:sdtContent>{cell(paragraph('控件'))}</w:sdtContent></w:sdt>"
    row = f"<w:tr>{cell(paragraph('外') + nested)}{controlled}</w:tr>"
    (grid,) = grids(tmp_path, f"{box}<w:sdt><w:sdtContent><w:tbl>{row}</w:tbl></w:sdtContent></w:sdt>")
    texts = [text for row in grid.rows for text in row]
    assert texts[-2:] == ["外\n里\n层", "控件"]
    assert texts.count("框中字") == 1
    assert "框外字" in texts


NUMBERING = f"""<w:numbering xmlns:w="{raw.WORD}">
<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>
<w:lvlText w:val="%1."/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/>
<w:lvlText w:val="（%1）"/></w:lvl></w:abstractNum>
<w:num w:numId="5"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="6"><w:abstractNumId w:val="1"/></w:num>
</w:numbering>"""


def numbered(text: str, list_id: int) -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{list_id}"/></w:numPr>')


def test_numbers_word_writes_itself_are_counted(tmp_path: Path) -> None:
    rows = "".join(f"<w:tr>{cell(numbered('', 5))}{cell(paragraph(text))}</w:tr>" for text in ("甲", "乙", "丙"))
    (grid,) = grids(tmp_path, f"<w:tbl>{rows}</w:tbl>", numbering=NUMBERING)
    assert grid.rows == (("1", "甲"), ("2", "乙"), ("3", "丙"))


def test_a_list_numbered_by_word_itself_is_a_list(tmp_path: Path) -> None:
    body = numbered("主要目标", 6)
    for task in ("稳增长", "保交楼"):
        body += numbered(task, 5) + paragraph("责任单位：市发改委")
    (grid,) = grids(tmp_path, body, numbering=NUMBERING)
    assert grid.rows == (
        ("序号", "工作任务", "责任单位"),
        ("（一）主要目标", "", ""),
        ("1", "稳增长", "市发改委"),
        ("2", "保交楼", "市发改委"),
    )


@pytest.mark.parametrize(("number", "written"), [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (35, "三十五")])
def test_chinese_numbers_are_written_as_word_writes_them(number: int, written: str) -> None:
    assert _chinese(number) == written


@pytest.mark.parametrize(
    ("opening", "number"),
    [
        ("1.", "1"),
        ("1、", "1"),
        ("１．", "１"),
        ("（1）", "1"),
        ("(1)", "1"),
        ("1 ", "1"),
        ("①", "①"),
        ("（一）", "（一）"),
        ("一、", "一"),
        ("一是", "一是"),
        ("第一项 ", "第一项"),
    ],
)
def test_an_item_may_be_numbered_in_any_usual_way(opening: str, number: str, tmp_path: Path) -> None:
    rows = listed(tmp_path, f"{opening}稳增长", "牵头单位：甲")
    assert rows[1] == (number, "稳增长", "甲")


@pytest.mark.parametrize(
    "lines",
    [
        ("1.稳增长。", "牵头单位：市发改委", "责任单位:市财政局、市税务局", "完成时限： 6月底前"),
        ("1.稳增长。", "牵头单位：市发改委  责任单位：市财政局、市税务局  完成时限：6月底前"),
        ("1.稳增长。（牵头单位：市发改委；责任单位：市财政局、市税务局；完成时限：6月底前）",),
        ("1.稳增长。", "（牵头单位：市发改委，责任单位：市财政局、市税务局，完成时限：6月底前）"),
        ("1.稳增长。牵头单位：市发改委　责任单位：市财政局、市税务局　完成时限：6月底前",),
        ("1.稳增长。", "牵 头 单 位：市发改委", "责任单位：市财政局、", "市税务局", "【完成时限】6月底前"),
    ],
)
def test_labels_may_stand_in_any_usual_way(lines: tuple[str, ...], tmp_path: Path) -> None:
    header, item = listed(tmp_path, *lines)
    assert header == ("序号", "工作任务", "牵头单位", "责任单位", "完成时限")
    assert item == ("1", "稳增长。", "市发改委", "市财政局、市税务局", "6月底前")


def test_a_list_may_name_its_units_in_brackets_only(tmp_path: Path) -> None:
    rows = listed(
        tmp_path,
        "一、优化审批",
        "1.推行清单。（市政务局牵头，各区配合）",
        "2.告知承诺。〔责任单位：市司法局〕",
        "3.其他。",
    )
    assert [tuple(filter(None, row)) for row in rows] == [
        ("序号", "工作任务", "责任单位"),
        ("一、优化审批",),
        ("1", "推行清单。（市政务局牵头，各区配合）"),
        ("2", "告知承诺。", "市司法局"),
        ("3", "其他。"),
    ]
    (plain,) = grids(tmp_path, paragraph("1.推行清单。（市政务局牵头，各区配合）"))
    assert plain.rows == (("序号", "工作任务"), ("1", "推行清单。（市政务局牵头，各区配合）"))


def test_the_division_of_work_is_a_label_too(tmp_path: Path) -> None:
    rows = listed(tmp_path, "1.稳增长。", "分管省领导：张某", "部门分工：省发展改革委牵头，各地配合。")
    assert rows == (
        ("序号", "工作任务", "分管省领导", "部门分工"),
        ("1", "稳增长。", "张某", "省发展改革委牵头，各地配合。"),
    )


def test_a_bracket_that_belongs_to_the_value_stays(tmp_path: Path) -> None:
    rows = listed(tmp_path, "1.稳增长（牵头单位：市财政局（国资局））", "2.保交楼", "牵头单位：各镇(街道)")
    assert [row[2] for row in rows[1:]] == ["市财政局（国资局）", "各镇(街道)"]


def test_what_only_looks_like_a_label_stays_in_the_task(tmp_path: Path) -> None:
    rows = listed(tmp_path, "1.坚持稳字当头，明确工作目标：增长6.5%，落实责任：到人", "牵头单位：甲")
    assert rows[1][1] == "坚持稳字当头，明确工作目标：增长6.5%，落实责任：到人"


def test_sections_notes_and_items_without_labels_are_kept(tmp_path: Path) -> None:
    rows = listed(
        tmp_path,
        "2026年重点任务",
        "一、经济",
        "1.稳增长",
        "包括工业",
        "牵头单位：甲",
        "二、民生",
        "2.保交楼",
        "牵头单位：乙",
        "3.还没有分工",
        "市政府办公室",
    )
    assert [row[:2] for row in rows] == [
        ("2026年重点任务", ""),
        ("序号", "工作任务"),
        ("一、经济", ""),
        ("1", "稳增长\n包括工业"),
        ("二、民生", ""),
        ("2", "保交楼"),
        ("3", "还没有分工\n市政府办公室"),
    ]


def test_a_document_with_both_gives_both(tmp_path: Path) -> None:
    table = f"<w:tbl><w:tr>{cell(paragraph('任务'))}{cell(paragraph('单位'))}</w:tr></w:tbl>"
    items = paragraph("1.稳增长") + paragraph("牵头单位：甲")
    first, second = grids(tmp_path, items + paragraph("附表") + table)
    assert first.rows[1] == ("1", "稳增长", "甲")
    assert second.rows[-1] == ("任务", "单位")


@pytest.mark.parametrize(
    "lines",
    [("关于召开会议的通知", "请各单位准时参加。"), ("一、时间", "2026年3月1日", "二、联系", "联系人：张三"), ()],
)
def test_a_document_without_tasks_is_refused(lines: tuple[str, ...], tmp_path: Path) -> None:
    with pytest.raises(Unreadable) as refusal:
        listed(tmp_path, *lines)
    assert refusal.value.code is FileProblem.NO_TABLE
