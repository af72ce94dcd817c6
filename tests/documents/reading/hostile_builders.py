"""Files nobody should be able to hurt us with, written byte by byte."""

from __future__ import annotations

import io
import random
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'

Parts = dict[str, str | bytes]


def relations(*entries: tuple[str, str, str]) -> str:
    inner = "".join(f'<Relationship Id="{i}" Type="{OFFICE}/{kind}" Target="{to}"/>' for i, kind, to in entries)
    return f'{DECLARATION}<Relationships xmlns="{PACKAGE}">{inner}</Relationships>'


def sheet(rows: str, before: str = "", after: str = "") -> str:
    return f'{DECLARATION}<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def workbook_parts(sheet_xml: str | bytes, strings: str | bytes | None = None, workbook: str = "") -> Parts:
    parts: Parts = {
        "[Content_Types].xml": f'{DECLARATION}<Types xmlns="x"/>',
        "_rels/.rels": relations(("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": workbook
        or f'{DECLARATION}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="任务" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(
            ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "sharedStrings", "sharedStrings.xml")
        ),
        "xl/worksheets/sheet1.xml": sheet_xml,
    }
    if strings is not None:
        parts["xl/sharedStrings.xml"] = strings
    return parts


def word_parts(body: str | bytes) -> Parts:
    return {
        "_rels/.rels": relations(("rId1", "officeDocument", "word/document.xml")),
        "word/document.xml": body
        if isinstance(body, bytes)
        else f'{DECLARATION}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>',
    }


def pack(path: Path, parts: Parts) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def text_cell(reference: str, text: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def real_rows(count: int, first: int = 1) -> str:
    return "".join(
        f'<row r="{n}">{text_cell(f"A{n}", f"任务{n}")}{text_cell(f"B{n}", "市财政局")}</row>'
        for n in range(first, first + count)
    )


def bomb(path: Path) -> Path:
    return pack(path, workbook_parts(sheet("<row/>" * 35_000_000)))


def bomb_by_ratio(path: Path) -> Path:
    return pack(path, {**workbook_parts(sheet(real_rows(3))), "xl/media/image1.png": b"\0" * 60_000_000})


def bomb_with_a_lying_header(path: Path) -> Path:
    pack(path, workbook_parts(sheet("<row/>" * 35_000_000)))
    data = bytearray(path.read_bytes())
    true_size = struct.pack("<L", len(sheet("<row/>" * 35_000_000).encode()))
    path.write_bytes(data.replace(true_size, struct.pack("<L", 1_000)))
    return path


def bomb_in_word(path: Path) -> Path:
    return pack(path, word_parts("<w:p/>" * 20_000_000))


def three_hundred_entries(path: Path) -> Path:
    return pack(path, {**workbook_parts(sheet(real_rows(3))), **{f"xl/junk{n}.bin": b"x" for n in range(300)}})


def a_hundred_thousand_entries(path: Path) -> Path:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for n in range(100_000):
            archive.writestr(f"{n}", b"")
    path.write_bytes(out.getvalue())
    return path


DOCTYPE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'


def external_entity(path: Path) -> Path:
    text = sheet(f'<row r="1">{text_cell("A1", "&e;")}</row>').replace(DECLARATION, DECLARATION + DOCTYPE)
    return pack(path, workbook_parts(text))


def laughing_strings(path: Path) -> Path:
    strings = f'{DECLARATION}{LAUGHS}<sst xmlns="{MAIN}"><si><t>&c;</t></si></sst>'
    return pack(path, workbook_parts(sheet(real_rows(1)), strings))


def entity_in_utf16(path: Path) -> Path:
    text = f'<?xml version="1.0" encoding="UTF-16"?>{DOCTYPE}<worksheet xmlns="{MAIN}"/>'
    return pack(path, workbook_parts(text.encode("utf-16")))


def entity_in_a_part_nobody_reads(path: Path) -> Path:
    custom = f"{DECLARATION}{' ' * 70_000}{DOCTYPE}<x/>"
    return pack(path, {**workbook_parts(sheet(real_rows(1))), "customXml/item1.xml": custom})


def entity_in_word(path: Path) -> Path:
    body = "<w:body><w:p><w:r><w:t>&e;</w:t></w:r></w:p></w:body>"
    text = f'{DECLARATION}{DOCTYPE}<w:document xmlns:w="{WORD}">{body}</w:document>'
    return pack(path, word_parts(text.encode()))


def one_text_a_million_times(path: Path) -> Path:
    strings = f'{DECLARATION}<sst xmlns="{MAIN}"><si><t>{"督" * 32_000}</t></si></sst>'
    cells = "".join(
        f'<row r="{r}">' + "".join(f'<c r="{c}{r}" t="s"><v>0</v></c>' for c in "ABCDEFGHIJ") + "</row>"
        for r in range(1, 20_001)
    )
    return pack(path, workbook_parts(sheet(cells), strings))


def millions_of_shared_strings(path: Path) -> Path:
    rng = random.Random(1)
    strings = "".join(f"<si><t>{rng.randrange(10**6)}</t></si>" for _ in range(4_000_000))
    return pack(path, workbook_parts(sheet(real_rows(1)), f'{DECLARATION}<sst xmlns="{MAIN}">{strings}</sst>'))


def a_million_rows_of_content(path: Path) -> Path:
    return pack(
        path,
        workbook_parts(sheet("".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 1_000_001)))),
    )


