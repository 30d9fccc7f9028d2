"""Addresses as they are asked for and archived."""

from __future__ import annotations

from urllib.parse import quote, urljoin, urlsplit

from requests.utils import requote_uri

PRINTABLE = "".join(map(chr, range(0x20, 0x7F)))
REDIRECTS = frozenset({301, 302, 303, 307, 308})
GATE = "/_gate/"
"""The folder of ALLRIS's load protection: who is sent there has to solve something, and we don't."""


def address(url: str) -> str:
    """The address as it is asked for and archived: percent-encoded, without its fragment."""
    return str(requote_uri(url.partition("#")[0]))


def redirect(url: str, status: int, location: str | None) -> str | None:
    """Where an answer sends us, as a complete address; None for one that sends us nowhere, or to no address."""
    if not location or status not in REDIRECTS:
        return None
    plain = quote(location.strip().encode("latin-1", "replace"), safe=PRINTABLE)
    try:
        return address(urljoin(url, plain))
    except ValueError:
        return None


def is_gate(url: str) -> bool:
    """Whether the address is the load protection's."""
    return GATE in f"{urlsplit(url).path.lower()}/"
