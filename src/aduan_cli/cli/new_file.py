"""Writing what a command proposes, to a new file or to stdout."""

from __future__ import annotations

import os

import click

from aduan_cli.errors import UsageError, unwritten
from aduan_cli.i18n import _


def write_new(path: str, text: str) -> None:
    """Write a text to a file that isn't there yet, whole or not at all. Raises as `errors.unwritten` says."""
    data = text.encode()
    try:
        with open(path, "xb") as file:
            try:
                file.write(data)
                file.flush()
            except BaseException:
                os.unlink(path)
                raise
    except FileExistsError:
        raise UsageError(_("{path} is there already; another name would be right").format(path=path)) from None
    except OSError as error:
        raise unwritten(f"{path}: {error.strerror}", error) from None


def print_or_write(output: str | None, text: str) -> None:
    """Print a text, or write it to a file that isn't there yet where one is named. Raises `UsageError`."""
    if output is None:
        click.echo(text, nl=False)
    else:
        write_new(output, text)
