"""The public database: what the pages said, and how it changed."""

from ratsarchiv.store.dump import dump
from ratsarchiv.store.page import Counts
from ratsarchiv.store.store import Store

__all__ = ["Counts", "Store", "dump"]
