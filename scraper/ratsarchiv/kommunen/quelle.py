"""A council's source: one address under which a product answers, or did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from ratsarchiv.errors import WrongUse
from ratsarchiv.kommunen.strict import check

if TYPE_CHECKING:
    from pathlib import Path

SYSTEMS = frozenset({"allris3", "allris4", "sessionnet", "sdnet", "oparl", "rubin"})
"""The products that a TOML may name."""
_KEYS = {"system": str, "url": str, "bis": date, "start": list, "auch": list}


@dataclass(frozen=True, slots=True, kw_only=True)
class Quelle:
    """One address under which the council's system answers, or did."""

    system: str
    url: str
    """The base folder, with its last `/`; of OParl the System's or the Body's own address."""
    bis: date | None = None
    """Switched off on that day: never asked any more, its pages stay readable from archive and imports."""
    start: tuple[str, ...] = ()
    """Pages below the folder at which a visit begins, instead of the product's usual ones."""
    auch: tuple[str, ...] = ()
    """Further folders that belong to it, of files on another host."""

    @property
    def basis(self) -> str:
        """The folder: the address up to its last `/`."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}{parts.path.rpartition('/')[0]}/"

    def holds(self, url: str) -> bool:
        """Whether the address lies in one of its folders; http and https are one."""
        try:
            other = urlsplit(url)
        except ValueError:
            return False
        return any(
            own.netloc.lower() == other.netloc.lower() and other.path.lower().startswith(own.path.lower())
            for own in map(urlsplit, (self.basis, *self.auch))
        )

    @property
    def hosts(self) -> frozenset[str]:
        """Every host that serves it, with its port, in small letters."""
        return frozenset(urlsplit(url).netloc.lower() for url in (self.url, *self.auch))


def read(table: Any, path: Path, prefix: str) -> Quelle:
    """The source that a table of a council's TOML describes; WrongUse names the file and the key that is wrong."""
    check(table, _KEYS, path, prefix, required=("system", "url"))
    if table["system"] not in SYSTEMS:
        raise WrongUse(f"{path}: `{prefix}system` must be one of {', '.join(sorted(SYSTEMS))}, not {table['system']!r}")
    if table["system"] == "oparl":
        _interface(table["url"], f"{path}: `{prefix}url`")
    else:
        _folder(table["url"], f"{path}: `{prefix}url`")
    for each in table.get("auch", ()):
        _folder(each, f"{path}: `{prefix}auch`")
    quelle = Quelle(
        system=table["system"],
        url=table["url"],
        bis=table.get("bis"),
        start=tuple(table.get("start", ())),
        auch=tuple(table.get("auch", ())),
    )
    _check_start(quelle, path, prefix)
    return quelle


def _interface(url: str, where: str) -> None:
    if "oparl" not in url.lower() or "/" not in _http_path(url):
        raise WrongUse(f"{where} must be the http(s) address of an OParl System or Body, not {url!r}")


def _folder(url: object, where: str) -> None:
    if not isinstance(url, str) or not _http_path(url).endswith("/") or not url.endswith("/"):
        raise WrongUse(f"{where} must be an http(s) address that ends in `/`, not {url!r}")


def _check_start(quelle: Quelle, path: Path, prefix: str) -> None:
    for each in quelle.start:
        if not isinstance(each, str) or not _below(quelle, each):
            raise WrongUse(
                f"{path}: `{prefix}start` must be a list of addresses below the source's folder, not {each!r}"
            )


def _below(quelle: Quelle, adresse: str) -> bool:
    try:
        return urljoin(quelle.basis, adresse).startswith(quelle.basis)
    except ValueError:
        return False


def _http_path(url: str) -> str:
    """The path of an http(s) address; empty where it is none."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return parts.path if parts.scheme in {"http", "https"} and parts.hostname else ""
