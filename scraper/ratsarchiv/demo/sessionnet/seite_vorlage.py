"""`vo0050`: a Vorlage with documents and texts; `vo0053`: its Beratungen; `vo0042`: the list of all Vorlagen."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ratsarchiv.demo.sessionnet import dokumente, gremien, texte
from ratsarchiv.demo.sessionnet.markup import angaben, esc, kasten, klappkasten, link, tabelle, zeilenweise
from ratsarchiv.demo.sessionnet.rahmen import Ansicht, Seite, beginn, zeitraum

if TYPE_CHECKING:
    from ratsarchiv.demo.world import Beratung, Sitzung, Top, Vorlage

SITZUNG = "smce-a-u smc-link-normal smc_doc smc_datatype_si"
SPALTEN = {"voname": "Vorlage", "vobetr": "Betreff", "vovaname": "Art", "vodat": "Datum"}


def vorlage(papier: Vorlage) -> Seite:
    """The page of a Vorlage."""
    dateien = dokumente.der_vorlage(papier)
    felder = (
        ("vobetr", "Betreff", zeilenweise(papier.betreff)),
        ("voname", "Vorlage", esc(papier.nummer)),
        ("vovaname", "Art", esc(papier.art)),
    )
    kaesten = kasten(f"\n{angaben('vo0050', felder)}")
    if dateien:
        kaesten += kasten(dokumente.auf_seite(dateien), "card card-light smc-pr-n smcbox")
    inhalt = f'<div class="row">\n\n{kaesten}</div><!-- /meta-row -->\n{_texte(papier)}'
    return Seite(programm="vo0050", h1=papier.betreff, tabs=_tabs(papier), inhalt=inhalt)


def _texte(papier: Vorlage) -> str:
    teile = [each for each in papier.teile if each.nummer]
    if not teile:
        return ""
    return f'<!-- data-row --><div class="row">\n\n{kasten(texte.bloecke(teile))}</div><!-- /data-row -->\n'


def _tabs(papier: Vorlage) -> tuple[tuple[str, str], ...]:
    namen = {"vo0050": "Informationen", "vo0053": "Beratungen"}
    return tuple((f"{programm}.php?__kvonr={papier.id}", name) for programm, name in namen.items())


def beratungen(ansicht: Ansicht, papier: Vorlage) -> Seite:
    """The page with the way of a Vorlage: a box that opens for each Beratung."""
    kaesten = "".join(_beratung(ansicht, papier, n, each) for n, each in enumerate(papier.beratungen, 1))
    inhalt = f'<div class="row">\n\n{kaesten}</div><!-- /data-row -->\n'
    return Seite(programm="vo0053", h1=papier.betreff, tabs=_tabs(papier), inhalt=inhalt)


def _beratung(ansicht: Ansicht, papier: Vorlage, n: int, beratung: Beratung) -> str:
    """`28.01.2026 Kulturausschuss TOP 8.1 öffentlich - vertagt`; a step without result ends with its role."""
    treffen, top = ansicht.world.top.get(beratung.top or 0, (None, None))
    oeffentlich = _oeffentlich(ansicht, beratung, top)
    ende = beratung.beschluss or beratung.rolle
    teile = (
        f"{treffen.datum:%d.%m.%Y}" if treffen else "",
        esc(ansicht.world.gremium[beratung.gremium].name),
        f"TOP {top.nummer.split(' ')[-1]}" if top and top.nummer else "",
        "öffentlich" if oeffentlich else "nichtöffentlich",
        f"- {esc(ende)}" if ende else "",
    )
    dateien = dokumente.der_vorlage(papier)
    marke = f'<span class="smc-badges"><span class="badge">{len(dateien)} Dok.</span></span>' if dateien else ""
    inhalt = _einzelheiten(beratung)
    if treffen and treffen.oeffentlich and oeffentlich:
        inhalt += _sitzung(ansicht, treffen)
    return klappkasten(n, f"{' '.join(each for each in teile if each)} {marke}", inhalt)


def _oeffentlich(ansicht: Ansicht, beratung: Beratung, top: Top | None) -> bool:
    return top.oeffentlich if top else not ansicht.world.gremium[beratung.gremium].nichtoeffentlich


def _einzelheiten(beratung: Beratung) -> str:
    """The role, which the title leaves out once there is a result."""
    if not beratung.rolle:
        return ""
    titel = '<div class="smc-table-cell smc-cell-head txname_title">Beratungsart</div>'
    zeile = f'{titel}<div class="smc-table-cell txname">{esc(beratung.rolle)}</div>\n'
    return f'<div class="smc-table smc-table-striped">\n<div class="smc-table-row">{zeile}</div>\n</div>\n'


def _sitzung(ansicht: Ansicht, treffen: Sitzung) -> str:
    titel = gremien.tipp(ansicht.world, treffen)
    return f"<p>{link(f'si0057.php?__ksinr={treffen.id}', titel, 'Sitzung anzeigen', SITZUNG)}</p>\n"


def vorlagen(ansicht: Ansicht, *, alles: bool) -> Seite:
    """The list of the Vorlagen of the running term, or of all, on one page, the newest first."""
    von = date.min if alles else beginn(ansicht)
    gezeigt = [each for each in ansicht.world.oeffentliche_vorlagen if each.angelegt >= von]
    alle = sorted(gezeigt, key=lambda each: (each.angelegt, each.id), reverse=True)
    kopf = "".join(f'<th class="{klasse}">{name}</th>' for klasse, name in SPALTEN.items())
    return Seite(
        programm="vo0042",
        h1="Vorlagen",
        filter=zeitraum(ansicht, "vo0042", "", alles=alles),
        inhalt=tabelle("vo0042", "smctablevorlagen", kopf, "".join(map(_zeile, alle))),
        saetze=len(alle),
    )


def _zeile(papier: Vorlage) -> str:
    """A row; the date stands twice, for wide and for narrow screens."""
    ziel, titel = f"vo0050.php?__kvonr={papier.id}", f"Vorlage anzeigen: {papier.betreff}"
    verweis = link(ziel, titel, esc(papier.nummer), "smce-a-u smc-link-procedure smc_datatype_vo")
    datum = f"{papier.angelegt:%d.%m.%Y}"
    doppelt = "smc-t-cl991 smc-table-cell-thtd smc-table-cell-block-991 vodat"
    return (
        f'<tr class="smc-t-r-l"><td data-label="" class="smc-t-cl991 voname">{verweis}</td>'
        f'<td data-label="Betreff" class="smc-t-cl991 vobetr">{zeilenweise(papier.betreff)}</td>'
        f'<td data-label="Art" class="smc-t-cl991 vovaname">{esc(papier.art)}</td>'
        f'<td data-label="Datum" class="smc-t-cn991 vodat">{datum}</td>'
        f'<td data-label="Datum" class="{doppelt}"><p class="smc_field_vodat"><strong>Datum:</strong> {datum}</p></td>\n'
        "</tr>\n"
    )
