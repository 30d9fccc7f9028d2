"""A made-up council's database, loaded through the store: small, and with every case that a page must show."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from ratsarchiv.model import (
    Abschnitt,
    Auszug,
    Beratung,
    Capture,
    Dokument,
    Gremium,
    Link,
    Liste,
    Parsed,
    Record,
    Sitzung,
    Tagesordnungspunkt,
    Verweis,
    Vorlage,
)
from ratsarchiv.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

K = "buchenried"
BI = "https://rat.buchenried.example/bi/"
TODAY = date(2026, 3, 4)
SEEN = datetime(2026, 3, 3, 23, 30, tzinfo=UTC)
"""In Germany it is already the 4th of March."""

BETREFF = "Neubau der Radbrücke über die Lohme;\nBaubeschluss"


def page_url(vorlage: str) -> str:
    return f"{BI}vo020.asp?VOLFDNR={vorlage.rpartition('-')[2]}"


def vorlage(number: int, **fields: object) -> Vorlage:
    id_ = f"{K}-{number}"
    return replace(Vorlage(id=id_, kommune=K, url=page_url(id_)), **fields)  # type: ignore[arg-type]


def abschnitt(owner: str, position: int, art: str, ueberschrift: str | None, html: str) -> Abschnitt:
    return Abschnitt(
        id=f"{owner}-vo-{position}", kommune=K, url=page_url(owner), vorlage=owner, position=position, code="SV",
        art=art, ueberschrift=ueberschrift, text=html, html=html,
    )  # fmt: skip


def beratung(owner: str, position: int, gremium: str, day: date | None, **fields: object) -> Beratung:
    base = Beratung(
        id=f"{owner}-b{position}", kommune=K, url=page_url(owner), vorlage=owner, position=position,
        gremium_name=gremium, datum=day,
    )  # fmt: skip
    return replace(base, **fields)  # type: ignore[arg-type]


def sitzung(number: int, gremium: str, day: date, **fields: object) -> Sitzung:
    base = Sitzung(
        id=f"{K}-{number}", kommune=K, url=f"{BI}to010.asp?SILFDNR={number}", gremium_name=gremium, datum=day,
        name=f"Sitzung: {gremium}", beginn=datetime(day.year, day.month, day.day, 17, 30, tzinfo=UTC),
        status="öffentlich/nichtöffentlich",
    )  # fmt: skip
    return replace(base, **fields)  # type: ignore[arg-type]


def punkt(number: int, of: str, position: int, **fields: object) -> Tagesordnungspunkt:
    base = Tagesordnungspunkt(
        id=f"{K}-{number}", kommune=K, url=f"{BI}to020.asp?TOLFDNR={number}", sitzung=of, position=position,
        nummer=f"Ö {position}", oeffentlich=True,
    )  # fmt: skip
    return replace(base, **fields)  # type: ignore[arg-type]


def bridge() -> list[Record]:
    """A Vorlage with everything: texts, documents, four steps, references."""
    v = f"{K}-100"
    bau, rat = "Bau- und Verkehrsausschuss", "Stadtrat"
    return [
        vorlage(
            100, nummer="2025/0417", betreff=BETREFF, art="Beschlussvorlage", status="öffentlich",
            federfuehrend="FB 6 - Tiefbau", verfasser="Ada Muster\nBo Muster",
        ),
        abschnitt(v, 1, "beschlussvorschlag", "Beschlussvorschlag", "<p>Der Stadtrat beschließt den Bau.</p>"),
        abschnitt(v, 2, "sachverhalt", "Sachlage", SACHLAGE),
        abschnitt(v, 3, "finanzielle_auswirkungen", None, BREITE_TABELLE),
        beratung(v, 1, bau, date(2025, 11, 5), rolle="Vorberatung", status="Erledigt", sitzung=f"{K}-501",
                 sitzungsname="Sitzung des Bau- und Verkehrsausschusses", beschluss="vertagt", beschlussart="vertagt"),
        beratung(v, 2, bau, date(2026, 1, 14), rolle="Vorberatung", status="Erledigt", sitzung=f"{K}-502",
                 beschluss="geändert beschlossen", beschlussart="geaendert"),
        beratung(v, 3, rat, date(2026, 2, 25), rolle="Entscheidung", status="Erledigt", sitzung=f"{K}-503",
                 sitzungsname="Sitzung des Stadtrates", tagesordnungspunkt=f"{K}-9001",
                 beschluss="ungeändert beschlossen", beschlussart="ungeaendert"),
        beratung(v, 4, rat, date(2026, 4, 22), rolle="Kenntnisnahme", status="Geplant"),
        beratung(v, 5, "Beirat für Menschen mit Behinderung", None, rolle="Anhörung", status="Bereit"),
        Dokument(id=f"{v}-do1", kommune=K, url=f"{BI}do027.asp?DOLFDNR=1", vorlage=v, position=1, art="anlage",
                 titel="Anlage 1: Lageplan", groesse="460,8 KB", stand=datetime(2025, 10, 20, 9, 5, tzinfo=UTC)),
        Dokument(id=f"{v}-do2", kommune=K, url=page_url(v), vorlage=v, position=2, art="vorlage", titel="Vorlage"),
        Verweis(id=f"{v}-bezug-1", kommune=K, url=page_url(v), von=v, nach=f"{K}-200", nummer="2024/0090", art="bezug"),
        Verweis(id=f"{v}-text-1", kommune=K, url=page_url(v), von=v, nach=None, nummer="2019/0001", art="text"),
    ]  # fmt: skip


SACHLAGE = "<h1>Ausgangslage</h1><p>Die Furt ist oft gesperrt.</p><ul><li>Breite: 4 m</li></ul>"
BREITE_TABELLE = (
    "<table><tr>" + "".join(f"<td>Haushaltsstelle{year}</td>" for year in range(2020, 2032)) + "</tr></table>"
    "<p>Donaudampfschifffahrtsgesellschaftskapitänswitwenrentenversicherungsanstaltsgebäude</p>"
)


def agendas() -> list[Record]:
    """Sitzungen with their agendas, past and ahead."""
    bau, rat = "Bau- und Verkehrsausschuss", "Stadtrat"
    return [
        sitzung(501, bau, date(2025, 11, 5)),
        sitzung(502, bau, date(2026, 1, 14), status="nichtöffentlich"),
        sitzung(503, rat, date(2026, 2, 25)),
        sitzung(504, rat, date(2026, 3, 11)),
        sitzung(505, bau, date(2026, 3, 18), abgesagt=True),
        punkt(9001, f"{K}-503", 7, betreff="Radbrücke", vorlage=f"{K}-100", beschluss="ungeändert beschlossen",
              beschlussart="ungeaendert"),
        punkt(9002, f"{K}-503", 8, betreff="Erweiterung der Stadtbücherei", vorlage=f"{K}-300", nachtrag=True),
        Auszug(id=f"{K}-9001", kommune=K, url=f"{BI}to020.asp?TOLFDNR=9001", tagesordnungspunkt=f"{K}-9001",
               abstimmung="mehrheitlich", ja=21, nein=4, enthaltung=1),
        Gremium(id=f"{K}-au1", kommune=K, url=f"{BI}au020.asp?AULFDNR=1", name=bau, art="Ausschuss"),
    ]  # fmt: skip


def old() -> list[Record]:
    """An older Vorlage, to which the bridge refers, and which has been rejected."""
    v = f"{K}-200"
    return [
        vorlage(200, nummer="2024/0090", betreff="Antrag: Furt sperren", art="Antrag", status="öffentlich"),
        abschnitt(v, 1, "sachverhalt", None, "<p>Die Furt soll gesperrt werden.</p>"),
        beratung(
            v, 1, "Stadtrat", date(2024, 6, 12), rolle="Entscheidung", beschluss="abgelehnt", beschlussart="abgelehnt"
        ),
    ]


def build(path: Path, pages: Iterable[Iterable[Record]] = ()) -> Path:
    """The database at `path`: one capture for each page's records."""
    with Store(path) as store:
        store.kommune(id=K, name="Stadt Buchenried", adresse=BI)
        lauf = store.begin_run(K, "crawl", SEEN)
        for records in (bridge(), agendas(), old(), *pages):
            save(store, lauf, list(records), SEEN)
        save(store, lauf, shortened(), SEEN)
        later = SEEN + timedelta(days=1)
        texts = Liste(tabelle="abschnitte", spalte="vorlage", id=f"{K}-400")
        save(store, lauf, shortened()[:1], later, gone=[texts])
        store.end_run(lauf, later, anfragen=5, ergebnis="fertig")
        store.derive(TODAY)
    return path


