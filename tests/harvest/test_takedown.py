"""Taken down: no byte of it is left, on no page, through every later visit, import and rebuild; and lifted, all is back."""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from tests.conftest import QuickClock, bounded
from tests.crawl.seeing import rows
from tests.harvest.seeking import by_search, in_bytes, on_site

from ratsarchiv.crawl import crawl, import_files, rebuild
from ratsarchiv.demo import musterstadt, serve
from ratsarchiv.demo.ereignisse import zurueckgezogen
from ratsarchiv.errors import WrongUse
from ratsarchiv.store.dump import dump
from ratsarchiv.store.sperren import Sperren, Wirkung

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import MakeKommune

    from ratsarchiv.kommunen import Kommune

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAY = 86_400.0
ARTEN = ("objekt", "wortlaut", "dokument")


@dataclass(frozen=True)
class Council:
    """A visited council, one of whose Vorlagen holds words that occur nowhere else."""

    data: Path
    kommune: Kommune
    clock: QuickClock
    vorlage: str
    words: tuple[str, ...]
    """Of its title, its texts, its attachments."""

    def target(self, art: str) -> str:
        """What is to be taken down."""
        if art == "dokument":
            sql = "select datei from dokumente where vorlage = ? and datei is not null order by id desc limit 1"
            return str(rows(self.data, sql, self.vorlage)[0][0])
        return f"vorlagen/{self.vorlage}" if art == "objekt" else self.words[0]

    def secrets(self, art: str) -> set[str]:
        """The words that are not to be found then."""
        return {"objekt": set(self.words), "wortlaut": {self.words[0]}, "dokument": set()}[art]

    def visit(self, befehl: str) -> None:
        assert crawl(self.kommune, self.data, befehl=befehl, clock=self.clock, progress=bounded).exit_code == 0

    def everything(self) -> Counter[str]:
        """All public rows but the notices."""
        kept = (row for row in dump(self.data / "ratsarchiv.db") if row[0] != "hinweise" and row[0][0] != "_")
        return Counter(map(repr, kept))

    def add(self, art: str, **more: Any) -> Wirkung:
        with Sperren(self.data) as sperren:
            return sperren.add(art, self.target(art), "personenbezug", NOW, **more)

    def lift(self, nummer: int | None) -> Wirkung:
        with Sperren(self.data) as sperren:
            return sperren.lift(nummer or 0, NOW)

    def hidden(self, art: str, file: str) -> bool:
        """Whether nothing of it is to be found in the database."""
        sql = "select (select count(*) from dokumente where datei = ?1) + (select count(*) from dateien where sha256 = ?1)"
        named = art == "dokument" and rows(self.data, sql, file) != [(0,)]
        return not named and not in_bytes(self.data, self.secrets(art))

    def unseen(self, art: str) -> bool:
        """Whether no page and no search tells it."""
        return not on_site(self.data, self.secrets(art)) and not by_search(self.data, self.secrets(art))


@pytest.fixture(scope="module")
def visited(tmp_path_factory: pytest.TempPathFactory, make_kommune: MakeKommune) -> Iterator[Council]:
    data = tmp_path_factory.mktemp("verraten")
    today = datetime.now().astimezone().date()
    world = musterstadt(stichtag=today, vorlagen=60, sitzungen=40, personen=12, geheim=True)
    with serve(world) as server:
        kommune = replace(make_kommune(server.url), alles_tage=2)
        crawl(kommune, data, progress=bounded)
        secrets = [each for each in world.geheim if each.ab == "spaeter"]
        on_agendas = {top.vorlage for each in world.oeffentliche_sitzungen for top in each.tops if top.oeffentlich}
        papers = [each for each in world.oeffentliche_vorlagen if each.id in on_agendas and each.anlagen]
        paper = next(each for each in papers if f"vo020.asp?VOLFDNR={each.id}" in {one.wo for one in secrets})
        words = tuple(each.marker for each in secrets if each.wo == f"vo020.asp?VOLFDNR={paper.id}")
        said = tuple(word for word in words if word in in_bytes(data, words))
        assert len(said) >= 3
        yield Council(data, kommune, QuickClock(), f"musterstadt-{paper.id}", said)


@pytest.fixture
def council(visited: Council, tmp_path: Path) -> Council:
    """The same, to be worked with."""
    shutil.copytree(visited.data, tmp_path / "data")
    return replace(visited, data=tmp_path / "data", clock=QuickClock())