def a_sheet_of_blank_cells(path: Path) -> Path:
    rng = random.Random(1)
    pieces = [f'<c s="{rng.randrange(90)}"/>' for _ in range(1_000)]
    row = "<row>" + "".join(rng.choices(pieces, k=16_000)) + "</row>"
    return pack(path, workbook_parts(sheet(row * 400)))


def sixteen_thousand_columns(path: Path) -> Path:
    rows = "".join("<row>" + "<c><v>1</v></c>" * 16_384 + "</row>" for _ in range(20))
    return pack(path, workbook_parts(sheet(rows)))


def two_million_merges(path: Path) -> Path:
    merges = "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(1, 1_000_001))
    return pack(path, workbook_parts(sheet(real_rows(3), after=f"<mergeCells>{merges}</mergeCells>")))


def bottomless_word(path: Path) -> Path:
    return pack(path, word_parts("<w:tbl><w:tr><w:tc>" * 50_000 + "</w:tc></w:tr></w:tbl>" * 50_000))


def word_of_empty_runs(path: Path) -> Path:
    rng = random.Random(1)
    runs = "".join(f'<w:r w:rsidR="{rng.randrange(16**8):08X}"/>' for _ in range(2_600_000))
    return pack(path, word_parts(f"<w:p>{runs}</w:p>"))


def word_of_almost_labels(path: Path) -> Path:
    paragraphs = [
        "1.任务",
        "牵头" * 200_000,
        "（" * 400_000,
        "责任 " * 200_000,
        "牵头单位：" * 100_000,
        "工　" * 200_000,
    ]
    return pack(path, word_parts("".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)))


def word_with_absurd_spans(path: Path) -> Path:
    cell = '<w:tc><w:tcPr><w:gridSpan w:val="2147483647"/></w:tcPr><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc>'
    return pack(path, word_parts("<w:tbl>" + f"<w:tr>{cell * 3}</w:tr>" * 200 + "</w:tbl>"))


def text_of(piece: str, size: int = 20_000_000) -> Callable[[Path], Path]:
    def build(path: Path) -> Path:
        path.write_bytes((piece * (size // len(piece))).encode())
        return path

    return build


def random_bytes(path: Path) -> Path:
    path.write_bytes(random.Random(1).randbytes(200_000))
    return path


def wide_old_workbook(path: Path) -> Path:
    import xlwt

    book = xlwt.Workbook()
    for name in ("甲", "乙"):
        page = book.add_sheet(name)
        page.write(0, 0, "任务")
        page.write(65_535, 255, "远")
    book.save(str(path))
    return path


def one_endless_text(path: Path) -> Path:
    return pack(path, workbook_parts(sheet(f'<row r="1">{text_cell("A1", random_text(20_500_000))}</row>')))


def random_text(length: int) -> str:
    return "".join(random.Random(1).choices("督查督办任务分解", k=10_000)) * (length // 10_000)


def far_cell(path: Path) -> Path:
    far = f'<row r="1048576">{text_cell("XFD1048576", "远")}</row>'
    return pack(path, workbook_parts(sheet(real_rows(50) + far, before='<dimension ref="A1:XFD1048576"/>')))


def wrong_dimension(path: Path) -> Path:
    return pack(path, workbook_parts(sheet(real_rows(5_000), before='<dimension ref="A1:B2"/>')))


def a_million_blank_rows(path: Path) -> Path:
    blank = "".join(
        f'<row r="{n}" s="1" ht="18" customFormat="1" customHeight="1"><c r="A{n}" s="1"/></row>'
        for n in range(51, 1_048_577)
    )
    return pack(path, workbook_parts(sheet(real_rows(50) + blank)))
