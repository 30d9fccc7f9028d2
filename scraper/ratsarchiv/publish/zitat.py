"""How to cite a Vorlage: in German, as BibTeX, and for programs that read it from the page's head."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from datasette.utils.asgi import Response

from ratsarchiv.publish import answer, errors, german, vorlage_teile
from ratsarchiv.publish.freigabe import gezeigt

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Row = dict[str, Any]

LONGEST = 500
"""Letters of one field in a citation."""
LONGEST_DESCRIPTION = 200

_BIBTEX = str.maketrans({
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%", "_": r"\_",
    "^": r"\textasciicircum{}", "~": r"\textasciitilde{}",
})  # fmt: skip
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]")

_VORLAGE = f"""
select v.*, k.name as kommune_name, a.zeitpunkt as abgerufen, {gezeigt("v")} as gezeigt,
       (select min(b.datum) from beratungen b where b.vorlage = v.id and b.verschwunden_seit is null) as beraten
from vorlagen v
left join kommunen k on k.id = v.kommune
left join abrufe a on a.id = v.abruf
where v.id = :id
"""  # noqa: S608 - our own words


@dataclass(frozen=True, slots=True)
class Zitat:
    """What a citation of one version says."""

    id: str
    kommune: str
    titel: str
    art: str
    nummer: str | None
    datum: str | None
    """Of the Vorlage, else of its first Beratung."""
    adresse: str
    """Of exactly this version, for good."""
    stand: str | None
    """The day on which it was read, in Germany."""
    website: str
    original: str | None

    @property
    def text(self) -> str:
        """As it stands in a list of sources."""
        what = " ".join(filter(None, (self.art, self.nummer)))
        day = german.short_date(self.datum) if self.datum else "o. D."
        stand = f", Stand {german.short_date(self.stand)}" if self.stand else ""
        said = f"{self.kommune}: {self.titel.rstrip('.')}. {what}, {day}"
        return f"{said.rstrip('.')}. {self.website}{stand}, {self.adresse}"

    @property
    def bibtex(self) -> str:
        """As BibTeX, in UTF-8."""
        fields = {
            "author": f"{{{_bibtex(self.kommune)}}}",
            "title": f"{{{_bibtex(self.titel)}}}",
            "type": _bibtex(self.art),
            "number": _bibtex(self.nummer),
            "institution": _bibtex(self.kommune),
            "year": (self.datum or "")[:4],
            "date": (self.datum or "")[:10],
            "url": _web(self.adresse),
            "urldate": self.stand,
            "note": f"Original: \\url{{{_web(self.original)}}}" if self.original else None,
        }
        lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
        key = re.sub(r"[^A-Za-z0-9-]+", "-", self.id)
        return f"@techreport{{{key},\n" + ",\n".join(lines) + "\n}\n"

    @property
    def meta(self) -> dict[str, str]:
        """Highwire's tags, which Zotero and search engines for science read."""
        tags = {
            "citation_title": self.titel,
            "citation_author": self.kommune,
            "citation_technical_report_institution": self.kommune,
            "citation_technical_report_number": self.nummer,
            "citation_publication_date": (self.datum or "")[:10].replace("-", "/"),
            "citation_language": "de",
            "citation_public_url": self.adresse,
            "citation_abstract_html_url": self.adresse,
        }
        return {name: value for name, value in tags.items() if value}


def _bibtex(value: str | None) -> str:
    return (value or "").translate(_BIBTEX)


def _web(address: str | None) -> str:
    """An address that can't end the braces that it stands in."""
    return re.sub(r"[{}\\\s]", lambda found: f"%{ord(found[0]):02X}", address or "")


def _line(value: str | None) -> str:
    return german.one_line(_UNPRINTABLE.sub(" ", value or ""))[:LONGEST]


def of(vorlage: Row, *, base: str, website: str, fassung: str | None, stand: str | None, beraten: str | None) -> Zitat:
    """The citation of a Vorlage as it was read at the time `fassung`; `beraten` is the day of its first Beratung."""
    return Zitat(
        id=vorlage["id"],
        kommune=_line(vorlage["kommune_name"] or vorlage["kommune"]),
        titel=_line(vorlage["betreff"]) or _line(vorlage["nummer"]) or vorlage["id"],
        art=_line(vorlage["art"]) or "Vorlage",
        nummer=_line(vorlage["nummer"]) or None,
        datum=vorlage["datum"] or beraten,
        adresse=base + vorlage_teile.adresse(vorlage["id"], fassung),
        stand=german.day(stand),
        website=website,
        original=german.web_address(vorlage["url"]),
    )


async def bibtex(datasette: Any, request: Any) -> Any:
    """`/vorlagen/<id>.bib`: the citation as BibTeX."""
    database = answer.database(datasette)
    rows = (await database.execute(_VORLAGE, {"id": answer.kennung(request)})).rows
    if not rows:
        raise errors.Unknown("Eine Vorlage mit dieser Kennung ist im Archiv nicht bekannt.")
    row = dict(rows[0])
    zitat = of(
        row, base=answer.base(datasette, request), website=database.website.name, stand=row["abgerufen"],
        fassung=row["abgerufen"] if row["gezeigt"] else None, beraten=row["beraten"],
    )  # fmt: skip
    name = re.sub(r"[^A-Za-z0-9-]+", "-", zitat.id)
    return Response(
        zitat.bibtex,
        content_type="application/x-bibtex; charset=utf-8",
        headers={"content-disposition": f'attachment; filename="{name}.bib"'},
    )


def beschreibung(abschnitte: Sequence[Row]) -> str:
    """The beginning of the first Abschnitt, for previews."""
    text = _line(abschnitte[0]["anfang"]) if abschnitte else ""
    return text if len(text) <= LONGEST_DESCRIPTION else f"{text[:LONGEST_DESCRIPTION].rpartition(' ')[0]} …"


def schema_org(zitat: Zitat, seite: str, vorlage: Mapping[str, Any], orte: Sequence[Row]) -> dict[str, Any]:
    """What search engines want to know, in schema.org's words."""
    said = {
        "@context": "https://schema.org",
        "@type": "Report",
        "@id": seite,
        "url": seite,
        "name": zitat.titel,
        "reportNumber": zitat.nummer,
        "genre": zitat.art,
        "inLanguage": "de",
        "datePublished": zitat.datum,
        "sdDatePublished": zitat.stand,
        "isBasedOn": zitat.original,
        "publisher": {"@type": "GovernmentOrganization", "name": zitat.kommune},
        "author": {"@type": "GovernmentOrganization", "name": _line(vorlage["federfuehrend"]) or zitat.kommune},
        "contentLocation": [{"@type": "Place", "name": ort["name"]} for ort in orte[:20]],
    }
    return {name: value for name, value in said.items() if value}
