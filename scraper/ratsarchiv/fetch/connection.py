"""Connections that end where the other side is this machine or its own network, or takes too long."""

from __future__ import annotations

import time
from http.client import HTTPResponse
from io import BufferedReader, RawIOBase
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import TYPE_CHECKING, Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from ratsarchiv.errors import FetchError, WrongUse

if TYPE_CHECKING:
    import socket

LONGEST_ANSWER = 600.0
_NAT64 = IPv6Network("64:ff9b::/96")


class Public(HTTPAdapter):
    """Reaches public addresses only: looked at after the connection stands, so that no second look-up can differ."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Makes the pool with connections of ours."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _PublicPlainPool, "https": _PublicSecurePool}


class Anywhere(HTTPAdapter):
    """Reaches this machine too; the answers are timed all the same."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Makes the pool with connections of ours."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _PlainPool, "https": _SecurePool}


def is_public(text: str) -> bool:
    """Whether an address is everybody's: neither this machine's nor its network's, however it is wrapped."""
    address = ip_address(text.partition("%")[0])
    return all(each.is_global and not each.is_multicast for each in _unwrapped(address))


def _unwrapped(address: IPv4Address | IPv6Address) -> list[IPv4Address | IPv6Address]:
    """An address, and the IPv4 address inside it: of 6to4, of Teredo, of NAT64; of a mapped one only that inside."""
    if isinstance(address, IPv4Address):
        return [address]
    if address.ipv4_mapped:
        return [address.ipv4_mapped]
    inner = [address.sixtofour, address.teredo and address.teredo[1]]
    nat64 = [IPv4Address(int(address) & 0xFFFFFFFF)] if address in _NAT64 else []
    return [address, *filter(None, inner), *nat64]


def _public(connected: socket.socket, host: str) -> socket.socket:
    peer = str(connected.getpeername()[0])
    if is_public(peer):
        return connected
    connected.close()
    raise WrongUse(f"{host} is {peer}, an address of this machine or its network; `fetch.loopback_erlaubt` allows it")


class _Timed(RawIOBase):
    """What comes in, until it takes too long: a read time-out alone never ends what comes byte by byte."""

    def __init__(self, raw: RawIOBase) -> None:
        self._raw = raw
        self._end = time.monotonic() + LONGEST_ANSWER

    def readable(self) -> bool:
        return True

    def readinto(self, into: Any, /) -> int | None:
        if time.monotonic() > self._end:
            raise FetchError(f"the answer took longer than {LONGEST_ANSWER:g} seconds")
        return self._raw.readinto(into)

    def close(self) -> None:
        self._raw.close()
        super().close()


class _Response(HTTPResponse):
    def __init__(self, sock: socket.socket, *args: Any, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        self.fp = BufferedReader(_Timed(self.fp.detach()))


class _Plain(HTTPConnection):
    response_class = _Response


class _Secure(HTTPSConnection):
    response_class = _Response


class _PublicPlain(_Plain):
    def _new_conn(self) -> socket.socket:
        return _public(super()._new_conn(), self.host)


class _PublicSecure(_Secure):
    def _new_conn(self) -> socket.socket:
        return _public(super()._new_conn(), self.host)


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _Plain


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _Secure


class _PublicPlainPool(HTTPConnectionPool):
    ConnectionCls = _PublicPlain


class _PublicSecurePool(HTTPSConnectionPool):
    ConnectionCls = _PublicSecure
