"""A Vorlage as data."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from . import council, texts

Get = Callable[..., Any]

V = f"{council.K}-100"


def test_it_has_what_the_page_shows(get_texts: Get) -> None:
    answer = get_texts(f"/vorlagen/{V}.json")
    said = answer.json()
    assert answer.headers["x-robots-tag"] == "noindex"
    assert (said["id"], said["nummer"], said["betreff"]) == (V, "2025/0417", council.BETREFF)
    assert said["adresse"] == f"http://localhost/vorlagen/{V}"
    assert said["fassung"].startswith(f"http://localhost/vorlagen/{V}/fassungen/")
    assert said["vorgang"] == texts.VORGANG
    assert [each["ueberschrift"] for each in said["abschnitte"]] == ["Beschlussvorschlag", "Sachlage", None]
    assert [each["datum"] for each in said["beratungen"]] == [
        None,
        "2026-04-22",
        "2026-02-25",
        "2026-01-14",
        "2025-11-05",
    ]
    voted = said["beratungen"][2]
    assert (voted["beschlussart"], voted["ja"], voted["nein"], voted["enthaltung"]) == ("ungeaendert", 21, 4, 1)
    assert (voted["sitzung"], voted["tagesordnungspunkt"]) == (f"{council.K}-503", f"{council.K}-9001")
    assert said["dokumente"][0]["text"] == f"http://localhost/dokumente/{texts.ANLAGE}"
    assert {(each["von"], each["nach"]) for each in said["verweise"]} >= {
        (V, f"{council.K}-200"),
        (f"{council.K}-400", V),
    }
    assert {(each["name"], each["lat"], each["lon"]) for each in said["orte"]} == {
        ("Lohmeufer", 51.0, 9.0),
        ("Furt", 51.0, 9.0),
    }


def test_an_unknown_one_is_a_404_in_json(get: Get) -> None:
    answer = get("/vorlagen/nichts.json")
    assert (answer.status_code, answer.json()["ok"]) == (404, False)


def test_an_id_with_a_dot_is_a_page(tmp_path: Path, open_site: Callable[[Path], Get]) -> None:
    path = council.build(tmp_path / "ratsarchiv.db")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("update vorlagen set id = 'a.json' where id = 'buchenried-300'")
    get = open_site(path)
    assert get("/vorlagen/a~2Ejson").headers["content-type"].startswith("text/html")
    assert get("/vorlagen/a~2Ejson.json").json()["id"] == "a.json"
    assert get("/vorlagen/a.json").status_code == 404


def test_a_withdrawn_one_says_no_more_than_its_page(tmp_path: Path, open_site: Callable[[Path], Get]) -> None:
    path = texts.build(tmp_path / "ratsarchiv.db")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("update vorlagen set verschwunden_seit = '2026-03-12T23:30:00+00:00' where id = ?", (V,))
    said = open_site(path)(f"/vorlagen/{V}.json").json()
    assert said["gezeigt"] is False
    assert (said["abschnitte"], said["dokumente"], said["orte"], said["fassung"]) == ([], [], [], None)
    assert [each for each in said["verweise"] if each["von"] == V and each["art"] == "text"] == []
    assert len(said["beratungen"]) == 5


def test_every_field_is_documented(get_texts: Get) -> None:
    docs = (Path(__file__).parents[2] / "docs" / "vorlage-json.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"`(\w+)`", docs))
    said = get_texts(f"/vorlagen/{V}.json").json()
    fields = set(said) | {key for value in said.values() if isinstance(value, list) for each in value for key in each}
    assert len(fields) > 40
    assert fields - documented == set()
