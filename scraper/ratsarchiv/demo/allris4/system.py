"""Which program answers which address, what a page version may be asked, and how all of them refuse."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, urlsplit

from ratsarchiv.demo.allris4 import gr020, kp020, listen, meldungen, si010, to010, to020, vo020
from ratsarchiv.demo.allris4.besuch import COOKIE, Besuch, Besuche, Stand
from ratsarchiv.demo.allris4.kalenderdatei import kalenderdatei
from ratsarchiv.demo.allris4.rahmen import Ansicht
from ratsarchiv.demo.antwort import Antwort
from ratsarchiv.demo.nummern import gremium_nummer
from ratsarchiv.demo.pdf import pdf, strom

if TYPE_CHECKING:
    from ratsarchiv.demo.world import Anlage, Dokument, World, Zugang

PFAD = "/public/"
HTML = "text/html;charset=UTF-8"
_LAUSCHER = re.compile(r"(\d{1,9})-(\d{0,9})(?:\.(\d{0,9}))?-(.*)")
"""`2-1.0-form-x`: page, rendering, behaviour, component. An attachment's link leaves out the rendering: `1--anlagen…`."""
_DOKUMENT = re.compile(r"wicket/resource/org\.apache\.wicket\.Application/doc(\d{1,12})\.pdf")


@dataclass(slots=True)
class Anfrage:
    """What a program needs to know of a request."""

    system: System
    programm: str
    felder: dict[str, str]
    besuch: Besuch
    deutsch: bool

    @property
    def adresse(self) -> str:
        """The plain address, without a page version."""
        query = "&".join(f"{quote(name)}={quote(wert)}" for name, wert in self.felder.items())
        return f"{self.programm}?{query}" if query else self.programm

    def zahl(self, name: str) -> int:
        """A number among the fields; 0 where there is none."""
        wert = self.felder.get(name, "")
        return int(wert) if wert.isascii() and wert.isdigit() and len(wert) < 12 else 0

    def ansicht(self, stand: Stand | None = None) -> Ansicht:
        """What a page is made from: a new page of the session, or one that it knows."""
        stand = stand or self.besuch.neu(self.programm, self.adresse, self.felder)
        system = self.system
        basis = f"{system.ursprung}{system.basis}"
        token = system.besuche.zufall().lower()
        return Ansicht(system.world, basis, self.besuch, stand, self.deutsch, token)


class System:
    """The information system of one council, without its network. `world` and `ursprung` may be changed at any time."""

    basis = PFAD

    def __init__(self, world: World, ursprung: str = "") -> None:
        self.world = world
        self.ursprung = ursprung
        self.besuche = Besuche(world.seed)

    def antwort(self, adresse: str, kopf: Mapping[str, str]) -> Antwort:
        """The answer to an address below the base folder; `kopf` are the request's headers in lower case."""
        teile = urlsplit(adresse)
        if not teile.path.startswith(self.basis):
            return _text(404, meldungen.nicht_gefunden())
        besuch, neu = self.besuche.holen(_kennung(kopf))
        deutsch = kopf.get("accept-language", "").strip().lower().startswith("de")
        erstes, _, rest = teile.query.partition("&")
        lauscher = _LAUSCHER.fullmatch(erstes) if "=" not in erstes else None
        felder = dict(parse_qsl(rest if "=" not in erstes else teile.query, keep_blank_values=True))
        anfrage = Anfrage(self, teile.path.removeprefix(self.basis), felder, besuch, deutsch)
        antwort = _lauschen(anfrage, lauscher, kopf) if lauscher else _programm(anfrage)
        if neu:
            antwort.kopf["Set-Cookie"] = f"{COOKIE}={besuch.kennung}; Path={self.basis.rstrip('/')}; HttpOnly"
        return antwort


def _kennung(kopf: Mapping[str, str]) -> str | None:
    """The session's name, if the visitor sent one."""
    try:
        cookies = SimpleCookie(kopf.get("cookie", ""))
    except CookieError:
        return None
    return cookies[COOKIE].value if COOKIE in cookies else None


