"""`to010`: a Sitzung and its agenda, in rows of eight cells or, as in version 3.9.0, of seven."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratsarchiv.demo import anlagen
from ratsarchiv.demo.beratungsgang import OFFEN
from ratsarchiv.demo.markup import (
    WOCHENTAGE,
    attr,
    dokument_knopf,
    esc,
    knopf,
    mit_anlagen,
    streifen,
    verknuepft,
)
from ratsarchiv.demo.rahmen import Ansicht, Seite
from ratsarchiv.demo.seite_vorlage import vorlage_knopf, vorlage_link

if TYPE_CHECKING:
    from ratsarchiv.demo.world import Dokument, Gremium, Sitzung, Top

LEERE_ZELLE = "<td>&nbsp;</td>\n"
NACHTRAG = "Nachtrags-TOP"


def sitzung(ansicht: Ansicht, nummer: int) -> Seite:
    """The page of a Sitzung."""
    treffen = ansicht.world.sitzung[nummer]
    teil = 900000 + treffen.id
    inhalt = (
        '<table class="tk1" cellspacing="0" cellpadding="0">\n\t<tr>\n\t\t<td class="ko1" valign="top">'
        f"{_angaben(ansicht, treffen)}</td>\n"
        f'\t\t<td class="ko2"></td>\n\t\t<td class="me1">{_spalte(ansicht, treffen, teil)}</td>\n\t</tr>\n</table>\n'
        f"<hr  />\n{_tagesordnung(ansicht, treffen)}<hr />\n{anlagen.lang(ansicht, treffen.anlagen, teil)}"
    )
    return Seite(
        programm="to010",
        adresse=f"to010.asp?SILFDNR={treffen.id}",
        titel="Tagesordnung",
        h1=f"Tagesordnung - {treffen.name}",
        objekt=treffen.id,
        felder=(("SILFDNR", treffen.id),),
        termin=True,
        deko="nodeco" if ansicht.version == "3.9.0" else "clip",
        inhalt=inhalt,
    )


def zeile(name: str, wert: str) -> str:
    """A row of metadata over the whole width."""
    zellen = f'\t\t<td class="kb1">{name}:</td>\n\t\t<td colspan="3" class="text2">{esc(wert)}</td>\n'
    return f'\t<tr valign="top">\n{zellen}\t</tr>\n'


def termin_zeilen(treffen: Sitzung) -> str:
    """The rows that say when and where, on the pages of a Sitzung and of its Auszüge."""
    zeit = " - ".join(each for each in (treffen.beginn, treffen.ende) if each)
    intern = treffen.id % 5 != 0
    orte = {"Raum": treffen.raum, "Ort": treffen.ort, "Zusatz": treffen.zusatz}
    return (
        '\t<tr valign="top">\n\t\t<td class="kb1">Datum:</td>\n\t\t<td class="text2" nowrap="nowrap">'
        f"{WOCHENTAGE[treffen.datum.weekday()]}, {verknuepft(treffen.datum)}</td>\n"
        '\t\t<td class="kb1">Status:</td>\n'
        f'\t\t<td class="text3">{"öffentlich/nichtöffentlich" if intern else "öffentlich"}</td>\t</tr>\n'
        f'\t<tr valign="top">\n\t\t<td class="kb1">Zeit:</td>\n\t\t<td class="text2" nowrap="nowrap">{zeit}</td>\n'
        '\t\t<td class="kb1">Anlass:</td>\n\t\t<td class="text4">Sitzung</td>\n\t</tr>\n'
        + "".join(zeile(name, wert) for name, wert in orte.items() if wert)
    )


def gremium_link(gremium: Gremium, treffen: Sitzung) -> str:
    """A link to the Gremium as it was on the day of the Sitzung."""
    tag = f"history=switch&amp;tsDD={treffen.datum.day}&amp;tsMM={treffen.datum.month}&amp;tsYYYY={treffen.datum.year}"
    if gremium.art == "Rat":
        return f'<a href="pa020.asp?{tag}&amp;PALFDNR={gremium.nummer}">{esc(gremium.name)}</a>'
    ziel = f"au020.asp?T1=Ausschuss&amp;{tag}&amp;AULFDNR={gremium.nummer}&amp;altoption=Ausschuss"
    return f'<a href="{ziel}">{esc(gremium.name)}</a>'


def _angaben(ansicht: Ansicht, treffen: Sitzung) -> str:
    gremien = [ansicht.world.gremium[each] for each in treffen.gremien]
    if len(gremien) == 1:
        gremium = (
            f'<td class="kb1">Gremium:</td>\n\t\t<td class="text1" colspan="3">{gremium_link(gremien[0], treffen)}</td>'
        )
    else:
        names = ", ".join(esc(each.name) for each in gremien)
        gremium = f'<td class="kb1">Gremien:</td>\n\t\t<td class="text1" colspan="3">{names}</td>'
    return (
        '<table class="tk1" cellspacing="0" cellpadding="3" border="0">\n\t<tr valign="top">\n'
        f'\t\t<td class="kb1">Bezeichnung:</td>\n<td class="text1" colspan="3">{esc(treffen.name)}</td>\n\t</tr>\n'
        f'\t<tr valign="top">\n\t\t{gremium}\n\t</tr>\n{termin_zeilen(treffen)}\n</table>\n'
    )


def _spalte(ansicht: Ansicht, treffen: Sitzung, teil: int) -> str:
    forms = "".join(f"{dokument_knopf(each.nummer, each.titel, each.titel)}\n" for each in treffen.dokumente)
    if treffen.protokoll:
        beschluesse = knopf("si017.asp", {"SILFDNR": treffen.id}, "il2_s", "Beschlüsse", "Beschlüsse")
        forms += beschluesse.replace("ü", "&uuml;") + "\n"
    pixel = '<img src="images/einpix.gif" alt="" width="165" height="1" border="0"  />'
    return (
        f'\t\t\t<table class="tk1" cellspacing="0" cellpadding="0" border="0">\n\t\t\t\t<tr><td>{pixel}</td></tr>\n'
        f'\t\t\t\t<tr>\n\t\t\t\t\t<td class="me1" align="left">{forms}\t\t\t\t\t</td>\t\t\t\t</tr>\n'
        f'\t\t\t\t<tr>\n\t\t\t\t\t<td class="me1" align="center">{anlagen.kurz(ansicht, treffen.anlagen, teil)}'
        "\t\t\t\t\t</td>\t\t\t\t</tr>\n\t\t\t</table>\n"
    )


def _tagesordnung(ansicht: Ansicht, treffen: Sitzung) -> str:
    breite, zweite = (7, '<th width="1%">') if ansicht.version == "3.9.0" else (8, '<th colspan="2" width="1%">')
    rows = "".join(_top(ansicht, treffen, top, n) for n, top in enumerate(treffen.tops))
    leer = "\t\t<td>&nbsp;</td>\n" * breite
    return (
        '<table class="tl1" cellspacing="0" cellpadding="1" border="0">\n\t<tr class="zk1">\n\t\t'
        '<th width="1%">TOP</th>\n'
        f'\t\t{zweite}&nbsp;</th>\n\t\t<th colspan="2">Betreff</th>\n\t\t<th colspan="3">Vorlage</th>\n\t</tr>\n'
        f'\t<tr>\n\t\t<td colspan="{breite}"><hr  /></td>\n\t</tr>\n{rows}\t<tr>\n{leer}\t</tr>\n</table>\n'
    )


def _top(ansicht: Ansicht, treffen: Sitzung, top: Top, n: int) -> str:
    klasse = streifen(n)
    nummer = f'\t\t<td class="text4" nowrap="nowrap">{_nummer(treffen, top)}</td>\n'
    kopf = f'\t<tr class="{klasse}">\n{nummer}\t\t{LEERE_ZELLE}'
    if top.verraten:
        return kopf + _verraten(ansicht, top, klasse)
    if not top.oeffentlich:
        return f'{kopf}{LEERE_ZELLE}<td class="text1">{_betreff(top)}</td>\n{LEERE_ZELLE * 3}\t</tr>\n'
    mitte = LEERE_ZELLE if ansicht.version == "3.9.5" else ""
    zweite = _fortsetzung(top.niederschrift, klasse, mitte) if top.niederschrift else ""
    return (
        f"{kopf}{_auszug(top)}<td>{_titel(top)}</td>\n<!--{top.id} -->\n"
        f"{mitte}{_bezug(ansicht, top)}\t\t{LEERE_ZELLE}\t</tr>\n{zweite}"
    )


def _verraten(ansicht: Ansicht, top: Top, klasse: str) -> str:
    """An N item with the buttons and links of a public one; only its number and the cell's class say what it is."""
    mitte = LEERE_ZELLE if ansicht.version == "3.9.5" else ""
    zweite = _fortsetzung(top.niederschrift, klasse, mitte) if top.niederschrift else ""
    return (
        f'{_auszug(top)}<td class="text1">{_titel(top)}</td>\n<!--{top.id} -->\n'
        f"{mitte}{_bezug(ansicht, top)}\t\t{LEERE_ZELLE}\t</tr>\n{zweite}"
    )


