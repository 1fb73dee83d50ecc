"""The units' code as the flow sees it; what runs it is loaded when a plugin that has code is asked first."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.model import CODE_FILE, NO_PLUGINS, SET_ASIDE, Consulted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.hookspecs import Delivery
    from aduan_cli.model import CodeFailure
    from aduan_cli.plugins.asking import Asking
    from aduan_cli.stored import PluginRun


def has_code(desk: str, plugin: str, installed: object) -> bool:
    """Say whether there is code of a plugin in a desk; an installed distribution always has some."""
    return plugin in installed or os.path.lexists(os.path.join(desk, "plugins", plugin, CODE_FILE))  # type: ignore[operator]


class UnitCode:
    """A `ports.UnitCode`. `has` says whether a plugin has code at all, `make` makes what asks it.

    Without `asked` no code is asked in this command (--no-plugins).
    """

    def __init__(self, has: Callable[[str], bool], make: Callable[[], Asking], asked: bool = True) -> None:
        self._has, self._make, self._asked = has, make, asked
        self._asking: Asking | None = None

    def exists(self, plugin: str) -> bool:
        """Say whether a plugin has code, asked or not."""
        return self._has(plugin)

    def ready(self, plugin: str | None, hook: str | None = None) -> bool:
        """Say whether a plugin has code that is asked in this command; its process is then started.

        With `hook`: and whether it may have that one; what was never imported may have any.
        """
        if not plugin or not self._asked or not self._has(plugin):
            return False
        if self._asking is None:
            self._asking = self._make()
        return self._asking.ready(plugin, hook)

    def left_out(self, plugin: str) -> str | None:
        """Return why code that a plugin has is not asked in this command; None: it is, or there is none."""
        if not plugin or not self._has(plugin):
            return None
        if not self._asked:
            return NO_PLUGINS
        if self.ready(plugin):
            return None
        return self._asking.left_out(plugin) if self._asking else SET_ASIDE

    def ask(
        self, plugin: str, complaint: Complaint, hooks: Sequence[str], event: tuple[str, int, str | None] | None = None
    ) -> Consulted:
        """Call those of the hooks that the code has. `event` (type, time, actor) is what an observer is told."""
        if self._asking is None:
            return Consulted(plugin, None)
        return self._asking.ask(plugin, complaint, hooks, event)

    def notify(self, plugin: str, message: Mapping[str, object]) -> tuple[Delivery | None, CodeFailure | None]:
        """Have a plugin's channel deliver a message; see `Asking.notify`."""
        return (None, None) if self._asking is None else self._asking.notify(plugin, message)

    def runs(self) -> list[PluginRun]:
        """Return how each plugin did since this was asked last, for the store to keep."""
        return self._asking.runs() if self._asking else []

    @property
    def failed(self) -> bool:
        """Whether any plugin failed in this command."""
        return self._asking is not None and self._asking.failed

    def close(self, wait: bool = False) -> bool:
        """End what was started, and with `wait` see it gone. False: nothing was."""
        return self._asking is not None and self._asking.close(wait)
