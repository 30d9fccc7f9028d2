"""The site as a whole: what it lets visitors do, and what not."""

from __future__ import annotations

import csv
import io
import resource
import socket
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from protego import Protego

from ratsarchiv.errors import WrongUse
from ratsarchiv.model import Record
from ratsarchiv.publish import connection
from ratsarchiv.publish.headers import STRICT
from ratsarchiv.publish.site import serve, site
from ratsarchiv.store import Store
from ratsarchiv.store.suche import worte

from . import council
from .reading import links, texts, tree

Get = Callable[..., Any]


def test_the_start_page_leads_everywhere(get: Get) -> None:
    start = tree(get("/").text)
    assert start.get("lang") == "de"
    assert texts(start, "//main//h2") == [
        "Neueste Vorlagen",
        "Nächste Sitzungen",
        "Letzte Beschlüsse",
        "Fragen an die Daten",
        "Alle Tabellen",
    ]
    assert texts(start, "//section[h2='Nächste Sitzungen']//li") == [
        "Mittwoch, 11. März 2026, 17:30 Uhr Sitzung: Stadtrat"
    ]
    assert texts(start, "//p[@class='stand']")[0].startswith("Stadt Buchenried: zuletzt abgerufen am")
    ours = [path for path in links(start).values() if path.startswith("/")]
    assert len(ours) > 40
    assert {path: get(path).status_code for path in ours if get(path).status_code != 200} == {}


@pytest.mark.parametrize("path", ["/", "/vorlagen/buchenried-200"])
@pytest.mark.parametrize("wanted", ["radbrücke", "2025/0417"])
def test_its_search_finds_numbers_and_words(get_texts: Get, path: str, wanted: str) -> None:
    form = tree(get_texts(path).text).xpath("//form")[0]
    answer = tree(get_texts(f"{form.get('action')}?{form.xpath('.//input/@name')[0]}={wanted}").text)
    assert answer.xpath("//ol[@class='treffer']/li/h3/a/@href")[0] == "/vorlagen/buchenried-100"


def test_tables_and_answers_lead_to_our_pages(get: Get) -> None:
    for path in ("/ratsarchiv/vorlagen", "/ratsarchiv/vertagt"):
        assert "/vorlagen/buchenried-100" in links(tree(get(path).text)).values()
    assert links(tree(get("/ratsarchiv/vorlagen").text))["Ratsarchiv"] == "/"


def test_every_answer_carries_its_headers(get: Get) -> None:
    paths = (
        "/", "/vorlagen/buchenried-100", "/nichts", "/robots.txt", "/_internal", "/ratsarchiv", "/ratsarchiv/vorlagen",
        "/ratsarchiv.json", "/ratsarchiv?sql=select+1", "/sitemap.xml",
    )  # fmt: skip
    for path in paths:
        headers = get(path).headers
        assert headers["content-security-policy"] == STRICT, path
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["x-frame-options"] == "DENY"
        assert "set-cookie" not in headers


def test_our_pages_have_scripts_of_ours_only_and_nothing_from_elsewhere(get: Get) -> None:
    for path in ("/", "/vorlagen/buchenried-100", "/nichts", "/ratsarchiv/vorlagen"):
        page = tree(get(path).text)
        assert page.xpath("//style | //*[@style] | //@*[starts-with(name(), 'on')]") == []
        scripts = page.xpath("//script[not(@type='application/ld+json')]")  # that is data
        assert scripts
        assert [each for each in scripts if each.text or each.get("defer") is None] == []
        for url in page.xpath("//script/@src | //link[@rel='stylesheet' or @rel='icon']/@href | //img/@src"):
            assert url.startswith(("/-/static-plugins/ratsarchiv/", "data:,"))


@pytest.mark.parametrize(
    "path", ["/ratsarchiv/personen", "/ratsarchiv/Personen.json", "/ratsarchiv/mitgliedschaften.csv"]
)
def test_people_stay_out_of_search_engines(get: Get, path: str) -> None:
    assert get(path).headers["x-robots-tag"] == "noindex"
    assert get(path.replace("p", "~70").replace("m", "~6D")).headers["x-robots-tag"] == "noindex"
    assert not Protego.parse(get("/robots.txt").text).can_fetch(path, "Suchmaschine")
    assert "x-robots-tag" not in get("/ratsarchiv/vorlagen").headers


