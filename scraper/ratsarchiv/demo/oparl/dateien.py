"""Files: numbered documents, and attachments, which get a number here because OParl knows nothing without one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratsarchiv.demo.anlagen import dateiname
from ratsarchiv.demo.oparl.objekt import Objekt, Pfad, eigen, objekt
from ratsarchiv.demo.pdf import pdf

if TYPE_CHECKING:
    from ratsarchiv.demo.world import Anlage, Dokument, World

VORLAGE, SITZUNG, TOP = 1, 2, 3
"""Who owns an attachment: the first digit of its number."""
STUFE = 100_000_000


def dokument(datei: Dokument) -> Objekt:
    """The File of a numbered document, which ALLRIS 4 itself shows."""
    zeigen = Pfad(f"/public/doc?DOLFDNR={datei.nummer}&DOCTYP=130&OTYP=41")
    return _datei(datei.nummer, datei.titel, datei, accessUrl=zeigen)


def anlagen(art: int, besitzer: int, dateien: list[Anlage]) -> list[Objekt]:
    """The Files of attachments."""
    found = []
    for each in dateien:
        nummer = art * STUFE + besitzer * 100 + each.nummer
        zeigen = eigen("files", id=nummer, dl=0)
        found.append(_datei(nummer, each.name, each, accessUrl=zeigen, date=each.stand.date().isoformat()))
    return found


def _datei(nummer: int, name: str, datei: Dokument | Anlage, **felder: str) -> Objekt:
    return objekt(
        "File",
        eigen("files", id=nummer),
        name=name,
        fileName=dateiname(name),
        mimeType="application/pdf",
        size=datei.groesse or len(pdf(datei.zeilen)),
        downloadUrl=eigen("files", id=nummer, dl=1),
        **felder,
    )


def finden(world: World, nummer: int) -> Dokument | Anlage | None:
    """The public file with that number."""
    if nummer < STUFE:
        return world.dokument.get(nummer)
    art, rest = divmod(nummer, STUFE)
    besitzer, n = divmod(rest, 100)
    return next((each for each in _vorhanden(world, art, besitzer) if each.nummer == n), None)


def _vorhanden(world: World, art: int, besitzer: int) -> list[Anlage]:
    if art == VORLAGE:
        papier = world.vorlage.get(besitzer)
        return papier.anlagen if papier and papier.zugang == "oeffentlich" else []
    if art == SITZUNG:
        sitzung = world.sitzung.get(besitzer)
        return sitzung.anlagen if sitzung and sitzung.oeffentlich else []
    sitzung, top = world.top.get(besitzer, (None, None))
    if sitzung and top and sitzung.oeffentlich and top.oeffentlich and top.auszug:
        return top.auszug.anlagen
    return []
