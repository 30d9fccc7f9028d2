"""Spreadsheets (XLSX, XLSB, XLS, ODS) → a page for each sheet that its reader sees: rows as lines, cells divided by tabs."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from ratsarchiv.text.document import Unreadable
from ratsarchiv.text.paging import paged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

Cell = int | float | str | bool | time | date | datetime | timedelta


def pages(path: Path, longest: int, announce: Callable[[int], None]) -> Iterator[str]:
    """Each sheet under its name, on further pages where it is longer than `longest` characters; hidden ones are left out."""
    try:
        yield from _sheets(path, longest, announce)
    except PasswordError as error:
        raise Unreadable("verschluesselt", "the file is locked with a password") from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # what Rust calls a bug of its own is no Exception
            raise
        raise Unreadable("beschaedigt", f"the file is damaged ({str(error)[:200]})") from None


def _sheets(path: Path, longest: int, announce: Callable[[int], None]) -> Iterator[str]:
    with CalamineWorkbook.from_path(path) as workbook:
        shown = [
            sheet.name
            for sheet in workbook.sheets_metadata
            if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet
        ]
        announce(len(shown))
        for name in shown:
            rows = ("\t".join(map(_printed, row)).rstrip("\t") for row in workbook.get_sheet_by_name(name).iter_rows())
            yield from paged(_named(name, rows), longest)


def _named(name: str, rows: Iterator[str]) -> Iterator[str]:
    yield name
    yield from rows


def _printed(cell: Cell) -> str:
    """A cell as it is printed in German."""
    match cell:
        case str():
            return " ".join(cell.split())
        case bool():
            return "WAHR" if cell else "FALSCH"
        case float():
            return str(int(cell)) if cell.is_integer() else str(cell).replace(".", ",")
        case datetime():
            return f"{cell:%d.%m.%Y %H:%M}".removesuffix(" 00:00")
        case date():
            return f"{cell:%d.%m.%Y}"
        case _:
            return str(cell)
