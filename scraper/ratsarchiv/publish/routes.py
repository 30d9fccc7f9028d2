"""Every address of ours, and what answers it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ratsarchiv.publish import (
    abruf,
    aenderungen,
    anlagen,
    archivdatei,
    dokument,
    errors,
    fassung,
    gremien,
    gremium,
    gremium_neues,
    ics,
    kalender,
    karte,
    leaflet,
    original,
    person,
    sitemap,
    sitzung,
    start,
    statistik,
    status,
    suchseiten,
    teilen,
    vorgang,
    vorlage,
    vorlage_daten,
    zitat,
)

if TYPE_CHECKING:
    from collections.abc import Callable

Routes = list[tuple[str, "Callable[..., Any]"]]


async def no_page() -> Any:
    """Datasette's pages about its own insides: not on a public site."""
    raise errors.Unknown


ROUTES: Routes = [
    (r"^/$", start.page),
    (r"^/vorlagen/(?P<id>[^/]+)\.json$", vorlage_daten.page),
    (r"^/vorlagen/(?P<id>[^/]+)\.bib$", zitat.bibtex),
    (r"^/vorlagen/(?P<id>[^/]+)$", vorlage.page),
    (r"^/vorlagen/(?P<id>[^/]+)/anlagen$", anlagen.page),
    (r"^/vorlagen/(?P<id>[^/]+)/fassungen/(?P<zeit>[^/]+)$", fassung.page),
    (r"^/teilen/mastodon$", teilen.mastodon),
    (r"^/vorgaenge/(?P<id>[^/]+)$", vorgang.page),
    (r"^/dokumente/(?P<id>[^/]+)$", dokument.page),
    (r"^/seiten/(?P<id>[^/]+)$", dokument.page_of),
    (r"^/aenderungen$", aenderungen.page),
    (r"^/aenderungen\.atom$", aenderungen.atom),
    (r"^/suche$", suchseiten.page),
    (r"^/suche\.json$", suchseiten.data),
    (r"^/suche\.csv$", suchseiten.table),
    (r"^/suche\.atom$", suchseiten.atom),
    (r"^/vorschlaege\.json$", suchseiten.vorschlaege),
    (r"^/original$", original.page),
    (r"^/abrufe/(?P<id>[^/]+)$", abruf.page),
    (r"^/abrufe/(?P<id>[^/]+)/seite$", abruf.seite),
    (r"^/abrufe/(?P<id>[^/]+)/datei$", archivdatei.datei),
    (r"^/sitzungen/(?P<id>[^/.]+)$", sitzung.page),
    (r"^/sitzungen/(?P<id>[^/.]+)\.ics$", ics.der_sitzung),
    (r"^/gremien$", gremien.page),
    (r"^/gremien/(?P<id>[^/.]+)$", gremium.page),
    (r"^/gremien/(?P<id>[^/.]+)\.ics$", ics.des_gremiums),
    (r"^/gremien/(?P<id>[^/.]+)\.atom$", gremium_neues.page),
    (r"^/personen/(?P<id>[^/]+)$", person.page),
    (r"^/kalender$", kalender.page),
    (r"^/kalender\.ics$", ics.page),
    (r"^/karte$", karte.page),
    (r"^/karte\.json$", karte.data),
    (r"^/leaflet/[^/]+/[^/]+$", leaflet.file),
    (r"^/status$", status.page),
    (r"^/status\.json$", status.data),
    (r"^/statistik$", statistik.page),
    (r"^/statistik/(?P<frage>[a-z_]+)\.csv$", statistik.table),
    (r"^/statistik/(?P<frage>[a-z_]+)$", statistik.one),
    (r"^/robots\.txt$", sitemap.robots),
    (r"^/sitemap\.xml$", sitemap.index),
    (r"^/sitemaps/(?P<n>[1-9][0-9]{0,5})\.xml$", sitemap.part),
    (r"^/-/(?!static/|static-plugins/)", no_page),
]
