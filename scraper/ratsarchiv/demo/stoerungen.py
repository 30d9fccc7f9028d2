"""What a fault makes of an answer."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING

from ratsarchiv.demo import seite_sonst as sonst
from ratsarchiv.demo.markup import kodiert

if TYPE_CHECKING:
    from collections.abc import Callable

    from ratsarchiv.demo.antwort import Antwort
    from ratsarchiv.demo.faults import Fault, Faults

_ZEILE = re.compile(rb'\t<tr class="[^"]+" valign="top">\r\n(?:(?!</tr>).)*?</tr>\r\n', re.DOTALL)
_TAG = re.compile(rb'<td class="text2" width="20">\w\w</td><td class="text2" width="20">[^<]+</td>\r\n')

ZIELE = {"gate_redirect": sonst.SCHRANKE, "login_redirect": f"/bi/{sonst.ANMELDUNG}", "refused": sonst.VERBOTEN}


def verderben(antwort: Antwort, fault: Fault | None, faults: Faults, anmeldung: Callable[[], bytes]) -> None:
    """Change the answer where a fault concerns what it says; the others concern how it is sent."""
    match fault:
        case "error":
            antwort.nur(500, kodiert(sonst.serverfehler()))
        case "unavailable" | "robots_error":
            antwort.nur(503, kodiert(sonst.nicht_verfuegbar()))
            antwort.kopf |= _retry_after(faults.retry_after)
        case "gone":
            antwort.nur(faults.gone_status, kodiert(sonst.nicht_gefunden()))
        case "too_many":
            antwort.nur(200, kodiert(sonst.zu_viele_zugriffe()))
        case "gate":
            antwort.nur(200, kodiert(sonst.schranke()))
        case "login":
            antwort.nur(200, anmeldung())
        case "gate_redirect" | "login_redirect" | "refused":
            ziel = ZIELE[fault]
            antwort.nur(302, kodiert(sonst.umleitung(ziel)))
            antwort.kopf["Location"] = ziel
        case _:
            _entstellen(antwort, fault)


def _entstellen(antwort: Antwort, fault: Fault | None) -> None:
    match fault:
        case "tableless":
            antwort.body = ohne_tabelle(antwort.body)
        case "empty_calendar":
            antwort.body = ohne_sitzungen(antwort.body)
        case "utf8_declared":
            antwort.mime = "text/html; charset=utf-8"
        case "utf8_encoded":
            antwort.body = in_utf8(antwort.body)


def _retry_after(wann: int | timedelta | None) -> dict[str, str]:
    if wann is None:
        return {}
    if isinstance(wann, timedelta):
        return {"Retry-After": format_datetime(datetime.now(UTC) + wann, usegmt=True)}
    return {"Retry-After": str(wann)}


def ohne_tabelle(seite: bytes) -> bytes:
    """The page without the table of metadata, or, where it has none, without its list."""
    if b'<td bgcolor="white">' in seite:
        return re.sub(
            rb'(<td bgcolor="white">).*?(?=<hr  />\r\n<|</td>\r\n<td style=)', rb"\1", seite, count=1, flags=re.DOTALL
        )
    return re.sub(rb'<table class="tl1".*</table>', b"", seite, count=1, flags=re.DOTALL)


def ohne_sitzungen(seite: bytes) -> bytes:
    """The calendar's page with its days and holidays, but without a Sitzung."""

    def leer(zeile: re.Match[bytes]) -> bytes:
        if b'name="SILFDNR"' not in zeile[0]:
            return zeile[0]
        tag = _TAG.search(zeile[0])
        kopf = zeile[0].partition(b"\r\n")[0].replace(b' valign="top"', b"")
        rest = b'\t\t<td colspan="8">&nbsp;</td>\r\n\t</tr>\r\n'
        return b"%s\r\n%s%s" % (kopf, tag[0], rest) if tag else b""

    return _ZEILE.sub(leer, seite)


def in_utf8(seite: bytes) -> bytes:
    """The page in another encoding than it says."""
    return seite.decode("cp1252").encode()
