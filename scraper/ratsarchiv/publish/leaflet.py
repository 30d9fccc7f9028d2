"""The files of the map's programs, Leaflet and its clusters: from their own packages, under our own address."""

from __future__ import annotations

from importlib import metadata
from importlib.resources import files
from typing import Any

from datasette.utils.asgi import Response

from ratsarchiv.publish import errors

_LEAFLET, _CLUSTER = "xstatic.pkg.leaflet", "xstatic.pkg.leaflet_markercluster"
_TYPES = {"js": "text/javascript; charset=utf-8", "css": "text/css; charset=utf-8"}
_FILES = {
    "leaflet.js": _LEAFLET,
    "leaflet.css": _LEAFLET,
    "leaflet.markercluster.js": _CLUSTER,
    "MarkerCluster.css": _CLUSTER,
}
"""All that the maps need; their signs are ours."""

ORDNER = f"/leaflet/{metadata.version('XStatic-Leaflet')}-{metadata.version('XStatic-Leaflet-MarkerCluster')}"
"""Where they are: another version has another address, so browsers may keep the files for good."""


async def file(request: Any) -> Any:
    """`/leaflet/<version>/<name>`: one of the files."""
    ordner, _, name = request.path.rpartition("/")
    if name not in _FILES or ordner != ORDNER:
        raise errors.Unknown
    content = (files(_FILES[name]) / "data" / name).read_text("utf-8")
    headers = {"cache-control": "public, max-age=31536000, immutable"}
    return Response(content, headers=headers, content_type=_TYPES[name.rpartition(".")[2]])
