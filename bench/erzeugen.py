"""An archive of any size out of nothing, the same each time: German words as often as natural texts have them.

`python -m bench.erzeugen FILE [vorlagen] [seiten]`: Vorlagen with their texts, Beratungen, minutes and documents' pages.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from hashlib import sha256
from itertools import islice
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, Final

from bench.wortschatz import Wortschatz
from ratsarchiv.store.database import close, connect, transaction

if TYPE_CHECKING:
    from collections.abc import Iterable
    from sqlite3 import Connection

FASSUNG: Final = "1"
"""Of what this module makes."""
BLOCK = 2000
SEEN = "2026-03-01T06:00:00+00:00"
YEARS = range(2005, 2027)
KOMMUNEN = [
    f"{name}{ende}"
    for ende in ("stadt", "berg", "hausen")
    for name in ["Alt", "Birk", "Dorn", "Eich", "Falk", "Grün", "Hirsch", "Kalk", "Lind", "Mühl"]
]
GREMIEN = (
    "Rat",
    "Hauptausschuss",
    "Finanzausschuss",
    "Bau- und Planungsausschuss",
    "Umweltausschuss",
    "Mobilitätsausschuss",
    "Schulausschuss",
    "Kulturausschuss",
    "Sportausschuss",
    "Jugendhilfeausschuss",
    "Sozialausschuss",
    "Bezirksvertretung Mitte",
)
ARTEN = ("Beschlussvorlage", "Mitteilung", "Antrag", "Anfrage", "Stellungnahme", "Ratsantrag", "Tischvorlage")
AEMTER = [
    f"FB {number} - {name}"
    for number, name in enumerate(
        ["Finanzen", "Ordnung", "Schule", "Kultur", "Soziales", "Jugend", "Planung", "Tiefbau", "Umwelt", "Sport"], 20
    )
]
NUMMERN = ("{jahr}/{n:04}", "VO/{jahr}/{n:05}", "FB 61/{n:04}/WP17", "DS/{n:04}/III", "{jahr}-{n}")
Rows = defaultdict[str, list[dict[str, Any]]]


class Archiv:
    """Rows of an invented archive, Vorlage by Vorlage."""

    def __init__(self, vorlagen: int, seiten: int, worte: Wortschatz) -> None:
        self.zufall, self.worte = Random(5), worte
        self.vorlagen, self.seiten = vorlagen, seiten
        self.gemacht = 0
        self.sitzungen: set[str] = set()

    def kommunen(self) -> Rows:
        """The councils and their Gremien."""
        rows: Rows = defaultdict(list)
        for name in KOMMUNEN:
            rows["kommunen"].append({"id": name.lower(), "name": name})
            for number, gremium in enumerate(GREMIEN):
                rows["gremien"].append(_seen(name.lower(), f"au{number}", name=gremium))
        return rows

    def vorlage(self, number: int) -> Rows:
        """One Vorlage with all that belongs to it."""
        rows: Rows = defaultdict(list)
        zufall = self.zufall
        (kommune,) = zufall.choices(KOMMUNEN, [1 / (3 + rank) for rank in range(len(KOMMUNEN))])
        jahr = zufall.choices(YEARS, range(10, 10 + len(YEARS)))[0]
        datum = f"{jahr}-{zufall.randint(1, 12):02}-{zufall.randint(1, 28):02}"
        thema = self.worte.thema(zufall)
        own, amt = _seen(kommune.lower(), str(number)), zufall.choices(AEMTER, range(len(AEMTER), 0, -1))[0]
        rows["vorlagen"].append(
            {
                **own,
                "nummer": NUMMERN[KOMMUNEN.index(kommune) % len(NUMMERN)].format(jahr=jahr, n=number % 100_000),
                "betreff": self.worte.titel(zufall, zufall.randint(4, 13), thema),
                "art": zufall.choices(ARTEN, range(len(ARTEN), 0, -1))[0],
                "datum": datum,
                "federfuehrend": amt,
            }
        )
        for position, (art, mean) in enumerate((("beschlussvorschlag", 36), ("sachverhalt", 185)), 1):
            text = self.worte.text(zufall, _length(zufall, mean), thema)
            said = {"position": position, "art": art, "ueberschrift": art.title(), "text": text, "html": ""}
            rows["abschnitte"].append(_seen(kommune.lower(), f"{number}-vo-{position}", vorlage=own["id"], **said))
        way = (2 + AEMTER.index(amt), 1, 0)[: zufall.choice((1, 1, 2, 3))]
        for position, gremium in enumerate(way, 1):
            place = {"gremium": f"{kommune.lower()}-au{gremium}", "gremium_name": GREMIEN[gremium], "datum": datum}
            rows["beratungen"].append(
                _seen(kommune.lower(), f"{number}-b{position}", vorlage=own["id"], position=position, **place)
            )
        if number % 12 == 0:
            self._minutes(rows, thema)
        self._documents(rows, number, thema)
        return rows

    def _minutes(self, rows: Rows, thema: list[str]) -> None:
        vorlage, where = rows["vorlagen"][0], rows["beratungen"][0]
        kommune, number = vorlage["kommune"], vorlage["id"].rsplit("-", 1)[1]
        sitzung = _seen(kommune, f"si{where['gremium'].rsplit('-', 1)[1]}-{vorlage['datum'][:7]}")
        if sitzung["id"] not in self.sitzungen:
            self.sitzungen.add(sitzung["id"])
            rows["sitzungen"].append({**sitzung, "gremium": where["gremium"], "datum": vorlage["datum"]})
        item = _seen(kommune, f"to{number}")
        rows["tagesordnungspunkte"].append(
            {**item, "sitzung": sitzung["id"], "vorlage": vorlage["id"], "betreff": vorlage["betreff"]}
        )
        texts = {
            "protokoll": self.worte.text(self.zufall, _length(self.zufall, 90), thema),
            "beschlusstext": self.worte.text(self.zufall, _length(self.zufall, 30), thema),
        }
        rows["auszuege"].append(_seen(kommune, f"to{number}-auszug", tagesordnungspunkt=item["id"], **texts))

    def _documents(self, rows: Rows, number: int, thema: list[str]) -> None:
        """Some Vorlagen have several documents, most have none; the pages add up to what was asked for."""
        missing = round(self.seiten * number / self.vorlagen) - self.gemacht
        if self.zufall.random() > 0.4 and number != self.vorlagen:
            return
        self.gemacht += missing
        position, vorlage = 0, rows["vorlagen"][0]
        while missing > 0:
            position += 1
            pages = min(missing, self.zufall.randint(1, 6))
            missing -= pages
            digest = sha256(f"{number}-{position}".encode()).hexdigest()
            rows["dateien"].append({"sha256": digest, "mime": "application/pdf", "groesse": 1, "seiten": pages})
            said = {"titel": self.worte.titel(self.zufall, 3, thema), "position": position, "datei": digest}
            rows["dokumente"].append(
                _seen(vorlage["kommune"], f"{number}-do{position}", vorlage=vorlage["id"], art="anlage", **said)
            )
            for page in range(1, pages + 1):
                text = self.worte.text(self.zufall, _length(self.zufall, 205), thema)
                rows["seiten"].append(
                    {"id": f"{digest[:32]}-{page}", "datei": digest, "seite": page, "text": text, "quelle": "text"}
                )


def _length(zufall: Random, mean: int) -> int:
    """Texts are short mostly, and some are long."""
    return max(3, round(zufall.lognormvariate(-0.18, 0.6) * mean))


def _seen(kommune: str, number: str, **said: object) -> dict[str, Any]:
    return {"id": f"{kommune}-{number}", "kommune": kommune, "zuerst_gesehen": SEEN, "zuletzt_gesehen": SEEN, **said}


def schreiben(path: Path, vorlagen: int, seiten: int, worte: Wortschatz | None = None) -> None:
    """Make the archive as a database at `path`; its texts are not in the search's index yet."""
    archiv = Archiv(vorlagen, seiten, worte or Wortschatz())
    connection = connect(path)
    # they take out what is derived from a text, and nothing is yet
    triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    with transaction(connection):
        _insert(connection, archiv.kommunen())
    made = (archiv.vorlage(number) for number in range(1, vorlagen + 1))
    while block := list(islice(made, BLOCK)):
        with transaction(connection):
            _insert(connection, _merged(block))
    for _, statement in triggers:
        connection.execute(statement)
    close(connection)


