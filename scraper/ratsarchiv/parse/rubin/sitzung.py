"""A Sitzung: in the calendar, as an answer of its own with its agenda, and where others name it."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from ratsarchiv.errors import ParseError
from ratsarchiv.model import Link, Sitzung
from ratsarchiv.parse import german, wortlaut
from ratsarchiv.parse.oparl.said import Said
from ratsarchiv.parse.rubin import dokumente, gremien, tagesordnung

_STATES = {1, 4}
"""Before and after its agenda is published. What other numbers mean nobody has seen."""
_MEETING = 1
"""The kind of event that is called `Sitzung`."""
_CLOCK = re.compile(r"\d\d:\d\d(?::\d\d)?")
_UNSET = "00:00:00"
_GREMIEN = tuple(f"gremium_{number}" for number in range(1, 6))


def is_draft(said: Said) -> bool:
    """Whether something isn't released yet."""
    return said.flag("is_draft") is True


def termin(said: Said) -> None:
    """A Sitzung in the calendar."""
    if is_draft(said):
        said.findings.problem("unbekannter_wortlaut", "der Kalender zeigt den Entwurf einer Sitzung")
    elif not said.findings.record_once(_record(said, {})):
        said.findings.problem("zaehlung", f"Sitzung {said.count('id')} steht zweimal im Kalender")


def sitzung(said: Said) -> None:
    """A Sitzung with its agenda and documents."""
    found = [named for each in said.objects("committees") if (named := gremien.committee(each))]
    record = _record(said, {kuerzel: name for kuerzel, name in found if name})
    said.findings.records.append(record)
    for neighbour in ("previousMeeting", "nextMeeting"):
        for each in said.objects(neighbour):
            genannt(each)
    owner = dokumente.Owner("sitzung", record.id, known=_names(said))
    listed = dokumente.read(said, owner)
    if tagesordnung.agenda(said, record, owner) and listed:
        said.findings.lists_all("dokumente", "sitzung", record.id)


def genannt(said: Said) -> Sitzung | None:
    """A Sitzung that another object names; what isn't understood of it says nothing about that one."""
    if is_draft(said):
        return None
    try:
        record = _record(said, {})
    except ParseError as error:
        said.findings.problem("nicht_verstanden", str(error))
        return None
    said.findings.links.append(Link(url=record.url, folgen=False, platzhalter=record))
    return record


def _record(said: Said, names: dict[str, str]) -> Sitzung:
    number, day = said.count("id"), said.day("datum")
    if number is None or day is None:
        raise ParseError(f"Sitzung {number}: it has no number or no day")
    _complain(said, number)
    kuerzel = [each for column in _GREMIEN if (each := said.line(column))]
    name = said.line("titel")
    beginn, ende = _span(said, day)
    return Sitzung(
        id=said.findings.id(str(number)),
        kommune=said.findings.kommune,
        url=gremien.page_of(said, "full_url", f"sitzung-{number}"),
        # Where several meet together none of them is the Sitzung's Gremium.
        gremium=gremien.gremium_id(said.findings, kuerzel[0]) if len(kuerzel) == 1 else None,
        gremium_name="; ".join(names[each] for each in kuerzel) or None if set(kuerzel) <= names.keys() else None,
        name=name,
        datum=day,
        beginn=beginn,
        ende=ende,
        abgesagt=bool(name and wortlaut.is_cancelled(name)),
        **_place(said),
    )


def _complain(said: Said, number: int) -> None:
    """Notes values that nobody has seen yet."""
    if said.count("status") not in _STATES:
        said.findings.problem("unbekannter_wortlaut", f"Sitzung {number}: Status {said.count('status')}")
    if said.count("event_type_id") != _MEETING:
        said.findings.problem("unbekannter_wortlaut", f"Sitzung {number}: Terminart {said.count('event_type_id')}")


def _span(said: Said, day: date) -> tuple[datetime | None, datetime | None]:
    """Beginning and end; an end alone says nothing."""
    beginn = _clock(said, "beginn")
    return german.span(day, f"{beginn} - {_clock(said, 'ende')}") if beginn else (None, None)


def _clock(said: Said, name: str) -> str:
    """A time of day as written; empty where it is unset."""
    text = said.line(name) or _UNSET
    if _CLOCK.fullmatch(text):
        return "" if text == _UNSET else text
    said.findings.problem("unbekannter_wortlaut", f"Sitzung {said.count('id')}: {name} ist keine Uhrzeit")
    return ""


def _place(said: Said) -> dict[str, Any]:
    """Room and address; telephone and fax are not read. Without `room` there is but a Kürzel of it."""
    room = next(iter(said.objects("room")), None)
    where = next(iter(room.objects("address")), None) if room else None
    if room is None or where is None:
        return {"raum": room.line("name") if room else None}
    town = " ".join(each for each in (where.line("zip_code"), where.line("location")) if each)
    ort = ", ".join(each for each in (where.line("street"), town) if each)
    return {"raum": room.line("name"), "ort": ort or None}


def _names(said: Said) -> frozenset[str]:
    """What addresses may call the Sitzung."""
    return frozenset(dokumente.named(said, "id", "nummer", "nummer_si"))
