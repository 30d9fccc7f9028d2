"""Musterstadt's OParl, read by `json` alone: what it says of the world, what it says of changes, what it withholds."""

from __future__ import annotations

import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode, urlsplit
from zoneinfo import ZoneInfo

import pytest
from jsonschema import Draft4Validator

from ratsarchiv.demo import World, musterstadt
from ratsarchiv.demo.ereignisse import ausgetauscht, entfaellt, neue_fassung, nichtoeffentlich, scheidet_aus
from ratsarchiv.demo.oparl import System

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from ratsarchiv.demo.antwort import Antwort

URSPRUNG = "http://127.0.0.1:4000"
OPARL = f"{URSPRUNG}/public/oparl/"
BERLIN = ZoneInfo("Europe/Berlin")
STICHTAG = date(2026, 11, 22)
JETZT = datetime(2026, 11, 23, 9, 30, tzinfo=BERLIN)
LISTEN = ("organizations", "persons", "meetings", "papers")


class Leser:
    """Asks a System as a client does that follows links."""

    def __init__(self, system: System) -> None:
        self.system = system

    def antwort(self, adresse: str) -> Antwort:
        return self.system.antwort(adresse.removeprefix(URSPRUNG), {})

    def __call__(self, adresse: str) -> Any:
        antwort = self.antwort(adresse if adresse.startswith("http") else OPARL + adresse)
        assert antwort.status == 200, adresse
        return json.loads(antwort.body)

    def seiten(self, adresse: str) -> Iterator[Any]:
        weiter: str | None = adresse
        while weiter:
            seite = self(weiter)
            yield seite
            weiter = seite["links"].get("next")

    def liste(self, programm: str, **felder: str) -> list[Any]:
        adresse = f"{OPARL}{programm}?{urlencode({'body': 1, **felder})}"
        return [each for seite in self.seiten(adresse) for each in seite["data"]]


def nummer(adresse: str) -> int:
    return int(parse_qs(urlsplit(adresse).query)["id"][0])


def alle(wert: Any) -> Iterator[dict[str, Any]]:
    """Every JSON object with an id, however deep."""
    if isinstance(wert, dict):
        if "id" in wert:
            yield wert
        for each in wert.values():
            yield from alle(each)
    if isinstance(wert, list):
        for each in wert:
            yield from alle(each)


@pytest.fixture(scope="module")
def leser(world: World) -> Leser:
    return Leser(System(world, URSPRUNG))


@pytest.fixture
def klein() -> Leser:
    """A small Musterstadt of its own, whose first state has been seen on the day after the stichtag."""
    system = System(musterstadt(stichtag=STICHTAG, vorlagen=60, sitzungen=40, personen=12), URSPRUNG)
    system.uhr = lambda: JETZT
    leser = Leser(system)
    leser("system")
    return leser


@pytest.fixture
def krank(klein: Leser) -> Callable[[str], Leser]:
    def machen(grille: str) -> Leser:
        klein.system.grillen = {grille}
        return klein

    return machen


def test_from_the_system_everything_is_reached(leser: Leser, world: World) -> None:
    body = leser(leser("system")["body"])["data"][0]
    assert (body["name"], body["ags"]) == ("Stadt Musterstadt", "00000000")
    anzahl = {
        each: len(leser.liste(urlsplit(body[each]).path.rpartition("/")[2]))
        for each in ("organization", "person", "meeting", "paper")
    }
    aemter = {each.federfuehrend for each in world.oeffentliche_vorlagen}
    assert anzahl == {
        "organization": len(world.gremien) + len(aemter),
        "person": len(world.personen),
        "meeting": len(world.sitzungen),
        "paper": len(world.oeffentliche_vorlagen),
    }


def test_every_json_answer_may_be_read_by_any_site(leser: Leser) -> None:
    for adresse in ("system", "bodies", "papers?body=1", "papers?id=1"):
        antwort = leser.antwort(OPARL + adresse)
        assert antwort.mime == "application/json; charset=utf-8"
        assert antwort.kopf == {"Access-Control-Allow-Origin": "*"}


