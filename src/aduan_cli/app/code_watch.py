"""Units' code run beside the desk's data: the store is at rest meanwhile, and its file is looked at afterwards."""

from __future__ import annotations

from aduan_cli.errors import PartialError
from aduan_cli.i18n import _
from aduan_cli.plugins.concealing import conceal_from_children
from aduan_cli.plugins.guard import Child

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    from aduan_cli.app.data_desk import DataDesk
    from aduan_cli.plugins.code import Code
    from aduan_cli.plugins.limits import Limits
    from aduan_cli.store.sqlite.tamper_watch import TamperWatch
    from aduan_cli.stored import Harm

    T = TypeVar("T")


class CodeWatch:
    """Watches the file of a desk's store while code runs. On a server there is none that it could harm."""

    def __init__(self, desk: DataDesk) -> None:
        self._desk = desk
        self._file: TamperWatch | None = None

    def child(self, code: Code, limits: Limits) -> Child:
        """Start a plugin's code in a process of its own, the store closed.

        What watches the store is made, and all of the store's code loaded, beside that process.
        """
        desk = self._desk
        desk.close_store()  # No process may have it open beside this one; the next verb opens it again.
        if desk.address is not None:
            child = Child(code, limits, None, desk.folder)
        else:
            child = Child(code, limits, desk.store_path, desk.folder, self)
        conceal_from_children()
        return child

    def begin(self) -> None:
        """Code is about to run; see `ports.Watch`."""
        self._watching().begin()

    def harm(self) -> Harm | None:
        """Return what was done to the store's file since it was looked at last."""
        return self._watching().harm()

    def run(self, plugin: str, work: Callable[[], T]) -> T:
        """Run a plugin's code in this process. Raises `PartialError` or `StoreError` when it harmed the file."""
        if self._desk.address is not None:
            return work()
        watch = self._watching()
        watch.begin()
        try:
            return work()
        finally:
            harm = watch.harm()
            if harm:
                self._desk.warn(_("plugin '{plugin}': {harm}").format(plugin=plugin, harm=harm.sentence))
                raise harm.lost or PartialError("")

    def _watching(self) -> TamperWatch:
        if self._file is None:
            from aduan_cli.store.sqlite.tamper_watch import TamperWatch

            self._file = TamperWatch(self._desk.store, self._desk.store_path)
        return self._file

    def end(self) -> None:
        """Tell of harm that no plugin was told to have done, by a program that ended late; raise what comes of it."""
        harm = self._file.end() if self._file else None
        if harm:
            self._desk.warn(_("code of a plugin: {harm}").format(harm=harm.sentence))
            raise harm.lost or PartialError("")
