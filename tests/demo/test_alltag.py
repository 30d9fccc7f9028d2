"""What is said to have happened is what the pages tell, no more and no less."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from tests.demo.conftest import STICHTAG
from tests.demo.reading import without_noise

from ratsarchiv.demo import Geschehen, World, a_day, musterstadt
from ratsarchiv.demo import ereignisse as ev
from ratsarchiv.demo.besuch import Besuche
from ratsarchiv.demo.geschehen import gr, kp, si, to, vo
from ratsarchiv.demo.programme import System


def pages(world: World) -> dict[str, str | None]:
    """Every object's own page without noise; None where it refuses."""
    system = System(world, "3.9.5", Besuche(0), "http://musterstadt.example/bi/")
    addresses = [vo(each.id) for each in world.vorlagen] + [si(each.id) for each in world.sitzungen]
    addresses += [to(each) for each in world.top] + [kp(each.nummer) for each in world.personen]
    addresses += [gr(each.schluessel) for each in world.gremien]
    found = {each: system.antwort(f"/bi/{each}", b"", None)[0] for each in addresses}
    return {
        address: without_noise(answer.body.decode("cp1252")) if answer.status == 200 else None
        for address, answer in found.items()
    }


def differences(before: dict[str, str | None], after: dict[str, str | None]) -> tuple[set[str], set[str], set[str]]:
    new = {each for each, text in after.items() if text and not before.get(each)}
    gone = {each for each, text in after.items() if not text and before.get(each)}
    return new, {each for each, text in after.items() if text and text != before.get(each)} - new, gone


def told(was: Geschehen) -> tuple[set[str], set[str], set[str]]:
    return was.seiten_neu, was.seiten_geaendert, was.seiten_weg


@pytest.mark.parametrize("tag", [STICHTAG, date(2027, 8, 30), date(2026, 1, 7)])
def test_a_day_changes_exactly_what_it_says(tag: date) -> None:
    world = musterstadt(stichtag=tag, vorlagen=120)
    before = pages(world)
    was = a_day(world)
    assert (len(was.vorlagen_neu), len(was.tagesordnungen), len(was.niederschriften)) == (5, 3, 2)
    assert was.auszuege_neu
    assert not set(was.tagesordnungen) & set(was.niederschriften)
    assert differences(before, pages(world)) == told(was)
    assert was.objekte > len(was.seiten) > 10


def test_new_papers_come_first_in_the_list_and_their_documents_are_there() -> None:
    world = musterstadt(stichtag=STICHTAG)
    documents = set(world.dokument)
    was = a_day(world)
    system = System(world, "3.9.5", Besuche(0))
    text = system.antwort("/bi/vo040.asp", b"", None)[0].body.decode("cp1252")
    places = [text.index(f"VOLFDNR={each}") for each in reversed(was.vorlagen_neu)]
    assert places == sorted(places)
    assert max(places) < text.index(f'VOLFDNR={world.oeffentliche_vorlagen[-6].id}"')
    assert set(world.dokument) - documents == set(was.dokumente_neu)


def test_days_follow_each_other_and_are_the_same_for_the_same_seed() -> None:
    one, another = (musterstadt(stichtag=STICHTAG) for _ in range(2))
    first = [a_day(one, niederschriften=1), a_day(one, niederschriften=1)]
    assert first == [a_day(another, niederschriften=1), a_day(another, niederschriften=1)]
    assert not set(first[0].vorlagen_neu) & set(first[1].vorlagen_neu)


def test_a_world_with_too_few_meetings_says_so() -> None:
    with pytest.raises(ValueError, match="wait for minutes"):
        a_day(musterstadt(stichtag=STICHTAG), niederschriften=50)


def decided(world: World) -> int:
    return next(each.vorlage for each in reversed(world.auszuege) if each.vorlage)


def coming(world: World) -> int:
    return next(each.id for each in world.oeffentliche_sitzungen if each.datum > world.stichtag)


EVENTS: dict[str, Callable[[World], Geschehen]] = {
    "noauth": lambda world: ev.nichtoeffentlich(world, decided(world)),
    "404": lambda world: ev.zurueckgezogen(world, decided(world)),
    "called off": lambda world: ev.entfaellt(world, coming(world)),
    "leaves": lambda world: ev.scheidet_aus(world, world.personen[5].nummer),
    "file": lambda world: ev.ausgetauscht(world, world.oeffentliche_vorlagen[3].dokumente[0].nummer),
    "attachment": lambda world: ev.neue_fassung(
        world, next(each.id for each in world.oeffentliche_vorlagen if each.anlagen), 1
    ),
}


@pytest.mark.parametrize("name", EVENTS)
def test_an_event_changes_exactly_what_it_says(name: str) -> None:
    world = musterstadt(stichtag=STICHTAG, vorlagen=60, sitzungen=60, personen=12)
    before = pages(world)
    was = EVENTS[name](world)
    assert was.objekte
    assert differences(before, pages(world)) == told(was)


def test_a_file_changes_silently_under_its_number() -> None:
    world = musterstadt(stichtag=STICHTAG)
    nummer = world.oeffentliche_vorlagen[3].dokumente[0].nummer
    before = world.dokument[nummer].zeilen
    ev.ausgetauscht(world, nummer)
    assert world.dokument[nummer].zeilen != before


def test_withdrawn_is_404_and_called_off_stands_in_the_calendar() -> None:
    world = musterstadt(stichtag=STICHTAG)
    nummer, treffen = decided(world), world.sitzung[coming(world)]
    ev.zurueckgezogen(world, nummer)
    ev.entfaellt(world, treffen.id)
    system = System(world, "3.9.5", Besuche(0))
    assert system.antwort(f"/bi/{vo(nummer)}", b"", None)[0].status == 404
    month = f"/bi/si010_e.asp?MM={treffen.datum.month}&YY={treffen.datum.year}"
    assert f"ENTFÄLLT! {treffen.name}" in system.antwort(month, b"", None)[0].body.decode("cp1252")
