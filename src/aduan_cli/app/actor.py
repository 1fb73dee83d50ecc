"""Who is at the desk, where nobody says so."""

from __future__ import annotations

import os

from aduan_cli.storable import storable


def login_name() -> str:
    """Return the login name, as it can be stored; `?` where there is none (a bare container)."""
    return storable(os.environ.get("LOGNAME") or os.environ.get("USER") or _name_of_user())


def _name_of_user() -> str:
    try:
        import pwd

        return pwd.getpwuid(os.getuid()).pw_name
    except (ImportError, KeyError):
        return "?"
