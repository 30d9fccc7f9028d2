"""How we ask: one connection, with a pause, a limit and our name; a link in, an unread answer out."""

from __future__ import annotations

from ratsarchiv.fetch.asking import DOCUMENT, PAGE, Answer, Clock, Fetcher, address, redirect

__all__ = ["DOCUMENT", "PAGE", "Answer", "Clock", "Fetcher", "address", "redirect"]
