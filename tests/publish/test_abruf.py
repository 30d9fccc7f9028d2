"""Pages and files out of the archive: what is shown of them, and above all what is not."""

from __future__ import annotations

import asyncio
import html
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest
from tests.conftest import QuickClock, bounded

from ratsarchiv.archive.shelf import Shelf
from ratsarchiv.crawl import crawl
from ratsarchiv.crawl.texts import read_texts
from ratsarchiv.demo import musterstadt, serve
from ratsarchiv.demo.ereignisse import nichtoeffentlich, zurueckgezogen
from ratsarchiv.parse.ansicht import ansicht
from ratsarchiv.publish import archiv
from ratsarchiv.publish.archivdatei import dateiname, ist_offen
from ratsarchiv.publish.site import site
from ratsarchiv.store.einsicht import Datei
from ratsarchiv.store.sperren import Sperren
from ratsarchiv.store.suche import worte

from .reading import facts, links, text, tree

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tests.conftest import MakeKommune

    from ratsarchiv.demo.world import Vorlage

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAY = 86_400.0


@dataclass(frozen=True)
class Council:
    """A council after several visits: a Vorlage was changed, another turned non-public, a third was withdrawn."""

    data: Path
    secrets: tuple[str, ...]
    """Words that were never public, or of people's private lives."""
    changed: int
    closed: int
    withdrawn: int
    words: dict[int, tuple[str, ...]]
    """Words that only one of these Vorlagen holds, by number."""

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.data / "ratsarchiv.db")) as connection:
            return connection.execute(sql, values).fetchall()

    def write(self, sql: str, *values: object) -> None:
        with closing(sqlite3.connect(self.data / "ratsarchiv.db")) as connection, connection:
            connection.execute(sql, values)

    def captures(self, vorlage: int) -> list[int]:
        """Of its own page, oldest first."""
        sql = "select id from abrufe where url like ? and ergebnis = 'geparst' order by zeitpunkt"
        return [id_ for (id_,) in self.rows(sql, f"%vo020.asp?VOLFDNR={vorlage}")]

    def get(self, path: str) -> Any:
        return asyncio.run(site(self.data / "ratsarchiv.db").client.get(path))

    def holding(self, words: Iterable[str]) -> list[int]:
        """The captures of pages whose bytes hold one of the words: of each address the first and the last."""
        shelf, wanted = Shelf(self.data / "warc"), [word.casefold() for word in words]
        found: dict[str, list[int]] = {}
        for id_, url, warc, offset in self.rows("select id, url, warc, offset from abrufe where mime = 'text/html'"):
            body = html.unescape((shelf.get(warc, offset).body or b"").decode("latin-1")).casefold()
            if any(word in body for word in wanted):
                found[url] = [*found.get(url, [])[:1], id_]
        return [id_ for ids in found.values() for id_ in ids]

    def everything(self, captures: Iterable[int]) -> str:
        """The pages of these captures, as far as they are shown."""
        datasette = site(self.data / "ratsarchiv.db")

        async def asked() -> str:
            said = []
            for id_ in captures:
                answer = await datasette.client.get(f"/abrufe/{id_}/seite")
                assert answer.status_code in {200, 404}, answer.text
                said.append(html.unescape(answer.text))
            return "\n".join(said).casefold()

        return asyncio.run(asked())

    def take_down(self, art: str, wert: str) -> int:
        with Sperren(self.data) as sperren:
            return sperren.add(art, wert, "personenbezug", NOW).nummer or 0


def _three(world: Any) -> list[Vorlage]:
    later = {each.wo for each in world.geheim if each.ab == "spaeter"}
    on_agendas = {top.vorlage for each in world.oeffentliche_sitzungen for top in each.tops if top.oeffentlich}
    papers = [each for each in world.oeffentliche_vorlagen if f"vo020.asp?VOLFDNR={each.id}" in later]
    return sorted(papers, key=lambda each: (each.id not in on_agendas, not each.anlagen))[:3]


