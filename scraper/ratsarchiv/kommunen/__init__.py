"""Which councils there are: one TOML each, packaged ones here, the operator's in `<data>/kommunen/`.

Beside that folder lies `consent.toml`: who has agreed to what their robots.txt forbids.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ratsarchiv.errors import WrongUse
from ratsarchiv.kommunen import consent
from ratsarchiv.kommunen.consent import Zustimmung
from ratsarchiv.kommunen.strict import check, council_key, toml

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

PACKAGED = Path(__file__).parent
SHORTEST_DELAY = 1.0
MEGABYTES = 500
"""The largest document that is kept, unless the TOML says otherwise."""
SYSTEMS = frozenset({"allris3"})
YIELDS = frozenset({"vorlagen", "sitzungen", "tagesordnungspunkte", "gremien", "personen", "dokumente"})
"""What `[expect]` may name: tables, each with the smallest number of rows that a complete visit brings."""

_AGS = re.compile(r"\d{2}|\d{5}|\d{8}")
_TEXTS = ("name", "ags", "art", "lizenz", "impressum")
_TOP: dict[str, Any] = dict.fromkeys(_TEXTS, str) | {"quellen": list, "fetch": dict, "update": dict, "expect": dict}
_QUELLE = {"system": str, "url": str}
_FETCH = {
    "delay": (int, float),
    "kontakt": str,
    "loopback_erlaubt": bool,
    "fenster": str,
    "groesstes_dokument": int,
}
_UPDATE = {"sitzungen_wochen": int, "alles_tage": int}
_FENSTER = re.compile(r"(?!(.*)-\1$)([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d")
"""Two times of a day that differ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quelle:
    """One address under which the council's system answers, or did."""

    system: str
    url: str
    """The base folder, with its last `/`."""

    def holds(self, url: str) -> bool:
        """Whether the address lies in this folder; http and https are one."""
        try:
            own, other = urlsplit(self.url), urlsplit(url)
        except ValueError:
            return False
        return own.netloc.lower() == other.netloc.lower() and other.path.lower().startswith(own.path.lower())


@dataclass(frozen=True, slots=True, kw_only=True)
class Kommune:
    """A council: what it is called, where its pages are, and how it may be asked."""

    id: str
    name: str
    ags: str | None = None
    art: str | None = None
    lizenz: str | None = None
    impressum: str | None = None
    quellen: tuple[Quelle, ...] = ()
    """Oldest first; the last one is visited."""
    delay: float = SHORTEST_DELAY
    """Seconds between two requests."""
    kontakt: str | None = None
    """The operator's page and mail, for the User-Agent."""
    loopback_erlaubt: bool = False
    """Whether a host may resolve to an address of this machine or its own network."""
    fenster: str | None = None
    """The part of the day in which it is asked, in its own time: `22:00-06:00`; None for all day."""
    groesstes_dokument: int = MEGABYTES
    """In megabytes; what is larger is not fetched."""
    sitzungen_wochen: int = 12
    """Every update asks for Sitzungen as recent as this, and for all that are to come."""
    alles_tage: int = 90
    """Within so many days everything is seen again."""
    zustimmungen: tuple[Zustimmung, ...] = ()
    """What the council has agreed to although its robots.txt forbids it."""
    expect: Mapping[str, int]

    def owns(self, url: str) -> bool:
        """Whether the address belongs to one of the council's sources."""
        return any(quelle.holds(url) for quelle in self.quellen)

    def zugestimmt(self, url: str) -> bool:
        """Whether the council has agreed to the address, on one of its own hosts."""
        try:
            host = urlsplit(url).netloc.lower()
        except ValueError:
            return False
        own = host in {urlsplit(quelle.url).netloc.lower() for quelle in self.quellen}
        return own and any(each.covers(url) for each in self.zustimmungen)


def named(key: str) -> Kommune:
    """A council without a TOML, known by name alone: its saved pages may be imported."""
    return Kommune(id=council_key(key, "--kommune"), name=key, expect={})


def load(name: str, folders: Iterable[Path] = ()) -> Kommune:
    """The council of that key; of several folders the last one that has it wins."""
    council_key(name, "council")
    folders = tuple(folders)
    paths = _paths(folders)
    if name not in paths:
        raise WrongUse(f"unknown council {name!r}; known: {', '.join(sorted(paths))}")
    return replace(read(paths[name]), zustimmungen=_zustimmungen(folders, paths).get(name, ()))


def load_all(folders: Iterable[Path] = ()) -> list[Kommune]:
    """Every known council, sorted by key."""
    folders = tuple(folders)
    paths = _paths(folders)
    agreed = _zustimmungen(folders, paths)
    return [replace(read(path), zustimmungen=agreed.get(key, ())) for key, path in sorted(paths.items())]


