"""`Meeting` and `AgendaItem`: a Sitzung and its agenda. Of non-public items only the number is read."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from ratsarchiv.model import Auszug, Sitzung, Tagesordnungspunkt
from ratsarchiv.parse import german, html, parts, wortlaut
from ratsarchiv.parse.oparl.references import columns, files, first, id_of, page_of, refer
from ratsarchiv.parse.oparl.said import Said

_HIDDEN_NUMBER = re.compile(r"(?:TOP )?n(?:ö|oe)?(?![a-zäöüß])", re.IGNORECASE)
"""`N 3`, `NÖ 3`, `N. II`: the letter of the part that isn't public."""
_PART = re.compile(r"(?:nicht[ -]?)?öffentliche[rn]?\s+(?:teil|sitzung|tagesordnung)\b", re.IGNORECASE)
"""A heading of the agenda, which may have a number."""
_FILES = ("invitation", "resultsProtocol", "verbatimProtocol", "auxiliaryFile")


def meeting(said: Said, own: str) -> None:
    """A Sitzung with all that is embedded in it."""
    start = said.moment("start")
    name = said.line("name")
    organizations = said.addresses("organization")
    gremien = [refer(said.findings, "Organization", each) for each in organizations]
    record = Sitzung(
        **columns(said, "Meeting", own),
        # Where several meet together none of them is the Sitzung's Gremium.
        gremium=gremien[0] if len(gremien) == 1 else None,
        gremium_name=said.names("organization"),
        name=name,
        datum=start[0] if start else None,
        beginn=start[1] if start else None,
        ende=_end(said, start[1] if start else None),
        abgesagt=True if name and wortlaut.is_cancelled(name) else said.flag("cancelled"),
        **_place(said),
    )
    said.findings.records.append(record)
    page_of(said)
    _agenda(said, record)
    files(said, {"sitzung": record.id}, _FILES)


def agenda_item(said: Said, own: str) -> None:
    """An item by itself."""
    url = first(said, "meeting")
    sitzung = refer(said.findings, "Meeting", url) if url else None
    _item(said, own, sitzung, None, _public(said))


def _end(said: Said, beginn: datetime | None) -> datetime | None:
    """The end; midnight stands for one that isn't known, and nothing ends before it begins."""
    found = said.moment("end")
    ende = found[1] if found else None
    return None if ende is None or (beginn is not None and ende < beginn) else ende


def _place(said: Said) -> dict[str, Any]:
    place = next(iter(said.objects("location")), None)
    if place is None:
        return {}
    town = " ".join(each for each in (place.line("postalCode"), place.line("locality")) if each)
    address = ", ".join(each for each in (place.line("streetAddress"), town) if each)
    return {"raum": place.line("room"), "ort": place.line("description") or address or None}


def _agenda(said: Said, sitzung: Sitzung) -> None:
    said.follow("agendaItem")
    section: bool | None = None
    for position, item in enumerate(_in_order(said.objects("agendaItem")), 1):
        if not item.line("number") or _PART.match(item.line("name") or ""):
            section = _section(item.line("name") or "", section)
        public = _public(item)
        _item(item, item.own, sitzung.id, position, section if public is None else public, sitzung.url)
    if said.whole("agendaItem"):
        said.findings.lists_all("tagesordnungspunkte", "sitzung", sitzung.id)


def _in_order(items: list[Said]) -> list[Said]:
    """By `order`, which may be a text and have gaps; as they are listed where one of them has none."""
    orders = [each.count("order") for each in items]
    if None in orders:
        return items
    return [
        item for _, _, item in sorted(zip(orders, range(len(items)), items, strict=True), key=lambda each: each[:2])
    ]


def _public(said: Said) -> bool | None:
    """Whether an item is public; None where nothing is said. What isn't understood is no yes."""
    public = said.flag("public")
    if _HIDDEN_NUMBER.match(said.line("number") or ""):
        return False
    if public is not None:
        return public
    is_said = said.line("public") is not None or isinstance(said.raw.get("public"), dict | list)
    return False if is_said or wortlaut.names_non_public(said.line("name") or "") else None


def is_withheld(said: Said) -> bool:
    """Whether an item that is embedded elsewhere isn't public."""
    return _public(said) is False


def _section(heading: str, before: bool | None) -> bool | None:
    """Whether what follows a heading without number is public, for interfaces that don't say it of each item."""
    if wortlaut.names_non_public(heading):
        return False
    return True if "öffentlich" in heading.lower() else before


def _item(
    said: Said, own: str | None, sitzung: str | None, position: int | None, public: bool | None, url: str | None = None
) -> None:
    number, public = _number(said.line("number"), public)
    if own is None and sitzung is None:
        return
    place = f"{'oe' if public else 'n'}{number.split()[-1]}" if number else f"p{position}"
    top = Tagesordnungspunkt(
        id=id_of(said.findings, "AgendaItem", own) if own else f"{sitzung}-{place}",
        kommune=said.findings.kommune,
        url=(said.address("web") if public is not False else None) or own or url or said.findings.url,
        sitzung=sitzung,
        position=position,
        nummer=number,
        oeffentlich=public,
        **(_public_item(said) if public is not False else {}),
    )
    if said.findings.record_once(top) and public is not False:
        page_of(said)
        _minutes(said, top)
        files(said, {"tagesordnungspunkt": top.id}, ("resolutionFile", "auxiliaryFile"))


def _number(said: str | None, public: bool | None) -> tuple[str | None, bool | None]:
    """`Ö 8.2` of `8.2` and a word about the public; whichever of the two says no is believed."""
    found = german.top_number((said or "").removeprefix("TOP "))
    if found is None:
        return None, public
    if found.oeffentlich is None:
        letter = {True: "Ö ", False: "N ", None: ""}[public]
        return letter + found.text.rstrip("."), public
    return found.text, found.oeffentlich and public is not False


def _public_item(said: Said) -> dict[str, Any]:
    beschluss = said.line("result")
    vorlage, nummer = _paper(said)
    return {
        "betreff": said.lines("name"),
        "vorlage": refer(said.findings, "Paper", vorlage, nummer=nummer),
        "vorlage_nummer": nummer,
        "beschluss": beschluss,
        "beschlussart": said.findings.beschlussart(beschluss),
    }


def _paper(said: Said) -> tuple[str | None, str | None]:
    """Address and number of the Vorlage, where the item or an embedded Consultation names it."""
    for place in (said, *said.objects("consultation")):
        for paper in place.entries("paper"):
            if isinstance(paper, str):
                return paper, None
            return paper.own, paper.line("reference")
    return None, None


def _minutes(said: Said, top: Tagesordnungspunkt) -> None:
    """The text of the decision, which some write as HTML."""
    raw = said.raw.get("resolutionText")
    plain = said.lines("resolutionText")
    if not plain:
        return
    text = html.reading_text(parts.sanitised(raw)) if isinstance(raw, str) and "</" in raw else plain
    votes = german.votes(text)
    auszug = Auszug(
        id=top.id,
        kommune=top.kommune,
        url=top.url,
        tagesordnungspunkt=top.id,
        beschlusstext=text or None,
        ja=votes.ja,
        nein=votes.nein,
        enthaltung=votes.enthaltung,
    )
    said.findings.records.append(auszug)
