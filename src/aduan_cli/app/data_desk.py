"""What a part of the desk needs of it that is about where its data lie."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from aduan_cli.database_url import Address
    from aduan_cli.ports import Store


class DataDesk(Protocol):
    """A desk: where its files and its data lie, and how something is said."""

    @property
    def folder(self) -> str:
        """The desk's folder, absolute."""

    @property
    def store(self) -> Store:
        """The desk's data."""

    def close_store(self) -> None:
        """Close them, if they are open; the next verb opens them again."""

    @property
    def store_path(self) -> str:
        """Where they lie."""

    @property
    def address(self) -> Address | None:
        """Where on a server they lie; None: in a file."""

    def warn(self, sentence: str, /) -> None:
        """Say what must not be missed."""
