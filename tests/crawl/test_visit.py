"""A whole council over HTTP, compared with what is true there."""

from __future__ import annotations

import shutil
from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from tests.crawl.seeing import bestand, content, numbers, rows
from warcio.archiveiterator import ArchiveIterator
from warcio.cli import main as warcio

from ratsarchiv.archive import Archive
from ratsarchiv.crawl import crawl, follow
from ratsarchiv.demo import Faults, serve
from ratsarchiv.errors import WrongUse
from ratsarchiv.parse import nameless

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Crawled, MakeKommune, QuickClock, Site

    from ratsarchiv.demo import World


def test_the_run_ends_well_and_is_on_record(crawled: Crawled) -> None:
    assert crawled.report.ergebnis == "fertig"
    assert crawled.report.exit_code == 0
    [(befehl, anfragen, ergebnis, seiten)] = rows(crawled.data, "select befehl, anfragen, ergebnis, seiten from laeufe")
    assert (befehl, anfragen, ergebnis) == ("crawl", len(crawled.log), "fertig")
    assert seiten == crawled.report.seiten
    assert rows(crawled.data, "select art, meldung from probleme where art in ('nicht_verstanden', 'abruf')") == []


def test_every_public_vorlage_and_no_other_was_read(crawled: Crawled) -> None:
    public = {each.id for each in crawled.world.oeffentliche_vorlagen}
    assert numbers(crawled.data, "select id from vorlagen where abruf is not null") == public
    told = dict(rows(crawled.data, "select id, betreff from vorlagen where abruf is not null"))
    for vorlage in crawled.world.oeffentliche_vorlagen:
        assert " ".join(told[f"musterstadt-{vorlage.id}"].split()) == " ".join(vorlage.betreff.split())


def test_every_sitzung_is_known_and_the_public_ones_were_read(crawled: Crawled) -> None:
    world, data = crawled.world, crawled.data
    assert numbers(data, "select id from sitzungen") == {each.id for each in world.sitzungen}
    assert numbers(data, "select id from sitzungen where abruf is not null") == {
        each.id for each in world.oeffentliche_sitzungen
    }
    cancelled = numbers(data, "select id from sitzungen where abgesagt")
    assert cancelled <= {each.id for each in world.sitzungen if each.abgesagt}
    assert cancelled >= {each.id for each in world.sitzungen if each.kalendername.startswith(("ENTFÄLLT", "AUSFALL"))}
    days = dict(rows(data, "select id, datum from sitzungen"))
    assert all(days[f"musterstadt-{each.id}"] == each.datum.isoformat() for each in world.sitzungen)


def test_every_line_of_every_public_agenda_was_read(crawled: Crawled) -> None:
    expected = Counter({f"musterstadt-{each.id}": len(each.tops) for each in crawled.world.oeffentliche_sitzungen})
    sql = "select sitzung, count(*) from tagesordnungspunkte where abruf is not null group by sitzung"
    assert dict(rows(crawled.data, sql)) == {key: number for key, number in expected.items() if number}
    assert numbers(crawled.data, "select tagesordnungspunkt from auszuege where abruf is not null") == {
        top.id for top in crawled.world.auszuege
    }


def test_everybody_who_sits_somewhere_is_known(crawled: Crawled) -> None:
    world = crawled.world
    named = {
        each.person
        for gremium in world.gremien
        if not gremium.nichtoeffentlich
        for each in world.mitglieder(gremium.schluessel)
        if each.name_genannt
    }
    assert named <= numbers(crawled.data, "select id from personen where abruf is not null")
    keys = {row[0].rsplit("-", 1)[1] for row in rows(crawled.data, "select id from gremien where abruf is not null")}
    assert keys == world.gremium.keys()


def test_every_offered_document_is_kept(crawled: Crawled) -> None:
    assert rows(crawled.data, "select id from dokumente where datei is null") == []
    numbers_of_buttons = {
        int(row[0]) for row in rows(crawled.data, "select nummer from dokumente where id like '%-do%'")
    }
    assert set(crawled.world.dokument) <= numbers_of_buttons
    assert rows(crawled.data, "select distinct mime from dateien") == [("application/pdf",)]
    [(kept,)] = rows(crawled.data, "select count(*) from abrufe where ergebnis = 'dokument'")
    sql = "select count(distinct iif(id like '%-do%', url, id)) from dokumente"
    [(offered,)] = rows(crawled.data, sql)
    assert kept == offered == crawled.report.dokumente


def test_no_title_of_a_non_public_item_is_in_the_database(crawled: Crawled) -> None:
    secret = {
        top.betreff
        for sitzung in crawled.world.sitzungen
        for top in sitzung.tops
        if not top.oeffentlich and "nichtöffentlich" not in top.betreff
    }
    public = {top.betreff for sitzung in crawled.world.sitzungen for top in sitzung.tops if top.oeffentlich}
    assert secret - public
    dump = (crawled.data / "ratsarchiv.db").read_bytes().decode("utf-8", "replace")
    assert not [title for title in secret - public if title in dump]


