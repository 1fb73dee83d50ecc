"""The role of a store that keeps its data sound: verified, erased, numbered, found again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from aduan_cli.stored import Break, Difference, Erased, Rest


class Upkeep(Protocol):
    """What keeps the data sound."""

    def breaks(self) -> list[Break]:
        """Return every place where the chain of events does not verify.

        Raises `StoreError` when there is no store, or nothing was ever stored in it.
        """

    def differences(self) -> Iterator[Difference]:
        """Yield everything in which complaints, links and numbers are not what the events say.

        Raises `StoreError` when there is no store, or nothing was ever stored in it.
        """

    def head(self) -> tuple[int, str]:
        """Return the number of the newest event and its hash in hex. Raises `StoreError` where nothing was stored."""

    def has_event(self, digest: str, number: int | None = None) -> bool:
        """Say whether an event, or that of a number, has a hash (hex, or how it begins)."""

    def about(self) -> dict[str, object]:
        """Return what is to be known of the data: where, bytes, rows, schema, first and newest event (UTC seconds).

        Raises `StoreError` where nothing was stored.
        """

    def skip_numbers(self, day: int, past: int, actor: str | None, at: int) -> bool:
        """Let the next number of a day (yyyymmdd) be the one after `past`, with an event of the desk.

        False when it is behind that already: numbers never go back. Raises `UsageError` for a number beyond those that
        a ticket should have, or a day that it can't say.
        """

    def erase(self, ticket: str, actor: str | None, at: int | None = None, reason: str | None = None) -> Erased:
        """Erase the person behind a complaint and the wording, everywhere; the chain of events still verifies.

        The `reason` stays for ever, with who did it and when: no name, no phone.
        Raises `NotFoundError` when there is no such ticket.
        """

    def rest(self) -> Rest:
        """Bring the log into the file, and close both; the same object is returned until it is opened again."""

    def begin_anew(self, reason: str, actor: str | None, at: int) -> list[str]:
        """Go on without data that are lost or damaged; its first event says who said so.

        Returns the names that what is left of them was given. Raises `NotAllowedError` when nothing is lost.
        """

    def close(self) -> None:
        """Give back what the store holds open."""
