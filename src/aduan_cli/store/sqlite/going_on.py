"""Going on without a store that was lost or damaged: what is left of it is kept, and what is known of it counts."""

from __future__ import annotations

from aduan_cli.errors import NotAllowedError
from aduan_cli.i18n import _
from aduan_cli.modes import file_of
from aduan_cli.store.sqlite.begin_anew import begin, check_whole, set_aside
from aduan_cli.store.sqlite.connection import Connection
from aduan_cli.store.sqlite.desk_mark import DamagedError, LostError, MarkFile


def go_on(file: Connection, memory: MarkFile | None, reason: str, actor: str | None, at: int) -> list[str]:
    """Go on with a new store, or the one that is there now, in the place of the one that the desk remembers."""
    mark = memory.mark() if memory else None
    try:
        file.read(check_whole, None)
    except (LostError, DamagedError) as lost:
        file.close()
        exchanged = isinstance(lost, LostError) and lost.exchanged
        moved: list[str] = [] if exchanged else set_aside(file_of(file.path), at)
    else:
        what = _("{path}: nothing is lost that this desk knows of; it goes on as it is")
        raise NotAllowedError(what.format(path=file.path))
    if mark is None and memory:
        sentence = _("which numbers were given is not remembered: those of today may be given again")
        memory.warn(sentence)
    file.begins_anew = True
    try:
        file.write(lambda connection: begin(connection, mark, reason, actor, at))
    finally:
        file.begins_anew = False
    return moved
