"""Ways to pass a page on: plain links without anybody's script, and a Mastodon instance of the visitor's choice."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote, urlencode

from ratsarchiv.publish import answer, errors, german, vorlage_teile
from ratsarchiv.publish.freigabe import gezeigt

LONGEST = 200
"""Letters of a title that is passed on."""
LONGEST_HOST = 253

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"(?:{_LABEL}\.)+(?:[a-z]{{2,63}}|xn--[a-z0-9-]{{1,59}})")
_TITEL = f"select coalesce(v.betreff, v.nummer, v.id) as titel from vorlagen v where v.id = :id and {gezeigt('v')}"  # noqa: S608 - our own words


def text(titel: str) -> str:
    """A title as it is passed on: one line, not too long."""
    line = german.one_line(titel)
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 2]} …"


def links(titel: str, adresse: str) -> dict[str, str]:
    """By name: addresses that pass a page on by e-mail or WhatsApp."""
    said = text(titel)
    mail = urlencode({"subject": said, "body": f"{said}\n{adresse}"}, quote_via=quote)
    return {"E-Mail": f"mailto:?{mail}", "WhatsApp": f"https://wa.me/?text={quote(f'{said} {adresse}', safe='')}"}


def instanz(typed: str) -> str | None:
    """The host that somebody means who types `mastodon.social`, its address or `@ada@mastodon.social`; None for no host."""
    host = re.sub(r"^https?://", "", typed.strip().lower()).rstrip("/").rpartition("@")[2]
    if not host.isascii():
        try:
            host = host.encode("idna").decode()
        except UnicodeError:
            return None
    return host if len(host) <= LONGEST_HOST and _HOST.fullmatch(host) else None


async def mastodon(datasette: Any, request: Any) -> Any:
    """`/teilen/mastodon?vorlage=…&instanz=…`: asks for the visitor's instance, and then links to its own page for sharing."""
    id_, typed = request.args.get("vorlage") or "", (request.args.get("instanz") or "")[:300]
    rows = (await answer.database(datasette).execute(_TITEL, {"id": id_})).rows
    if not rows:
        raise errors.Unknown("Eine Vorlage mit dieser Kennung zeigt dieses Archiv nicht.")
    page = answer.base(datasette, request) + vorlage_teile.adresse(id_)
    host = instanz(typed)
    said = f"{text(rows[0]['titel'])} {page}"
    context = {
        "id": id_, "titel": text(rows[0]["titel"]), "getippt": typed, "instanz": host, "canonical": None,
        "ziel": f"https://{host}/share?{urlencode({'text': said}, quote_via=quote)}" if host else None,
    }  # fmt: skip
    status = 400 if typed and not host else 200
    headers = {"x-robots-tag": "noindex"}
    return await answer.page(datasette, request, "ratsarchiv_mastodon.html", context, status=status, headers=headers)
