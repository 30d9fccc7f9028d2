"""What a change is about: which Vorlage, Sitzung or Gremium it belongs to, and whether that is shown."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from datasette.utils import tilde_encode

from ratsarchiv.publish import german
from ratsarchiv.publish.freigabe import gezeigt

Row = dict[str, Any]

_TABELLEN = ("beratungen", "dokumente", "sitzungen", "tagesordnungspunkte", "vorlagen")
"""Tables whose new rows are news."""
_FELDER_MIT_WERT = (
    "'nummer', 'art', 'status', 'datum', 'federfuehrend', 'gremium_name', 'rolle', 'beschluss', 'beginn', 'ende', 'raum',"
    " 'ort', 'abgesagt', 'verschwunden_seit'"
)

_MOMENTE = " union all ".join(
    f"select max({column}) as zeitpunkt from {tabelle} where {column} < :vor"  # noqa: S608 - our own words
    for tabelle, column in (("aenderungen", "zeitpunkt"), *((name, "zuerst_gesehen") for name in _TABELLEN))
)
NEWEST = f"select max(zeitpunkt) from ({_MOMENTE})"  # noqa: S608 - our own words
"""The last moment before `:vor` at which anything was new."""

_NEU = " union all ".join(
    f"""
    select '{tabelle}', n.id, '', null, null, n.zuerst_gesehen from (
        select id, kommune, zuerst_gesehen from {tabelle}
        where zuerst_gesehen >= :von and zuerst_gesehen < :bis order by zuerst_gesehen desc limit :most
    ) n join erste e on e.kommune = n.kommune and n.zuerst_gesehen > e.ende
    """  # noqa: S608 - our own words
    for tabelle in _TABELLEN
)
"""What a Kommune's first whole visit finds is not new, it is there already."""

EREIGNISSE = f"""
with erste as materialized (
    select kommune, min(ende) as ende from laeufe where ergebnis = 'fertig' group by kommune
), c(tabelle, objekt, feld, alt, neu, zeitpunkt) as (
    select * from (
        select tabelle, objekt, feld, iif(feld in ({_FELDER_MIT_WERT}), substr(alt, 1, :longest), null),
               iif(feld in ({_FELDER_MIT_WERT}), substr(neu, 1, :longest), null), zeitpunkt
        from aenderungen where zeitpunkt >= :von and zeitpunkt < :bis order by zeitpunkt desc limit :most
    )
    union all {_NEU}
)
select c.*, k.id as kommune, k.name as kommune_name,
       v.id as v_id, v.nummer as v_nummer, v.betreff as v_betreff, v.datum as v_datum, {gezeigt("v")} as gezeigt,
       p.id as p_id, p.nummer as p_nummer, p.betreff as p_betreff, p.oeffentlich as p_oeffentlich,
       s.id as s_id, s.name as s_name, s.gremium_name as s_gremium, s.datum as s_datum, g.id as g_id, g.name as g_name,
       b.gremium_name as b_gremium, b.datum as b_datum, d.titel as d_titel, x.ueberschrift as x_ueberschrift, x.art as x_art,
       coalesce(b.verschwunden_seit, x.verschwunden_seit, d.verschwunden_seit, z.verschwunden_seit) as teil_weg,
       p.verschwunden_seit as p_weg, coalesce(s.verschwunden_seit, g.verschwunden_seit) as s_weg,
       coalesce(v.zuerst_gesehen, s.zuerst_gesehen, g.zuerst_gesehen) as owner_seit
from c
left join beratungen b on c.tabelle = 'beratungen' and b.id = c.objekt
left join abschnitte x on c.tabelle = 'abschnitte' and x.id = c.objekt
left join dokumente d on c.tabelle = 'dokumente' and d.id = c.objekt
left join auszuege z on c.tabelle = 'auszuege' and z.id = c.objekt
left join gremien g on c.tabelle = 'gremien' and g.id = c.objekt
left join vorlagen v on v.id = iif(c.tabelle = 'vorlagen', c.objekt, coalesce(b.vorlage, x.vorlage, d.vorlage))
left join tagesordnungspunkte p on v.id is null and p.id = iif(
    c.tabelle = 'tagesordnungspunkte', c.objekt, coalesce(z.tagesordnungspunkt, x.tagesordnungspunkt, d.tagesordnungspunkt)
)
left join sitzungen s on v.id is null and s.id = iif(
    c.tabelle = 'sitzungen', c.objekt, coalesce(p.sitzung, x.sitzung, d.sitzung)
)
left join kommunen k on k.id = coalesce(v.kommune, s.kommune, g.kommune)
order by c.zeitpunkt desc, c.tabelle, c.objekt
"""  # noqa: S608 - our own words
"""What happened between `:von` and `:bis`, each with what it belongs to; of every table no more than `:most` rows."""


def of(row: Row) -> tuple[str, str] | None:
    """Table and id of what a change belongs to; None where that, or the changed part of it, is not to be seen today."""
    gone = row["feld"] == "verschwunden_seit"
    if row["v_id"]:
        known = row["v_nummer"] or row["v_betreff"]
        part = row["tabelle"] != "vorlagen"
        hidden = (part and not row["gezeigt"]) or (row["teil_weg"] and not gone)
        return None if hidden or not known else ("vorlagen", row["v_id"])
    if row["s_id"]:
        closed = row["p_oeffentlich"] == 0
        hidden = row["s_weg"] or closed or ((row["teil_weg"] or row["p_weg"]) and not gone)
        return None if hidden else ("sitzungen", row["s_id"])
    return ("gremien", row["g_id"]) if row["g_id"] and row["g_name"] and not row["s_weg"] else None


def titel(tabelle: str, row: Row) -> str:
    """What an object is called on one line."""
    match tabelle:
        case "vorlagen":
            return german.one_line(row["v_betreff"] or row["v_nummer"])
        case "sitzungen":
            name = german.one_line(row["s_name"] or row["s_gremium"] or "Sitzung")
            return f"{name}, {german.long_date(row['s_datum'])}" if row["s_datum"] else name
        case _:
            return german.one_line(row["g_name"])


def teil(row: Row) -> str | None:
    """Which part of its object a change is about; what is no longer shown is not named."""
    gone = row["teil_weg"] or row["p_weg"]
    match row["tabelle"]:
        case "abschnitte":
            heading = german.heading({"ueberschrift": row["x_ueberschrift"], "art": row["x_art"]})
            return "Ein Abschnitt" if gone else f"Abschnitt „{german.one_line(heading)}“"
        case "dokumente":
            return f"Dokument „{german.one_line(row['d_titel'])}“" if row["d_titel"] and not gone else "Ein Dokument"
        case "beratungen":
            where = german.one_line(row["b_gremium"]) or "Beratung"
            return f"{where}, {german.short_date(row['b_datum'])}" if row["b_datum"] else where
        case _:
            return _punkt(row, named=not gone)


def _punkt(row: Row, *, named: bool) -> str | None:
    if not row["p_id"]:
        return None
    number = f"Punkt {row['p_nummer']}" if row["p_nummer"] else "Ein Punkt"
    return f"{number} {german.one_line(row['p_betreff'])}" if named and row["p_betreff"] else number


def adresse(tabelle: str, id_: str) -> str:
    """The path of its page."""
    return f"/{tabelle}/{tilde_encode(id_)}"


def punkt_adresse(sitzung: str, punkt: str) -> str:
    """The place of a Tagesordnungspunkt on its Sitzung's page."""
    return f"{adresse('sitzungen', sitzung)}#top-{quote(punkt)}"
