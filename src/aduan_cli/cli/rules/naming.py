"""How the commands on revisions are told which one: a name, the beginning of one, or `disk`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aduan_cli.errors import NotFoundError, UsageError
from aduan_cli.i18n import _

if TYPE_CHECKING:
    from aduan_cli.app.desk import Desk
    from aduan_cli.config.rule_files.texts import OnDisk
    from aduan_cli.rules.language.problems import Problem

DISK = "disk"
SHORTEST = 4
"""Characters of the shortest beginning of a name."""


def revision_named(desk: Desk, given: str) -> str:
    """Return the whole name of a revision. Raises `NotFoundError`, or `UsageError` when several begin like it."""
    low = given.lower()
    names: list[str] = list(dict.fromkeys(acceptance.revision for acceptance in desk.store.acceptances()))
    found = [name for name in names if name == low] or [name for name in names if name.startswith(low)]
    if not found or len(low) < SHORTEST:
        hint = _("aduan rules history lists them; at least {count} characters").format(count=SHORTEST)
        raise NotFoundError(_("no revision '{given}'; {hint}").format(given=given, hint=hint))
    if len(found) > 1:
        raise UsageError(
            _("'{given}' begins several revisions: {names}").format(given=given, names=", ".join(found[:5]))
        )
    return found[0]


def present(desk: Desk) -> OnDisk:
    """Return the texts on disk, and the problems of files that are there and can't be read or counted on."""
    from aduan_cli.config.rule_files.texts import on_disk

    return on_disk(desk.folder, desk.store.accepted().get("rules.toml"))


def readable(texts: dict[str, str], unread: list[Problem]) -> dict[str, str]:
    """Return texts without those whose file on disk nobody could look at: nothing can be said of them."""
    unknown = {problem.file for problem in unread}
    return {path: text for path, text in texts.items() if path not in unknown}


def texts_named(desk: Desk, given: str | None) -> tuple[str, dict[str, str]]:
    """Return name and texts of a revision; None is the one accepted last. `disk` is what stands on disk."""
    if given == DISK:
        return DISK, present(desk).texts
    if given is None:
        name = desk.store.last_revision()
        if name is None:
            raise NotFoundError(
                _("no rules were accepted yet; the first call accepts them, or: {command}").format(
                    command="aduan rules accept"
                )
            )
        return name, desk.store.revision_files(name)
    name = revision_named(desk, given)
    return name, desk.store.revision_files(name)
