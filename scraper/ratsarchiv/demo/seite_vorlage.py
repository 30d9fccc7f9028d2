"""`vo020`: one Vorlage with its texts, its Beratungsfolge, its documents and its family."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from ratsarchiv.demo import anlagen, wort
from ratsarchiv.demo.markup import PIXEL, dokument_knopf, esc, knopf, mit_anlagen, verknuepft, zeilenweise
from ratsarchiv.demo.rahmen import Ansicht, Seite

if TYPE_CHECKING:
    from ratsarchiv.demo.world import Beratung, Vorlage

FARBEN = {"Geplant": "#73d216", "Bereit": "#edd400", "Erledigt": "#ffffff"}
TEILE = {"SV": "Sachverhalt", "BV": "Beschlussvorschlag", "FA": "Finanzielle Auswirkungen", "AN": "Anlage/n"}
SKRIPT = (
    '<script language="Javascript" type="text/javascript"><!--\n//<![CDATA[\n'
    "\tfunction checkClickResult(id, clicked, value) {{\n{zeilen}\t}}\n\n\n//]]>\n--></script>\n"
)
LEERES_SKRIPT = SKRIPT.format(zeilen="")
SPALTE = '<img src="images/einpix.gif" width="1" height="1" alt="" border="0"  />'
SPALTEN = "<tr>" + f'<td>{SPALTE}</td><td width="45%">{SPALTE}</td>' * 2


def vorlage(ansicht: Ansicht, nummer: int) -> Seite:
    """The page of a Vorlage."""
    papier = ansicht.world.vorlage[nummer]
    kopf = (
        '<table class="tk1" cellspacing="0" cellpadding="0" border="0">\n\t<tr>\n\t\t<td class="ko1" valign="top">'
        f"{_angaben(ansicht, papier)}</td>\n"
        f'\t\t<td class="ko2"></td>\n\t\t<td class="me1">\n{_spalte(ansicht, papier)}\t\t</td>\n\t</tr>\n</table>\n'
    )
    fuss = anlagen.lang(ansicht, papier.anlagen, papier.anlagen_teil)
    texte = [each for each in papier.teile if each.nummer]
    return Seite(
        programm="vo020",
        adresse=f"vo020.asp?VOLFDNR={papier.id}",
        titel="Vorlage",
        h1=f"Vorlage - {papier.nummer}",
        objekt=papier.id,
        felder=(("VOLFDNR", papier.id),),
        inhalt=f"{kopf}<hr  />\n{wort.teile(texte)}{fuss}{_stammbaum(ansicht, papier)}",
    )


def angaben_zur_vorlage(papier: Vorlage) -> str:
    """The rows that the pages of a Vorlage and of its Auszug share: Status, Art, Federführend."""
    bearbeiter = f" {esc(papier.bearbeiter)}" if papier.bearbeiter else "&nbsp;"
    zweite = "Bearbeiter/-in:" if papier.bearbeiter else "&nbsp;"
    return (
        '\t<tr><td class="kb1">Status:</td><td class="text3">öffentlich</td><td class="kb1">Vorlage-Art:</td>'
        f'<td class="text4">{esc(papier.art)}</td></tr>\n\n{_einzelne(papier)}<tr>\n'
        f'<td class="kb1">Federführend:</td><td class="text4">{esc(papier.federfuehrend)}</td>\n'
        f'<td class="kb1">{zweite}</td><td class="text4">{bearbeiter}</td>\n</tr>\n{_beteiligt(papier)}\n'
    )


def _einzelne(papier: Vorlage) -> str:
    paare = {"Verfasser:": papier.verfasser, "Berichterstatter/in:": papier.berichterstatter}
    return "".join(
        f'<tr><td class="kb1">{name}</td><td class="text4">{esc(wert)}</td></tr>\n'
        for name, wert in paare.items()
        if wert
    )


def _beteiligt(papier: Vorlage) -> str:
    if not papier.beteiligt:
        return "\n"
    return f'<tr>\n<td class="kb1">Beteiligt:</td><td class="text4">{esc(papier.beteiligt)}</td>\n</tr>\n'


def _angaben(ansicht: Ansicht, papier: Vorlage) -> str:
    skript = "" if papier.id % 3 == 0 else LEERES_SKRIPT
    return (
        '<table class="tk1" cellspacing="0" cellpadding="3" border="0">\n\t<tr>\n\t\t<td class="kb1">Betreff:</td>\n'
        f'\t\t<td class="text1" colspan="3">\n{skript}{zeilenweise(papier.betreff)}</td>\n\t</tr>\n'
        f"{_bezug(ansicht, papier)}{angaben_zur_vorlage(papier)}"
        '\n\t<tr>\n\t\t<td class="kb1" colspan="4">Beratungsfolge:</td>\n\t</tr>\n\t<tr>\n'
        '\t\t<td valign="top" colspan="4">\n\t\t\t<table cellspacing="0" cellpadding="3" border="0">\n\t\t\t\t<tr>\n'
        f'\t\t\t\t\t<td>{PIXEL}</td>\n\t\t\t\t\t<td colspan="6">{PIXEL}</td>\n\t\t\t\t</tr>\n'
        f"{_beratungsfolge(ansicht, papier)}\t\t\t</table>\n\t\t</td>\n\t</tr>\n{SPALTEN}</tr>\n</table>\n"
    )


def _bezug(ansicht: Ansicht, papier: Vorlage) -> str:
    if papier.bezug is None:
        return ""
    frueher = ansicht.world.vorlage[papier.bezug]
    form = knopf("vo020.asp", {"VOLFDNR": frueher.id}, "il1_vo", "VO", "Vorlage")
    link = f'<a href="vo020.asp?VOLFDNR={frueher.id}">{esc(frueher.nummer)}</a>'
    return (
        '<tr>\n<td class="kb1">Bezüglich:</td><td class="text4"><table class="tk1" cellspacing="0" cellpadding="0" '
        f'border="0"><tr><td>{form}</td><td>&nbsp;</td><td>{link}</td></tr></table></td>\n</tr>\n'
    )


def _beratungsfolge(ansicht: Ansicht, papier: Vorlage) -> str:
    zeilen = ""
    for _, gruppe in groupby(papier.beratungen, key=lambda each: each.schritt):
        beratungen = list(gruppe)
        zeilen += _kopfzeile(ansicht, beratungen[-1])
        zeilen += "".join(_sitzungszeile(ansicht, each) for each in beratungen if each.sitzung)
    return zeilen


def _kopfzeile(ansicht: Ansicht, beratung: Beratung) -> str:
    gremium = ansicht.world.gremium[beratung.gremium].name
    return (
        f'\t\t\t\t<tr valign="top" class="zl12">\n\t\t\t\t\t{_ampel(beratung)}\n'
        f'\t\t\t\t\t<td class="text1" colspan="3">{esc(gremium)}</td>\n'
        f'\t\t\t\t\t<td class="text1" colspan="3" nowrap="nowrap">{esc(beratung.rolle)}</td>\n\t\t\t\t</tr>\n'
    )


def _sitzungszeile(ansicht: Ansicht, beratung: Beratung) -> str:
    sitzung = ansicht.world.sitzung[beratung.sitzung or 0]
    top = ansicht.world.top[beratung.top or 0][1]
    to, name, auszug = "&nbsp;", esc(sitzung.name), "&nbsp;"
    if sitzung.oeffentlich:
        ziel = f"to010.asp?topSelected={top.id}"
        to = knopf(ziel, {"SILFDNR": sitzung.id}, "il1_to", "TO", "Tagesordnung")
        name = f'<a href="to010.asp?SILFDNR={sitzung.id}">{name}</a>'
    if sitzung.oeffentlich and top.auszug and top.oeffentlich:
        auszug = knopf("to020.asp", {"TOLFDNR": top.id}, "il1_naz", "NA", "Auszug")
    return (
        f'\t\t\t\t<tr valign="top" class="zl12">\n\t\t\t\t\t{_ampel(beratung)}\n'
        f'\t\t\t\t\t<td class="text2">{verknuepft(sitzung.datum)}&nbsp;</td>\n<td>{to}</td>\n<td>{name}</td>\n'
        f'\t\t\t\t\t<td class="text3">{esc(beratung.beschluss or "")}&nbsp;</td>\n\t\t\t\t\t<td>&nbsp;</td>\n'
        f"<td>{auszug}</td>\n\t\t\t\t</tr>\n"
    )


def _ampel(beratung: Beratung) -> str:
    return f'<td bgcolor="{FARBEN[beratung.status]}" title="{beratung.status}"></td>'


def _spalte(ansicht: Ansicht, papier: Vorlage) -> str:
    forms = "".join(
        f" {dokument_knopf(each.nummer, each.titel, each.titel, typ=each.typ)}\n" for each in papier.dokumente
    )
    if any(each.beschluss for each in papier.beratungen):
        knopf_beschluesse = knopf("vo021.asp", {"VOLFDNR": papier.id}, "il2_s", "Beschlüsse", "Beschlüsse")
        forms += f" {knopf_beschluesse.replace('ü', '&uuml;')}\n "
    anker = "".join(
        f'\t\t\t\t\t\t<br /><a href="#allris{each.code}">{TEILE[each.code]}</a>' for each in papier.teile if each.nummer
    )
    pixel = '<img src="images/einpix.gif" alt="" width="165" height="1" border="0"  />'
    return (
        f'\t\t\t<table class="tk1" cellspacing="0" cellpadding="0" border="0">\n\t\t\t\t<tr><td>{pixel}</td></tr>\n'
        f'\t\t\t\t<tr>\n\t\t\t\t\t<td class="me1">{forms}\n\t\t\t\t\t</td>\t\t\t\t</tr>\n'
        f'\t\t\t\t<tr>\n\t\t\t\t\t<td class="me1">{anker}\t\t\t\t\t</td>\t\t\t\t</tr>\n'
        f'\t\t\t\t<tr>\n\t\t\t\t\t<td class="me1" align="center">'
        f"{anlagen.kurz(ansicht, papier.anlagen, papier.anlagen_teil)}\t\t\t\t\t</td>\t\t\t\t</tr>\n\t\t\t</table>\n"
    )


def _stammbaum(ansicht: Ansicht, papier: Vorlage) -> str:
    familie = ansicht.world.stammbaum(papier)
    if not familie:
        return ""
    zeilen = "".join(_verwandte(each, eigene=each is papier) for each in familie if each.zugang == "oeffentlich")
    return (
        '<hr  />\n<table class="tk1" cellspacing="0" cellpadding="3" border="0">\n'
        f'\t<tr valign="top">\n\t\t<td class="kb1" colspan="7">Stammbaum:</td>\n\t</tr>\n{zeilen}</table>\n'
    )


def _verwandte(papier: Vorlage, *, eigene: bool) -> str:
    nummer, betreff = esc(papier.nummer), zeilenweise(papier.betreff)
    if not eigene:
        auf = f'<a href="vo020.asp?VOLFDNR={papier.id}">'
        nummer, betreff = f"{auf}{nummer}</a>", f"{auf}{betreff}</a>"
    zellen = "<td>&nbsp;</td>".join(
        f'<td class="text4">{each}</td>' for each in (nummer, betreff, esc(papier.federfuehrend), esc(papier.art))
    )
    return f'\t<tr valign="top" class="{"zl11" if eigene else "zl12"}">\n\t\t{zellen}\n\t</tr>\n'


def vorlage_knopf(papier: Vorlage) -> str:
    """The cell with a Vorlage's button, marked when it has attachments."""
    form = knopf("vo020.asp", {"VOLFDNR": papier.id}, "il1_vo", "VO", "Vorlage")
    return f'<td nowrap="nowrap">{mit_anlagen(form)}</td>' if papier.anlagen else f"<td>{form}</td>"


def vorlage_link(papier: Vorlage, text: str) -> str:
    """A link to a Vorlage's page."""
    return f'<a href="vo020.asp?VOLFDNR={papier.id}">{text}</a>'
