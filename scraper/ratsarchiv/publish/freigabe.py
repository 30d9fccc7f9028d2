"""Whether a Vorlage's texts may be shown: it is on the council's page, or the operator shows it though it was withdrawn."""

from __future__ import annotations


def gezeigt(vorlage: str) -> str:
    """SQL for that, of the Vorlage under this alias; true where an outer join found none."""
    notices = f"from hinweise h where h.tabelle = 'vorlagen' and h.objekt = {vorlage}.id"
    return f"""({vorlage}.verschwunden_seit is null or (
    exists (select 1 {notices} and h.art = 'zurueckgezogen' and h.bis is not null and h.bis >= h.datum)
    and not exists (select 1 {notices} and h.bis is null and h.art in ('zurueckgezogen', 'nichtoeffentlich'))
))"""
