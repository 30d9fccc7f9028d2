"""Musterstadt's web server on the loopback: cookies, redirects, temporary files, a log, and faults on demand."""

from __future__ import annotations

import os
import socket
import struct
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from typing import TYPE_CHECKING, Self

from ratsarchiv.demo import faults as stoerung
from ratsarchiv.demo import seite_sonst as sonst
from ratsarchiv.demo.besuch import COOKIE, Besuche
from ratsarchiv.demo.faults import Fault, Faults, Verteiler
from ratsarchiv.demo.markup import kodiert
from ratsarchiv.demo.programme import BASIS, Antwort, System

if TYPE_CHECKING:
    from types import TracebackType

    from ratsarchiv.demo.rahmen import Version
    from ratsarchiv.demo.world import World

GROESSTES_FORMULAR = 1 << 16


@dataclass(frozen=True, slots=True)
class Eintrag:
    """One request as the log keeps it, written before its answer goes out."""

    nummer: int
    methode: str
    pfad: str
    """With query, as asked for."""
    zeit: float
    """When it arrived, in seconds of `time.monotonic`."""
    status: int
    """0 where the connection was reset."""
    fault: Fault | None
    agent: str


class DemoServer:
    """A running server; `with` stops it. `world` may be exchanged or changed while it runs."""

    def __init__(self, world: World, *, faults: Faults, port: int, version: Version, seed: int) -> None:
        self._system = System(world, version, Besuche(seed))
        self._verteiler = Verteiler(faults)
        self._lock = threading.Lock()
        self._log: list[Eintrag] = []
        self._nummer = 0
        self._http = _Http(("127.0.0.1", port), self)
        self._system.basis = self.url
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02})

    @property
    def url(self) -> str:
        """The base folder: `http://127.0.0.1:40123/bi/`."""
        return f"http://127.0.0.1:{self._http.server_address[1]}{BASIS}"

    @property
    def world(self) -> World:
        """The council that is shown."""
        return self._system.world

    @world.setter
    def world(self, world: World) -> None:
        self._system.world = world

    @property
    def faults(self) -> Faults:
        """What goes wrong on purpose; may be exchanged while the server runs."""
        return self._verteiler.faults

    @faults.setter
    def faults(self, faults: Faults) -> None:
        self._verteiler = Verteiler(faults)

    @property
    def log(self) -> list[Eintrag]:
        """All requests so far."""
        with self._lock:
            return list(self._log)

    @property
    def counts(self) -> Counter[str]:
        """How often each program was asked for: `vo020.asp`, `robots.txt`, `___tmp`, …"""
        return Counter(_programm(each.pfad) for each in self.log)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.shutdown()
        self._thread.join()
        self._http.hang_up()
        self._http.server_close()

    def answer(self, handler: _Handler, body: bytes) -> None:
        """Answer one request, or fail as the faults demand."""
        zeit = time.monotonic()
        with self._lock:
            self._nummer += 1
            nummer = self._nummer
        antwort, neuer = self._system.antwort(handler.path, body, handler.kennung())
        if neuer:
            antwort.kopf["Set-Cookie"] = f"{COOKIE}={neuer.kennung}; path=/"
        adresse = handler.path if not body else f"{handler.path}?{body.decode('latin-1')}"
        html = antwort.status == 200 and antwort.mime == "text/html"
        fault = self._verteiler.fault(nummer, adresse, html=html)
        _verdirb(antwort, fault)
        status = 0 if fault == "reset" else antwort.status
        agent = handler.headers.get("User-Agent", "")
        with self._lock:
            self._log.append(Eintrag(nummer, handler.command, handler.path, zeit, status, fault, agent))
        if fault == "slow":
            self._http.closing.wait(self.faults.seconds)
        handler.send(antwort, fault)


def serve(
    world: World, *, faults: Faults | None = None, port: int = 0, version: Version = "3.9.5", seed: int = 0
) -> DemoServer:
    """A server for this council on 127.0.0.1, to be used with `with`; port 0 takes a free one."""
    return DemoServer(world, faults=faults or Faults(), port=port, version=version, seed=seed)


