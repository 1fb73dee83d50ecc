"""One family of errors: each knows its exit code and says its own sentence.

The command line has one boundary that turns any of these into a line on stderr and an exit code
(the README lists them). Anything else that escapes is a bug and exits 1.
"""

from __future__ import annotations

import errno

DONE = 0
BUG = 1
USAGE = 2
INVALID = 3
NOT_FOUND = 4
NOT_ALLOWED = 5
PARTIAL = 6
STORE = 7
INTERRUPTED = 130


class AduanError(Exception):
    """Base of everything that the user is told in one sentence."""

    exit_code = BUG


class UsageError(AduanError):
    """The command's words are off: an unknown value, an unreadable time, a missing text."""

    exit_code = USAGE


class ProofError(UsageError):
    """What was done isn't shown as the complaint's category asks for; `in_words`: words alone are missing."""

    def __init__(self, message: str, in_words: bool = False) -> None:
        super().__init__(message)
        self.in_words = in_words


class NobodyNamedError(UsageError):
    """A complaint is to be given to somebody, and nobody was named."""


class ConfigError(AduanError):
    """Rules, a manifest or an import map are invalid. `problems` holds one line each."""

    exit_code = INVALID

    def __init__(self, message: str, problems: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.problems = problems


class NotFoundError(AduanError):
    """A ticket, unit or desk that isn't there."""

    exit_code = NOT_FOUND


class NotAllowedError(AduanError):
    """A move that the complaint's state does not allow."""

    exit_code = NOT_ALLOWED


class PartialError(AduanError):
    """The work was done, but some items (or a plugin) failed."""

    exit_code = PARTIAL


class StoreError(AduanError):
    """The desk's data can't be read or written: locked, read-only, full, damaged, newer."""

    exit_code = STORE


_OF_THE_DISK = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS})


def unwritten(sentence: str, error: OSError, otherwise: type[AduanError] = UsageError) -> AduanError:
    """Return what is said of a file that couldn't be written, in the words given.

    A disk that is full, read-only or broken is the store's error, whatever was to be written there; else it is the
    fault of the place that was named.
    """
    return (StoreError if error.errno in _OF_THE_DISK else otherwise)(sentence)


class ForbiddenError(StoreError):
    """Whoever asks may not do that with the desk's data: the store itself says so."""

    exit_code = NOT_ALLOWED


class UnconfirmedError(StoreError):
    """A step was sent, and nobody knows whether it was stored: it may or may not be there."""
