"""Connections that end before a word is said where the other side is this machine or its own network."""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING, Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from ratsarchiv.errors import WrongUse

if TYPE_CHECKING:
    import socket


class PublicOnly(HTTPAdapter):
    """Reaches public addresses only: looked at after the connection stands, so that no second look-up can differ."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Makes the pool with connections of ours."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _PlainPool, "https": _SecurePool}


class _Plain(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        return _public(super()._new_conn(), self.host)


class _Secure(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return _public(super()._new_conn(), self.host)


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _Plain


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _Secure


def _public(connected: socket.socket, host: str) -> socket.socket:
    address = ip_address(connected.getpeername()[0].split("%")[0])
    mapped = getattr(address, "ipv4_mapped", None) or address
    if mapped.is_global and not mapped.is_multicast:
        return connected
    connected.close()
    raise WrongUse(f"{host} is {mapped}, an address of this machine or its network; `fetch.loopback_erlaubt` allows it")
