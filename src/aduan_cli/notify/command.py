"""To a program of the desk's own: JSON on its stdin, its exit code says what became of it."""

from __future__ import annotations

import os
import signal
import subprocess

from aduan_cli.i18n import _
from aduan_cli.notify.answers import down, line
from aduan_cli.outbox import FAILED, RETRY, SENT, Delivered, Letter
from aduan_cli.record import Record

_NEVER = (64, 65, 66, 67, 68, 76, 77, 78)
"""Exit codes of sysexits.h that say that trying again makes no sense; 75 and all others: another time."""


class CommandNotifier(Record):
    """A program with its arguments; it begins in the desk's folder."""

    run: tuple[str, ...]
    folder: str
    timeout: float = 20.0

    def send(self, letter: Letter) -> Delivered:
        """Run the program. 0: it arrived. One that takes too long is ended with all that it began: it may have."""
        try:
            process = subprocess.Popen(
                self.run,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                cwd=self.folder,
                start_new_session=True,
            )
        except (OSError, ValueError) as error:
            return down(f"{self.run[0]}: {getattr(error, 'strerror', None) or error}")
        try:
            _nothing, said = process.communicate(letter.as_json().encode(), timeout=self.timeout)
        except subprocess.TimeoutExpired:
            _end(process)
            what = _("it took longer than {seconds:g} seconds").format(seconds=self.timeout)
            return Delivered(RETRY, what, doubtful=True)
        except OSError:
            said = process.communicate()[1]
        code = process.returncode
        if code == 0:
            return Delivered(SENT)
        last = line(said.rstrip().rpartition(b"\n")[2])
        detail = _("exit code {code}").format(code=code) + (f": {last}" if last else "")
        return Delivered(FAILED if code in _NEVER else RETRY, detail)


def _end(process: subprocess.Popen[bytes]) -> None:
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.kill()
    for pipe in (process.stdin, process.stderr):
        if pipe is not None:
            try:
                pipe.close()
            except OSError:
                pass
    process.wait()
