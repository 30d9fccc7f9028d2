"""Musterstadt's web server on the loopback: cookies, redirects, temporary files, a log, and faults on demand."""

from __future__ import annotations

import threading
import time
from collections import Counter
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING, Self

from ratsarchiv.demo import stoerungen
from ratsarchiv.demo.besuch import COOKIE, Besuch, Besuche
from ratsarchiv.demo.faults import Fault, Faults, Verteiler
from ratsarchiv.demo.leitung import Gespraech, Leitung, Verbindung
from ratsarchiv.demo.produkte import ALLRIS3, Haus
from ratsarchiv.demo.programme import BASIS, ROBOTS, System, nicht_gefunden

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from types import TracebackType

    from ratsarchiv.demo.antwort import Antwort
    from ratsarchiv.demo.rahmen import Version
    from ratsarchiv.demo.world import World


@dataclass(slots=True)
class Eintrag:
    """One request as the log keeps it, written before its answer goes out. Times are seconds of `time.monotonic`."""

    nummer: int
    methode: str
    pfad: str
    """With query, as asked for."""
    zeit: float
    """When its first line was there."""
    status: int
    """0 where the connection was reset."""
    fault: Fault | None
    agent: str
    verbindung: int
    """The number of its connection, from 1."""
    offen: int
    """How many connections were held when it came, its own included."""
    besuch: int
    """The number of the session that its cookie names or that its answer begins; 0 beside the base folder."""
    fertig: float | None = None
    """When its answer's last piece went out; None while it is on its way."""

    @property
    def dauer(self) -> float:
        """Seconds that the server needed; 0 while it still works on the answer."""
        return self.fertig - self.zeit if self.fertig else 0.0


