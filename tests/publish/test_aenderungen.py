"""What has changed: told in words, by day, and nothing that is not to be seen."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from ratsarchiv.model import Beratung, Dokument, Record, Sitzung, Tagesordnungspunkt
from ratsarchiv.publish import german
from ratsarchiv.store import Store

from . import council, texts
from .reading import links, text, tree
from .reading import texts as all_texts
from .test_feed import ATOM, checked

K = council.K
DAY = datetime(2026, 3, 6, 8, 0, tzinfo=UTC)
NEXT = datetime(2026, 3, 8, 22, 59, 59, tzinfo=UTC)
"""In Germany it is still the 8th."""
SECRET = "Frau Geheim"

Get = Callable[..., Any]


def visit(path: Path, seen: datetime, *pages: list[Record]) -> None:
    """A later run that reads these pages."""
    with Store(path) as store:
        lauf = store.begin_run(K, "update", seen)
        for records in pages:
            council.save(store, lauf, records, seen)
        store.end_run(lauf, seen, anfragen=1, ergebnis="fertig")
        store.derive(council.TODAY)


def changed_bridge() -> list[Record]:
    """The bridge's page a day later: a date, a result, a text, a Betreff, and a new document."""
    found: list[Record] = []
    for record in council.bridge():
        match record:
            case Beratung(position=4):
                found.append(replace(record, datum=date(2026, 4, 29)))
            case Beratung(position=2):
                found.append(replace(record, beschluss="vertagt", beschlussart="vertagt"))
            case _ if record.id == f"{K}-100-vo-1":
                found.append(replace(record, text="Neu gefasst.", html="<p>Neu gefasst.</p>"))  # type: ignore[call-arg]
            case _ if record.id == f"{K}-100":
                found.append(replace(record, betreff="Radbrücke"))  # type: ignore[call-arg]
            case _:
                found.append(record)
    new = Dokument(
        id=f"{K}-100-do7", kommune=K, url=f"{council.BI}do027.asp?DOLFDNR=7", vorlage=f"{K}-100", position=3,
        art="anlage", titel="Anlage 2: Kosten",
    )  # fmt: skip
    return [*found, new]


def changed_agendas() -> list[Record]:
    """One Sitzung is cancelled, in another an item has got a result."""
    found: list[Record] = []
    for record in council.agendas():
        match record:
            case Sitzung() if record.id == f"{K}-504":
                found.append(replace(record, abgesagt=True, raum="Ratssaal"))
            case Tagesordnungspunkt() if record.id == f"{K}-9002":
                found.append(replace(record, beschluss="zur Kenntnis genommen", beschlussart="zur_kenntnis"))
            case _:
                found.append(record)
    return found


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = council.build(tmp_path_factory.mktemp("neues") / "ratsarchiv.db")
    new = council.vorlage(700, nummer="2026/0044", betreff="Trinkbrunnen am Markt", art="Antrag")
    visit(path, DAY, changed_bridge(), changed_agendas(), [new])
    visit(path, NEXT, [replace(new, status="öffentlich")])
    return path


@pytest.fixture
def get(changed: Path, open_site: Callable[[Path], Get], monkeypatch: pytest.MonkeyPatch) -> Get:
    opened = open_site(changed)
    monkeypatch.setattr(german, "today", lambda: date(2026, 3, 9))
    return opened


def groups(page: Any, day: str) -> dict[str, list[str]]:
    """What the page says happened to each object on a day."""
    found = {}
    for item in page.xpath(f"//section[h2[@id='tag-{day}']]/ul/li"):
        lines = all_texts(item, "./p[@class='was'] | .//ul[@class='was']/li")
        found[item.xpath("a/@href")[0]] = lines
    return found


def test_days_come_newest_first_and_end_at_midnight_in_germany(get: Get) -> None:
    page = tree(get("/aenderungen").text)
    assert all_texts(page, "//main//h2") == [
        "Sonntag, 8. März 2026", "Freitag, 6. März 2026", "Donnerstag, 5. März 2026",
    ]  # fmt: skip
    assert groups(page, "2026-03-08") == {f"/vorlagen/{K}-700": ["Status: öffentlich"]}
    gone = ["Ein Abschnitt – auf der Seite der Kommune nicht mehr genannt"]
    assert groups(page, "2026-03-05") == {f"/vorlagen/{K}-400": gone}


