"""What the council withdraws leaves the public file, stays out of it whoever prints it, and comes back with its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ratsarchiv.model import Liste, Problem

from .desk import (
    Desk,
    K,
    abschnitt,
    beratung,
    capture,
    dokument,
    item,
    kept,
    notices,
    passing,
    public,
    seen,
    sitzung,
    verweis,
    vorlage,
)

if TYPE_CHECKING:
    from pathlib import Path

    from ratsarchiv.store.schutz import Schutz

DAY = 24 * 60
SECRET = "Geheimnis"
PAPER = (
    vorlage(
        nummer="12/2026", betreff=f"{SECRET} am Bach", art="Beschlussvorlage", verfasser=f"{SECRET}, Ada",
        federfuehrend=f"Amt {SECRET}", status="öffentlich",
    ),
    abschnitt(f"Das {SECRET} ist gelüftet."),
    beratung(1, gremium_name="Rat", beschluss=f"{SECRET} beschlossen", beschlussart="beschlossen"),
    verweis(1, 2, f"siehe {SECRET}"),
)  # fmt: skip
FILE = dokument(1)
LISTS = tuple(Liste(tabelle=name, spalte="vorlage", id=f"{K}-1") for name in ("abschnitte", "beratungen"))
NONPUBLIC, GONE = "nichtoeffentlich", "zurueckgezogen"


def publish(desk: Desk, minute: int, *, inhalt: str = "a") -> None:
    """The paper's page, with its file behind it."""
    desk.look(minute, "vo1", inhalt, *PAPER, FILE, lists=LISTS)
    desk.store.save_document(capture(minute + 1, "tmp", b"%PDF"), FILE.id, lauf=desk.lauf)


def test_what_is_not_public_any_more_leaves_at_once(office: Desk, vault: Schutz) -> None:
    publish(office, 1)
    assert public(office).count(SECRET) == 7
    office.refuse(10, vorlage(), "nichtoeffentlich")
    assert SECRET not in public(office)
    row = office.row(vorlage())
    assert (row["nummer"], row["art"], row["url"], row["betreff"]) == ("12/2026", "Beschlussvorlage", "vo1", None)
    assert (office.row(FILE)["titel"], office.row(FILE)["datei"]) == (None, None)
    assert office.row(beratung(1))["gremium_name"] == "Rat"
    assert notices(office) == [("vorlagen", f"{K}-1", NONPUBLIC, seen(10), None)]
    assert SECRET not in str(office.rows("hinweise")[0]["grund"])
    assert kept(vault)["vorlagen", f"{K}-1", "betreff"] == f"{SECRET} am Bach"
    assert kept(vault)["abschnitte", PAPER[1].id, "html"] == f"<p>Das {SECRET} ist gelüftet.</p>"
    assert kept(vault)["dokumente", FILE.id, "titel"] == "Anlage 1"
    assert office.news() == []


def test_no_byte_of_it_stays_in_the_file(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "ratsarchiv.db")
    publish(desk, 1)
    desk.refuse(10, vorlage(), "nichtoeffentlich")
    desk.store.close()
    assert SECRET.encode() not in desk.path.read_bytes()


def test_the_history_keeps_that_it_changed_but_not_what_it_said(office: Desk, vault: Schutz) -> None:
    office.read(1, "vo1", vorlage(betreff="Alt", nummer="1"))
    office.read(2, "vo1", vorlage(betreff=SECRET, nummer="2"))
    office.refuse(10, vorlage(), "nichtoeffentlich")
    assert sorted(office.news()) == [("1", "betreff", None, None), ("1", "nummer", "1", "2")]
    assert {key[2]: value for key, value in kept(vault).items() if key[0] == "aenderungen"} == {
        "alt": "Alt",
        "neu": SECRET,
    }


def test_problems_of_its_page_cite_it_no_longer(office: Desk) -> None:
    problem = Problem(art="unbekannte_beschriftung", meldung=f"Zeile {SECRET!r}", url="vo1")
    office.save(capture(1, "vo1"), None, problem)
    office.read(2, "vo1", *PAPER)
    office.refuse(10, vorlage(), "nichtoeffentlich")
    assert office.rows("probleme")[0]["meldung"] == "(zurückgehalten)"


def test_a_placeholder_of_a_refused_page_is_emptied_and_never_filled_again(office: Desk) -> None:
    named = passing(vorlage(betreff=SECRET, nummer="12/2026"))
    office.read(1, "vo2", vorlage(2), links=named)
    office.refuse(10, vorlage(), "nichtoeffentlich")
    assert SECRET not in public(office)
    for minute, url in ((11, "vo2"), (12, "to70"), (5, "vo040")):
        office.read(minute, url, links=passing(vorlage(betreff=SECRET, verfasser=SECRET, nummer="12/2026")))
    assert SECRET not in public(office)
    assert office.row(vorlage())["nummer"] == "12/2026"


