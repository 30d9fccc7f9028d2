"""Which things of OpenStreetMap are places that a council's papers name, and what we call them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ARTEN = {
    "ortsteil": "Ortsteil",
    "platz": "Platz",
    "strasse": "Straße",
    "gebaeude": "Gebäude",
    "park": "Park",
    "gewaesser": "Gewässer",
    "friedhof": "Friedhof",
    "sportplatz": "Sportplatz",
    "spielplatz": "Spielplatz",
    "bruecke": "Brücke",
}
"""Every kind of place, with what people call it."""
ANDERE_WOERTER = {
    "stadtteil": "ortsteil", "stadtbezirk": "ortsteil", "bezirk": "ortsteil", "dorf": "ortsteil", "ortschaft": "ortsteil",
    "weg": "strasse", "strassen": "strasse", "plaetze": "platz", "schule": "gebaeude", "bauwerk": "gebaeude",
    "gruenflaeche": "park", "see": "gewaesser", "bach": "gewaesser", "sportanlage": "sportplatz",
}  # fmt: skip
"""What people write for them in a table, folded."""

TAGS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("ortsteil", "place", ("suburb", "quarter", "neighbourhood", "village", "hamlet", "borough", "isolated_dwelling")),
    ("platz", "place", ("square",)),
    ("platz", "amenity", ("marketplace",)),
    ("gebaeude", "amenity", (
        "school", "townhall", "kindergarten", "library", "fire_station", "community_centre", "theatre", "arts_centre", "college",
        "university", "hospital", "police", "courthouse", "public_building", "music_school", "social_centre", "public_bath",
        "place_of_worship", "events_venue", "exhibition_centre", "bus_station",
    )),
    ("gebaeude", "tourism", ("museum", "zoo")),
    ("gebaeude", "railway", ("station", "halt")),
    ("gebaeude", "historic", ("castle", "monument", "city_gate", "fort", "manor", "tower")),
    ("gebaeude", "office", ("government",)),
    ("gebaeude", "building", ("school", "kindergarten", "public", "civic", "government", "townhall", "fire_station", "church",
                              "train_station", "museum", "sports_hall")),
    ("sportplatz", "leisure", ("sports_centre", "stadium", "pitch", "swimming_pool", "swimming_area", "sports_hall")),
    ("spielplatz", "leisure", ("playground",)),
    ("park", "leisure", ("park", "garden", "nature_reserve", "common")),
    ("friedhof", "landuse", ("cemetery",)),
    ("friedhof", "amenity", ("grave_yard",)),
    ("gewaesser", "natural", ("water",)),
    ("gewaesser", "waterway", ("river", "stream", "canal", "ditch", "drain")),
    ("bruecke", "man_made", ("bridge",)),
    ("strasse", "highway", (
        "motorway", "trunk", "primary", "secondary", "tertiary", "unclassified", "residential", "living_street", "pedestrian",
        "service", "track", "footway", "path", "cycleway", "steps", "road", "bridleway", "construction",
    )),
)  # fmt: skip
"""The public kinds, the more telling first. Shops, offices of firms and stops are none."""


def art_of(tags: Mapping[str, object]) -> str | None:
    """Our kind for a thing's tags; None for what is not listed."""
    return next((art for art, key, values in TAGS if tags.get(key) in values), None)


def filters() -> Iterator[tuple[str, str]]:
    """For each key the pattern of its values, as Overpass asks for them."""
    keys = dict.fromkeys(key for _, key, _ in TAGS)
    for key in keys:
        yield key, "|".join(value for _, other, values in TAGS if other == key for value in values)