def _text(status: int, text: str) -> Antwort:
    return Antwort(status, text.encode(), HTML)


def _umleitung(ziel: str) -> Antwort:
    return Antwort(302, b"", HTML, {"Location": f"{PFAD}{ziel}"})


def _datei(datei: Anlage | Dokument, name: str) -> Antwort:
    kopf = {"Content-Disposition": f"inline; filename*=UTF-8''{quote(name)}.pdf"}
    if datei.groesse is None:
        return Antwort(200, pdf(datei.zeilen), "application/pdf", kopf)
    machen = partial(strom, datei.zeilen, datei.groesse)
    return Antwort(200, b"", "application/pdf", kopf, strom=machen, laenge=datei.groesse)


def _lauschen(anfrage: Anfrage, lauscher: re.Match[str], kopf: Mapping[str, str]) -> Antwort:
    """The answer to a link within a page's version: a file, an Ajax answer; from an expired page back to the page itself."""
    nummer, bild, verhalten, pfad = lauscher.groups()
    stand = anfrage.besuch.alt(int(nummer))
    if stand is None or stand.programm != anfrage.programm or (bild and int(bild) != stand.bild):
        return _umleitung(anfrage.adresse)
    if not bild and pfad in stand.dateien:
        return _datei(stand.dateien[pfad], stand.dateien[pfad].name)
    if anfrage.programm == "vo040" and pfad == listen.WEITER:
        return _weiter(anfrage, stand)
    if verhalten and kopf.get("wicket-ajax") == "true" and anfrage.programm in AJAX:
        return _ajax(anfrage, stand, pfad)
    return _umleitung(stand.adresse)


def _weiter(anfrage: Anfrage, stand: Stand) -> Antwort:
    ansicht = anfrage.ansicht(stand)
    listen.blaettern(ansicht)
    return _text(200, listen.vorlagen(ansicht))


def _ajax(anfrage: Anfrage, stand: Stand, pfad: str) -> Antwort:
    ansicht = anfrage.ansicht(stand)
    if pfad.endswith(listen.WEITER) and anfrage.programm == "si018":
        listen.blaettern(ansicht)
    elif pfad:
        return _umleitung(stand.adresse)
    return Antwort(200, AJAX[anfrage.programm](ansicht).encode(), "text/xml;charset=UTF-8")


def _programm(anfrage: Anfrage) -> Antwort:
    if anfrage.programm == "":
        return _umleitung("si010")
    if found := _DOKUMENT.fullmatch(anfrage.programm):
        return _doc_pdf(anfrage, int(found[1]))
    if anfrage.programm not in PROGRAMME:
        return _text(404, meldungen.nicht_gefunden())
    return PROGRAMME[anfrage.programm](anfrage)


def _doc_pdf(anfrage: Anfrage, nummer: int) -> Antwort:
    """A document that this session has seen named."""
    dokument = anfrage.system.world.dokument.get(nummer)
    if dokument is None or nummer not in anfrage.besuch.dokumente:
        return _text(404, meldungen.nicht_gefunden())
    return _umleitung("noauth") if dokument.verschlossen else _datei(dokument, dokument.titel)


def _doc(anfrage: Anfrage) -> Antwort:
    dokument = anfrage.system.world.dokument.get(anfrage.zahl("DOLFDNR"))
    if dokument is None or dokument.verschlossen:  # of what is not public it doesn't say whether there is such a number
        return _umleitung("noauth")
    return _datei(dokument, dokument.titel)


def _unbekannt(anfrage: Anfrage) -> Antwort:
    return _text(500, meldungen.fehler(anfrage.ansicht()))


