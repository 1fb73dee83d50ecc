"""Which revision of the rules a desk accepted last: every command asks it."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.store.postgres.session import Session

_OWN = "SELECT revision FROM desk WHERE folder = %s"


def revision_of(session: Session, desk: str | None) -> str | None:
    """Return the name of the revision that a desk, by its folder, or anybody (None) accepted last."""
    found: str | None
    if desk is None:
        found = session.value("SELECT name FROM revision ORDER BY id DESC LIMIT 1")
    else:
        found = session.told[2] if session.told else session.value(_OWN, (desk,))
    return found


def asked(session: Session, desk: str | None, own: bool) -> str | None:
    """Return what `revision_of` says of a desk, or, without `own`, `last`."""
    return revision_of(session, desk) if own else last(session, desk)


def last(session: Session, desk: str | None = None) -> str | None:
    """Return the name of the revision that a desk accepted last; None when there is none.

    A desk that isn't known here takes over what was accepted before it, unless that is another desk's: see `others`.
    Without a desk it is the last of all.
    """
    found = None if desk is None else revision_of(session, desk)
    if found is not None or others(session, desk):
        return found
    return revision_of(session, None)


def others(session: Session, desk: str | None) -> list[str]:
    """Return the folders, of this machine, of other desks that have their calls here too."""
    if desk is None:
        return []
    folders = [folder for (folder,) in session.rows("SELECT folder FROM desk ORDER BY folder")]
    return [folder for folder in folders if folder != desk and os.path.isdir(folder)]
