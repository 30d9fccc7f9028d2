"""The interface: which address gives which object, list or file."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from ratsarchiv.demo.antwort import Antwort
from ratsarchiv.demo.oparl import dateien
from ratsarchiv.demo.oparl.grillen import FEHLERSEITE, KEINE_RESSOURCE, kodiert
from ratsarchiv.demo.oparl.journal import VORHER, Eintrag, Journal
from ratsarchiv.demo.oparl.listen import (
    LISTEN,
    Fehler,
    Wunsch,
    geblaettert,
    ohne_internes,
    passend,
    seitenzahl,
    wunsch,
)
from ratsarchiv.demo.oparl.objekt import BASIS, BERLIN, SCHEMA, Objekt, Pfad, eigen, typ
from ratsarchiv.demo.pdf import pdf, strom

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ratsarchiv.demo.world import World

JSON = "application/json; charset=utf-8"
NICHT_GEFUNDEN = "Das angeforderte Objekt wurde nicht gefunden."
JAHR_2000 = datetime(2000, 1, 1, tzinfo=BERLIN)


def _jetzt() -> datetime:
    return datetime.now(UTC).astimezone()


class System:
    """The vendor's OParl 1.1 of one council, beside its pages of ALLRIS 4."""

    basis = BASIS

    def __init__(self, world: World, ursprung: str = "") -> None:
        self.world = world
        self.ursprung = ursprung
        self.seite = 100
        """The entries of a list's page."""
        self.web = True
        """Whether objects name the page of ALLRIS 4 that shows the same."""
        self.grillen: set[str] = set()
        """What is wrong with it, by the names of `grillen.GRILLEN`."""
        self.uhr: Callable[[], datetime] = _jetzt
        self._journal = Journal()
        self._gescheitert: set[str] = set()
        self._schloss = Lock()

    def antwort(self, adresse: str, kopf: Mapping[str, str]) -> Antwort:  # noqa: ARG002 - no header makes a difference
        """What the interface says to a path with its query."""
        teile = urlsplit(adresse)
        felder = dict(parse_qsl(teile.query, keep_blank_values=True))
        name = teile.path.removeprefix(BASIS)
        with self._schloss:
            try:
                if name == "files" and felder.get("dl") in {"0", "1"}:
                    return self._datei(felder)
                return self._json(200, self._inhalt(name, felder))
            except Fehler as fehler:
                return self._fehler(fehler)

    def _inhalt(self, name: str, felder: dict[str, str]) -> Any:
        self._abgleichen()
        if name == "system":
            return self._objekt(eigen("system"))
        if name == "bodies" and "id" not in felder:
            return self._liste(wunsch(name, felder, self.seite))
        if name in LISTEN and "id" not in felder:
            if felder.get("body") != "1":
                raise Fehler(404, NICHT_GEFUNDEN)
            return self._liste(wunsch(name, felder, self.seite))
        return self._objekt(eigen(name, **{each: felder[each] for each in ("typ", "id") if each in felder}))

    def _abgleichen(self) -> None:
        anfang = datetime.combine(self.world.stichtag - VORHER, time(6), BERLIN)
        self._journal.abgleichen(self.world, self.uhr().replace(microsecond=0) if self._journal.eintraege else anfang)

    def _objekt(self, adresse: str) -> Objekt:
        eintrag = self._journal.eintraege.get(adresse)
        if eintrag is None:
            raise Fehler(404, NICHT_GEFUNDEN)
        return self._fertig(self._zeiten(eintrag))

    def _zeiten(self, eintrag: Eintrag) -> Eintrag:
        if "zeitstempel_2000" in self.grillen:
            return replace(eintrag, created=JAHR_2000, modified=JAHR_2000)
        return eintrag

    def _fertig(self, eintrag: Eintrag) -> Objekt:
        zeiten = {each: getattr(eintrag, each).isoformat(timespec="seconds") for each in ("created", "modified")}
        inhalt = eintrag.inhalt
        if eintrag.deleted:
            inhalt = {"id": inhalt["id"], "type": inhalt["type"]}
        felder = {name: self._wert(wert) for name, wert in inhalt.items() if self.web or name != "web"}
        return {**felder, **zeiten, "deleted": eintrag.deleted}

    def _wert(self, wert: Any) -> Any:
        if isinstance(wert, Pfad):
            return self.ursprung + wert
        if isinstance(wert, list):
            return [self._wert(each) for each in wert]
        if isinstance(wert, dict):
            eigene = self._zeiten(self._journal.eintraege[wert["id"]])
            return self._fertig(replace(eigene, inhalt=wert))
        return wert

    def _liste(self, was: Wunsch) -> Any:
        self._scheitern(was)
        alle = [(adresse, self._zeiten(each)) for adresse, each in self._journal.von(was.programm)]
        found = [each for _, each in passend(alle, was.felder)]
        if not found and was.gefiltert and "404_statt_leer" in self.grillen:
            raise Fehler(404, str(KEINE_RESSOURCE["error"]))
        if "nacktes_array" in self.grillen:
            return [self._zeile(each, was) for each in found]
        if "endlos" in self.grillen:
            was = replace(was, nummer=min(was.nummer, seitenzahl(was, len(found))))
        blaettern = geblaettert(was, len(found), self.grillen)
        links = {name: self._wert(each) for name, each in blaettern["links"].items()}
        data = found[(was.nummer - 1) * was.laenge : was.nummer * was.laenge]
        return {"data": [self._zeile(each, was) for each in data], **blaettern, "links": links}

    def _zeile(self, eintrag: Eintrag, was: Wunsch) -> Objekt:
        if was.felder.get("omit_internal") != "true":
            return self._fertig(eintrag)
        return self._fertig(replace(eintrag, inhalt=ohne_internes(typ(eintrag.inhalt), eintrag.inhalt)))

    def _scheitern(self, was: Wunsch) -> None:
        """With `html_fehler` the first try of every list fails."""
        if "html_fehler" in self.grillen and was.programm not in self._gescheitert:
            self._gescheitert.add(was.programm)
            raise Fehler(500, "Interner Fehler")

    def _datei(self, felder: dict[str, str]) -> Antwort:
        nummer = felder.get("id", "")
        datei = dateien.finden(self.world, int(nummer)) if nummer.isascii() and nummer.isdigit() else None
        if datei is None:
            frueher = eigen("files", id=nummer) in self._journal.eintraege
            raise Fehler(410, "Die Datei wurde gelöscht.") if frueher else Fehler(404, NICHT_GEFUNDEN)
        if getattr(datei, "verschlossen", False):
            raise Fehler(403, "Keine Berechtigung")
        art = "attachment" if felder["dl"] == "1" else "inline"
        kopf = {"Content-Disposition": f'{art}; filename="{nummer}.pdf"'}
        if datei.groesse is None:
            return Antwort(200, pdf(datei.zeilen), "application/pdf", kopf)
        machen = partial(strom, datei.zeilen, datei.groesse)
        return Antwort(200, b"", "application/pdf", kopf, machen, datei.groesse)

    def _fehler(self, fehler: Fehler) -> Antwort:
        if "html_fehler" in self.grillen:
            return Antwort(fehler.status, FEHLERSEITE.format(status=fehler.status).encode(), "text/html; charset=utf-8")
        if str(fehler) == KEINE_RESSOURCE["error"]:
            return self._json(fehler.status, KEINE_RESSOURCE)
        return self._json(fehler.status, {"type": f"{SCHEMA}Error", "message": str(fehler)})

    def _json(self, status: int, inhalt: Any) -> Antwort:
        return Antwort(status, kodiert(inhalt, self.grillen), JSON, {"Access-Control-Allow-Origin": "*"})
