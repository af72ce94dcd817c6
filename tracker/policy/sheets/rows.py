"""What kind of row one has before one: an item, a heading, a total, a note, or more of the row above."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum

from tracker.policy.sheets.columns import Columns
from tracker.policy.sheets.headers import Header, is_header_row, read_header
from tracker.policy.sheets.labels import Kind, plain_label
from tracker.policy.sheets.sections import heading_level
from tracker.policy.sheets.table import Table
from tracker.policy.sheets.wording import split_number
from tracker.vocabulary.sheets import Field, SkipReason

_TOTAL = re.compile(r"(?:合\s*计|小\s*计|总\s*计|共\s*计|总\s*分)(?:$|[\s:：(（（\d])")
_NOTE = re.compile(
    r"(?:备\s*注|注|说\s*明|填表说明|填报说明|填表人|填报人|填报单位|填表单位|填报日期|填表日期|联系人|联系电话|联系方式|制表|审核人?|审签|签发|单位负责人|分管领导"
    r"|主要负责人|报送单位|附件?|抄送)\s*\d?\s*[:：.、]|^\*|^※|^\d{4}年\d{1,2}月\d{1,2}日$"
)
_CHINESE_NUMBER = re.compile(
    r"[（(]?[一二三四五六七八九十百]{1,5}[）)]?[、.．]?|第[一二三四五六七八九十]{1,3}(?:部分|章|篇|节)"
)
_ITEM_NUMBER = re.compile(r"[（(]?\d")
_SENTENCE = re.compile("[。；;]")
_LONGEST_HEADING = 120
_LONGEST_BARE_HEADING = 30


class RowKind(Enum):
    ITEM = "item"
    SECTION = "section"
    MORE = "more"
    """Further text of the row above: 「2.…」 below 「1.…」 in a cell that was split by rows."""
    SKIP = "skip"


@dataclass(frozen=True)
class RowSight:
    kind: RowKind
    why: SkipReason | None = None
    heading: str = ""
    number: str = ""
    """The heading's own number where its parts are numbered after it: 1 above 1.1."""


def look_at(table: Table, row: int, header: Header, columns: Columns, item_numbers: frozenset[str]) -> RowSight:
    """``item_numbers`` are the styles of number that items of this sheet bear, see ``number_style``."""
    filled = table.filled(row)
    if not filled:
        return RowSight(RowKind.SKIP, SkipReason.BLANK)
    words = table.text(row, filled[0])
    if _repeats(table, row, header):
        return RowSight(RowKind.SKIP, SkipReason.HEADER)
    if any(_TOTAL.match(table.text(row, column)) for column in filled[:2]):
        return RowSight(RowKind.SKIP, SkipReason.TOTAL)
    if _NOTE.match(words) and (len(filled) == 1 or (filled[0] == 0 and not _fills(table, row, columns, Field.TITLE))):
        return RowSight(RowKind.SKIP, SkipReason.NOTE)
    number = columns.first(Field.NUMBER)
    if filled == [number] and not _is_heading_alone(table, row, filled[0], columns):
        return RowSight(RowKind.SKIP, SkipReason.NUMBER_ONLY)
    if filled == [number, columns.first(Field.TITLE)] and _has_parts(table, row, filled[0]):
        own = words.rstrip(".．、")
        return RowSight(RowKind.SECTION, SkipReason.SECTION, table.text(row, filled[1]), own)
    heading = _heading(table, row, filled, columns, item_numbers)
    if heading:
        return RowSight(RowKind.SECTION, SkipReason.SECTION, heading)
    if _goes_on(table, row, filled, columns):
        return RowSight(RowKind.MORE)
    return RowSight(RowKind.ITEM)


def number_style(number: str) -> str:
    """「（一）」 and 「（二）」 are one style, 「1」 and 「1.」 are others."""
    folded = unicodedata.normalize("NFKC", number)
    return re.sub(r"\d+", "1", re.sub("[一二三四五六七八九十百]+", "一", folded))


