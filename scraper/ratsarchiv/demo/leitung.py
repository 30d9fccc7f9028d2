"""Connections to a server on the loopback: who is there, how many at once, and when each request came and was done."""

from __future__ import annotations

import os
import socket
import struct
import sys
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from socketserver import TCPServer
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ratsarchiv.demo.antwort import Antwort

GROESSTES_FORMULAR = 1 << 16


@dataclass(slots=True, eq=False)
class Verbindung:
    """One connection, in seconds of `time.monotonic`."""

    nummer: int
    geoeffnet: float
    offen: int
    """How many were open with it when it came, itself included."""
    socket: socket.socket = field(repr=False)
    geschlossen: float | None = None

    def steht(self) -> bool:
        """Whether the visitor still holds it, even where the server has not looked since."""
        if self.geschlossen is not None:
            return False
        try:
            with self.socket.dup() as blick:  # a socket with a time-out waits even where it is told not to
                blick.setblocking(False)
                return blick.recv(1, socket.MSG_PEEK) != b""
        except BlockingIOError:
            return True
        except OSError:
            return False


class Dienst(Protocol):
    """What answers."""

    def answer(self, gespraech: Gespraech, body: bytes) -> None:
        """Answer one request."""
        ...


class Leitung(ThreadingHTTPServer):
    """Listens on 127.0.0.1 and knows every connection that was opened."""

    daemon_threads = False
    request_queue_size = 64

    def __init__(self, port: int, dienst: Dienst) -> None:
        self.dienst = dienst
        self.closing = threading.Event()
        self._verbindungen: list[Verbindung] = []
        self._nummern = count(1)
        self._lock = threading.Lock()
        super().__init__(("127.0.0.1", port), Gespraech)
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02})

    def server_bind(self) -> None:
        """Bind without asking for the host's name, which http.server does."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = "127.0.0.1", self.server_address[1]

    @property
    def verbindungen(self) -> list[Verbindung]:
        """All connections so far."""
        with self._lock:
            return list(self._verbindungen)

    def neue(self, verbindung: socket.socket) -> Verbindung:
        """Take note of a connection."""
        with self._lock:
            offen = sum(each.steht() for each in self._verbindungen) + 1
            neu = Verbindung(next(self._nummern), time.monotonic(), offen, verbindung)
            self._verbindungen.append(neu)
            return neu

    def offen(self) -> int:
        """How many connections are held now."""
        return sum(each.steht() for each in self.verbindungen if each.geschlossen is None)

    def start(self) -> None:
        """Answer from now on."""
        self._thread.start()

    def stop(self) -> None:
        """End all connections, so that their threads end, and answer no more."""
        self.closing.set()
        self.shutdown()
        self._thread.join()
        for verbindung in self.verbindungen:
            if verbindung.geschlossen is None:
                try:
                    verbindung.socket.shutdown(socket.SHUT_RDWR)
                except OSError:  # the visitor has gone already
                    continue
        self.server_close()

    def handle_error(self, request: object, client_address: object) -> None:
        """Be silent about visitors who leave before the end."""
        if not isinstance(sys.exception(), (ConnectionError, TimeoutError)):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class Gespraech(BaseHTTPRequestHandler):
    """The requests of one connection."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else each answer waits 40 ms for the visitor's delayed ACK
    timeout = 60
    server: Leitung
    verbindung: Verbindung
    ankunft: float
    """When the request's first line was there."""

    def setup(self) -> None:
        """Take note of the connection."""
        super().setup()
        self.verbindung = self.server.neue(self.connection)

    def finish(self) -> None:
        """Take note of its end."""
        self.verbindung.geschlossen = self.verbindung.geschlossen or time.monotonic()
        super().finish()

    def parse_request(self) -> bool:
        """Note when the request came."""
        self.ankunft = time.monotonic()
        return super().parse_request()

    def do_GET(self) -> None:
        """Answer."""
        self.server.dienst.answer(self, b"")

    def do_POST(self) -> None:
        """Answer a form."""
        laenge = min(int(self.headers.get("Content-Length") or 0), GROESSTES_FORMULAR)
        self.server.dienst.answer(self, self.rfile.read(laenge))

    def send(self, antwort: Antwort, fertig: Callable[[], None], *, halb: bool = False) -> None:
        """Send the answer, or half of its body; `fertig` is called before the last piece goes out."""
        self.send_response(antwort.status, "Object moved" if antwort.status == 302 else None)
        kopf = {"Cache-Control": "private", "Content-Type": antwort.mime}
        laenge = antwort.laenge if antwort.strom else len(antwort.body)
        kopf |= {"Transfer-Encoding": "chunked"} if laenge is None else {"Content-Length": str(laenge)}
        for name, wert in (kopf | antwort.kopf).items():
            self.send_header(name, wert)
        self.end_headers()
        if halb:
            self.close_connection = True
            self._schreibe(iter([antwort.body[: len(antwort.body) // 2]]), fertig)
        else:
            self._schreibe(antwort.stuecke() if laenge is not None else _chunked(antwort.stuecke()), fertig)

    def _schreibe(self, stuecke: Iterator[bytes], fertig: Callable[[], None]) -> None:
        """One piece is held back, so that nobody has the whole answer before the log says when it was done."""
        letztes = b""
        try:
            for stueck in stuecke:
                if self.server.closing.is_set():
                    self.close_connection = True
                    return
                self.wfile.write(letztes)
                letztes = stueck
        finally:
            fertig()
        self.wfile.write(letztes)

    def reset(self) -> None:
        """Close with a zero linger time: the visitor gets RST instead of an answer."""
        self.close_connection = True
        self.verbindung.geschlossen = time.monotonic()
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        os.close(self.connection.detach())

    def version_string(self) -> str:
        """As the vendor's customers run it."""
        return "Microsoft-IIS/8.5"

    def log_message(self, *_args: object) -> None:
        """Keep quiet: the log is in memory."""


def _chunked(stuecke: Iterator[bytes]) -> Iterator[bytes]:
    for stueck in stuecke:
        yield b"%x\r\n%s\r\n" % (len(stueck), stueck)
    yield b"0\r\n\r\n"