def find_by_url(url: str, folders: Iterable[Path] = ()) -> Kommune | None:
    """The council that an address belongs to, by host and folder."""
    return next((each for each in load_all(folders) if each.owns(url)), None)


def read(path: Path) -> Kommune:
    """The council that a TOML describes; WrongUse names the file and the key that is wrong."""
    table = toml(path)
    check(table, _TOP, path, required=("name", "quellen"))
    fetch = table.get("fetch", {})
    check(fetch, _FETCH, path, "fetch.")
    update = table.get("update", {})
    check(update, _UPDATE, path, "update.")
    quellen = tuple(_quelle(each, path, number) for number, each in enumerate(table["quellen"], 1))
    if not quellen:
        raise WrongUse(f"{path}: `quellen` is empty")
    return Kommune(
        id=council_key(path.stem, str(path)),
        name=table["name"],
        ags=_ags(table, path),
        art=table.get("art"),
        lizenz=table.get("lizenz"),
        impressum=table.get("impressum"),
        quellen=quellen,
        delay=_delay(fetch, quellen, path),
        kontakt=fetch.get("kontakt"),
        loopback_erlaubt=fetch.get("loopback_erlaubt", False),
        fenster=_fenster(fetch, path),
        groesstes_dokument=_number(fetch, "fetch.groesstes_dokument", MEGABYTES, MEGABYTES, path),
        sitzungen_wochen=_number(update, "update.sitzungen_wochen", 12, 520, path),
        alles_tage=_number(update, "update.alles_tage", 90, 3650, path),
        expect=_expect(table.get("expect", {}), path),
    )


def is_loopback(host: str | None) -> bool:
    """Whether a host's name or address says that it is this machine."""
    try:
        return host == "localhost" or ip_address(host or "").is_loopback
    except ValueError:
        return False


def _paths(folders: Iterable[Path]) -> dict[str, Path]:
    return {path.stem: path for folder in (PACKAGED, *folders) for path in folder.glob("*.toml")}


def _zustimmungen(folders: Iterable[Path], paths: Mapping[str, Path]) -> dict[str, tuple[Zustimmung, ...]]:
    agreed: dict[str, tuple[Zustimmung, ...]] = {}
    for folder in folders:
        agreed |= consent.read(folder.parent / consent.FILE, paths)
    return agreed


def _ags(table: Mapping[str, Any], path: Path) -> str | None:
    ags: str | None = table.get("ags")
    if ags is not None and not _AGS.fullmatch(ags):
        raise WrongUse(f"{path}: `ags` must be a string of 2, 5 or 8 digits, not {ags!r}")
    return ags


def _quelle(table: Any, path: Path, number: int) -> Quelle:
    prefix = f"quellen[{number}]."
    check(table, _QUELLE, path, prefix, required=("system", "url"))
    if table["system"] not in SYSTEMS:
        raise WrongUse(f"{path}: `{prefix}system` must be one of {', '.join(sorted(SYSTEMS))}, not {table['system']!r}")
    parts = urlsplit(table["url"])
    if parts.scheme not in {"http", "https"} or not parts.hostname or not parts.path.endswith("/"):
        raise WrongUse(f"{path}: `{prefix}url` must be an http(s) address that ends in `/`, not {table['url']!r}")
    return Quelle(system=table["system"], url=table["url"])


def _delay(fetch: Mapping[str, Any], quellen: tuple[Quelle, ...], path: Path) -> float:
    delay = float(fetch.get("delay", SHORTEST_DELAY))
    loopback = all(is_loopback(urlsplit(quelle.url).hostname) for quelle in quellen)
    if not (delay >= (0 if loopback else SHORTEST_DELAY)):
        raise WrongUse(f"{path}: `fetch.delay` must be at least {SHORTEST_DELAY:g} second, not {delay:g}")
    return delay


def _expect(table: Mapping[str, Any], path: Path) -> Mapping[str, int]:
    check(table, dict.fromkeys(YIELDS, int), path, "expect.")
    return dict(table)


def _fenster(fetch: Mapping[str, Any], path: Path) -> str | None:
    fenster: str | None = fetch.get("fenster")
    if fenster is not None and not _FENSTER.fullmatch(fenster):
        raise WrongUse(f'{path}: `fetch.fenster` must look like "22:00-06:00", not {fenster!r}')
    return fenster


def _number(table: Mapping[str, Any], name: str, usual: int, most: int, path: Path) -> int:
    found: int = table.get(name.partition(".")[2], usual)
    if not 1 <= found <= most:
        raise WrongUse(f"{path}: `{name}` must be 1 to {most}, not {found}")
    return found
