"""Files with places: Overpass JSON, GeoJSON, tables; and what is said of those that are none."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratsarchiv.errors import WrongUse
from ratsarchiv.text import orte

HERE = {"lat": 51.06, "lon": 9.12}


def read(content: str | bytes | dict[str, Any]) -> list[tuple[str, str, float, float]]:
    raw = json.dumps(content) if isinstance(content, dict) else content
    found = orte.auszug_lesen(raw.encode() if isinstance(raw, str) else raw, "datei")
    return [(each.name, each.art, each.lat, each.lon) for each in found]


def overpass(**tags: str) -> dict[str, Any]:
    return {"elements": [{"type": "way", "id": 1, "center": HERE, "tags": tags}]}


@pytest.mark.parametrize(
    ("tags", "art"),
    [
        ({"highway": "residential"}, "strasse"),
        ({"highway": "pedestrian", "place": "square"}, "platz"),
        ({"place": "suburb"}, "ortsteil"),
        ({"building": "yes", "amenity": "townhall"}, "gebaeude"),
        ({"building": "school"}, "gebaeude"),
        ({"leisure": "park"}, "park"),
        ({"natural": "water"}, "gewaesser"),
        ({"waterway": "stream"}, "gewaesser"),
        ({"landuse": "cemetery"}, "friedhof"),
    ],
)
def test_overpass_elements_are_places_by_their_tags(tags: dict[str, str], art: str) -> None:
    assert read(overpass(name="Anger", **tags)) == [("Anger", art, 51.06, 9.12)]


@pytest.mark.parametrize(
    "tags", [{"shop": "bakery"}, {"amenity": "restaurant"}, {"highway": "bus_stop"}, {"building": "house"}]
)
def test_shops_and_stops_are_none(tags: dict[str, str]) -> None:
    both = {"elements": overpass(name="Beck", **tags)["elements"] + overpass(name="Anger", place="suburb")["elements"]}
    assert [name for name, *_ in read(both)] == ["Anger"]


@pytest.mark.parametrize(
    "where",
    [
        HERE,
        {"center": HERE},
        {"bounds": {"minlat": 51.05, "maxlat": 51.07, "minlon": 9.11, "maxlon": 9.13}},
        {"geometry": [{"lat": 51.0, "lon": 9.0}, HERE, {"lat": 51.2, "lon": 9.2}]},
    ],
)
def test_every_kind_of_overpass_answer_has_a_point(where: dict[str, Any]) -> None:
    element = {"type": "way", "tags": {"name": "Anger", "highway": "service"}, **where}
    ((name, art, *point),) = read({"elements": [element]})
    assert (name, art, [round(each, 6) for each in point]) == ("Anger", "strasse", [51.06, 9.12])


@pytest.mark.parametrize(
    "geometry",
    [
        {"type": "Point", "coordinates": [9.12, 51.06]},
        {"type": "LineString", "coordinates": [[9.1, 51.05], [9.12, 51.06], [9.14, 51.07]]},
        {"type": "MultiPolygon", "coordinates": [[[[9.1, 51.05], [9.12, 51.06], [9.14, 51.07], [9.12, 51.06, 212.5]]]]},
    ],
)
def test_geojson_has_a_point_on_the_thing_itself(geometry: dict[str, Any]) -> None:
    feature = {
        "type": "Feature",
        "geometry": geometry,
        "properties": {"name": "Anger", "highway": "path", "@id": "way/1"},
    }
    assert read({"type": "FeatureCollection", "features": [feature]}) == [("Anger", "strasse", 51.06, 9.12)]


@pytest.mark.parametrize(
    "table",
    [
        "name,art,lat,lon\nAm Anger,strasse,51.06,9.12\n",
        "\ufeffName;Art;Breite;Länge\r\nAm Anger;Straße;51,06;9,12\r\n",
        "typ\tlon\tlat\tname\tnotiz\nWeg\t9.12\t51.06\t  Am   Anger \tegal\n\n",
        '"lat","lon","name","art"\n"51.06","9.12","Am Anger","STRASSE"\n',
    ],
)
def test_tables_are_read_as_people_write_them(table: str) -> None:
    assert read(table) == [("Am Anger", "strasse", 51.06, 9.12)]


def test_a_table_may_be_saved_by_a_spreadsheet() -> None:
    assert read("name;art;lat;lon\nGrüner Weg;Straße;51,06;9,12\n".encode("cp1252"))[0][0] == "Grüner Weg"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("name,art,lat,lon\nA,strasse,51.06,9.12\nB,strasse,hier,9.12\n", "datei, line 3: None, 9.12 is no point"),
        ("name,art,lat,lon\nA,kneipe,51.06,9.12\n", "datei, line 2: unknown kind 'kneipe'"),
        ("name,art,lat,lon\nA,strasse,9.12,51.06\n", "datei, line 2: 9.12, 51.06: latitude and longitude are interchanged"),
        ("name,art,lat,lon\nA,strasse,5656000,512000\n", "not in or near Germany: degrees of WGS 84 are needed, not metres"),
        ("name,art,lat,lon\n123,strasse,51.06,9.12\n", "datei, line 2: '123' is no name"),
        ("name,art,lat\nA,strasse,51.06\n", "datei, line 1: no column lon"),
        ("name,art,lat,lon\n", "no place of a known kind"),
        ("", "datei, line 1: no column name, art, lat, lon"),
        ('{"elements": [\n{"type": }]}', "datei, line 2: no JSON"),
        ("{" * 50_000, "no JSON"),
        ("[" * 500_000, "no JSON of places: it nests too deeply"),
        ("[1, 2]", "neither an Overpass answer"),
        ('{"elements": []}', "no place of a known kind"),
        ('{"elements": 7}', "`elements` is no list"),
        ('{"elements": [], "remark": "runtime error: Query timed out"}', "the Overpass server broke off: runtime error"),
        ('{"elements": [{"tags": {"name": "A", "place": "suburb"}}]}', "datei: element 1 has no point"),
        ('{"elements": [{"lat": NaN, "lon": 9, "tags": {"name": "A", "place": "suburb"}}]}', "is no point"),
        ('{"elements": [{"lat": 1%s, "lon": 9, "tags": {"name": "A", "place": "suburb"}}]}' % ("0" * 5000), "is no point"),
        ('{"type": "FeatureCollection", "features": [{"properties": {"name": "A", "place": "suburb"}}]}', "has no geometry"),
        ('{"type": "FeatureCollection", "features": [{"properties": {"name": "A", "art": "x"}}]}', "feature 1 (A): unknown kind"),
        (b"PK\x03\x04\x00\x00", "no text: Overpass JSON, GeoJSON or CSV is needed"),
        ('name,art,lat,lon\n"' + "x" * 200_000, "no table"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_told_with_the_line(content: str | bytes, said: str) -> None:
    with pytest.raises(WrongUse) as caught:
        read(content)
    assert said in str(caught.value)


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_any_other_bytes_are_wrong_use_too(content: bytes) -> None:
    with pytest.raises(WrongUse):
        orte.auszug_lesen(content, "datei")


KEYS = ["tags", "name", "lat", "lon", "center", "bounds", "geometry", "coordinates", "place", "properties", "art"]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(KEYS),
        inner,
        max_size=4,
    ),
    max_leaves=12,
)  # fmt: skip


@given(st.lists(JSON, max_size=3), st.sampled_from(["elements", "features"]))
def test_json_of_any_shape_is_read_or_refused(things: list[Any], key: str) -> None:
    try:
        found = orte.auszug_lesen(json.dumps({"type": "FeatureCollection", key: things}).encode(), "datei")
    except WrongUse:
        return
    assert all(46 <= each.lat <= 56 for each in found)
