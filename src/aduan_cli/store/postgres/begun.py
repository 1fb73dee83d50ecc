"""A connection that is made while the command loads what it is going to ask: the server begins a process for each."""

from __future__ import annotations

import os
from _thread import allocate_lock, start_new_thread

from aduan_cli.store.postgres.session import Session

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.database_url import Address


class Begun:
    """A session on its way, for whoever asks for it first. Whoever forks closes it before: nobody inherits it.

    `desk` is the folder of the desk of which the server is asked at once what every command asks first.
    """

    def __init__(self, address: Address, desk: str) -> None:
        self._address, self._desk = address.first_read, os.path.realpath(desk)
        self._made: Session | None = None
        self._failed: BaseException | None = None
        self._ended = allocate_lock()
        self._ended.acquire()
        try:
            start_new_thread(self._make, ())
        except RuntimeError:  # No more threads for this user: it is made now.
            self._make()

    def _make(self) -> None:
        try:
            self._made = Session(self._address.url, self._address.desk)
            self._made.ask_ahead(self._desk)
        except BaseException as error:
            self._failed = error
        finally:
            self._ended.release()

    def session(self) -> Session:
        """Return the session once it is there. Raises what the driver raises, in the thread that asks."""
        with self._ended:
            if self._failed is not None:
                raise self._failed
            assert self._made is not None
            return self._made

    def close(self) -> None:
        """Wait for it, and close it."""
        with self._ended:
            if self._made is not None:
                self._made.close()
