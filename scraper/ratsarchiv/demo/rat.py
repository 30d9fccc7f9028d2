"""Who sits in Musterstadt's council: Gremien, Personen, Mitgliedschaften."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ratsarchiv.demo.world import Gremium, Mitgliedschaft, Person

if TYPE_CHECKING:
    from random import Random

AUSSCHUESSE = {
    1: ("Haupt- und Finanzausschuss", "Sitzung des Haupt- und Finanzausschusses"),
    2: ("Ausschuss für Stadtentwicklung und Bauen", "Sitzung des Ausschusses für Stadtentwicklung und Bauen"),
    3: ("Ausschuss für Mobilität und Verkehr", "Sitzung des Ausschusses für Mobilität und Verkehr"),
    4: ("Ausschuss für Umwelt und Klimaschutz", "Sitzung des Ausschusses für Umwelt und Klimaschutz"),
    5: ("Ausschuss für Soziales und Gesundheit", "Sitzung des Ausschusses für Soziales und Gesundheit"),
    6: ("Ausschuss für Schule und Bildung", "Sitzung des Ausschusses für Schule und Bildung"),
    7: ("Kulturausschuss", "Sitzung des Kulturausschusses"),
    8: ("Sportausschuss", "Sitzung des Sportausschusses"),
    9: ("Jugendhilfeausschuss", "Sitzung des Jugendhilfeausschusses"),
    14: ("Rechnungsprüfungsausschuss", "Sitzung des Rechnungsprüfungsausschusses (nichtöffentlich)"),
}
FRAKTIONEN = {
    1: "Fraktion Soziales Musterstadt",
    2: "Bürgerunion-Fraktion",
    3: "Fraktion Grüne Liste",
    4: "Fraktion Freies Forum",
    5: "Gruppe Wir für den Süden",
}
NACHNAMEN = (
    "Ahrens", "Bäumer", "Çelik", "Dönitz-Falk", "Eßer", "Fuhrmann", "Günther", "Hölscher", "Ihde", "Jürgens", "Kühn",
    "Löwe", "Mühlbach", "Nowak", "Özdemir", "Pfäffle", "Quast", "Rößler", "Süß", "Thölen", "Uhlig", "Vößing",
    "Wächter", "Yıldız", "Zöller", "Amann", "Brögger", "Claßen", "Dreßen", "Engels", "Fröhlich", "Größer", "Hübner",
    "Jäger", "Köster", "Lübke", "Möllers", "Nüßlein", "Ohligs", "Plötz",
)  # fmt: skip
VORNAMEN = (
    "Aylin", "Björn", "Claudia", "Dörte", "Emre", "Frauke", "Günter", "Hülya", "Ingo", "Jörg", "Käthe", "Lüder",
    "Margarethe", "Niklas", "Özlem", "Philipp", "Renate", "Sören", "Tülay", "Ulf",
)  # fmt: skip


def gremien(stichtag: date) -> list[Gremium]:
    """One Rat, eleven Ausschüsse (one dissolved), six Fraktionen (one dissolved)."""
    wahl = wahltag(stichtag)
    rat = Gremium(art="Rat", nummer=1, name="Rat der Stadt", sitzungsname="Sitzung des Rates der Stadt", von=wahl)
    ausschuesse = [
        Gremium(art="Ausschuss", nummer=n, name=name, sitzungsname=sitzung, von=wahl, nichtoeffentlich=n == 14)
        for n, (name, sitzung) in AUSSCHUESSE.items()
    ]
    fraktionen = [
        Gremium(art="Fraktion", nummer=n, name=name, sitzungsname=f"Sitzung der {name}", von=wahl)
        for n, name in FRAKTIONEN.items()
    ]
    return [rat, *ausschuesse, _neubauausschuss(stichtag, wahl), *fraktionen, _liste_nord(stichtag, wahl)]


def _neubauausschuss(stichtag: date, wahl: date) -> Gremium:
    name = "Ausschuss für den Neubau des Rathauses"
    bis = date(stichtag.year - 1, 6, 30)
    return Gremium(art="Ausschuss", nummer=11, name=name, sitzungsname=f"Sitzung des {name}", von=wahl, bis=bis)


def _liste_nord(stichtag: date, wahl: date) -> Gremium:
    name = "Gruppe Liste Nord"
    bis = date(stichtag.year - 2, 3, 31)
    return Gremium(art="Fraktion", nummer=7, name=name, sitzungsname=f"Sitzung der {name}", von=wahl, bis=bis)


def wahltag(stichtag: date) -> date:
    """The first day of the council's term; it began before the first meeting that the system knows."""
    return date(stichtag.year - 5, 11, 1)


