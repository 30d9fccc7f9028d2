"""What the search promises about its answers, on a Musterstadt and on archives of a few Vorlagen."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING, Protocol

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ratsarchiv.store import database
from ratsarchiv.store.suche import Anfrage, Ergebnis, aufbau, rang, suche
from ratsarchiv.store.suche.stellen import BREITE

from .musterarchiv import SEEN, opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Archive(Protocol):
    """An archive of these Vorlagen: number, Betreff, text; and documents of the first one, page by page."""

    def __call__(self, *vorlagen: tuple[str, str, str], seiten: tuple[str, ...] = ()) -> sqlite3.Connection: ...


@pytest.fixture
def archive_of(tmp_path: Path) -> Iterator[Archive]:
    made = []

    def make(*vorlagen: tuple[str, str, str], seiten: tuple[str, ...] = ()) -> sqlite3.Connection:
        connection = database.connect(tmp_path / "ratsarchiv.db")
        made.append(connection)
        seen = ("dorf", SEEN, SEEN)
        with database.transaction(connection):
            connection.execute("INSERT INTO kommunen (id, name) VALUES ('dorf', 'Dorf')")
            for n, (nummer, betreff, text) in enumerate(vorlagen):
                columns = "id, nummer, betreff, datum, kommune, zuerst_gesehen, zuletzt_gesehen"
                values = (f"v{n}", nummer, betreff, f"20{n % 30:02d}-01-01", *seen)
                connection.execute(f"INSERT INTO vorlagen ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?)", values)
                connection.execute(
                    "INSERT INTO abschnitte (id, vorlage, position, art, text, html, kommune, zuerst_gesehen, zuletzt_gesehen)"
                    " VALUES (?, ?, 0, 'sachverhalt', ?, '', ?, ?, ?)",
                    (f"a{n}", f"v{n}", text, *seen),
                )
            connection.execute("INSERT INTO dateien (sha256, groesse) VALUES ('f', 1)")
            connection.execute(
                "INSERT INTO dokumente (id, vorlage, titel, datei, kommune, zuerst_gesehen, zuletzt_gesehen)"
                " VALUES ('d', 'v0', 'Plan', 'f', ?, ?, ?)",
                seen,
            )
            for n, text in enumerate(seiten, 1):
                connection.execute("INSERT INTO seiten VALUES (?, 'f', ?, ?, 'text')", (f"f-{n}", n, text))
            aufbau.aktualisieren(connection)
        return connection

    yield make
    for connection in made:
        connection.close()


def found(connection: sqlite3.Connection, text: str) -> list[str]:
    return [each.objekt for each in suche(connection, Anfrage(text=text)).treffer]


def test_the_exact_number_comes_first(archive_of: Archive) -> None:
    connection = archive_of(
        ("21-4266", "Ein Spielplatz", ""),
        ("21-4266.2", "Seine Ergänzung, die neuer ist", ""),
        ("FB 36/0191/WP16", "Bericht zu 21-4266", "21-4266 und 21-4266 und 21-4266"),
        ("VO/2015/02891", "Noch einer", "Siehe FB 36/0191/WP16."),
    )
    assert found(connection, "Drs. 21-4266")[0] == "v0"
    assert found(connection, "21-4266.2") == ["v1"]
    assert found(connection, "fb 36/0191/wp16")[0] == "v2"
    assert found(connection, "Vorlage VO/2015/02891") == ["v3"]
    assert found(connection, "FB 36/0191/WP16 -VO/2015/02891") == ["v2"]


def test_the_typed_word_comes_before_others_with_its_stem(archive_of: Archive) -> None:
    connection = archive_of(
        ("1", "Straße am Bach", "Frau Müller spricht über die Sache und nennt weitere Gründe."),
        ("2", "Straße am Wald", "Der Müll wird abgeholt."),
    )
    assert found(connection, "Müller") == ["v0", "v1"]
    assert found(connection, "mueller") == ["v0", "v1"]
    assert found(connection, "Müll") == ["v1", "v0"]


def test_compounds_come_after_the_word_itself(archive_of: Archive) -> None:
    connection = archive_of(
        ("1", "Flächennutzungsplanänderung Nr. 7", ""),
        (
            "2",
            "Bericht",
            "Das steht im alten Flächennutzungsplan, " + "und noch viel mehr steht dort geschrieben " * 20,
        ),
        ("3", "Geh- und Radwegebrücke", ""),
        ("4", "Anbau", "Ein Radweg fehlt."),
    )
    assert found(connection, "Flächennutzungsplan") == ["v1", "v0"]
    assert found(connection, "Radweg") == ["v3", "v2"]
    assert suche(connection, Anfrage(text="Radweg")).gesucht[-1] == "Radwegebrücke"


def test_a_long_document_is_one_result_with_its_best_page(archive_of: Archive) -> None:
    pages = [f"Seite {n}: Ausgaben für die Feuerwehr" for n in range(1, 301)]
    pages[211] += " und ein neues Gerätehaus in Oberwiesen"
    connection = archive_of(("1", "Haushalt", ""), ("2", "Anderes", "Feuerwehr"), seiten=tuple(pages))
    answer = suche(connection, Anfrage(text="Feuerwehr Gerätehaus"))
    assert [each.objekt for each in answer.treffer] == ["v0"]
    stelle = answer.treffer[0].stellen[0]
    assert (stelle.tabelle, stelle.datei, stelle.seite, stelle.titel) == ("seiten", "f", 212, "Plan")
    assert [stelle.text[start:end] for start, end in stelle.marken] == ["Feuerwehr", "Gerätehaus"]
    assert suche(connection, Anfrage(text="Feuerwehr")).anzahl == 2


def test_of_equal_ones_the_newer_comes_first(archive_of: Archive) -> None:
    connection = archive_of(*((str(n), "Radweg", "Text") for n in range(5)))
    assert found(connection, "Radweg") == ["v4", "v3", "v2", "v1", "v0"]
    oldest = suche(connection, Anfrage(text="Radweg", sortierung="aelteste"))
    assert [each.objekt for each in oldest.treffer] == ["v0", "v1", "v2", "v3", "v4"]


def test_hyphens_may_be_missing(archive_of: Archive) -> None:
    connection = archive_of(("1", "E-Mail an alle", ""), ("2", "Email an alle", ""), ("3", "Pfarrer-Hansen-Straße", ""))
    assert set(found(connection, "E-Mail")) == set(found(connection, "Email")) == {"v0", "v1"}
    assert found(connection, "Pfarrer-Hansen-Str.") == found(connection, "Pfarrer Hansen Straße") == ["v2"]


def test_a_word_in_a_document_excludes_its_vorlage(archive_of: Archive) -> None:
    connection = archive_of(("1", "Radweg Nord", ""), ("2", "Radweg Süd", ""), seiten=("Es geht um Bäume.", "Anderes"))
    assert found(connection, "Radweg -Baum") == ["v1"]
    assert found(connection, "Radweg -Plan") == ["v1"]


def test_slips_are_corrected_only_where_no_text_has_the_word(archive_of: Archive) -> None:
    connection = archive_of(("1", "Bebauungsplan Nord", ""), ("2", "Bebaungsplan Süd", ""), ("3", "Skateanlage", ""))
    assert suche(connection, Anfrage(text="Bebaungsplan")).statt is None
    answer = suche(connection, Anfrage(text="die Skatanlage!"))
    assert answer.statt == "die Skateanlage!"
    assert [each.objekt for each in answer.treffer] == ["v2"]
    assert suche(connection, Anfrage(text="Donaudampfschiff")) .statt is None  # fmt: skip


def test_very_common_words_are_ranked_among_the_newest(archive_of: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rang, "RANKED", 8)
    monkeypatch.setattr(rang, "NEWEST", 5)
    connection = archive_of(*((str(n), "Radweg", "Text") for n in range(10)))
    answer = suche(connection, Anfrage(text="Radweg"))
    assert (answer.nur_neueste, answer.mindestens, answer.anzahl) == (5, True, 5)
    assert {each.objekt for each in answer.treffer} == {"v5", "v6", "v7", "v8", "v9"}
    assert sum(each.anzahl for each in answer.facetten["jahr"]) == 5
    rare = suche(connection, Anfrage(text="Radweg", von=date(2004, 1, 1), bis=date(2006, 1, 1)))
    assert (rare.nur_neueste, rare.mindestens, rare.anzahl) == (None, False, 3)


WORDS = [
    "Radweg",
    "Straße",
    "ODER",
    "OR",
    "AND",
    "NOT",
    "NEAR(a b)",
    '"',
    "-",
    "*",
    "(",
    ")",
    "betreff:",
    "^",
    "{x}",
    "\0",
    "§",
]
WORDS += [
    "2026/0090",
    "-Kita",
    '"die der"',
    "Bebaungsplan",
    "😀",
    "ß",
    "Kita*",
    "a-b-c",
    "'; DROP TABLE",
    "\ud800",
    "%",
    "_",
]
typed = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join))


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=typed, values=st.lists(st.text(max_size=8), max_size=2), seite=st.integers(), groesse=st.integers(-5, 10**30)
)
def test_nothing_that_people_type_is_an_error(
    archiv: Path, text: str, values: list[str], seite: int, groesse: int
) -> None:
    with closing(opened(archiv)) as connection:
        check(suche(connection, Anfrage(text=text, seite=1)))
        check(
            suche(
                connection, Anfrage(text=text, filter={"art": tuple(values), "x": ("y",)}, seite=seite, groesse=groesse)
            )
        )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        '"',
        "der die das",
        "-Kita",
        "x" * 10_000,
        "Kita " * 2000,
        "-" * 5000,
        "a-" * 5000,
        '"' * 999,
        "0/" * 3000,
    ],
)
def test_extremes_are_answered(connection: sqlite3.Connection, text: str) -> None:
    check(suche(connection, Anfrage(text=text)))


def check(answer: Ergebnis) -> None:
    """What is true of every answer."""
    assert len({(each.tabelle, each.objekt) for each in answer.treffer}) == len(answer.treffer) <= answer.anzahl
    for treffer in answer.treffer:
        assert len(treffer.stellen) <= 3
        texts = [(treffer.betreff, treffer.betreff_marken), *((each.text, each.marken) for each in treffer.stellen)]
        assert all(len(each.text) <= BREITE for each in treffer.stellen)
        for text, marken in texts:
            last = 0
            for start, end in marken:
                assert last <= start < end <= len(text)
                assert not text[start - 1 : start].isalnum()
                assert not text[end : end + 1].isalnum()
                last = end


@pytest.mark.parametrize("text", ["Kita", "Radweg", "Stadt", "Lindenstraße -Antrag", "2026"])
@pytest.mark.parametrize("sortierung", ["relevanz", "neueste", "aelteste"])
def test_pages_neither_overlap_nor_leave_out(connection: sqlite3.Connection, text: str, sortierung: str) -> None:
    def page(seite: int, groesse: int) -> list[tuple[str, str]]:
        answer = suche(connection, Anfrage(text=text, seite=seite, groesse=groesse, sortierung=sortierung))  # type: ignore[arg-type]
        return [(each.tabelle, each.objekt) for each in answer.treffer]

    number = suche(connection, Anfrage(text=text)).anzahl
    for groesse in (7, 30):
        pages = [each for seite in range(1, number // groesse + 2) for each in page(seite, groesse)]
        assert len(pages) == len(set(pages)) == number


@pytest.mark.parametrize("text", ["Kita", "Grundschule", "Spielplatz -Hopfengarten"])
def test_a_facet_says_what_its_filter_leaves(connection: sqlite3.Connection, text: str) -> None:
    whole = suche(connection, Anfrage(text=text))
    assert sum(each.anzahl for each in whole.facetten["art"]) == whole.anzahl
    assert sum(each.anzahl for each in whole.facetten["kommune"]) == whole.anzahl
    for name, values in whole.facetten.items():
        for value in values[:4]:
            part = suche(connection, Anfrage(text=text, filter={name: (value.wert,)}))
            assert part.anzahl == value.anzahl > 0, (name, value)
            chosen = [each for each in part.facetten[name] if each.gewaehlt]
            assert [(each.wert, each.anzahl, each.name) for each in chosen] == [(value.wert, value.anzahl, value.name)]
            assert len(part.facetten[name]) == len(values), "the others can still be chosen"


def test_several_values_and_several_facets(connection: sqlite3.Connection) -> None:
    arten = {each.wert: each.anzahl for each in suche(connection, Anfrage(text="Kita")).facetten["art"]}
    two = suche(connection, Anfrage(text="Kita", filter={"art": ("Antrag", "Anfrage")}))
    assert two.anzahl == arten["Antrag"] + arten["Anfrage"]
    both = suche(connection, Anfrage(text="Kita", filter={"art": ("Antrag", "Anfrage"), "jahr": ("2025",)}))
    assert {each.art for each in both.treffer} <= {"Antrag", "Anfrage"}
    assert {(each.datum or "")[:4] for each in both.treffer} == {"2025"}
    assert both.anzahl == next(each.anzahl for each in two.facetten["jahr"] if each.wert == "2025")
    none = suche(connection, Anfrage(text="Kita", filter={"gremium": ("gibt-es-nicht",)}))
    assert (none.anzahl, [each.anzahl for each in none.facetten["gremium"] if each.gewaehlt]) == (0, [0])


def test_dates_narrow_and_order(connection: sqlite3.Connection) -> None:
    answer = suche(connection, Anfrage(text="Stadt", von=date(2025, 3, 1), bis=date(2025, 9, 30), sortierung="neueste"))
    dates = [each.datum or "" for each in answer.treffer]
    assert dates == sorted(dates, reverse=True)
    assert dates
    assert all("2025-03-01" <= each[:10] <= "2025-09-30" for each in dates)


def test_it_says_what_else_was_looked_for(connection: sqlite3.Connection) -> None:
    answer = suche(connection, Anfrage(text="Kita"))
    assert answer.gesucht[0] == "Kindertagesstätte"
    assert "Kindergartenbedarfsplanung" in answer.gesucht
    assert suche(connection, Anfrage(text='"Kindertagesstätte"')).gesucht == ()


def test_rows_of_any_shape_do(archiv: Path) -> None:
    with closing(opened(archiv)) as plain, closing(opened(archiv)) as named:
        named.row_factory = sqlite3.Row
        assert suche(named, Anfrage(text="Bebaungsplan")) == suche(plain, Anfrage(text="Bebaungsplan"))
