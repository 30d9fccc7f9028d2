"""`si0057`, `si0056`, `to0040`, `si0050`: one Sitzung; all but the last with its agenda."""

from __future__ import annotations

import re
from datetime import date

from ratsarchiv.errors import ParseError
from ratsarchiv.model import Gremium, Link, Parsed, Sitzung
from ratsarchiv.parse import german, html
from ratsarchiv.parse.html import Element
from ratsarchiv.parse.sessionnet import dokumente, tagesordnung
from ratsarchiv.parse.sessionnet.felder import Felder
from ratsarchiv.parse.sessionnet.sheet import Sheet, marked

_CANCELLED = re.compile(r"\b(?:fällt aus|entfällt|abgesagt)\b|^\W*(?:AUSFALL|Absage)\b", re.IGNORECASE)
_BEFORE_DATE = re.compile(r"^(.{1,300}?)\s+(?:-\s+)?\d{1,2}\.\d{1,2}\.\d{4}\b")
_WITH_AGENDA = ("si0057", "to0040", "si0056")


def cancelled(text: str) -> bool:
    """Whether a text says that a Sitzung doesn't take place: `Die Sitzung des … fällt aus.`"""
    return bool(_CANCELLED.search(text))


def sitzung(sheet: Sheet) -> Parsed:
    """A Sitzung and its agenda. Of non-public items only the number is read."""
    record = _record(sheet, sheet.url)
    sheet.records.append(record)
    agenda = tagesordnung.read(sheet, record.id)
    dokumente.read(sheet, dokumente.of_sitzung(sheet), _own_documents(sheet, agenda))
    sheet.lists_all("tagesordnungspunkte", "sitzung", record.id)
    sheet.lists_all("dokumente", "sitzung", record.id)
    return sheet.all()


def informationen(sheet: Sheet) -> Parsed:
    """`si0050`: what the agenda's page says too, without the agenda; a link to that page, where there is one."""
    agenda = sheet.tab(*_WITH_AGENDA)
    record = _record(sheet, agenda or sheet.url)
    sheet.records.append(record)
    if agenda:
        sheet.links.append(Link(url=agenda, seitenart=next(each for each in _WITH_AGENDA if f"/{each}." in agenda)))
    dokumente.read(sheet, dokumente.of_sitzung(sheet), _own_documents(sheet, set()))
    return sheet.all()


def _record(sheet: Sheet, url: str) -> Sitzung:
    felder = Felder(sheet)
    day = _day(felder, sheet)
    when = felder.line("yytime", "zeit") or _opening(sheet)
    beginn, ende = german.span(day, when)
    gremium, gremium_name = _gremium(sheet, felder)
    name = felder.line("siname", "sitzung", "bezeichnung")
    says = f"{name or ''}\n{sheet.heading}".split("\n")
    record = Sitzung(
        id=sheet.own_id,
        kommune=sheet.kommune,
        url=url,
        gremium=gremium,
        gremium_name=gremium_name,
        name=name,
        datum=day,
        beginn=beginn,
        ende=ende,
        raum=felder.line("siort", "raum", "ort"),
        status=felder.line("status"),
        abgesagt=True if any(cancelled(each) for each in says) else None,
    )
    felder.complain()
    return record


def _day(felder: Felder, sheet: Sheet) -> date:
    day = german.first_date(felder.line("sidat", "datum") or "") or german.first_date(_title(sheet))
    if day is None:
        raise ParseError("the page doesn't say on which day the Sitzung is")
    return day


def _title(sheet: Sheet) -> str:
    """`Bildungsausschuss 01.09.2026`: the heading, or in layout 4 the window's title."""
    if german.first_date(sheet.heading):
        return sheet.heading
    title = next(sheet.root.getroottree().getroot().iter("title"), None)
    return html.text(title).removeprefix("SessionNet | ") if title is not None else ""


def _gremium(sheet: Sheet, felder: Felder) -> tuple[str | None, str | None]:
    """The Gremium's id, where its name is a link, and the name; without a label the name before the date in the title."""
    value = felder.take("sigrname", "gremium")
    if value is None:
        found = _BEFORE_DATE.match(_title(sheet))
        return None, found[1] if found else None
    name = "; ".join(each for each in html.lines(value).split("\n") if each) or None
    anchor = sheet.anchor_to(value, Gremium)
    linked = sheet.refer(anchor, Gremium, name=name) if anchor is not None else None
    return linked.id if linked else None, name


def _opening(sheet: Sheet) -> str:
    """`Öffentlicher Teil: Beginn 17:00 Uhr`: layout 4's heading of the agenda, where no label says when."""
    table = tagesordnung.table_of(sheet)
    heading = next(iter(marked(table, "smc-table-group", "tr")), None) if table is not None else None
    return html.text(heading).partition("Beginn")[2] if heading is not None else ""


def _own_documents(sheet: Sheet, agenda: set[Element]) -> list[Element]:
    """The lists of documents that stand outside of the agenda, and of any other table of items."""
    cells = [each for name in ("tofnum", "smc_tophn") for each in marked(sheet.main, name, "td")]
    agenda = agenda | {row for cell in cells for row in cell.iterancestors("tr")}
    lists = [*marked(sheet.main, "smc-documents"), *marked(sheet.main, "smcdocbox", "table")]
    return [each for each in lists if agenda.isdisjoint(each.iterancestors())]
