"""One product's Musterstadt behind a plain HTTP server of its own, with a robots.txt beside it."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ratsarchiv.demo.antwort import Antwort


class System(Protocol):
    """What each product's Musterstadt is."""

    basis: str
    ursprung: str

    def antwort(self, adresse: str, kopf: Mapping[str, str]) -> Antwort: ...


@contextmanager
def served(system: System, robots: str | None = None) -> Iterator[tuple[str, list[str]]]:
    """The origin at which it answers, and the paths as they are asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            asked.append(self.path)
            status, body, mime, kopf = self._answer()
            self.send_response(status)
            for name, value in {"Content-Type": mime, "Content-Length": str(len(body)), **kopf}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def _answer(self) -> tuple[int, bytes, str, dict[str, str]]:
            if self.path == "/robots.txt":
                return (404, b"", "text/plain", {}) if robots is None else (200, robots.encode(), "text/plain", {})
            antwort = system.antwort(self.path, {name.lower(): value for name, value in self.headers.items()})
            return antwort.status, b"".join(antwort.stuecke()), antwort.mime, antwort.kopf

        def log_message(self, *_: Any) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        system.ursprung = f"http://127.0.0.1:{server.server_port}"
        yield system.ursprung, asked
    finally:
        server.shutdown()
        thread.join(timeout=10)
        server.server_close()
