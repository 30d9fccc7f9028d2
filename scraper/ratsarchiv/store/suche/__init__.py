"""The search: one index over Vorlagen, minutes and documents, built for German."""

from ratsarchiv.store.suche.anfrage import Anfrage, Ergebnis, Facettenwert, Stelle, Treffer
from ratsarchiv.store.suche.suche import suche
from ratsarchiv.store.suche.synonyme import Synonyme, synonyme
from ratsarchiv.store.suche.vorschlaege import Vorschlag, vorschlaege

__all__ = [
    "Anfrage",
    "Ergebnis",
    "Facettenwert",
    "Stelle",
    "Synonyme",
    "Treffer",
    "Vorschlag",
    "suche",
    "synonyme",
    "vorschlaege",
]
