"""Musterstadt as SessionNet 5.5 (layout 6) shows it: `.php` programs, one session cookie, lasting addresses of files."""

from ratsarchiv.demo.sessionnet.system import System

__all__ = ["System"]
