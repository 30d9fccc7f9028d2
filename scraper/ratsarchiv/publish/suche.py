"""What the search's address says, and what its pages show: every address that they lead to keeps the rest of the question."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlencode

from ratsarchiv.publish import dokument, gegenstand
from ratsarchiv.store import suche as index
from ratsarchiv.store.suche.anfrage import Anfrage

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from ratsarchiv.store.suche import Vorschlag
    from ratsarchiv.store.suche.anfrage import Ergebnis, Stelle, Treffer

Row = dict[str, Any]

LONGEST_MS = 2_000
"""A search asks several queries; more time together it doesn't get."""
LONGEST_TEXT = 300
MOST_VALUES = 20
"""Chosen values of one facet."""
LAST_PAGE = 250

FACETTEN = {
    "kommune": "Kommune",
    "gremium": "Gremium",
    "art": "Art",
    "jahr": "Jahr",
    "federfuehrend": "Federführend",
}
SORTIERUNGEN: dict[Literal["relevanz", "neueste", "aelteste"], str] = {
    "relevanz": "Passendste zuerst",
    "neueste": "Neueste zuerst",
    "aelteste": "Älteste zuerst",
}
_DAY = re.compile(r"(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4})", re.ASCII)
_PUNKTE = (
    "select id, sitzung from tagesordnungspunkte where id in (select value from json_each(?)) and sitzung is not null"
)


def gefragt(args: Any) -> tuple[Anfrage, tuple[str, ...]]:
    """The question that an address asks, and the dates in it that are none."""
    days = {name: tag(args.get(name) or "") for name in ("von", "bis")}
    wrong = tuple(args.get(name) for name, day in days.items() if day is None and (args.get(name) or "").strip())
    chosen = {name: _values(args.getlist(name)) for name in FACETTEN}
    anfrage = Anfrage(
        text=_line(args.get("q") or ""),
        filter={name: values for name, values in chosen.items() if values},
        von=days["von"],
        bis=days["bis"],
        sortierung=next((each for each in SORTIERUNGEN if each == args.get("sortierung")), "relevanz"),
        seite=_page(args.get("seite") or ""),
    )
    return anfrage, wrong


def _line(text: str) -> str:
    return " ".join(text[:LONGEST_TEXT].split())


def _values(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))[:MOST_VALUES]


def tag(text: str) -> date | None:
    """A day as `2026-03-04` or `4.3.2026`."""
    german = _DAY.fullmatch(text.strip())
    try:
        return date(*map(int, reversed(german.groups()))) if german else date.fromisoformat(text.strip())
    except ValueError:
        return None


def _page(text: str) -> int:
    return min(max(int(text), 1), LAST_PAGE) if re.fullmatch(r"\d{1,4}", text, re.ASCII) else 1


def adresse(anfrage: Anfrage, path: str = "/suche") -> str:
    """The address that asks this question."""
    pairs = [("q", anfrage.text)] if anfrage.text else []
    pairs += felder(anfrage)
    pairs += [("sortierung", anfrage.sortierung)] if anfrage.sortierung != "relevanz" else []
    pairs += [("seite", str(anfrage.seite))] if anfrage.seite > 1 else []
    return f"{path}?{urlencode(pairs)}" if pairs else path


def felder(anfrage: Anfrage) -> list[tuple[str, str]]:
    """What narrows a question, as fields of an address."""
    chosen = [(name, value) for name, values in anfrage.filter.items() for value in values]
    return chosen + [(name, day.isoformat()) for name in ("von", "bis") if (day := getattr(anfrage, name))]


def leer(anfrage: Anfrage) -> bool:
    """Whether nothing is asked for: no word, no filter, no order."""
    return not anfrage.text and not felder(anfrage) and anfrage.sortierung == "relevanz"


