"""A council's entry in the registry: its line in the table of all councils, its TOML, the key that it may have."""

from __future__ import annotations

import csv
import json
import re
from io import StringIO
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ratsarchiv.kommunen import Kommune
    from ratsarchiv.kommunen.quelle import Quelle

SPALTEN = (
    "ags", "kommune", "name", "produkt", "version", "adressen", "abgeschaltet", "oparl", "robots", "robots_am", "geprueft",
    "hinweis",
)  # fmt: skip
_TEXTE = ("name", "ags", "art", "lizenz", "impressum", "version", "robots", "robots_am")
_FORMEL = ("=", "+", "-", "@", "\t", "\r")
"""With these a spreadsheet takes a text for a formula."""
_UMLAUTE = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_ART = re.compile(r"^(bundesstadt|hansestadt|kupferstadt|kolpingstadt|stadt|gemeinde|markt|landkreis|kreis) (?=\S)")
_KEINE = re.compile(r"[^a-z0-9]+")
_GEMIETET = frozenset(
    {"sitzung-online.de", "gremien.info", "ratsinfomanagement.net", "sitzung-mv.de", "sitzungsdienst.net"}
)
"""Hosts of the products' makers: the council is the name before it."""
_IPV4 = re.compile(r"\d+(\.\d+){3}")


def zeile(kommune: Kommune) -> dict[str, str]:
    """The council's line: of `SPALTEN` each; several addresses with a blank between them."""
    seiten = [each for each in kommune.besucht if each.system != "oparl"]
    produkte = [each.system for each in seiten] or [each.system for each in kommune.besucht]
    return {
        "ags": kommune.ags or "",
        "kommune": kommune.id,
        "name": kommune.name,
        "produkt": " ".join(dict.fromkeys(produkte)),
        "version": kommune.version or "",
        "adressen": " ".join(each.url for each in seiten),
        "abgeschaltet": " ".join(each.url for each in kommune.quellen if each.bis),
        "oparl": " ".join(each.url for each in kommune.besucht if each.system == "oparl"),
        "robots": kommune.robots or "unbekannt",
        "robots_am": kommune.robots_am or "",
        "geprueft": kommune.geprueft.isoformat() if kommune.geprueft else "",
        "hinweis": kommune.hinweis or "",
    }


def as_csv(kommunen: Iterable[Kommune], *, kopf: bool = True) -> str:
    """The lines as RFC 4180 has them; no field that a spreadsheet would calculate."""
    out = StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    if kopf:
        writer.writerow(SPALTEN)
    writer.writerows([_feld(each) for each in zeile(kommune).values()] for kommune in kommunen)
    return out.getvalue()


def as_toml(kommune: Kommune, ruhend: Iterable[Quelle] = (), *, hinweise: Iterable[str] = ()) -> str:
    """The council's TOML; `ruhend` are sources that are not to be asked, written as comments."""
    lines = [f"# {_druckbar(each)}" for each in hinweise]
    texts = {key: getattr(kommune, key) for key in _TEXTE}
    lines += [f"{key} = {_text(value)}" for key, value in texts.items() if value]
    if kommune.geprueft:
        lines.append(f"geprueft = {kommune.geprueft.isoformat()}")
    if kommune.hinweis:
        lines.append(f"hinweis = {_text(kommune.hinweis)}")
    if not kommune.quellen:
        lines.append("quellen = []")
    for quelle in kommune.quellen:
        lines += ["", *_quelle(quelle)]
    for quelle in ruhend:
        lines += ["", *(f"# {each}" for each in _quelle(quelle))]
    loopback = ["loopback_erlaubt = true"] if kommune.loopback_erlaubt else []
    return "\n".join([*lines, "", "[fetch]", f"delay = {kommune.delay:g}", *loopback]) + "\n"


def schluessel(name: str, url: str) -> str:
    """A key for a council, by its name, or by its system's host."""
    host = (urlsplit(url).hostname or "").lower()
    plain = _ART.sub("", " ".join(name.lower().split())) if name.lower() != host else _hostname(host)
    return _KEINE.sub("-", plain.translate(_UMLAUTE)).strip("-")[:60].strip("-") or "kommune"


def _hostname(host: str) -> str:
    labels = [each for each in host.split(".") if each != "www"]
    if _IPV4.fullmatch(host) or len(labels) < 2:
        return host
    gemietet = ".".join(labels[-2:]) in _GEMIETET and len(labels) > 2
    return labels[-3] if gemietet else labels[-2]


def _quelle(quelle: Quelle) -> list[str]:
    lines = ["[[quellen]]", f"system = {_text(quelle.system)}", f"url = {_text(quelle.url)}"]
    return lines + ([f"bis = {quelle.bis.isoformat()}"] if quelle.bis else [])


def _text(value: str) -> str:
    return json.dumps(_druckbar(value), ensure_ascii=False)


def _druckbar(value: str) -> str:
    return "".join(each for each in " ".join(value.split()) if each.isprintable())


def _feld(value: str) -> str:
    plain = _druckbar(value)
    return f"'{plain}" if plain.startswith(_FORMEL) else plain
