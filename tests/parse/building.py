"""Small pages in ALLRIS' markup, for tests of one thing each."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from ratsarchiv.model import Abschnitt, Page, Parsed, Record
from ratsarchiv.parse import parse

if TYPE_CHECKING:
    from collections.abc import Mapping

Kind = TypeVar("Kind", bound=Record)

FOLDER = "http://ratsinfo.musterstadt.example/bi/"


def page(address: str, content: str | bytes, *, status: int = 200, header: Mapping[str, str] | None = None) -> Page:
    """An answer to an address in Musterstadt's folder."""
    body = content.encode("cp1252", "xmlcharrefreplace") if isinstance(content, str) else content
    return Page(url=f"{FOLDER}{address}", body=body, kommune="musterstadt", status=status, header=header or {})


def frame(content: str, title: str = "Vorlage - 2026/0001") -> str:
    """The system's own part of a page."""
    return (
        f'<html><body><div id="allriscontainer"><div id="risname"><h1>{title}</h1></div>{content}</div></body></html>'
    )


def labels(**values: str) -> str:
    """The table at the head; a name's underscore stands for a hyphen."""
    rows = "".join(
        f'<tr><td class="kb1">{name.replace("_", "-")}:</td><td class="text4">{value}</td></tr>'
        for name, value in values.items()
    )
    return f'<table class="tk1">{rows}</table>'


def document(code: str, body: str, number: int = 4711) -> str:
    """A text part: a document of its own."""
    return f'<!-- ### {code}{number}.rtf -->\r\n<a name="allris{code}"></a>\r\n<html><head></head><body>{body}</body></html>'


def vorlage(*parts: str, head: str = labels(Betreff="Ein Weg", Status="öffentlich")) -> Page:
    """A Vorlage with these parts."""
    return page("vo020.asp?VOLFDNR=1", frame(head + "".join(parts)))


def auszug(*parts: str, number: str = "Ö 1") -> Page:
    """An Auszug with these parts."""
    return page("to020.asp?TOLFDNR=9", frame(labels(TOP=number) + "".join(parts), "Auszug - Ein Weg"))


def sitzung(*rows: str, **values: str) -> Page:
    """A Sitzung with these rows in its agenda."""
    head = labels(**{"Bezeichnung": "Sitzung des Rates", "Datum": "Mo, 03.11.2025", **values})
    agenda = f'<table class="tl1">{"".join(rows)}</table>'
    return page("to010.asp?SILFDNR=7", frame(head + agenda, "Tagesordnung - Sitzung des Rates"))


def form(program: str, value: str = "VO", title: str = "", **hidden: str) -> str:
    """A button."""
    inputs = "".join(f'<input type="hidden" name="{name}" value="{number}"  />' for name, number in hidden.items())
    return f'<form action="{program}.asp" method="post">{inputs}<input type="submit" value="{value}" title="{title}"  /></form>'


def top(number: str, betreff: str = "Ein Weg", result: str = "", tolfdnr: int = 9) -> str:
    """A row of an agenda."""
    button = form("to020", "NA", result, TOLFDNR=str(tolfdnr)) if result else "&nbsp;"
    own = f'<a href="to010.asp?SILFDNR=7&TOLFDNR={tolfdnr}#beschluss">{number}</a>' if number else "&nbsp;"
    blank = "<td>&nbsp;</td>"
    return f'<tr class="zl12"><td class="text4">{own}</td>{blank}<td>{button}</td><td>{betreff}</td>{blank * 4}</tr>'


def records(parsed: Parsed, kind: type[Kind]) -> list[Kind]:
    """The records of one type."""
    return [record for record in parsed.records if isinstance(record, kind)]


def abschnitte(page: Page) -> list[Abschnitt]:
    """The page's Abschnitte."""
    return records(parse(page), Abschnitt)


def passage(body: str) -> Abschnitt:
    """What the only Abschnitt says of a part with this body."""
    (only,) = abschnitte(vorlage(document("SV", body)))
    return only
