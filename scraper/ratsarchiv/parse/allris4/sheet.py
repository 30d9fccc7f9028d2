"""One page of ALLRIS 4 laid open for reading: its frame, its texts, and what reading it has found so far."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from html import unescape
from urllib.parse import urlsplit

from lxml import etree

from ratsarchiv.errors import ParseError
from ratsarchiv.model import Abschnitt, Link, Page, Parsed, Record
from ratsarchiv.parse import address, german, html, parts, wortlaut
from ratsarchiv.parse.allris4 import addresses
from ratsarchiv.parse.findings import Findings
from ratsarchiv.parse.html import Element

OWNER_KIND = {"vorlage": "vo", "sitzung": "si", "tagesordnungspunkt": "to"}
"""What stands in the id of a part, since a Vorlage and a Sitzung may have the same number."""
_CODES = {wortlaut.art_of_code(code): code for code in ("SV", "BV", "FA", "AN", "WP", "BS", "AE", "RE")}
"""The vendor's codes of ALLRIS classic, which name a text's kind there and keep its id for a council that moves."""
_TAIL = 20_000
"""Characters at a page's end in which its last tag stands, with what a town's CMS appends."""
_SHOWN = " ausblenden"
_INDENT = re.compile(r"[ \t\r\n]+")
_MESSAGES = ("Keine Information", "Keine Berechtigung", "Es ist ein Fehler aufgetreten")
_BASE_URL = re.compile(r'Wicket\.Ajax\.baseUrl="([^"<>\s]{1,500})"')


@dataclass(frozen=True, slots=True)
class Text:
    """A text of the page, as served."""

    label: str | None
    number: str | None
    html: str


@dataclass(kw_only=True)
class Sheet(Findings):
    """A page with its tree, and the records, links and problems that a parser collects from it."""

    main: Element
    """The system's own part of the page, without its texts; what a town's CMS puts around it is outside."""
    texts: list[Text]
    headings: dict[Element, str]
    """What each panel is called."""
    source: str
    """The whole answer, with the scripts in it."""
    folder: str
    """The folder of the system's pages, with a slash at its end."""
    is_whole: bool
    """False for an excerpt of a page."""

    @cached_property
    def own_number(self) -> str:
        """The number of the shown object, from the address; ParseError where it has none, or the page another one."""
        number = addresses.own_number(self.page.url)
        if number is None:
            raise ParseError("the address has no number of an object")
        shown = _BASE_URL.search(self.source)
        says = addresses.own_number(unescape(shown[1])) if shown else None
        if says and says != number:
            raise ParseError(f"the address asks for number {number}, but the page shows {says}")
        return number

    @property
    def own_id(self) -> str:
        """The id of the object that the page shows, where its kind needs no prefix."""
        return self.id(self.own_number)

    @cached_property
    def _by_id(self) -> dict[str, Element]:
        found: dict[str, Element] = {}
        for element in self.main.iter(etree.Element):
            if name := element.get("id"):
                found.setdefault(name, element)
        return found

    def field(self, name: str) -> Element | None:
        """The element with this id, or None."""
        return self._by_id.get(name)

    def line(self, name: str) -> str | None:
        """The text of the element with this id in one line; several lines are joined by `; `; None where it is empty."""
        value = self.lines(name)
        return "; ".join(line for line in value.split("\n") if line) if value else None

    def lines(self, name: str) -> str | None:
        """The text of the element with this id, with its line breaks; None where it is empty."""
        found = self.field(name)
        return lines(found) or None if found is not None else None

    @cached_property
    def title(self) -> str:
        """The page's heading; ParseError where it has none."""
        headings = [each for each in self.main.iter("h1") if "title" in (each.get("class") or "").split()]
        if len(headings) != 1 or not (title := html.text(headings[0])):
            raise ParseError("the page has no title")
        return title

    @cached_property
    def closed(self) -> bool:
        """Whether a panel is shut, so that not all of the object's texts are on the page.

        What is still loading stands behind the attachments, where no texts are.
        """
        return any(not (each.get("data-simpletooltip-text") or "").endswith(_SHOWN) for each in _switches(self.main))

    def panel(self, *labels: str) -> Element | None:
        """The panel with one of these headings, or None."""
        return next((panel for panel, heading in self.headings.items() if heading in labels), None)

    def absolute(self, href: str) -> str | None:
        """An address on the page, made absolute; None for `javascript:`, `mailto:` and what is no address at all."""
        return address.absolute(self.page.url, href) if href and not href.startswith("#") else None

    def link(self, seitenart: str, platzhalter: Record, *, folgen: bool = True) -> None:
        """Notes that the page points to an object's own page, and what it says about the object."""
        self.links.append(Link(url=platzhalter.url, seitenart=seitenart, platzhalter=platzhalter, folgen=folgen))

    def abschnitte(self, owner: str, owner_id: str, context: wortlaut.Context) -> list[Abschnitt]:
        """The page's texts as Abschnitte of one owner (`vorlage`, `sitzung`, `tagesordnungspunkt`)."""
        found: list[Abschnitt] = []
        numbers: Counter[str] = Counter()
        for text in self.texts:
            for passage in _passages(text, context):
                numbers[passage.code] += 1
                found.append(
                    Abschnitt(
                        id=f"{owner_id}-{OWNER_KIND[owner]}-{passage.code.lower() or 'x'}{numbers[passage.code]}",
                        kommune=self.kommune,
                        url=f"{self.url}#htm{text.number}" if text.number else self.url,
                        position=len(found) + 1,
                        code=passage.code or None,
                        art=passage.art,
                        ueberschrift=passage.ueberschrift,
                        text=passage.text,
                        html=passage.html,
                        **{owner: owner_id},
                    )
                )
        return found

    def all(self) -> Parsed:
        """All that was found."""
        return self.parsed(whole=self.is_whole)