@dataclass(frozen=True, slots=True)
class Fund:
    """What is found for a question, with what its page needs to know besides."""

    anfrage: Anfrage
    ergebnis: Ergebnis
    kommunen: dict[str, str]
    """Names by id."""
    dokumente: dict[str, list[Row]]
    """By file: the Dokumente that name it."""
    sitzungen: dict[str, str]
    """By Tagesordnungspunkt."""

    def adresse(self, treffer: Treffer) -> str:
        """The path of our page of a result."""
        return ziel(treffer.tabelle, treffer.objekt, self.sitzungen.get(treffer.objekt))

    def kommune(self, treffer: Treffer) -> str:
        """The name of its Kommune."""
        return self.kommunen.get(treffer.kommune, treffer.kommune)


def finden(connection: sqlite3.Connection, anfrage: Anfrage, synonyme: index.Synonyme) -> Fund:
    """What is found, the names of the Kommunen, and where the results lead."""
    ergebnis = index.suche(connection, anfrage, synonyme)
    kommunen = dict(tuple(row) for row in connection.execute("select id, name from kommunen"))
    files = {stelle.datei for treffer in ergebnis.treffer for stelle in treffer.stellen if stelle.datei}
    items = [treffer.objekt for treffer in ergebnis.treffer if treffer.tabelle == "tagesordnungspunkte"]
    sitzungen = dict(tuple(row) for row in connection.execute(_PUNKTE, (json.dumps(items),)))
    return Fund(anfrage, ergebnis, kommunen, dokument.of_files(connection, files), sitzungen)


def inhalt(fund: Fund) -> dict[str, Any]:
    """What the page of results shows besides the question."""
    anfrage, ergebnis = fund.anfrage, fund.ergebnis
    shown = "neueste" if not anfrage.text and anfrage.sortierung == "relevanz" else anfrage.sortierung
    return {
        "ergebnis": ergebnis,
        "treffer": [_treffer(each, fund) for each in ergebnis.treffer],
        "facetten": list(_facetten(anfrage, ergebnis)),
        "gewaehlt": list(_gewaehlt(anfrage, ergebnis)),
        "sortierungen": [
            (wort, adresse(replace(anfrage, sortierung=wert, seite=1)), wert == shown)
            for wert, wort in SORTIERUNGEN.items()
            if anfrage.text or wert != "relevanz"
        ],
        "zurueck": adresse(replace(anfrage, seite=anfrage.seite - 1)) if anfrage.seite > 1 else None,
        "weiter": weiter(anfrage, ergebnis),
        "statt": (ergebnis.statt, adresse(replace(anfrage, text=ergebnis.statt, seite=1))) if ergebnis.statt else None,
        "ohne_filter": adresse(Anfrage(text=anfrage.text)) if felder(anfrage) and anfrage.text else None,
        "anfang": adresse(replace(anfrage, seite=1)),
        "json": adresse(anfrage, "/suche.json"),
        "feed": adresse(replace(anfrage, seite=1, sortierung="relevanz"), "/suche.atom"),
        "csv": adresse(replace(anfrage, seite=1), "/suche.csv"),
    }


def weiter(anfrage: Anfrage, ergebnis: Ergebnis, path: str = "/suche") -> str | None:
    """The address of the next page, where there is one."""
    more = ergebnis.anzahl > anfrage.seite * anfrage.groesse or (
        ergebnis.mindestens and len(ergebnis.treffer) == anfrage.groesse
    )
    return adresse(replace(anfrage, seite=anfrage.seite + 1), path) if more and anfrage.seite < LAST_PAGE else None


def _treffer(treffer: Treffer, fund: Fund) -> Row:
    return {
        "adresse": fund.adresse(treffer),
        "betreff": treffer.betreff or treffer.nummer or "Ohne Betreff",
        "marken": treffer.betreff_marken if treffer.betreff else (),
        "nummer": treffer.nummer if treffer.betreff else None,
        "art": treffer.art,
        "datum": treffer.datum,
        "kommune": fund.kommune(treffer),
        "stellen": [
            {"stelle": each, "dokument": of_passage(each, treffer, fund)} for each in _verschieden(treffer.stellen)
        ],
    }


