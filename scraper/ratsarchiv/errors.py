"""What Ratsarchiv raises on purpose, each with the exit code that the command line gives it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


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


class Unwanted(FetchError):
    """The site does answer, but with what we don't take: too much at once, or a stranger's address."""


class SiteStopped(RatsarchivError):
    """The site asks us to stop ("Zu viele Zugriffe", a gate, robots.txt): nothing more is asked of it in this run."""

    exit_code = 3

    def __init__(self, message: str, bis: datetime | None = None) -> None:
        super().__init__(message)
        self.bis = bis
        """Before then it is not asked again; None where nobody said."""


class Forbidden(SiteStopped):
    """robots.txt forbids an address; others may be allowed."""


class Paused(RatsarchivError):
    """What this run may ask for is used up (night window, requests, minutes): the rest waits for the next one."""

    exit_code = 0

    def __init__(self, message: str, bis: datetime | None = None) -> None:
        super().__init__(message)
        self.bis = bis
        """When the next run may go on; None where it may at once."""


class ArchiveError(RatsarchivError):
    """The archive's files can't be read or written."""


class NotWritten(ArchiveError):
    """The disk takes nothing more: what was written before is whole, and the next run goes on from there."""

    exit_code = 2


class Gate(SiteStopped):
    """The site turns programs away (too many requests, a captcha): it is left alone for hours, and never outwitted."""


class Doubt(SiteStopped):
    """The site refuses so much at once that it may be out of order: believed only if another page is still shown."""
