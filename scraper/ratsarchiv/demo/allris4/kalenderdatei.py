"""`ics/SiKalAbo.ics`: all Sitzungen as one calendar file, the latest first, with the vendor's blank line in each event."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ratsarchiv.demo.world import Sitzung, World

KOPF = (
    "BEGIN:VCALENDAR",
    "PRODID:-//CC e-gov GmbH//ALLRIS net//DE",
    "VERSION:2.0",
    "CALSCALE:GREGORIAN",
    "X-WR-CALNAME:Sitzungskalender",
    "BEGIN:VTIMEZONE",
    "TZID:Europe/Berlin",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0200",
    "TZOFFSETFROM:+0200",
    "TZOFFSETTO:+0100",
    "END:VTIMEZONE",
)


def kalenderdatei(world: World, basis: str) -> bytes:
    """The file."""
    alle = sorted(world.sitzungen, key=lambda each: (each.datum, each.beginn or "", each.id), reverse=True)
    zeilen = [*KOPF, *(zeile for each in alle for zeile in _termin(world, each, basis)), "END:VCALENDAR", ""]
    return "\r\n".join(zeilen).encode()


def _termin(world: World, treffen: Sitzung, basis: str) -> list[str]:
    """An event; where the end isn't known it is the next midnight."""
    ende = _zeit(treffen.datum, treffen.ende) if treffen.ende else _zeit(treffen.datum + timedelta(days=1), "0:00")
    was, ziel = "Die Sitzung", f"{basis}to010?SILFDNR={treffen.id}"
    if not treffen.oeffentlich:
        tag = treffen.datum
        was, ziel = "Sitzungskalender", f"{basis}si010?DD={tag.day}&MM={tag.month}&YY={tag.year}"
    return [
        "BEGIN:VEVENT",
        f"UID:ALLRIS-Sitzung-{treffen.id}",
        "PRIORITY:2",
        "CLASS:PUBLIC",
        "X-APPLE-CALENDAR-COLOR:#000000",
        "X-OUTLOOK-COLOR:#000000",
        "X-FUNAMBOL-COLOR:#000000",
        "X-LOTUS-CHARSET:UTF-8",
        f"DTSTAMP;TZID=Europe/Berlin:{world.stichtag:%Y%m%d}T063553",
        f"DTSTART;TZID=Europe/Berlin:{_zeit(treffen.datum, treffen.beginn or '0:00')}",
        f"DTEND;TZID=Europe/Berlin:{ende}",
        "X-MICROSOFT-CDO-ALLDAYEVENT:FALSE",
        f"SUMMARY;LANGUAGE=de:{_text(_name(world, treffen))}",
        f"LOCATION;LANGUAGE=de:{_text(treffen.raum or '')}",
        f"DESCRIPTION;LANGUAGE=de:Exportiert am {world.stichtag:%d.%m.%Y}\\n\\n{was} in ALLRIS net:\\n{ziel}",
        f"URL:{ziel}",
        "",
        "END:VEVENT",
    ]


def _name(world: World, treffen: Sitzung) -> str:
    """The Gremium's name, or the calendar's where the Gremium is hidden."""
    alle = [world.gremium[each] for each in treffen.gremien]
    if any(each.verborgen for each in alle):
        return treffen.kalendername
    return ("ENTFÄLLT - " if treffen.abgesagt else "") + " / ".join(each.name for each in alle)


def _zeit(tag: date, uhr: str) -> str:
    stunde, _, minute = uhr.partition(":")
    return f"{tag:%Y%m%d}T{int(stunde):02}{minute}00"


def _text(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
