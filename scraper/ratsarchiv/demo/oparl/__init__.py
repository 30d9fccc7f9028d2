"""Musterstadt's council system as its vendor offers it to programs: OParl 1.1 below `/public/oparl/`."""

from ratsarchiv.demo.oparl.grillen import GRILLEN
from ratsarchiv.demo.oparl.system import System

__all__ = ["GRILLEN", "System"]
