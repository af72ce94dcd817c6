"""Finds a task list written as paragraphs: 「1.任务 / 牵头领导：甲 / 牵头单位：乙 / 责任单位：丙」."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tracker.documents import limits
from tracker.documents.word_blocks import Paragraph
from tracker.policy.sheets.wording import split_units

_CHINESE_NUMBER = "[一二三四五六七八九十百]+"
_DIGITS = re.compile(r"\s*(?:[（(]\s*(\d{1,4})\s*[）)]|(\d{1,4})\s*(?:[、.．)）](?!\d)|(?=[\s　])))\s*")
_CIRCLED = re.compile(r"\s*([①-⑳])\s*")
_CHINESE = re.compile(
    rf"\s*(?:([（(]{_CHINESE_NUMBER}[）)])|({_CHINESE_NUMBER})、|({_CHINESE_NUMBER}是)[，,：:]?|(第{_CHINESE_NUMBER}[条项]))\s*"
)
# What a labelled line may be labelled with. At the start of a line anything that ends like one of these counts;
# within a line only words of responsibility and time do, since 「明确工作目标：」 may be the task's own wording.
_LINE_LABEL = re.compile(
    r".*(?:领导|单位|部门|科室|处室|责任人|负责人|联系人|主体|机构|时限|时间|期限|日期"
    r"|目标|要求|措施|举措|进展|情况|分值|内容|备注|任务|分工)|责任|牵头|配合|主办|协办|承办"
)
# Titles are often spaced out: 「牵 头 单 位：」.
_AT_START = re.compile(r"\s*[（(【\[]?\s*([一-鿿][一-鿿 　]{0,14})[：:】]")
_SPACES = re.compile("[ 　]")
_DUTY = r"牵头|责任|配合|主办|协办|承办|参与|协同"
_INLINE = re.compile(
    rf"(?:^|(?<=[\s；;。，,、（(【\[〔）)】〕]))[（(【\[〔]?"
    rf"((?:(?:{_DUTY})[一-鿿]{{0,4}}|(?:分管|包保|市级|区级|县级)领导|(?:完成|办结|办理)?(?:时限|期限|时间)))"
    r"[ 　]*[：:]"
)
_OWES = re.compile(f"{_DUTY}|分工$")
_TASK_LABELS = ("工作任务", "任务", "任务内容", "重点任务")
_GOES_ON = ("、", ",", "，", "；", ";")
_AROUND = " \t　\n；;，,"


@dataclass
class ItemList:
    """The list as rows: a row of one cell stands across the whole width."""

    titles: list[Paragraph]
    header: list[str]
    rows: list[tuple[str, ...]]
    used: set[int]


@dataclass
class _Entry:
    """A numbered paragraph and what follows it, until the next one."""

    number: str
    original: str
    text: str
    by_digits: bool
    first: int
    last: int
    more: list[str] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)
    newest: str = ""
    after: list[str] = field(default_factory=list)

    def label(self, name: str, value: str) -> None:
        self.labels[name] = f"{self.labels[name]}、{value}" if self.labels.get(name) and value else value
        self.newest = name

    def whole(self) -> str:
        return "\n".join([self.text, *self.more]).strip()

    def names_units(self) -> bool:
        """「1.任务。（甲牵头，乙配合）」: the task names its units in a bracket behind it."""
        return bool(split_units(self.whole())[1])

    def go_on(self, line: str) -> None:
        """A line without number or label: more of the task, more of a value, or a heading of its own."""
        if not self.labels:
            self.more.append(line)
        elif not self.after and self.labels[self.newest].endswith(_GOES_ON):
            self.labels[self.newest] += line
        else:
            self.after.append(line)


def find_items(paragraphs: Sequence[Paragraph]) -> ItemList | None:
    """The list, or None where no numbered paragraph is followed by who is responsible."""
    entries: list[_Entry] = []
    for index, line in _lines(paragraphs):
        entry = _numbered(index, line)
        if entry is not None:
            entries.append(entry)
            _read_labels(entry, entry.text, first=True)
        elif entries:
            _read_labels(entries[-1], line, first=False)
            entries[-1].last = index
    if not any(_OWES.search(label) for entry in entries for label in entry.labels) and not any(
        entry.names_units() for entry in entries
    ):
        return None
    labels = list(dict.fromkeys(label for entry in entries for label in entry.labels))
    first = entries[0].first
    before = [item for item in paragraphs[:first] if len(item.text) <= limits.TITLE_LENGTH]
    return ItemList(
        titles=before[-limits.TITLE_PARAGRAPHS :],
        header=["序号", "工作任务", *labels],
        rows=list(_rows(entries, labels)),
        used=set(range(first, entries[-1].last + 1)),
    )


def _lines(paragraphs: Sequence[Paragraph]) -> Iterator[tuple[int, str]]:
    for index, paragraph in enumerate(paragraphs):
        for line in paragraph.text.split("\n"):
            if line.strip():
                yield index, line.strip()


def _numbered(index: int, line: str) -> _Entry | None:
    found = _DIGITS.match(line) or _CIRCLED.match(line) or _CHINESE.match(line)
    if found is None:
        return None
    number = next(group for group in found.groups() if group)
    by_digits = found.re is not _CHINESE
    return _Entry(number, line, line[found.end() :], by_digits, first=index, last=index)


def _label_at_start(line: str) -> re.Match[str] | None:
    found = _AT_START.match(line)
    return found if found is not None and _LINE_LABEL.fullmatch(_SPACES.sub("", found[1])) else None


def _read_labels(entry: _Entry, line: str, *, first: bool) -> None:
    """Cut a line into what comes before its labels and each label with its value."""
    marks = [(found.start(), found.end(), found[1]) for found in _INLINE.finditer(line)]
    opening = _label_at_start(line)
    if (
        opening is not None
        and (not marks or marks[0][0] > opening.start(1))
        and not (first and opening[1] not in _TASK_LABELS)
    ):
        marks.insert(0, (0, opening.end(), opening[1]))
    head = line[: marks[0][0]].rstrip(_AROUND + "（(【[〔") if marks else line
    if first:
        entry.text = head
    elif head:
        entry.go_on(head)
    ends = [begin for begin, _, _ in marks[1:]] + [len(line)]
    for (_, begin, name), end in zip(marks, ends, strict=False):
        label = _SPACES.sub("", name)
        value = _without_closing_bracket(line[begin:end].strip(_AROUND if end < len(line) else " \t　\n"))
        if label in _TASK_LABELS and not entry.text:
            entry.text = value
        else:
            entry.label(label, value)


def _without_closing_bracket(value: str) -> str:
    """「财政局）」 ends a bracket that began before the label; 「财政局（国资局）」 ends its own."""
    for opening, closing in ("（）", "()", "【】", "[]", "〔〕"):
        bare = value.rstrip("。")
        if bare.endswith(closing) and bare.count(closing) > bare.count(opening):
            return bare[:-1].rstrip(_AROUND)
    return value


def _rows(entries: Sequence[_Entry], labels: Sequence[str]) -> Iterator[tuple[str, ...]]:
    digits_are_items = any(entry.by_digits and (entry.labels or entry.names_units()) for entry in entries)
    for entry in entries:
        # An item whose labels are missing is still an item where the items are numbered 1, 2, 3.
        if entry.labels or entry.names_units() or (entry.by_digits and digits_are_items):
            yield (entry.number, entry.whole(), *(entry.labels.get(label, "") for label in labels))
        else:
            yield (entry.original,)
            yield from ((line,) for line in entry.more)
        yield from ((line,) for line in entry.after)
