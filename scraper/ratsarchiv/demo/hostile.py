"""A council that means harm: it looks like ALLRIS classic, and its list of Vorlagen leads into one trap each."""

from __future__ import annotations

import threading
import time
import zlib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import count
from typing import TYPE_CHECKING, Literal, Self
from urllib.parse import parse_qs, urlsplit

from ratsarchiv.demo import seite_sonst as sonst
from ratsarchiv.demo.antwort import Antwort
from ratsarchiv.demo.leitung import Gespraech, Leitung, Verbindung
from ratsarchiv.demo.markup import kodiert

if TYPE_CHECKING:
    from types import TracebackType

BASIS = "/bi/"
GIB = 1 << 30
STUECK = bytes(1 << 18)
SEITE_BYTES = 30 << 20
Kalender = Literal["mit", "ohne"]


@dataclass(slots=True)
class Zugriff:
    """One request."""

    nummer: int
    pfad: str
    zeit: float
    verbindung: int
    gesendet: int = 0
    """Bytes of the body that went out, so far."""


class HostileServer:
    """A running server; `with` stops it, also in the middle of an answer."""

    def __init__(self, fallen: Collection[str], kalender: Kalender, port: int) -> None:
        if unbekannt := set(fallen) - set(FALLEN):
            raise ValueError(f"no such traps: {sorted(unbekannt)}")
        self._kalender = kalender
        self._nummern = {name: 9000 + n for n, name in enumerate(FALLEN) if name in fallen}
        self._lock = threading.Lock()
        self._log: list[Zugriff] = []
        self._neu = count(1)
        self._leitung = Leitung(port, self)

    @property
    def url(self) -> str:
        """The base folder."""
        return f"http://127.0.0.1:{self._leitung.server_address[1]}{BASIS}"

    @property
    def fallen(self) -> dict[str, str]:
        """The traps that are set, each with its address."""
        return {name: f"{self.url}vo020.asp?VOLFDNR={nummer}" for name, nummer in self._nummern.items()}

    @property
    def log(self) -> list[Zugriff]:
        """All requests so far."""
        with self._lock:
            return list(self._log)

    @property
    def verbindungen(self) -> list[Verbindung]:
        """All connections so far."""
        return self._leitung.verbindungen

    def __enter__(self) -> Self:
        self._leitung.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._leitung.stop()

    def answer(self, gespraech: Gespraech, _body: bytes) -> None:
        """Answer one request."""
        with self._lock:
            zugriff = Zugriff(len(self._log) + 1, gespraech.path, gespraech.ankunft, gespraech.verbindung.nummer)
            self._log.append(zugriff)
        antwort = self._antwort(gespraech.path)
        if antwort.strom:
            antwort.strom = partial(_gezaehlt, zugriff, antwort.strom)
        else:
            zugriff.gesendet = len(antwort.body)
        gespraech.send(antwort, lambda: None)

    def _antwort(self, adresse: str) -> Antwort:
        teile = urlsplit(adresse)
        felder = {name.upper(): werte[-1] for name, werte in parse_qs(teile.query).items()}
        pfad = teile.path.removeprefix(BASIS)
        programme: dict[str, Callable[[], Antwort]] = {
            "": partial(_seite, "allris", "ALLRIS net", _MENUE),
            "allris.net.asp": partial(_seite, "allris", "ALLRIS net", _MENUE),
            "si010_e.asp": lambda: self._monat(felder),
            "vo040.asp": self._liste,
            "vo020.asp": lambda: self._vorlage(felder, adresse),
            "to010.asp": lambda: self._sitzung(felder),
            "do027.asp": lambda: _umleitung("___tmp/tmp/x/1.pdf"),
        }
        if pfad.startswith("___tmp/"):
            return _kein_pdf()
        return programme.get(pfad, _nicht_gefunden)()

    def _monat(self, felder: dict[str, str]) -> Antwort:
        """A month that links to the next one for ever, with a Sitzung on its first day or without any."""
        monat, jahr = (int(felder[name]) if felder.get(name, "").isdigit() else 11 for name in ("MM", "YY"))
        jahr += 2000 if jahr < 100 else 0
        weiter = f"/bi/si010_e.asp?MM={monat % 12 + 1}&amp;YY={jahr + monat // 12}"
        zurueck = f"/bi/si010_e.asp?MM={(monat - 2) % 12 + 1}&amp;YY={jahr - (monat == 1)}"
        zellen = '<td colspan="8">&nbsp;</td>'
        if self._kalender == "mit":
            name = f'<a href="to010.asp?SILFDNR={jahr * 100 + monat}">Sitzung ohne Ende</a>'
            leer = "<td>&nbsp;</td>"
            zellen = f'<td class="text2">17:00&nbsp;</td>{leer * 2}<td>{name}</td>{leer * 2}<td class="text4">Saal</td>'
        return _seite(
            "si010",
            "Sitzungskalender",
            f'<h2 align="center">{_MONATE[monat % 12]}&nbsp;{jahr}</h2>\n<table><tr><td><a href="{zurueck}" title="Vorheriger '
            f'Monat">&lt;</a></td><td><a href="{weiter}" title="Nächster Monat">&gt;</a></td></tr></table>\n'
            '<table class="tl1"><tr class="zw1"><th colspan="2">Datum</th><th>Uhrzeit</th><th>&nbsp;</th><th colspan="4">'
            'Sitzung</th><th>Raum</th></tr>\n<tr class="zl12" valign="top"><td class="text2" width="20">Mo</td>'
            f'<td class="text2" width="20">&nbsp;&nbsp;1</td>{zellen}</tr>\n</table>',
        )

    def _liste(self) -> Antwort:
        """The list; its next page is always this one again, with a new parameter."""
        zeilen = "".join(
            f'<tr class="zl12"><td><form action="vo020.asp" method="post"><input type="hidden" name="VOLFDNR" value="{n}"  />'
            f'</form></td><td><a href="vo020.asp?VOLFDNR={n}">{n}&nbsp;{name}</a></td><td>&nbsp;</td>'
            f'<td class="text2">01.10.2026</td><td class="text2">Vorlage</td></tr>\n'
            for name, n in self._nummern.items()
        )
        weiter = f'<a href="vo040.asp?shownext=true&amp;seite={next(self._neu)}" title="">nächste &gt;</a>'
        zaehlung = f"Ergebnisse 1-{len(self._nummern)} von ungefähr 19200"
        fuss = f'<tr><td class="text4" colspan="5">{zaehlung}&nbsp;&nbsp;&nbsp;&lt; vorherige | {weiter}</td></tr>'
        tabelle = f'<table class="tl1"><tr class="zl11"><td class="kb1" colspan="5">{zaehlung}</td></tr>\n{zeilen}{fuss}</table>'
        return _seite("vo040", "Vorlagen - Übersicht", tabelle)

    def _sitzung(self, felder: dict[str, str]) -> Antwort:
        nummer = felder.get("SILFDNR", "1")
        jahr, monat = divmod(int(nummer), 100) if nummer.isdigit() and len(nummer) > 4 else (2026, 11)
        tag = f"01.{min(max(monat, 1), 12):02}.{min(max(jahr, 1000), 9999)}"
        inhalt = _angaben("Datum", tag) + '<table class="tl1"></table>'
        return _seite("to010", "Tagesordnung - Sitzung ohne Ende", inhalt, nummer)

    def _vorlage(self, felder: dict[str, str], adresse: str) -> Antwort:
        nummern = {str(nummer): name for name, nummer in self._nummern.items()}
        name = nummern.get(felder.get("VOLFDNR", ""))
        if name is None:
            return Antwort(500, kodiert(sonst.serverfehler()))
        return FALLEN[name](Lage(adresse, felder["VOLFDNR"], next(self._neu), self._leitung.closing))


