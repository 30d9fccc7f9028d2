"""Musterstadt: a made-up council behind a real HTTP server that answers as ALLRIS classic does."""

from ratsarchiv.demo.alltag import a_day
from ratsarchiv.demo.build import musterstadt
from ratsarchiv.demo.faults import Faults
from ratsarchiv.demo.geheim import Geheim, alle_verschliessen
from ratsarchiv.demo.geschehen import Geschehen
from ratsarchiv.demo.hostile import HostileServer, serve_hostile
from ratsarchiv.demo.server import DemoServer, serve
from ratsarchiv.demo.world import World

__all__ = [
    "DemoServer",
    "Faults",
    "Geheim",
    "Geschehen",
    "HostileServer",
    "World",
    "a_day",
    "alle_verschliessen",
    "musterstadt",
    "serve",
    "serve_hostile",
]
