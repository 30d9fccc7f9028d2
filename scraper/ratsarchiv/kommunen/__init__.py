"""Which councils there are: one TOML each, packaged ones here, the operator's in `<data>/kommunen/`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ratsarchiv.errors import WrongUse

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

PACKAGED = Path(__file__).parent
SHORTEST_DELAY = 1.0
SYSTEMS = frozenset({"allris3"})
YIELDS = frozenset({"vorlagen", "sitzungen", "tagesordnungspunkte", "gremien", "personen", "dokumente"})
"""What `[expect]` may name: tables, each with the smallest number of rows that a complete visit brings."""

_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_AGS = re.compile(r"\d{2}|\d{5}|\d{8}")
_TEXTS = ("name", "ags", "art", "lizenz", "impressum")
_TOP: dict[str, Any] = dict.fromkeys(_TEXTS, str) | {"quellen": list, "fetch": dict, "expect": dict}
_QUELLE = {"system": str, "url": str}
_FETCH = {"delay": (int, float), "kontakt": str, "loopback_erlaubt": bool}


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
    expect: Mapping[str, int]

    def owns(self, url: str) -> bool:
        """Whether the address belongs to one of the council's sources."""
        return any(quelle.holds(url) for quelle in self.quellen)


def named(key: str) -> Kommune:
    """A council without a TOML, known by name alone: its saved pages may be imported."""
    return Kommune(id=_key(key, "--kommune"), name=key, expect={})


def load(name: str, folders: Iterable[Path] = ()) -> Kommune:
    """The council of that key; of several folders the last one that has it wins."""
    _key(name, "council")
    for folder in reversed([PACKAGED, *folders]):
        if (path := folder / f"{name}.toml").is_file():
            return read(path)
    known = ", ".join(sorted(_paths(folders)))
    raise WrongUse(f"unknown council {name!r}; known: {known}")


def load_all(folders: Iterable[Path] = ()) -> list[Kommune]:
    """Every known council, sorted by key."""
    return [read(path) for _, path in sorted(_paths(folders).items())]


def find_by_url(url: str, folders: Iterable[Path] = ()) -> Kommune | None:
    """The council that an address belongs to, by host and folder."""
    return next((each for each in load_all(folders) if each.owns(url)), None)


def read(path: Path) -> Kommune:
    """The council that a TOML describes; WrongUse names the file and the key that is wrong."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WrongUse(f"{path}: no TOML: {error}") from error
    _strict(table, _TOP, path, required=("name", "quellen"))
    fetch = table.get("fetch", {})
    _strict(fetch, _FETCH, path, "fetch.")
    quellen = tuple(_quelle(each, path, number) for number, each in enumerate(table["quellen"], 1))
    if not quellen:
        raise WrongUse(f"{path}: `quellen` is empty")
    return Kommune(
        id=_key(path.stem, str(path)),
        name=table["name"],
        ags=_ags(table, path),
        art=table.get("art"),
        lizenz=table.get("lizenz"),
        impressum=table.get("impressum"),
        quellen=quellen,
        delay=_delay(fetch, quellen, path),
        kontakt=fetch.get("kontakt"),
        loopback_erlaubt=fetch.get("loopback_erlaubt", False),
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


def _key(name: str, where: str) -> str:
    if not _KEY.fullmatch(name):
        raise WrongUse(f"{where}: {name!r} is no council's key (small letters, digits and single hyphens)")
    return name


def _strict(
    table: Any, kinds: Mapping[str, Any], path: Path, prefix: str = "", *, required: tuple[str, ...] = ()
) -> None:
    if not isinstance(table, dict):
        raise WrongUse(f"{path}: `{prefix.rstrip('.')}` must be a table")
    for key, value in table.items():
        if key not in kinds:
            raise WrongUse(f"{path}: unknown key `{prefix}{key}`")
        if not isinstance(value, kinds[key]) or (isinstance(value, bool) and kinds[key] is not bool):
            raise WrongUse(f"{path}: `{prefix}{key}` must be {_kind(kinds[key])}, not {value!r}")
    for key in required:
        if key not in table:
            raise WrongUse(f"{path}: `{prefix}{key}` is missing")


def _kind(kind: Any) -> str:
    names = {str: "a string", list: "a list of tables", dict: "a table", bool: "true or false", int: "a whole number"}
    return names.get(kind, "a number")


def _ags(table: Mapping[str, Any], path: Path) -> str | None:
    ags: str | None = table.get("ags")
    if ags is not None and not _AGS.fullmatch(ags):
        raise WrongUse(f"{path}: `ags` must be a string of 2, 5 or 8 digits, not {ags!r}")
    return ags


def _quelle(table: Any, path: Path, number: int) -> Quelle:
    prefix = f"quellen[{number}]."
    _strict(table, _QUELLE, path, prefix, required=("system", "url"))
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
    _strict(table, dict.fromkeys(YIELDS, int), path, "expect.")
    return dict(table)
