"""What changed in a Vorlage, each of its versions, and that neither shows what is not to be seen any more."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ratsarchiv.model import Dokument, Liste, Record
from ratsarchiv.store import Store

from . import council
from .reading import facts, text, texts, tree

Get = Callable[..., Any]

V = f"{council.K}-800"
TAGE = [council.SEEN + timedelta(days=days) for days in range(4)]
GEHEIM = "Name des Anliegers"


def seite(*, furt: str, betreff: str = "Weg am Ufer", mehr: tuple[Record, ...] = (), **fields: Any) -> list[Record]:
    html = f"<p>Die Furt ist {furt}.</p>"
    return [
        council.vorlage(800, betreff=betreff, nummer="2026/0800", art="Antrag", **fields),
        replace(council.abschnitt(V, 1, "sachverhalt", "Sachlage", html), text=f"Die Furt ist {furt}."),
        council.beratung(V, 1, "Stadtrat", date(2026, 4, 1), rolle="Entscheidung", status="Geplant"),
        *mehr,
    ]


def entfernt() -> Record:
    return council.abschnitt(V, 2, "begruendung", "Begründung", f"<p>{GEHEIM}</p>")


def anlage() -> Record:
    return Dokument(
        id=f"{V}-do1", kommune=council.K, url=f"{council.BI}do.asp?1", vorlage=V, position=1, art="anlage", titel="Plan"
    )


def lauf(path: Path, seen: datetime, records: list[Record], gone: tuple[Liste, ...] = ()) -> None:
    with Store(path) as store:
        run = store.begin_run(council.K, "crawl", seen)
        council.save(store, run, records, seen, gone)
        store.end_run(run, seen, anfragen=1, ergebnis="fertig")


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four visits: the second changes words, the third takes an Abschnitt away and brings a Dokument, the fourth does nothing."""
    path = council.build(tmp_path_factory.mktemp("verlauf") / "ratsarchiv.db")
    changed = seite(furt="manchmal gesperrt", betreff="Weg am Ufer der Lohme", mehr=(entfernt(),), federfuehrend="FB 7")
    last = seite(furt="manchmal gesperrt", betreff="Weg am Ufer der Lohme", mehr=(anlage(),), federfuehrend="FB 7")
    lauf(path, TAGE[0], seite(furt="oft gesperrt", mehr=(entfernt(),)))
    lauf(path, TAGE[1], changed)
    lauf(path, TAGE[2], last, (Liste(tabelle="abschnitte", spalte="vorlage", id=V),))
    lauf(path, TAGE[3], last)
    return path


@pytest.fixture
def get(open_site: Callable[[Path], Get], path: Path) -> Get:
    return open_site(path)


@pytest.fixture
def copied(path: Path, tmp_path: Path, open_site: Callable[[Path], Get]) -> Callable[..., Get]:
    """The website of the same database after some SQL."""

    def changed(*statements: str) -> Get:
        copy = tmp_path / "ratsarchiv.db"
        with closing(sqlite3.connect(path)) as old, closing(sqlite3.connect(copy)) as new:
            old.backup(new)
            for statement in statements:
                new.execute(statement)
            new.commit()
        return open_site(copy)

    return changed


def history(get: Get, vorlage: str = V) -> Any:
    return tree(get(f"/vorlagen/{vorlage}").text).xpath("//section[h2='Was sich geändert hat']")[0]


def versions(get: Get) -> list[str]:
    """The addresses of the versions, the newest first."""
    found: list[str] = history(get).xpath(".//a[contains(@href, '/fassungen/')]/@href")
    return found


def test_it_tells_what_changed_the_newest_first(get: Get) -> None:
    told = [(texts(stand, "h3")[0], texts(stand, "ul/li | p[not(@class)]")) for stand in history(get).xpath("ol/li")]
    assert told == [
        (
            "Freitag, 6. März 2026, 00:30 Uhr",
            ["Ein Abschnitt: steht nicht mehr auf der Seite", "Dokument „Plan“: neu"],
        ),
        (
            "Donnerstag, 5. März 2026, 00:30 Uhr",
            [
                "Vorlage: Federführend ergänztFB 7",
                "Vorlage: Betreff geändertWeg am Ufer der Lohme",
                "Abschnitt „Sachlage“: Text geändertDie Furt ist oftmanchmal gesperrt.",
            ],
        ),
        ("Mittwoch, 4. März 2026, 00:30 Uhr", ["Zum ersten Mal gelesen."]),
    ]


def test_words_that_went_and_came_are_marked(get: Get) -> None:
    found = history(get)
    assert texts(found, ".//del") == ["oft"]
    assert texts(found, ".//ins") == ["FB 7", "der Lohme", "manchmal"]


def test_each_version_keeps_its_address(get: Get) -> None:
    newest, middle, first = versions(get)
    old = tree(get(first).text)
    assert texts(old, "//h1") == ["Weg am Ufer"]
    assert "Die Furt ist oft gesperrt." in text(old)
    assert "FB 7" not in text(old)
    assert "So stand es am Mittwoch, 4. März 2026, 00:30 Uhr" in text(old)
    for later in (middle, newest):
        shown = tree(get(later).text)
        assert texts(shown, "//h1") == ["Weg am Ufer der Lohme"]
        assert "Die Furt ist manchmal gesperrt." in text(shown)


def test_versions_stay_out_of_search_engines_and_lead_to_today(get: Get) -> None:
    answer = get(versions(get)[-1])
    page = tree(answer.text)
    assert answer.headers["x-robots-tag"] == "noindex"
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert page.xpath("//link[@rel='canonical']/@href") == [f"http://localhost/vorlagen/{V}"]
    assert f"http://localhost/vorlagen/{V}" in page.xpath("//main//a/@href")