def test_a_paper_says_what_the_world_says(leser: Leser, world: World) -> None:
    aemter = {each["id"]: each["name"] for each in leser.liste("organizations")}
    for paper in leser.liste("papers"):
        papier = world.vorlage[nummer(paper["id"])]
        assert (paper["name"], paper["reference"], paper["paperType"], paper["date"]) == (
            papier.betreff,
            papier.nummer,
            papier.art,
            papier.angelegt.isoformat(),
        )
        assert [aemter[each] for each in paper["underDirectionOf"]] == [papier.federfuehrend]
        titel = [each["name"] for each in [paper["mainFile"], *paper.get("auxiliaryFile", [])]]
        assert titel == [*[each.titel for each in papier.dokumente], *[each.name for each in papier.anlagen]]
        assert paper["web"] == f"{URSPRUNG}/public/vo020?VOLFDNR={papier.id}"


def test_a_paper_names_the_earlier_one_where_that_is_public(leser: Leser, world: World) -> None:
    offen = {each.id for each in world.oeffentliche_vorlagen}
    expected = {each.id: [each.bezug] for each in world.oeffentliche_vorlagen if each.bezug in offen}
    found = {nummer(each["id"]): each["relatedPaper"] for each in leser.liste("papers") if "relatedPaper" in each}
    assert {key: [nummer(each) for each in value] for key, value in found.items()} == expected
    assert expected


def test_consultations_lead_to_meeting_item_and_result(leser: Leser, world: World) -> None:
    tops = {each["id"]: each for each in alle(leser.liste("meetings")) if each["type"].endswith("AgendaItem")}
    namen = {each["id"]: each["name"] for each in leser.liste("organizations")}
    gesehen: set[tuple[bool, bool]] = set()
    for paper in leser.liste("papers"):
        beratungen = world.vorlage[nummer(paper["id"])].beratungen
        for each, beratung in zip(paper["consultation"], beratungen, strict=True):
            assert [namen[name] for name in each["organization"]] == [world.gremium[beratung.gremium].name]
            assert each.get("role", "") == beratung.rolle
            assert each["authoritative"] == (beratung.rolle == "Entscheidung")
            assert (nummer(each["meeting"]) if "meeting" in each else None) == beratung.sitzung
            if "agendaItem" in each:
                assert tops[each["agendaItem"]].get("result") == beratung.beschluss
                assert tops[each["agendaItem"]]["consultation"] == each["id"]
            gesehen.add(("agendaItem" in each, "meeting" in each))
    assert len(gesehen) == 3


def test_a_meeting_says_what_the_world_says(leser: Leser, world: World) -> None:
    namen = {each["id"]: each["name"] for each in leser.liste("organizations")}
    for meeting in leser.liste("meetings"):
        sitzung = world.sitzung[nummer(meeting["id"])]
        start = datetime.fromisoformat(meeting["start"])
        assert start.date() == sitzung.datum
        assert f"{start:%H:%M}" == (sitzung.beginn or "0:00").rjust(5, "0")
        assert start.utcoffset() == start.replace(tzinfo=BERLIN).utcoffset()
        assert meeting.get("end", "T")[meeting.get("end", "T").index("T") :][1:6] == (sitzung.ende or "")
        assert [namen[each] for each in meeting["organization"]] == [world.gremium[g].name for g in sitzung.gremien]
        assert (meeting["name"], meeting["cancelled"]) == (sitzung.name, sitzung.abgesagt)
        assert meeting.get("location", {}).get("room") == sitzung.raum


def test_agendas_have_every_item_in_order(leser: Leser, world: World) -> None:
    for meeting in leser.liste("meetings"):
        sitzung = world.sitzung[nummer(meeting["id"])]
        items = meeting.get("agendaItem", [])
        assert [each["order"] for each in items] == list(range(len(items)))
        found = [(nummer(each["id"]), each["number"], each["name"], each["public"]) for each in items]
        tops = sitzung.tops if sitzung.oeffentlich else []
        assert found == [(each.id, each.nummer, each.betreff, each.oeffentlich) for each in tops]
        assert [each.get("result") for each in items if each["public"]] == [
            each.beschluss for each in tops if each.oeffentlich
        ]