def _verschieden(stellen: Iterable[Stelle]) -> list[Stelle]:
    """Passages without those that say the same again: a Vorlage is often a Dokument of its own as well."""
    found: list[Stelle] = []
    for stelle in stellen:
        said = _wortlaut(stelle)
        if not any(said in other or other in said for other in map(_wortlaut, found)):
            found.append(stelle)
    return found


def _wortlaut(stelle: Stelle) -> str:
    return " ".join(stelle.text.replace("…", " ").split())


def of_passage(stelle: Stelle, treffer: Treffer, fund: Fund) -> Row | None:
    """The Dokument in which a passage stands, of those with this content the one that belongs to the result."""
    found = fund.dokumente.get(stelle.datei or "")
    if not found:
        return None
    best = min(found, key=lambda row: treffer.objekt not in (row["vorlage"], row["tagesordnungspunkt"], row["sitzung"]))
    return best | {"adresse": dokument.adresse(best["id"], stelle.seite, fund.anfrage.text), "seite": stelle.seite}


def ziel(tabelle: str, objekt: str, sitzung: str | None = None) -> str:
    """The path of our page of an object; of a Tagesordnungspunkt its place in the agenda of its Sitzung."""
    if tabelle != "tagesordnungspunkte":
        return gegenstand.adresse(tabelle, objekt)
    return gegenstand.punkt_adresse(sitzung, objekt) if sitzung else gegenstand.adresse(f"ratsarchiv/{tabelle}", objekt)


def _facetten(anfrage: Anfrage, ergebnis: Ergebnis) -> Iterator[Row]:
    """The facets that tell results apart or are chosen, in our order, each value with the address that it leads to."""
    for name, wort in FACETTEN.items():
        werte = ergebnis.facetten.get(name, ())
        if len(werte) > 1 or any(each.gewaehlt for each in werte):
            values = [{"wert": each, "adresse": _umgeschaltet(anfrage, name, each.wert)} for each in werte]
            yield {"name": name, "wort": wort, "werte": values}


def _gewaehlt(anfrage: Anfrage, ergebnis: Ergebnis) -> Iterator[Row]:
    """What narrows the question, each with the address without it."""
    for name, values in anfrage.filter.items():
        names = {each.wert: each.name for each in ergebnis.facetten.get(name, ())}
        for value in values:
            without = _umgeschaltet(anfrage, name, value)
            yield {"wort": FACETTEN[name], "name": names.get(value, value), "adresse": without}
    for name, day in (("von", anfrage.von), ("bis", anfrage.bis)):
        if day:
            without = adresse(replace(anfrage, **{name: None}, seite=1))  # type: ignore[arg-type]
            yield {"wort": name.capitalize(), "name": f"{day:%d.%m.%Y}", "adresse": without}


def _umgeschaltet(anfrage: Anfrage, name: str, wert: str) -> str:
    """The address with a value chosen, or with it no longer chosen."""
    before = anfrage.filter.get(name, ())
    after = tuple(each for each in before if each != wert) if wert in before else (*before, wert)
    rest = {each: values for each, values in anfrage.filter.items() if each != name}
    return adresse(replace(anfrage, filter=rest | {name: after}, seite=1))


def vorgeschlagen(connection: sqlite3.Connection, text: str, kommune: str | None) -> list[Row]:
    """Suggestions for what somebody has begun to type, each with where it leads."""
    found = index.vorschlaege(connection, _line(text), kommune=kommune or None)
    return [{"art": each.art, "text": each.text, "adresse": _vorschlag(each)} for each in found]


def _vorschlag(vorschlag: Vorschlag) -> str:
    if vorschlag.tabelle in {"vorlagen", "gremien"}:
        return ziel(vorschlag.tabelle, vorschlag.objekt)
    return adresse(Anfrage(text=f'"{vorschlag.text.replace(chr(34), " ")}"'))