def test_refusals_are_counted_and_no_problem(crawled: Crawled) -> None:
    refused = numbers(
        crawled.data,
        "select 'x-' || substr(url, instr(url, 'VOLFDNR=') + 8) from abrufe where ergebnis = 'nicht_oeffentlich'",
    )
    assert refused
    assert refused == {each.id for each in crawled.world.vorlagen if each.zugang != "oeffentlich"} & refused
    assert not any("noauth" in entry.pfad for entry in crawled.log)


def test_each_address_is_asked_for_once_however_many_pages_name_it(crawled: Crawled) -> None:
    again = {path: n for path, n in Counter(entry.pfad for entry in crawled.log).items() if n > 1}
    again.pop("/bi/vo040.asp?shownext=true", None)
    assert again == {}
    assert rows(crawled.data, "select 1 from dokumente group by url having count(*) > 1")


def test_a_calendar_without_end_is_left_where_nothing_happens(crawled: Crawled) -> None:
    months = [entry for entry in crawled.log if "si010" in entry.pfad]
    days = [each.datum for each in crawled.world.sitzungen]
    span = (max(days).year - min(days).year) * 12 + max(days).month - min(days).month + 1
    assert span <= len(months) <= span + 26


def test_the_archive_holds_every_answer_and_the_index_points_at_it(crawled: Crawled) -> None:
    with Archive(crawled.data / "warc") as archive:
        for warc, offset, laenge, sha256, url in rows(
            crawled.data, "select warc, offset, laenge, sha256, url from abrufe order by random() limit 50"
        ):
            capture = archive.get(warc, offset)
            assert (capture.sha256, nameless(capture.url), capture.laenge) == (sha256, url, laenge)
    [path] = (crawled.data / "warc").rglob("*.warc.gz")
    with path.open("rb") as file:
        kinds = Counter(record.rec_type for record in ArchiveIterator(file))
    assert kinds["response"] + kinds["revisit"] == kinds["request"] == len(crawled.log)
    with pytest.raises(SystemExit) as ended:
        warcio(["check", str(path)])
    assert ended.value.code == 0


def test_a_second_visit_finds_nothing_new(crawled: Crawled, tmp_path: Path, make_kommune: MakeKommune) -> None:
    shutil.copytree(crawled.data, tmp_path, dirs_exist_ok=True)
    second = crawl(make_kommune(crawled.url), tmp_path)
    sql = "select tabelle, feld, count(*) from aenderungen where zeitpunkt > (select max(beginn) from laeufe) group by 1, 2"
    assert rows(tmp_path, sql) == []
    assert (second.neu, second.geaendert) == (0, 0)
    assert bestand(tmp_path) == bestand(crawled.data)


def test_a_shaky_line_changes_nothing_but_the_number_of_requests(
    crawled: Crawled, tmp_path: Path, make_kommune: MakeKommune, quick: QuickClock
) -> None:
    with serve(crawled.world, faults=Faults(reset=0.08, error=0.08, truncated=0.08)) as server:
        shaky = crawl(make_kommune(server.url), tmp_path, clock=quick)
        assert {entry.fault for entry in server.log} > {"reset", "error", "truncated"}
        url = server.url
    assert shaky.exit_code == 0
    assert content(tmp_path, url) == content(crawled.data, crawled.url)
    assert shaky.dokumente == crawled.report.dokumente
    assert shaky.anfragen > crawled.report.anfragen


def test_a_page_that_makes_no_sense_is_told_and_the_visit_goes_on_and_a_poor_harvest_too(
    small: World, tmp_path: Path, make_kommune: MakeKommune
) -> None:
    broken = small.oeffentliche_vorlagen[0].id
    with serve(small, faults=Faults(tableless=[f"vo020.asp?VOLFDNR={broken}"], times=None)) as server:
        report = crawl(make_kommune(server.url, expect={"vorlagen": 10, "sitzungen": 500}), tmp_path)
    assert report.exit_code == 1
    assert (report.probleme["nicht_verstanden"], report.probleme["ertrag"]) == (2, 1)
    sql = "select distinct p.url, a.ergebnis from probleme p join abrufe a on a.id = p.abruf where p.art = 'nicht_verstanden'"
    [(url, ergebnis)] = rows(tmp_path, sql)
    assert (url.endswith(f"VOLFDNR={broken}"), ergebnis) == (True, "fehler")
    read = numbers(tmp_path, "select id from vorlagen where abruf is not null")
    assert read == {each.id for each in small.oeffentliche_vorlagen} - {broken}
    [(meldung,)] = rows(tmp_path, "select meldung from probleme where art = 'ertrag'")
    assert meldung.startswith("sitzungen: ")


def test_a_page_that_came_without_its_table_once_is_asked_for_again(
    small: World, tmp_path: Path, make_kommune: MakeKommune
) -> None:
    broken = small.oeffentliche_vorlagen[0].id
    with serve(small, faults=Faults(tableless=[f"vo020.asp?VOLFDNR={broken}"])) as server:
        report = crawl(make_kommune(server.url), tmp_path)
    assert (report.exit_code, report.probleme["nicht_verstanden"]) == (0, 0)
    assert broken in numbers(tmp_path, "select id from vorlagen where abruf is not null")
    assert len(rows(tmp_path, "select 1 from probleme where art = 'nicht_verstanden'")) == 1


