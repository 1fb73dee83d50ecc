"""Faults of the disk of a server at each call of every verb that writes: `python server_disk.py`.

The same cases as in `server_faults.py`. All processes of the server are preloaded with `faulty.c`; a file that they map
says which call fails. Where the server stops for it, it is started again once the disk is sound.
"""

from __future__ import annotations

import mmap
import os
import struct
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import psycopg2
from cases import NEVER, VERBS
from injected import SORTS as OF_DISK
from injected import compiled
from server_faults import Office, begun

from database import Server

SORTS = tuple(sort for sort in OF_DISK if sort != "cut")
"""The faults of `injected.py`, but the power: it goes for all processes at once (`killed`, in `server_faults.py`)."""
_NOTHING = 0
_CALM = (
    "-c max_connections=60 -c autovacuum=off -c checkpoint_timeout=1d -c bgwriter_lru_maxpages=0"
    " -c wal_writer_delay=10s -c shared_buffers=2MB"
)
"""On the disk before it is told, and as little as can be that no command asked for."""
_PATIENCE = 4.0
"""Seconds that a command waits for a server that stops, and begins again by itself."""


class Control:
    """What the processes of a server are told of the disk."""

    def __init__(self, place: Path) -> None:
        self.file = place / "control"
        self.file.write_bytes(bytes(4096))
        self.file.chmod(0o666)
        with self.file.open("r+b") as file:
            self._shared = mmap.mmap(file.fileno(), 4096)

    def begin(self, sort: str, at: int) -> None:
        """Let the at-th call of a sort fail."""
        self._shared[:24] = struct.pack("qqq", OF_DISK[sort], at, 0)

    def end(self) -> int:
        """Let none fail; return how many of the sort there were."""
        self._shared[:8] = struct.pack("q", _NOTHING)
        return int(struct.unpack("q", self._shared[16:24])[0])


class DiskOffice(Office):
    """A desk on a server whose disk fails."""

    sorts = SORTS

    def __init__(self, place: Path, server: Server, library: Path) -> None:
        self._control = control = Control(library.parent)
        # Only what is started anew is preloaded, not this process and its children.
        data = f"{server.place}/data/"
        os.environ |= {"LD_PRELOAD": str(library), "FAULTY_CONTROL": str(control.file), "FAULTY_FOLDER": data}
        server.stop()
        server.start()
        super().__init__(place, server)

    def _places(self, desk: Path, verb: str, sort: str) -> int:
        self._control.begin(sort, NEVER)
        code, _out, said = self._run(desk, VERBS[verb], self._server_url("kasus"))
        places = self._control.end()
        assert code == 0, (verb, said)
        return places

    def _faulted(self, desk: Path, verb: str, sort: str, at: int) -> tuple[int, str]:
        self._control.begin(sort, at)
        code, _out, said = self._run(desk, VERBS[verb], self._server_url("kasus"), _PATIENCE)
        self._control.end()
        self._wait_for_server()
        return code, said

    def _wait_for_server(self) -> None:
        """Wait until the server is there again; start it where it has given up."""
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                psycopg2.connect(self._server_url("postgres")).close()
            except psycopg2.OperationalError:
                if not (self._server.place / "data" / "postmaster.pid").exists():
                    self._server.start()
                time.sleep(0.02)
            else:
                return


def main(arguments: Sequence[str]) -> int:
    """Run the cases; see `server_faults.begun`."""
    with tempfile.TemporaryDirectory(prefix="aduan-faulty-") as name:
        place = Path(name)
        place.chmod(0o755)
        library = compiled(place)
        if library is None:
            sys.stderr.write("there is no compiler, so no disk that fails\n")
            return 2
        return begun(arguments, lambda folder, server: DiskOffice(folder, server, library), _CALM)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
