"""ALLRIS classic ("ALLRIS net 3.x", ASP): one function for each page type, found by the address."""

from __future__ import annotations

from collections.abc import Callable

from ratsarchiv.model import Parsed
from ratsarchiv.parse.allris3 import auszug, gremium, kalender, listen, person, responsive, sitzung, vorlage
from ratsarchiv.parse.sheet import Sheet

PAGES: dict[str, Callable[[Sheet], Parsed]] = {
    "vo020": vorlage.vorlage,
    "vo020_r": responsive.vorlage,
    "vo040": listen.vorlagenliste,
    "to010": sitzung.sitzung,
    "to010_r": responsive.sitzung,
    "to020": auszug.auszug,
    "si010": kalender.kalender,
    "si010_a": kalender.kalender,
    "si010_e": kalender.kalender,
    "si010_j": kalender.kalender,
    "si010_r": responsive.kalender,
    "au010": listen.gremienliste,
    "fr010": listen.gremienliste,
    "pa010": listen.gremienliste,
    "au020": gremium.gremium,
    "fr020": gremium.gremium,
    "pa020": gremium.gremium,
    "pa021": gremium.gremium,
    "kp020": person.person,
    "pa000": listen.auswahl,
    "allris.net": listen.menue,
}
