"""The opaque tokens in addresses: what an object is, in cipher, behind sixteen bytes that all tokens share."""

from __future__ import annotations

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha512

_ANFANG = b"PhU3HiwcW4WEpLce"
_BLOCK = 16
_SCHLUESSEL = sha512(b"Musterstadt").digest()


def token(art: str, *nummern: int) -> str:
    """The token of an object: equal wherever it is named, and told from it alone."""
    klar = "-".join([art, *map(str, nummern)]).encode()
    voll = klar.ljust(-(-len(klar) // _BLOCK) * _BLOCK, b"\0")
    return urlsafe_b64encode(_ANFANG + _verschluesselt(voll)).decode().rstrip("=")


def objekt(token: str) -> tuple[str, tuple[int, ...]]:
    """Kind and numbers of a token's object; an empty kind for what is no token."""
    try:
        roh = urlsafe_b64decode(token.encode() + b"=" * (-len(token) % 4))
        klar = _verschluesselt(roh.removeprefix(_ANFANG)).rstrip(b"\0").decode("ascii")
    except (binascii.Error, UnicodeError):
        return "", ()
    art, *nummern = klar.split("-")
    if not roh.startswith(_ANFANG) or not all(each.isdecimal() for each in nummern):
        return "", ()
    return art, tuple(map(int, nummern))


def _verschluesselt(block: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(block, _SCHLUESSEL, strict=False))
