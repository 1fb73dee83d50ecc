"""Files that are named on a line, taken for a complaint and told of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from aduan_cli.cli.context import Context
from aduan_cli.complaint.attachments import Attached
from aduan_cli.flow.attaching import StoredFiles, take


@contextmanager
def held_files(context: Context, paths: Sequence[str]) -> Iterator[StoredFiles]:
    """Take files, say what is wrong with those that can't be had, and hold the others until what names them is stored.

    Where the desk can keep none at all, that is said, and all of them are left out.
    """
    from contextlib import ExitStack

    from aduan_cli.errors import StoreError, UsageError

    attachments = context.desk.attachments
    with ExitStack() as held:
        try:
            held.enter_context(attachments.taking())
            found = take(attachments, paths)
        except StoreError as error:
            found = StoredFiles((), (UsageError(str(error)),))
        for wrong in found.wrong:
            context.warn(str(wrong))
        yield found


def listed(files: Sequence[Attached]) -> str:
    """Return files by their names, on one line."""
    from aduan_cli.render.cells import shown_in_line

    return shown_in_line(", ".join(file.name or file.sha256[:12] for file in files))
