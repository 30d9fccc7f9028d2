"""Ratsarchiv: reads council information systems, keeps what they served, and turns it into tables."""

__version__ = "0.1.0"
