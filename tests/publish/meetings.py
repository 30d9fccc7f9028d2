"""Sitzungen of the made-up council's Stadtrat, with everything that their pages show."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from ratsarchiv.model import Auszug, Dokument, Gremium, Record, Sitzung

from . import council

K, BI = council.K, council.BI
RAT = Gremium(id=f"{K}-pa1", kommune=K, url=f"{BI}pa020.asp?PALFDNR=1", name="Stadtrat", art="Rat")
S = f"{K}-610"


def meeting(number: int, day: date, **fields: Any) -> Sitzung:
    """A Sitzung of the Stadtrat, as its own page says it."""
    base = council.sitzung(number, "Stadtrat", day)
    of: dict[str, Any] = {"gremium": RAT.id, "raum": "Ratssaal", "ort": "Markt 1\n00000 Buchenried"}
    return replace(base, **of | fields)


def file(number: int, titel: str, art: str, **of: Any) -> Dokument:
    url = f"{BI}do027.asp?DOLFDNR={number}"
    return Dokument(
        id=f"{K}-do{number}", kommune=K, url=url, position=number, titel=titel, art=art, groesse="12,5 KB", **of
    )


def auszug(number: int, **said: Any) -> Auszug:
    url = f"{BI}to020.asp?TOLFDNR={number}"
    return Auszug(id=f"{K}-{number}", kommune=K, url=url, tagesordnungspunkt=f"{K}-{number}", **said)


def meetings() -> list[list[Record]]:
    """Three Sitzungen of the Stadtrat; the one in the middle has everything on its agenda."""
    end = datetime(2026, 2, 11, 20, 15, tzinfo=UTC)
    middle = meeting(610, date(2026, 2, 11), name="Sitzung des Stadtrates", ende=end)
    said = replace(council.abschnitt(S, 1, "protokoll", None, "<h1>Aussprache</h1><p>Zwei Wortmeldungen.</p>"),
                   vorlage=None, tagesordnungspunkt=f"{K}-9101")  # fmt: skip
    return [
        [RAT],
        [meeting(609, date(2026, 1, 28), name="Sitzung im Januar")],
        [
            middle,
            file(1, "Einladung", "einladung", sitzung=S),
            council.punkt(9100, S, 1, betreff="Niederschrift vom 28.01.2026", bezug_sitzung=f"{K}-609"),
            file(2, "Niederschrift Januar", "niederschrift", tagesordnungspunkt=f"{K}-9100", sitzung=S),
            council.punkt(9101, S, 2, betreff="Radbrücke", vorlage=f"{K}-100", beschluss="abgelehnt",
                          beschlussart="abgelehnt", nachtrag=True),
            said,
            auszug(9101, abstimmung="mehrheitlich", ja=7, nein=12, enthaltung=1, protokoll="wird nicht gebraucht"),
            council.punkt(9102, S, 3, betreff="Furt", vorlage_nummer="2024/0090"),
            auszug(9102, abstimmung="einstimmig bei zwei Enthaltungen", nein=0, enthaltung=2, protokoll="Ohne\nAussprache"),
            council.punkt(9103, S, 4, betreff="Unbekanntes", vorlage_nummer="1999/0001"),
            council.punkt(9104, S, 5, nummer="N 1", betreff="Grundstück Lohme 7", oeffentlich=False,
                          vorlage=f"{K}-100", beschluss="verkauft"),
        ],
        [meeting(611, date(2026, 2, 18), name="Sitzung danach", abgesagt=True)],
    ]  # fmt: skip
