"""`probe`: which system stands at an address, as a report for people and a TOML ready to be saved."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from ratsarchiv import kommunen
from ratsarchiv.cli.options import contact_option, data_option, folders
from ratsarchiv.cli.telling import plain_text
from ratsarchiv.crawl.befund import entered
from ratsarchiv.crawl.probe import MOST
from ratsarchiv.crawl.probe import probe as look
from ratsarchiv.kommunen.eintrag import as_csv, as_toml
from ratsarchiv.privacy import mask

if TYPE_CHECKING:
    from pathlib import Path

    from ratsarchiv.crawl.befund import Befund
    from ratsarchiv.kommunen import Kommune

PRODUKTE = {
    "allris3": "ALLRIS classic (3)",
    "allris4": "ALLRIS 4",
    "sessionnet": "SessionNet",
    "sdnet": "SD.NET RIM",
    "oparl": "OParl",
    "rubin": "more!rubin",
}
WEGE = {
    "kalender": "Kalender",
    "sitzungen": "Sitzungen",
    "vorlagen": "Vorlagen",
    "gremien": "Gremien",
    "koerperschaften": "Körperschaften",
    "ics": "Termindatei (ICS)",
    "rss": "RSS",
}
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")


@click.command("probe", short_help="Tell which system stands at an address.")
@click.argument("url")
@click.option("--csv", "as_line", is_flag=True, help="Print the line for the registry instead of the TOML.")
@click.option("--loopback", is_flag=True, help="The address may be on this machine or its network.")
@contact_option
@data_option
def probe_command(url: str, contact: str | None, data: Path, *, as_line: bool, loopback: bool) -> int:
    """Look at URL, any page of a council's system or its OParl address: at most 8 requests, none that robots.txt forbids.

    The report goes to standard error, a TOML for data/kommunen/ to standard output. Exit code 1: a system that we
    don't know; 3: robots.txt forbids it, and no OParl interface is open.
    """
    known = kommunen.find_by_url(url, folders(data))
    befund = look(url, data, contact=contact or (known.kontakt if known else None), private=loopback)
    kommune = entered(befund, known, datetime.now(UTC).date(), private=loopback)
    for text in _report(befund, kommune, data):
        click.echo(plain_text(text), err=True)
    if kommune is not None:
        whole = replace(kommune, quellen=(*befund.ruhend, *kommune.quellen))
        click.echo(as_csv([whole], kopf=False) if as_line else _toml(kommune, befund), nl=False)
    if befund.robots == "verboten" and befund.oparl is None:
        return 3
    return int(kommune is None)


def _toml(kommune: Kommune, befund: Befund) -> str:
    notes = [f"Von `ratsarchiv probe {befund.url}` geschrieben; Name und AGS bitte prüfen."]
    if befund.ruhend:
        notes.append("Die auskommentierte Quelle verbietet robots.txt: erst mit Zustimmung (consent.toml) einschalten.")
    return as_toml(kommune, befund.ruhend, hinweise=notes)


def _report(befund: Befund, kommune: Kommune | None, data: Path) -> list[str]:
    if befund.kennung is None and befund.oparl is None:
        return _left(befund, "kommune", data) if befund.robots == "verboten" else _unknown(befund)
    lines = [befund.url, *_found(befund)]
    if befund.robots == "verboten":
        lines += _left(befund, kommune.id if kommune else "kommune", data)
    elif kommune:
        lines += [f"Speichern als {data / 'kommunen' / kommune.id}.toml, dann: ratsarchiv crawl {kommune.id}"]
    return lines


def _found(befund: Befund) -> list[str]:
    lines = []
    if found := befund.kennung:
        version = f", Version {found.version}" if found.version else ""
        guess = " (nur nach der Adresse)" if befund.ungesehen else ""
        lines += [f"  Produkt: {PRODUKTE[found.system]}{version}{guess}", f"  Adresse: {found.basis}"]
        lines += [f"  {name}: {found.wege[key]}" for key, name in WEGE.items() if key in found.wege]
    if befund.oparl:
        lines.append(f"  OParl {befund.oparl.version or ''}: {befund.oparl.basis}")
    else:
        lines += [f"  OParl unter {place}: {came}" for place, came in befund.gefragt.items()]
    lines.append(f"  robots.txt: {befund.robots}" + (f" ({befund.regel})" if befund.regel else ""))
    spent = "; für mehr reichten sie nicht" if befund.erschoepft else ""
    lines.append(f"  Anfragen: {befund.anfragen} von höchstens {MOST}{spent}")
    return lines


def _unknown(befund: Befund) -> list[str]:
    lines = ["Dieses System kennen wir nicht. Für eine Fehlermeldung (bitte vorher durchlesen):", ""]
    lines += [f"{key}: {_clean(value)}" for key, value in befund.antwort.items() if value]
    return [*lines, f"robots.txt: {befund.robots}", f"Anfragen: {befund.anfragen}"]


def _left(befund: Befund, key: str, data: Path) -> list[str]:
    """What can still be done where robots.txt forbids the pages."""
    basis = befund.kennung.basis if befund.kennung else befund.url
    pfad = urlsplit(basis).path.rpartition("/")[0] + "/"
    oparl = (
        f"Die OParl-Schnittstelle {befund.oparl.basis} ist offen: der Eintrag fragt nur sie."
        if befund.oparl
        else "Eine offene OParl-Schnittstelle haben wir nicht gefunden. Kennen Sie ihre Adresse? ratsarchiv probe ADRESSE"
    )
    return [
        f"robots.txt verbietet Programmen die Seiten dieses Systems ({befund.regel}). Daran halten wir uns. Was bleibt:",
        f"1. OParl. {oparl}",
        "2. Um Zustimmung bitten. Ein Musterbrief an das Ratsbüro steht in docs/anfrage.md. Stimmt es zu, so kommt in"
        f" {data / 'consent.toml'}:",
        "     [[zustimmung]]",
        f'     kommune = "{key}"',
        '     wer = "Stadt …, Büro des Rates, … (E-Mail vom …)"',
        f"     am = {datetime.now(UTC).date().isoformat()}",
        f'     pfade = ["{pfad}"]',
        f"   und danach: ratsarchiv crawl {key}",
        "3. Selbst im Browser lesen, was Sie brauchen, und es einlesen:",
        "   HAR: Entwicklerwerkzeuge öffnen (F12), Reiter „Netzwerk“, die Seiten aufrufen, „Alles als HAR speichern“.",
        "   WACZ: mit der Erweiterung ArchiveWeb.page aufzeichnen, dann als WACZ herunterladen.",
        f"   Dann: ratsarchiv import DATEI --kommune {key}",
    ]


def _clean(text: str) -> str:
    """Without what may be somebody's own."""
    return mask(_MAIL.sub("[Mail]", text))[0]