def _passages(text: Text, context: wortlaut.Context) -> list[parts.Passage]:
    """A text's passages. What kind a text is, its panel's heading says; one that ALLRIS classic has no code for has none."""
    art = wortlaut.abschnittsart(text.label or "", context)
    found = parts.passages(parts.Part(_CODES.get(art or "", ""), text.number, text.html), context, text.label)
    if found and art and found[0].art == "sonstiges" and found[0].ueberschrift == text.label:
        found[0] = replace(found[0], art=art)
    return found


def lines(element: Element) -> str:
    """The element's text with its line breaks; each paragraph begins a line."""
    paragraphs = [each for each in element.iter("p") if next(each.iterdescendants("p"), None) is None]
    if not paragraphs:
        return html.lines(element)
    return "\n".join(filter(None, (html.lines(each) for each in paragraphs)))


def panel_of(element: Element) -> Element | None:
    """The panel that an element stands in: a heading that opens and shuts it, and its contents."""
    return next(
        (each for each in element.iterancestors("div") if "compFull" in (each.get("class") or "").split()), None
    )


def _switches(scope: Element) -> list[Element]:
    return [each for each in scope.iter("a") if (each.get("id") or "").startswith("showHideLink_")]


def _label(switch: Element) -> str | None:
    return german.blanks((switch.get("data-simpletooltip-text") or "").removesuffix(_SHOWN)) or None