def test_changes_are_told_in_words_under_what_they_belong_to(get: Get) -> None:
    page = tree(get("/aenderungen").text)
    day = groups(page, "2026-03-06")
    assert day[f"/vorlagen/{K}-700"] == []
    assert set(day[f"/vorlagen/{K}-100"]) == {
        "Betreff geändert",
        "Abschnitt „Beschlussvorschlag“ – Text geändert",
        "Bau- und Verkehrsausschuss, 14.01.2026 – Beschluss von „geändert beschlossen“ auf „vertagt“ geändert",
        "Stadtrat, 29.04.2026 – Termin von „Mittwoch, 22. April 2026“ auf „Mittwoch, 29. April 2026“ geändert",
        "Dokument „Anlage 2: Kosten“ – neu",
    }
    assert set(day[f"/sitzungen/{K}-504"]) == {"abgesagt", "Raum: Ratssaal"}
    assert day[f"/sitzungen/{K}-503"] == ["Punkt Ö 8 Erweiterung der Stadtbücherei – Beschluss: zur Kenntnis genommen"]
    assert links(page)["Verlauf der Vorlage 2025/0417"] == f"/vorlagen/{K}-100#verlauf"


def test_old_texts_are_not_repeated(get: Get) -> None:
    page = get("/aenderungen").text
    assert "Lohme" not in page
    assert "beschließt den Bau" not in page


def test_the_first_visit_is_no_news(database: Path, open_site: Callable[[Path], Get]) -> None:
    page = tree(open_site(database)("/aenderungen").text)
    assert "Trinkbrunnen" not in text(page)
    assert groups(page, "2026-03-04") == {}
    assert "Umbenennung" not in " ".join(all_texts(page, "//h3[.='Neue Vorlagen im Archiv']/following-sibling::ul"))


def test_a_day_can_be_chosen_and_what_is_none_is_refused(get: Get) -> None:
    for day in ("2026-03-07", "7.3.2026"):
        assert all_texts(tree(get(f"/aenderungen?tag={day}").text), "//main//h2")[0] == "Freitag, 6. März 2026"
    assert "nichts geändert" in text(tree(get("/aenderungen?tag=2020-01-01").text))
    for wrong in ("31.2.2026", "0001-01-01", "9999-12-31", "x"):
        assert get(f"/aenderungen?tag={wrong}").status_code == 400
    assert get("/aenderungen?kommune=nirgendwo").status_code == 400
    assert get(f"/aenderungen?kommune={K}").status_code == 200


