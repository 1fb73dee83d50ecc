"""Who is at the desk, where nobody says so."""

from __future__ import annotations

import os


def login_name() -> str:
    """Return the login name, as it can be stored; `?` where there is none (a bare container)."""
    return storable_name(os.environ.get("LOGNAME") or os.environ.get("USER") or _name_of_user())


def storable_name(text: str) -> str:
    """Return a text as it can be stored; what decides is loaded where it may be another one."""
    if text.isascii():
        return text
    from aduan_cli.text import storable

    return storable(text)


def _name_of_user() -> str:
    try:
        import pwd

        return pwd.getpwuid(os.getuid()).pw_name
    except (ImportError, KeyError):
        return "?"
