"""Which product an answer is of: its vendor's marks, the version, the folder, and where its lists are."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from ratsarchiv.errors import ParseError
from ratsarchiv.parse import html
from ratsarchiv.parse.produktseiten import BEFEHLE, WEGE, folder, oeffentlich, programm, schnittstelle_bei

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ratsarchiv.model import Page
    from ratsarchiv.parse.html import Element

_META = re.compile(r"(?:ALLRIS net|SessionNet) Version (.{1,80}?)(?: - \d\d\.\d\d\.\d{4})?$")
_RIM_TITEL = re.compile(r"\bSD\.NET RIM(?: (\d[\d.]{0,9}))?(?: \| (.{1,100}))?$")
_RIM_STAND = re.compile(r"\.css\?(\d{1,3}\.\d[\d.]{0,9})$")
_OPARL_VERSION = re.compile(r"oparl\.org/(\d\.\d)")
_OPARL_ART = re.compile(r"oparl\.org/\d\.\d/([A-Z][A-Za-z]{1,40})$")
_IM_KALENDER = re.compile(r"https?://[^\s\"<>]{1,300}")
_AJAX = re.compile(r"""(?:href=["']|Wicket\.Ajax\.baseUrl=["'])([^"'<>]{1,300})""")
_REFRESH = re.compile(r"^\s*\d{1,4}\s*;\s*url\s*=\s*['\"]?([^'\"]{1,500})", re.IGNORECASE)
_KEIN_NAME = frozenset({"", "n/a", "sd.net rim", "-"})
MOST_LINKS = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Kennung:
    """A product, as an answer shows it."""

    system: str
    """As a TOML names it."""
    basis: str
    """The base folder, with its last `/`; of OParl the System's or Body's own address."""
    version: str | None = None
    """As printed."""
    name: str | None = None
    """The council's, where the product says it."""
    ags: str | None = None
    lizenz: str | None = None
    wege: Mapping[str, str] = field(default_factory=dict)
    """Where its calendar, lists and interfaces are, as far as the answer links them."""
    weiter: str | None = None
    """The address to look at instead, where this answer is but a way to it: a frame, a members' door, an OParl list."""

    @property
    def ist_oparl(self) -> bool:
        """Whether it is an interface that any product may have beside its pages."""
        return self.system == "oparl"


def kennung(page: Page) -> Kennung | None:
    """The product that the answer is of; None for any other website."""
    text = html.of(page)
    start = text[:500].lstrip()
    if start[:1] in {"{", "["}:
        return _json(page.url, text)
    if start.startswith("BEGIN:VCALENDAR"):
        return _kalenderdatei(page.url, text)
    if "<ajax-response" in start:
        links = [link for each in _AJAX.findall(text)[:MOST_LINKS] if (link := _absolute(page.url, each))]
        return _allris4(page.url, links) if any(programm("allris4", each) for each in links) else None
    try:
        root = html.tree(text)
    except ParseError:
        return None
    return _html(page.url, text, root)


def nach_adresse(url: str) -> Kennung | None:
    """The product that an address alone looks like, where nothing may be asked."""
    try:
        system = next((name for name in BEFEHLE if programm(name, url, sicher=True)), None)
    except ValueError:
        return None
    if system == "oparl":
        return Kennung(system=system, basis=schnittstelle_bei(url) or url)
    return Kennung(system=system, basis=folder(system, [url], url)) if system else None


def weiterleitung(page: Page) -> str | None:
    """Where a page sends its reader by itself: a `refresh`, or the only frame."""
    try:
        root = html.tree(html.of(page))
    except ParseError:
        return None
    for meta in html.every(root, "//meta[translate(@http-equiv, 'REFSH', 'refsh')='refresh']/@content"):
        if found := _REFRESH.match(str(meta)):
            return _absolute(page.url, found[1].strip())
    frames = html.every(root, "//frame/@src")
    return _absolute(page.url, str(frames[-1])) if frames else None


def kopfzeilen(page: Page) -> tuple[str, str, str]:
    """Title, generator and visible text of any page."""
    try:
        root = html.tree(html.of(page))
    except ParseError:
        return "", "", ""
    title, generator = _title(root), _metas(root).get("generator", "")
    for head in html.every(root, "//head"):
        head.clear()
    return title, generator, html.text(root)


