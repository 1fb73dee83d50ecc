"""What comes in by arguments: texts that any store can keep, and names of files, whose bytes stay as they are."""

from __future__ import annotations

import click

from aduan_cli.cli.values import storable_value
from aduan_cli.errors import NotFoundError
from aduan_cli.i18n import _

HIGHEST = (1 << 63) - 1
"""The highest number that a store can keep or look for."""


class _FileName(click.ParamType):  # type: ignore[type-arg]  # generic in newer versions only
    """The name of a file or folder: any bytes, not looked at here."""

    name = "path"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> object:
        """Return the name as it was given."""
        return value


FILE_NAME = _FileName()
"""The type of every option and argument that names a file or a folder."""


class _Id(click.ParamType):  # type: ignore[type-arg]  # generic in newer versions only
    """The number that a store gave something: of one that none can give there is nothing."""

    name = "integer"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number. Raises `NotFoundError`."""
        number = int(click.INT(value, param, ctx))
        if abs(number) > HIGHEST:
            raise NotFoundError(_("nothing has the number {number}").format(number=number))
        return number


ID = _Id()
"""The type of every argument that names something by the number that a store gave it."""


def stored(parameter: click.Parameter, value: object) -> object:
    """Return a parameter's value such that any store can keep it (`storable`); the name of a file as it is."""
    return value if isinstance(parameter.type, _FileName) else storable_value(value)
