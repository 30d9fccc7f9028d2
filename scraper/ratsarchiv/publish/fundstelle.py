"""Where a passage stands: in which Abschnitt, agenda item, minutes or page of a Dokument, in words and with an address."""

from __future__ import annotations

from typing import Any

from ratsarchiv.publish import dokument, german

Row = dict[str, Any]

_OF_FILE = "select min(d.id) from dokumente d where d.datei = qs.datei and " + dokument.SHOWN.format("d")  # noqa: S608 - our own words


def columns(passages: str, tabelle: str) -> str:
    """SQL for what `stelle` reads: `passages` is the alias of a table with passages, `tabelle` says where their text stands."""
    return f"""{passages}.textstelle, {passages}.{tabelle} as q_tabelle, qs.seite as q_seite, qd.id as q_dokument,
    qd.titel as q_titel, qa.id as q_abschnitt, qa.ueberschrift as q_ueberschrift, qa.art as q_art,
    qp.nummer as q_punkt, qt.name as q_name, qt.gremium_name as q_gremium, qt.datum as q_datum"""


def joins(tabelle: str, objekt: str, vorlage: str) -> str:
    """SQL that finds where passages stand, by the columns that name their text and the Vorlage that it belongs to."""
    return f"""
left join seiten qs on {tabelle} = 'seiten' and qs.id = {objekt}
left join dokumente qd on qd.id = coalesce(({_OF_FILE} and d.vorlage = {vorlage}), ({_OF_FILE}))
left join abschnitte qa on {tabelle} = 'abschnitte' and qa.id = {objekt} and qa.verschwunden_seit is null
left join auszuege qz on {tabelle} = 'auszuege' and qz.id = {objekt} and qz.verschwunden_seit is null
left join tagesordnungspunkte qp on qp.verschwunden_seit is null and qp.id = coalesce(
    iif({tabelle} = 'tagesordnungspunkte', {objekt}, null), qz.tagesordnungspunkt, qa.tagesordnungspunkt,
    qd.tagesordnungspunkt
)
left join sitzungen qt on qt.verschwunden_seit is null and qt.id = coalesce(qp.sitzung, qa.sitzung, qd.sitzung)
"""


MOST = 3
"""Passages shown of one kind; more are only counted."""


def stelle(row: Row) -> Row | None:
    """A passage with the words for where it stands; None where that is not shown."""
    if not row["textstelle"]:
        return None
    match row["q_tabelle"]:
        case "vorlagen":
            where = "Betreff"
        case "abschnitte" if row["q_abschnitt"]:
            where = german.heading({"ueberschrift": row["q_ueberschrift"], "art": row["q_art"]})
        case "seiten" if row["q_dokument"]:
            where = f"{german.one_line(row['q_titel'])}, Seite {row['q_seite']}"
        case "tagesordnungspunkte" if row["q_punkt"] or row["q_datum"]:
            where = "Tagesordnung"
        case "auszuege" if row["q_punkt"] or row["q_datum"]:
            where = "Niederschrift"
        case None:
            where = ""
        case _:
            return None
    address = dokument.adresse(row["q_dokument"], row["q_seite"]) if row["q_dokument"] else None
    return {"wort": where, "adresse": address, "text": german.one_line(row["textstelle"])}


def sitzung(row: Row) -> str | None:
    """The Sitzung in whose papers a passage stands: `Stadtrat, 25. Februar 2026, Punkt Ö 7`."""
    name = row["q_name"] or row["q_gremium"]
    point = f"Punkt {row['q_punkt']}" if row["q_punkt"] else None
    return ", ".join(filter(None, (name, german.long_date(row["q_datum"]), point))) or None