def shortened() -> list[Record]:
    """A Vorlage whose only Abschnitt is no longer on the page at the second visit."""
    return [
        vorlage(400, nummer="2026/0001", betreff="Umbenennung der Talstraße", art="Antrag"),
        abschnitt(f"{K}-400", 1, "begruendung", "Begründung", "<p>Ein später entfernter Satz.</p>"),
    ]


def save(store: Store, lauf: int, records: list[Record], seen: datetime, gone: Iterable[Liste] = ()) -> None:
    """One page with these records, saved as if it had been read at `seen`."""
    body = repr((records, seen)).encode()
    url = records[0].url
    capture = Capture(
        kommune=K, url=url, zeitpunkt=seen, http_status=200, mime="text/html", header={}, body=body, anfang=body[:64],
        groesse=len(body), sha256=sha256(body).hexdigest(), warc=f"{K}/1.warc.gz", offset=0, laenge=1,
    )  # fmt: skip
    library = vorlage(300, nummer="2026/0033", betreff="Erweiterung der Stadtbücherei")
    links = (Link(url=library.url, platzhalter=library),)
    parsed = Parsed(url=url, seitenart="vo020", records=tuple(records), links=links, vollstaendig=tuple(gone))
    store.save_page(capture, parsed, lauf=lauf, ergebnis="geparst", seitenart="vo020")