def test_what_the_council_took_away_is_in_no_version(get: Get) -> None:
    assert GEHEIM not in get(f"/vorlagen/{V}").text
    for address in versions(get):
        page = get(address).text
        assert GEHEIM not in page
        assert ("fehlt in dieser Fassung" in page) is (address != versions(get)[0])


def test_a_capture_of_another_page_is_no_version(get: Get) -> None:
    own = versions(get)[0].rpartition("/")[2]
    assert get(f"/vorlagen/{V}/fassungen/{own}").status_code == 200
    for wrong in ("1", "999999", "-1", "x", "1e3", "9" * 40, f"{own}/x"):
        assert get(f"/vorlagen/{V}/fassungen/{wrong}").status_code == 404
    assert get(f"/vorlagen/{council.K}-100/fassungen/{own}").status_code == 404
    assert get(f"/vorlagen/unbekannt/fassungen/{own}").status_code == 404


def test_a_vorlage_that_never_changed_says_so(get: Get) -> None:
    assert "Seit dem ersten Abruf hat sich auf der amtlichen Seite nichts geändert" in text(
        history(get, f"{council.K}-200")
    )


@pytest.mark.parametrize(
    "change",
    [
        f"update vorlagen set verschwunden_seit = '2026-03-12T23:30:00+00:00' where id = '{V}'",
        "insert into hinweise (kommune, tabelle, objekt, art, datum)"
        f" values ('{council.K}', 'vorlagen', '{V}', 'nichtoeffentlich', '2026-03-13')",
    ],
)
def test_a_withdrawn_vorlage_has_neither_history_nor_versions(
    change: str, get: Get, copied: Callable[..., Get]
) -> None:
    before = versions(get)
    now = copied(change)
    page = now(f"/vorlagen/{V}").text
    assert "Was sich geändert hat" not in page
    assert "oft" not in page
    assert [now(address).status_code for address in before] == [404, 404, 404]


@pytest.mark.parametrize("art", ["sperre", "nichtoeffentlich", "zurueckgezogen"])
def test_of_a_part_that_is_hidden_nothing_old_is_shown(art: str, get: Get, copied: Callable[..., Get]) -> None:
    now = copied(
        "insert into hinweise (kommune, tabelle, objekt, art, datum)"
        f" values ('{council.K}', 'abschnitte', '{V}-vo-1', '{art}', '2026-03-13')"
    )
    assert "oft" not in text(history(now))
    assert "Ein Abschnitt: Text geändert; was dort stand, wird nicht mehr gezeigt" in text(history(now))
    old = text(tree(now(versions(get)[-1]).text))
    assert "oft" not in old
    assert "fehlt in dieser Fassung" in old


def test_a_change_that_was_emptied_is_told_without_its_words(get: Get, copied: Callable[..., Get]) -> None:
    now = copied(f"update aenderungen set alt = null, neu = null where objekt = '{V}' and feld = 'betreff'")
    assert "Vorlage: Betreff geändert; was dort stand, wird nicht mehr gezeigt" in text(history(now))
    assert texts(tree(now(versions(get)[-1]).text), "//h1") == ["2026/0800"]


def test_hostile_old_words_are_text(copied: Callable[..., Get]) -> None:
    script = "<script>alert(1)</script>\u202e"
    now = copied(f"update aenderungen set alt = '{script}' where objekt = '{V}-vo-1' and feld = 'text'")
    assert history(now).xpath(".//script") == []
    assert script in text(history(now))


def test_very_long_changes_and_very_many_are_bounded(copied: Callable[..., Get]) -> None:
    insert = "insert into aenderungen (tabelle, objekt, feld, alt, neu, zeitpunkt, abruf)"
    many = "with recursive n(i) as (select 1 union all select i + 1 from n where i < 3000)"
    now = copied(
        f"{insert} values ('abschnitte', '{V}-vo-1', 'text', replace(hex(zeroblob(100000)), '0', 'x'),"
        " replace(hex(zeroblob(100000)), '0', 'y'), '2026-03-20', 1)",
        f"{insert} {many} select 'beratungen', '{V}-b1', 'rolle', 'a' || i, 'b' || i, '2026-03-21', 1 from n",
    )
    page = now(f"/vorlagen/{V}").text
    assert len(page) < 150_000
    assert "Das sind nur die neuesten Änderungen" in page


def test_fields_of_a_vorlage_that_is_partly_taken_down_stay_as_they_are_today(
    get: Get, copied: Callable[..., Get]
) -> None:
    now = copied(
        "insert into hinweise (kommune, tabelle, objekt, art, datum)"
        f" values ('{council.K}', 'vorlagen', '{V}', 'sperre', '2026-03-13')"
    )
    old = tree(now(versions(get)[-1]).text)
    assert texts(old, "//h1") == ["Weg am Ufer der Lohme"]
    assert "fehlt in dieser Fassung" in text(old)


def test_several_changes_of_a_field_are_taken_back_one_after_the_other(get: Get, copied: Callable[..., Get]) -> None:
    insert = "insert into aenderungen (tabelle, objekt, feld, alt, neu, zeitpunkt, abruf)"
    now = copied(
        f"{insert} values ('vorlagen', '{V}', 'art', 'Eins', 'Zwei', '{TAGE[1].isoformat()}', 1)",
        f"{insert} values ('vorlagen', '{V}', 'art', 'Zwei', 'Antrag', '{TAGE[2].isoformat()}', 1)",
    )
    shown = [facts(tree(now(address).text))["Art"] for address in versions(get)]
    assert shown == ["Antrag", "Zwei", "Eins"]