def _programm(pfad: str) -> str:
    return pfad.removeprefix(BASIS).lstrip("/").split("?")[0].split("/")[0]


def _verdirb(antwort: Antwort, fault: Fault | None) -> None:
    """Change the answer where a fault concerns what it says."""
    match fault:
        case "error":
            antwort.status, antwort.mime, antwort.body = 500, "text/html", kodiert(sonst.serverfehler())
            antwort.kopf.pop("Location", None)
        case "too_many":
            antwort.status, antwort.mime, antwort.body = 200, "text/html", kodiert(sonst.zu_viele_zugriffe())
            antwort.kopf.pop("Location", None)
        case "tableless":
            antwort.body = stoerung.ohne_tabelle(antwort.body)
        case "utf8_declared":
            antwort.mime = "text/html; charset=utf-8"
        case "utf8_encoded":
            antwort.body = stoerung.in_utf8(antwort.body)


class _Http(ThreadingHTTPServer):
    daemon_threads = False
    request_queue_size = 64

    def __init__(self, address: tuple[str, int], demo: DemoServer) -> None:
        self.demo = demo
        self.closing = threading.Event()
        self._offen: set[socket.socket] = set()
        self._offen_lock = threading.Lock()
        super().__init__(address, _Handler)

    def server_bind(self) -> None:
        """Bind without asking for the host's name, which http.server does."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = "127.0.0.1", self.server_address[1]

    def remember(self, connection: socket.socket, *, offen: bool) -> None:
        with self._offen_lock:
            (self._offen.add if offen else self._offen.discard)(connection)

    def hang_up(self) -> None:
        """End all connections, so that their threads end."""
        self.closing.set()
        with self._offen_lock:
            for connection in self._offen:
                try:
                    connection.shutdown(socket.SHUT_RDWR)
                except OSError:  # the visitor has gone already
                    continue

    def handle_error(self, request: object, client_address: object) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else each answer waits 40 ms for the visitor's delayed ACK
    timeout = 60
    server: _Http

    def setup(self) -> None:
        super().setup()
        self.server.remember(self.connection, offen=True)

    def finish(self) -> None:
        self.server.remember(self.connection, offen=False)
        super().finish()

    def do_GET(self) -> None:
        self.server.demo.answer(self, b"")

    def do_POST(self) -> None:
        laenge = min(int(self.headers.get("Content-Length") or 0), GROESSTES_FORMULAR)
        self.server.demo.answer(self, self.rfile.read(laenge))

    def kennung(self) -> str | None:
        """The session's name, if the visitor sent one."""
        try:
            cookies = SimpleCookie(self.headers.get("Cookie", ""))
        except CookieError:
            return None
        return cookies[COOKIE].value if COOKIE in cookies else None

    def send(self, antwort: Antwort, fault: Fault | None) -> None:
        """Send the answer, whole, in half, or not at all."""
        if fault == "reset":
            self._reset()
            return
        self.send_response(antwort.status, "Object moved" if antwort.status == 302 else None)
        kopf = {"Cache-Control": "private", "Content-Type": antwort.mime, "Content-Length": str(len(antwort.body))}
        for name, wert in (kopf | antwort.kopf).items():
            self.send_header(name, wert)
        self.end_headers()
        self.wfile.write(antwort.body[: len(antwort.body) // 2] if fault == "truncated" else antwort.body)
        if fault == "truncated":
            self.close_connection = True

    def _reset(self) -> None:
        """Close with a zero linger time: the visitor gets RST instead of an answer."""
        self.close_connection = True
        self.server.remember(self.connection, offen=False)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        os.close(self.connection.detach())

    def version_string(self) -> str:
        return "Microsoft-IIS/8.5"

    def log_message(self, *_args: object) -> None:
        """Keep quiet: the log is in memory."""