class DemoServer:
    """A running server; `with` stops it. `world`, `faults` and `robots` may be exchanged or changed while it runs."""

    def __init__(
        self,
        world: World,
        *,
        faults: Faults,
        port: int,
        version: Version,
        seed: int,
        robots: str | None = ROBOTS,
        produkte: Iterable[str] = (ALLRIS3,),
    ) -> None:
        self.zeuge: Callable[[Eintrag], object] = lambda _: None
        """Told of each request before its answer goes out."""
        self._system = System(world, version, Besuche(seed), robots=robots)
        self._verteiler = Verteiler(faults)
        self._lock = threading.Lock()
        self._log: list[Eintrag] = []
        self._nummer = 0
        self._leitung = Leitung(port, self)
        self.haus = Haus(world, produkte)
        """The products that the council is served in."""
        self.haus.steht_in(self.ursprung)
        self._system.basis = self.url

    @property
    def ursprung(self) -> str:
        """`http://127.0.0.1:40123`"""
        return f"http://127.0.0.1:{self._leitung.server_address[1]}"

    @property
    def url(self) -> str:
        """The base folder of ALLRIS classic: `http://127.0.0.1:40123/bi/`."""
        return f"{self.ursprung}{BASIS}"

    def url_of(self, produkt: str) -> str:
        """Where a product is entered: its base folder; of OParl the System's address."""
        return f"{self.ursprung}{self.haus.eingang(produkt)}"

    @property
    def world(self) -> World:
        """The council that is shown."""
        return self._system.world

    @world.setter
    def world(self, world: World) -> None:
        self._system.world = world
        self.haus.zeige(world)

    @property
    def faults(self) -> Faults:
        """What goes wrong on purpose; may be exchanged while the server runs."""
        return self._verteiler.faults

    @faults.setter
    def faults(self, faults: Faults) -> None:
        self._verteiler = Verteiler(faults)

    @property
    def robots(self) -> str | None:
        """The text of robots.txt; None: status 404."""
        return self._system.robots

    @robots.setter
    def robots(self, text: str | None) -> None:
        self._system.robots = text

    @property
    def log(self) -> list[Eintrag]:
        """All requests so far."""
        with self._lock:
            return list(self._log)

    @property
    def verbindungen(self) -> list[Verbindung]:
        """All connections so far, also those on which nothing was asked."""
        return self._leitung.verbindungen

    @property
    def oeffnungen(self) -> int:
        """How many connections were opened."""
        return len(self.verbindungen)

    @property
    def gleichzeitig(self) -> int:
        """The most connections that were held at once."""
        return max((each.offen for each in self.verbindungen), default=0)

    @property
    def counts(self) -> Counter[str]:
        """How often each program was asked for: `vo020.asp`, `robots.txt`, `___tmp`, …"""
        return Counter(_programm(each.pfad) for each in self.log)

    def __enter__(self) -> Self:
        self._leitung.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._leitung.stop()

    def _besuchen(self, gespraech: Gespraech, body: bytes) -> tuple[Antwort, Besuch | None, bool]:
        """The answer, whose session it is, and whether that is new: other products see to their cookies themselves."""
        if produkt := self.haus.produkt(gespraech.path):
            kopf = {name.lower(): wert for name, wert in gespraech.headers.items()}
            return produkt.antwort(gespraech.path, kopf), None, False
        if self.haus.ist_zu(gespraech.path):
            return nicht_gefunden(), None, False
        return self._system.besuchen(gespraech.path, body, _kennung(gespraech))

    def answer(self, gespraech: Gespraech, body: bytes) -> None:
        """Answer one request, or fail as the faults demand."""
        with self._lock:
            self._nummer += 1
            nummer = self._nummer
        offen = self._leitung.offen()
        antwort, besuch, neu = self._besuchen(gespraech, body)
        if besuch and neu:
            antwort.kopf["Set-Cookie"] = f"{COOKIE}={besuch.kennung}; path=/"
        adresse = gespraech.path if not body else f"{gespraech.path}?{body.decode('latin-1')}"
        html = antwort.status == 200 and antwort.mime == "text/html"
        fault = self._verteiler.fault(nummer, adresse, html=html)
        stoerungen.verderben(antwort, fault, self.faults, lambda: self._system.anmeldung(besuch))
        eintrag = Eintrag(
            nummer=nummer,
            methode=gespraech.command,
            pfad=gespraech.path,
            zeit=gespraech.ankunft,
            status=0 if fault == "reset" else antwort.status,
            fault=fault,
            agent=gespraech.headers.get("User-Agent", ""),
            verbindung=gespraech.verbindung.nummer,
            offen=offen,
            besuch=besuch.nummer if besuch else 0,
        )
        with self._lock:
            self._log.append(eintrag)
        self.zeuge(eintrag)
        if fault == "slow":
            self._leitung.closing.wait(self.faults.seconds)
        if fault == "reset":
            eintrag.fertig = time.monotonic()
            gespraech.reset()
        else:
            gespraech.send(antwort, lambda: _fertig(eintrag), halb=fault == "truncated")


def serve(
    world: World,
    *,
    faults: Faults | None = None,
    port: int = 0,
    version: Version = "3.9.5",
    seed: int = 0,
    robots: str | None = ROBOTS,
    produkte: Iterable[str] = (ALLRIS3,),
) -> DemoServer:
    """A server for this council on 127.0.0.1, to be used with `with`; port 0 takes a free one."""
    return DemoServer(
        world, faults=faults or Faults(), port=port, version=version, seed=seed, robots=robots, produkte=produkte
    )


def _fertig(eintrag: Eintrag) -> None:
    eintrag.fertig = time.monotonic()


def _programm(pfad: str) -> str:
    return pfad.removeprefix(BASIS).lstrip("/").split("?")[0].split("/")[0]


def _kennung(gespraech: Gespraech) -> str | None:
    """The session's name, if the visitor sent one."""
    try:
        cookies = SimpleCookie(gespraech.headers.get("Cookie", ""))
    except CookieError:
        return None
    return cookies[COOKIE].value if COOKIE in cookies else None
