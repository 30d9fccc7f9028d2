"""A session: who we say we are, whom we reach, and the cookies that a system gave us."""

from __future__ import annotations

import json
from typing import Any

import requests
from requests.cookies import create_cookie

from ratsarchiv import __version__
from ratsarchiv.errors import WrongUse
from ratsarchiv.fetch.connection import Anywhere, Public

_COOKIE = ("name", "value", "domain", "path", "secure", "expires")


class Session(requests.Session):
    """Takes no settings from the environment, verifies every certificate, and leaves redirects alone."""

    def __init__(self, contact: str | None, *, private: bool) -> None:
        super().__init__()
        self.trust_env = False
        self.headers.update(
            {
                "User-Agent": agent(contact),
                "Accept": "*/*",
                "Accept-Encoding": "gzip, deflate",
                "Accept-Language": "de",
            }
        )
        for scheme in ("http://", "https://"):
            self.mount(scheme, Anywhere() if private else Public())

    def get_redirect_target(self, resp: requests.Response) -> None:  # noqa: ARG002
        """None: requests reads redirects even when told not to follow, and fails on those in Latin-1."""
        return

    def dump(self) -> str:
        """The cookies as JSON."""
        return json.dumps([{name: getattr(cookie, name) for name in _COOKIE} for cookie in self.cookies])

    def restore(self, text: str) -> None:
        """The cookies that `dump` gave; WrongUse where it didn't."""
        try:
            cookies = [_cookie(**each) for each in json.loads(text)]
        except (ValueError, TypeError) as error:
            raise WrongUse(f"no cookies of ours: {text[:80]!r}: {error}") from error
        for cookie in cookies:
            self.cookies.set_cookie(cookie)


def agent(contact: str | None) -> str:
    """The User-Agent: `ratsarchiv/1.0 (+https://archiv.example; post@archiv.example)`."""
    name = f"ratsarchiv/{__version__}"
    if not contact:
        return name
    if not (contact.isascii() and contact.isprintable()) or set(contact) & set("()"):
        raise WrongUse(f"the contact {contact!r} must be plain ASCII without brackets: it goes into the User-Agent")
    return f"{name} (+{contact})"


def _cookie(*, name: str, value: str, domain: str, path: str, secure: bool, expires: int | None) -> Any:
    texts = (name, value or "", domain, path)
    if not all(isinstance(text, str) and text.isprintable() for text in texts):
        raise TypeError(f"the cookie {name!r} is not made of texts")
    return create_cookie(  # type: ignore[no-untyped-call]
        name, value, domain=domain, path=path, secure=bool(secure), expires=expires
    )