def test_a_refused_object_that_is_named_later_stays_empty(office: Desk) -> None:
    office.refuse(10, vorlage(), "nichtoeffentlich")
    office.read(11, "vo2", vorlage(2), links=passing(vorlage(betreff=SECRET)))
    assert (office.row(vorlage())["betreff"], SECRET in public(office)) == (None, False)


def test_an_older_page_that_comes_in_late_is_kept_but_not_shown(office: Desk, vault: Schutz) -> None:
    office.read(1, "vo1", vorlage(betreff="Öffentlich"))
    office.refuse(10, vorlage(), "nichtoeffentlich")
    office.look(5, "vo1", "late", *PAPER, FILE, lists=LISTS)
    office.store.save_document(capture(6, "tmp", b"%PDF"), FILE.id, lauf=office.lauf)
    assert SECRET not in public(office)
    assert (office.row(FILE)["titel"], office.row(FILE)["datei"]) == (None, None)
    assert kept(vault)["vorlagen", f"{K}-1", "betreff"] == f"{SECRET} am Bach"


def test_a_page_between_two_refusals_that_comes_in_late_shows_nothing_again(office: Desk) -> None:
    publish(office, 1)
    for minute in (10, 30):
        office.refuse(minute, vorlage(), "nichtoeffentlich")
    publish(office, 20, inhalt="late")
    assert SECRET not in public(office)
    assert notices(office)[0][-1] is None


def test_what_another_page_prints_as_its_own_stays(office: Desk) -> None:
    office.read(1, "to70", sitzung(), item(7, betreff="Weg am Bach", oeffentlich=True, vorlage=f"{K}-1"))
    publish(office, 2)
    office.refuse(10, vorlage(), "nichtoeffentlich")
    assert office.row(item(7))["betreff"] == "Weg am Bach"


def test_it_comes_back_with_its_own_page_and_that_is_the_only_news(office: Desk) -> None:
    publish(office, 1)
    before = {record.id: office.row(record) for record in (*PAPER, FILE)}
    office.refuse(10, vorlage(), "nichtoeffentlich")
    office.refuse(10 + DAY, vorlage(), "nichtoeffentlich")
    publish(office, 20 + DAY)
    for record in (*PAPER, FILE):
        row = office.row(record)
        same = set(row) - {"abruf", "zuletzt_gesehen"}
        assert {name: row[name] for name in same} == {name: before[record.id][name] for name in same}
    assert [(feld, alt, neu) for _, feld, alt, neu in office.news()] == [
        ("verschwunden_seit", None, seen(10)),
        ("verschwunden_seit", seen(10), None),
    ]
    assert notices(office) == [("vorlagen", f"{K}-1", NONPUBLIC, seen(10), seen(20 + DAY))]


def test_after_it_is_back_changes_are_news_again(office: Desk) -> None:
    publish(office, 1)
    office.refuse(10, vorlage(), "nichtoeffentlich")
    publish(office, 20)
    office.read(30, "vo1", vorlage(nummer="12/2026", betreff="Anders"))
    assert ("1", "betreff", f"{SECRET} am Bach", "Anders") in office.news()
    office.read(40, "vo1", vorlage(nummer="12/2026"))
    office.read(50, "vo1", vorlage(nummer="12/2026", betreff="Wieder"))
    assert office.news()[-1] == ("1", "betreff", None, "Wieder")


def test_what_is_gone_keeps_its_data_and_loses_its_texts_with_the_second_refusal(office: Desk, vault: Schutz) -> None:
    publish(office, 1)
    office.refuse(10, vorlage(), "weg")
    assert (office.row(PAPER[1])["text"], notices(office)) == (f"Das {SECRET} ist gelüftet.", [])
    office.refuse(10 + DAY, vorlage(), "weg")
    assert office.row(vorlage())["betreff"] == f"{SECRET} am Bach"
    assert (office.row(PAPER[1])["text"], office.row(PAPER[1])["html"], office.row(FILE)["datei"]) == ("", "", None)
    assert office.row(FILE)["titel"] == "Anlage 1"
    assert notices(office) == [("vorlagen", f"{K}-1", GONE, seen(10), None)]
    assert kept(vault)["abschnitte", PAPER[1].id, "text"] == f"Das {SECRET} ist gelüftet."
    publish(office, 20 + DAY)
    assert (office.row(PAPER[1])["text"], notices(office)[0][-1]) == (f"Das {SECRET} ist gelüftet.", seen(20 + DAY))


