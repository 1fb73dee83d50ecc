"""`aduan completion`: the Tab key completes commands, options and the desk's own values."""

from __future__ import annotations

import os
from typing import NamedTuple

import click

from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.errors import NotAllowedError, UsageError, unwritten
from aduan_cli.i18n import _

SHELLS = ("bash", "zsh", "fish")
_BASH_COMPLETION = (
    "/usr/share/bash-completion/bash_completion",
    "/usr/local/share/bash-completion/bash_completion",
    "/opt/homebrew/share/bash-completion/bash_completion",
    "/etc/bash_completion",
)
"""Where the package lies that loads a command's script when Tab is first pressed after it."""
_MARK = "# aduan completion"
_FISH = """\
function %(complete_func)s;
    for completion in (env %(complete_var)s=fish_complete COMP_WORDS=(commandline -cp) \
COMP_CWORD=(commandline -ct) %(prog_name)s);
        set -l told (string split -m 1 "," -- $completion);
        if test "$told[1]" = "dir";
            __fish_complete_directories $told[2];
        else if test "$told[1]" = "file";
            __fish_complete_path $told[2];
        else if test "$told[1]" = "plain";
            echo $told[2];
        end;
    end;
end;

complete --no-files --command %(prog_name)s --arguments "(%(complete_func)s)";
"""
"""Not click's script for fish, which ends a value, and what is said of it, at its first comma."""


class _Place(NamedTuple):
    """Where a shell finds a script: the script's file, and what its start-up file needs besides, if anything."""

    script: str
    start: str | None = None
    line: str | None = None


@click.command("completion", cls=Command)
@click.argument("what", type=click.Choice([*SHELLS, "install"]), metavar="bash|zsh|fish|install")
@click.argument("shell", type=click.Choice(SHELLS), required=False, metavar="[SHELL]")
@click.pass_obj
def command(context: Context, /, what: str, shell: str | None) -> None:
    """Complete commands, options and values with the Tab key.

    `install` puts the script where the shell finds it (without SHELL: the shell you use) and says what it wrote; bash,
    zsh or fish prints the script.
    """
    if what != "install":
        if shell is not None:
            raise UsageError(_("{what} prints a script and takes no further word").format(what=what))
        click.echo(script_of(what), nl=False)
        return
    shell = shell or os.path.basename(os.environ.get("SHELL", ""))
    if shell not in SHELLS:
        raise UsageError(_("which shell? aduan completion install bash, zsh or fish"))
    place = _place_of(shell)
    try:
        _write(context, place, script_of(shell))
    except OSError as error:
        sentence = _("{file} can't be written: {error}").format(file=error.filename, error=error.strerror)
        raise unwritten(sentence, error, otherwise=NotAllowedError) from error
    context.say(_("it works in shells that are started from now on"))


def script_of(shell: str) -> str:
    """Return the script that lets a shell ask `aduan` what can be typed."""
    from click.shell_completion import ShellComplete, get_completion_class

    from aduan_cli.cli.tab_key import VARIABLE

    found = get_completion_class(shell)
    if found is None:
        raise UsageError(_("which shell? aduan completion install bash, zsh or fish"))
    if shell == "fish":
        found = type("_Fish", (found,), {"source_template": _FISH})
    # Not the class's own `source`, which for bash starts one to ask for its version.
    return ShellComplete.source(found(click.Group("aduan"), {}, "aduan", VARIABLE))


def _place_of(shell: str) -> _Place:
    """Return where a shell finds the script."""
    data = os.environ.get("XDG_DATA_HOME") or os.path.expanduser("~/.local/share")
    if shell == "fish":
        settings = os.environ.get("XDG_CONFIG_HOME") or os.path.expanduser("~/.config")
        return _Place(os.path.join(settings, "fish", "completions", "aduan.fish"))
    if shell == "zsh":
        script = os.path.join(data, "zsh", "site-functions", "_aduan")
        start = os.path.join(os.environ.get("ZDOTDIR") or os.path.expanduser("~"), ".zshrc")
        line = f"(( $+functions[compdef] )) || {{ autoload -Uz compinit && compinit }}; . {_quoted(script)}"
        return _Place(script, start, line)
    own = os.environ.get("BASH_COMPLETION_USER_DIR") or os.path.join(data, "bash-completion")
    script = os.path.join(own, "completions", "aduan")
    if any(map(os.path.exists, _BASH_COMPLETION)):
        return _Place(script)
    return _Place(script, os.path.expanduser("~/.bashrc"), f". {_quoted(script)}")


def _quoted(path: str) -> str:
    from shlex import quote

    return quote(path)


def _write(context: Context, place: _Place, script: str) -> None:
    """Write the script and, once, the line that loads it; say each."""
    os.makedirs(os.path.dirname(place.script), exist_ok=True)
    with open(place.script, "w", encoding="utf-8") as file:
        file.write(script)
    context.say(_("written: {file}").format(file=place.script))
    if place.start is None or place.line is None:
        return
    line = f"{place.line}  {_MARK}\n"
    try:
        with open(place.start, encoding="utf-8", errors="surrogateescape") as file:
            known = file.read()
    except FileNotFoundError:
        known = ""
    if line not in known:
        with open(place.start, "a", encoding="utf-8", errors="surrogateescape") as file:
            file.write(("\n" if known and not known.endswith("\n") else "") + line)
        context.say(_("added to {file}: {line}").format(file=place.start, line=place.line))
