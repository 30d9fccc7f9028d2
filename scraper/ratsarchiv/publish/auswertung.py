"""What the statistics say: from counted numbers to a sentence, a chart and a table."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from ratsarchiv.publish import diagramm, german
from ratsarchiv.publish.diagramm import Reihe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from markupsafe import Markup

MOST = 500
"""Rows of one table."""
_SHORT = 12
"""Rows where several questions share a page."""
_MONTHS, _YEARS, _NEWEST = 24, 30, 2

BESCHLUSSARTEN = {
    "ungeaendert": "ungeändert beschlossen",
    "geaendert": "geändert beschlossen",
    "beschlossen": "beschlossen",
    "empfohlen": "empfohlen",
    "abgelehnt": "abgelehnt",
    "vertagt": "vertagt",
    "ueberwiesen": "überwiesen",
    "zur_kenntnis": "zur Kenntnis genommen",
    "zurueckgezogen": "zurückgezogen",
    "zurueckgestellt": "zurückgestellt",
    "abgesetzt": "abgesetzt",
    "erledigt": "erledigt",
    "ohne_beschluss": "ohne Beschluss",
    "offen": "offen",
}

Zahl = tuple[str, str, str, float]
"""Kommune, both groups, and how many: a row of `kennzahlen` for one question."""


@dataclass(frozen=True, slots=True)
class Blick:
    """How much of an answer is wanted: one question alone or beside others, one year or all, the names of Kommunen."""

    allein: bool = False
    jahr: str | None = None
    kommunen: Mapping[str, str] = field(default_factory=dict)
    """By id, where there are several to tell apart."""


@dataclass(frozen=True, slots=True)
class Zeile:
    """A row of an answer's table: its name, the cells, and a bar."""

    name: str
    zellen: tuple[str, ...]
    balken: Markup | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Antwort:
    """What a page shows of one answer; without rows there are no numbers yet."""

    satz: str = ""
    zeitraum: str = ""
    bild: Markup | None = None
    """A chart beside the table; else the rows have bars."""
    legende: tuple[str, ...] = ()
    kopf: tuple[str, ...] = ()
    zeilen: tuple[Zeile, ...] = ()
    jahre: tuple[str, ...] = ()
    """Years that can be looked at alone."""
    mehr: int = 0
    """Rows that are left out."""


def antwort(name: str, zahlen: Sequence[Zahl], blick: Blick) -> Antwort:
    """The answer to the question of that name."""
    return _ANTWORTEN[name](zahlen, blick) if zahlen else Antwort()


def _vorlagen(zahlen: Sequence[Zahl], blick: Blick) -> Antwort:
    return _verlauf("vorlagen_je_monat", "Vorlagen", zahlen, blick)


def _sitzungen(zahlen: Sequence[Zahl], blick: Blick) -> Antwort:
    named = [(kommune, monat, "Sitzungen", wert) for kommune, monat, _, wert in zahlen]
    return _verlauf("sitzungen_je_monat", "Sitzungen", named, blick)


def _verlauf(name: str, was: str, zahlen: Sequence[Zahl], blick: Blick) -> Antwort:
    """Columns by time, stacked by the second group where the question has one."""
    years = _years(zahlen)
    spalten = _spalten(zahlen, years, blick)
    width = len(spalten[0])
    counts: Counter[tuple[str, str]] = Counter()
    for _, monat, art, wert in zahlen:
        if monat[:width] in spalten:
            counts[monat[:width], art] += round(wert)
    reihen = _reihen(counts, spalten)
    zeitraum = f"{_when(spalten[0])} bis {_when(spalten[-1])}"
    satz = _verlauf_satz(was, counts, len(spalten), zeitraum, einheit="Jahr" if width == 4 else "Monat")
    names = tuple(reihe.name for reihe in reihen)
    labels = [_when(spalte, short=True) for spalte in spalten]
    return Antwort(
        satz=satz,
        zeitraum=zeitraum,
        bild=diagramm.saeulen(name, f"{was}, {zeitraum}", f"{satz} Alle Zahlen stehen in der Tabelle.", labels, reihen),
        legende=names if len(names) > 1 else (),
        kopf=("Jahr" if width == 4 else "Monat", *names, *(("zusammen",) if len(names) > 1 else ())),
        zeilen=tuple(_spalte_zeile(spalte, index, reihen) for index, spalte in enumerate(spalten))[::-1],
        jahre=years[::-1],
    )


