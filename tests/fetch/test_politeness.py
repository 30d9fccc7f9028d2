from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from typing import TYPE_CHECKING

from ratsarchiv.fetch import Brake, Fetcher

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DELAY = 0.05
TOLERANCE = 0.005
ASKER = """
import sys
from pathlib import Path
from ratsarchiv.fetch import Brake, Fetcher, brake
brake.SLICE = 0.2
host, folder, name = sys.argv[1:]
fetcher = Fetcher([host], delay=0.05, private=True, brake=Brake(Path(folder)))
for number in range(12):
    for answer in fetcher.answers(f"http://{host}/{name}{number}"):
        answer.body.read()
fetcher.close()
"""


@dataclass
class Log:
    """What a server sees of its visitors."""

    connections: set[socket.socket] = field(default_factory=set)
    most_open: int = 0
    arrivals: list[tuple[float, str]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def opened(self, connection: socket.socket) -> None:
        """One more connection; one that its visitor has closed counts no longer, though its thread may not know yet."""
        with self.lock:
            self.connections.add(connection)
            self.most_open = max(self.most_open, sum(map(is_open, self.connections)))

    def closed(self, connection: socket.socket) -> None:
        with self.lock:
            self.connections.discard(connection)

    @property
    def gaps(self) -> list[float]:
        times = [when for when, _ in self.arrivals]
        return [later - earlier for earlier, later in pairwise(times)]


def is_open(connection: socket.socket) -> bool:
    try:
        return connection.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) != b""
    except BlockingIOError:
        return True
    except OSError:
        return False


class Server(ThreadingHTTPServer):
    daemon_threads = True
    log: Log


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def setup(self) -> None:
        super().setup()
        self.server.log.opened(self.connection)

    def finish(self) -> None:
        self.server.log.closed(self.connection)
        super().finish()

    def do_GET(self) -> None:
        with self.server.log.lock:
            self.server.log.arrivals.append((time.monotonic(), self.path))
        self.send_response(404 if self.path == "/robots.txt" else 200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"da")

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def serving(log: Log) -> Iterator[int]:
    with Server(("127.0.0.1", 0), Handler) as server:
        server.log = log
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join(timeout=10)


def test_two_processes_are_one_visitor(tmp_path: Path) -> None:
    log = Log()
    with serving(log) as port:
        askers = [
            subprocess.Popen([sys.executable, "-c", ASKER, f"{host}:{port}", str(tmp_path / "bremse"), name])
            for host, name in (("127.0.0.1", "a"), ("localhost", "b"))
        ]
        assert [asker.wait(timeout=60) for asker in askers] == [0, 0]
    paths = [path for _, path in log.arrivals]
    assert len(paths) == 26
    assert log.most_open == 1
    assert min(log.gaps) >= DELAY - TOLERANCE
    changes = sum(one[1] != other[1] for one, other in pairwise(paths) if "robots" not in one + other)
    assert changes >= 2  # neither waits until the other is done


def test_two_names_of_one_server_never_have_two_connections(tmp_path: Path) -> None:
    log = Log()
    with serving(log) as one, serving(log) as other:
        hosts = [f"127.0.0.1:{one}", f"127.0.0.1:{other}", f"localhost:{one}"]
        delay = 0.1  # in which a server notices an end
        fetcher = Fetcher(hosts, delay=delay, private=True, brake=Brake(tmp_path))
        for number in range(9):
            for answer in fetcher.answers(f"http://{hosts[number % 3]}/{number}"):
                answer.body.read()
        fetcher.close()
    assert log.most_open == 1
    assert len(log.arrivals) == 12


def test_the_brake_costs_little(tmp_path: Path) -> None:
    brake = Brake(tmp_path)
    brake.turn("127.0.0.1:80", 0)
    rounds = []
    for _ in range(20):
        begin = time.perf_counter()
        for _ in range(100):
            brake.turn("127.0.0.1:80", 0)
            brake.answered(0)
        rounds.append((time.perf_counter() - begin) / 100)
    brake.let_go()
    assert min(rounds) < 200e-6  # measured: 35 µs