@dataclass(frozen=True, slots=True)
class Lage:
    """What a trap knows of the request."""

    adresse: str
    vorlage: str
    laufend: int
    """A number that never comes again."""
    ende: threading.Event


def serve_hostile(
    fallen: Collection[str] | None = None, *, kalender: Kalender = "ohne", port: int = 0
) -> HostileServer:
    """A server with these traps (all of `FALLEN`) on 127.0.0.1, to be used with `with`.

    Its calendar never ends, nor does its list; `kalender="mit"` shows a Sitzung in every month.
    """
    return HostileServer(FALLEN if fallen is None else fallen, kalender, port)


_MONATE = (
    "Dezember",
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
)
_MENUE = (
    '<ul id="menu"><li><a href="si010_e.asp">Kalender</a></li><li><a href="vo040.asp">Übersicht</a></li></ul>'
    "<p>Willkommen in Hinterhausen.</p>"
)


def _rahmen(programm: str, titel: str, inhalt: str, objekt: str = "") -> bytes:
    meta = f'<meta name="objectID" content="{objekt}" />' if objekt else ""
    return kodiert(
        '<?xml version="1.0" encoding="iso-8859-1"?>\n<html><head>\n'
        f'<meta name="description" content="ALLRIS net Version 3.9.5 (221117m)" />{meta}<title>{titel}</title></head>\n'
        f'<body ><div id="allriscontainer" class="{programm}"><div id="risleft">{_MENUE}</div><div id="risright">\n'
        f'<div id="risname"><h1>{titel}&nbsp;&nbsp;</h1></div>\n<div id="rismain">{inhalt}</div></div></div></body></html>'
    )


def _seite(programm: str, titel: str, inhalt: str, objekt: str = "") -> Antwort:
    return Antwort(200, _rahmen(programm, titel, inhalt, objekt))


def _umleitung(ziel: str) -> Antwort:
    return Antwort(302, kodiert(sonst.umleitung("weiter")), kopf={"Location": ziel})


def _nicht_gefunden() -> Antwort:
    return Antwort(404, kodiert(sonst.nicht_gefunden()))


def _kein_pdf() -> Antwort:
    kopf = {"Content-Disposition": 'attachment; filename="../../../../etc/cron.d/boese"'}
    return Antwort(200, b"<html><body>Kein PDF</body></html>", "application/pdf", kopf)


