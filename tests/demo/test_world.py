"""Musterstadt is the same each time, as large as asked for, and has every situation that readers must cope with."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, timedelta
from itertools import pairwise
from typing import TypedDict

import pytest
from tests.demo.conftest import STICHTAG

from ratsarchiv.demo import World, musterstadt
from ratsarchiv.demo.beratungsgang import BESCHLUSSARTEN, OFFEN
from ratsarchiv.demo.besuch import Besuche
from ratsarchiv.demo.ferien import feiertage, ostersonntag, schulferien
from ratsarchiv.demo.programme import System


class Groesse(TypedDict):
    vorlagen: int
    sitzungen: int


KLEIN = Groesse(vorlagen=60, sitzungen=40)


def bytes_of(world: World) -> list[bytes]:
    system = System(world, "3.9.5", Besuche(0), "http://musterstadt.example/bi/")
    addresses = [f"/bi/vo020.asp?VOLFDNR={each.id}" for each in world.vorlagen]
    addresses += [f"/bi/to010.asp?SILFDNR={each.id}" for each in world.sitzungen]
    addresses += [f"/bi/to020.asp?TOLFDNR={each.id}" for each in world.auszuege]
    addresses += ["/bi/au010.asp", "/bi/pa021.asp", "/bi/vo040.asp", "/bi/si010_e.asp"]
    return [system.antwort(each, b"", None)[0].body for each in addresses]


def test_same_arguments_same_council_and_same_bytes() -> None:
    first, second = (musterstadt(7, stichtag=STICHTAG, **KLEIN) for _ in range(2))
    assert asdict(first) == asdict(second)
    assert bytes_of(first) == bytes_of(second)


def test_another_seed_or_day_is_another_council() -> None:
    worlds = [
        musterstadt(1, stichtag=STICHTAG, **KLEIN),
        musterstadt(2, stichtag=STICHTAG, **KLEIN),
        musterstadt(1, stichtag=STICHTAG + timedelta(days=1), **KLEIN),
    ]
    for one, another in pairwise(worlds):
        assert [each.betreff for each in one.vorlagen] != [each.betreff for each in another.vorlagen]


def test_sizes(world: World) -> None:
    assert (len(world.vorlagen), len(world.sitzungen), len(world.personen)) == (300, 120, 40)
    arten = [each.art for each in world.gremien]
    assert (arten.count("Rat"), arten.count("Ausschuss"), arten.count("Fraktion")) == (1, 11, 6)


def test_a_council_too_small_for_all_situations_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 60 vorlagen"):
        musterstadt(stichtag=STICHTAG, vorlagen=59)


def test_numbers_are_unique_within_their_kind(world: World) -> None:
    tops = [top.id for sitzung in world.sitzungen for top in sitzung.tops]
    kinds = (
        [each.id for each in world.vorlagen],
        [each.nummer for each in world.vorlagen],
        [each.id for each in world.sitzungen],
        [each.kennung for each in world.sitzungen],
        [each.nummer for each in world.personen],
        [each.name for each in world.personen],
        [each.schluessel for each in world.gremien],
        tops,
        [dokument.nummer for each in world.vorlagen for dokument in each.dokumente],
        [dokument.nummer for each in world.sitzungen for dokument in each.dokumente],
        [teil.nummer for each in world.vorlagen for teil in each.teile if teil.nummer],
    )
    assert all(len(kind) == len(set(kind)) for kind in kinds)


def test_four_years_up_to_eight_weeks_ahead(world: World) -> None:
    tage = [each.datum for each in world.sitzungen]
    assert tage == sorted(tage)
    assert timedelta(days=1350) < tage[-1] - tage[0] <= timedelta(days=4 * 365)
    assert timedelta(weeks=4) < tage[-1] - STICHTAG <= timedelta(weeks=8)


def test_every_wording_of_a_decision_is_on_some_public_auszug(world: World) -> None:
    assert {top.beschluss or OFFEN for top in world.auszuege} == set(BESCHLUSSARTEN)


@pytest.mark.parametrize("tag", [date(2024, 2, 29), date(2025, 4, 14), date(2025, 12, 22), date(2027, 5, 10)])
def test_a_small_council_has_every_wording_and_a_vorlage_next_week_on_any_day(tag: date) -> None:
    world = musterstadt(3, stichtag=tag, **KLEIN)
    assert {top.beschluss or OFFEN for top in world.auszuege} == set(BESCHLUSSARTEN)
    assert vorlagen_next_week(world)


def vorlagen_next_week(world: World) -> list[int]:
    montag = world.stichtag + timedelta(days=7 - world.stichtag.weekday())
    return [
        top.vorlage
        for sitzung in world.oeffentliche_sitzungen
        for top in sitzung.tops
        if montag <= sitzung.datum < montag + timedelta(days=7) and top.vorlage and top.oeffentlich
    ]


def test_next_weeks_meeting_deals_with_public_vorlagen(world: World) -> None:
    assert {world.vorlage[each].zugang for each in vorlagen_next_week(world)} == {"oeffentlich"}


def test_meetings_of_every_kind(world: World) -> None:
    sitzungen = world.sitzungen
    assert any(each.kalendername.startswith("ENTFÄLLT! ") for each in sitzungen)
    assert any(each.kalendername.startswith("AUSFALL - ") for each in sitzungen)
    assert any("(vertagt auf " in each.kalendername for each in sitzungen)
    assert all(not each.tops and not each.oeffentlich for each in sitzungen if each.abgesagt)
    assert any(len(each.gremien) == 2 and each.oeffentlich for each in sitzungen)
    assert any(not each.oeffentlich and not each.abgesagt and each.datum < STICHTAG for each in sitzungen)
    assert any(not each.oeffentlich and each.datum > STICHTAG for each in sitzungen)
    assert any(one.datum == another.datum for one, another in pairwise(sitzungen))
    assert any(each.beginn is None and each.oeffentlich for each in sitzungen)
    assert any(each.zusatz and each.oeffentlich for each in sitzungen)


def test_agenda_items_of_every_kind(world: World) -> None:
    tops = [top for sitzung in world.oeffentliche_sitzungen for top in sitzung.tops]
    intern = {top.betreff for top in tops if not top.oeffentlich}
    assert "(nichtöffentlich)" in intern
    assert "Grundstücksangelegenheiten" in intern
    assert any(top.nachtrag for top in tops)
    assert any(top.niederschrift and top.bezug_sitzung for top in tops)
    assert any(top.nummer.count(".") == 2 for top in tops)
    assert any(top.auszug and top.auszug.anlagen for top in tops)
    assert any(top.zusatz for top in tops)
    assert any(top.vorlage and top.beschluss and not top.auszug for top in tops)
    assert all(top.nummer.startswith("Ö " if top.oeffentlich else "N ") for top in tops)


def test_some_public_items_follow_non_public_ones(world: World) -> None:
    folgen = [[top.oeffentlich for top in sitzung.tops] for sitzung in world.oeffentliche_sitzungen]
    assert any((False, True) in set(pairwise(folge)) for folge in folgen)


def test_a_paper_dealt_with_stays_undecided_for_more_than_a_year(world: World) -> None:
    alt = [each for each in world.oeffentliche_vorlagen if STICHTAG - each.angelegt > timedelta(days=366)]
    assert any(all(beratung.beschluss is None for beratung in each.beratungen) for each in alt)


def test_beratungsfolge_of_every_kind(world: World) -> None:
    folgen = [each.beratungen for each in world.oeffentliche_vorlagen]
    alle = [beratung for folge in folgen for beratung in folge]
    assert {each.status for each in alle} == {"Geplant", "Bereit", "Erledigt"}
    assert {"Entscheidung", "Vorberatung", "Kenntnisnahme", "Anhörung", ""} == {each.rolle for each in alle}
    assert any(one.schritt == another.schritt for folge in folgen for one, another in pairwise(folge)), (
        "twice under a head"
    )
    assert any(each.sitzung is None for each in alle), "a head without meeting"
    assert any(each.beschluss and not world.sitzung[each.sitzung or 0].oeffentlich for each in alle if each.sitzung)
    assert any(each.top and world.top[each.top][1].vorlage for each in alle)


def test_a_beratung_and_its_item_agree(world: World) -> None:
    for vorlage in world.vorlagen:
        for beratung in vorlage.beratungen:
            if beratung.top:
                sitzung, top = world.top[beratung.top]
                assert (sitzung.id, top.vorlage, top.beschluss) == (beratung.sitzung, vorlage.id, beratung.beschluss)
                assert beratung.gremium in sitzung.gremien
                assert sitzung.datum > vorlage.angelegt


def test_papers_that_refuse_and_papers_that_refer(world: World) -> None:
    zugang = {each.zugang for each in world.vorlagen}
    assert zugang == {"oeffentlich", "noauth", "keine_information"}
    linked = {
        world.vorlage[top.vorlage].zugang
        for sitzung in world.oeffentliche_sitzungen
        for top in sitzung.tops
        if top.vorlage and top.oeffentlich
    }
    assert linked == zugang, "a public item may link to a paper that is not"
    assert any(each.bezug and world.vorlage[each.bezug].zugang == "oeffentlich" for each in world.oeffentliche_vorlagen)
    assert any(each.bezug and world.vorlage[each.bezug].zugang == "noauth" for each in world.oeffentliche_vorlagen)
    for vorlage in world.oeffentliche_vorlagen:
        if vorlage.verweis:
            assert world.vorlage[vorlage.verweis].nummer in text_of(vorlage.id, world)


def text_of(vorlage: int, world: World) -> str:
    return "\n".join(line for teil in world.vorlage[vorlage].teile for _, lines in teil.abschnitte for line in lines)


def test_texts_in_one_part_and_in_several(world: World) -> None:
    parts = {tuple(teil.code for teil in each.teile if teil.nummer) for each in world.oeffentliche_vorlagen}
    assert {("SV",), ("SV", "BV", "FA"), ("BV", "SV", "FA", "AN")} <= parts
    headings = {
        tuple(heading for heading, _ in teil.abschnitte) for each in world.oeffentliche_vorlagen for teil in each.teile
    }
    assert (
        "Beschlussvorschlag",
        "Sachlage",
        "Rechtslage",
        "Personelle Auswirkungen",
        "Finanzielle/Bilanzielle Auswirkungen",
        "Soziale Auswirkungen",
    ) in headings
    arten = {absatz.art for each in world.oeffentliche_vorlagen for teil in each.teile for absatz in teil.absaetze}
    assert arten == {"p", "h", "ul", "ol", "table", "leer"}


def test_no_gap_in_a_sentence_is_left_unfilled(world: World) -> None:
    texts = [text_of(each.id, world) + each.betreff for each in world.vorlagen]
    texts += [
        line
        for top in world.auszuege
        if top.auszug
        for teil in top.auszug.teile
        for _, lines in teil.abschnitte
        for line in lines
    ]
    assert not [text for text in texts if "{" in text or "None" in text]


def test_votes_with_figures_and_without(world: World) -> None:
    auszuege = [top.auszug for top in world.auszuege if top.auszug]
    assert any(each.stimmen for each in auszuege)
    ohne = [
        each for each in auszuege if not each.stimmen and any(teil.code == "AE" and teil.nummer for teil in each.teile)
    ]
    assert ohne
    for each in auszuege:
        if each.stimmen:
            text = " ".join(
                cell for teil in each.teile if teil.code == "AE" for _, lines in teil.abschnitte for cell in lines
            )
            assert [int(word) for word in text.replace(".", " ").split() if word.isdigit()] == list(each.stimmen)


def test_people_and_their_seats(world: World) -> None:
    seats = world.mitgliedschaften
    assert all(each.person in world.person and each.gremium in world.gremium for each in seats)
    assert any(not each.name_genannt for each in seats)
    assert any(each.bis for each in seats)
    assert len(world.mitglieder("pa1")) == 40
    assert world.mitglieder("fr7") == []
    assert len({(each.person, each.gremium, each.bis) for each in seats}) == len(seats)


@pytest.mark.parametrize(
    ("jahr", "ostern"),
    [(2019, date(2019, 4, 21)), (2024, date(2024, 3, 31)), (2026, date(2026, 4, 5)), (2038, date(2038, 4, 25))],
)
def test_easter(jahr: int, ostern: date) -> None:
    assert ostersonntag(jahr) == ostern
    assert feiertage(jahr)[ostern + timedelta(days=1)] == "Ostermontag"


def test_the_council_does_not_meet_in_the_holidays_but_for_next_week(world: World) -> None:
    frei = [each.datum for each in world.sitzungen if schulferien(each.datum) or each.datum.weekday() > 4]
    assert not frei
