"""What `probe` found at an address, and the entry that it makes in the registry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ratsarchiv.kommunen import SHORTEST_DELAY, Kommune, Quelle
from ratsarchiv.kommunen.eintrag import schluessel
from ratsarchiv.parse.kennung import kopfzeilen

if TYPE_CHECKING:
    from datetime import date

    from ratsarchiv.model import Page
    from ratsarchiv.parse.kennung import Kennung

SHOWN = 500
"""Characters of a page's text that a bug report needs."""
_HEADERS = ("server", "content-type", "x-powered-by", "x-aspnet-version", "x-page")


@dataclass(frozen=True, slots=True, kw_only=True)
class Befund:
    """What was found at an address."""

    url: str
    kennung: Kennung | None = None
    """None: no product that we know."""
    oparl: Kennung | None = None
    """The interface that answered."""
    robots: str = "unbekannt"
    regel: str | None = None
    """The line of robots.txt that forbids."""
    ungesehen: bool = False
    """Only its address or its door was looked at: robots.txt forbids the rest, or nothing answered."""
    gefragt: Mapping[str, str] = field(default_factory=dict)
    """Where an interface was looked for, and what came of it."""
    anfragen: int = 0
    erschoepft: bool = False
    """All requests were used up before everything was looked at."""
    antwort: Mapping[str, str] = field(default_factory=dict)
    """For a bug report, where the product is unknown: what the address answered."""

    @property
    def kommune(self) -> Kommune | None:
        """The council as it may be entered; None where there is nothing to ask."""
        return _kommune(self)

    @property
    def ruhend(self) -> tuple[Quelle, ...]:
        """Sources that robots.txt forbids while an interface is open."""
        return _seiten(self) if self.robots == "verboten" and self.oparl else ()


def answered(page: Page) -> dict[str, str]:
    """What a bug report says of a page: no cookies, no more text than needed."""
    found = {"Adresse": page.url.partition(";")[0], "Status": str(page.status)}
    found |= {key: page.header[key] for key in _HEADERS if key in page.header}
    titel, generator, text = kopfzeilen(page)
    found |= {"Titel": titel, "Generator": generator, "Text": text}
    return {key: value[:SHOWN] for key, value in found.items()}


def entered(befund: Befund, known: Kommune | None, today: date, *, private: bool = False) -> Kommune | None:
    """The entry; a council that is `known` keeps its key, name and AGS. `private`: it may be on this machine."""
    found = befund.kommune
    if found is None:
        return None
    found = replace(
        found,
        robots_am=today.isoformat(),
        geprueft=None if befund.ungesehen else today,
        loopback_erlaubt=private,
        delay=0 if private else found.delay,
    )
    if known is None:
        return found
    new = {each.system for each in (*found.quellen, *befund.ruhend)}
    off = (each for each in known.quellen if each.bis)
    others = (each for each in known.quellen if each.bis is None and each.system not in new)
    return replace(
        found,
        id=known.id,
        name=known.name,
        ags=known.ags or found.ags,
        art=known.art,
        lizenz=known.lizenz or found.lizenz,
        impressum=known.impressum,
        version=found.version or known.version,
        quellen=(*off, *found.quellen, *others),
        delay=max(known.delay, found.delay),
    )


def _kommune(befund: Befund) -> Kommune | None:
    found, oparl = befund.kennung, befund.oparl
    if found is None and oparl is None:
        return None
    host = urlsplit(befund.url).hostname or ""
    name = (oparl and oparl.name) or (found and found.name) or host
    interface = (Quelle(system=oparl.system, url=oparl.basis),) if oparl else ()
    return Kommune(
        id=schluessel(name, befund.url),
        name=name,
        ags=oparl.ags if oparl else None,
        lizenz=oparl.lizenz if oparl else None,
        version=found.version if found and not found.ist_oparl else None,
        robots=befund.robots,
        hinweis=_hinweis(befund, name == host),
        quellen=interface if befund.ruhend else (*_seiten(befund), *interface),
        delay=2 * SHORTEST_DELAY,
        expect={},
    )


def _seiten(befund: Befund) -> tuple[Quelle, ...]:
    found = befund.kennung
    return (Quelle(system=found.system, url=found.basis),) if found and not found.ist_oparl else ()


def _hinweis(befund: Befund, unnamed: bool) -> str | None:
    said = []
    if befund.ungesehen:
        said.append("Das Produkt ist nur aus der Adresse geschlossen; seine Seiten wurden nicht gesehen.")
    if befund.robots == "verboten":
        said.append(f"robots.txt verbietet den Abruf der Seiten ({befund.regel}).")
    if unnamed:
        said.append("Der Name ist der des Servers; bitte berichtigen.")
    return " ".join(said) or None
