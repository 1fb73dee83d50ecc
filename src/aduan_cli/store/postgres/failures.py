"""What goes wrong with a server, in a sentence; never with a password in it."""

from __future__ import annotations

from aduan_cli.i18n import _
from aduan_cli.store.postgres.driver import DatabaseError, Error, InterfaceError, OperationalError

MISSING = frozenset({"42P01", "3F000", "42883"})
"""No such table, schema or function: no desk was ever begun there."""
AGAIN = frozenset({"40001", "40P01"})
"""The server took the whole step back, so that it may simply be sent again."""
FORBIDDEN = "42501"
"""The user of the database may not do that."""
_GONE = frozenset({"57P01", "57P02", "57P03", "57P05", "25P03", "08000", "08003", "08006", "08001", "08004"})
"""The server ended the connection, or takes none just now."""
_FULL = frozenset({"53100", "53000"})


def code_of(error: Error) -> str:
    """Return the code that the server gave an error; empty where it was none of the server's."""
    return getattr(error, "pgcode", None) or ""


def is_lost(error: Error) -> bool:
    """Say whether the connection is gone: what was sent may or may not have been done."""
    if code_of(error):
        return code_of(error) in _GONE
    # Where it breaks in the middle of an answer the driver raises a bare DatabaseError.
    return isinstance(error, (InterfaceError, OperationalError)) or type(error) is DatabaseError


def sentence(error: Error, waited: float, may_be_stored: bool = False) -> str:
    """Return what is told of an error of the server; `waited` are the seconds that a lock is waited for.

    `may_be_stored`: the step was sent before, and what became of it isn't known.
    """
    code = code_of(error)
    if code == "55P03":
        return _("another program has held it locked for {seconds:.0f} seconds; try again").format(seconds=waited)
    if code == "AD002":
        from aduan_cli.store.postgres.closing import closed_sentence

        return closed_sentence(_message(error))
    if code == "25006":
        return _("the server is a copy that can only be read; the one that it follows would be right")
    if code in _FULL:
        if may_be_stored:
            return _("the disk (or the space allowed) is full")
        return _("the disk (or the space allowed) is full; nothing of this step was stored")
    if code == "57014":
        if may_be_stored:
            return _("the server has stopped the step because it took too long")
        return _("the server has stopped the step because it took too long; nothing of it was stored")
    if code == FORBIDDEN:
        return _("this user of the database may not do that: {reason}").format(reason=_message(error))
    return _message(error)


def unreached(error: Error) -> str:
    """Return why a server can't be reached: what its library says, in one line."""
    return _("the server can't be reached: {reason}").format(reason=_message(error))


def _message(error: Error) -> str:
    diagnosed = getattr(getattr(error, "diag", None), "message_primary", None)
    said = diagnosed or str(error)
    return " ".join(str(said).split()) or type(error).__name__