def _html(url: str, text: str, root: Element) -> Kennung | None:
    base = next((str(each) for each in html.every(root, "//base/@href")), "")
    place = _absolute(url, base) or url
    if urlsplit(place).netloc.lower() != urlsplit(url).netloc.lower():
        base, place = "", url
    found = html.every(root, "//a/@href | //link/@href | //form/@action | //frame/@src | //area/@href")[:MOST_LINKS]
    links = [link for each in found if (link := _absolute(place, str(each).strip()))]
    metas = _metas(root)
    for recognise in (_meta, _marks, _door):
        if kennung := recognise(url if not base else place, text, root, links, metas):
            return kennung
    return None


def _meta(url: str, _text: str, root: Element, links: list[str], metas: Mapping[str, str]) -> Kennung | None:
    """By what the product says of itself in the page's head."""
    description, vendor = metas.get("description", ""), metas.get("generator", "") + metas.get("author", "")
    if description.startswith("ALLRIS net Version 4"):
        return replace(_allris4(url, links), version=_version(description), name=_allris4_name(root))
    if description.startswith("ALLRIS net Version "):
        return replace(_known("allris3", url, links), version=_version(description))
    if "SessionNet Version" in vendor:
        return _sessionnet(url, links, _version(vendor.removesuffix("(Layout )")))
    if "sessionnet" in metas:
        return _sessionnet(url, links, None)
    return _rim(url, root, links, vendor)


def _rim(url: str, root: Element, links: list[str], vendor: str) -> Kennung | None:
    title = _title(root)
    found = _RIM_TITEL.search(title)
    if not (found or vendor.startswith("SD.NET RIM")):
        return None
    sheets = (_RIM_STAND.search(link) for link in links)
    version = next((sheet[1] for sheet in sheets if sheet), found[1] if found else None)
    return replace(_known("sdnet", url, links), version=version, name=_name(found[2] if found else None))


def _marks(url: str, text: str, root: Element, links: list[str], _metas: Mapping[str, str]) -> Kennung | None:
    """By what no other product's page has: containers, resources."""
    if ("wicket/resource/" in text or "data-wicket-placeholder" in text) and any(
        programm("allris4", each) for each in links
    ):
        return replace(_allris4(url, links), name=_allris4_name(root))
    if html.every(root, "//*[@id='allriscontainer' or @id='allris']") and any(
        programm("allris3", each) for each in links
    ):
        return _known("allris3", url, links)
    if html.every(root, "//*[starts-with(@class, 'smclayout') or @id='smc_body']"):
        return _sessionnet(url, links, None)
    if 'window.components["' in text and "Page__" in text:
        return _known("rubin", url, links)
    return None


def _door(url: str, _text: str, root: Element, links: list[str], _metas: Mapping[str, str]) -> Kennung | None:
    """By a page that only leads to the product's own: a frame, the login of its members' area."""
    frames = [link for each in html.every(root, "//frame/@src") if (link := _absolute(url, str(each)))]
    doors = [each for each in frames if urlsplit(each).path.lower().endswith("/allris.net.asp")]
    if not doors and _is_login(url, root, links):
        doors = [urljoin(oeffentlich(urljoin(url, "./")), "allris.net.asp")]
    return replace(_known("allris3", doors[0], doors), weiter=doors[0]) if doors else None


def _is_login(url: str, root: Element, links: list[str]) -> bool:
    named = any(urlsplit(each).path.lower().endswith("/logon.asp") for each in (url, *links))
    return named and bool(html.every(root, "//input[@type='password']"))


def _known(system: str, url: str, links: Iterable[str]) -> Kennung:
    own = [each for each in links if urlsplit(each).netloc == urlsplit(url).netloc]
    basis = folder(system, own, url)
    below = [each for each in own if each.startswith(basis)]
    wege = {
        was: found
        for was, pattern in WEGE[system].items()
        if (found := next((_plain(each) for each in below if pattern.search(_program_of(each, basis))), None))
    }
    return Kennung(system=system, basis=basis, wege=wege)


def _allris4(url: str, links: Iterable[str]) -> Kennung:
    return _known("allris4", url, links)


def _sessionnet(url: str, links: list[str], version: str | None) -> Kennung:
    """A members' area (`ri`) leads to its public sister (`bi`)."""
    found = replace(_known("sessionnet", url, links), version=version)
    sister = oeffentlich(found.basis)
    return found if sister == found.basis else replace(found, basis=sister, wege={}, weiter=sister)


