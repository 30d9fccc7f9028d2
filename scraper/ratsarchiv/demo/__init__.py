"""Musterstadt: a made-up council behind a real HTTP server that answers as ALLRIS classic does."""

from ratsarchiv.demo.build import musterstadt
from ratsarchiv.demo.faults import Faults
from ratsarchiv.demo.server import DemoServer, serve
from ratsarchiv.demo.world import World

__all__ = ["DemoServer", "Faults", "World", "musterstadt", "serve"]
