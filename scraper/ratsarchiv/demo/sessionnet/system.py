"""Which program answers which address, and how it refuses."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from ratsarchiv.demo.antwort import Antwort
from ratsarchiv.demo.pdf import pdf, strom
from ratsarchiv.demo.sessionnet import (
    dokumente,
    gremien,
    seite_gremien,
    seite_kalender,
    seite_personen,
    seite_sitzung,
    seite_sonst,
    seite_vorlage,
)
from ratsarchiv.demo.sessionnet.besuche import COOKIE, Besuche
from ratsarchiv.demo.sessionnet.rahmen import Ansicht, Seite, seite

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ratsarchiv.demo.world import Sitzung, Vorlage, World, Zugang

NUR_MIT_ANMELDUNG = frozenset({"recherche", "si0056", "to0045", "to0050", "vo0040", "yrenn", "ag0041"})
"""Programs that exist and are not released to everybody."""


@dataclass(frozen=True, slots=True)
class Anfrage:
    """What a program needs to know of a request."""

    felder: dict[str, str]
    ansicht: Ansicht
    bekannt: bool
    """Whether it came with the cookie of a session."""

    def zahl(self, name: str) -> int:
        """A number among the fields; 0 where there is none."""
        wert = self.felder.get(name, "")
        return int(wert) if wert.isascii() and wert.isdigit() and len(wert) < 12 else 0

    @property
    def alles(self) -> bool:
        """Whether the visitor wants the data of all terms."""
        return self.felder.get("__cwpall") == "1"


class System:
    """SessionNet for one council, without its network."""

    basis = "/sessionnet/bi/"

    def __init__(self, world: World, ursprung: str = "") -> None:
        self.world = world
        self.ursprung = ursprung
        self.sitzungspflicht = False
        """Whether agendas are shown only to those who come with a session cookie, as in some towns."""
        self.besuche = Besuche()

    def antwort(self, adresse: str, kopf: Mapping[str, str]) -> Antwort:
        """The answer to an address below the base folder; names of headers in lower case."""
        pfad, _, frage = adresse.partition("?")
        programm = pfad.removeprefix(self.basis)
        ansicht = Ansicht(self.world, f"{self.ursprung}{self.basis.rstrip('/')}", self.besuche.laufend())
        bekannt = self.besuche.bekannt(kopf.get("cookie", ""))
        found = self._programm(programm, Anfrage(dict(parse_qsl(frage)), ansicht, bekannt))
        antwort = found if isinstance(found, Antwort) else _seite(ansicht, found)
        if programm == "info.php" and not bekannt:
            antwort.kopf["Set-Cookie"] = f"{COOKIE}={self.besuche.neu()}; path=/"
        return antwort

    def _programm(self, datei: str, anfrage: Anfrage) -> Antwort | Seite:
        name = datei.removesuffix(".php")
        if not datei:
            return _umleitung(anfrage, "info.php")
        if name == "si0057" and self.sitzungspflicht and not anfrage.bekannt:
            return _umleitung(anfrage, "error2.php")
        if name == datei:
            return Antwort(404, seite_sonst.NICHT_GEFUNDEN)
        if name in NUR_MIT_ANMELDUNG:
            return _umleitung(anfrage, f"ylogon.php?smcpn={datei}&smclom=1")
        if name not in PROGRAMME:
            return Antwort(404, seite_sonst.NICHT_GEFUNDEN)
        return PROGRAMME[name](anfrage)


def _seite(ansicht: Ansicht, inhalt: Seite) -> Antwort:
    return Antwort(200, seite(ansicht, inhalt))


def _umleitung(anfrage: Anfrage, ziel: str) -> Antwort:
    return Antwort(302, b"", kopf={"Location": f"{anfrage.ansicht.ordner}/{ziel}"})


def _verschlossen(anfrage: Anfrage, zugang: Zugang, eigentlich: Seite | None = None) -> Antwort | Seite:
    """The refusal for an object that is not public; a program that forgets to stop writes its page after it."""
    if zugang == "keine_information":
        return seite_sonst.fehler()
    if zugang == "geloescht":
        return Antwort(404, seite_sonst.NICHT_GEFUNDEN)
    antwort = _umleitung(anfrage, "error.php")
    if eigentlich and anfrage.ansicht.world.schwatzhaft:
        antwort.body = seite(anfrage.ansicht, eigentlich)
    return antwort


def _papier(seite_von: Callable[[Ansicht, Vorlage], Seite]) -> Callable[[Anfrage], Antwort | Seite]:
    """A program that shows a Vorlage."""

    def programm(anfrage: Anfrage) -> Antwort | Seite:
        papier = anfrage.ansicht.world.vorlage.get(anfrage.zahl("__kvonr"))
        if papier is None:
            return _verschlossen(anfrage, "noauth")
        gezeigt = seite_von(anfrage.ansicht, papier)
        return gezeigt if papier.zugang == "oeffentlich" else _verschlossen(anfrage, papier.zugang, gezeigt)

    return programm


def _treffen(seite_von: Callable[[Ansicht, Sitzung], Seite]) -> Callable[[Anfrage], Antwort | Seite]:
    """A program that shows a Sitzung."""

    def programm(anfrage: Anfrage) -> Antwort | Seite:
        treffen = anfrage.ansicht.world.sitzung.get(anfrage.zahl("__ksinr"))
        if treffen is None:
            return _verschlossen(anfrage, "noauth")
        gezeigt = seite_von(anfrage.ansicht, treffen)
        return gezeigt if treffen.oeffentlich else _verschlossen(anfrage, treffen.zugang, gezeigt)

    return programm


def _monat(anfrage: Anfrage) -> tuple[int, int] | None:
    """Year and month that the address names."""
    jahr, monat = anfrage.zahl("__cjahr"), anfrage.zahl("__cmonat")
    return (jahr, monat) if 1 <= monat <= 12 and 1900 <= jahr <= 2099 else None


def _si0040(anfrage: Anfrage) -> Seite:
    heute = anfrage.ansicht.world.stichtag
    return seite_kalender.kalender(anfrage.ansicht, *(_monat(anfrage) or (heute.year, heute.month)))


def _si0046(anfrage: Anfrage) -> Antwort | Seite:
    """All Sitzungen of a Gremium, or those of one month."""
    world = anfrage.ansicht.world
    nummer = anfrage.zahl("__ksigrnr") or anfrage.zahl("__kgsgrnr")
    if nummer:
        wer = gremien.mit_nummer(world, nummer)
        if wer is None or wer.verborgen:
            return _verschlossen(anfrage, "noauth")
        eigene = [each for each in world.sitzungen if wer.schluessel in each.gremien]
        return seite_kalender.termine(anfrage.ansicht, eigene)
    monat = _monat(anfrage) or (world.stichtag.year, world.stichtag.month)
    eigene = [each for each in world.sitzungen if (each.datum.year, each.datum.month) == monat]
    return seite_kalender.termine(anfrage.ansicht, eigene)


def _kp0040(anfrage: Anfrage) -> Antwort | Seite:
    wer = gremien.mit_nummer(anfrage.ansicht.world, anfrage.zahl("__kgrnr"))
    if wer is None:
        return _verschlossen(anfrage, "noauth")
    gezeigt = seite_gremien.gremium(anfrage.ansicht, wer, alles=anfrage.alles)
    return _verschlossen(anfrage, "noauth", gezeigt) if wer.verborgen else gezeigt


def _person(name: str) -> Callable[[Anfrage], Antwort | Seite]:
    def programm(anfrage: Anfrage) -> Antwort | Seite:
        wer = anfrage.ansicht.world.person.get(anfrage.zahl("__kpenr"))
        if wer is None:
            return _verschlossen(anfrage, "noauth")
        gezeigt = seite_personen.person(anfrage.ansicht, wer, name, alles=anfrage.alles)
        return _verschlossen(anfrage, "noauth", gezeigt) if wer.gesperrt else gezeigt

    return programm


def _getfile(anfrage: Anfrage) -> Antwort | Seite:
    datei = dokumente.finden(anfrage.ansicht.world, anfrage.zahl("id"))
    if datei is None or anfrage.felder.get("type") != "do":
        return _verschlossen(anfrage, "noauth")
    if datei.groesse is None:
        return Antwort(200, pdf(datei.zeilen), "application/pdf")
    machen = partial(strom, datei.zeilen, datei.groesse)
    return Antwort(200, b"", "application/pdf", strom=machen, laenge=datei.groesse)


PROGRAMME: dict[str, Callable[[Anfrage], Antwort | Seite]] = {
    "info": lambda anfrage: seite_sonst.start(anfrage.ansicht),
    "si0040": _si0040,
    "si0046": _si0046,
    "si0050": _treffen(seite_sitzung.informationen),
    "si0057": _treffen(seite_sitzung.sitzung),
    "vo0042": lambda anfrage: seite_vorlage.vorlagen(anfrage.ansicht, alles=anfrage.alles),
    "vo0050": _papier(lambda _, papier: seite_vorlage.vorlage(papier)),
    "vo0053": _papier(seite_vorlage.beratungen),
    "gr0040": lambda anfrage: seite_gremien.gremien(anfrage.ansicht, alles=anfrage.alles),
    "kp0040": _kp0040,
    "kp0041": lambda anfrage: seite_personen.personen(anfrage.ansicht, alles=anfrage.alles),
    "kp0050": _person("kp0050"),
    "pe0051": _person("pe0051"),
    "getfile": _getfile,
    "error": lambda _: seite_sonst.fehler(),
    "error2": lambda _: Antwort(200, seite_sonst.OHNE_SITZUNG),
    "ylogon": lambda _: seite_sonst.anmeldung(),
}
"""The released programs."""