@pytest.mark.parametrize("art", ARTEN)
def test_at_once_no_byte_and_no_page_says_it_and_lifting_brings_everything_back(council: Council, art: str) -> None:
    before, secrets, file = council.everything(), council.secrets(art), council.target(art)
    assert in_bytes(council.data, secrets) == secrets
    preview = council.add(art, dry_run=True)
    assert council.everything() == before
    effect = council.add(art)
    assert effect.zeilen == preview.zeilen
    assert effect.zeilen
    assert not effect.offen
    assert council.hidden(art, file)
    assert council.unseen(art)
    assert council.everything() != before
    council.lift(effect.nummer)
    assert council.everything() == before
    assert on_site(council.data, secrets) == secrets


@pytest.mark.parametrize("art", ARTEN)
def test_it_stays_down_through_visits_imports_and_rebuilds(council: Council, art: str, tmp_path: Path) -> None:
    [warc] = (council.data / "warc" / "musterstadt").glob("*.warc.gz")
    older = tmp_path / "older.warc.gz"
    shutil.copy(warc, older)
    file = council.target(art)
    effect = council.add(art)
    council.clock.sleep(2 * DAY)
    council.visit("update")
    assert council.hidden(art, file), "update"
    import_files([older], council.kommune, council.data, clock=council.clock)
    assert council.hidden(art, file), "import"
    rebuild([council.kommune], council.data, processes=1)
    assert council.hidden(art, file), "rebuild"
    assert council.unseen(art)

    council.lift(effect.nummer)
    secrets = council.secrets(art)
    assert in_bytes(council.data, secrets) == secrets
    lifted = council.everything()
    rebuild([council.kommune], council.data, processes=1)
    anew = council.everything()
    assert (sorted(lifted - anew), sorted(anew - lifted)) == ([], [])


def test_without_any_rule_the_record_tells_nothing_of_what_it_said(council: Council) -> None:
    nummer = council.add("wortlaut").nummer
    council.lift(nummer)
    with Sperren(council.data) as sperren:
        [rule] = sperren.list()
    assert (rule.nummer, rule.art, rule.grund, rule.objekt) == (nummer, "wortlaut", "personenbezug", None)
    assert council.words[0] not in repr(rule)


def test_what_the_council_withdrew_is_hidden_until_the_operator_releases_it(
    tmp_path: Path, make_kommune: MakeKommune
) -> None:
    clock, today = QuickClock(), datetime.now().astimezone().date()
    world = musterstadt(stichtag=today, vorlagen=60, sitzungen=40, personen=12, geheim=True)
    secret = next(each for each in world.geheim if each.ab == "spaeter" and "VOLFDNR" in each.wo)
    number = int(secret.wo.rpartition("=")[2])
    with serve(world) as server:
        council = Council(
            tmp_path, replace(make_kommune(server.url), alles_tage=2), clock, f"musterstadt-{number}", (secret.marker,)
        )
        council.visit("crawl")
        sql = "select count(*) from abschnitte where vorlage = ? and text != ''"
        [(said,)] = rows(tmp_path, sql, council.vorlage)
        assert said
        zurueckgezogen(world, number)
        for _ in range(4):
            clock.sleep(DAY)
            council.visit("update")
        assert rows(tmp_path, sql, council.vorlage) == [(0,)]
        note = "select art, bis is null from hinweise where tabelle = 'vorlagen' and objekt = ?"
        assert rows(tmp_path, note, council.vorlage) == [("zurueckgezogen", 1)]

        with Sperren(tmp_path) as sperren:
            sperren.release(f"vorlagen/{council.vorlage}", NOW)
        assert rows(tmp_path, sql, council.vorlage) == [(said,)]
        assert rows(tmp_path, note, council.vorlage) == [("zurueckgezogen", 0)]
        clock.sleep(3 * DAY)
        council.visit("update")
        assert rows(tmp_path, sql, council.vorlage) == [(said,)]
        rebuild([council.kommune], tmp_path, processes=1)
        assert rows(tmp_path, sql, council.vorlage) == [(said,)]

        closed = rows(tmp_path, "select objekt from hinweise where art = 'nichtoeffentlich' and tabelle = 'vorlagen'")
        with Sperren(tmp_path) as sperren, pytest.raises(WrongUse, match="is not public"):
            sperren.release(f"vorlagen/{closed[0][0]}", NOW)
