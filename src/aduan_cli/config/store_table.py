"""Where a desk's data lie, as `[store]` in its `rules.toml` says: read by itself, before all other rules.

It must be known before a store is opened, and so before it can be known which rules were accepted last. Whatever is
wrong with the rest of the file, no call may go anywhere else because of it.
"""

from __future__ import annotations

import os
import re

from aduan_cli.errors import ConfigError
from aduan_cli.files import read_regular
from aduan_cli.i18n import _
from aduan_cli.model import RULES_FILE

_NAME = rb"""(?:store|"store"|'store')[ \t]*"""
_SAID = re.compile(rb"^[ \t]*(?:\[[ \t]*" + _NAME + rb"\]|" + _NAME + rb"[.=])", re.MULTILINE)
_HEADER = re.compile(rb"^[ \t]*\[", re.MULTILINE)
_TABLE = "store"


def data_url_in(folder: str) -> str | None:
    """Return where the data lie, as `URL#DESK`, or `#DESK` where no server is named; None: nothing is said.

    On a second line, where there is one, is the `read_url`.

    Raises `ConfigError` where something is said that can't be read.
    """
    try:
        text = read_regular(os.path.join(folder, RULES_FILE))
    except OSError:
        return None  # Whoever needs the rules tells of it.
    found = _SAID.search(text)
    return None if found is None else _read(text, found.start())


def _read(text: bytes, begins: int) -> str | None:
    import tomli

    ends = _HEADER.search(text, text.index(b"\n", begins) if b"\n" in text[begins:] else len(text))
    part = text[begins : ends.start() if ends else len(text)]
    try:
        table = tomli.loads(part.decode())[_TABLE]
        url, desk, copy = table.get("url"), table.get("desk"), table.get("read_url")
    except (tomli.TOMLDecodeError, UnicodeDecodeError, KeyError, AttributeError) as error:
        line = text.count(b"\n", 0, begins) + 1
        what = _("it can't be read, so nobody knows where the calls are to go")
        raise ConfigError(f"{RULES_FILE}:{line}: [store]: {what}") from error
    check(url, desk, copy)
    if url is None and desk is None:
        return None
    return (f"{url or ''}#{desk}" if desk else str(url)) + (f"\n{copy}" if copy else "")


def check(url: object, desk: object, copy: object = None) -> None:
    """Raise `ConfigError` for what is no address of a server, has a password in it, or is no desk's name."""
    from aduan_cli.rules.language.values import SHAPES

    for name, value, shape in (("url", url, "server"), ("desk", desk, "desk-name"), ("read_url", copy, "server")):
        if value is not None and not (isinstance(value, str) and re.fullmatch(SHAPES[shape].regex, value)):
            raise ConfigError(f"{RULES_FILE}: store.{name}: {_(SHAPES[shape].right)}")