def test_the_operators_word_brings_texts_back_for_good(office: Desk, vault: Schutz) -> None:
    publish(office, 1)
    office.refuse(10, vorlage(), "weg")
    office.refuse(10 + DAY, vorlage(), "weg")
    text = {name: kept(vault)["abschnitte", PAPER[1].id, name] for name in ("text", "html")}
    office.store.restore("abschnitte", PAPER[1].id, text)
    office.store.restore("vorlagen", f"{K}-1", {}, bis=capture(2 * DAY, "").zeitpunkt)
    office.refuse(3 * DAY, vorlage(), "weg")
    assert office.row(PAPER[1])["text"] == f"Das {SECRET} ist gelüftet."
    assert office.row(vorlage())["verschwunden_seit"] == seen(10)
    assert [(feld, alt, neu) for _, feld, alt, neu in office.news()] == [("verschwunden_seit", None, seen(10))]


def test_what_was_released_is_not_hidden_by_a_rebuild(office: Desk, vault: Schutz) -> None:
    vault.intern.execute(
        "INSERT INTO freigaben (art, tabelle, wert, am) VALUES ('objekt', 'vorlagen', ?, '2026-03-09')", (f"{K}-1",)
    )
    vault.intern.execute("UPDATE regelstand SET stand = stand + 1")
    vault.keep()
    publish(office, 1)
    office.refuse(10, vorlage(), "weg")
    office.refuse(10 + DAY, vorlage(), "weg")
    assert office.row(PAPER[1])["text"] == f"Das {SECRET} ist gelüftet."
    assert notices(office) == [("vorlagen", f"{K}-1", GONE, seen(10), "2026-03-09")]


@pytest.mark.parametrize(("tabelle", "feld"), [("abschnitte", "id"), ("abrufe", "url"), ("aenderungen", "feld")])
def test_only_what_pages_say_can_be_restored(office: Desk, tabelle: str, feld: str) -> None:
    with pytest.raises(ValueError, match=feld):
        office.store.restore(tabelle, "1", {feld: "x"})


def test_a_refused_file_loses_its_title_until_it_is_delivered(office: Desk) -> None:
    publish(office, 1)
    office.refuse(10, FILE, "nichtoeffentlich")
    assert (office.row(FILE)["titel"], office.row(FILE)["datei"]) == (None, None)
    office.look(11, "vo1", "a", *PAPER, FILE, lists=LISTS)
    assert office.row(FILE)["titel"] is None
    office.store.save_document(capture(20, "tmp", b"%PDF"), FILE.id, lauf=office.lauf)
    office.look(21, "vo1", "a", *PAPER, FILE, lists=LISTS)
    assert (office.row(FILE)["titel"], bool(office.row(FILE)["datei"]), office.news()) == ("Anlage 1", True, [])


def test_what_was_hidden_is_read_again_though_the_page_looks_the_same(office: Desk) -> None:
    publish(office, 1)
    office.refuse(10, vorlage(), "nichtoeffentlich")
    assert office.unchanged(20, "vo1", "a") is None
    assert office.store.twin(K, inhalt="a", sha256="other bytes") == (f"{K}/a.warc.gz", 1)


def test_a_second_refusal_says_nothing_new(office: Desk) -> None:
    publish(office, 1)
    office.refuse(10, vorlage(), "nichtoeffentlich")
    before = public(office).replace(seen(10), "")
    office.refuse(20, vorlage(), "nichtoeffentlich")
    assert len(notices(office)) == 1
    assert SECRET not in before


IBAN = "DE89 3704 0044 0532 0130 00"
MASK = "[IBAN verborgen]"


def test_values_pass_the_protection_before_they_are_written(office: Desk) -> None:
    problem = Problem(art="zaehlung", meldung=f"{IBAN}: 3 statt 4", url="vo1")
    for minute, word in ((1, "Gebühr"), (2, f"Gebühr an {IBAN}"), (3, "Gebühr")):
        links = passing(vorlage(2, betreff=f"Konto {IBAN}"))
        office.read(minute, "vo1", vorlage(betreff=word), abschnitt(f"An {IBAN} zahlen"), links=links)
    for _ in range(2):
        office.store.problem(office.lauf, K, problem)
    assert "3704" not in public(office)
    assert office.row(abschnitt(""))["html"] == f"<p>An {MASK} zahlen</p>"
    assert office.news() == [
        ("1", "betreff", "Gebühr", f"Gebühr an {MASK}"),
        ("1", "betreff", f"Gebühr an {MASK}", "Gebühr"),
    ]
    assert [row["meldung"] for row in office.rows("probleme")] == [f"{MASK}: 3 statt 4"]


def test_originals_of_a_page_that_fails_are_not_kept(office: Desk, vault: Schutz) -> None:
    publish(office, 1)
    office.forbid("UPDATE OF betreff ON vorlagen")
    with pytest.raises(Exception, match="written"):
        office.refuse(10, vorlage(), "nichtoeffentlich")
    office.read(11, "vo2")
    assert kept(vault) == {}
    assert office.row(vorlage())["betreff"] == f"{SECRET} am Bach"
