"""Reads .docx: every table a grid, and a list written as running paragraphs a grid as well."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tracker.documents import limits
from tracker.documents.archive import Archive
from tracker.documents.document import Document, Stray
from tracker.documents.store import Budget, CellStore
from tracker.documents.word_blocks import Block, Paragraph, Table, read_blocks
from tracker.documents.word_items import ItemList, find_items
from tracker.errors import Unreadable
from tracker.policy.sheets.grid import Grid
from tracker.vocabulary.files import FileProblem

_TITLE_WORDS = re.compile(r"(?:表|清单|台账|方案|分工|分解|任务|安排|计划)[）)]?(?:（[^）]*）|\([^)]*\))?$")


def read_word(archive: Archive, main: str) -> Document:
    """The grids of a Word document: first its list in paragraphs, if it has one, then its tables."""
    blocks = read_blocks(archive, main)
    places = [place for place, block in enumerate(blocks) if isinstance(block, Paragraph)]
    items = find_items([block for block in blocks if isinstance(block, Paragraph)])
    used = {places[index] for index in items.used} if items else set()
    budget = Budget()
    stores = [_item_store(items, budget)] if items else []
    count = 0
    for place, block in enumerate(blocks):
        if isinstance(block, Table):
            count += 1
            stores.append(_table_store(block, _titles(blocks, place, used), f"表{count}", budget))
    grids: list[Grid] = []
    strays: list[Stray] = []
    for store in stores:
        grid = store.grid()
        if grid.rows:
            grids.append(grid)
            strays.extend(store.strays)
    if not grids:
        raise Unreadable(FileProblem.NO_TABLE)
    return Document(tuple(grids), tuple(strays))


def _titles(blocks: Sequence[Block], table: int, used: set[int]) -> list[Paragraph]:
    """The short paragraphs just above the table, so that the title and its year are not lost."""
    titles: list[Paragraph] = []
    for place in range(table - 1, -1, -1):
        block = blocks[place]
        if isinstance(block, Table) or place in used or len(block.text) > limits.TITLE_LENGTH:
            break
        titles.insert(0, block)
        if len(titles) == limits.TITLE_PARAGRAPHS:
            break
    return titles


def _name(titles: Sequence[Paragraph], otherwise: str) -> str:
    for fits in (
        lambda title: _TITLE_WORDS.search(title.text.strip()) is not None,
        lambda title: title.heading,
    ):
        for title in reversed(titles):
            if fits(title):
                return " ".join(title.text.split())
    return otherwise


def _table_store(table: Table, titles: list[Paragraph], otherwise: str, budget: Budget) -> CellStore:
    store = CellStore(_name(titles, otherwise), budget)
    top = len(titles)
    width = max((cell.column + cell.span for row in table.rows for cell in row), default=1)
    for number, title in enumerate(titles):
        store.put(number, 0, title.text)
        store.merge(number, 0, number, width - 1)
    # Merges still open downwards: first column -> [first row, last row, last column].
    growing: dict[int, list[int]] = {}
    for number, row in enumerate(table.rows, top):
        for cell in row:
            if cell.continues_above and cell.column in growing:
                growing[cell.column][1] = number
                continue
            _close(store, growing, cell.column)
            growing[cell.column] = [number, number, cell.column + cell.span - 1]
            store.put(number, cell.column, cell.text)
    for column in list(growing):
        _close(store, growing, column)
    return store


def _close(store: CellStore, growing: dict[int, list[int]], column: int) -> None:
    merge = growing.pop(column, None)
    if merge is not None and (merge[0] != merge[1] or merge[2] != column):
        store.merge(merge[0], column, merge[1], merge[2])


def _item_store(items: ItemList, budget: Budget) -> CellStore:
    store = CellStore(_name(items.titles, "任务清单"), budget)
    last_column = len(items.header) - 1
    rows: list[tuple[str, ...]] = [(title.text,) for title in items.titles]
    rows += [tuple(items.header), *items.rows]
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            store.put(number, column, text)
        if len(row) == 1:
            store.merge(number, 0, number, last_column)
    return store
