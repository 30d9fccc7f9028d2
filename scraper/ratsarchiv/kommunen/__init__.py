"""Which councils there are: one TOML each, packaged ones here, the operator's in `<data>/kommunen/`.

Beside that folder lies `consent.toml`: who has agreed to what their robots.txt forbids.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ratsarchiv.errors import WrongUse
from ratsarchiv.kommunen import consent, quelle
from ratsarchiv.kommunen.consent import Zustimmung
from ratsarchiv.kommunen.quelle import Quelle
from ratsarchiv.kommunen.strict import check, council_key, toml

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = [
    "MEGABYTES",
    "PACKAGED",
    "ROBOTS",
    "SHORTEST_DELAY",
    "YIELDS",
    "Kommune",
    "Quelle",
    "Zustimmung",
    "find_by_url",
    "is_loopback",
    "load",
    "load_all",
    "named",
    "read",
]

PACKAGED = Path(__file__).parent
SHORTEST_DELAY = 1.0
MEGABYTES = 500
"""The largest document that is kept, unless the TOML says otherwise."""
ROBOTS = ("erlaubt", "verboten", "unbekannt")
"""What a TOML may say about its council's robots.txt."""
YIELDS = frozenset({"vorlagen", "sitzungen", "tagesordnungspunkte", "gremien", "personen", "dokumente"})
"""What `[expect]` may name: tables, each with the smallest number of rows that a complete visit brings."""

_AGS = re.compile(r"\d{2}|\d{5}|\d{8}")
_TEXTS = ("name", "ags", "art", "lizenz", "impressum", "version", "robots", "robots_am", "hinweis")
_TABLES = ("fetch", "update", "expect")
_TOP = dict.fromkeys(_TEXTS, str) | {"quellen": list, "geprueft": date} | dict.fromkeys(_TABLES, dict)
_FETCH = {
    "delay": (int, float),
    "kontakt": str,
    "loopback_erlaubt": bool,
    "fenster": str,
    "groesstes_dokument": int,
}
_UPDATE = {"sitzungen_wochen": int, "alles_tage": int}
_DAY_OR_MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?")
_FENSTER = re.compile(r"(?!(.*)-\1$)([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d")
"""Two times of a day that differ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kommune:
    """A council: what it is called, where its pages are, and how it may be asked."""

    id: str
    name: str
    ags: str | None = None
    art: str | None = None
    lizenz: str | None = None
    impressum: str | None = None
    version: str | None = None
    """Of its system, as the system says."""
    robots: str | None = None
    """What its robots.txt said last: `erlaubt`, `verboten` or `unbekannt`; asked again at each visit."""
    robots_am: str | None = None
    """When it said so: `2026-11-22`, or `2026-11` where only the month is known."""
    geprueft: date | None = None
    """When somebody looked at its system last."""
    hinweis: str | None = None
    """What is not verified here, in German."""
    quellen: tuple[Quelle, ...] = ()
    """Oldest first; none where nobody knows its system."""
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

    @property
    def besucht(self) -> tuple[Quelle, ...]:
        """The sources that still answer."""
        return tuple(each for each in self.quellen if each.bis is None)

    @property
    def hat_oparl(self) -> bool:
        """Whether an OParl interface is among them."""
        return any(each.system == "oparl" for each in self.besucht)

    @property
    def hosts(self) -> set[str]:
        """Every host of its sources, with its port, in small letters."""
        return {host for each in self.quellen for host in each.hosts}

    def owns(self, url: str) -> bool:
        """Whether the address belongs to one of the council's sources."""
        return any(each.holds(url) for each in self.quellen)

    def zugestimmt(self, url: str) -> bool:
        """Whether the council has agreed to the address, on one of its own hosts."""
        try:
            host = urlsplit(url).netloc.lower()
        except ValueError:
            return False
        return host in self.hosts and any(each.covers(url) for each in self.zustimmungen)


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
    check(table, _TOP, path, required=("name",))
    fetch = table.get("fetch", {})
    check(fetch, _FETCH, path, "fetch.")
    update = table.get("update", {})
    check(update, _UPDATE, path, "update.")
    quellen = _quellen(table, path)
    return Kommune(
        id=council_key(path.stem, str(path)),
        name=table["name"],
        ags=_ags(table, path),
        art=table.get("art"),
        lizenz=table.get("lizenz"),
        impressum=table.get("impressum"),
        version=table.get("version"),
        robots=_robots(table, path),
        robots_am=_robots_am(table, path),
        geprueft=table.get("geprueft"),
        hinweis=table.get("hinweis"),
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


def _quellen(table: Mapping[str, Any], path: Path) -> tuple[Quelle, ...]:
    found = tuple(quelle.read(each, path, f"quellen[{n}].") for n, each in enumerate(table.get("quellen", ()), 1))
    if not found and not table.get("hinweis"):
        raise WrongUse(f"{path}: `quellen` is empty or missing; a `hinweis` must say why")
    return found


def _robots(table: Mapping[str, Any], path: Path) -> str | None:
    robots: str | None = table.get("robots")
    if robots is not None and robots not in ROBOTS:
        raise WrongUse(f"{path}: `robots` must be one of {', '.join(ROBOTS)}, not {robots!r}")
    return robots


def _robots_am(table: Mapping[str, Any], path: Path) -> str | None:
    when: str | None = table.get("robots_am")
    if when is not None and not _DAY_OR_MONTH.fullmatch(when):
        raise WrongUse(f'{path}: `robots_am` must look like "2026-11-22" or "2026-11", not {when!r}')
    return when


def _delay(fetch: Mapping[str, Any], quellen: tuple[Quelle, ...], path: Path) -> float:
    delay = float(fetch.get("delay", SHORTEST_DELAY))
    loopback = all(is_loopback(urlsplit(f"//{host}").hostname) for each in quellen for host in each.hosts)
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
