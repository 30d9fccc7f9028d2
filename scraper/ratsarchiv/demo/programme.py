"""Which program answers which address, and how it refuses."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from ratsarchiv.demo import (
    seite_auszug,
    seite_gremien,
    seite_kalender,
    seite_liste,
    seite_person,
    seite_sitzung,
    seite_vorlage,
)
from ratsarchiv.demo import seite_sonst as sonst
from ratsarchiv.demo.antwort import Antwort
from ratsarchiv.demo.besuch import Besuch, Besuche, Tisch, bereitstellen
from ratsarchiv.demo.markup import kodiert
from ratsarchiv.demo.pdf import pdf, strom
from ratsarchiv.demo.rahmen import Ansicht, Seite, Version, seite
from ratsarchiv.demo.rauschen import rauschen

if TYPE_CHECKING:
    from collections.abc import Callable

    from ratsarchiv.demo.world import World, Zugang

BASIS = "/bi/"
ROBOTS = "User-agent: *\nDisallow: /ri/\nAllow: /\n"


@dataclass(slots=True)
class Anfrage:
    """What a program needs to know of a request. Names of fields don't depend on case, as in ASP."""

    felder: dict[str, str]
    ansicht: Ansicht
    besuch: Besuch
    besuche: Besuche

    def zahl(self, name: str) -> int:
        """A number among the fields; 0 where there is none."""
        wert = self.felder.get(name, "")
        return int(wert) if wert.isascii() and wert.isdigit() else 0


@dataclass(slots=True)
class System:
    """The information system of one council, without its network."""

    world: World
    version: Version
    besuche: Besuche
    basis: str = ""
    robots: str | None = ROBOTS
    """The text of robots.txt; None: there is none."""

    def antwort(self, adresse: str, body: bytes, kennung: str | None) -> tuple[Antwort, Besuch | None]:
        """The answer to an address, and the visitor where a cookie is to be set."""
        antwort, besuch, neu = self.besuchen(adresse, body, kennung)
        return antwort, besuch if neu else None

    def besuchen(self, adresse: str, body: bytes, kennung: str | None) -> tuple[Antwort, Besuch | None, bool]:
        """The answer to an address, whose it is, and whether that visitor is new."""
        teile = urlsplit(adresse)
        if not teile.path.startswith(BASIS):
            return self._daneben(teile.path), None, False
        besuch, neu = self.besuche.holen(kennung)
        felder = parse_qsl(teile.query, encoding="latin-1") + parse_qsl(body.decode("latin-1"), encoding="latin-1")
        ansicht, tisch = self._ansicht(besuch)
        anfrage = Anfrage({name.upper(): wert for name, wert in felder}, ansicht, besuch, self.besuche)
        return self._programm(teile.path.removeprefix(BASIS), anfrage, tisch), besuch, neu

    def anmeldung(self, besuch: Besuch | None) -> bytes:
        """The login page as it stands in place of another one."""
        return kodiert(seite(self._ansicht(besuch or Besuch(0, ""))[0], sonst.anmeldung()))

    def _ansicht(self, besuch: Besuch) -> tuple[Ansicht, Tisch]:
        tisch = Tisch(self.besuche, besuch, self.version)
        noise = rauschen(self.besuche, self.world.stichtag)
        return Ansicht(self.world, self.version, self.basis, tisch, noise), tisch

    def _daneben(self, pfad: str) -> Antwort:
        """What lies beside the base folder."""
        if pfad == "/robots.txt" and self.robots is not None:
            return Antwort(200, self.robots.encode(), "text/plain")
        if pfad.startswith(sonst.SCHRANKE):
            return _text(200, sonst.schranke())
        return _umleitung(BASIS) if pfad in {"/", "/bi"} else nicht_gefunden()

    def _programm(self, name: str, anfrage: Anfrage, tisch: Tisch) -> Antwort:
        if name == "":
            return _umleitung(f"{BASIS}allris.net.asp")
        if name.startswith("___tmp/"):
            return _datei(anfrage.besuch, name)
        if not name.endswith(".asp"):
            return nicht_gefunden()
        if name not in PROGRAMME:
            return _text(200, sonst.verweigert(name))
        found = PROGRAMME[name](anfrage)
        if isinstance(found, Antwort):
            return found
        tisch.fertig()
        return Antwort(200, kodiert(seite(anfrage.ansicht, found)))


