"""How we ask: one connection, with a pause, a limit and our name; a link in, an unread answer out."""

from __future__ import annotations

from ratsarchiv.fetch.address import address, redirect
from ratsarchiv.fetch.answer import Answer
from ratsarchiv.fetch.asking import Fetcher
from ratsarchiv.fetch.body import DOCUMENT, PAGE
from ratsarchiv.fetch.brake import Brake
from ratsarchiv.fetch.budget import Budget, Window
from ratsarchiv.fetch.clock import Clock
from ratsarchiv.fetch.documents import is_document
from ratsarchiv.fetch.robots import RobotsSaid, Verdict, robots_verdict, verdict

__all__ = [
    "DOCUMENT",
    "PAGE",
    "Answer",
    "Brake",
    "Budget",
    "Clock",
    "Fetcher",
    "RobotsSaid",
    "Verdict",
    "Window",
    "address",
    "is_document",
    "redirect",
    "robots_verdict",
    "verdict",
]
