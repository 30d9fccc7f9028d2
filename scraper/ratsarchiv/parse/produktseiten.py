"""What the products' addresses look like: their programs, the folder above them, where interfaces lie."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable

_ALLRIS = r"(?:si010|si018|to010|to020|vo020|vo040|gr010|gr020|kp020|kp040|tr010)"
_RIM = r"(?:tops|vorgang|gremien|fraktionen|personen|termine|vorlagen|recherche)"

BEFEHLE = {
    "oparl": re.compile(r"(?:^|/)(?:oparl/|webservice/oparl/)", re.IGNORECASE),
    "allris3": re.compile(r"/(?:allris\.net|(?:si|to|vo|gr|pa|au|fr|kp|at)0\d\d(?:_[a-z])?)\.asp$", re.IGNORECASE),
    "allris4": re.compile(rf"/(?:{_ALLRIS}|ics/SiKalAbo\.ics)$"),
    "sessionnet": re.compile(r"/(?:info|getfile|(?:si|to|vo|gr|kp)00\d\d)\.(?:php|asp)$", re.IGNORECASE),
    "sdnet": re.compile(rf"/{_RIM}/(?:ics/|$)"),
    "rubin": re.compile(r"/(?:api|meeting|calendar)\.php$"),
}
"""The path of each product's own addresses."""
_SICHER = {
    "oparl": re.compile(r"oparl", re.IGNORECASE),
    "allris3": re.compile(r"allris\.net\.asp|\.asp(?:\?.*)?$", re.IGNORECASE),
    "allris4": re.compile(
        r"[?&](?:VOLFDNR|SILFDNR|TOLFDNR|GRLFDNR|KPLFDNR)=\d|SiKalAbo\.ics|/(?:public|publickiosk|allris)/[a-z]{2}0\d\d(?:[?#]|$)"
    ),
    "sessionnet": re.compile(r"[?&](?:__k\w{2,4}nr|__cjahr|smctonr)="),
    "sdnet": re.compile(r"[?&]__=|/termine/ics/"),
    "rubin": re.compile(r"gremien\.info"),
}
"""What beside the path makes sure of it, where the address is all that we have."""
WEGE = {
    "allris3": {
        "kalender": re.compile(r"^si010(_[a-z])?\.asp$"),
        "sitzungen": re.compile(r"^si018(_[a-z])?\.asp$"),
        "vorlagen": re.compile(r"^vo040\.asp$"),
        "gremien": re.compile(r"^(gr010|au010|pa02[01])\.asp$"),
        "rss": re.compile(r"^rss\.asp$"),
        "oparl": re.compile(r"^oparl/1\.\d/system\.asp$"),
    },
    "allris4": {
        "kalender": re.compile(r"^si010$"),
        "sitzungen": re.compile(r"^si018$"),
        "vorlagen": re.compile(r"^vo040$"),
        "gremien": re.compile(r"^gr010$"),
        "ics": re.compile(r"^ics/SiKalAbo\.ics$"),
        "rss": re.compile(r"^rss"),
        "oparl": re.compile(r"^oparl/system$"),
    },
    "sessionnet": {
        "kalender": re.compile(r"^si0040\.(php|asp)$"),
        "sitzungen": re.compile(r"^si0046\.(php|asp)$"),
        "vorlagen": re.compile(r"^vo004[0-3]\.(php|asp)$"),
        "gremien": re.compile(r"^gr0040\.(php|asp)$"),
        "rss": re.compile(r"^rssfeed\.(php|asp)$"),
    },
    "sdnet": {
        "kalender": re.compile(r"^termine/?$"),
        "vorlagen": re.compile(r"^vorlagen/?$"),
        "gremien": re.compile(r"^gremien/?$"),
        "ics": re.compile(r"^termine/ics/.{1,40}\.ics$"),
        "rss": re.compile(r"^rss/?$"),
        "oparl": re.compile(r"^webservice/oparl/v1\.\d/system$"),
    },
    "rubin": {"oparl": re.compile(r"^oparl/?$")},
}
"""Below the folder: the calendar, the lists, the interfaces."""
HAEUFIG = "allris4"
"""Whose interface is looked for where an address tells nothing."""
START = {"allris3": "allris.net.asp", "allris4": "", "sessionnet": "info.php", "sdnet": "", "rubin": ""}
"""The start page, below the folder."""
BEISPIEL = {
    "allris3": ("vo020.asp?VOLFDNR=1", "to010.asp?SILFDNR=1"),
    "allris4": ("vo020?VOLFDNR=1", "to010?SILFDNR=1"),
    "sessionnet": ("vo0050.php?__kvonr=1", "vo0050.asp?__kvonr=1"),
    "sdnet": ("vorgang/?__=1", "tops/?__=1"),
}
"""Pages that a visit needs, to be held against robots.txt; never asked for."""
TERMINE = {"allris4": "ics/SiKalAbo.ics", "sdnet": "termine/ics/SD.NET_RIM.ics"}
"""The file of all Sitzungen, below the folder."""
SCHNITTSTELLE = {
    "allris3": ("oparl/1.0/system.asp",),
    "allris4": ("oparl/system", "/oparl/system"),
    "sessionnet": ("/oparl/system", "oparl/system"),
    "sdnet": ("webservice/oparl/v1.1/system", "webservice/oparl/v1.0/system"),
    "rubin": ("oparl",),
}
"""Where OParl may answer, the likeliest first; with a `/` before it: at the host's root."""
_SISTER = re.compile(r"(^|[/_-])ri/$")
_INTERFACE = re.compile(r"^(.*?/(?:webservice/)?oparl/(?:v?\d\.\d/)?)", re.IGNORECASE)


def programm(system: str, url: str, *, sicher: bool = False) -> bool:
    """Whether an address is one of the product's programs; `sicher`: of no other website's."""
    parts = urlsplit(url)
    where = f"{parts.netloc}{parts.path}" if system == "oparl" else parts.path
    if system == "oparl" and parts.netloc.lower().startswith(("oparl.", "ris-oparl.")):
        return True
    return bool(BEFEHLE[system].search(where)) and (not sicher or bool(_SICHER[system].search(url)))


def folder(system: str, links: Iterable[str], url: str) -> str:
    """The folder that most of the product's own addresses lie in; that of the page where it links none."""
    folders = Counter(_above(system, each) for each in (*links, url) if programm(system, each))
    return folders.most_common(1)[0][0] if folders else urljoin(url, "./").partition("?")[0]


def oeffentlich(basis: str) -> str:
    """The public sister of a members' area: `…/ri/` → `…/bi/`, `…_ri/` → `…_bi/`; any other folder as it is."""
    return _SISTER.sub(r"\1bi/", basis)


def schnittstelle_bei(url: str) -> str | None:
    """The OParl System's address, of the interface that an address belongs to."""
    found = _INTERFACE.match(url.partition("?")[0])
    if found:
        asp = ".asp" if urlsplit(url).path.lower().endswith(".asp") else ""
        return f"{found[1]}system{asp}"
    return urljoin(url, "/system") if urlsplit(url).netloc.lower().startswith("oparl.") else None


def _above(system: str, url: str) -> str:
    """The folder of an address's program: `https://x/public/` of `https://x/public/ics/SiKalAbo.ics?a=1`."""
    plain = url.partition("#")[0].partition("?")[0]
    found = BEFEHLE[system].search(plain)
    return plain[: found.start() + 1] if found else urljoin(plain, "./")