def nicht_gefunden() -> Antwort:
    """Status 404."""
    return _text(404, sonst.nicht_gefunden())


def _text(status: int, text: str) -> Antwort:
    return Antwort(status, kodiert(text))


def _umleitung(ziel: str, **kopf: str) -> Antwort:
    return Antwort(302, kodiert(sonst.umleitung(ziel)), kopf={"Location": ziel, **kopf})


def _datei(besuch: Besuch, pfad: str) -> Antwort:
    datei = besuch.dateien.get(pfad)
    if datei is None:
        return _text(200, sonst.abgelaufen())
    if datei.groesse is None:
        return Antwort(200, pdf(datei.zeilen), "application/pdf")
    machen = partial(strom, datei.zeilen, datei.groesse)
    return Antwort(200, b"", "application/pdf", strom=machen, laenge=datei.groesse)


def _verschlossen(anfrage: Anfrage, zugang: Zugang, eigentlich: Callable[[], Seite] | None = None) -> Antwort | Seite:
    """The refusal for an object that is not public; a program that forgets to stop writes its page after it."""
    if zugang == "keine_information":
        return sonst.keine_information()
    if zugang == "geloescht":
        return nicht_gefunden()
    antwort = _umleitung(sonst.VERBOTEN)
    antwort.kopf["X-Page"] = sonst.VERBOTEN
    if eigentlich and anfrage.ansicht.world.schwatzhaft:
        antwort.body += kodiert(seite(anfrage.ansicht, eigentlich()))
    return antwort


def _unbekannt() -> Antwort:
    return _text(500, sonst.serverfehler())


def _noauth(anfrage: Anfrage) -> Antwort:
    inhalt = kodiert(seite(anfrage.ansicht, sonst.nicht_berechtigt()))
    return Antwort(200, inhalt, kopf={"X-Page": sonst.VERBOTEN})


def _vo020(anfrage: Anfrage) -> Antwort | Seite:
    papier = anfrage.ansicht.world.vorlage.get(anfrage.zahl("VOLFDNR"))
    if papier is None:
        return _unbekannt()
    if papier.zugang != "oeffentlich":
        return _verschlossen(anfrage, papier.zugang, lambda: seite_vorlage.vorlage(anfrage.ansicht, papier.id))
    return seite_vorlage.vorlage(anfrage.ansicht, papier.id)


def _vo040(anfrage: Anfrage) -> Seite:
    klein = {name.lower(): wert for name, wert in anfrage.felder.items()}
    wuensche = {"SORT": "SORT", "VO040COL4": "VO040COL4", "shownext": "shownext", "showprev": "showprev"}
    felder = {name: klein[name.lower()] for name in wuensche if name.lower() in klein}
    anfrage.besuch.blaettern.wunsch(felder, len(anfrage.ansicht.world.oeffentliche_vorlagen))
    return seite_liste.liste(anfrage.ansicht, anfrage.besuch.blaettern)


def _to010(anfrage: Anfrage) -> Antwort | Seite:
    treffen = anfrage.ansicht.world.sitzung.get(anfrage.zahl("SILFDNR"))
    if treffen is None:
        return _unbekannt()
    if anfrage.felder.get("TEMPLATE") == "ics":
        return Antwort(200, seite_kalender.ics(treffen, anfrage.ansicht.basis), "text/calendar; charset=utf-8")
    if not treffen.oeffentlich:
        return _verschlossen(anfrage, treffen.zugang, lambda: seite_sitzung.sitzung(anfrage.ansicht, treffen.id))
    return seite_sitzung.sitzung(anfrage.ansicht, treffen.id)


def _to020(anfrage: Anfrage) -> Antwort | Seite:
    treffen, top = anfrage.ansicht.world.top.get(anfrage.zahl("TOLFDNR"), (None, None))
    if treffen is None or top is None:
        return _unbekannt()
    if not (treffen.oeffentlich and top.oeffentlich and top.auszug):
        eigentlich = (lambda: seite_auszug.auszug(anfrage.ansicht, top.id)) if top.auszug else None
        return _verschlossen(anfrage, "noauth", eigentlich)
    return seite_auszug.auszug(anfrage.ansicht, top.id)