def _repeats(table: Table, row: int, header: Header) -> bool:
    labels = header.labels()
    same = sum(plain_label(table.text(row, column)) in labels for column in table.filled(row))
    return same >= 2 and same * 3 >= len(table.filled(row)) * 2


def new_header(table: Table, row: int, header: Header) -> Header | None:
    """Another heading further down, of a table with other columns."""
    if _is_numbered(table, row, header):
        return None
    if _repeats(table, row, header) or is_header_row(table, row):
        found = read_header(table, row)
        if found.labels() <= header.labels() and not is_header_row(table, row):
            return None
        return found
    return None


def _is_numbered(table: Table, row: int, header: Header) -> bool:
    """A row with a number in the number column is an item, even if its words could be headings."""
    numbers = [table.text(row, heading.column) for heading in header.headings if heading.kind is Kind.NUMBER]
    return any(_ITEM_NUMBER.match(number) for number in numbers)


def _fills(table: Table, row: int, columns: Columns, *fields: Field) -> bool:
    return any(table.text(row, column) for about in fields for column in columns.of(about))


def _is_heading_alone(table: Table, row: int, column: int, columns: Columns) -> bool:
    text = table.text(row, column)
    return len(text) > 4 or (heading_level(text) in (1, 2) and len(text) > 3) or table.reaches(row, column) > column


def _heading(table: Table, row: int, filled: list[int], columns: Columns, item_numbers: frozenset[str]) -> str:
    """The heading's words, or nothing where the row is none."""
    first = filled[0]
    text = table.text(row, first)
    number, title = columns.first(Field.NUMBER), columns.first(Field.TITLE)
    if len(filled) == 1:
        if len(text) > _LONGEST_HEADING:
            return ""
        wide = table.reaches(row, first) - first + 1
        if wide >= 2 and wide * 2 >= table.width:
            return text
        if first == number and len(text) > 3:
            return text
        if first not in (title, 0) or table.goes_on_from_above(row, number if number is not None else first):
            return ""
        level = heading_level(text)
        if level in (1, 2) and not _SENTENCE.search(text):
            return text
        own_style = number_style(split_number(text)[0])
        if level == 3 and len(text) <= _LONGEST_BARE_HEADING and own_style not in item_numbers:
            return text
        # A sheet whose items have no numbers gives no way to tell a bare heading from a task.
        bare = bool(item_numbers) and first != number and level is None and _binding_exists(columns)
        return text if bare and len(text) <= _LONGEST_BARE_HEADING and not _SENTENCE.search(text) else ""
    two = len(filled) == 2 and first == number and title is not None and filled[1] <= title
    # 「一 | 主要预期目标」: a heading unless this sheet numbers its items so.
    if two and _CHINESE_NUMBER.fullmatch(text) and number_style(text) not in item_numbers:
        joint = "" if re.search("[、.．）)分章篇节]$", text) else "、"
        return text + joint + table.text(row, filled[1])
    return ""


def _has_parts(table: Table, row: int, number: int) -> bool:
    """「1 | 推进项目建设」 with neither unit nor deadline is the heading of the 1.1 below it."""
    own, following = table.text(row, number).rstrip(".．、"), table.text(row + 1, number)
    return own.isdecimal() and re.match(rf"{re.escape(own)}[.．-]\d", following) is not None


def _binding_exists(columns: Columns) -> bool:
    return bool(columns.of(Field.LEAD) or columns.of(Field.SUPPORTING))


def _goes_on(table: Table, row: int, filled: list[int], columns: Columns) -> bool:
    """Only text, and nothing that would make the row an item: no number, no unit, no deadline, no task."""
    texts = {c for about in (Field.TARGET, Field.MEASURES, Field.PROGRESS) for c in columns.of(about)}
    number, title = columns.first(Field.NUMBER), columns.first(Field.TITLE)
    if set(filled) <= texts:
        return True
    below = number is not None and table.goes_on_from_above(row, number)
    bound = any(column in columns.binding() for column in filled)
    return below and not bound and title is not None and title in filled