@pytest.mark.parametrize(
    "page", ["threads", "databases", "plugins", "settings", "metadata", "versions", "permissions", "actor"]
)
def test_datasettes_insides_are_not_public(get: Get, page: str, database: Path) -> None:
    for path in (f"/-/{page}", f"/-/{page}.json"):
        assert get(path).status_code == 404
        assert str(database.parent) not in get(path).text


def test_no_path_of_the_machine_is_told(get: Get, database: Path) -> None:
    for path in ("/", "/ratsarchiv.json", "/ratsarchiv?sql=select+*+from+pragma_database_list", "/_internal", "/x"):
        assert str(database.parent) not in get(path).text
    assert get("/ratsarchiv.json?sql=select+*+from+pragma_database_list").json()["rows"] == []


def test_the_stores_own_tables_are_not_shown(get: Get) -> None:
    assert get("/ratsarchiv/_nennungen").status_code == 403
    assert "_nennungen" not in get("/ratsarchiv?_show_hidden=1").text


def test_the_searchs_own_tables_are_not_listed_but_may_be_read(get_texts: Get) -> None:
    listed = get_texts("/ratsarchiv.json").json()
    assert [
        table["name"] for table in listed["tables"] if table["name"].startswith("such") and not table["hidden"]
    ] == []
    assert listed["views"] == []
    assert get_texts("/ratsarchiv.json?sql=select+count(*)+from+suche").json()["rows"][0][0] > 5


def test_the_file_itself_is_not_for_download(get: Get) -> None:
    assert get("/ratsarchiv.db").status_code == 403


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_only_reading_is_answered(get: Get, method: str) -> None:
    assert get("/ratsarchiv/vorlagen", method).status_code == 405


@pytest.mark.parametrize(
    "sql",
    [
        "delete from vorlagen",
        "with x as (select 1) delete from vorlagen",
        "attach 'x.db' as x",
        "pragma journal_mode=delete",
    ],
)
def test_sql_can_only_read(get: Get, sql: str) -> None:
    assert get(f"/ratsarchiv.json?sql={sql.replace(' ', '+')}").status_code == 400
    assert get("/ratsarchiv.json?sql=select+count(*)+from+vorlagen").json()["rows"] == [[4]]


def test_the_connection_itself_cannot_write(database: Path) -> None:
    connection = site(database).get_database("ratsarchiv").connect()
    with closing(connection), pytest.raises(sqlite3.OperationalError, match="readonly"):
        connection.execute("delete from laeufe")


def test_sql_has_limits_of_time_rows_and_size(get: Get) -> None:
    endless = "with+recursive+n(i)+as+(select+1+union+all+select+i%2B1+from+n)+select+"
    for kind in ("", ".csv"):
        long = get(f"/ratsarchiv{kind}?sql={endless}count(*)+from+n")
        assert long.status_code == 400
        assert "länger als eine Sekunde" in long.text
    many = get(f"/ratsarchiv.json?sql={endless}i+from+n+limit+6000").json()
    assert (len(many["rows"]), many["truncated"]) == (1000, True)
    assert get("/ratsarchiv.json?sql=select+zeroblob(900000000)").status_code == 400


ROWS = "with recursive x(n) as (select 1 union all select n+1 from x limit 60) "
TOO_LARGE = (
    ROWS + "select zeroblob(14900000) from x",
    ROWS + "select zeroblob(1900000) from x",
    ROWS + "select replace(hex(zeroblob(400000)), '0', 'ä') from x",
    ROWS + "select group_concat(hex(zeroblob(400000))) from x",
    "select " + ",".join(["v"] * 64) + " from (select zeroblob(1900000) as v)",
)
HEAD_ROOM = 600 << 20


@pytest.mark.parametrize("kind", ["", ".json", ".csv"])
@pytest.mark.parametrize("sql", TOO_LARGE)
def test_no_result_fills_the_memory(get: Get, sql: str, kind: str) -> None:
    get("/")
    before = resource.getrlimit(resource.RLIMIT_AS)
    used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + HEAD_ROOM, before[1]))
    try:
        answer = get(f"/ratsarchiv{kind}?sql={quote(sql)}")
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)
    assert answer.status_code == 400
    assert "Das Ergebnis ist zu groß" in (answer.json()["error"] if kind == ".json" else answer.text)


