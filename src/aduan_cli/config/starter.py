"""A new desk in a folder: the starter that comes with the program, or a minimal one for another city."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from itertools import chain

from aduan_cli.config.rule_files.sources import RULES
from aduan_cli.config.rule_files.zones import system_zone, zone_of
from aduan_cli.errors import UsageError, unwritten
from aduan_cli.files import create, make_folder
from aduan_cli.i18n import _, language

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_ENDINGS = (".toml", ".py", ".csv", ".md")


def starter_folder() -> str:
    """Return where the starter lies: in the wheel, or the repository itself in an editable checkout."""
    packed = os.path.join(_PACKAGE, "starter")
    return packed if os.path.isdir(packed) else os.path.dirname(os.path.dirname(_PACKAGE))


def init_desk(target: str, empty: bool = False, group: str | None = None) -> list[str]:
    """Make a desk in a folder, which may be there already; return the paths made, relative to it.

    With a `group` it is that group's, whom its rules trust. Nothing is ever overwritten: `UsageError` names the file
    that is in the way, and nothing has been written.
    """
    contents = {RULES: _empty_rules()} if empty else _starter()
    if group is None:
        return write_new(target, contents)
    from aduan_cli.config.plugin_files.plugins_table import with_trust
    from aduan_cli.config.sharing import group_named, open_to_group

    group_named(group)
    contents[RULES] = with_trust(contents[RULES].decode(), group).encode()
    return write_new(target, contents, lambda: open_to_group(target, group))


def write_new(target: str, contents: Mapping[str, bytes], prepare: Callable[[], None] = lambda: None) -> list[str]:
    """Write new files into a folder, all or none; return their paths, relative to it.

    `prepare` is called once the folder is there, before anything is in it.
    Raises `UsageError` naming the file that is in the way, or that can't be written; of a full disk `StoreError`.
    """
    for path in contents:
        if os.path.lexists(os.path.join(target, path)):
            raise UsageError(
                _("{path} is there already; choose another folder").format(path=os.path.join(target, path))
            )
    made: list[str] = []
    try:
        make_folder(target)
        prepare()
        for path, data in contents.items():
            _write(os.path.join(target, path), data)
            made.append(path)
    except OSError as error:
        for path in made:
            os.unlink(os.path.join(target, path))
        reason = error.strerror or str(error)
        raise unwritten(_("{path}: {reason}").format(path=error.filename or target, reason=reason), error) from error
    return made


def _empty_rules() -> bytes:
    """Return the minimal rules in the user's language, in the system's time zone where that has a name."""
    template = f"empty.{language()}.toml"
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), template), encoding="utf-8") as file:
        text = file.read()
    name = system_zone()[0]
    if zone_of(name)[1] is None:
        text = text.replace('timezone = "UTC"', f'timezone = "{name}"')
    return text.encode()


def _starter() -> dict[str, bytes]:
    """Return the starter's files: path relative to the desk → bytes."""
    root = starter_folder()
    paths = [RULES]
    for folder, folders, files in chain(*(os.walk(os.path.join(root, name)) for name in ("places", "plugins"))):
        folders[:] = sorted(name for name in folders if not name.startswith((".", "__")))
        inner = os.path.relpath(folder, root)
        paths += [os.path.join(inner, name) for name in sorted(files) if name.endswith(_ENDINGS)]
    contents = {}
    for path in paths:
        with open(os.path.join(root, path), "rb") as file:
            contents[path] = file.read()
    return contents


def _write(path: str, data: bytes) -> None:
    make_folder(os.path.dirname(path))
    number = create(path)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(data)
    except BaseException:
        os.unlink(path)
        raise
