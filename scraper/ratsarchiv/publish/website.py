"""What the operator says about the website: `website.toml` beside the database. Without it everything has a safe default."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ratsarchiv.errors import WrongUse
from ratsarchiv.kommunen import strict

if TYPE_CHECKING:
    from pathlib import Path

FILE = "website.toml"
ANLAGEN = ("lizenz", "immer", "nie")

_WEBSITE = {
    "name": str, "adresse": str, "kontakt": str, "impressum": str, "datenschutz": str, "anlagen": str, "karte": dict,
}  # fmt: skip
_KARTE = {
    "kacheln": str, "quelle": str, "quelle_adresse": str, "anbieter": str, "datenschutz": str, "zoom": int,
}  # fmt: skip
_MAIL = re.compile(r"[^@\s<>\"']+@[^@\s<>\"']+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Karte:
    """Where map tiles come from. The visitor's browser asks for them, and only after a click."""

    kacheln: str
    """An address with {z}, {x} and {y}."""
    quelle: str
    """Whose map it is, as its licence wants it said."""
    quelle_adresse: str
    anbieter: str
    """Who learns the visitor's address."""
    datenschutz: str
    """What they do with it."""
    zoom: int = 19
    """The closest zoom that there are tiles for."""

    @property
    def herkunft(self) -> str:
        """The server's origin, as a Content-Security-Policy writes it."""
        split = urlsplit(self.kacheln)
        return f"{split.scheme}://{split.netloc}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Website:
    """The site's name and addresses."""

    name: str = "Ratsarchiv"
    adresse: str | None = None
    """Where it is reached, without a slash at its end; None while only this machine knows it."""
    kontakt: str | None = None
    """An e-mail address, for corrections and takedowns."""
    impressum: str | None = None
    datenschutz: str | None = None
    anlagen: str = "lizenz"
    """Which Kommunen's attachments are served from the archive: those whose licence allows it, all, or none."""
    karte: Karte | None = None


def load(folder: Path) -> Website:
    """What the file in that folder says; WrongUse names what is wrong in it."""
    path = folder / FILE
    if not path.is_file():
        return Website()
    said = strict.toml(path)
    strict.check(said, _WEBSITE, path)
    for key in ("adresse", "impressum", "datenschutz"):
        _check_address(said.get(key), f"{path}: `{key}`")
    if "kontakt" in said and not _MAIL.fullmatch(said["kontakt"]):
        raise WrongUse(f"{path}: `kontakt` must be an e-mail address, not {said['kontakt']!r}")
    if said.get("anlagen", "lizenz") not in ANLAGEN:
        raise WrongUse(f"{path}: `anlagen` must be one of {', '.join(ANLAGEN)}, not {said['anlagen']!r}")
    karte = _karte(said.pop("karte"), path) if "karte" in said else None
    if "adresse" in said:
        said["adresse"] = said["adresse"].rstrip("/")
    return Website(**said, karte=karte)


def _karte(said: dict[str, Any], path: Path) -> Karte:
    required = ("kacheln", "quelle", "quelle_adresse", "anbieter", "datenschutz")
    strict.check(said, _KARTE, path, "karte.", required=required)
    for key in ("kacheln", "quelle_adresse", "datenschutz"):
        _check_address(said[key], f"{path}: `karte.{key}`")
    if not all(part in said["kacheln"] for part in ("{z}", "{x}", "{y}")):
        raise WrongUse(f"{path}: `karte.kacheln` must have {{z}}, {{x}} and {{y}} in it")
    if not re.fullmatch(r"[a-z0-9.:-]+", urlsplit(said["kacheln"]).netloc):
        raise WrongUse(f"{path}: the host of `karte.kacheln` must be a plain name, such as tiles.example.org")
    return Karte(**said)


def _check_address(address: str | None, where: str) -> None:
    if address is not None and not re.fullmatch(r"https?://[^\s/;,'\"<>]+[^\s;'\"<>]*", address):
        raise WrongUse(f"{where} must be a web address, not {address!r}")
