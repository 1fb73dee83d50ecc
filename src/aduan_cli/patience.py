"""How long a conversation may last: who answers drop by drop is hung up on, and keeps nobody waiting."""

from __future__ import annotations

import http.client
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock, Timer


class Patience:
    """What is left of it, and over which line is spoken: from its first moment, before a greeting or a key."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._line: socket.socket | None = None
        self.is_over = False

    def holds(self, line: socket.socket) -> None:
        """Say over which line is spoken now: that one is hung up on when the time is over, or at once if it is."""
        # TLS makes another object of the first one; a second hold on the line itself stays good, below TLS.
        held = socket.socket(fileno=os.dup(line.fileno()))
        with self._lock:
            self._line, before = held, self._line
            if self.is_over:
                _hang_up(held)
        if before is not None:
            before.close()

    def run_out(self) -> None:
        """Hang up."""
        with self._lock:
            self.is_over = True
            if self._line is not None:
                _hang_up(self._line)

    def let_go(self) -> None:
        """Hold no line any more."""
        with self._lock:
            self._line, before = None, self._line
        if before is not None:
            before.close()


def _hang_up(line: socket.socket) -> None:
    try:
        line.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass  # The other end did.


@contextmanager
def hung_up_after(seconds: float) -> Iterator[Patience]:
    """Break the line that is held off after so many seconds; whoever waits at it then finds it closed."""
    patience = Patience()
    watch = Timer(seconds, patience.run_out)
    watch.daemon = True
    watch.start()
    try:
        yield patience
    finally:
        watch.cancel()
        patience.let_go()


class PatientHTTP(http.client.HTTPConnection):
    """A line to a web server that somebody's patience holds from the moment it is there."""

    patience: Patience | None = None

    def connect(self) -> None:
        """Connect, before TLS."""
        super().connect()
        if self.patience is not None:
            self.patience.holds(self.sock)


class PatientHTTPS(http.client.HTTPSConnection, PatientHTTP):
    """The same over TLS: the keys are agreed upon after it is held."""