def _years(zahlen: Iterable[Zahl]) -> tuple[str, ...]:
    """The years that there are numbers for, without a gap, the newest ones."""
    seen = {int(wann[:4]) for _, wann, _, _ in zahlen if wann[:4].isascii() and wann[:4].isdigit()}
    if not seen:
        return ()
    return tuple(f"{year:04}" for year in range(max(min(seen), max(seen) - _YEARS + 1), max(seen) + 1))


def _spalten(zahlen: Sequence[Zahl], years: tuple[str, ...], blick: Blick) -> tuple[str, ...]:
    """Months up to the newest one, or of one year; all years where the question stands alone."""
    if blick.jahr:
        return tuple(f"{blick.jahr}-{month:02}" for month in range(1, 13))
    if blick.allein and len(years) > 2:
        return years
    year, month = map(int, max(wann for _, wann, _, _ in zahlen).split("-"))
    count = year * 12 + month - 1
    return tuple(f"{number // 12:04}-{number % 12 + 1:02}" for number in range(count - _MONTHS + 1, count + 1))


def _reihen(counts: Counter[tuple[str, str]], spalten: Sequence[str]) -> list[Reihe]:
    """The most frequent series first, and the rare ones summed."""
    totals: Counter[str] = Counter()
    for (_, art), count in counts.items():
        totals[art] += count
    order = sorted(totals, key=lambda art: (-totals[art], art))
    rest = order[diagramm.REIHEN - 1 :] if len(order) > diagramm.REIHEN else []
    reihen = [Reihe(art, [counts[spalte, art] for spalte in spalten]) for art in order if art not in rest]
    if rest:
        reihen.append(Reihe("Andere", [sum(counts[spalte, art] for art in rest) for spalte in spalten]))
    return reihen


def _verlauf_satz(was: str, counts: Counter[tuple[str, str]], count: int, zeitraum: str, *, einheit: str) -> str:
    total = sum(counts.values())
    satz = f"{zeitraum}: {german.number(total)} {was}, im Mittel {_decimal(total / count)} im {einheit}."
    arten: Counter[str] = Counter()
    for (_, art), number in counts.items():
        arten[art] += number
    if len(arten) < 2:
        return satz
    art, number = min(arten.items(), key=lambda item: (-item[1], item[0]))
    return f"{satz} Am häufigsten: {german.one_line(art)} ({_percent(number, total)})."


def _spalte_zeile(spalte: str, index: int, reihen: Sequence[Reihe]) -> Zeile:
    werte = [round(reihe.werte[index]) for reihe in reihen]
    zellen = [*werte, sum(werte)] if len(werte) > 1 else werte
    return Zeile(_when(spalte, short=True), tuple(german.number(wert) for wert in zellen))


def _dauer(zahlen: Sequence[Zahl], blick: Blick) -> Antwort:
    found: dict[tuple[str, str], dict[str, float]] = {}
    for kommune, gremium, was, wert in zahlen:
        found.setdefault((kommune, gremium), {})[was] = wert
    most = sorted(found.items(), key=lambda item: (-item[1]["vorlagen"], item[0]))[: MOST if blick.allein else _SHORT]
    shown = sorted(most, key=lambda item: (-item[1]["tage"], item[0]))
    (kommune, gremium), first = shown[0]
    satz = (
        f"Am längsten dauert es, wenn zuletzt „{_named(gremium, kommune, blick)}“ beriet: {_decimal(first['tage'])} Tage, "
        f"im Median von {german.number(round(first['vorlagen']))} Vorlagen."
    )
    zeilen = (
        Zeile(
            _named(gremium, kommune, blick),
            (_decimal(wert["tage"]), german.number(round(wert["vorlagen"]))),
            diagramm.balken([100 * wert["tage"] / first["tage"]]),
        )
        for (kommune, gremium), wert in shown
    )
    return Antwort(
        satz=satz, zeitraum="letzte drei Jahre", kopf=("Gremium der letzten Beratung", "Tage (Median)", "Vorlagen"),
        zeilen=tuple(zeilen), mehr=len(found) - len(shown),
    )  # fmt: skip