@pytest.fixture(scope="module")
def visited(tmp_path_factory: pytest.TempPathFactory, make_kommune: MakeKommune) -> Council:
    data, clock = tmp_path_factory.mktemp("abrufe"), QuickClock()
    world = musterstadt(
        stichtag=datetime.now().astimezone().date(), vorlagen=60, sitzungen=40, personen=12, geheim=True
    )
    with serve(world) as server:
        kommune = replace(make_kommune(server.url), alles_tage=2)
        crawl(kommune, data, clock=clock, progress=bounded)
        papers = _three(world)
        words = {
            each.id: tuple(one.marker for one in world.geheim if one.wo == f"vo020.asp?VOLFDNR={each.id}")
            for each in papers
        }
        changed, closed, withdrawn = (each.id for each in papers)
        papers[0].betreff = f"Geänderter {papers[0].betreff}"
        world.geaendert()
        nichtoeffentlich(world, closed)
        zurueckgezogen(world, withdrawn)
        for _ in range(4):
            clock.sleep(DAY)
            crawl(kommune, data, befehl="update", clock=clock, progress=bounded)
        secrets = tuple(each.marker for each in world.geheim if each.ab == "sofort")
    read_texts(data, processes=1, ocr=False)
    return Council(data, secrets, changed, closed, withdrawn, words)


@pytest.fixture
def council(visited: Council, tmp_path: Path) -> Council:
    """The same, to be worked with."""
    shutil.copytree(visited.data, tmp_path / "data")
    return replace(visited, data=tmp_path / "data")


def test_a_page_is_shown_as_it_was_with_a_banner_and_how_to_verify_it(visited: Council) -> None:
    old, new = visited.captures(visited.changed)[0], visited.captures(visited.changed)[-1]
    assert old != new
    [(url, sha, titel)] = visited.rows(
        "select a.url, a.sha256, v.betreff from abrufe a, vorlagen v where a.id = ? and v.id = ?",
        old,
        f"musterstadt-{visited.changed}",
    )
    page = tree(visited.get(f"/abrufe/{old}").text)
    said = facts(page)
    assert (said["Adresse"], said["SHA-256"], said["HTTP-Status"], said["Herkunft"]) == (
        url,
        sha,
        "200",
        "eigener Besuch",
    )
    assert f"/vorlagen/musterstadt-{visited.changed}" in links(page).values()
    assert f"/abrufe/{new}" in links(page).values()
    [frame] = page.xpath("//iframe")
    assert frame.get("src") == f"/abrufe/{old}/seite"
    assert "allow-scripts" not in frame.get("sandbox")
    assert "allow-same-origin" not in frame.get("sandbox")
    assert titel.startswith("Geänderter ")
    before, after = (text(tree(visited.get(f"/abrufe/{each}/seite").text)) for each in (old, new))
    words = " ".join(titel.split())
    assert words in after
    assert words not in before
    assert words.removeprefix("Geänderter ") in before
    banner = tree(visited.get(f"/abrufe/{old}/seite").text).xpath("//body/*[1]")[0]
    assert text(banner).startswith("Archivkopie, nicht die Seite der Kommune. Stand: ")


def test_the_page_itself_can_do_nothing_and_asks_nobody(visited: Council) -> None:
    answer = visited.get(f"/abrufe/{visited.captures(visited.changed)[0]}/seite")
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("sandbox")
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy
    assert "allow-scripts" not in policy
    assert "allow-forms" not in policy
    assert answer.headers["x-frame-options"] == "SAMEORIGIN"
    assert answer.headers["x-robots-tag"] == "noindex"
    page = tree(answer.text)
    assert not page.xpath("//script | //form | //input | //img | //iframe | //link | //object | //button")
    assert not page.xpath("//@*[starts-with(name(), 'on')] | //*[not(self::meta)]/@style")
    targets = page.xpath("//body//a/@href")
    assert targets
    assert all(each.startswith(("http://localhost/original?url=", "/abrufe/")) for each in targets)


def test_no_capture_shows_what_was_never_public_or_is_private(visited: Council) -> None:
    """Every kind that the demo hides: N items with titles, papers behind them, contacts, hidden markup."""
    captures = visited.holding(visited.secrets)
    assert len(captures) > 30
    shown = visited.everything(captures)
    assert "archivkopie, nicht die seite" in shown
    assert [word for word in visited.secrets if word.casefold() in shown] == []