def _nummer(treffen: Sitzung, top: Top) -> str:
    mit = treffen.protokoll
    nachtrag = f" ({NACHTRAG})" if top.nachtrag else ""
    titel = ("Beschlüsse anzeigen" if mit else "Auswählen") + nachtrag
    text = esc(top.nummer).replace(" ", "&nbsp;")
    if top.nachtrag:
        text = f'<span style="background-color:#8ae234" title="{NACHTRAG}">{text}</span>'
    ziel = f"to010.asp?SILFDNR={treffen.id}&TOLFDNR={top.id}{'&BES=1' if mit else ''}#beschluss"
    return f'<a href="{ziel}" title="{titel}">{text}</a>'


def _auszug(top: Top) -> str:
    if not top.auszug:
        return LEERE_ZELLE
    form = knopf("to020.asp", {"TOLFDNR": top.id}, "il1_naz", "NA", top.beschluss or OFFEN)
    return f'<td nowrap="nowrap">{mit_anlagen(form)}</td>\n' if top.auszug.anlagen else f"<td>{form}</td>\n"


def _betreff(top: Top) -> str:
    zusatz = f' <span style="color: #888a85" title="Zusatzinfo">{esc(top.zusatz)}</span>' if top.zusatz else ""
    return esc(top.betreff) + zusatz


