"""System, Body and who sits in the council: Organizations, Persons, Memberships."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar
from zlib import crc32

from ratsarchiv.demo.nummern import gremium_nummer
from ratsarchiv.demo.oparl.objekt import Objekt, Pfad, eigen, objekt, seite

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ratsarchiv.demo.world import Gremium, Mitgliedschaft, Person, World

T = TypeVar("T")
BODY = eigen("bodies", id=1)
LIZENZ = "https://creativecommons.org/publicdomain/zero/1.0/"
ARTEN = {"Rat": "Gremium", "Ausschuss": "Gremium", "Fraktion": "Fraktion"}
WOHNUNG = 1_000_000
"""Locations of Persons have the Person's number and this."""


def system(world: World) -> Objekt:
    """The entry."""
    return objekt(
        "System",
        eigen("system"),
        oparlVersion="https://schema.oparl.org/1.1/",
        license=LIZENZ,
        body=eigen("bodies"),
        name=f"ALLRIS {world.kommune['name']}",
        contactName=f"{world.kommune['art']} {world.kommune['name']}",
        contactEmail="ratsbuero@musterstadt.example",
        website=Pfad("/public/"),
        vendor="https://www.cc-egov.de",
        product="https://www.cc-egov.de/allris",
    )


def body(world: World) -> Objekt:
    """Musterstadt; of the lists it names the four that this product has."""
    wahl = next(each for each in world.gremien if each.art == "Rat").von
    wahlperiode = objekt(
        "LegislativeTerm", eigen("legislativeTerms", id="1_1"), name="1. Wahlperiode", startDate=wahl.isoformat()
    )
    return objekt(
        "Body",
        BODY,
        system=eigen("system"),
        shortName=world.kommune["name"],
        name=f"{world.kommune['art']} {world.kommune['name']}",
        license=LIZENZ,
        ags=world.kommune["ags"],
        organization=eigen("organizations", body=1),
        person=eigen("persons", body=1),
        meeting=eigen("meetings", body=1),
        paper=eigen("papers", body=1),
        legislativeTerm=[wahlperiode],
    )


def gremium_adresse(schluessel: str) -> Pfad:
    """The Organization of a Gremium."""
    return eigen("organizations", typ="gr", id=gremium_nummer(schluessel))


def amt_adresse(name: str) -> Pfad:
    """The Organization of a part of the administration, which has no number but what its name gives."""
    return eigen("organizations", typ="at", id=crc32(name.encode()) % 1_000_000)


def organizations(world: World) -> Iterator[Objekt]:
    """Gremien, then the parts of the administration that Vorlagen name."""
    sitze = _nach(_sitze(world), lambda each: each.gremium)
    for gremium in world.gremien:
        if not gremium.verborgen:
            yield _gremium(gremium, sitze.get(gremium.schluessel, []))
    for amt in sorted({each.federfuehrend for each in world.oeffentliche_vorlagen}):
        yield objekt(
            "Organization", amt_adresse(amt), body=BODY, name=amt, organizationType="Verwaltungsbereich",
            classification="Amt",
        )  # fmt: skip


def _sitze(world: World) -> list[Mitgliedschaft]:
    """The seats whose Person and Gremium are shown."""
    return [
        each
        for each in world.mitgliedschaften
        if each.name_genannt and not world.person[each.person].gesperrt and not world.gremium[each.gremium].verborgen
    ]


def _nach(sitze: list[Mitgliedschaft], feld: Callable[[Mitgliedschaft], T]) -> dict[T, list[Mitgliedschaft]]:
    found: dict[T, list[Mitgliedschaft]] = {}
    for each in sitze:
        found.setdefault(feld(each), []).append(each)
    return found


def _gremium(gremium: Gremium, sitze: list[Mitgliedschaft]) -> Objekt:
    return objekt(
        "Organization",
        gremium_adresse(gremium.schluessel),
        body=BODY,
        name=gremium.name,
        organizationType=ARTEN[gremium.art],
        classification=gremium.art,
        startDate=gremium.von.isoformat(),
        endDate=gremium.bis.isoformat() if gremium.bis else None,
        membership=[_sitz_adresse(each) for each in sitze],
        web=seite("gr020", "GRLFDNR", gremium_nummer(gremium.schluessel)),
    )


def persons(world: World) -> Iterator[Objekt]:
    """Everybody who has a page, with what the product prints about their private life."""
    sitze = _nach(_sitze(world), lambda each: each.person)
    fraktionen = {each.name: each.schluessel for each in world.gremien if each.art == "Fraktion" and not each.verborgen}
    for person in world.personen:
        if not person.gesperrt:
            yield _person(person, [_sitz(each, fraktionen) for each in sitze.get(person.nummer, [])])


def _person(person: Person, sitze: list[Objekt]) -> Objekt:
    nachname, vorname = person.name.split(", ")
    privat = person.privat
    return objekt(
        "Person",
        eigen("persons", id=person.nummer),
        body=BODY,
        name=person.rufname,
        familyName=nachname,
        givenName=vorname,
        phone=[privat.telefon, privat.mobil] if privat else None,
        email=[privat.mail] if privat else None,
        location=eigen("locations", id=WOHNUNG + person.nummer) if privat else None,
        locationObject=_wohnung(person),
        life=f"Geboren am {privat.geboren:%d.%m.%Y}, {privat.beruf}" if privat else None,
        membership=sitze,
        web=seite("kp020", "KPLFDNR", person.nummer),
    )


def _wohnung(person: Person) -> Objekt | None:
    if not person.privat:
        return None
    strasse = person.privat.strasse
    adresse = eigen("locations", id=WOHNUNG + person.nummer)
    return objekt("Location", adresse, streetAddress=strasse, postalCode="00000", locality="Musterstadt")


def _sitz_adresse(sitz: Mitgliedschaft) -> Pfad:
    return eigen("memberships", id=f"{sitz.person}_{gremium_nummer(sitz.gremium)}_{sitz.von:%Y%m%d}")


def _sitz(sitz: Mitgliedschaft, fraktionen: dict[str, str]) -> Objekt:
    fuer = fraktionen.get(sitz.zusatz)
    return objekt(
        "Membership",
        _sitz_adresse(sitz),
        organization=gremium_adresse(sitz.gremium),
        role=sitz.rolle,
        startDate=sitz.von.isoformat(),
        endDate=sitz.bis.isoformat() if sitz.bis else None,
        onBehalfOf=gremium_adresse(fuer) if fuer else None,
    )