def _beschlussarten(zahlen: Sequence[Zahl], blick: Blick) -> Antwort:
    years = _years(zahlen)
    wanted = {blick.jahr} if blick.jahr else set(years if blick.allein else years[-_NEWEST:])
    counts: Counter[str] = Counter()
    for _, jahr, art, wert in zahlen:
        if jahr in wanted:
            counts[BESCHLUSSARTEN.get(art, art)] += round(wert)
    total, zeitraum = (
        sum(counts.values()),
        (" und " if len(wanted) == 2 else " bis ").join(sorted({min(wanted), max(wanted)})),
    )
    rows, _ = _ranked({("", art): count for art, count in counts.items()}, total, blick, MOST)
    satz = f"{zeitraum}: Von {german.number(total)} Beratungen mit Ergebnis endeten {rows[0].zellen[1]} mit „{rows[0].name}“."
    return Antwort(
        satz=satz if rows else "",
        zeitraum=zeitraum,
        kopf=("Ergebnis", "Beratungen", "Anteil"),
        zeilen=rows,
        jahre=years[::-1],
    )


def _federfuehrend(zahlen: Sequence[Zahl], blick: Blick) -> Antwort:
    counts = {(kommune, stelle): round(wert) for kommune, stelle, _, wert in zahlen}
    total = sum(counts.values())
    rows, more = _ranked(counts, total, blick, MOST if blick.allein else _SHORT)
    satz = f"Die meisten kommen von „{rows[0].name}“: {rows[0].zellen[0]} von {german.number(total)}."
    return Antwort(
        satz=satz, zeitraum="letzte zwölf Monate", kopf=("Federführend", "Vorlagen", "Anteil"), zeilen=rows, mehr=more
    )


def _ranked(
    counts: Mapping[tuple[str, str], int], total: int, blick: Blick, most: int
) -> tuple[tuple[Zeile, ...], int]:
    """Rows with shares and bars, the greatest first, and how many are left out."""
    order = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    rows = (
        Zeile(
            _named(name, kommune, blick),
            (german.number(count), _percent(count, total)),
            diagramm.balken([100 * count / order[0][1]]),
        )
        for (kommune, name), count in order[:most]
    )
    return tuple(rows), max(0, len(order) - most)


def _oeffentlichkeit(zahlen: Sequence[Zahl], blick: Blick) -> Antwort:
    counts: Counter[tuple[str, str]] = Counter()
    for _, jahr, was, wert in zahlen:
        counts[jahr, was] += round(wert)
    years = [year for year in _years(zahlen) if counts[year, "oeffentlich"] + counts[year, "nichtoeffentlich"]]
    rows = [
        _teile(year, counts[year, "oeffentlich"], counts[year, "nichtoeffentlich"])
        for year in (years if blick.allein else years[-_SHORT // 2 :])
    ][::-1]
    return Antwort(
        satz=f"{rows[0].name} waren {rows[0].zellen[2]} der Tagesordnungspunkte öffentlich.", zeitraum="je Jahr",
        legende=("öffentlich", "nichtöffentlich"),
        kopf=("Jahr", "öffent\u00adlich", "nicht\u00adöffent\u00adlich", "Anteil öffent\u00adlich"),
        zeilen=tuple(rows),
    )  # fmt: skip


def _teile(year: str, public: int, other: int) -> Zeile:
    share = public / (public + other)
    zellen = (german.number(public), german.number(other), _percent(public, public + other))
    return Zeile(year, zellen, diagramm.balken([100 * share, 100 - 100 * share]))


def _named(name: str, kommune: str, blick: Blick) -> str:
    place = blick.kommunen.get(kommune)
    return f"{german.one_line(name)} ({place})" if place else german.one_line(name)


def _when(spalte: str, *, short: bool = False) -> str:
    """`2026`, `November 2026` or `11/2026` for a year or a month."""
    if len(spalte) == 4:
        return spalte
    year, month = spalte.split("-")
    return f"{month}/{year}" if short else german.month(date(int(year), int(month), 1))


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}".replace(".", ",") + " %"


def _decimal(number: float) -> str:
    """`71,5`, without a comma where the number is whole or large."""
    return german.number(round(number)) if number >= 100 or number == int(number) else f"{number:.1f}".replace(".", ",")


_ANTWORTEN: dict[str, Callable[[Sequence[Zahl], Blick], Antwort]] = {
    "vorlagen_je_monat": _vorlagen,
    "dauer_je_gremium": _dauer,
    "beschlussarten_je_jahr": _beschlussarten,
    "federfuehrend_im_jahr": _federfuehrend,
    "sitzungen_je_monat": _sitzungen,
    "oeffentlichkeit_je_jahr": _oeffentlichkeit,
}