def _kalenderdatei(url: str, text: str) -> Kennung | None:
    """By a file of all Sitzungen: its maker, its UIDs, the addresses in it."""
    found = (_absolute(url, each.rstrip("\\,;.")) for each in _IM_KALENDER.findall(text)[:MOST_LINKS])
    links = [each for each in found if each]
    if "PRODID:-//SD.NET RIM" in text[:1000]:
        return _known("sdnet", url, [])
    for system in ("allris4", "allris3"):
        if any(programm(system, each, sicher=True) for each in links):
            return Kennung(system=system, basis=folder(system, links, url))
    return _known("allris4", url, []) if "UID:ALLRIS-Sitzung-" in text else None


def _json(url: str, text: str) -> Kennung | None:
    if "oparl.org/" not in text and "oparlVersion" not in text and "gremium" not in text and "committees" not in text:
        return None
    try:
        value = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None
    return _rubin(url, value) or _oparl(url, value)


def _rubin(url: str, value: Any) -> Kennung | None:
    first = value[0] if isinstance(value, list) and value else value
    if not isinstance(first, dict):
        return None
    kinds = ({"first_day", "last_day", "meetings"}, {"nummer_si", "gremium_1"}, {"committees_count", "factions_count"})
    return _known("rubin", url, []) if any(kind <= first.keys() for kind in kinds) else None


def _oparl(url: str, value: Any) -> Kennung | None:
    items = value.get("data", value) if isinstance(value, dict) else value
    first = items[0] if isinstance(items, list) and items else items
    if not isinstance(first, dict):
        return None
    art = _OPARL_ART.search(_text(first.get("type")) or "")
    kind = "System" if "oparlVersion" in first else art[1] if art else None
    if kind is None:
        return None
    found = Kennung(system="oparl", basis=url, version=_oparl_version(first), lizenz=_name(first.get("license")))
    if first is not value or kind not in {"System", "Body"}:
        system = schnittstelle_bei(url)
        found = replace(found, basis=system or url, weiter=system if system != url else None, lizenz=None)
    if kind == "Body" and not (isinstance(items, list) and len(items) > 1):
        found = replace(
            found, name=_name(first.get("name")), ags=_ags(first.get("ags")), lizenz=_name(first.get("license"))
        )
    if kind == "System" and (body := _text(first.get("body"))):
        found = replace(found, name=_name(first.get("name")), wege={"koerperschaften": body})
    return found


def _oparl_version(item: Mapping[str, Any]) -> str | None:
    found = _OPARL_VERSION.search(_text(item.get("oparlVersion")) or _text(item.get("type")) or "")
    return found[1] if found else None


def _ags(value: object) -> str | None:
    """Eight digits; SD.NET leaves the leading zero out."""
    digits = str(value) if isinstance(value, (str, int)) else ""
    return digits.zfill(8) if digits.isascii() and digits.isdigit() and len(digits) in {7, 8} else None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _name(value: object) -> str | None:
    text = " ".join(value.split())[:200] if isinstance(value, str) else ""
    return None if text.lower() in _KEIN_NAME else text


def _allris4_name(root: Element) -> str | None:
    titles = html.every(root, "//*[@id='logo']/@title")
    return (
        _name(str(titles[0]).removeprefix("ALLRIS 4 - ")) if titles and str(titles[0]).startswith("ALLRIS 4") else None
    )


def _version(text: str) -> str | None:
    found = _META.search(" ".join(text.split()))
    return found[1].strip() if found else None


def _metas(root: Element) -> dict[str, str]:
    """Of each name the first that stands in the page's own head; Word puts more into the texts."""
    metas: dict[str, str] = {}
    for each in html.every(root, "//meta[@name and @content]"):
        metas.setdefault(each.get("name", "").lower(), each.get("content", "").strip())
    return metas


def _title(root: Element) -> str:
    titles = html.every(root, "//title")
    return html.text(titles[0]) if titles else ""


def _absolute(base: str, link: str) -> str | None:
    try:
        url = urljoin(base, link)
        return url if urlsplit(url).scheme in {"http", "https"} and urlsplit(url).netloc else None
    except ValueError:
        return None


def _program_of(url: str, basis: str) -> str:
    return urlsplit(url[len(basis) :]).path


def _plain(url: str) -> str:
    return url.partition("#")[0].partition("?")[0]