def lay_open(page: Page, seitenart: str, text: str) -> Sheet:
    """The page, decoded as `text`, ready for its parser; ParseError where it isn't a page of the system."""
    begins = "<html" in text or "<HTML" in text
    by_script = "<ajax-response" in text[:500]
    if by_script:
        main, is_whole = html.tree(f"<div>{_components(text)}</div>"), True
    elif begins and "</html>" not in text[-_TAIL:].lower():
        raise ParseError("the page was cut off: its end is missing")
    else:
        # An excerpt that somebody saved has neither beginning nor end.
        main, is_whole = _container(html.tree(text)), begins
    if (message := _message(main)) is not None:
        raise ParseError(f"instead of the page there is a message: {message[:80]!r}")
    _cut_off_others(main, page.url)
    headings = _headings(main)
    return Sheet(
        page=page, seitenart=seitenart, url=addresses.canonical(page.url), main=main, texts=_texts(main, headings),
        headings=headings, source=text, folder=address.folder(page.url), is_whole=is_whole,
    )  # fmt: skip


def _cut_off_others(main: Element, url: str) -> None:
    """Takes the addresses out of links to another council's pages: its numbers mean other objects."""
    here = urlsplit(url).netloc.lower()
    for anchor in main.iter("a"):
        href = anchor.get("href") or ""
        if "//" in href and (there := address.absolute(url, href)) and urlsplit(there).netloc.lower() != here:
            anchor.attrib.pop("href")


def _components(text: str) -> str:
    """The pieces of a page that an answer to its script brings."""
    if "<redirect>" in text:
        raise ParseError("the session's view of the page has expired")
    found = []
    start = text.find("<component")
    while start >= 0:
        begin, end = text.find("<![CDATA[", start), text.find("]]></component>", start)
        if begin < 0 or end < begin:
            raise ParseError("the answer was cut off inside a component")
        found.append(text[begin + len("<![CDATA[") : end])
        start = text.find("<component", end)
    if not found:
        raise ParseError("the answer brings no component")
    return "".join(found)


def _container(root: Element) -> Element:
    by_id: dict[str, Element] = {}
    for each in root.iter("main", "div"):
        by_id.setdefault(each.get("id") or "", each)
    found = by_id.get("pageContent")
    if found is None:
        found = by_id.get("allris")
    if found is None:
        raise ParseError("the page has no ALLRIS container: it is not a page of this system, or was cut off")
    return found


def _message(main: Element) -> str | None:
    """What the system says in the place of a page: an error, or a refusal, which has status 200 too."""
    for each in main.iter("h1", "div"):
        is_message = "message_header" in (each.get("class") or "").split()
        if (
            (is_message or each.tag == "h1")
            and (text := html.text(each))
            and (is_message or text.startswith(_MESSAGES))
        ):
            return text
    return None


def _texts(main: Element, headings: dict[Element, str]) -> list[Text]:
    """Takes the texts, which a word processor wrote, out of the page."""
    found: list[Text] = []
    for each in [each for each in main.iter("div") if "docPart" in (each.get("class") or "").split()]:
        if any("docPart" in (outer.get("class") or "").split() for outer in each.iterancestors("div")):
            continue
        number = (each.get("id") or "").removeprefix("htm")
        panel = panel_of(each)
        label = headings.get(panel) if panel is not None else None
        found.append(Text(label, number if number.isdecimal() else None, _inner(each)))
    for each in [each for each in main.iter("div") if "docPart" in (each.get("class") or "").split()]:
        parent = each.getparent()
        if parent is not None:
            parent.remove(each)
    return found


def _headings(main: Element) -> dict[Element, str]:
    """What each panel is called: as its heading says, or, where that is empty, what its switch hides."""
    found: dict[Element, str] = {}
    printed = [(each, html.text(each)) for each in main.iter("h2") if each.get("class") == "expandedTitle"]
    for element, text in [*printed, *((each, _label(each) or "") for each in _switches(main))]:
        panel = panel_of(element)
        if panel is not None and text:
            found.setdefault(panel, text)
    return found


def _inner(element: Element) -> str:
    before = (element.text or "").replace("&", "&amp;").replace("<", "&lt;")
    pieces = [etree.tostring(child, method="html", encoding="unicode") for child in element]
    whole = "".join([before, *pieces])
    return whole if "<pre" in whole else _INDENT.sub(" ", whole)