def _verschlossen(anfrage: Anfrage, zugang: Zugang, eigentlich: Callable[[Ansicht], str]) -> Antwort:
    """The refusal for an object that is not public; where the council's programs forget to stop, the page follows it."""
    if zugang == "keine_information":
        return _text(200, meldungen.keine_information(anfrage.ansicht()))
    if zugang == "geloescht":
        return _text(404, meldungen.nicht_gefunden())
    antwort = _umleitung("noauth")
    if anfrage.system.world.schwatzhaft:
        antwort.body = eigentlich(anfrage.ansicht()).encode()
    return antwort


def _vo020(anfrage: Anfrage) -> Antwort:
    papier = anfrage.system.world.vorlage.get(anfrage.zahl("VOLFDNR"))
    if papier is None:
        return _unbekannt(anfrage)
    if papier.zugang != "oeffentlich":
        return _verschlossen(anfrage, papier.zugang, lambda ansicht: vo020.vorlage(ansicht, papier.id))
    return _text(200, vo020.vorlage(anfrage.ansicht(), papier.id))


def _to010(anfrage: Anfrage) -> Antwort:
    treffen = anfrage.system.world.sitzung.get(anfrage.zahl("SILFDNR"))
    if treffen is None:
        return _unbekannt(anfrage)
    if not treffen.oeffentlich:
        return _verschlossen(anfrage, treffen.zugang, lambda ansicht: to010.sitzung(ansicht, treffen.id))
    return _text(200, to010.sitzung(anfrage.ansicht(), treffen.id))


def _to020(anfrage: Anfrage) -> Antwort:
    treffen, top = anfrage.system.world.top.get(anfrage.zahl("TOLFDNR"), (None, None))
    if treffen is None or top is None:
        return _unbekannt(anfrage)
    if not top.auszug:
        return _umleitung("noauth")
    if not (treffen.oeffentlich and top.oeffentlich):
        return _verschlossen(anfrage, "noauth", lambda ansicht: to020.auszug(ansicht, top.id))
    return _text(200, to020.auszug(anfrage.ansicht(), top.id))


def _gr020(anfrage: Anfrage) -> Antwort:
    nummern = {gremium_nummer(each.schluessel): each for each in anfrage.system.world.gremien}
    wer = nummern.get(anfrage.zahl("GRLFDNR"))
    if wer is None:
        return _unbekannt(anfrage)
    if wer.verborgen:
        return _verschlossen(anfrage, "noauth", lambda ansicht: gr020.gremium(ansicht, wer.schluessel))
    return _text(200, gr020.gremium(anfrage.ansicht(), wer.schluessel))


def _kp020(anfrage: Anfrage) -> Antwort:
    wer = anfrage.system.world.person.get(anfrage.zahl("KPLFDNR"))
    if wer is None:
        return _unbekannt(anfrage)
    if wer.gesperrt:
        return _verschlossen(anfrage, "noauth", lambda ansicht: kp020.person(ansicht, wer.nummer))
    return _text(200, kp020.person(anfrage.ansicht(), wer.nummer))


def _ics(anfrage: Anfrage) -> Antwort:
    ansicht = anfrage.ansicht()
    return Antwort(200, kalenderdatei(ansicht.world, ansicht.basis), "text/calendar;charset=UTF-8")


def _einfach(schreiben: Callable[[Ansicht], str]) -> Callable[[Anfrage], Antwort]:
    return lambda anfrage: _text(200, schreiben(anfrage.ansicht()))


PROGRAMME: dict[str, Callable[[Anfrage], Antwort]] = {
    "si010": _einfach(si010.huelle),
    "si018": _einfach(listen.sitzungen_huelle),
    "gr010": _einfach(listen.gremien_huelle),
    "vo040": _einfach(listen.vorlagen),
    "noauth": _einfach(meldungen.nicht_berechtigt),
    "gr020": _gr020,
    "kp020": _kp020,
    "to010": _to010,
    "to020": _to020,
    "vo020": _vo020,
    "doc": _doc,
    "ics/SiKalAbo.ics": _ics,
}
AJAX: dict[str, Callable[[Ansicht], str]] = {
    "si010": si010.monat,
    "si018": listen.sitzungen,
    "gr010": listen.gremien,
}
"""What fills a shell."""
