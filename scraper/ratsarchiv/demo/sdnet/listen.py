"""The calendar, the lists and the calendar file. Nobody has saved the first two: they are links and nothing else."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from ratsarchiv.demo.nummern import gremium_nummer
from ratsarchiv.demo.sdnet.rahmen import Ansicht, seite, text

if TYPE_CHECKING:
    from ratsarchiv.demo.world import Gremium, Sitzung

KOPF = """BEGIN:VCALENDAR
VERSION:2.0
METHOD:PUBLISH
PRODID:-//SD.NET RIM v1.0//DE
CALSCALE:GREGORIAN
X-WR-CALNAME:SD.NET RIM
X-WR-TIMEZONE:Europe/Berlin
BEGIN:VTIMEZONE
TZID:Europe/Berlin
X-LIC-LOCATION:Europe/Berlin
BEGIN:DAYLIGHT
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
"""
DAUER = timedelta(hours=3, minutes=30)
"""How long the system takes a Sitzung to last until its end is known."""


def termine(ansicht: Ansicht) -> bytes:
    """`termine/`: the Sitzungen that have a page."""
    alle = sorted(ansicht.world.oeffentliche_sitzungen, key=lambda each: (each.datum, each.id))
    return _liste(ansicht, "Termine", "termine", [ansicht.termin(each) for each in alle])


def vorlagen(ansicht: Ansicht) -> bytes:
    """`vorlagen/`: the Vorlagen that have a page, the newest first."""
    alle = sorted(ansicht.world.oeffentliche_vorlagen, key=lambda each: (each.angelegt, each.id), reverse=True)
    links = [
        f'<a href="{ansicht.adresse("vorgang", "vorgang", each.id)}">{text(f"{each.nummer} {each.betreff}")}</a>'
        for each in alle
    ]
    return _liste(ansicht, "Vorlagen", "vorlagen", links)


def gremien(ansicht: Ansicht) -> bytes:
    """`gremien/`: all that have a page."""
    links = [ansicht.gremium(each) for each in ansicht.world.gremien if not each.verborgen]
    return _liste(ansicht, "Gremien", "gremien", links)


def gremium(ansicht: Ansicht, nummer: int) -> bytes | None:
    """A Gremium's page: its Sitzungen; None where it has no page."""
    gesucht = next((each for each in ansicht.world.gremien if gremium_nummer(each.schluessel) == nummer), None)
    if gesucht is None or gesucht.verborgen:
        return None
    return _liste(ansicht, gesucht.name, "gremien", [ansicht.termin(each) for each in _sitzungen(ansicht, gesucht)])


def _sitzungen(ansicht: Ansicht, gremium: Gremium) -> list[Sitzung]:
    return [each for each in ansicht.world.oeffentliche_sitzungen if gremium.schluessel in each.gremien]


def _liste(ansicht: Ansicht, titel: str, klasse: str, links: list[str]) -> bytes:
    zeilen = "".join(f"<li>{each}</li>\n" for each in links)
    return seite(ansicht, titel, klasse, f'<h1 class="heading">{text(titel)}</h1>\n<ul>\n{zeilen}</ul>\n')


def kalenderdatei(ansicht: Ansicht, zaehler: int) -> bytes:
    """`SD.NET_RIM.ics`: all Sitzungen that have a page. Its stamp is another each time that it is asked for."""
    stempel = datetime.combine(ansicht.world.stichtag, time()) + timedelta(seconds=zaehler)
    termine = "".join(
        _termin(ansicht, each, f"{stempel:%Y%m%dT%H%M%SZ}") for each in ansicht.world.oeffentliche_sitzungen
    )
    return f"{KOPF}{termine}END:VCALENDAR\n".encode()


def _termin(ansicht: Ansicht, treffen: Sitzung, stempel: str) -> str:
    """One event, commas as they are; a blank line behind it is version 26.2.1's."""
    namen = ", ".join(ansicht.world.gremium[each].name for each in treffen.gremien)
    bemerkung = r"\n\nBemerkung:\nDie Sitzung entfällt." if treffen.abgesagt else ""
    ort = "".join(f"{each}, " for each in (treffen.ort, treffen.raum) if each)
    return (
        f"BEGIN:VEVENT\nDTSTAMP:{stempel}\n{_zeiten(treffen)}SUMMARY:{namen}\n"
        f"DESCRIPTION:Link zur Tagesordnung: {ansicht.tops(treffen)}{bemerkung}\n"
        f"UID:{treffen.datum:%Y%m}{treffen.id}\nLOCATION:{ort}\nEND:VEVENT\n\n"
    )


def _zeiten(treffen: Sitzung) -> str:
    if treffen.beginn is None:
        return f"DTSTART;VALUE=DATE:{treffen.datum:%Y%m%d}\n"
    beginn = datetime.combine(treffen.datum, _uhr(treffen.beginn))
    ende = datetime.combine(treffen.datum, _uhr(treffen.ende)) if treffen.ende else beginn + DAUER
    ende += timedelta(days=1) if ende < beginn else timedelta()
    return "".join(
        f"{name};TZID=Europe/Berlin:{wann:%Y%m%dT%H%M%S}\n" for name, wann in (("DTSTART", beginn), ("DTEND", ende))
    )


def _uhr(gedruckt: str) -> time:
    stunde, minute = gedruckt.split(":")
    return time(int(stunde), int(minute))
