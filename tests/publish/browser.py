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
    # frames in the tab's own process, or its log would miss what they ask for; and no name leads to another machine
    "--disable-features=IsolateSandboxedIframes", "--disable-site-isolation-trials",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1", "--remote-debugging-pipe",
)  # fmt: skip

_KEYS = {"Tab": 9, "Enter": 13, "Escape": 27, "Space": 32, "End": 35, "Home": 36, "ArrowUp": 38, "ArrowDown": 40}
_TEXT = {"Enter": "\r", "Space": " "}


class Browser:
    """One tab.

    `complaints` are the errors that its console showed: blocked by CSP, not found, scripts that failed. `requests` are
    the addresses that it asked any server for, in their order; `dialogs` what opened a box. All three until they are
    cleared.
    """

    def __init__(self, to_browser: int, from_browser: int) -> None:
        self._to, self._from = to_browser, from_browser
        self._rest = b""
        self._number = 0
        self._session: str | None = None
        self._events: list[dict[str, Any]] = []
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.dialogs: list[str] = []
        target = self._call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self._call(f"{domain}.enable")

    def screen(self, width: int, height: int, *, dark: bool = False) -> None:
        """The size of the window, in CSS pixels; narrow ones are telephones."""
        self._call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self._call("Emulation.setEmulatedMedia", features=[scheme])

    def scripts(self, *, allowed: bool) -> None:
        """Whether pages may run JavaScript, from the next page on."""
        self._call("Emulation.setScriptExecutionDisabled", value=not allowed)

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
        name, text = " " if key == "Space" else key, {"text": _TEXT[key]} if key in _TEXT else {}
        for kind in ("keyDown", "keyUp"):
            self._call(
                "Input.dispatchKeyEvent", type=kind, key=name, code=key, windowsVirtualKeyCode=_KEYS[key], **text
            )
        if leads_on:
            self._load()

    def click(self, x: float, y: float, *, leads_on: bool = False) -> None:
        """The mouse's button at a point of the window; where it leads to another page, that is loaded afterwards."""
        self._events.clear()
        for kind in ("mousePressed", "mouseReleased"):
            self._call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)
        if leads_on:
            self._load()

    def write(self, text: str) -> None:
        """Text as if typed where the cursor is."""
        self._call("Input.insertText", text=text)

    def type(self, text: str) -> None:
        """Text key by key, as fields for dates need it."""
        for letter in text:
            for kind in ("keyDown", "keyUp"):
                self._call("Input.dispatchKeyEvent", type=kind, text=letter if kind == "keyDown" else "", key=letter)

    def until(self, script: str) -> None:
        """Wait for what a script says of the page to be true."""
        look = f"const look = () => ({script}) ? done(true) : requestAnimationFrame(look); look();"
        assert self.value(f"new Promise(done => {{ {look} }})") is True

    def picture(self, path: Path) -> None:
        """The whole page as a PNG."""
        data = self._call("Page.captureScreenshot", captureBeyondViewport=True)["data"]
        path.write_bytes(base64.b64decode(data))

    def permit_clipboard(self, origin: str) -> None:
        """Let that site's pages write to and read from the clipboard, as people do who are asked."""
        names = ["clipboardReadWrite", "clipboardSanitizedWrite"]
        self._call("Browser.grantPermissions", origin=origin, permissions=names)

    def downloads_into(self, folder: Path) -> None:
        """Files that pages offer are kept there."""
        self._call("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(folder), eventsEnabled=True)

    def downloaded(self) -> None:
        """Wait until the file is there that the last key or click asked for."""
        while not any(event.get("params", {}).get("state") == "completed" for event in self._events):
            self._take()

    def quit(self) -> None:
        self._session = None
        self._call("Browser.close")

    def _call(self, method: str, **params: Any) -> dict[str, Any]:
        number = self._send(method, **params)
        while (answer := self._take()).get("id") != number:
            pass
        assert "error" not in answer, answer
        result: dict[str, Any] = answer["result"]
        return result

    def _send(self, method: str, **params: Any) -> int:
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": params}
        if self._session and not method.startswith("Browser."):
            message["sessionId"] = self._session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self._to, data) :]
        return self._number

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
        if event["method"] == "Network.requestWillBeSent" and not event["params"]["request"]["url"].startswith("data:"):
            self.requests.append(event["params"]["request"]["url"])
        if event["method"] == "Page.javascriptDialogOpening":
            self.dialogs.append(event["params"]["message"])
            self._send("Page.handleJavaScriptDialog", accept=False)


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
