"""The search: from what somebody typed to a page of results."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ratsarchiv.store.suche.anfrage import Ergebnis, Treffer
from ratsarchiv.store.suche.auflistung import alle
from ratsarchiv.store.suche.facetten import Filter, facetten
from ratsarchiv.store.suche.rang import Stufen, anzahl_texte, rang
from ratsarchiv.store.suche.schreibung import marken
from ratsarchiv.store.suche.sprache import frage, staemme
from ratsarchiv.store.suche.stellen import stellen, texte
from ratsarchiv.store.suche.stufen import berichtigt, gesucht, mit_zusammensetzungen
from ratsarchiv.store.suche.synonyme import packaged
from ratsarchiv.store.suche.worte import worte

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from ratsarchiv.store.suche.anfrage import Anfrage
    from ratsarchiv.store.suche.rang import Ziel
    from ratsarchiv.store.suche.schreibung import Phrase
    from ratsarchiv.store.suche.sprache import Frage
    from ratsarchiv.store.suche.stellen import Text
    from ratsarchiv.store.suche.synonyme import Synonyme

FEW = 200
"""With fewer texts than these, compounds of the words are looked for as well."""
LOOKED_AT = 40
"""So many of the best results are put in order by the spelling of their words too."""
EXACT = 1.5
"""How much more a result counts that has the words as they were typed."""
MOST_RESULTS = 100
MOST_WITHOUT_PASSAGES = 5_000
LAST_PAGE = 500
MOST_NUMBERS = 100
MOST_NAMED = 12
"""Other words that are named to people."""


def suche(connection: sqlite3.Connection, anfrage: Anfrage, synonyme: Synonyme | None = None) -> Ergebnis:
    """A page of results. Whatever the text is, it is no error. Without any text it is all that the filters leave."""
    synonyme = packaged() if synonyme is None else synonyme
    bedingung = Filter(anfrage)
    if not anfrage.text.strip():
        return _alle(connection, anfrage, bedingung)
    typed = anfrage.text
    fragen = frage(typed)
    direkt = gesucht(connection, fragen, synonyme)
    if not direkt.gruppen:
        return Ergebnis(facetten=facetten(connection, {}, bedingung.gewaehlt))
    number = anzahl_texte(connection, direkt, bedingung)
    statt = None
    if not number and (statt := berichtigt(connection, typed, direkt)):
        typed, fragen = statt, frage(statt)
        direkt = gesucht(connection, fragen, synonyme)
        number = anzahl_texte(connection, direkt, bedingung)
    weiter = mit_zusammensetzungen(connection, direkt) if number < FEW else None
    weiter = None if weiter == direkt else weiter
    stufen = Stufen(direkt, weiter, json.dumps(_nummern(connection, typed, fragen)))
    return _ergebnis(connection, anfrage, stufen, bedingung, fragen, number, statt)


def _ergebnis(
    connection: sqlite3.Connection,
    anfrage: Anfrage,
    stufen: Stufen,
    bedingung: Filter,
    fragen: Frage,
    number: int,
    statt: str | None,
) -> Ergebnis:
    start, size = _page(anfrage)
    reordered = anfrage.sortierung == "relevanz" and start < LOOKED_AT
    first, end = (0, max(LOOKED_AT, start + size)) if reordered else (start, start + size)
    found = rang(connection, anfrage, stufen, bedingung, number, first, end)
    known = texte(
        connection, [text for ziel in found.ziele[:LOOKED_AT] for text in ziel.texte[:1]] if reordered else []
    )
    ziele = (_by_spelling(found.ziele, known, fragen) if reordered else found.ziele)[start - first : end - first][:size]
    if anfrage.stellen:
        known |= texte(connection, [text for ziel in ziele for text in ziel.texte if text not in known])
    searched = (stufen.weiter or stufen.direkt).phrasen
    treffer = _treffer(connection, ziele, known, searched)
    return Ergebnis(
        treffer=treffer,
        anzahl=found.anzahl,
        mindestens=found.mindestens,
        facetten=facetten(connection, found.gezaehlt, bedingung.gewaehlt),
        nur_neueste=found.nur_neueste,
        gesucht=_besides(stufen, treffer),
        statt=statt,
    )


def _alle(connection: sqlite3.Connection, anfrage: Anfrage, bedingung: Filter) -> Ergebnis:
    """A page of everything that the filters leave, by date."""
    start, size = _page(anfrage)
    found = alle(connection, anfrage, bedingung, start, start + size)
    wanted = [text for ziel in found.ziele for text in ziel.texte[:1]] if anfrage.stellen else []
    return Ergebnis(
        treffer=_treffer(connection, found.ziele, texte(connection, wanted), frozenset()),
        anzahl=found.anzahl,
        mindestens=found.mindestens,
        facetten=facetten(connection, found.gezaehlt, bedingung.gewaehlt),
    )


def _page(anfrage: Anfrage) -> tuple[int, int]:
    """Where the page begins, and how many results it has."""
    size = min(max(1, anfrage.groesse), MOST_RESULTS if anfrage.stellen else MOST_WITHOUT_PASSAGES)
    return (min(max(1, anfrage.seite), LAST_PAGE) - 1) * size, size


def _nummern(connection: sqlite3.Connection, typed: str, fragen: Frage) -> list[str]:
    """Vorlagen that have exactly the typed number, or one of the typed numbers."""
    wanted = {staemme(typed), *(wort.phrase for gruppe in fragen.gruppen for wort in gruppe if wort.nummer)}
    found = []
    for phrase in sorted(wanted):
        if phrase and any(any(letter.isdigit() for letter in word) for word in phrase):
            rows = connection.execute(NUMBERS, (f'nummer : ^"{" ".join(phrase)}"', MOST_NUMBERS))
            found += [row[0] for row in rows if staemme(row[1]) == phrase]
    return found


def _by_spelling(ziele: Sequence[Ziel], known: Mapping[tuple[str, str], Text], fragen: Frage) -> list[Ziel]:
    """The best results anew: those that have the words as they were typed count more. Müller is not Müll."""
    typed = [
        wort.text
        for gruppe in fragen.gruppen
        for wort in gruppe
        if len(gruppe) == 1 and len(wort.phrase) == 1 and wort.text.isalpha()
    ]

    def place(ziel: Ziel) -> tuple[int, float]:
        exact = ziel.stufe == 0 and typed and all(known[text].hat(typed) for text in ziel.texte[:1] if text in known)
        return ziel.stufe, ziel.wert * (EXACT if exact else 1.0)

    return [*sorted(ziele[:LOOKED_AT], key=place), *ziele[LOOKED_AT:]]


def _treffer(
    connection: sqlite3.Connection,
    ziele: Sequence[Ziel],
    known: Mapping[tuple[str, str], Text],
    phrasen: frozenset[Phrase],
) -> tuple[Treffer, ...]:
    ids: dict[str, list[str]] = {}
    for ziel in ziele:
        ids.setdefault(ziel.tabelle, []).append(ziel.objekt)
    heads = {
        (tabelle, row[0]): tuple(row)
        for tabelle, objekte in ids.items()
        for row in connection.execute(HEADS[tabelle], (json.dumps(objekte),))
    }
    found = []
    for ziel in ziele:
        _, kommune, nummer, betreff, art, datum = heads[ziel.tabelle, ziel.objekt]
        found.append(
            Treffer(
                tabelle=ziel.tabelle,
                objekt=ziel.objekt,
                kommune=kommune,
                nummer=nummer,
                betreff=betreff or "",
                art=art,
                datum=datum,
                betreff_marken=marken(betreff or "", phrasen),
                stellen=stellen([known[text] for text in ziel.texte if text in known], phrasen),
            )
        )
    return tuple(found)


def _besides(stufen: Stufen, treffer: Sequence[Treffer]) -> tuple[str, ...]:
    """Synonyms, and the words of the shown passages that were found without being typed."""
    typed = {worte(wort.text) for gruppe in stufen.direkt.gruppen for wort in gruppe.worte}
    besides = {worte(each): each for gruppe in stufen.direkt.gruppen for each in gruppe.synonyme}
    typed |= {word for gruppe in stufen.direkt.gruppen for wort in gruppe.worte for word in wort.phrase}
    known = {word for stem in besides for word in stem.split()}
    for each in treffer:
        for text, places in ((each.betreff, each.betreff_marken), *((one.text, one.marken) for one in each.stellen)):
            for start, end in places:
                word = text[start:end]
                stem = worte(word)
                if stem not in typed and stem not in known:
                    besides.setdefault(stem, word)
    return tuple(besides.values())[:MOST_NAMED]


NUMBERS = """
SELECT v.id, v.nummer FROM suchindex i CROSS JOIN suche s ON s.id = i.rowid CROSS JOIN vorlagen v ON v.id = s.objekt
WHERE i.suchindex MATCH ? AND s.tabelle = 'vorlagen' ORDER BY i.rowid DESC LIMIT ?
"""
_AMONG = "WHERE {}.id IN (SELECT value FROM json_each(?))"
HEADS = {
    "vorlagen": "SELECT v.id, v.kommune, v.nummer, v.betreff, v.art, t.datum FROM vorlagen v"
    f" JOIN suchziele t ON t.objekt = v.id AND t.tabelle = 'vorlagen' {_AMONG.format('v')}",
    "tagesordnungspunkte": "SELECT p.id, p.kommune, p.vorlage_nummer, p.betreff, 'Tagesordnungspunkt', s.datum"
    f" FROM tagesordnungspunkte p LEFT JOIN sitzungen s ON s.id = p.sitzung {_AMONG.format('p')}",
    "sitzungen": f"SELECT s.id, s.kommune, NULL, s.name, 'Sitzung', s.datum FROM sitzungen s {_AMONG.format('s')}",
}
