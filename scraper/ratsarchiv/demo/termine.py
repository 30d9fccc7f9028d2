"""When Musterstadt's council meets: four years of Sitzungen, still without agenda."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import cycle
from typing import TYPE_CHECKING

from ratsarchiv.demo.ferien import feiertag, sitzungstag
from ratsarchiv.demo.texte import RAEUME
from ratsarchiv.demo.world import Gremium, Sitzung

if TYPE_CHECKING:
    from random import Random

VORLAUF = timedelta(weeks=8)
"""How far the calendar reaches beyond the stichtag."""
EINLADUNG = timedelta(days=28)
"""How long before the meeting its agenda is published."""
NIEDERSCHRIFT = timedelta(days=21)
"""How long after the meeting its minutes are published."""
AUSSTEHEND = 3
"""At least so many public meetings that are over still wait for their minutes."""
REIHE = (
    "pa1",
    "au1",
    "au2",
    "au3",
    "au4",
    "fr1",
    "au5",
    "pa1",
    "au14",
    "au6",
    "au7",
    "au8",
    "au9",
    "fr2",
    "au3",
    "au2",
)
ORT = "Rathaus, Marktplatz 1, 00000 Musterstadt"


def beginn(stichtag: date) -> date:
    """The first day that the system knows."""
    return stichtag + VORLAUF - timedelta(days=4 * 365)


def naechste_woche(stichtag: date) -> date:
    """A working day in the week after the stichtag's, if possible not more than seven days away."""
    montag = stichtag + timedelta(days=7 - stichtag.weekday())
    return next(tag for tag in (montag + timedelta(days=n) for n in range(7)) if not feiertag(tag))


def sitzungen(rng: Random, stichtag: date, anzahl: int, gremien: dict[str, Gremium]) -> list[Sitzung]:
    """All meetings in the order of the calendar."""
    tage = _tage(rng, stichtag, anzahl)
    kommende = tage.index(naechste_woche(stichtag))
    found: list[Sitzung] = []
    for n, (tag, schluessel) in enumerate(zip(tage, cycle(REIHE), strict=False)):
        beteiligte = _beteiligte(n, anzahl, kommende, schluessel)
        if found and found[-1].datum == tag and set(found[-1].gremien) & set(beteiligte):
            beteiligte = ["au7"]
        sitzung = _sitzung(rng, n, tag, stichtag, [gremien[each] for each in beteiligte])
        if n != kommende:
            _absage(sitzung, n, anzahl)
        found.append(sitzung)
    _kennungen(found)
    for sitzung in [each for each in found if each.protokoll][
        -(AUSSTEHEND - _wartend(found, stichtag)) or len(found) :
    ]:
        sitzung.protokoll = False
    return found


def _wartend(sitzungen: list[Sitzung], stichtag: date) -> int:
    """How many meetings are over, public, and without minutes; no more than count."""
    offen = [each for each in sitzungen if each.oeffentlich and each.datum < stichtag and not each.protokoll]
    return min(AUSSTEHEND, len(offen))


def _tage(rng: Random, stichtag: date, anzahl: int) -> list[date]:
    kalender = [tag for n in range(4 * 365) if sitzungstag(tag := beginn(stichtag) + timedelta(days=n))]
    tage = [kalender[int((n + rng.random()) * len(kalender) / anzahl)] for n in range(anzahl)]
    for n in range(6, anzahl, 7):
        tage[n] = tage[n - 1]
    tage[-1] = kalender[-1]
    kommende = naechste_woche(stichtag)
    tage[min(range(anzahl - 1), key=lambda n: abs(tage[n] - kommende))] = kommende
    return sorted(tage)


def _beteiligte(n: int, anzahl: int, kommende: int, schluessel: str) -> list[str]:
    if n == kommende:
        return ["au3"]
    return ["au2", "au3"] if n in {anzahl // 3 + 1, 2 * anzahl // 3 + 1} else [schluessel]


def _sitzung(rng: Random, n: int, tag: date, stichtag: date, gremien: list[Gremium]) -> Sitzung:
    name = gremien[0].sitzungsname
    if len(gremien) > 1:
        name = "Gemeinsame " + " und des ".join(
            [name, *(each.sitzungsname.removeprefix("Sitzung des ") for each in gremien[1:])]
        )
    stunde = rng.choice([16, 17, 17, 18])
    intern = gremien[0].nichtoeffentlich or gremien[0].art == "Fraktion"
    vorbei = tag < stichtag
    return Sitzung(
        id=2000 + 2 * n + n // 9,
        kennung="",
        gremien=[each.schluessel for each in gremien],
        name=name,
        datum=tag,
        beginn=f"{stunde}:{rng.choice(['00', '30'])}",
        ende=f"{stunde + rng.choice([1, 2, 3])}:{rng.randrange(31, 60)}" if vorbei and n % 10 else None,
        raum=None if intern else rng.choice(RAEUME),
        ort=None if intern else ORT,
        zusatz="Der Sitzungssaal ist über den Aufzug im Innenhof erreichbar." if n % 8 == 3 else None,
        zugang="noauth" if intern or tag > stichtag + EINLADUNG else "oeffentlich",
        kalendername=name,
        protokoll=not intern and tag <= stichtag - NIEDERSCHRIFT,
    )


def _absage(sitzung: Sitzung, n: int, anzahl: int) -> None:
    spaeter = f"{sitzung.datum + timedelta(days=14):%d.%m.%Y}"
    printed = {
        anzahl // 4: f"ENTFÄLLT! {sitzung.name}",
        anzahl // 2: f"AUSFALL - {sitzung.name}",
        3 * anzahl // 4: f"{sitzung.name} (vertagt auf {spaeter})",
    }
    if n in printed or n % 29 == 17:
        sitzung.kalendername = printed.get(n, f"ENTFÄLLT! {sitzung.name}")
        sitzung.abgesagt, sitzung.zugang, sitzung.protokoll = True, "noauth", False
        sitzung.ende = None
    elif n % 31 == 12:
        sitzung.beginn = sitzung.ende = None


def _kennungen(sitzungen: list[Sitzung]) -> None:
    jahre: dict[int, int] = {}
    for sitzung in sitzungen:
        jahr = sitzung.datum.year
        jahre[jahr] = jahre.get(jahr, 0) + 1
        sitzung.kennung = f"SI/{jahr}/{jahre[jahr]:03d}"
