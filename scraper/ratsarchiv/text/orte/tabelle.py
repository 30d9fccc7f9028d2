"""Tables of places: anybody's CSV, and the gazetteer as we keep it in `data/orte/<kommune>.csv`."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ratsarchiv.errors import WrongUse
from ratsarchiv.text.orte.ort import Angabe, Ort
from ratsarchiv.text.orte.punkt import point
from ratsarchiv.text.orte.schreibung import falte
from ratsarchiv.text.orte.tags import ANDERE_WOERTER, ARTEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SPALTEN = Ort._fields
_NAMES = {
    "name": {"name", "bezeichnung", "strasse", "strassenname"},
    "art": {"art", "typ", "kategorie"},
    "lat": {"lat", "latitude", "breite", "breitengrad", "y"},
    "lon": {"lon", "lng", "long", "longitude", "laenge", "laengengrad", "x"},
    "herkunft": {"herkunft", "quelle"},
}
_LONGEST = 120


def angaben(text: str, woher: str) -> Iterator[Angabe]:
    """The places of a table with the columns name, art, lat and lon; WrongUse names the line."""
    first = text.split("\n", 1)[0]
    delimiter = max(";\t|,", key=first.count)
    rows = csv.reader(io.StringIO(text), delimiter=delimiter)
    columns = _columns(_rows(rows, woher, header=True), woher)
    for row in _rows(rows, woher):
        where = f"{woher}, line {rows.line_num}"
        said = {name: row[n].strip() if n < len(row) else "" for name, n in columns.items()}
        lat, lon = point(_degrees(said["lat"]), _degrees(said["lon"]), where)
        name = geprueft(said["name"], where)
        yield Angabe(name, art_named(said["art"], where), lat, lon, said.get("herkunft") or woher)


def art_named(word: str, where: str) -> str:
    """Our kind for a word like `Straße` or `Stadtteil`; WrongUse for another."""
    folded = falte(word.strip())
    art = ANDERE_WOERTER.get(folded, folded)
    if art not in ARTEN:
        raise WrongUse(f"{where}: unknown kind {word!r}; known: {', '.join(ARTEN)}")
    return art


def geprueft(name: str, where: str) -> str:
    """A name on one line; WrongUse for one that is empty, too long or without a letter."""
    if not ist_name(name):
        raise WrongUse(f"{where}: {name[:40]!r} is no name of a place")
    return " ".join(name.split())


def ist_name(name: str) -> bool:
    """Whether it has a letter, fits on a line, and hides nothing."""
    one_line = " ".join(name.split())
    return any(map(str.isalpha, one_line)) and len(one_line) <= _LONGEST and one_line.isprintable()


def pfad(data: Path, kommune: str) -> Path:
    """Where a council's gazetteer lies."""
    return data / "orte" / f"{kommune}.csv"


def lesen(path: Path) -> tuple[Ort, ...]:
    """A gazetteer as we keep it; none where there is no file; WrongUse names a line that can't be read."""
    if not path.is_file():
        return ()
    try:
        rows = csv.reader(io.StringIO(path.read_text(encoding="utf-8")), strict=True)
        return tuple(_orte(rows, path).values())
    except (UnicodeDecodeError, csv.Error) as error:
        raise WrongUse(f"{path}: no table of ours: {error}") from error


def schreiben(path: Path, orte: Iterable[Ort]) -> None:
    """Keeps a gazetteer: whole, or as it was."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(".neu")
    with new.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(SPALTEN)
        writer.writerows(orte)
    new.replace(path)


def _rows(rows: Iterator[list[str]], woher: str, *, header: bool = False) -> Iterator[list[str]]:
    """The rows that aren't empty; the header alone."""
    try:
        for row in rows:
            if any(row):
                yield row
                if header:
                    return
    except csv.Error as error:
        raise WrongUse(f"{woher}: no table: {error}") from error


def _columns(header: Iterator[list[str]], woher: str) -> dict[str, int]:
    names = [falte(each.strip()) for each in next(header, [])]
    found = {ours: n for ours, theirs in _NAMES.items() for n, name in enumerate(names) if name in theirs}
    missing = [name for name in ("name", "art", "lat", "lon") if name not in found]
    if missing:
        raise WrongUse(f"{woher}, line 1: no column {', '.join(missing)}; needed are name, art, lat and lon")
    return found


def _degrees(text: str) -> float | None:
    """A number, with a point or a comma."""
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None


def _orte(rows: Any, path: Path) -> dict[str, Ort]:
    if tuple(next(rows, ())) != SPALTEN:
        raise WrongUse(f"{path}, line 1: the columns must be {','.join(SPALTEN)}")
    orte: dict[str, Ort] = {}
    for row in rows:
        where = f"{path}, line {rows.line_num}"
        if len(row) != len(SPALTEN) or not row[0] or row[0] in orte:
            raise WrongUse(f"{where}: {len(SPALTEN)} columns are needed, the first an id that no other line has")
        id_, name, art, lat, lon, herkunft = row
        here = point(_degrees(lat), _degrees(lon), where)
        orte[id_] = Ort(id_, geprueft(name, where), art_named(art, where), *here, herkunft)
    return orte
