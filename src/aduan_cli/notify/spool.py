"""Into a folder: a file for each message, whole or not there, for another program to fetch."""

from __future__ import annotations

import os
from tempfile import NamedTemporaryFile

from aduan_cli.files import keep, make_folder, sync_folder
from aduan_cli.notify.outcomes import down
from aduan_cli.outbox import SENT, Delivered, Letter
from aduan_cli.record import Record


class SpoolNotifier(Record):
    """A folder, made where it isn't there. A message that comes again takes its own place.

    `mode`: of its files; None: as the desk in which the folder lies keeps what is its own.
    """

    folder: str
    mode: int | None = 0o660

    def send(self, letter: Letter) -> Delivered:
        """Write a letter, durable when this returns."""
        name = f"{letter.ticket}-{letter.id}.json".lstrip("-")
        try:
            self._make_folder()
            with NamedTemporaryFile("w", dir=self.folder, prefix=".", suffix=".part", delete=False) as part:
                try:
                    part.write(letter.as_json() + "\n")
                    part.flush()
                    os.fsync(part.fileno())
                    self._keep(part.name)
                    os.replace(part.name, os.path.join(self.folder, name))
                except BaseException:
                    os.unlink(part.name)
                    raise
            sync_folder(self.folder)
        except OSError as error:
            return down(error.strerror or error)
        return Delivered(SENT)

    def _make_folder(self) -> None:
        if self.mode is None:
            make_folder(self.folder, own=True)
        else:
            os.makedirs(self.folder, mode=0o770, exist_ok=True)

    def _keep(self, path: str) -> None:
        if self.mode is None:
            keep(path)
        else:
            os.chmod(path, self.mode)


def usual_mode() -> int:
    """Return the mode of files as the umask has it. Not to be asked beside other threads."""
    mask = os.umask(0o077)
    os.umask(mask)
    return 0o660 & ~mask