@pytest.mark.parametrize("function", ["printf", "FORMAT"])
def test_no_function_counts_for_seconds(get: Get, function: str) -> None:
    sql = f"select {function}('%.*c', 1900000000, 'x')"
    start = time.process_time()
    answer = get(f"/ratsarchiv.json?sql={quote(sql)}")
    assert answer.status_code == 400
    assert time.process_time() - start < 3


def test_no_row_is_too_wide(get: Get) -> None:
    sql = "select " + ",".join(["v"] * 1000) + " from (select zeroblob(1900000) as v)"
    assert get(f"/ratsarchiv.json?sql={quote(sql)}").status_code == 400


@pytest.mark.parametrize("kind", ["", ".json", ".csv"])
def test_tables_and_their_filters_are_bounded_too(get: Get, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    monkeypatch.setattr(connection, "LARGEST_RESULT", 300)
    for path in ("vorlagen", "vertagt"):
        assert get(f"/ratsarchiv/{path}{kind}?_size=max").status_code == 400


@pytest.mark.parametrize("kind", ["", ".json", ".csv"])
@pytest.mark.parametrize(
    ("sorting", "words"),
    [("_sort=nix", "Nach „nix“"), ("_sort_desc=nix", "Nach „nix“"), ("_sort=id&_sort_desc=id", "nicht zugleich")],
)
def test_sorting_by_nothing_is_the_visitors_mistake(
    get: Get, caplog: pytest.LogCaptureFixture, kind: str, sorting: str, words: str
) -> None:
    answer = get(f"/ratsarchiv/vorlagen{kind}?{sorting}")
    assert answer.status_code == 400
    assert words in (answer.json()["error"] if kind == ".json" else answer.text)
    assert caplog.records == []


@pytest.mark.parametrize("kind", ["", ".json", ".csv"])
@pytest.mark.parametrize("table", ["_nennungen", "_NENNUNGEN", "_sqlite_migrations"])
def test_sql_cannot_read_the_stores_own_tables(get: Get, table: str, kind: str) -> None:
    for path in (f"?sql=select+*+from+{table}", f"?sql=select+count(*)+from+{table}"):
        assert get(f"/ratsarchiv{kind}{path}").status_code == 400
    assert get(f"/ratsarchiv/vorlagen{kind}?_where=1+in+(select+1+from+{table})").status_code == 400
    assert get("/ratsarchiv.json?sql=select+name+from+sqlite_master").json()["rows"] != []


@pytest.mark.parametrize("path", ["/ratsarchiv?sql=", "/ratsarchiv.json?s%71l=", "/ratsarchiv.csv?_size=max&sql="])
def test_answers_to_sql_stay_out_of_search_engines(get: Get, path: str) -> None:
    assert get(f"{path}select+name+from+personen").headers["x-robots-tag"] == "noindex"
    assert "x-robots-tag" not in get("/ratsarchiv/vertagt").headers


def test_long_queries_are_refused_unread(get: Get) -> None:
    answer = get(f"/ratsarchiv?sql=select+1{'+' * 8192}")
    assert answer.status_code == 400
    assert "Diese Abfrage ist zu lang." in answer.text
    assert get(f"/ratsarchiv?sql=select+1{'+' * 8000}").status_code == 200


def test_other_databases_are_not_opened(database: Path) -> None:
    assert list(site(database).databases) == ["_internal", "ratsarchiv"]


def test_errors_are_german_pages_or_json_and_print_nothing(get: Get, capsys: pytest.CaptureFixture[str]) -> None:
    assert "Diese Seite gibt es nicht" in get("/ratsarchiv/erfunden").text
    assert "no such column: erfunden" in get("/ratsarchiv?sql=select+erfunden").text
    assert get("/ratsarchiv/erfunden.json").json()["status"] == 404
    assert "Traceback" not in "".join(capsys.readouterr())
    assert get("//evil.example/x/").headers["location"] == "/evil.example/x"


def many(count: int) -> list[Record]:
    """Vorlagen, most of them on the same few days and some on none."""
    papers = [
        council.vorlage(10_000 + number, betreff=f"Punkt {number};\n„zweite Zeile“, mit Komma")
        for number in range(count)
    ]
    days = [
        council.beratung(paper.id, 1, "Rat", date(2024, 1, 1) + timedelta(days=n % 7))
        for n, paper in enumerate(papers)
        if n % 3
    ]
    return [*papers, *days]


@pytest.mark.parametrize("size", ["", "&_size=max"])
def test_the_csv_of_all_vorlagen_is_whole(tmp_path: Path, open_site: Callable[[Path], Get], size: str) -> None:
    answer = open_site(council.build(tmp_path / "ratsarchiv.db", [many(6100)]))(
        f"/ratsarchiv/vorlagen.csv?_stream=on{size}"
    )
    assert "charset=utf-8" in answer.headers["content-type"]
    header, *rows = csv.reader(io.StringIO(answer.content.decode("utf-8"), newline=""))
    assert header[:5] == ["id", "kommune", "url", "nummer", "betreff"]
    assert {len(row) for row in rows} == {len(header)}
    assert len(rows) == len({row[0] for row in rows}) == 6104
    by_id = {row[0]: dict(zip(header, row, strict=True)) for row in rows}
    assert by_id["buchenried-10001"]["betreff"] == "Punkt 1;\n„zweite Zeile“, mit Komma"
    assert by_id["buchenried-10001"]["letzte_beratung"] == "2024-01-02"
    assert by_id["buchenried-100"]["federfuehrend"] == "FB 6 - Tiefbau"


def test_no_csv_is_ever_cut(database: Path) -> None:
    assert site(database).setting("max_csv_mb") == 0


def test_the_csv_for_saving_is_called_csv(get: Get) -> None:
    answer = get("/ratsarchiv/vorlagen.csv?_stream=on&_dl=on")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="vorlagen.csv"'


def test_a_crawl_may_go_on_while_the_site_is_open(tmp_path: Path, open_site: Callable[[Path], Get]) -> None:
    path = council.build(tmp_path / "ratsarchiv.db")
    get = open_site(path)
    assert get("/vorlagen/buchenried-777").status_code == 404
    with Store(path) as store:
        lauf = store.begin_run(council.K, "crawl", council.SEEN)
        council.save(store, lauf, [council.vorlage(777, betreff="Neue Vorlage")], council.SEEN)
        assert "Neue Vorlage" in get("/vorlagen/buchenried-777").text
        with closing(sqlite3.connect(path, isolation_level=None)) as writer:
            worte.register(writer)
            writer.execute("begin immediate")
            writer.execute("update vorlagen set betreff = 'Anders'")
            assert "Neue Vorlage" in get("/vorlagen/buchenried-777").text
            writer.execute("rollback")
    assert "Neue Vorlage" in get("/vorlagen/buchenried-777").text


def test_an_empty_archive_has_a_start_page(tmp_path: Path, open_site: Callable[[Path], Get]) -> None:
    Store(tmp_path / "ratsarchiv.db").close()
    start = open_site(tmp_path / "ratsarchiv.db")("/")
    assert start.status_code == 200
    assert "Das Archiv ist noch leer." in start.text


def test_without_a_database_it_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="ratsarchiv crawl"):
        serve(tmp_path / "ratsarchiv.db", "127.0.0.1", 0)
    assert list(tmp_path.iterdir()) == []


def test_another_file_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "ratsarchiv.db").write_text("no database, " * 100)
    with pytest.raises(WrongUse, match="no Ratsarchiv database"):
        serve(tmp_path / "ratsarchiv.db", "127.0.0.1", 0)
    with closing(sqlite3.connect(tmp_path / "other.db")) as other, other:
        other.execute("create table something (id)")
    with pytest.raises(WrongUse, match="no such table: vorlagen"):
        site(tmp_path / "other.db")


def test_a_taken_port_is_one_clear_line(database: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(WrongUse, match=f"127.0.0.1, port {port}: .*in use"):
            serve(database, "127.0.0.1", port)
    with pytest.raises(WrongUse, match="port 70000"):
        serve(database, "127.0.0.1", 70000)