def _angaben(name: str, wert: str) -> str:
    zeile = f'<tr><td class="kb1">{name}:</td><td class="text1" colspan="3">{wert}</td></tr>'
    status = '<tr><td class="kb1">Status:</td><td class="text3">öffentlich</td></tr>'
    return (
        f'<table class="tk1"><tr><td class="ko1"><table class="tk1">{zeile}{status}</table></td></tr></table><hr  />\n'
    )


def _vorlagenseite(lage: Lage, rest: str) -> Antwort:
    return _seite("vo020", f"Vorlage - {lage.vorlage}", _angaben("Betreff", "Eine Falle") + rest, lage.vorlage)


def _gezaehlt(zugriff: Zugriff, strom: Callable[[], Iterator[bytes]]) -> Iterator[bytes]:
    for stueck in strom():
        zugriff.gesendet += len(stueck)
        yield stueck


def _nullen(anzahl: int) -> Iterator[bytes]:
    for _ in range(anzahl // len(STUECK)):
        yield STUECK


@lru_cache(maxsize=1)
def bombe() -> bytes:
    """A gzip body of about a megabyte that is a gigabyte of blanks."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = bytes(16 << 20).replace(b"\0", b" ")
    teil = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    pruefsumme = 0
    for _ in range(64):
        pruefsumme = zlib.crc32(block, pruefsumme)
    kopf = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"
    ende = packer.flush() + pruefsumme.to_bytes(4, "little") + (64 * len(block) % (1 << 32)).to_bytes(4, "little")
    return kopf + teil * 64 + ende


def _tropfen(lage: Lage) -> Iterator[bytes]:
    """A byte each twentieth of a second, for ten minutes at most."""
    ende = time.monotonic() + 600
    while time.monotonic() < ende and not lage.ende.wait(0.05):
        yield b" "


def _neue_parameter(lage: Lage) -> Antwort:
    ziele = [f"vo020.asp?VOLFDNR={lage.vorlage}&amp;t={lage.laufend}", f"to010.asp?SILFDNR=1&amp;x={lage.laufend}"]
    return _vorlagenseite(lage, "".join(f'<a href="{each}">weiter</a>' for each in ziele))


def _viele_links(lage: Lage) -> Antwort:
    return _vorlagenseite(lage, "".join(f'<a href="vo020.asp?VOLFDNR={n}">{n}</a>\n' for n in range(100_000, 200_000)))


def _kopfflut(lage: Lage) -> Antwort:
    antwort = _vorlagenseite(lage, "")
    antwort.kopf = {f"X-Flut-{n}": "x" * 60 for n in range(20_000)}
    return antwort


def _anlagen(lage: Lage) -> Antwort:
    link = '<a href="{}" target="_blank"  title="Anlage 1 (07.07.2026 16:09:37) &ouml;ffnen">../../../../etc/passwd</a>'
    zeilen = "".join(
        f"<tr><td>{link.format(each)}</td></tr>" for each in ("___tmp/tmp/../../../../etc/passwd.pdf", "___tmp/x.pdf")
    )
    return _vorlagenseite(lage, f'<!-- ### AN1.rtf -->\n<table class="tk1">{zeilen}</table>')


def _html_als_pdf(lage: Lage) -> Antwort:
    felder = '<input type="hidden" name="DOLFDNR" value="1"  /><input type="hidden" name="options" value="64"  />'
    knopf = '<input type="submit" class="il2_p" value="Vorlage" title="Vorlage (Öffnet PDF-Datei in neuem Fenster)"  />'
    return _vorlagenseite(lage, f'<form action="do027.asp" method="post" target="_blank">{felder}{knopf}</form>')


def _nach(ziel: str) -> Callable[[Lage], Antwort]:
    return lambda _: _umleitung(ziel)


FALLEN: dict[str, Callable[[Lage], Antwort]] = {
    "neue_parameter": _neue_parameter,
    "kreis": lambda lage: _umleitung(lage.adresse),
    "umleitung_ohne_ende": lambda lage: _umleitung(f"vo020.asp?VOLFDNR={lage.vorlage}&r={lage.laufend}"),
    "zehn_gigabyte": lambda _: Antwort(200, b"", strom=partial(_nullen, 10 * GIB), laenge=10 * GIB),
    "zehn_gigabyte_chunked": lambda _: Antwort(200, b"", strom=partial(_nullen, 10 * GIB)),
    "gzip_bombe": lambda _: Antwort(200, bombe(), kopf={"Content-Encoding": "gzip"}),
    "metadaten": _nach("http://169.254.169.254/latest/meta-data/"),
    "datei": _nach("file:///etc/passwd"),
    "fremder_server": _nach("http://hinterhausen.example/bi/vo020.asp?VOLFDNR=1"),
    "dreissig_megabyte": lambda lage: _vorlagenseite(lage, "<p>lang</p>\n" * (SEITE_BYTES // 13)),
    "hunderttausend_links": _viele_links,
    "kopfflut": _kopfflut,
    "tropfen": lambda lage: Antwort(200, b"", strom=partial(_tropfen, lage)),
    "boeser_name": _anlagen,
    "html_als_pdf": _html_als_pdf,
}
"""The traps by name: each makes the answer for one Vorlage."""
