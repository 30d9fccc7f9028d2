"""`au010` and `fr010`: lists of Gremien; `au020`, `fr020`, `pa020` and `pa021`: one Gremium with its members."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratsarchiv.demo.markup import esc, knopf, streifen
from ratsarchiv.demo.rahmen import Ansicht, Seite

if TYPE_CHECKING:
    from ratsarchiv.demo.world import Gremium, Mitgliedschaft, Sitzung

PROGRAMME = {"Ausschuss": ("au", "AULFDNR"), "Fraktion": ("fr", "FRLFDNR"), "Rat": ("pa", "PALFDNR")}
ALTOPTION = {"Ausschuss": "Ausschuss", "Fraktion": "Fraktion/Gruppe", "Rat": "Rat"}
GRA = {"Rat": 1000, "Ausschuss": 0, "Fraktion": 1100}
TABELLE = '<table class="tl1" cellspacing="0" cellpadding="1" border="0">\n'
PIXEL = '<img src="images/einpix.gif" width="20" height="1" alt=""  />'


def gremien(ansicht: Ansicht, art: str) -> Seite:
    """The list of all Ausschüsse or Fraktionen: first those that exist, then the dissolved."""
    alle = [each for each in ansicht.world.gremien if each.art == art and not each.verborgen]
    aktive, ehemalige = [[each for each in alle if bool(each.bis) is bis] for bis in (False, True)]
    zeilen = [_zeile(ansicht, each, n) for n, each in enumerate(aktive)]
    zeilen.append(f'\t<tr class="{streifen(len(zeilen))}"><td colspan="8">&nbsp;</td></tr>\n')
    zeilen += [_zeile(ansicht, each, n) for n, each in enumerate(ehemalige, len(zeilen))]
    kuerzel, _ = PROGRAMME[art]
    titel = "Ausschüsse" if art == "Ausschuss" else "Fraktionen"
    return Seite(
        programm=f"{kuerzel}010",
        adresse=f"{kuerzel}010.asp",
        titel=titel,
        h1=titel,
        inhalt=f"{TABELLE}{_kopf(ansicht)}{''.join(zeilen)}</table>",
        deko=None,
    )


def _kopf(ansicht: Ansicht) -> str:
    return (
        '\t<tr class="zk1">\n\t\t<th colspan="2">&nbsp;</th>\n\t\t<th>&nbsp;Mitglieder'
        f"<br  />({ansicht.world.stichtag:%d.%m.%Y})</th>\n"
        '\t\t<th>&nbsp;</th>\n\t\t<th colspan="2">Letzte Sitzung</th>\n\t\t<th colspan="2">Nächste Sitzung'
        "</th>\n\t</tr>\n"
        '\t<tr>\n\t\t<td colspan="8"><hr  /></td>\n\t</tr>\n'
    )


def _zeile(ansicht: Ansicht, gremium: Gremium, n: int) -> str:
    kuerzel, feld = PROGRAMME[gremium.art]
    option = ALTOPTION[gremium.art]
    knopf_gremium = knopf(
        f"{kuerzel}020.asp", {feld: gremium.nummer, "altoption": option}, f"il1_{kuerzel}", kuerzel.upper(), option
    )
    ziel = f"{kuerzel}020.asp?{feld}={gremium.nummer}&amp;altoption={option}"
    anzahl = f"{len(ansicht.world.mitglieder(gremium.schluessel))}\n"
    if gremium.bis:
        anzahl = f"(bis&nbsp;{gremium.bis:%d.%m.%Y})"
    letzte, naechste = _sitzungen(ansicht, gremium)
    return (
        f'\t<tr class="{streifen(n)}">\n<td>{knopf_gremium}</td>\n'
        f'\t\t<td class="text1"><a href="{ziel}">{esc(gremium.name)}</a></td>\n'
        f'\t\t<td class="text5" align="right" nowrap="nowrap">{anzahl}</td>\n<td>&nbsp;</td>\n'
        f"{_termin(letzte)}{_termin(naechste)}\t</tr>\n"
    )


def _sitzungen(ansicht: Ansicht, gremium: Gremium) -> tuple[Sitzung | None, Sitzung | None]:
    eigene = [each for each in ansicht.world.sitzungen if gremium.schluessel in each.gremien and not each.abgesagt]
    vorbei = [each for each in eigene if each.datum < ansicht.world.stichtag]
    kommend = [each for each in eigene if each.datum >= ansicht.world.stichtag]
    return (vorbei[-1] if vorbei else None, kommend[0] if kommend else None)


def _termin(treffen: Sitzung | None) -> str:
    datum = f"{treffen.datum:%d.%m.%Y}" if treffen else ""
    form = "&nbsp;"
    if treffen and treffen.oeffentlich:
        form = knopf("to010.asp", {"SILFDNR": treffen.id}, "il1_to", "TO", "Tagesordnung")
    return f'\t\t<td class="text2" width="1%">{datum}</td>\n\t\t<td>{form}</td>\n'


def gremium(ansicht: Ansicht, schluessel: str) -> Seite:
    """The page of an Ausschuss, a Fraktion or the Rat: address, link to its Sitzungen, members."""
    wer = ansicht.world.gremium[schluessel]
    kuerzel, feld = PROGRAMME[wer.art]
    mitglieder = ansicht.world.mitglieder(schluessel)
    zeilen = "".join(_mitglied(ansicht, each, n) for n, each in enumerate(mitglieder))
    adresse = f"{kuerzel}020.asp?{feld}={wer.nummer}"
    return Seite(
        programm=f"{kuerzel}020",
        adresse=adresse,
        titel=wer.name,
        h1=wer.name,
        objekt=wer.nummer,
        felder=((feld, wer.nummer),),
        inhalt=f"{_anschrift(wer)}<h3>Mitglieder</h3>\n\n{_tabelle(adresse, zeilen)}\n{_anzahl(len(mitglieder))}",
        deko=None,
    )


def _anschrift(wer: Gremium) -> str:
    mail = "".join(f"&#{ord(each)};" for each in "rat@musterstadt.example")
    return (
        '<h3>Anschrift</h3>\n<table class="tk1" cellspacing="0" cellpadding="1">\n'
        '\t<tr><td><table cellspacing="4" cellpadding="1" border="0">\n\t<tr>\n'
        f'\t\t<td rowspan="12"><img src="images/gr/gr0.gif" width="150" alt="{esc(wer.name)}" title="" /></td>\n'
        '\t\t<td rowspan="12">&nbsp;</td>\n\t\t<td class="text4" colspan="4"></td>\n\t</tr>\n'
        '\t<tr><td class="text4" colspan="4">Marktplatz 1</td></tr>\n'
        '\t<tr><td class="text4" colspan="4">00000 Musterstadt</td></tr>\n\t<tr><td colspan="4">&nbsp;</td>'
        "</tr>\n\t<tr>\n"
        '\t\t<td class="lb1"><img src="images/telefon.gif" alt="Tel. dienstl." title="Tel. dienstl."  /></td>\n'
        '\t\t<td class="text4"><span title="Tel. dienstl.">00000 - 12 34 56</span></td>\n\t</tr>\n\t<tr>\n'
        '\t\t<td class="lb1"><img src="images/email.gif" alt="E-Mail 1" title="E-Mail 1"  /></td>\n'
        '\t\t<td class="text4" colspan="3">'
        f'<a href="&#77;&#97;&#73;&#108;&#116;&#79;:{mail}" title="Mail schreiben">{mail}'
        "</a></td>\n\t</tr>\n</table>\n</td></tr>\n</table>\n<br  />\n"
        '<table class="tk1" cellspacing="0" cellpadding="0">\n\t<tr><td>'
        f'<a href="si018_a.asp?GRA={GRA[wer.art] + wer.nummer}">'
        "<h3>Sitzungsübersicht&nbsp;&nbsp;"
        '<img src="images/date.gif" alt="Sitzungsübersicht" title="Sitzungsübersicht" />'
        "</h3></a></td></tr>\n</table>\n"
    )


def _tabelle(adresse: str, zeilen: str) -> str:
    spalten = {"Name": "1ad_nv", "Art der Mitarbeit": "1am_sskn", "Funktion": "1mgfnkt"}
    kopf = "".join(
        f'\t\t<th nowrap="nowrap">{name}&nbsp;<a href="/bi/{adresse}&amp;SORT={sort}"><img class="iso1" '
        'src="images/sort1.gif" alt="aufsteigend sortieren"  /></a>&nbsp;</th>\n'
        for name, sort in spalten.items()
    )
    pixel = '<img src="images/einpix.gif" alt="" width="1" height="1"  />'
    return (
        '<table class="tl1" cellspacing="0" cellpadding="2" border="0">\n\t<tr class="zk1">\n\t\t'
        f'<th width="3%">{PIXEL}</th>\n'
        f'\t\t<th width="3%">{PIXEL}</th>\n{kopf}\t</tr>\n\t<tr>\n\t\t<td colspan="5"><hr  /></td>\n\t</tr>\n{zeilen}'
        f'\t<tr>\n\t\t<td colspan="4">{pixel}</td>\n\t\t<td width="30%">{pixel}</td>\n\t</tr>\n</table>\n'
    )


def _mitglied(ansicht: Ansicht, sitz: Mitgliedschaft, n: int) -> str:
    zusatz = esc(sitz.zusatz) or "&nbsp;"
    return (
        f'\t<tr class="{streifen(n)}">\n{_person(ansicht, sitz)}'
        f'\t\t<td class="text1"><div>{esc(sitz.rolle)}</div></td>\n\t\t<td class="text4"><div>{zusatz}</div>'
        "</td>\n\t</tr>\n"
    )


def _person(ansicht: Ansicht, sitz: Mitgliedschaft) -> str:
    """Three cells: button, nothing, name; without number and name where the name is withheld."""
    if not sitz.name_genannt:
        return "<td>&nbsp;</td>\n\t\t<td>&nbsp;</td>\n<td>&nbsp;</td>\n"
    name = esc(ansicht.world.person[sitz.person].name)
    form = knopf("kp020.asp", {"KPLFDNR": sitz.person}, "il1_kp", "", sitz.rolle)
    link = f'<a href="kp020.asp?KPLFDNR={sitz.person}">{name}</a>'
    return f'<td>{form}</td>\n\t\t<td>&nbsp;</td>\n<td nowrap="nowrap">{link}</td>\n'


def _anzahl(anzahl: int) -> str:
    zeile = f'\t<tr class="zk1"><th>Anzahl: {anzahl}</th></tr>\n'
    return f'\n<table class="tk1" cellspacing="3" cellpadding="0" border="0">\n{zeile}</table>\n'


def rat(ansicht: Ansicht) -> Seite:
    """`pa021`: the members of the Rat with Fraktion and the day since when they are members."""
    mitglieder = ansicht.world.mitglieder("pa1")
    zeilen = "".join(_ratsmitglied(ansicht, each, n) for n, each in enumerate(mitglieder))
    namen = ("Name", "Art der Mitarbeit", "Funktion", "Fraktion/Gruppe", "Mitglied seit")
    kopf = "".join(f'\t\t<th nowrap="nowrap">{each}&nbsp;</th>\n' for each in namen)
    tabelle = (
        '<table class="tl1" cellspacing="0" cellpadding="2" border="0">\n\t<tr class="zk1">\n'
        f'\t\t<th width="3%">{PIXEL}</th>\n\t\t<th width="3%">{PIXEL}</th>\n{kopf}\t</tr>\n'
        f'\t<tr>\n\t\t<td colspan="7"><hr  /></td>\n\t</tr>\n{zeilen}</table>\n'
    )
    return Seite(
        programm="pa021",
        adresse="pa021.asp?PALFDNR=1",
        titel="Rat der Stadt",
        h1="Rat der Stadt",
        objekt=1,
        felder=(("PALFDNR", 1),),
        inhalt=f"<h3>Mitglieder</h3>\n\n{tabelle}{_anzahl(len(mitglieder))}",
        deko=None,
    )


def _ratsmitglied(ansicht: Ansicht, sitz: Mitgliedschaft, n: int) -> str:
    funktion = "&nbsp;" if sitz.rolle == "Ratsmitglied" else esc(sitz.rolle)
    art = "Bürgermeisterin" if sitz.rolle == "Bürgermeisterin" else "Ratsmitglied"
    return (
        f'\t<tr class="{streifen(n)}">\n{_person(ansicht, sitz)}\t\t<td class="text1"><div>{art}</div></td>\n'
        f'\t\t<td class="text4"><div>{funktion}</div></td>\n\t\t<td class="text4">'
        f"<div>{esc(sitz.zusatz) or '&nbsp;'}</div></td>\n"
        f'\t\t<td class="text2">{sitz.von:%d.%m.%Y}</td>\n\t</tr>\n'
    )