def _si010(anfrage: Anfrage) -> Antwort | Seite:
    if anfrage.felder.get("SELFACTION") == "ws":
        return Antwort(200, seite_kalender.rss(anfrage.ansicht), "text/xml; charset=utf-8")
    heute = anfrage.ansicht.world.stichtag
    monat, jahr = anfrage.zahl("MM"), anfrage.zahl("YY")
    jahr += 2000 if 0 < jahr < 100 else 0
    if not (1 <= monat <= 12 and 1900 <= jahr <= 2099):
        monat, jahr = heute.month, heute.year
    return seite_kalender.kalender(anfrage.ansicht, jahr, monat)


def _gremium(kuerzel: str, feld: str) -> Callable[[Anfrage], Antwort | Seite]:
    def programm(anfrage: Anfrage) -> Antwort | Seite:
        schluessel = f"{kuerzel}{anfrage.zahl(feld) or (1 if kuerzel == 'pa' else 0)}"
        gremium = anfrage.ansicht.world.gremium.get(schluessel)
        if gremium is None:
            return _unbekannt()
        if gremium.verborgen:
            return _verschlossen(anfrage, "noauth", lambda: seite_gremien.gremium(anfrage.ansicht, schluessel))
        return seite_gremien.gremium(anfrage.ansicht, schluessel)

    return programm


def _pa021(anfrage: Anfrage) -> Antwort | Seite:
    return seite_gremien.rat(anfrage.ansicht) if anfrage.zahl("PALFDNR") in {0, 1} else _unbekannt()


def _kp020(anfrage: Anfrage) -> Antwort | Seite:
    nummer = anfrage.zahl("KPLFDNR")
    if nummer not in anfrage.ansicht.world.person:
        return _unbekannt()
    history = anfrage.felder.get("HISTORY") == "true"
    if anfrage.ansicht.world.person[nummer].gesperrt:
        return _verschlossen(anfrage, "noauth", lambda: seite_person.person(anfrage.ansicht, nummer, history=history))
    return seite_person.person(anfrage.ansicht, nummer, history=history)


def _do027(anfrage: Anfrage) -> Antwort | Seite:
    dokument = anfrage.ansicht.world.dokument.get(anfrage.zahl("DOLFDNR"))
    if dokument is None:
        return _text(200, sonst.nicht_im_bestand())
    if dokument.verschlossen:
        return _verschlossen(anfrage, "noauth")
    return _umleitung(bereitstellen(anfrage.besuche, anfrage.besuch, dokument))


def _beschluesse(_anfrage: Anfrage) -> Seite:
    return sonst.keine_information()


PROGRAMME: dict[str, Callable[[Anfrage], Antwort | Seite]] = {
    "allris.net.asp": lambda anfrage: sonst.start(anfrage.ansicht),
    "impressum.asp": lambda anfrage: sonst.impressum(anfrage.ansicht),
    "noauth.asp": _noauth,
    "logon.asp": lambda _: sonst.anmeldung(),
    "vo020.asp": _vo020,
    "vo040.asp": _vo040,
    "to010.asp": _to010,
    "to020.asp": _to020,
    "si010_e.asp": _si010,
    "au010.asp": lambda anfrage: seite_gremien.gremien(anfrage.ansicht, "Ausschuss"),
    "fr010.asp": lambda anfrage: seite_gremien.gremien(anfrage.ansicht, "Fraktion"),
    "au020.asp": _gremium("au", "AULFDNR"),
    "fr020.asp": _gremium("fr", "FRLFDNR"),
    "pa020.asp": _gremium("pa", "PALFDNR"),
    "pa021.asp": _pa021,
    "kp020.asp": _kp020,
    "do027.asp": _do027,
    "vo021.asp": _beschluesse,
    "si016.asp": _beschluesse,
    "si017.asp": _beschluesse,
}
"""The released programs; every other `.asp` is refused by name."""
