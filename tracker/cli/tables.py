"""Tables a person would want to read, on a terminal of any width."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from tracker.queries.overdue import OverdueRow
from tracker.queries.overview import DepartmentRow
from tracker.vocabulary.lights import Light
from tracker.wording import split_days, why_overdue

# Shape and word beside the colour: it must be read in black and white too.
_LIGHTS = {
    Light.GREEN: ("■ 绿", "green"),
    Light.YELLOW: ("▲ 黄", "yellow"),
    Light.RED: ("● 红", "red"),
    Light.DONE: ("✓ 结", "dim"),
    Light.PAUSED: ("‖ 缓", "cyan"),
}
_WIDTH_WITHOUT_TERMINAL = 160


def print_table(*tables: Table) -> None:
    """Print to the terminal; into a file or pipe at a fixed width, so that nothing is squeezed to 80 columns."""
    console = Console()
    if not console.is_terminal:
        console = Console(width=_WIDTH_WITHOUT_TERMINAL)
    for table in tables:
        console.print(table)


def light_mark(light: Light) -> Text:
    mark, colour = _LIGHTS[light]
    return Text(mark, style=colour)


def overdue_table(rows: Sequence[OverdueRow], title: str) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column("编号", no_wrap=True)
    table.add_column("事项", ratio=3, overflow="fold")
    table.add_column("牵头单位", ratio=2, overflow="fold")
    table.add_column("时限", no_wrap=True)
    table.add_column("逾期", justify="right", no_wrap=True)
    table.add_column("其中", overflow="fold")
    table.add_column("灯", no_wrap=True)
    table.add_column("原因", ratio=4, overflow="fold")
    for row in rows:
        table.add_row(
            row.reference,
            Text(row.title),
            Text(row.lead or "（未定）"),
            row.due_on.isoformat(),
            f"{row.days}天",
            split_days(row.delay),
            light_mark(row.light),
            Text(why_overdue(row)),
        )
    return table


def department_table(rows: Sequence[DepartmentRow], title: str) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column("牵头单位")
    for name in ("在办", "逾期", "临期", "红灯", "黄灯"):
        table.add_column(name, justify="right")
    for row in rows:
        numbers = (row.open, row.overdue, row.due_soon, row.red, row.yellow)
        table.add_row(Text(row.department or "（未定）"), *map(str, numbers))
    totals = [sum(getattr(row, name) for row in rows) for name in ("open", "overdue", "due_soon", "red", "yellow")]
    table.add_section()
    table.add_row("合计", *map(str, totals))
    return table
