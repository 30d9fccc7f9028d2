"""Musterstadt as ALLRIS 4 shows it: Wicket pages with sessions, page versions and Ajax answers."""

from ratsarchiv.demo.allris4.system import System

__all__ = ["System"]
