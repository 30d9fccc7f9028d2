"""A headless Chromium, driven over a pair of pipes: no third library, no port, no sleeping."""

from __future__ import annotations

import base64
import json
import os
import select
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

PROGRAM = Path("/usr/bin/chromium")
PATIENCE = 60.0

_FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage",
    "--remote-debugging-pipe",
)  # fmt: skip


class Browser:
    """One tab. `complaints` are the errors that its console showed: blocked by CSP, not found, scripts that failed."""

    def __init__(self, to_browser: int, from_browser: int) -> None:
        self._to, self._from = to_browser, from_browser
        self._rest = b""
        self._number = 0
        self._session: str | None = None
        self._events: list[dict[str, Any]] = []
        self.complaints: list[str] = []
        target = self._call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log"):
            self._call(f"{domain}.enable")

    def screen(self, width: int, height: int, *, dark: bool = False) -> None:
        """The size of the window, in CSS pixels; narrow ones are telephones."""
        self._call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self._call("Emulation.setEmulatedMedia", features=[scheme])

    def open(self, url: str) -> None:
        """Go there, and wait until everything is loaded."""
        self._events.clear()
        self._call("Page.navigate", url=url)
        self._load()

    def _load(self) -> None:
        while not any(event["method"] == "Page.loadEventFired" for event in self._events):
            self._take()

    def value(self, script: str) -> Any:
        """What a script says about the page. The page's own CSP doesn't bind it."""
        answer = self._call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def press(self, key: str, *, leads_on: bool = False) -> None:
        """One key, down and up; where it leads to another page, that is loaded afterwards."""
        self._events.clear()
        code = {"Tab": 9, "Enter": 13, "Escape": 27, "ArrowUp": 38, "ArrowDown": 40}[key]
        text = {"text": "\r"} if key == "Enter" else {}
        for kind in ("keyDown", "keyUp"):
            self._call("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code, **text)
        if leads_on:
            self._load()

    def write(self, text: str) -> None:
        """Text as if typed where the cursor is."""
        self._call("Input.insertText", text=text)

    def until(self, script: str) -> None:
        """Wait for what a script says of the page to be true."""
        look = f"const look = () => ({script}) ? done(true) : requestAnimationFrame(look); look();"
        assert self.value(f"new Promise(done => {{ {look} }})") is True

    def picture(self, path: Path) -> None:
        """The whole page as a PNG."""
        data = self._call("Page.captureScreenshot", captureBeyondViewport=True)["data"]
        path.write_bytes(base64.b64decode(data))

    def quit(self) -> None:
        self._session = None
        self._call("Browser.close")

    def _call(self, method: str, **params: Any) -> dict[str, Any]:
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        while (answer := self._take()).get("id") != self._number:
            pass
        assert "error" not in answer, answer
        result: dict[str, Any] = answer["result"]
        return result

    def _take(self) -> dict[str, Any]:
        deadline = time.monotonic() + PATIENCE
        while b"\0" not in self._rest:
            if not select.select([self._from], [], [], max(0, deadline - time.monotonic()))[0]:
                raise TimeoutError("the browser is silent")
            if not (piece := os.read(self._from, 1 << 16)):
                raise EOFError("the browser has gone")
            self._rest += piece
        raw, _, self._rest = self._rest.partition(b"\0")
        message: dict[str, Any] = json.loads(raw)
        if "method" in message:
            self._events.append(message)
            self._listen(message)
        return message

    def _listen(self, event: dict[str, Any]) -> None:
        if event["method"] == "Log.entryAdded" and event["params"]["entry"]["level"] == "error":
            self.complaints.append(event["params"]["entry"]["text"])
        if event["method"] == "Runtime.exceptionThrown":
            self.complaints.append(event["params"]["exceptionDetails"]["text"])


@contextmanager
def chromium(profile: Path) -> Iterator[Browser]:
    """A browser with a fresh profile, gone afterwards."""
    their_read, our_write = os.pipe()
    our_read, their_write = os.pipe()
    # Chromium reads commands from descriptor 3 and answers on 4
    script = f'exec "$0" "$@" 3<&{their_read} 4>&{their_write}'
    command = ["/bin/bash", "-c", script, str(PROGRAM), *_FLAGS, f"--user-data-dir={profile}"]
    process = subprocess.Popen(
        command, pass_fds=(their_read, their_write), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    os.close(their_read)
    os.close(their_write)
    try:
        browser = Browser(our_write, our_read)
        yield browser
        browser.quit()
        process.wait(PATIENCE)
    finally:
        process.kill()
        process.wait()
        os.close(our_write)
        os.close(our_read)
