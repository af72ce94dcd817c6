"""``tracker task``: one task, whole."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import click
from rich.table import Table
from rich.text import Text

from tracker.cli.site import DAY, day_of, site
from tracker.cli.tables import print_table
from tracker.db import reading
from tracker.queries.task_record import task_record
from tracker.vocabulary.words import Word

# section → its title, and the columns a person wants to read
_SECTIONS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "deadlines": ("时限", {"kind": "类别", "what": "内容", "owed_by": "单位", "opened_on": "起", "due_on": "时限",
                          "claimed_on": "申报", "met_on": "核实", "voided_on": "取消"}),
    "slips": ("督办单", {"colour": "颜色", "state": "状态", "number": "编号", "prepared_on": "拟单",
                       "issued_on": "签发",
                       "answered_on": "答复", "facts": "事实"}),
    "proposals": ("建议", {"kind": "类别", "proposed_on": "提出", "facts": "事实", "outcome": "处理",
                         "decided_by": "处理人", "decided_on": "处理日", "reason": "理由"}),
    "standstills": ("未见明显进展", {"kind": "类别", "found_on": "发现", "over_on": "消除", "facts": "事实"}),
    "listings": ("挂牌督办", {"state": "状态", "number": "编号", "listed_on": "挂牌", "released_on": "解除"}),
    "requests": ("提请协调", {"to": "提请", "raised_on": "提出", "over_on": "了结", "days": "等待天数",
                             "content": "内容"}),
    "extensions": ("延期申请", {"state": "状态", "signed_on": "签发", "present_due_on": "原时限",
                            "asked_due_on": "申请", "granted_due_on": "批准"}),
    "approvals": ("审批", {"kind": "类别", "approver": "审批人", "outcome": "结果", "decided_on": "日期"}),
}  # fmt: skip


@click.group()
def task() -> None:
    """督办事项：查看一项的全部记录。"""


@task.command()
@click.argument("reference", metavar="编号")
@click.option("--as-of", type=DAY, help="逾期天数算到哪一天，默认今天。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def show(reference: str, as_of: datetime | None, as_json: bool) -> None:
    """一项督办事项：时限和历次变更、督办单、建议、挂牌、协调、延期、逾期天数拆分、审批。"""
    _, engine = site()
    with reading(engine) as session:
        record = task_record(session, reference, day_of(as_of))
    if as_json:
        click.echo(json.dumps(record, ensure_ascii=False, default=str))
        return
    click.echo(f"{record['reference']} {record['title']}（{_cell(record['status'])}，{_cell(record['light'])}）")
    if (split := record["delay"]) is not None:
        click.echo(
            f"逾期{split['days']}天：自身{split['own']}天，等待协调{split['waiting']}天，暂缓{split['paused']}天"
        )
    print_table(*(_table(title, columns, record[name]) for name, (title, columns) in _SECTIONS.items() if record[name]))


def _table(title: str, columns: Mapping[str, str], rows: Sequence[Mapping[str, Any]]) -> Table:
    table = Table(title=title, title_justify="left")
    for label in columns.values():
        table.add_column(label, overflow="fold")
    for row in rows:
        table.add_row(*(Text(_cell(row.get(key))) for key in columns))
    return table


def _cell(value: object) -> str:
    if isinstance(value, Word):
        return value.label
    return "" if value is None else str(value)
