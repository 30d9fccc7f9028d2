"""Places: a council's gazetteer, read from extracts of OpenStreetMap, and where texts name its places."""

from __future__ import annotations

from ratsarchiv.text.orte.auszug import LARGEST
from ratsarchiv.text.orte.auszug import lesen as auszug_lesen
from ratsarchiv.text.orte.ort import Angabe, Aufnahme, Ort, aufnehmen
from ratsarchiv.text.orte.overpass import SERVER, adresse, frage
from ratsarchiv.text.orte.suche import GRADE, Fund, Ortsverzeichnis
from ratsarchiv.text.orte.tabelle import lesen, pfad, schreiben
from ratsarchiv.text.orte.tags import ARTEN
from ratsarchiv.text.orte.woerter import REGELN

__all__ = [
    "ARTEN",
    "GRADE",
    "LARGEST",
    "REGELN",
    "SERVER",
    "Angabe",
    "Aufnahme",
    "Fund",
    "Ort",
    "Ortsverzeichnis",
    "adresse",
    "aufnehmen",
    "auszug_lesen",
    "frage",
    "lesen",
    "pfad",
    "schreiben",
]
