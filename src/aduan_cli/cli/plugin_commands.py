"""`aduan <plugin> <command>`: what a plugin's code brings for its own people, by the names in its manifest."""

from __future__ import annotations

import errno
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

import click

from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.cli.groups import check_known
from aduan_cli.cli.streams import UnreadError
from aduan_cli.errors import AduanError, ConfigError
from aduan_cli.i18n import _

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from aduan_cli.app.desk import Desk

T = TypeVar("T")
_ENDS = (SystemExit, KeyboardInterrupt, click.exceptions.Exit, click.Abort)
"""By which a command may end."""
_LACKS = (errno.EMFILE, errno.ENFILE)
"""What the machine lacks is nobody's mistake."""


class _PluginError(AduanError):
    """A plugin's command that failed: somebody else's bug."""


class PluginCommands(Command, click.Group):
    """The commands of one plugin; its code is loaded when one of them is called."""

    def __init__(self, plugin: str, names: dict[str, str], context: Context) -> None:
        super().__init__(plugin, help=_("Commands of the plugin {plugin}.").format(plugin=plugin))
        self._plugin, self._names, self._context = plugin, names, context

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the manifest's order."""
        return list(self._names)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Name the nearest command when one is misspelt."""
        check_known(ctx, args[0], self._names)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands as the manifest tells of them, without loading any code."""
        from aduan_cli.render.cells import shown_in_line

        with formatter.section(_("Commands")):
            formatter.write_dl([(name, shown_in_line(about)) for name, about in self._names.items()])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load the plugin's code and return one of its commands."""
        if cmd_name not in self._names or ctx.resilient_parsing:
            return None
        from aduan_cli.app.plugin_commands import commands

        found = self._guarded(lambda: self._loaded(commands))
        for command in found:
            if isinstance(command, click.Command) and command.name == cmd_name:
                return command
        sentence = _("plugin '{plugin}': the manifest names the command '{name}', but its code has none of that name")
        raise ConfigError(sentence.format(plugin=self._plugin, name=cmd_name))

    def _loaded(self, commands: Callable[[Desk, str], list[object]]) -> list[object]:
        """Return what the code brings. Ending the process is for a command that was called, not before."""
        try:
            return commands(self._context.desk, self._plugin)
        except (SystemExit, click.exceptions.Exit) as error:
            sentence = _("plugin '{plugin}': its code can't be imported: {why}")
            why = f"{type(error).__name__}: {error}"
            raise _PluginError(sentence.format(plugin=self._plugin, why=why)) from error

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem[str]]:
        """Offer the commands as the manifest tells of them, without loading any code, and options."""
        from aduan_cli.cli.completing import items
        from aduan_cli.cli.offers import begun

        return [*items(begun(self._names.items(), incomplete)), *super().shell_complete(ctx, incomplete)]

    def invoke(self, ctx: click.Context) -> object:
        """Run one of the commands; it gets a `CommandDesk`."""
        from aduan_cli.app.plugin_commands import command_desk

        ctx.obj = command_desk(self._context.desk, self._plugin)
        return self._guarded(lambda: click.Group.invoke(self, ctx))

    def _guarded(self, work: Callable[[], T]) -> T:
        """Say whose mistake it is when the plugin's code raises."""
        try:
            return self._context.desk.watched(self._plugin, work)
        except (AduanError, click.ClickException, *_ENDS, UnreadError):
            raise
        except BaseException as error:
            if isinstance(error, OSError) and error.errno in _LACKS:
                raise
            if self._context.options.get("debug"):
                raise
            raise self._failed(error) from error

    def _failed(self, error: BaseException) -> _PluginError:
        """Return the sentence for what the code raised; it may not say what it is."""
        try:
            said = f": {error}" if str(error) else ""
        except BaseException:
            said = ""
        sentence = _("plugin '{plugin}': {kind}{said} (--debug shows where)")
        return _PluginError(sentence.format(plugin=self._plugin, kind=type(error).__name__, said=said))


def plugin_group(context: Context, name: str) -> click.Command | None:
    """Return the commands of a plugin, if there is one of that name with commands in the desk at hand."""
    from aduan_cli.app.plugin_commands import command_names

    try:
        names = command_names(context.desk, name)
    except AduanError:
        return None
    return PluginCommands(name, names, context) if names else None
