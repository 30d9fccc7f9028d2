"""`/status`: how fresh and how complete the archive is, said openly."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ratsarchiv import crawl
from ratsarchiv.publish import status

from . import council, texts
from .reading import facts, links, text, tree
from .reading import texts as all_texts

Get = Callable[..., Any]
Change = Callable[..., Get]
K = council.K
NOW = council.SEEN + timedelta(days=1)


def table(page: Any, caption: str) -> dict[str, list[str]]:
    rows = page.xpath(f"//table[caption='{caption}']/tbody/tr")
    return {text(row[0]): [text(cell) for cell in row[1:]] for row in rows}


def test_what_is_known_is_told_from_what_is_read(recounted: Change) -> None:
    page = tree(recounted()("/status").text)
    # five Vorlagen are read, one is only named
    known = table(page, "Bekannte und gelesene Seiten")
    assert known["Vorlagen"] == ["4", "3", "1", "0", "0", "0"]
    assert links(page)["1 Vorlage"].startswith(f"/ratsarchiv/vorlagen?kommune__exact={K}&abruf__isnull=1")
    assert "1 Vorlage ist nur dem Namen nach bekannt" in text(page)


def test_the_link_to_what_is_missing_leads_to_just_that(recounted: Change) -> None:
    ask = recounted()
    address = links(tree(ask("/status").text))["1 Vorlage"]
    rows = ask(address.replace("?", ".json?_shape=objects&")).json()["rows"]
    assert [row["id"] for row in rows] == [f"{K}-300"]


def test_before_the_first_count_nothing_is_claimed(with_texts: Path, open_site: Callable[[Path], Get]) -> None:
    page = tree(open_site(with_texts)("/status").text)
    assert "Noch nicht gezählt." in text(page)
    assert "Was fehlt" not in all_texts(page, "//h2")


def test_what_is_hidden_or_gone_is_no_gap(recounted: Change) -> None:
    notice = "insert into hinweise (kommune, tabelle, objekt, art, datum) values"
    ask = recounted(
        f"{notice} ('{K}', 'vorlagen', '{K}-300', 'nichtoeffentlich', '2026-03-01')",
        f"{notice} ('{K}', 'abschnitte', 'x', 'maskiert', '2026-03-01')",
        f"update vorlagen set verschwunden_seit = '2026-03-01' where id = '{K}-200'",
    )
    page = tree(ask("/status").text)
    assert table(page, "Bekannte und gelesene Seiten")["Vorlagen"] == ["4", "2", "0", "1", "0", "1"]
    hidden = all_texts(page, "//section[@aria-labelledby='verborgen']//li")
    assert hidden == ["1 Eintrag: private Angaben unkenntlich gemacht", "1 Eintrag: nicht öffentlich"]


def test_documents_are_told_by_what_is_known_of_them(recounted: Change) -> None:
    ask = recounted(
        f"update dateien set fehler = 'verschluesselt' where sha256 = '{texts.GUTACHTEN}'",
        f"delete from seiten where datei = '{texts.GUTACHTEN}'",
    )
    page = tree(ask("/status").text)
    assert all_texts(page, "//section[@aria-labelledby='dokumente']//li") == [
        "4 bekannt, 3 geholt",
        "2 mit lesbarem Text",
        "1 ohne Text: sie ist mit einem Kennwort geschützt",
    ]
    assert "1 Dokument ist noch nicht geholt." in text(page)


def test_problems_of_the_newest_run_have_german_words(recounted: Change) -> None:
    run = (
        "insert into laeufe (id, kommune, befehl, beginn, seiten, neu, geaendert, unveraendert)"
        f" values (2, '{K}', 'update', '2026-03-05', 1, 0, 0, 0)"
    )
    old = f"insert into probleme (lauf, kommune, url, art, meldung) values (1, '{K}', 'u', 'ertrag', 'm')"
    problem = f"insert into probleme (lauf, kommune, url, art, meldung) values (2, '{K}', 'u{{}}', '{{}}', 'm')"
    ask = recounted(
        run, old, *(problem.format(i, art) for i, art in enumerate(["abruf", "abruf", "nicht_verstanden", "<neu>"]))
    )
    page = tree(ask("/status").text)
    assert all_texts(page, "//section[@aria-labelledby='probleme']//li") == [
        "2 × Adressen, die nicht geantwortet haben",
        "1 × <neu>",
        "1 × Seiten, die das Programm nicht lesen konnte",
    ]


def test_the_newest_verdict_of_robots_txt_counts(recounted: Change) -> None:
    robots = "insert into robots (kommune, host, zeitpunkt, ergebnis) values"
    ask = recounted(
        f"{robots} ('{K}', 'rat.example', '2026-03-01T00:00:00+00:00', 'verboten')",
        f"{robots} ('{K}', 'rat.example', '2026-03-02T00:00:00+00:00', 'erlaubt')",
    )
    found = facts(tree(ask("/status").text))
    assert found["robots.txt"].startswith("rat.example erlaubt die Abrufe.gelesen am Montag, 2. März 2026")
    assert found["Lizenz"].startswith("Die Kommune nennt keine")


@pytest.fixture
def connection(database: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(database)) as opened:
        opened.row_factory = sqlite3.Row
        yield opened


@pytest.mark.parametrize(
    ("later", "words", "old"),
    [
        (timedelta(seconds=3), "gerade eben", False),
        (timedelta(minutes=1), "vor 1 Minute", False),
        (timedelta(hours=1), "vor 1 Stunde", False),
        (timedelta(hours=30), "vor 30 Stunden", False),
        (timedelta(days=3), "vor 3 Tagen", False),
        (timedelta(days=3, seconds=1), "vor 3 Tagen", True),
        (timedelta(days=300), "vor 300 Tagen", True),
    ],
)
def test_age_is_told_in_words_and_warned_of(
    connection: sqlite3.Connection, later: timedelta, words: str, old: bool
) -> None:
    (found,) = status.read(connection, None, NOW + later)
    assert (found["alter"], found["veraltet"]) == (words, old)


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("select 1", "Nicht aktuell."),  # the council's day is long past
        ("update laeufe set ergebnis = 'abgebrochen'", "Noch kein vollständiger Besuch."),
    ],
)
def test_an_old_state_is_a_warning_on_the_page(recounted: Change, statement: str, words: str) -> None:
    assert words in text(tree(recounted(statement)("/status").text))


def test_several_councils_are_first_shown_in_short(recounted: Change) -> None:
    ask = recounted("insert into kommunen (id, name) values ('leer', 'Leerstadt')")
    page = tree(ask("/status").text)
    assert table(page, "Stand der Kommunen")["Leerstadt"] == ["noch nie vollständig", "0", "0"]
    one = tree(ask(links(page)["Stadt Buchenried"]).text)
    assert all_texts(one, "//h2")[0] == "Stadt Buchenried"
    assert ask("/status?kommune=gibt-es-nicht").status_code == 404


def test_the_command_line_says_the_same(crawled: Any, make_kommune: Any) -> None:
    (told,) = crawl.status([make_kommune(crawled.url)], crawled.data, datetime.now(UTC))
    with closing(sqlite3.connect(crawled.data / "ratsarchiv.db")) as connection:
        connection.row_factory = sqlite3.Row
        (found,) = status.read(connection, "musterstadt", datetime.now(UTC))
    for tabelle, stand in found["objekte"].items():
        assert stand["gelesen"] == told.bestand[tabelle] > 0
    assert found["objekte"]["vorlagen"]["bekannt"] == told.genannt["vorlagen"]["genannt"]
    assert found["objekte"]["sitzungen"]["bekannt"] >= told.genannt["sitzungen"]["genannt"]
    assert found["dokumente"]["geholt"] == told.bestand["dokumente"]
    assert {each["art"]: each["anzahl"] for each in found["probleme"]} == {
        art: sum(kinds.values()) for art, kinds in told.probleme.items()
    }
    assert [(each["host"], each["ergebnis"]) for each in found["robots"]] == [
        (each["host"], each["ergebnis"]) for each in told.robots
    ]
    assert (found["erfolg"], found["lauf"]["ergebnis"]) == (told.erfolg, told.lauf["ergebnis"])


def test_no_query_reads_a_whole_table(connection: sqlite3.Connection) -> None:
    asked: list[str] = []
    connection.set_trace_callback(asked.append)
    status.read(connection, None, NOW)
    connection.set_trace_callback(None)
    assert len(asked) > 5
    for sql in asked:
        plan = [row[3] for row in connection.execute(f"explain query plan {sql}")]
        assert [line for line in plan if line.startswith("SCAN") and "kommunen" not in line] == []