def _merged(block: Iterable[Rows]) -> Rows:
    together: Rows = defaultdict(list)
    for rows in block:
        for table, found in rows.items():
            together[table] += found
    return together


ORDER = (
    *("kommunen", "gremien", "vorlagen", "abschnitte", "sitzungen", "tagesordnungspunkte", "beratungen", "auszuege"),
    *("dateien", "dokumente", "seiten"),
)
"""What is referred to comes first."""


def _insert(connection: Connection, rows: Rows) -> None:
    for table in ORDER:
        if found := rows.get(table):
            columns = list(found[0])
            named = ", ".join(f":{column}" for column in columns)
            connection.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({named})", found)


def archiv(folder: Path, vorlagen: int, seiten: int) -> Path:
    """The file of such an archive below `folder`, made where it is missing."""
    path = folder / f"archiv-{FASSUNG}-{vorlagen}-{seiten}" / "ratsarchiv.db"
    if not path.exists():
        new = path.with_name("neu.db")
        for stale in path.parent.glob("neu.db*"):
            stale.unlink()
        schreiben(new, vorlagen, seiten)
        new.rename(path)
    return path


def main(path: str, vorlagen: int = 20_000, seiten: int = 40_000) -> None:
    """Write one."""
    schreiben(Path(path), vorlagen, seiten)


if __name__ == "__main__":
    main(sys.argv[1], *(int(argument) for argument in sys.argv[2:]))