def test_older_days_follow_on_the_next_page(changed: Path, get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ratsarchiv.publish.aenderungen.TAGE", 1)
    first = tree(get("/aenderungen").text)
    assert links(first)["Ältere Änderungen"] == "/aenderungen?tag=2026-03-06"
    assert all_texts(tree(get("/aenderungen?tag=2026-03-06").text), "//main//h2") == ["Freitag, 6. März 2026"]


def test_the_same_as_a_feed(get: Get) -> None:
    root = checked(get("/aenderungen.atom").content)
    titles = [each.findtext(f"{ATOM}title") for each in root.iter(f"{ATOM}entry")]
    assert titles[0] == "Geändert: Trinkbrunnen am Markt (2026/0044)"
    assert "Neu: Trinkbrunnen am Markt (2026/0044)" in titles
    assert root.findtext(f"{ATOM}updated") == "2026-03-08T22:59:59+00:00"
    address = root.find(f"{ATOM}entry/{ATOM}link").get("href")
    assert address.endswith(f"/vorlagen/{K}-700")


CHANGE = "insert into aenderungen (tabelle, objekt, feld, alt, neu, zeitpunkt, abruf) values (?, ?, ?, ?, ?, ?, 1)"


@pytest.mark.parametrize(
    ("hide", "change"),
    [
        ("update vorlagen set verschwunden_seit = '2026-03-06' where id = 'buchenried-200'",
         ("vorlagen", f"{K}-200", "art", SECRET, SECRET)),
        ("update vorlagen set verschwunden_seit = '2026-03-06' where id = 'buchenried-200'",
         ("beratungen", f"{K}-200-b1", "beschluss", SECRET, SECRET)),
        ("update tagesordnungspunkte set oeffentlich = 0 where id = 'buchenried-9001'",
         ("tagesordnungspunkte", f"{K}-9001", "beschluss", SECRET, SECRET)),
        ("update sitzungen set verschwunden_seit = '2026-03-06' where id = 'buchenried-503'",
         ("sitzungen", f"{K}-503", "raum", SECRET, SECRET)),
        ("update dokumente set verschwunden_seit = '2026-03-06', titel = 'Frau Geheim' where id = 'buchenried-100-do1'",
         ("dokumente", f"{K}-100-do1", "verschwunden_seit", None, "2026-03-06")),
        ("select 1", ("vorlagen", f"{K}-200", "betreff", SECRET, "Antrag: Furt sperren")),
        ("select 1", ("vorlagen", f"{K}-200", "antragsteller", SECRET, "x")),
        ("select 1", ("abschnitte", f"{K}-200-vo-1", "text", SECRET, "x")),
        ("select 1", ("personen", f"{K}-1", "name", SECRET, SECRET)),
    ],
)  # fmt: skip
def test_what_is_not_to_be_seen_is_not_told(
    hide: str,
    change: tuple[str, ...],
    database: Path,
    tmp_path: Path,
    open_site: Callable[[Path], Get],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = shutil.copytree(database.parent, tmp_path / "data") / database.name
    with texts.changing(path) as connection:
        connection.execute(hide)
        connection.execute(CHANGE, (*change, DAY.isoformat()))
        connection.execute(CHANGE, ("vorlagen", f"{K}-300", "status", "a", "b", DAY.isoformat()))
    get = open_site(path)
    monkeypatch.setattr(german, "today", DAY.date)
    for address in ("/", "/aenderungen", "/aenderungen.atom"):
        answer = get(address).text
        assert "Status von" in answer, address
        assert SECRET not in answer, address


def test_a_withdrawn_vorlage_is_named_by_its_number_alone(
    database: Path, tmp_path: Path, open_site: Callable[[Path], Get]
) -> None:
    path = shutil.copytree(database.parent, tmp_path / "data") / database.name
    with texts.changing(path) as connection:
        connection.execute("update vorlagen set verschwunden_seit = '2026-03-03' where id = 'buchenried-200'")
        gone = ("vorlagen", f"{K}-200", "verschwunden_seit", None, "2026-03-03", "2026-03-03T08:00:00+00:00")
        connection.execute(CHANGE, gone)
    get = open_site(path)
    page = tree(get("/aenderungen").text)
    item = page.xpath("//h3[.='Nicht mehr öffentlich']/following-sibling::ul/li")[0]
    assert text(item) == "2024/0090 nicht mehr öffentlich seit Dienstag, 3. März 2026"
    assert "Furt sperren" not in text(page)
    assert "Furt sperren" not in get("/aenderungen.atom").text


def test_hostile_texts_are_only_shown(database: Path, tmp_path: Path, open_site: Callable[[Path], Get]) -> None:
    script = "\"'></title><script>alert(1)</script>{{ 7*7 }}\x0b"
    path = shutil.copytree(database.parent, tmp_path / "data") / database.name
    with texts.changing(path) as connection:
        connection.execute("update vorlagen set betreff = ?, nummer = ? where id = 'buchenried-200'", (script, script))
        change = ("vorlagen", f"{K}-200", "art", script, f"{script}!", "2026-03-03T08:00:00+00:00")
        connection.execute(CHANGE, change)
    get = open_site(path)
    for address in ("/aenderungen", "/", f"/aenderungen?kommune={quote(script)}"):
        page = tree(get(address).text)
        assert page.xpath("//script[not(@src)]") == []
        assert "49" not in text(page.xpath("//main")[0])
    assert script.strip("\x0b") in (
        checked(get("/aenderungen.atom").content).findtext(f"{ATOM}entry/{ATOM}title") or ""
    )


def test_a_day_with_very_much_says_so_and_stays_short(
    tmp_path: Path, open_site: Callable[[Path], Get], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = council.build(tmp_path / "ratsarchiv.db")
    visit(path, DAY, [council.vorlage(8000 + number, betreff=f"Punkt {number}") for number in range(520)])
    get = open_site(path)
    monkeypatch.setattr(german, "today", DAY.date)
    page = tree(get("/aenderungen").text)
    assert "Gezeigt wird nur ein Teil" in text(page)
    assert len(page.xpath("//ul[@class='liste']/li")) == 60
    table = get(links(page)["Alle neuen Vorlagen dieses Tages als Tabelle"])
    assert "520 rows" in text(tree(table.text)) or "520 Zeilen" in text(tree(table.text))
