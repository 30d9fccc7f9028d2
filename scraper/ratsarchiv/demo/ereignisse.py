"""Single events: something turns non-public, is withdrawn, called off, exchanged, and somebody leaves."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from ratsarchiv.demo.geschehen import Geschehen, gr, kp, si, to, vo

if TYPE_CHECKING:
    from ratsarchiv.demo.world import Sitzung, Top, Vorlage, World

INTERN = "(nichtöffentlich)"


def nichtoeffentlich(world: World, vorlage: int) -> Geschehen:
    """A Vorlage turns non-public: noauth, no longer listed, its items are N items without title and without Auszug."""
    return _verschwindet(world, vorlage, "noauth")


def zurueckgezogen(world: World, vorlage: int) -> Geschehen:
    """A Vorlage is withdrawn: status 404, and its items are gone from agendas, all but what was decided."""
    return _verschwindet(world, vorlage, "geloescht")


def _verschwindet(world: World, nummer: int, zugang: str) -> Geschehen:
    papier = world.vorlage[nummer]
    was = Geschehen(seiten_weg={vo(nummer)})
    was.seiten_geaendert |= {vo(each.id) for each in world.stammbaum(papier) if each.id != nummer and _steht(each)}
    papier.zugang = "noauth" if zugang == "noauth" else "geloescht"
    for sitzung in world.sitzungen:
        for top in [each for each in sitzung.tops if each.vorlage == nummer and each.oeffentlich]:
            if sitzung.oeffentlich:
                was.seiten_geaendert.add(si(sitzung.id))
                was.seiten_weg |= {to(top.id)} if top.auszug else set()
            _schliessen(sitzung, top)
    world.geaendert()
    return was


def _steht(vorlage: Vorlage) -> bool:
    return vorlage.zugang == "oeffentlich"


def _schliessen(sitzung: Sitzung, top: Top) -> None:
    """Make an N item of it, and take its title out of the meeting's files."""
    zeile = top.betreff.replace("\n", " ")
    for dokument in sitzung.dokumente:
        dokument.zeilen = tuple(each for each in dokument.zeilen if each != zeile)
    top.nummer = top.nummer.replace("Ö", "N", 1)
    top.betreff, top.zusatz, top.oeffentlich, top.auszug = INTERN, None, False, None


def entfaellt(world: World, sitzung: int) -> Geschehen:
    """A Sitzung is called off: `ENTFÄLLT!` in the calendar, and no page."""
    treffen = world.sitzung[sitzung]
    was = Geschehen(seiten_weg={si(sitzung)} if treffen.oeffentlich else set())
    was.seiten_geaendert |= {vo(each.id) for each in _beraten(world, treffen)}
    was.seiten_weg |= {to(each.id) for each in treffen.tops if each.auszug and each.oeffentlich}
    treffen.abgesagt, treffen.zugang, treffen.protokoll, treffen.ende = True, "noauth", False, None
    treffen.kalendername = f"ENTFÄLLT! {treffen.name}"
    world.geaendert()
    return was


def _beraten(world: World, treffen: Sitzung) -> list[Vorlage]:
    """The public Vorlagen whose Beratungsfolge names this Sitzung."""
    nummern = {each.vorlage for each in treffen.tops if each.vorlage}
    return [world.vorlage[each] for each in nummern if _steht(world.vorlage[each])]


def ausgetauscht(world: World, dokument: int) -> Geschehen:
    """The file behind a number becomes another one; no page says so."""
    datei = world.dokument[dokument]
    datei.zeilen = (*datei.zeilen, f"Fassung vom {world.stichtag:%d.%m.%Y}")
    return Geschehen(dokumente_geaendert=[dokument])


def neue_fassung(world: World, vorlage: int, nummer: int) -> Geschehen:
    """An attachment is replaced; its page tells the new date."""
    anlage = next(each for each in world.vorlage[vorlage].anlagen if each.nummer == nummer)
    anlage.stand += timedelta(days=1)
    anlage.zeilen = (*anlage.zeilen, "Neue Fassung")
    return Geschehen(anlagen_neu=[(vorlage, nummer)], seiten_geaendert={vo(vorlage)})


def scheidet_aus(world: World, person: int) -> Geschehen:
    """Somebody leaves all Gremien on the day before the stichtag."""
    sitze = [each for each in world.mitgliedschaften if each.person == person and each.bis is None]
    for sitz in sitze:
        sitz.bis = world.stichtag - timedelta(days=1)
    seiten = {gr(each.gremium) for each in sitze if not world.gremium[each.gremium].verborgen}
    return Geschehen(seiten_geaendert=seiten | {kp(person)})