@pytest.mark.parametrize("which", ["closed", "withdrawn"])
def test_what_was_public_and_is_so_no_longer_is_in_no_old_capture(visited: Council, which: str) -> None:
    number = getattr(visited, which)
    own = visited.captures(number)
    page = tree(visited.get(f"/abrufe/{own[0]}").text)
    assert not page.xpath("//iframe")
    assert "Die Seite wird hier nicht gezeigt. Die Kommune" in text(page)
    captures = visited.holding(visited.words[number])
    assert len(captures) > len(own)
    assert {id_: visited.get(f"/abrufe/{id_}/seite").status_code for id_ in own} == dict.fromkeys(own, 404)
    shown = visited.everything(captures)
    gone = (
        visited.words[number]
        if which == "closed"
        else [
            each
            for each in visited.words[number]
            if not visited.rows("select 1 from vorlagen where betreff like '%' || ? || '%'", each)
        ]
    )
    assert gone
    assert [word for word in gone if word.casefold() in shown] == []


def test_people_have_no_page_here(visited: Council) -> None:
    people = [id_ for (id_,) in visited.rows("select id from abrufe where seitenart = 'kp020'")]
    assert people
    for id_ in people[:3]:
        assert "Seiten über einzelne Personen" in text(tree(visited.get(f"/abrufe/{id_}").text))
        assert visited.get(f"/abrufe/{id_}/seite").status_code == 404


@pytest.mark.parametrize("art", ["objekt", "wortlaut", "dokument"])
def test_what_is_taken_down_is_in_no_capture_at_once_and_back_when_lifted(council: Council, art: str) -> None:
    (council.data / "website.toml").write_text('anlagen = "immer"\n')
    number = council.changed
    vorlage, word = f"musterstadt-{number}", council.words[number][0]
    [(file,)] = council.rows(
        "select datei from dokumente where vorlage = ? and datei is not null order by id desc limit 1", vorlage
    )
    copies = [id_ for (id_,) in council.rows("select id from abrufe where sha256 = ?", file)]
    everywhere = [*council.holding(council.words[number]), *copies]
    own = council.captures(number)[-1:]
    before = council.everything(own)
    assert word.casefold() in before
    assert {council.get(f"/abrufe/{id_}/datei").status_code for id_ in copies} == {200}
    nummer = council.take_down(art, {"objekt": f"vorlagen/{vorlage}", "wortlaut": word, "dokument": file}[art])
    after = council.everything(everywhere)
    if art == "dokument":
        assert {council.get(f"/abrufe/{id_}/datei").status_code for id_ in copies} == {404}
    else:
        hidden = council.words[number] if art == "objekt" else (word,)
        assert [each for each in hidden if each.casefold() in after] == []
    with Sperren(council.data) as sperren:
        sperren.lift(nummer, NOW)
    assert council.everything(own) == before


def test_a_rule_counts_before_the_database_follows_it(council: Council) -> None:
    """The rule is committed first; whoever asks in between gets nothing either."""
    number = council.changed
    with closing(sqlite3.connect(council.data / "intern.db")) as intern, intern:
        rule = ("objekt", "vorlagen", f"musterstadt-{number}", "0", "gericht", NOW.isoformat())
        intern.execute(
            "insert into sperren (art, tabelle, wert, pruefsumme, grund, am) values (?, ?, ?, ?, ?, ?)", rule
        )
    for id_ in council.captures(number):
        assert council.get(f"/abrufe/{id_}/seite").status_code == 404


def test_private_data_in_a_page_is_masked(council: Council, monkeypatch: pytest.MonkeyPatch) -> None:
    id_ = council.captures(council.changed)[-1]
    told = []

    def mailed(view: Any, *_: Any) -> Any:
        told.append(view)
        return replace(
            view, html=view.html + "<p>Erika Muster, Tel. 02<b>41</b> 5198-123, erika@stadt.example, geb. 3.4.1961</p>"
        )

    made = ansicht
    monkeypatch.setattr(archiv, "ansicht", lambda *said: mailed(made(*said)))
    shown = text(tree(council.get(f"/abrufe/{id_}/seite").text))
    assert told
    assert (
        "Erika Muster, Tel. [Telefonnummer verborgen], [E-Mail-Adresse verborgen], geb. [Geburtsdatum verborgen]"
        in shown
    )


