"""Every type of page that the site has, each with an example that a database holds."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple

from datasette.utils import tilde_encode

if TYPE_CHECKING:
    from pathlib import Path


class Seitenart(NamedTuple):
    """A type of page: where it is, with gaps for what the SQL finds; several rows' columns fill several gaps."""

    name: str
    adresse: str
    frage: str = ""
    status: int = 200

    @property
    def datasettes(self) -> bool:
        return self.adresse.startswith("/ratsarchiv")


_MANY = "select {0} from {1} where {0} is not null group by {0} order by count(*) desc, {0} limit 1"
_SITZUNG, _GREMIUM = _MANY.format("sitzung", "tagesordnungspunkte"), _MANY.format("gremium", "beratungen")
_VORLAGE = """
select v.id from (select vorlage, count(*) as orte from ortsnennungen group by vorlage order by 2 desc limit 500) o
join vorlagen v on v.id = o.vorlage
where v.abruf is not null and v.verschwunden_seit is null
    and exists (select 1 from dokumente d where d.vorlage = v.id and d.datei is not null)
order by (select count(*) from beratungen b where b.vorlage = v.id) desc,
    (select count(*) from abschnitte a where a.vorlage = v.id) desc, v.id limit 1
"""
_FASSUNG = f"""
select v.id, replace(replace(replace(a.zeitpunkt, '-', ''), ':', ''), '+0000', 'Z')
from vorlagen v join abrufe a on a.id = v.abruf where v.id = ({_VORLAGE})
"""
_VERBORGEN = """
select h.objekt from hinweise h join vorlagen v on v.id = h.objekt
where h.tabelle = 'vorlagen' and h.bis is null and v.abruf is not null order by h.objekt limit 1
"""

SEITENARTEN = (
    Seitenart("Start", "/"),
    Seitenart("Suche", "/suche?q=Stadt"),
    Seitenart("Suche, gefiltert", "/suche?q=Stadt&von=2020-01-01&bis=2030-12-31&sortierung=datum"),
    Seitenart("Suche, leer", "/suche"),
    Seitenart("Suche ohne Treffer", "/suche?q=Xylophonquark"),
    Seitenart("Vorlage", "/vorlagen/{}", _VORLAGE),
    Seitenart("Vorlage, verborgen", "/vorlagen/{}", _VERBORGEN),
    Seitenart("Vorlage, nur genannt", "/vorlagen/{}", "select id from vorlagen where abruf is null order by id limit 1"),
    Seitenart("Vorlage, Fassung", "/vorlagen/{}/fassungen/{}", _FASSUNG),
    Seitenart("Vorlage, Anlagen durchsuchen", "/vorlagen/{}/anlagen?q=Stadt", _VORLAGE),
    Seitenart("Vorgang", "/vorgaenge/{}", "select id from vorgaenge order by vorlagen desc, id limit 1"),
    Seitenart(
        "Dokument", "/dokumente/{}",
        "select d.id from dokumente d join seiten s on s.datei = d.datei where d.vorlage is not null order by d.id limit 1",
    ),
    Seitenart("Sitzung", "/sitzungen/{}", _SITZUNG),
    Seitenart("Sitzung, kommend", "/sitzungen/{}", "select id from sitzungen order by datum desc, id limit 1"),
    Seitenart("Gremien", "/gremien"),
    Seitenart("Gremium", "/gremien/{}", _GREMIUM),
    Seitenart("Person", "/personen/{}", _MANY.format("person", "mitgliedschaften")),
    Seitenart("Kalender", "/kalender"),
    Seitenart(
        "Kalender, voller Monat", "/kalender?monat={}",
        "select substr(datum, 1, 7) from sitzungen group by 1 order by count(*) desc, 1 limit 1",
    ),
    Seitenart("Änderungen", "/aenderungen"),
    Seitenart("Karte", "/karte"),
    Seitenart("Karte, ein Ort", "/karte?ort={}", _MANY.format("ort", "ortsnennungen")),
    Seitenart("Statistik", "/statistik"),
    Seitenart("Statistik, eine Frage", "/statistik/vorlagen_je_monat"),
    Seitenart("Status", "/status"),
    Seitenart("Abruf einer Seite", "/abrufe/{}", f"select abruf from vorlagen where id = ({_VORLAGE})"),
    Seitenart(
        "Abruf eines Dokuments", "/abrufe/{}",
        f"select max(a.id) from abrufe a join dokumente d on d.datei = a.sha256 where d.vorlage = ({_VORLAGE})",
    ),
    Seitenart(
        "Abruf, verweigert", "/abrufe/{}",
        f"select abruf from vorlagen where id = ({_VERBORGEN})",
    ),
    Seitenart("Originaladresse, unbekannt", "/original?url=https://anderswo.example/vo020?x=1", status=404),
    Seitenart("Fehler", "/das-gibt-es-nicht", status=404),
    Seitenart("Datasette", "/ratsarchiv"),
    Seitenart("Datasette, Tabelle", "/ratsarchiv/vorlagen"),
    Seitenart("Datasette, Zeile", "/ratsarchiv/vorlagen/{}", _VORLAGE),
    Seitenart("Datasette, Frage", "/ratsarchiv/wortlaut?suche=Stadt"),
    Seitenart("Datasette, SQL", "/ratsarchiv?sql=select+id,+betreff+from+vorlagen+limit+3"),
)  # fmt: skip
DATEN = (
    Seitenart("Vorlage als JSON", "/vorlagen/{}.json", _VORLAGE),
    Seitenart("Vorlage als BibTeX", "/vorlagen/{}.bib", _VORLAGE),
    Seitenart("Suche als JSON", "/suche.json?q=Stadt"),
    Seitenart("Suche als CSV", "/suche.csv?q=Stadt"),
    Seitenart("Suche als Feed", "/suche.atom?q=Stadt"),
    Seitenart("Vorschläge", "/vorschlaege.json?q=Stad"),
    Seitenart("Änderungen als Feed", "/aenderungen.atom"),
    Seitenart("Sitzung als Termin", "/sitzungen/{}.ics", _SITZUNG),
    Seitenart("Termine eines Gremiums", "/gremien/{}.ics", _GREMIUM),
    Seitenart("Neues eines Gremiums", "/gremien/{}.atom", _GREMIUM),
    Seitenart("Kalender als Termine", "/kalender.ics"),
    Seitenart("Karte als JSON", "/karte.json"),
    Seitenart("Statistik als CSV", "/statistik/vorlagen_je_monat.csv"),
    Seitenart("Status als JSON", "/status.json"),
    Seitenart("Sitemaps", "/sitemap.xml"),
    Seitenart("Sitemap", "/sitemaps/1.xml"),
)
"""The same for programs."""
OWN = tuple(art for art in SEITENARTEN if not art.datasettes)
"""Those that are written by our own templates alone."""


def beispiele(database: Path, arten: tuple[Seitenart, ...] = SEITENARTEN) -> dict[str, str]:
    """By name of the type: the address of an example, of those that the database has."""
    with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        found = {art.name: connection.execute(art.frage).fetchone() if art.frage else () for art in arten}
    return {
        art.name: art.adresse.format(*(tilde_encode(str(value)) for value in row))
        for art in arten
        if (row := found[art.name]) is not None
    }