def _titel(top: Top) -> str:
    return f'<a href="to020.asp?TOLFDNR={top.id}">{_betreff(top)}</a>' if top.auszug else _betreff(top)


def _bezug(ansicht: Ansicht, top: Top) -> str:
    if top.vorlage:
        papier = ansicht.world.vorlage[top.vorlage]
        return f'{vorlage_knopf(papier)}\n<td nowrap="nowrap">{vorlage_link(papier, esc(papier.nummer))}</td>\n'
    if top.bezug_sitzung:
        andere = ansicht.world.sitzung[top.bezug_sitzung]
        form = knopf("to010.asp", {"SILFDNR": andere.id}, "il1_to", "TO", "Tagesordnung")
        link = f'<a href="to010.asp?SILFDNR={andere.id}">{attr(andere.kennung)}</a>'
        return f'<td>{form}</td>\n<td nowrap="nowrap">{link}</td>\n'
    return f"{LEERE_ZELLE}<td></td>\n"


def _fortsetzung(niederschrift: Dokument, klasse: str, mitte: str) -> str:
    """The row without number below an item: the minutes to be approved."""
    form = dokument_knopf(niederschrift.nummer, "Pro", niederschrift.titel, klasse="il1_ns2")
    return (
        f'\t<tr class="{klasse}">\n\t\t<td class="text4">&nbsp;</td>\n\t\t<td colspan="3">&nbsp;</td>\n\t\t{mitte}'
        f"\t\t<td>{form}</td>\n\t\t<td>&nbsp;</td>\n\t\t<td>&nbsp;</td>\n\n\t</tr>\n"
    )
