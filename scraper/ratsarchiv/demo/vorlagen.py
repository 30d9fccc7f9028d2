"""What is laid before Musterstadt's council: Vorlagen with texts and documents, still without Beratungsfolge."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from ratsarchiv.demo import teile
from ratsarchiv.demo.rat import FRAKTIONEN
from ratsarchiv.demo.termine import VORLAUF, beginn
from ratsarchiv.demo.texte import THEMEN, Thema, Worte
from ratsarchiv.demo.world import Anlage, Dokument, Person, Vorlage, Zugang

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

ARTEN = (
    "Beschlussvorlage", "Antrag", "Mitteilungsvorlage", "Beschlussvorlage", "Anfrage", "Beschlussvorlage",
    "Berichtsvorlage", "Beschlussvorlage", "Bürgerantrag", "Beschlussvorlage", "Antrag", "Beschlussvorlage",
)  # fmt: skip
KENNTNISNAHMEN = frozenset({"Mitteilungsvorlage", "Berichtsvorlage", "Anfrage"})
BETEILIGTE = ("A 20 - Finanzen", "A 65 - Gebäudemanagement", "A 30 - Recht")
KOMMENDE = 3
"""So many of the last Vorlagen are on the agenda of next week's meeting."""


def vorlagen(
    rng: Random, stichtag: date, anzahl: int, personen: list[Person], nummern: Iterator[int]
) -> list[tuple[Vorlage, Thema]]:
    """All papers in the order of their creation, each with what it is about."""
    found: list[tuple[Vorlage, Thema]] = []
    jahre: dict[int, int] = {}
    kinder: dict[int, int] = {}
    for n in range(anzahl):
        tag = _angelegt(stichtag, n, anzahl)
        thema = THEMEN[n % 3] if n >= anzahl - KOMMENDE else _thema(rng, n)
        bezug = _bezug(found, n)
        vorlage = _kopf(rng, n, tag, thema, personen)
        vorlage.zugang = "oeffentlich" if n >= anzahl - KOMMENDE else _zugang(n)
        worte = Worte(rng, tag, ref=_ref(rng, found, n, vorlage))
        vorlage.betreff = worte.fuelle(rng.choice(thema.titel)) + _untertitel(vorlage)
        if not bezug:
            vorlage.nummer = _nummer(rng, tag, jahre)
        else:
            kinder[bezug.id] = kinder.get(bezug.id, 0) + 1
            vorlage.bezug, vorlage.nummer = bezug.id, f"{bezug.nummer}.{kinder[bezug.id]}"
            titel = bezug.betreff if bezug.zugang == "oeffentlich" else vorlage.betreff
            vorlage.betreff = titel.split("\n")[0] + "\nhier: Ergänzungsvorlage"
        vorlage.anlagen = _anlagen(n, tag, worte)
        _texte(vorlage, thema, worte, n, nummern)
        vorlage.dokumente = _dokumente(vorlage, nummern)
        found.append((vorlage, thema))
    return found


def weitere(rng: Random, bisher: list[Vorlage], tag: date, personen: list[Person], nummern: Iterator[int]) -> Vorlage:
    """One more public paper, created on that day, with a number of its own."""
    n = len(bisher)
    thema = rng.choice(THEMEN[:-1])
    vorlage = _kopf(rng, n, tag, thema, personen)
    vorlage.id = max(each.id for each in bisher) + 2
    worte = Worte(rng, tag)
    vorlage.betreff = worte.fuelle(rng.choice(thema.titel)) + _untertitel(vorlage)
    laufende = [int(each.nummer[5:9]) for each in bisher if each.nummer.startswith(f"{tag.year}/")]
    vorlage.nummer = f"{tag.year}/{max(laufende, default=0) + 1:04d}"
    vorlage.anlagen = _anlagen(n, tag, worte)
    _texte(vorlage, thema, worte, n, nummern)
    vorlage.dokumente = _dokumente(vorlage, nummern)
    return vorlage


