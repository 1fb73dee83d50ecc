"""What comes in by arguments: texts that any store can keep, and names of files, whose bytes stay as they are."""

from __future__ import annotations

import click

from aduan_cli.cli.values import storable_value


class _FileName(click.ParamType):  # type: ignore[type-arg]  # generic in newer versions only
    """The name of a file or folder: any bytes, not looked at here."""

    name = "path"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> object:
        """Return the name as it was given."""
        return value


FILE_NAME = _FileName()
"""The type of every option and argument that names a file or a folder."""


def stored(parameter: click.Parameter, value: object) -> object:
    """Return a parameter's value such that any store can keep it (`storable`); the name of a file as it is."""
    return value if isinstance(parameter.type, _FileName) else storable_value(value)
