"""Which revision is meant: a name, the beginning of one, or the one accepted last."""

from __future__ import annotations

from aduan_cli.errors import NotFoundError, UsageError
from aduan_cli.i18n import _
from aduan_cli.ports import Revisions

SHORTEST = 4
"""Characters of the shortest beginning of a name."""


def revision_named(kept: Revisions, given: str) -> str:
    """Return the whole name of a revision. Raises `NotFoundError`, or `UsageError` when several begin like it."""
    low = given.lower()
    names = list(dict.fromkeys(acceptance.revision for acceptance in kept.acceptances()))
    found = [name for name in names if name == low] or [name for name in names if name.startswith(low)]
    if not found or len(low) < SHORTEST:
        hint = _("aduan rules history lists them; at least {count} characters").format(count=SHORTEST)
        raise NotFoundError(_("no revision '{given}'; {hint}").format(given=given, hint=hint))
    if len(found) > 1:
        raise UsageError(
            _("'{given}' begins several revisions: {names}").format(given=given, names=", ".join(found[:5]))
        )
    return found[0]


def last_accepted(kept: Revisions) -> str:
    """Return the name of the revision accepted last. Raises `NotFoundError` where there is none."""
    name = kept.last_revision()
    if name is None:
        raise NotFoundError(
            _("no rules were accepted yet; the first call accepts them, or: {command}").format(
                command="aduan rules accept"
            )
        )
    return name


def files_named(kept: Revisions, name: str, paths: tuple[str, ...]) -> dict[str, str]:
    """Return the files of a revision (path → text), all or those named. Raises `NotFoundError` for one it hasn't."""
    files = kept.revision_files(name)
    for path in paths:
        if path not in files:
            known = ", ".join(files)
            raise NotFoundError(
                _("revision {name} has no file '{path}'; it has: {known}").format(name=name, path=path, known=known)
            )
    return {path: text for path, text in files.items() if not paths or path in paths}