def _angelegt(stichtag: date, n: int, anzahl: int) -> date:
    if n >= anzahl - KOMMENDE:
        return stichtag - timedelta(days=14 - n + anzahl - KOMMENDE)
    erster = beginn(stichtag)
    tag = erster + (stichtag - VORLAUF // 2 - erster) * (n / anzahl)
    return tag - timedelta(days=max(0, tag.weekday() - 4))


def _thema(rng: Random, n: int) -> Thema:
    return THEMEN[-1] if n % 37 == 9 else rng.choice(THEMEN[:-1])


def _kopf(rng: Random, n: int, tag: date, thema: Thema, personen: list[Person]) -> Vorlage:
    art = ARTEN[n % len(ARTEN)]
    antrag = art in {"Antrag", "Anfrage"}
    return Vorlage(
        id=10000 + 2 * n + n // 4 + n // 11,
        nummer="",
        betreff="",
        art=art,
        zugang="oeffentlich",
        angelegt=tag,
        federfuehrend="Büro der Bürgermeisterin" if antrag else thema.amt,
        beteiligt=BETEILIGTE[n % 3] if n % 9 == 4 else None,
        verfasser=rng.choice(list(FRAKTIONEN.values())) if antrag else None,
        berichterstatter=rng.choice(personen).rufname if n % 13 == 2 else None,
        bearbeiter=rng.choice(personen).name if n % 4 == 0 else None,
    )


def _nummer(rng: Random, tag: date, jahre: dict[int, int]) -> str:
    jahre[tag.year] = jahre.get(tag.year, 0) + rng.choice([1, 1, 2, 3])
    return f"{tag.year}/{jahre[tag.year]:04d}"


def _zugang(n: int) -> Zugang:
    if n % 17 == 11:
        return "noauth"
    return "keine_information" if n % 61 in {7, 33} else "oeffentlich"


def _bezug(found: list[tuple[Vorlage, Thema]], n: int) -> Vorlage | None:
    """Every now and then an earlier paper is completed by a new one; one of these is not public itself."""
    if n % 19 != 14 or n < 6:
        return None
    frueher = found[n - 3 if n == 14 else n - 5][0]
    return frueher if not frueher.bezug else None


def _ref(rng: Random, found: list[tuple[Vorlage, Thema]], n: int, vorlage: Vorlage) -> str | None:
    if n % 40 == 21:
        return "2009/0815"
    if n % 4 != 1 or not found:
        return None
    ziel = rng.choice(found)[0]
    vorlage.verweis = ziel.id
    return ziel.nummer


def _untertitel(vorlage: Vorlage) -> str:
    if vorlage.verfasser:
        return f"\n{vorlage.art} der {vorlage.verfasser}"
    return "\nBürgerantrag nach § 24 GO" if vorlage.art == "Bürgerantrag" else ""


def _anlagen(n: int, tag: date, worte: Worte) -> list[Anlage]:
    names = ["Lageplan " + worte["ort"], "Kostenberechnung", "Stellungnahmen der Träger öffentlicher Belange (Auszug)"]
    count = {0: 1, 1: 0, 2: 0, 3: 3, 4: 2}[n % 5]
    stand = datetime.combine(tag, datetime.min.time()).replace(hour=8 + n % 9, minute=n * 7 % 60, second=n * 13 % 60)
    return [
        Anlage(
            nummer=k,
            name=name,
            stand=stand + timedelta(minutes=4 * k),
            zeilen=() if name.startswith("Lageplan") else (name, "", *(worte.eins("fuellung") for _ in range(6 * k))),
        )
        for k, name in enumerate(names[:count], 1)
    ]


def _texte(vorlage: Vorlage, thema: Thema, worte: Worte, n: int, nummern: Iterator[int]) -> None:
    anlagen = [f"Anlage {each.nummer} - {each.name}" for each in vorlage.anlagen]
    if vorlage.art == "Anfrage":
        vorlage.teile = teile.anfrage(thema, worte, nummern)
    elif n % 5 in {0, 2}:
        vorlage.teile = teile.in_einem(thema, worte, nummern)
    else:
        vorlage.teile = teile.geteilt(thema, worte, nummern, anlagen, neu=n % 3 == 0)
    vorlage.anlagen_teil = next(nummern) if vorlage.anlagen else 0


def _dokumente(vorlage: Vorlage, nummern: Iterator[int]) -> list[Dokument]:
    kopf = (f"Stadt Musterstadt - {vorlage.art} {vorlage.nummer}", vorlage.betreff.replace("\n", " "), "")
    zeilen = tuple(
        " ".join(zeile) for teil in vorlage.teile for absatz in teil.absaetze for zeile in absatz.zeilen or ((),)
    )
    found = [Dokument(nummer=next(nummern), titel="Vorlage", zeilen=kopf + zeilen)]
    if vorlage.anlagen:
        alle = tuple(zeile for each in vorlage.anlagen for zeile in (each.name, *each.zeilen))
        titel = "Vorlage-Sammeldokument"
        found.append(Dokument(nummer=next(nummern), titel=titel, zeilen=kopf + zeilen + alle, typ=130))
    return found
