"""A line to a server that is cut where a test says: before a step reaches it, or after, with its answer on the way."""

from __future__ import annotations

import socket
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from aduan_cli.database_url import Address

BEFORE, AFTER = "before", "after"
STEPS = (b"commit_steps", b"INTO ticket_day")
"""What is sent where a step is stored."""


class CuttingLine:
    """Passes on what clients and server say. `cuts` says how the next sendings of a step are cut, one by one.

    A function among them is called once the sending was passed on; if it closes the line, nobody hears the answer.

    `sent` counts the steps that reached the server, `accepted` the connections that were made.
    """

    def __init__(self, place: Path, server: Path, what: Sequence[bytes]) -> None:
        self._server, self._what = server / ".s.PGSQL.5432", what
        self.cuts: list[str | Callable[[], None]] = []
        self.sent = self.accepted = 0
        self.closed = False
        self.place = place
        place.mkdir(parents=True, exist_ok=True)
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.bind(str(place / ".s.PGSQL.5432"))
        self._socket.listen(16)
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Take no more."""
        self.closed = True
        try:
            self._socket.shutdown(socket.SHUT_RDWR)  # Else one more would be taken.
        except OSError:
            pass  # It is closed already.
        self._socket.close()

    def _accept(self) -> None:
        while not self.closed:
            try:
                client, _address = self._socket.accept()
            except OSError:
                return
            self.accepted += 1
            threading.Thread(target=self._pass_on, args=(client,), daemon=True).start()

    def _pass_on(self, client: socket.socket) -> None:
        with client, socket.socket(socket.AF_UNIX) as server:
            try:
                server.connect(str(self._server))
            except OSError:
                return  # It is away; so is the line to it.
            deaf = threading.Event()
            back = threading.Thread(target=self._back, args=(server, client, deaf), daemon=True)
            back.start()
            while said := _received(client):
                is_step = any(what in said for what in self._what)
                cut = self.cuts.pop(0) if is_step and self.cuts else None
                if cut == BEFORE:
                    server.shutdown(socket.SHUT_RDWR)
                    break
                if cut in (AFTER, self.close):
                    deaf.set()
                self.sent += is_step
                try:
                    server.sendall(said)
                except OSError:
                    break  # The server has ended it.
                if callable(cut):
                    cut()
                    if self.closed:
                        client.shutdown(socket.SHUT_RDWR)
                        break
                if cut == AFTER:
                    back.join(5)  # The answer is there, and goes no further.
                    break

    def _back(self, server: socket.socket, client: socket.socket, deaf: threading.Event) -> None:
        while said := _received(server):
            if deaf.is_set():
                return
            try:
                client.sendall(said)
            except OSError:
                return
        if not deaf.is_set():
            with suppress(OSError):  # The client has gone before.
                client.shutdown(socket.SHUT_RDWR)


def _received(line: socket.socket) -> bytes:
    try:
        return line.recv(1 << 20)
    except OSError:
        return b""


@contextmanager
def cut_line(server: Path, desk: str, what: Sequence[bytes] = STEPS) -> Iterator[tuple[CuttingLine, Address]]:
    """Give a line to a server that can be cut, and the address at its near end."""
    with tempfile.TemporaryDirectory() as place:
        line = CuttingLine(Path(place), server, what)
        try:
            yield line, Address(f"postgresql://aduan@/postgres?host={place}", desk)
        finally:
            line.close()