def test_zu_viele_zugriffe_ends_the_visit_at_once(small: World, tmp_path: Path, make_kommune: MakeKommune) -> None:
    with serve(small, faults=Faults(too_many=range(9, 1000))) as server:
        report = crawl(make_kommune(server.url), tmp_path)
        assert len(server.log) == 9
    assert report.exit_code == 3
    assert "asks us to stop" in str(report.gestoppt)
    assert rows(tmp_path, "select ergebnis, anfragen from laeufe") == [("gestoppt", 9)]


def test_a_horizon_leaves_older_meetings_alone(small: World, tmp_path: Path, make_kommune: MakeKommune) -> None:
    days = sorted(each.datum for each in small.oeffentliche_sitzungen)
    since = days[len(days) // 2]
    with serve(small) as server:
        report = crawl(make_kommune(server.url, expect={"sitzungen": 10_000}), tmp_path, since=since)
    assert report.exit_code == 0
    read = numbers(tmp_path, "select id from sitzungen where abruf is not null")
    assert {each.id for each in small.oeffentliche_sitzungen if each.datum >= since} <= read
    older = {each.id for each in small.oeffentliche_sitzungen if each.datum < since}
    # An agenda names the meeting whose minutes it approves, and not its day.
    approved = {top.bezug_sitzung for each in small.sitzungen if each.datum >= since for top in each.tops}
    assert older & read <= approved
    assert older - read


def test_a_site_that_forbids_robots_is_left_alone_and_that_is_on_record(
    site: Site, tmp_path: Path, make_kommune: MakeKommune
) -> None:
    site.replies["/robots.txt"] = [site.reply(b"User-agent: *\nDisallow: /")]
    report = crawl(make_kommune(f"{site.url}/bi/"), tmp_path)
    assert site.paths == ["/robots.txt"]
    assert report.exit_code == 3
    assert "Disallow: /" in str(report.gestoppt)
    assert rows(tmp_path, "select url, ergebnis from abrufe") == [(f"{site.url}/robots.txt", "nicht_gelesen")]
    assert rows(tmp_path, "select ergebnis, anfragen from laeufe") == [("gestoppt", 1)]


def test_without_a_menu_the_usual_programs_are_asked_for(site: Site, tmp_path: Path, make_kommune: MakeKommune) -> None:
    crawl(make_kommune(f"{site.url}/bi/"), tmp_path)
    asked = {path.removeprefix("/bi/") for path in site.paths}
    assert {"allris.net.asp", "si010_e.asp", "vo040.asp", "au010.asp", "fr010.asp", "pa021.asp"} <= asked


def test_a_site_that_is_down_is_not_asked_for_ever(
    site: Site, tmp_path: Path, make_kommune: MakeKommune, quick: QuickClock
) -> None:
    site.replies.update(
        {f"/bi/{name}.asp": [b""] for name in ("allris.net", "si010_e", "vo040", "au010", "fr010", "pa021")}
    )
    report = crawl(make_kommune(f"{site.url}/bi/"), tmp_path, clock=quick)
    assert report.exit_code == 3
    assert set(site.paths) <= {
        "/robots.txt",
        *(f"/bi/{name}.asp" for name in ("allris.net", "si010_e", "vo040", "au010", "fr010", "pa021")),
    }
    assert len(rows(tmp_path, "select 1 from probleme where art = 'abruf'")) <= 5


def test_an_interrupted_visit_is_on_record(small: World, tmp_path: Path, make_kommune: MakeKommune) -> None:
    def interrupt(report: object) -> None:
        raise KeyboardInterrupt

    with serve(small) as server, pytest.raises(KeyboardInterrupt):
        crawl(make_kommune(server.url), tmp_path, progress=interrupt)
    [(ergebnis, ende)] = rows(tmp_path, "select ergebnis, ende from laeufe")
    assert ergebnis == "abgebrochen"
    assert ende


def test_a_site_that_names_ever_more_addresses_is_left_somewhere(
    small: World, tmp_path: Path, make_kommune: MakeKommune, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(follow, "MOST_ADDRESSES", 100)
    with serve(small) as server:
        report = crawl(make_kommune(server.url), tmp_path)
        assert len(server.log) < 300
    assert report.exit_code == 1
    assert rows(tmp_path, "select count(*) from probleme where meldung like '%are left out'") == [(1,)]


def test_two_visits_at_once_are_one_too_many(site: Site, tmp_path: Path, make_kommune: MakeKommune) -> None:
    kommune = make_kommune(f"{site.url}/bi/")
    with Archive(tmp_path / "warc") as other:
        other.begin(kommune.id, datetime.now(UTC))
        with pytest.raises(WrongUse, match="another process"):
            crawl(kommune, tmp_path)
    assert site.log == []
    assert not (tmp_path / "ratsarchiv.db").exists()
    assert list((tmp_path / "warc").rglob("*.gz")) == []
