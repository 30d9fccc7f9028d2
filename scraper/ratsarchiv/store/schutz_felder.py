"""Which fields say something: what a takedown empties, what is scanned, and which objects hang on which."""

from __future__ import annotations

from collections.abc import Mapping

LEERT: Mapping[str, tuple[str, ...]] = {
    "gremien": ("name",),
    "personen": ("name",),
    "mitgliedschaften": ("rolle", "zusatz"),
    "vorlagen": ("betreff", "verfasser", "antragsteller", "berichterstatter", "bearbeiter"),
    "sitzungen": ("name", "raum", "ort", "zusatz", "anlass"),
    "tagesordnungspunkte": ("betreff", "zusatz"),
    "auszuege": ("protokoll", "beschlusstext", "abstimmung"),
    "abschnitte": ("ueberschrift", "text", "html"),
    "beratungen": ("sitzungsname",),
    "dokumente": ("titel", "datei"),
    "verweise": ("nummer", "textstelle"),
}
"""What a takedown by id empties; numbers, dates and results stay."""
NIE_NULL = frozenset({("abschnitte", "text"), ("abschnitte", "html")})
TEXTE: Mapping[str, tuple[str, ...]] = {
    "mitgliedschaften": ("zusatz",),
    "vorlagen": ("betreff", "verfasser", "antragsteller", "berichterstatter", "bearbeiter"),
    "sitzungen": ("name", "raum", "ort", "zusatz", "anlass"),
    "tagesordnungspunkte": ("betreff", "zusatz"),
    "auszuege": ("protokoll", "beschlusstext", "abstimmung"),
    "abschnitte": ("ueberschrift", "text", "html"),
    "dokumente": ("titel",),
    "verweise": ("textstelle",),
    "probleme": ("meldung",),
    "seiten": ("text",),
}
"""What is scanned for private data."""
HAENGT_AN: Mapping[str, Mapping[str, str]] = {
    "tagesordnungspunkte": {"sitzung": "sitzungen", "vorlage": "vorlagen"},
    "auszuege": {"tagesordnungspunkt": "tagesordnungspunkte"},
    "abschnitte": {"vorlage": "vorlagen", "sitzung": "sitzungen", "tagesordnungspunkt": "tagesordnungspunkte"},
    "beratungen": {"vorlage": "vorlagen", "sitzung": "sitzungen"},
    "dokumente": {"vorlage": "vorlagen", "sitzung": "sitzungen", "tagesordnungspunkt": "tagesordnungspunkte"},
    "verweise": {"von": "vorlagen", "nach": "vorlagen"},
    "mitgliedschaften": {"person": "personen"},
}
"""An object that is taken down takes along what hangs on it."""
ORDNUNG = (
    "gremien", "personen", "mitgliedschaften", "vorlagen", "sitzungen", "tagesordnungspunkte", "auszuege", "abschnitte",
    "beratungen", "dokumente", "verweise",
)  # fmt: skip
"""The tables of objects, what others hang on first."""
SCHLUESSEL = frozenset(
    {"id", "kommune", "abruf", "zuerst_gesehen", "zuletzt_gesehen", "verschwunden_seit", "datei", "sha256", "warc", "tabelle",
     "objekt", "feld", "inhalt", "vorlage", "sitzung", "tagesordnungspunkt", "person", "gremium", "von", "nach",
     "bezug_sitzung", "zeitpunkt", "code", "art"}
)  # fmt: skip
"""Columns by which rows are found: no wording is replaced in them."""
