"""Musterstadt as SD.NET RIM 4 serves it."""

from __future__ import annotations

from functools import partial
from itertools import count
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from ratsarchiv.demo.antwort import Antwort
from ratsarchiv.demo.pdf import pdf, strom
from ratsarchiv.demo.sdnet import kennung, listen
from ratsarchiv.demo.sdnet.rahmen import Ansicht, seite
from ratsarchiv.demo.sdnet.tops import tops
from ratsarchiv.demo.sdnet.vorgang import vorgang

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ratsarchiv.demo.world import Anlage, Dokument, World

BASIS = "/rim/"


class System:
    """The information system of one council, without its network."""

    basis = BASIS

    def __init__(self, world: World, ursprung: str = "") -> None:
        self.world = world
        self.ursprung = ursprung
        """Scheme, host and port of the addresses on its pages."""
        self._zaehler = count()

    def antwort(self, adresse: str, kopf: Mapping[str, str]) -> Antwort:  # noqa: ARG002 - no header makes a difference
        """What the system says to a path with its query."""
        teile = urlsplit(adresse)
        pfad = teile.path.removeprefix(BASIS)
        ansicht = Ansicht(self.world, f"{self.ursprung}{BASIS}")
        if pfad == "termine/ics/SD.NET_RIM.ics":
            return Antwort(200, listen.kalenderdatei(ansicht, next(self._zaehler)), "text/calendar; charset=utf-8")
        if pfad.startswith("sdnetrim/"):
            return _datei(ansicht, pfad.split("/")[1])
        token = parse_qs(teile.query).get("__", [""])[0]
        inhalt = _objekt(ansicht, pfad, token) if token else _liste(ansicht, pfad)
        if inhalt is None:
            fehlt = '<h1 class="heading">Fehler</h1><p>Die angeforderte Seite wurde nicht gefunden.</p>'
            return Antwort(404, seite(ansicht, "Fehler", "error", fehlt), "text/html; charset=utf-8")
        return Antwort(200, inhalt, "text/html; charset=utf-8")


def _liste(ansicht: Ansicht, pfad: str) -> bytes | None:
    listen_ = {"termine/": listen.termine, "vorlagen/": listen.vorlagen, "gremien/": listen.gremien}
    if pfad in listen_:
        return listen_[pfad](ansicht)
    return seite(ansicht, "Startseite", "start", '<h1 class="heading">Willkommen</h1>') if pfad == "" else None


def _objekt(ansicht: Ansicht, pfad: str, token: str) -> bytes | None:
    """The page of an object; None for one that isn't public, as for one that isn't there."""
    art, nummern = kennung.objekt(token)
    nummer = nummern[0] if len(nummern) == 1 else 0
    if (pfad, art) == ("tops/", "tops"):
        treffen = ansicht.world.sitzung.get(nummer)
        return tops(ansicht, treffen) if treffen and treffen.oeffentlich else None
    if (pfad, art) == ("vorgang/", "vorgang"):
        papier = ansicht.world.vorlage.get(nummer)
        return vorgang(ansicht, papier) if papier and papier.zugang == "oeffentlich" else None
    return listen.gremium(ansicht, nummer) if (pfad, art) == ("gremien/", "gremium") else None


def _datei(ansicht: Ansicht, token: str) -> Antwort:
    datei = _gesucht(ansicht, *kennung.objekt(token))
    if datei is None:
        return Antwort(404, seite(ansicht, "Fehler", "error", "<p>Die Datei wurde nicht gefunden.</p>"))
    if datei.groesse is None:
        return Antwort(200, pdf(datei.zeilen), "application/pdf")
    machen = partial(strom, datei.zeilen, datei.groesse)
    return Antwort(200, b"", "application/pdf", strom=machen, laenge=datei.groesse)


def _gesucht(ansicht: Ansicht, art: str, nummern: tuple[int, ...]) -> Dokument | Anlage | None:
    world = ansicht.world
    if art == "datei.dokument" and len(nummern) == 1:
        dokument = world.dokument.get(nummern[0])
        return dokument if dokument and not dokument.verschlossen else None
    if art not in {"datei.vorgang", "datei.tops"} or len(nummern) != 2:
        return None
    papier, treffen = world.vorlage.get(nummern[0]), world.sitzung.get(nummern[0])
    if art == "datei.vorgang":
        anlagen = papier.anlagen if papier and papier.zugang == "oeffentlich" else []
    else:
        anlagen = treffen.anlagen if treffen and treffen.oeffentlich else []
    return next((each for each in anlagen if each.nummer == nummern[1]), None)