def test_without_archive_rules_or_file_nothing_is_shown_and_no_page_breaks(council: Council) -> None:
    page, file = (
        council.captures(council.changed)[0],
        council.rows("select id from abrufe where ergebnis = 'dokument' limit 1")[0][0],
    )

    def refused(words: str) -> None:
        for id_, part in ((page, "seite"), (file, "datei")):
            assert words in text(tree(council.get(f"/abrufe/{id_}").text))
            assert council.get(f"/abrufe/{id_}/{part}").status_code == 404

    (council.data / "website.toml").write_text('anlagen = "immer"\n')
    warc = min((council.data / "warc" / "musterstadt").glob("*.warc.gz"))
    warc.write_bytes(warc.read_bytes()[:2000])
    assert "stimmt nicht mit ihrer Prüfsumme überein" in text(tree(council.get(f"/abrufe/{page}").text))
    assert council.get(f"/abrufe/{file}/datei").status_code == 404
    warc.unlink()
    refused("Die Archivdatei, in der diese Antwort liegt, fehlt")
    (council.data / "intern.db").rename(council.data / "weg.db")
    refused("nicht hinterlegt, was nicht gezeigt werden darf")
    assert not (council.data / "intern.db").exists()
    shutil.rmtree(council.data / "warc")
    (council.data / "weg.db").rename(council.data / "intern.db")
    refused("nicht das Archiv der Originale")


def test_an_answer_that_is_not_the_one_of_the_index_is_not_shown(council: Council) -> None:
    first = council.captures(council.changed)[0]
    other = (
        "select warc, offset from abrufe where seitenart = 'vo020' and ergebnis = 'geparst' and url not like ? limit 1"
    )
    [place] = council.rows(other, f"%={council.changed}")
    assert council.get(f"/abrufe/{first}/seite").status_code == 200
    council.write("update abrufe set warc = ?, offset = ? where id = ?", *place, first)
    assert council.get(f"/abrufe/{first}/seite").status_code == 404


@pytest.mark.parametrize("ergebnis", ["nicht_oeffentlich", "fehlt"])
def test_one_refusal_hides_older_captures_before_it_counts_for_the_tables(council: Council, ergebnis: str) -> None:
    first = council.captures(council.changed)[0]
    council.write(
        "insert into abrufe (kommune, url, zeitpunkt, http_status, sha256, groesse, warc, offset, laenge, seitenart, ergebnis)"
        " select kommune, url, '2999-01-01', 302, 'x', 0, warc, offset, laenge, seitenart, ? from abrufe where id = ?",
        ergebnis,
        first,
    )
    assert council.get(f"/abrufe/{first}/seite").status_code == 404
    assert "Seit Dienstag, 1. Januar 2999." in text(tree(council.get(f"/abrufe/{first}").text))


@pytest.mark.parametrize("id_", ["0", "99999999", "abc", "-1", "1.5", "9" * 40, "a~00"])
def test_unknown_captures_are_404(visited: Council, id_: str) -> None:
    for part in ("", "/seite", "/datei"):
        assert visited.get(f"/abrufe/{id_}{part}").status_code == 404


def document(council: Council, where: str) -> tuple[int, str, str]:
    """Capture, sha256 and title of a document."""
    sql = (
        "select a.id, a.sha256, d.titel from abrufe a join dokumente d on d.datei = a.sha256"
        " join dateien f on f.sha256 = d.datei"
        f" where f.textquelle = 'text' and d.verschwunden_seit is null and {where} limit 1"
    )
    [found] = council.rows(sql)
    return found


NOTICE = (
    "insert into hinweise (kommune, tabelle, objekt, art, datum)"
    " select kommune, {}, '2026' from dokumente where datei = :sha"
)
ONCE = "d.datei not in (select datei from dokumente where datei is not null group by datei having count(*) > 1)"


def test_a_copy_is_the_bytes_that_were_served_to_be_saved_under_a_plain_name(council: Council) -> None:
    id_, sha, _titel = document(council, "d.art in ('einladung', 'bekanntmachung', 'niederschrift', 'vorlage')")
    answer = council.get(f"/abrufe/{id_}/datei")
    assert answer.status_code == 200
    assert sha256(answer.content).hexdigest() == sha
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].startswith('attachment; filename="')
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"].startswith("sandbox")
    page = tree(council.get(f"/abrufe/{id_}").text)
    assert links(page)["Archivierte Kopie herunterladen"] == f"/abrufe/{id_}/datei"
    council.write("update abrufe set mime = 'text/html' where id = ?", id_)
    assert council.get(f"/abrufe/{id_}/datei").headers["content-type"] == "application/octet-stream"


