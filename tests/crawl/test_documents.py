"""What becomes of documents: refused, gone, offered in several places, back again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.crawl.seeing import rows

from ratsarchiv.crawl import crawl
from ratsarchiv.demo import Faults, serve

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import MakeKommune, QuickClock

    from ratsarchiv.demo import World

DAY = 86_400.0


def offered(data: Path) -> tuple[str, str]:
    """Address of a document that one page offers, and the id of its Dokument."""
    sql = "select url, min(id) from dokumente where id like '%-vo%-do%' group by url having count(*) = 1 limit 1"
    [found] = rows(data, sql)
    return found[0], found[1]


def file_of(data: Path, dokument: str) -> object:
    [(file,)] = rows(data, "select datei from dokumente where id = ?", dokument)
    return file


def test_a_document_that_is_gone_counts_as_gone_after_two_refusals_a_day_apart(
    small: World, tmp_path: Path, make_kommune: MakeKommune, quick: QuickClock
) -> None:
    with serve(small) as server:
        crawl(make_kommune(server.url), tmp_path, clock=quick)
        url, dokument = offered(tmp_path)
        server.faults = Faults(gone=[url.removeprefix(server.url)], times=None)
        for missing in (False, True):
            quick.sleep(2 * DAY)
            crawl(make_kommune(server.url), tmp_path, clock=quick)
            assert (file_of(tmp_path, dokument) is None) == missing
        server.faults = Faults()
        quick.sleep(100 * DAY)
        crawl(make_kommune(server.url), tmp_path, befehl="update", clock=quick)
    assert file_of(tmp_path, dokument) is not None


def test_a_vorlage_that_is_back_brings_its_files_back(
    small: World, tmp_path: Path, make_kommune: MakeKommune, quick: QuickClock
) -> None:
    with serve(small) as server:
        crawl(make_kommune(server.url), tmp_path, clock=quick)
        _, dokument = offered(tmp_path)
        number = dokument.split("-")[1].removeprefix("vo")
        server.faults = Faults(refused=[f"vo020.asp?VOLFDNR={number}"], times=None)
        quick.sleep(DAY)
        crawl(make_kommune(server.url), tmp_path, clock=quick)
        assert file_of(tmp_path, dokument) is None
        server.faults = Faults()
        quick.sleep(2 * DAY)
        crawl(make_kommune(server.url), tmp_path, befehl="update", clock=quick)
    assert file_of(tmp_path, dokument) is not None


def test_a_file_that_two_pages_offer_is_fetched_once_and_both_have_it(
    small: World, tmp_path: Path, make_kommune: MakeKommune
) -> None:
    with serve(small) as server:
        crawl(make_kommune(server.url), tmp_path)
        shared = rows(tmp_path, "select url from dokumente where id like '%-do%' group by url having count(*) > 1")
        assert shared
        asked = [entry.pfad for entry in server.log]
        for (url,) in shared:
            assert asked.count("/bi/" + url.removeprefix(server.url)) == 1
            assert len(set(rows(tmp_path, "select datei from dokumente where url = ?", url))) == 1
    assert rows(tmp_path, "select 1 from dokumente where datei is null") == []
