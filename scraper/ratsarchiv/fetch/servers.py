"""Which hosts are one server: those of one registrable domain, and those of one address."""

from __future__ import annotations

import re
import socket
from functools import cache
from ipaddress import ip_address
from urllib.parse import urlsplit

from publicsuffixlist import PublicSuffixList


def server_keys(netloc: str, addresses: frozenset[str]) -> tuple[str, ...]:
    """What a host has in common with others that are the same server, sorted: its domain and its addresses."""
    host = hostname(netloc)
    names = {_plain(each) for each in addresses}
    names.add(_plain(host) if _is_address(host) else registrable(host))
    return tuple(sorted(re.sub(r"[^a-z0-9.-]", "_", name) for name in names))


def hostname(netloc: str) -> str:
    """A host without its port, in small letters."""
    return (urlsplit(f"//{netloc}").hostname or netloc).lower()


def registrable(host: str) -> str:
    """The domain that somebody registered: `hamburg.de` of `sitzungsdienst-nord.hamburg.de`; a lone name is its own."""
    return _suffixes().privatesuffix(host) or host


def addresses(host: str) -> frozenset[str]:
    """What the host's name resolves to now; nothing where it doesn't."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return frozenset()
    return frozenset(str(each[4][0]) for each in found)


@cache
def _suffixes() -> PublicSuffixList:
    """The list that the library carries. Only its public part: a hoster's own names share the hoster's machines."""
    return PublicSuffixList(only_icann=True)


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _plain(text: str) -> str:
    """One spelling for one address."""
    address = ip_address(text.partition("%")[0])
    return str(getattr(address, "ipv4_mapped", None) or address)