def personen(rng: Random, anzahl: int) -> list[Person]:
    """The council's members: the Bürgermeisterin first, the others in Fraktionen of falling size."""
    nachnamen = rng.sample(NACHNAMEN, k=len(NACHNAMEN))
    vorname = [rng.choice(VORNAMEN) for _ in range(anzahl)]
    fraktionen = [None, *rng.choices([1, 1, 1, 2, 2, 2, 3, 3, 4, 5], k=anzahl - 1)]
    fraktionen[1:6] = [1, 2, 3, 4, 5]
    return [
        Person(
            nummer=100 + 3 * n,
            name=f"{nachnamen[n % len(nachnamen)]}{'-Feld' * (n // len(nachnamen))}, {vorname[n]}",
            fraktion=f"fr{fraktion}" if fraktion else None,
        )
        for n, fraktion in enumerate(fraktionen)
    ]


def mitgliedschaften(
    rng: Random, stichtag: date, gremien: list[Gremium], personen: list[Person]
) -> list[Mitgliedschaft]:
    """Who sits where, now and before."""
    names = {each.schluessel: each.name for each in gremien}
    wahl = wahltag(stichtag)
    seats = [_ratssitz(each, n, names, wahl) for n, each in enumerate(personen)]
    seats += [_fraktionssitz(each, n, personen, wahl) for n, each in enumerate(personen) if each.fraktion]
    for gremium in gremien:
        if gremium.art == "Ausschuss":
            seats += _ausschusssitze(rng, gremium, personen, names)
    ehemals = personen[6].nummer, personen[7].nummer
    seats.append(
        Mitgliedschaft(
            person=ehemals[0], gremium="fr7", rolle="Mitglied", zusatz="", von=wahl, bis=date(stichtag.year - 2, 3, 31)
        )
    )
    seats.append(
        Mitgliedschaft(
            person=ehemals[1],
            gremium="au7",
            rolle="Ausschussmitglied",
            zusatz=names[personen[7].fraktion or "fr1"],
            von=wahl,
            bis=date(stichtag.year - 1, 4, 30),
        )
    )
    return seats


def _ratssitz(person: Person, n: int, names: dict[str, str], wahl: date) -> Mitgliedschaft:
    rolle = {0: "Bürgermeisterin", 1: "1. stellv. Bürgermeister/in", 2: "2. stellv. Bürgermeister/in"}.get(
        n, "Ratsmitglied"
    )
    zusatz = names[person.fraktion] if person.fraktion else ""
    von = date(wahl.year + 2, 2, 1) if n % 17 == 9 else wahl
    return Mitgliedschaft(person=person.nummer, gremium="pa1", rolle=rolle, zusatz=zusatz, von=von)


def _fraktionssitz(person: Person, n: int, personen: list[Person], wahl: date) -> Mitgliedschaft:
    erste = next(each for each in personen if each.fraktion == person.fraktion)
    rolle = "Fraktionsvorsitz" if erste is person else "Mitglied"
    von = date(wahl.year + 2, 2, 1) if n % 17 == 9 else wahl
    return Mitgliedschaft(person=person.nummer, gremium=person.fraktion or "", rolle=rolle, zusatz="", von=von)


def _ausschusssitze(
    rng: Random, gremium: Gremium, personen: list[Person], names: dict[str, str]
) -> list[Mitgliedschaft]:
    mitglieder = [each for each in personen if each.fraktion]
    gewaehlt = rng.sample(mitglieder, k=min(13, len(mitglieder)))
    rollen = ["Vorsitz", "Stellvertretender Vorsitz", *["Ausschussmitglied"] * 8, *["Ständige Vertretung"] * 3]
    return [
        Mitgliedschaft(
            person=person.nummer,
            gremium=gremium.schluessel,
            rolle=rolle,
            zusatz=names[person.fraktion or ""],
            von=gremium.von,
            bis=gremium.bis,
            name_genannt=not (gremium.nummer == 9 and n == 12),
        )
        for n, (person, rolle) in enumerate(zip(gewaehlt, rollen, strict=False))
    ]
