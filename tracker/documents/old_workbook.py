"""Reads the old binary .xls (and WPS's .et, which is the same) through calamine."""

from __future__ import annotations

from pathlib import Path

from tracker.documents.cells import clean, plain_value
from tracker.documents.document import Document, Stray
from tracker.documents.store import Budget, CellStore
from tracker.errors import Unreadable
from tracker.policy.sheets.grid import Grid
from tracker.vocabulary.files import FileProblem


def _stream_name(name: str) -> bytes:
    return name.encode("utf-16-le") + b"\0\0"


def read_old_workbook(path: Path) -> Document:
    """All worksheets of an .xls; its hidden rows are not told apart, calamine does not know them."""
    # Imported here because only this format needs it, and the child should start light.
    import python_calamine as calamine

    _check_kind(path.read_bytes())
    budget = Budget()
    grids: list[Grid] = []
    strays: list[Stray] = []
    try:
        # From a stream, because given a path calamine believes its ending.
        with path.open("rb") as stream, calamine.CalamineWorkbook.from_filelike(stream) as book:
            for sheet in book.sheets_metadata:
                if sheet.typ != calamine.SheetTypeEnum.WorkSheet:
                    continue
                store = CellStore(clean(sheet.name), budget)
                _fill(store, book.get_sheet_by_name(sheet.name))
                grids.append(store.grid(hidden=sheet.visible != calamine.SheetVisibleEnum.Visible))
                strays.extend(store.strays)
    except calamine.PasswordError as error:
        raise Unreadable(FileProblem.PASSWORD) from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise Unreadable(FileProblem.DAMAGED) from error
    return Document(tuple(grids), tuple(strays))


def _check_kind(data: bytes) -> None:
    # An encrypted .xlsx travels inside the same old container.
    if _stream_name("EncryptedPackage") in data:
        raise Unreadable(FileProblem.PASSWORD)
    if _stream_name("Workbook") in data or _stream_name("Book") in data:
        return
    raise Unreadable(FileProblem.OLD_WORD if _stream_name("WordDocument") in data else FileProblem.UNRECOGNISED)


def _fill(store: CellStore, sheet: object) -> None:
    import python_calamine as calamine

    assert isinstance(sheet, calamine.CalamineSheet)  # noqa: S101 - tells the type checker what the import cannot
    if sheet.start is None:
        return
    # calamine's rows begin with the sheet's first row, but its cells with the first column used.
    offset = sheet.start[1]
    for row, cells in enumerate(sheet.iter_rows()):
        for column, value in enumerate(cells, offset):
            if value != "":
                store.put(row, column, plain_value(value))
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        store.merge(top, left, bottom, right)
