"""``tracker rules``: the rules in force, a new version of one, and the record replayed by others."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

import click
from rich.table import Table
from rich.text import Text

from tracker import clock
from tracker.cli.site import DAY, day_of, operator, site
from tracker.cli.tables import print_table
from tracker.db import reading, writing
from tracker.errors import NotFound, RuleBroken
from tracker.policy.rules import DEFAULTS, Parameters, RuleName
from tracker.queries.rule_replay import Replayed
from tracker.queries.rule_replay import replay as replay_rules
from tracker.queries.rules import rules_on
from tracker.services.rules import SetRule, set_rule
from tracker.vocabulary.complaints import Refusal


@click.group()
def rules() -> None:
    """规则：数值、生效日期、条款出处。"""


@rules.command()
@click.option("--as-of", type=DAY, help="看哪一天生效的规则，默认今天。")
def show(as_of: datetime | None) -> None:
    """列出生效的规则。"""
    _, engine = site()
    day = day_of(as_of)
    with reading(engine) as session:
        in_force = rules_on(session, day)
    table = Table(title=f"{day} 生效的规则", title_justify="left", show_lines=True)
    for name in ("规则", "名称", "版本", "生效", "数值", "出处"):
        table.add_column(name)
    for name, version in in_force.versions.items():
        numbers = "\n".join(f"{key} = {value}" for key, value in version.parameters.items())
        table.add_row(
            name,
            DEFAULTS[name].meaning,
            str(version.version),
            version.effective_on.isoformat(),
            numbers,
            version.clause,
        )
    print_table(table)


@rules.command("set")
@click.argument("name", metavar="规则")
@click.argument("pairs", metavar="数值=整数", nargs=-1, required=True)
@click.option("--from", "since", type=DAY, required=True, help="从哪天起生效，最早今天。")
@click.option("--clause", required=True, help="依据的文件和条款。")
def set_version(name: str, pairs: tuple[str, ...], since: datetime, clause: str) -> None:
    """设定一条规则的新版本；没有写到的数值不变。"""
    _, engine = site()
    with writing(engine) as session:
        present = rules_on(session, since.date()).versions[_rule(name)].parameters
        command = SetRule(name, {**present, **_numbers(pairs)}, since.date(), clause)
        moved = set_rule(session, operator(), command, today=clock.today())
    click.echo(f"“{DEFAULTS[_rule(name)].meaning}”的新版本自{since.date()}起生效，{moved}个时限重算。")


@rules.command()
@click.option(
    "--rules",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    required=True,
    help="要试的规则，JSON 或 TOML；没有写到的规则和数值不变。",
)
@click.option("--from", "first", type=DAY, required=True, help="从哪天起。")
@click.option("--to", "last", type=DAY, required=True, help="到哪天止。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def replay(file: Path, first: datetime, last: datetime, as_json: bool) -> None:
    """用另一套规则推演已有记录：会多发、少发哪些提醒、督办单和建议。"""
    _, engine = site()
    with reading(engine) as session:
        found = replay_rules(session, None, _changes(file), first.date(), last.date())
    if as_json:
        click.echo(json.dumps(_as_record(found), ensure_ascii=False))
        return
    counts = Table(title=f"{found.first} 至 {found.last}", title_justify="left")
    for label in ("类别", "实际", "推演", "相差"):
        counts.add_column(label, justify="left" if label == "类别" else "right")
    for row in found.counts:
        counts.add_row(row.label, str(row.happened), str(row.replayed), f"{row.replayed - row.happened:+}")
    listed = Table(title="不同之处", title_justify="left")
    for label in ("日期", "编号", "事项", "类别", "变化"):
        listed.add_column(label, overflow="fold")
    for one in found.differences:
        change = "不会有" if one.happened else "会多出"
        listed.add_row(one.day.isoformat(), one.reference, Text(one.title), one.label, change)
    print_table(counts, *([listed] if found.differences else []))
    if found.more:
        click.echo(f"另有{found.more}处没有列出。")


def _as_record(found: Replayed) -> dict[str, object]:
    return {
        "from": found.first.isoformat(),
        "to": found.last.isoformat(),
        "counts": {row.word: {"happened": row.happened, "replayed": row.replayed} for row in found.counts},
        "differences": [
            {
                "day": one.day.isoformat(),
                "reference": one.reference,
                "title": one.title,
                "kind": one.word,
                "change": "gone" if one.happened else "new",
            }
            for one in found.differences
        ],
        "more": found.more,
    }


def _rule(name: str) -> RuleName:
    if name not in DEFAULTS:
        raise NotFound(Refusal.RULE_UNKNOWN)
    return RuleName(name)


def _numbers(pairs: Sequence[str]) -> dict[str, int]:
    numbers = {}
    for pair in pairs:
        key, _, number = pair.partition("=")
        if not (number.isascii() and number.isdigit()):
            raise RuleBroken(Refusal.RULE_PAIR_WRONG, pair=pair)
        numbers[key.strip()] = int(number)
    return numbers


def _changes(file: Path) -> Mapping[RuleName, Parameters]:
    """The rules a file changes. Raises RuleBroken for a file that says something else."""
    try:
        text = file.read_text(encoding="utf-8-sig")
        found = tomllib.loads(text) if file.suffix.lower() == ".toml" else json.loads(text)
    except (ValueError, OSError) as wrong:
        raise RuleBroken(Refusal.RULE_FILE_WRONG, why=wrong) from wrong
    if not isinstance(found, dict):
        raise RuleBroken(Refusal.RULE_FILE_WRONG, why="最外层应为规则名")
    changes: dict[RuleName, Parameters] = {}
    for name, numbers in found.items():
        whole = isinstance(numbers, dict) and all(
            isinstance(one, int) and not isinstance(one, bool) for one in numbers.values()
        )
        if not whole:
            raise RuleBroken(Refusal.RULE_FILE_WRONG, why=f"“{name}”下应为 数值名: 整数")
        changes[_rule(name)] = numbers
    return changes