def test_documents_of_a_meeting_stand_where_they_belong(leser: Leser, mit_protokoll: Any) -> None:
    meeting = leser(f"meetings?id={mit_protokoll.id}")
    assert meeting["meetingState"] == "durchgeführt"
    assert meeting["invitation"]["name"] == "Einladung"
    assert meeting["resultsProtocol"]["name"] == "Niederschrift öffent. Teil"
    titel = {each["name"] for each in meeting["auxiliaryFile"]} | {"Einladung", "Niederschrift öffent. Teil"}
    assert titel == {each.titel for each in mit_protokoll.dokumente} | {each.name for each in mit_protokoll.anlagen}
    genehmigt = [each for each in meeting["agendaItem"] if each["name"].startswith("Genehmigung")]
    assert [file["name"] for each in genehmigt for file in each["auxiliaryFile"]] == ["Niederschrift öffent. Teil"]


def test_members_and_their_private_life_as_the_vendor_prints_it() -> None:
    world = musterstadt(stichtag=STICHTAG, vorlagen=60, sitzungen=40, personen=12, geheim=True)
    leser = Leser(System(world, URSPRUNG))
    personen = {nummer(each["id"]): each for each in leser.liste("persons")}
    assert personen.keys() == {each.nummer for each in world.personen if not each.gesperrt}
    person = next(each for each in world.personen if each.privat)
    privat = person.privat
    assert privat
    found = personen[person.nummer]
    assert found["name"] == person.rufname
    assert (found["phone"], found["email"]) == ([privat.telefon, privat.mobil], [privat.mail])
    assert leser(found["location"])["streetAddress"] == privat.strasse == found["locationObject"]["streetAddress"]
    assert f"{privat.geboren:%d.%m.%Y}" in found["life"]
    sitze = [each for each in world.mitgliedschaften if each.person == person.nummer and each.name_genannt]
    assert [(each["role"], each["startDate"], each.get("endDate")) for each in found["membership"]] == [
        (each.rolle, each.von.isoformat(), each.bis.isoformat() if each.bis else None) for each in sitze
    ]


def test_seats_whose_holder_is_not_named_are_left_out(leser: Leser, world: World) -> None:
    genannt = [each for each in world.mitgliedschaften if each.name_genannt]
    sitze = [each for person in leser.liste("persons") for each in person["membership"]]
    assert len(sitze) == len(genannt) < len(world.mitgliedschaften)
    gremien = [each for each in leser.liste("organizations") if "membership" in each]
    assert Counter(each for gremium in gremien for each in gremium["membership"]) == Counter(
        each["id"] for each in sitze
    )
    assert all(each["id"] in gremium["membership"] for gremium in gremien for each in sitze if _sitzt(each, gremium))


def _sitzt(sitz: Any, gremium: Any) -> bool:
    return bool(sitz["organization"] == gremium["id"])


def test_results_of_non_public_items_are_not_told(leser: Leser, world: World) -> None:
    schweigen = [each for sitzung in world.oeffentliche_sitzungen for each in sitzung.tops if not each.oeffentlich]
    assert [each for each in schweigen if each.beschluss]
    items = {nummer(each["id"]): each for each in alle(leser.liste("meetings")) if "order" in each}
    for top in schweigen:
        assert not {"result", "auxiliaryFile", "consultation", "web"} & items[top.id].keys()


def test_attachments_of_an_item_go_with_it(klein: Leser) -> None:
    top = next(each for each in klein.system.world.auszuege if each.auszug and each.auszug.anlagen)
    datei = klein(f"agendaItems?id={top.id}")["auxiliaryFile"][-1]
    assert klein.antwort(datei["downloadUrl"]).status == 200
    top.oeffentlich = False
    assert klein(datei["id"])["deleted"] is True
    assert klein.antwort(datei["downloadUrl"]).status == 410


def test_secrets_stay_where_the_vendor_prints_them() -> None:
    """All that is said of non-public matters is the printed title of N items, and of some what became of them."""
    world = musterstadt(stichtag=STICHTAG, vorlagen=60, sitzungen=40, personen=12, geheim=True)
    leser = Leser(System(world, URSPRUNG))
    text = "".join(json.dumps(leser.liste(each), ensure_ascii=False) for each in LISTEN)
    arten = {each.art for each in world.geheim if each.ab == "sofort" and each.marker in text}
    assert arten == {"n_top", "n_dokument", "kontakt"}
    assert {each.art for each in world.geheim} > {"vorlage", "sitzung", "gremium", "person", "n_auszug", *arten}
    items = [each for each in alle(leser.liste("meetings")) if each.get("public") is False]
    assert all("consultation" not in each for each in items)
    datei = next(file for each in items for file in each.get("auxiliaryFile", []))
    assert leser.antwort(datei["downloadUrl"]).status == 403


