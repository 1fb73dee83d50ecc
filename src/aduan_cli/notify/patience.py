"""How long a conversation may last: who answers drop by drop is hung up on, and keeps no other message waiting."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Timer


@contextmanager
def hung_up_after(seconds: float, connected: Callable[[], socket.socket | None]) -> Iterator[None]:
    """Break a line off after so many seconds; whoever waits at it then finds it closed by the other end.

    `connected` gives the line as it is by then, None where it is closed already.
    """

    def hang_up() -> None:
        there = connected()
        try:
            if there is not None:
                socket.socket.shutdown(there, socket.SHUT_RDWR)  # Below TLS, which another thread is in.
        except OSError:
            pass  # It is closed already.

    watch = Timer(seconds, hang_up)
    watch.daemon = True
    watch.start()
    try:
        yield
    finally:
        watch.cancel()
