"""Addresses of a database server: `postgresql://USER@HOST/DATABASE`, and `#DESK` behind it for one of several desks.

Whatever is shown of one is shown without its password. It imports little: every command asks whether it has one.
"""

from __future__ import annotations

from aduan_cli.record import Record

_SCHEMES = ("postgresql://", "postgres://")
DESK = "aduan"
"""What a desk is called on its server where nothing else is said."""
_HIDDEN = "***"
_SECRET = ("password", "sslpassword", "passwd")


class Address(Record):
    """Where a desk's data lie on a server: what the server's own library reads, and what the desk is called there."""

    url: str
    desk: str = DESK
    copy: str | None = None
    """The URL of a copy of the server, at which commands may look that do nothing else."""

    def __str__(self) -> str:
        """Return it as it may be shown."""
        return shown(self.url) if self.desk == DESK else f"{shown(self.url)}#{self.desk}"

    __repr__ = __str__

    @property
    def first_read(self) -> Address:
        """Return where is looked first: at the copy, if there is one."""
        return self._replace(url=self.copy, copy=None) if self.copy else self


def is_server(text: str) -> bool:
    """Say whether a text names a server, and no file."""
    return text.startswith(_SCHEMES)


def is_desk_name(name: str) -> bool:
    """Say whether a desk can be called so: small letters, digits and `_`, a letter first, as the server has names."""
    plain = name.isascii() and name.replace("_", "a").isalnum() and name == name.lower()
    return plain and name[:1].isalpha() and len(name) <= 40 and not name.startswith("pg_")


def parsed(text: str, desk: str | None = None) -> Address:
    """Return the address of a text; what stands behind `#` is the desk, without it it is `desk`.

    A `#` in a password is none of ours: what follows it is no desk's name then.
    """
    url, sign, name = text.rpartition("#")
    if sign and is_desk_name(name):
        return Address(url, name)
    return Address(text, desk or DESK)


def shown(url: str) -> str:
    """Return a URL without its passwords."""
    scheme, _sign, rest = url.partition("://")
    rest, mark, query = rest.partition("?") if "@" not in rest.rpartition("?")[2] else (rest, "", "")
    user, at, place = rest.rpartition("@")
    name, colon, _password = user.partition(":")
    hidden = f"{name}{colon}{_HIDDEN if colon else ''}"
    settings = "&".join(_without_secret(one) for one in query.split("&"))
    return f"{scheme}://{hidden}{at}{place}{mark}{settings}"


def _without_secret(setting: str) -> str:
    name, sign, value = setting.partition("=")
    return f"{name}{sign}{_HIDDEN}" if value and name.lower() in _SECRET else setting