def test_every_embedded_object_has_an_address_of_its_own(klein: Leser) -> None:
    eingebettet = [each for name in LISTEN for each in alle(klein.liste(name))]
    proben: dict[str, list[dict[str, Any]]] = {}
    for each in eingebettet:
        proben.setdefault(each["type"], []).append(each)
    assert len(proben) == 9
    for found in proben.values():
        for each in found[:: max(1, len(found) // 4)]:
            eigen = klein(each["id"])
            assert {**eigen, **each} == eigen


def test_back_references_are_only_in_objects_of_their_own(klein: Leser) -> None:
    paper = next(each for each in klein.liste("papers") if "auxiliaryFile" in each and each["consultation"])
    assert klein(paper["consultation"][0]["id"])["paper"] == paper["id"]
    assert klein(paper["mainFile"]["id"])["paper"] == [paper["id"]]
    assert not {"paper", "meeting"} & paper["mainFile"].keys()
    assert "paper" not in paper["consultation"][0]


def test_ids_are_not_given_twice(leser: Leser) -> None:
    eigene = [each["id"] for name in LISTEN for each in leser.liste(name)]
    assert len(eigene) == len(set(eigene))
    beratungen = [each["id"] for paper in leser.liste("papers") for each in paper["consultation"]]
    assert len(beratungen) == len(set(beratungen))


def test_files_can_be_seen_and_downloaded(klein: Leser) -> None:
    dateien = [each for each in alle(klein.liste("papers")) if each["type"].endswith("File")]
    anlage = next(each for each in dateien if "date" in each)
    dokument = next(each for each in dateien if "date" not in each)
    antwort = klein.antwort(dokument["downloadUrl"])
    assert antwort.body.startswith(b"%PDF")
    assert len(antwort.body) == dokument["size"]
    assert antwort.kopf["Content-Disposition"].startswith("attachment")
    assert klein.antwort(anlage["accessUrl"]).kopf["Content-Disposition"].startswith("inline")
    assert dokument["accessUrl"] == f"{URSPRUNG}/public/doc?DOLFDNR={nummer(dokument['id'])}&DOCTYP=130&OTYP=41"


def test_attachments_of_meetings_and_minutes_have_bytes(leser: Leser, world: World) -> None:
    anlagen = [each for each in alle(leser.liste("meetings")) if each["type"].endswith("File") and "date" in each]
    assert {nummer(each["id"]) // 100_000_000 for each in anlagen} == {2, 3}
    for each in anlagen[::5]:
        assert len(b"".join(leser.antwort(each["downloadUrl"]).stuecke())) == each["size"]


def test_a_large_file_is_made_while_it_is_sent() -> None:
    world = musterstadt(stichtag=STICHTAG, vorlagen=60, sitzungen=40, personen=12, grosses_dokument=3_000_000)
    leser = Leser(System(world, URSPRUNG))
    gross = next(
        each for each in alle([leser.liste("papers"), leser.liste("meetings")]) if each.get("size", 0) > 1_000_000
    )
    antwort = leser.antwort(gross["downloadUrl"])
    assert antwort.laenge == gross["size"] == sum(map(len, antwort.stuecke()))


def test_without_pages_beside_it_no_object_names_one(klein: Leser) -> None:
    klein.system.web = False
    assert not [each for name in LISTEN for each in alle(klein.liste(name)) if "web" in each]


def test_the_server_may_move(klein: Leser) -> None:
    vorher = klein("papers?body=1")
    klein.system.ursprung = "https://ris.example"
    nachher = json.loads(klein.antwort("/public/oparl/papers?body=1").body)
    assert json.dumps(vorher).replace(URSPRUNG, "https://ris.example") == json.dumps(nachher)


def test_lists_have_pages(klein: Leser) -> None:
    klein.system.seite = 7
    seiten = list(klein.seiten(OPARL + "papers?body=1"))
    anzahl = len(klein.system.world.oeffentliche_vorlagen)
    assert [len(each["data"]) for each in seiten] == [7] * (anzahl // 7) + [anzahl % 7] * bool(anzahl % 7)
    zweite = seiten[1]["links"]
    assert [zweite[each].rpartition("=")[2] for each in ("first", "prev", "self", "next", "last")] == [
        "1", "1", "2", "3", str(len(seiten)),
    ]  # fmt: skip
    assert "prev" not in seiten[0]["links"]
    assert "next" not in seiten[-1]["links"]
    assert seiten[1]["pagination"] == {
        "totalElements": anzahl, "elementsPerPage": 7, "currentPage": 2, "totalPages": len(seiten),
    }  # fmt: skip
    assert len({each["id"] for seite in seiten for each in seite["data"]}) == anzahl


def test_limit_shortens_a_page_and_never_lengthens_it(klein: Leser) -> None:
    klein.system.seite = 7
    assert len(klein("papers?body=1&limit=3")["data"]) == 3
    assert len(klein("papers?body=1&limit=500")["data"]) == 7
    assert "limit=3" in klein("papers?body=1&limit=3")["links"]["next"]


def test_filters_are_kept_in_links(klein: Leser) -> None:
    klein.system.seite = 7
    seit = "2026-01-01T00:00:00+01:00"
    felder = {"modified_since": seit, "created_until": "2027-01-01T00:00:00+01:00", "omit_internal": "true"}
    for seite in klein.seiten(f"{OPARL}meetings?{urlencode({'body': 1, **felder})}"):
        for link in seite["links"].values():
            assert {key: value[0] for key, value in parse_qs(urlsplit(link).query).items()}.items() >= felder.items()


def test_internal_lists_may_be_omitted(klein: Leser) -> None:
    assert not [each for each in klein.liste("meetings", omit_internal="true") if "agendaItem" in each]
    assert not [each for each in klein.liste("persons", omit_internal="true") if "membership" in each]


def test_nothing_changes_by_itself(klein: Leser) -> None:
    vorher = klein.liste("papers")
    klein.system.uhr = lambda: JETZT + timedelta(days=3)
    assert klein.liste("papers") == vorher
    assert {each["modified"] for each in vorher} == {"2026-10-23T06:00:00+02:00"}
    assert klein.liste("papers", modified_since=JETZT.isoformat()) == []


def test_a_change_is_told_with_its_time(klein: Leser) -> None:
    world = klein.system.world
    papier, andere = world.oeffentliche_vorlagen[0], world.oeffentliche_vorlagen[1]
    papier.betreff = "Neuer Betreff"
    found = klein.liste("papers", modified_since=JETZT.isoformat())
    assert [(nummer(each["id"]), each["modified"]) for each in found] == [(papier.id, "2026-11-23T09:30:00+01:00")]
    assert found[0]["created"] == "2026-10-23T06:00:00+02:00"
    assert [nummer(each["id"]) for each in klein.liste("papers", modified_until="2026-11-01")].count(andere.id) == 1
    assert klein.liste("papers", created_since=JETZT.isoformat()) == []
    assert klein.liste("papers", created_until="2026-10-23T05:59:59+02:00") == []
    assert len(klein.liste("papers", created_until="2026-10-23T06:00:00+02:00")) == len(world.oeffentliche_vorlagen)


def test_a_plus_need_not_be_encoded(klein: Leser) -> None:
    klein.system.world.oeffentliche_vorlagen[0].betreff = "Neuer Betreff"
    assert len(klein("papers?body=1&modified_since=2026-11-23T08:30:00+00:00")["data"]) == 1
    assert len(klein("papers?body=1&modified_since=2026-11-23T08:30:01+00:00")["data"]) == 0


def test_what_is_embedded_changes_what_embeds_it(klein: Leser) -> None:
    world = klein.system.world
    papier = next(each for each in world.oeffentliche_vorlagen if each.anlagen)
    neue_fassung(world, papier.id, papier.anlagen[0].nummer)
    paper = klein.liste("papers", modified_since=JETZT.isoformat())[0]
    assert nummer(paper["id"]) == papier.id
    zeiten = {each["name"]: each["modified"] for each in [paper["mainFile"], *paper["auxiliaryFile"]]}
    assert [name for name, zeit in zeiten.items() if zeit == paper["modified"]] == [papier.anlagen[0].name]


def test_an_exchanged_file_is_told_by_its_size(klein: Leser) -> None:
    world = klein.system.world
    papier = world.oeffentliche_vorlagen[0]
    ausgetauscht(world, papier.dokumente[0].nummer)
    assert [nummer(each["id"]) for each in klein.liste("papers", modified_since=JETZT.isoformat())] == [papier.id]


def test_what_turns_non_public_leaves_a_tombstone(klein: Leser) -> None:
    world = klein.system.world
    papier = next(each for each in world.oeffentliche_vorlagen if any(top.beschluss for top in _tops(world, each.id)))
    vorher = klein(f"papers?id={papier.id}")
    nichtoeffentlich(world, papier.id)
    grabstein = {
        "id": vorher["id"],
        "type": vorher["type"],
        "created": vorher["created"],
        "modified": "2026-11-23T09:30:00+01:00",
        "deleted": True,
    }
    assert klein(f"papers?id={papier.id}") == klein(vorher["consultation"][0]["id"]) | grabstein == grabstein
    assert grabstein in klein.liste("papers", modified_since="2026-11-20T00:00:00+01:00")
    assert vorher["id"] not in {each["id"] for each in klein.liste("papers")}
    assert klein(vorher["mainFile"]["id"])["deleted"] is True
    assert klein.antwort(vorher["mainFile"]["downloadUrl"]).status == 410
    beraten = {each.id for each in world.oeffentliche_sitzungen if any(top.vorlage == papier.id for top in each.tops)}
    meetings = {nummer(each["id"]) for each in klein.liste("meetings", modified_since=JETZT.isoformat())}
    assert meetings == beraten | _mit_niederschrift(world, beraten)


def _mit_niederschrift(world: World, sitzungen: set[int]) -> set[int]:
    """The meetings that approve the minutes of these: the titles that are taken out make the file smaller."""
    dateien = {each.nummer for sitzung in sitzungen for each in world.sitzung[sitzung].dokumente}
    gruende = ((each.id, top.niederschrift) for each in world.oeffentliche_sitzungen for top in each.tops)
    return {sitzung for sitzung, niederschrift in gruende if niederschrift and niederschrift.nummer in dateien}


def _tops(world: World, vorlage: int) -> list[Any]:
    return [top for each in world.oeffentliche_sitzungen for top in each.tops if top.vorlage == vorlage]


def test_what_comes_back_is_there_again(klein: Leser) -> None:
    papier = klein.system.world.oeffentliche_vorlagen[0]
    vorher = klein(f"papers?id={papier.id}")
    papier.zugang = "noauth"
    assert klein(f"papers?id={papier.id}")["deleted"] is True
    papier.zugang = "oeffentlich"
    klein.system.uhr = lambda: JETZT + timedelta(hours=1)
    nachher = klein(f"papers?id={papier.id}")
    assert nachher["modified"] == "2026-11-23T10:30:00+01:00"
    assert nachher["reference"] == vorher["reference"]


def test_a_new_object_stands_at_the_end(klein: Leser) -> None:
    world = klein.system.world
    neu = next(each for each in world.vorlagen if each.zugang != "oeffentlich")
    neu.zugang = "oeffentlich"
    world.geaendert()
    letztes = klein.liste("papers")[-1]
    assert (nummer(letztes["id"]), letztes["created"]) == (neu.id, "2026-11-23T09:30:00+01:00")


def test_a_meeting_that_is_called_off_stays(klein: Leser) -> None:
    world = klein.system.world
    sitzung = next(each for each in world.oeffentliche_sitzungen if each.tops)
    entfaellt(world, sitzung.id)
    found = klein(f"meetings?id={sitzung.id}")
    assert (found["cancelled"], found["name"]) == (True, sitzung.name)
    assert "agendaItem" not in found
    assert klein(f"agendaItems?id={sitzung.tops[0].id}")["deleted"] is True


def test_somebody_leaves(klein: Leser) -> None:
    scheidet_aus(klein.system.world, 103)
    person = klein.liste("persons", modified_since=JETZT.isoformat())
    assert [nummer(each["id"]) for each in person] == [103]
    assert {each["endDate"] for each in person[0]["membership"] if each["modified"] == person[0]["modified"]} == {
        "2026-11-21"
    }


@pytest.mark.parametrize(
    ("adresse", "status"),
    [
        ("papers?id=1", 404),
        ("papers?id=abc", 404),
        ("papers", 404),
        ("papers?body=2", 404),
        ("votes?body=1", 404),
        ("files?id=1&dl=1", 404),
        ("files?id=999999999999&dl=1", 404),
        ("files?id=%C2%B2&dl=1", 404),
        ("papers?body=1&page=0", 400),
        ("papers?body=1&limit=viele", 400),
        ("papers?body=1&modified_since=gestern", 400),
    ],
)
def test_what_cannot_be_answered_is_an_error_in_json(leser: Leser, adresse: str, status: int) -> None:
    antwort = leser.antwort(OPARL + adresse)
    assert antwort.status == status
    assert json.loads(antwort.body)["type"] == "https://schema.oparl.org/1.1/Error"
    assert antwort.kopf["Access-Control-Allow-Origin"] == "*"


def test_two_systems_of_the_same_world_say_the_same(world: World, leser: Leser) -> None:
    assert (
        Leser(System(world, URSPRUNG)).antwort(OPARL + "papers?body=1").body
        == leser.antwort(OPARL + "papers?body=1").body
    )


def test_many_may_ask_at_once() -> None:
    leser = Leser(System(musterstadt(stichtag=STICHTAG, vorlagen=60, sitzungen=40, personen=12), URSPRUNG))
    with ThreadPoolExecutor(8) as pool:
        antworten = list(pool.map(lambda _: leser.antwort(OPARL + "papers?body=1").body, range(16)))
    assert len(set(antworten)) == 1


def _ohne_eigene_woerter(schema: Any) -> Any:
    """A schema of the specification without the keys that are its own, as OPARL.md says."""
    if isinstance(schema, list):
        return [_ohne_eigene_woerter(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    eigene = {"references", "backreference", "cardinality", "schema"}
    return {key: _ohne_eigene_woerter(value) for key, value in schema.items() if key not in eigene}


def _schemata(ordner: Path) -> dict[str, Draft4Validator]:
    found = {}
    for each in ordner.glob("*.json"):
        schema = _ohne_eigene_woerter(json.loads(each.read_text(encoding="utf-8")))
        Draft4Validator.check_schema(schema)
        found[each.stem] = Draft4Validator(schema)
    return found


def test_every_object_keeps_to_the_specification(leser: Leser, shared: Path) -> None:
    schemata = _schemata(shared / "oparl" / "schema")
    listen = [leser.liste(name) for name in LISTEN]
    geprueft = Counter[str]()
    for each in alle([leser("system"), leser("bodies"), *listen]):
        typ = each["type"].removeprefix("https://schema.oparl.org/1.1/")
        schemata[typ].validate(each)
        assert set(each) <= schemata[typ].schema["properties"].keys(), typ  # type: ignore[index]
        assert {"created", "modified"} <= each.keys()
        assert not [name for name, wert in each.items() if wert in (None, "", []) and wert is not False]
        geprueft[typ] += 1
    assert geprueft.keys() == schemata.keys()


# What is wrong with real interfaces, on demand.


def test_steuerzeichen_are_raw_in_strings(krank: Callable[[str], Leser]) -> None:
    body = krank("steuerzeichen").antwort(OPARL + "papers?body=1").body
    assert b'\r\n\x01\x1f"' in body
    with pytest.raises(json.JSONDecodeError, match="control character"):
        json.loads(body)
    assert json.loads(body, strict=False)["data"]


def test_objekt_statt_liste(klein: Leser) -> None:
    vorher = {each["id"]: each for each in alle(klein.liste("meetings")) if "auxiliaryFile" in each}
    klein.system.grillen = {"objekt_statt_liste"}
    nachher = {each["id"]: each["auxiliaryFile"] for each in alle(klein.liste("meetings")) if "auxiliaryFile" in each}
    assert {isinstance(each, dict) for each in nachher.values()} == {True, False}
    for adresse, each in nachher.items():
        liste = vorher[adresse]["auxiliaryFile"]
        assert each == (liste[0] if len(liste) == 1 else liste)


def test_404_statt_leer(krank: Callable[[str], Leser]) -> None:
    leser = krank("404_statt_leer")
    antwort = leser.antwort(f"{OPARL}papers?{urlencode({'body': 1, 'modified_since': JETZT.isoformat()})}")
    assert (antwort.status, json.loads(antwort.body)["code"]) == (404, 802)
    leser.system.world.oeffentliche_vorlagen[0].betreff = "Neu"
    assert len(leser.liste("papers", modified_since=JETZT.isoformat())) == 1


def test_verliert_modified_since(krank: Callable[[str], Leser]) -> None:
    leser = krank("verliert_modified_since")
    leser.system.seite = 3
    for each in leser.system.world.oeffentliche_vorlagen[:5]:
        each.betreff = "Neu"
    seite = leser(f"papers?{urlencode({'body': 1, 'modified_since': JETZT.isoformat()})}")
    assert (len(seite["data"]), seite["pagination"]["totalElements"]) == (3, 5)
    assert "modified_since" in seite["links"]["self"]
    assert "modified_since" not in seite["links"]["next"]
    anzahl = len(leser.system.world.oeffentliche_vorlagen)
    assert leser(seite["links"]["next"])["pagination"]["totalElements"] == anzahl


def test_http_ids(krank: Callable[[str], Leser]) -> None:
    leser = krank("http_ids")
    seite = leser("papers?body=1")
    assert {each["id"].partition(":")[0] for each in alle(seite)} == {"https"}
    assert {each["body"].partition(":")[0] for each in seite["data"]} == {"http"}
    assert seite["links"]["self"].startswith("http:")


def test_n_a(krank: Callable[[str], Leser]) -> None:
    leser = krank("n_a")
    assert {each["web"] for each in alle(leser("papers?body=1"))} == {"N/A"}
    assert {each["shortName"] for each in leser("organizations?body=1")["data"]} == {" "}
    assert {each["formOfAddress"] for each in leser("persons?body=1")["data"]} == {"N/A"}


def test_zeit_doppelpunkt(krank: Callable[[str], Leser]) -> None:
    leser = krank("zeit_doppelpunkt")
    assert {each["modified"] for each in alle(leser("meetings?body=1"))} == {"2026-10-23T06:00:00+02::00"}
    assert {each["start"][-7:] for each in leser("meetings?body=1")["data"]} == {"+01::00", "+02::00"}
    assert leser("legislativeTerms?id=1_1")["startDate"] == "2021-11-01T00:00:00+01::00"


def test_cp850(krank: Callable[[str], Leser]) -> None:
    leser = krank("cp850")
    namen = {nummer(each["id"]): each["name"] for each in leser.liste("papers")}
    for papier in leser.system.world.oeffentliche_vorlagen:
        for gut, kaputt in {"ä": "„", "ö": "”", "ß": "á"}.items():
            assert (gut in papier.betreff) <= (kaputt in namen[papier.id])
    assert "„" in "".join(namen.values())
    assert not set("äöüÄÖÜß") & set("".join(namen.values()))


def test_endlos(krank: Callable[[str], Leser]) -> None:
    """A page behind the last one is the last one once more, which has a next one."""
    leser = krank("endlos")
    leser.system.seite = 50
    folge = leser.seiten(OPARL + "papers?body=1")
    seiten = [next(folge) for _ in range(9)]
    letzte = -(-len(leser.system.world.oeffentliche_vorlagen) // 50)
    assert all(each == seiten[letzte - 1] for each in seiten[letzte:])
    assert seiten[8]["links"]["next"].endswith(f"page={letzte + 1}")
    assert "pagination" not in seiten[0]


def test_nacktes_array(krank: Callable[[str], Leser]) -> None:
    leser = krank("nacktes_array")
    leser.system.seite = 7
    found = leser("papers?body=1")
    assert isinstance(found, list)
    assert len(found) == len(leser.system.world.oeffentliche_vorlagen)


def test_zeitstempel_2000(krank: Callable[[str], Leser]) -> None:
    leser = krank("zeitstempel_2000")
    leser.system.world.oeffentliche_vorlagen[0].betreff = "Neu"
    found = leser("papers?body=1")["data"]
    assert {(each["created"], each["modified"]) for each in alle(found)} == {("2000-01-01T00:00:00+01:00",) * 2}
    assert leser.liste("papers", modified_since=JETZT.isoformat()) == []


def test_html_fehler(krank: Callable[[str], Leser]) -> None:
    leser = krank("html_fehler")
    erste = leser.antwort(OPARL + "papers?body=1")
    assert (erste.status, erste.mime) == (500, "text/html; charset=utf-8")
    assert erste.body.startswith(b"<!DOCTYPE html>")
    assert leser("papers?body=1")["data"]
    assert leser.antwort(OPARL + "papers?id=1").body.startswith(b"<!DOCTYPE html>")
