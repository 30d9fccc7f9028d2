"""What Ratsarchiv raises on purpose, each with the exit code that the command line gives it."""

from __future__ import annotations


class RatsarchivError(Exception):
    """Something that a person can act on; its text says what happened, where, and what to do."""

    exit_code = 1


class WrongUse(RatsarchivError):
    """The command can't do what it was asked: a missing file, an unknown council, a file that is no WARC."""

    exit_code = 2


class ParseError(RatsarchivError):
    """A page is not what its address promised: kept in the archive, listed in `probleme`."""


class UnknownPage(ParseError):
    """No parser knows pages of this address."""

    exit_code = 2


class FetchError(RatsarchivError):
    """An answer could not be had after all tries."""


class SiteStopped(RatsarchivError):
    """The site asks us to stop ("Zu viele Zugriffe", a gate, robots.txt): nothing more is asked of it in this run."""

    exit_code = 3


class ArchiveError(RatsarchivError):
    """The archive's files can't be read or written."""