def test_the_operator_and_the_licence_decide_about_attachments(council: Council) -> None:
    anlage, vorlage = (
        document(council, "d.art = 'anlage'")[0],
        document(council, "d.art in ('einladung', 'vorlage')")[0],
    )

    def status() -> tuple[int, int]:
        return council.get(f"/abrufe/{anlage}/datei").status_code, council.get(f"/abrufe/{vorlage}/datei").status_code

    assert status() == (404, 200)
    assert "nennt keine Lizenz" in text(tree(council.get(f"/abrufe/{anlage}").text))
    council.write("update kommunen set lizenz = 'CC BY 4.0'")
    assert status() == (200, 200)
    (council.data / "website.toml").write_text('anlagen = "nie"\n')
    assert status() == (404, 404)
    council.write("update kommunen set lizenz = null")
    (council.data / "website.toml").write_text('anlagen = "immer"\n')
    assert status() == (200, 200)


@pytest.mark.parametrize(
    "change",
    [
        "update seiten set text = text || ' [Telefonnummer verborgen]' where datei = :sha",
        "update seiten set text = text || ' Tel. 0241 5198-123' where datei = :sha",
        "update seiten set text = text || ' [entfernt]' where datei = :sha",
        "update dokumente set verschwunden_seit = '2026-11-22' where datei = :sha",
        "update vorlagen set verschwunden_seit = '2026-11-22' where id in (select vorlage from dokumente where datei = :sha)",
        NOTICE.format("'vorlagen', vorlage, 'nichtoeffentlich'"),
        NOTICE.format("'dokumente', id, 'sperre'"),
        "update dateien set textquelle = null where sha256 = :sha",
        "update dateien set fehler = 'beschaedigt' where sha256 = :sha",
        "update dokumente set datei = null where datei = :sha",
    ],
)  # fmt: skip
def test_a_copy_is_refused_where_its_text_or_its_owner_is_hidden(council: Council, change: str) -> None:
    (council.data / "website.toml").write_text('anlagen = "immer"\n')
    id_, sha, _titel = document(council, f"d.vorlage is not null and d.art = 'anlage' and {ONCE}")
    assert council.get(f"/abrufe/{id_}/datei").status_code == 200
    with closing(sqlite3.connect(council.data / "ratsarchiv.db")) as connection, connection:
        worte.register(connection)
        connection.execute(change, {"sha": sha})
    assert council.get(f"/abrufe/{id_}/datei").status_code == 404
    page = council.get(f"/abrufe/{id_}")
    assert "Keine Kopie zum Herunterladen." in text(tree(page.text))


@pytest.mark.parametrize(
    ("titel", "name"),
    [
        ("Anlage 1: Lageplan", "Anlage 1 Lageplan.pdf"),
        ("../../etc/passwd", "etc passwd.pdf"),
        ('a"; filename="b.exe\r\nX: y', "a filename b.exe X y.pdf"),
        ("Plan.PDF", "Plan.PDF"),
        ("\u202egnp.exe", "gnp.exe.pdf"),
        ("///", "Dokument.pdf"),
        ("ä" * 300, "ä" * 120 + ".pdf"),
    ],
)
def test_names_of_files_are_harmless(titel: str, name: str) -> None:
    assert dateiname(Datei("1", titel, None, "k", None), "application/pdf") == name


@pytest.mark.parametrize(
    ("lizenz", "offen"),
    [
        ("CC0-1.0", True), ("CC BY 4.0", True), ("CC-BY-SA-4.0", True), ("dl-de/zero-2-0", True), ("dl-de/by-2-0", True),
        ("https://creativecommons.org/licenses/by/4.0/", True), ("https://www.govdata.de/dl-de/by-2-0", True),
        ("CC BY-NC 4.0", False), ("CC BY-ND 4.0", False), ("CC-BY-NC-SA-4.0", False), (None, False), ("", False),
        ("Nutzung nur nach Genehmigung.", False), ("nicht CC BY 4.0", False),
        ("https://creativecommons.org/licenses/by-nc/4.0/", False),
    ],
)  # fmt: skip
def test_which_licences_let_copies_be_passed_on(lizenz: str | None, offen: bool) -> None:
    assert ist_offen(lizenz) is offen
