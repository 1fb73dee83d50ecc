"""The bytes of the files that a desk's rules are made of: read once, hashed, parsed, each problem with its line."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import Any, NamedTuple

import tomli

from aduan_cli.config.desk_folder import RULES as RULES
from aduan_cli.config.plugin_files.installed import known, remembered
from aduan_cli.config.rule_files.holiday_files import csv_holidays, toml_holidays
from aduan_cli.config.rule_files.icalendar import ics_holidays
from aduan_cli.config.rule_files.toml_errors import explain
from aduan_cli.config.rule_files.toml_lines import locate
from aduan_cli.config.safe import Safety
from aduan_cli.digest import sha256
from aduan_cli.files import read_with_state
from aduan_cli.i18n import _
from aduan_cli.kept_out import unreadable
from aduan_cli.model import MANIFEST_FILE
from aduan_cli.problems import Path, Problem
from aduan_cli.rules.language.compile import Document
from aduan_cli.rules.language.declare import manifest_path
from aduan_cli.rules.language.place_tables import FOLDER, is_places
from aduan_cli.rules.language.values import SLUG

LARGEST = 16 * 1024 * 1024
"""Bytes of the largest file that is read. Rules of a whole city take some hundred thousand."""
_PLUGIN_NAME = re.compile("[a-z0-9]+(-[a-z0-9]+)*")


class File(NamedTuple):
    """One file as it was read. `state` is (mtime_ns, size, inode, ctime_ns) of these very bytes."""

    data: bytes
    sha256: str
    state: tuple[int, int, int, int]


class Sources(NamedTuple):
    """The files of a desk, by path relative to it.

    `files` were read; `bad` could not be, or are not safe, with the reason; `absent` aren't there, for one cause those
    that are `lost` with the whole folder of plugins. `folders`
    are the names of the plugins that have a folder or were found installed. `places` says where the manifests of
    installed plugins lie. `personal`: another user might have to find other files safe.
    """

    files: dict[str, File]
    bad: dict[str, Problem]
    absent: tuple[str, ...]
    folders: tuple[str, ...]
    places: dict[str, str] = {}
    personal: bool = False
    lost: tuple[str, ...] = ()

    def installed(self) -> dict[str, str]:
        """Return the folder of each plugin that is an installed distribution; of one that is gone there is none."""
        there = {path: place for path, place in self.places.items() if path not in self.absent}
        return {path.split("/")[1]: os.path.dirname(place) for path, place in there.items()}

    @property
    def paths(self) -> list[str]:
        """Every path that was looked for."""
        return [*self.files, *self.bad, *self.absent]


def wanted_by(rules_text: str | None) -> list[str]:
    """Return the paths of the manifests and of the holidays file that a text of `rules.toml` asks for.

    A text that can't be parsed asks for nothing, and what is no safe relative path is left out.
    """
    data = parsed(rules_text) if rules_text is not None else None
    if data is None:
        return []
    plugins, holidays = data.get("plugins"), data.get("holidays")
    enabled = plugins.get("enable") if isinstance(plugins, dict) else None
    names = [name for name in enabled if isinstance(name, str)] if isinstance(enabled, list) else []
    paths = [manifest_path(name) for name in names if _PLUGIN_NAME.fullmatch(name)]
    file = holidays.get("file") if isinstance(holidays, dict) else None
    if isinstance(file, str) and inside(file):
        paths.append(file)
    return list(dict.fromkeys(paths))


def belonging(paths: Iterable[str], rules_text: str | None) -> list[str]:
    """Return what a desk's rules are made of, in the order that counts: `rules.toml`, what it asks for, and of `paths`
    the files of places."""
    places = sorted(path for path in paths if is_places(path))
    return list(dict.fromkeys([RULES, *wanted_by(rules_text), *places]))


def place_files(desk: str) -> list[str]:
    """Return the paths of the files in a desk's folder of places."""
    try:
        names = os.listdir(os.path.join(desk, FOLDER))
    except OSError:
        return []
    return sorted(path for path in (f"{FOLDER}/{name}" for name in names) if is_places(path))


def inside(path: str) -> bool:
    """Say whether a path written in a file stays in the desk's folder, plainly written."""
    return (
        bool(path.strip())
        and os.path.normpath(path) == path
        and not path.startswith(("/", ".."))
        and "\0" not in path
        and path != "."
    )


@lru_cache(maxsize=8)
def _toml(text: str) -> dict[str, object] | ValueError | RecursionError:
    """Return the data of a TOML text, which nobody may change, or what the parser says against it."""
    try:
        return tomli.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        return error


def parsed(text: str) -> dict[str, Any] | None:
    """Return the data of a TOML text, which nobody may change, or None when it is none."""
    data = _toml(text)
    return data if isinstance(data, dict) else None


def trusted(in_force: str | None) -> list[str]:
    """Return the users and groups that a text of `rules.toml` in force trusts."""
    data = parsed(in_force) if in_force else None
    plugins = (data or {}).get("plugins")
    names = plugins.get("trust") if isinstance(plugins, dict) else None
    return [name for name in names if isinstance(name, str)] if isinstance(names, list) else []


def read_sources(
    desk: str,
    in_force: str | None = None,
    also: str | None = None,
    trusting: Collection[str] = (),
    known: Collection[str] = (),
) -> Sources:
    """Read `rules.toml`, the manifests of the plugins that it enables, the holidays file it names, and the places.

    `known` are paths in force; of the files of places among them those are `absent` that are gone.
    `in_force` is the text of `rules.toml` accepted last: it says who is trusted, beside whom this command is
    `trusting` by hand, and what it asks for is read as well; so is what the text `also` asks for. Without it the desk's
    folder says whom it is for, so that the first command on an empty store finds rules in force. Nothing is raised;
    what can't be read or is in no safe place is in `bad`.
    """
    folders = plugin_folders(desk)
    sources = Sources({}, {}, (), tuple(dict.fromkeys([*folders, *(remembered(desk) or {})])), {})
    trust = [*trusted(in_force), *trusting]
    untold = in_force is None
    safety = Safety(desk, trust, by_folder=untold)
    absent: list[str] = []
    _read_into(sources, absent, desk, [RULES], safety)
    found = sources.files.get(RULES)
    now = decoded(RULES, found.data) if found else None
    wanted = [*wanted_by(now if isinstance(now, str) else None), *wanted_by(in_force), *wanted_by(also)]
    wanted += sorted({*place_files(desk), *(path for path in known if is_places(path))})
    wanted = [path for path in dict.fromkeys(wanted) if path != RULES]
    sources.places.update(_installed(desk, wanted, folders))
    _read_into(sources, absent, desk, wanted, safety)
    anybody = Safety(desk, trust, anybody=True, by_folder=untold)
    judged = [anybody.objection(sources.places.get(path, path)) for path in [RULES, *wanted]]
    personal = any(objection is not None and objection.personal for objection in judged)
    return sources._replace(absent=tuple(absent), personal=personal, lost=_lost(desk, absent))


def _lost(desk: str, absent: Iterable[str]) -> tuple[str, ...]:
    """Return the absent manifests of several plugins where their common folder is gone."""
    lost = tuple(path for path in absent if path.endswith(MANIFEST_FILE))
    return lost if len(lost) > 1 and not os.path.isdir(os.path.join(desk, "plugins")) else ()


def plugin_folders(desk: str) -> list[str]:
    """Return the names of the folders in a desk's `plugins/` that a plugin can have."""
    try:
        entries = [entry.name for entry in os.scandir(os.path.join(desk, "plugins")) if entry.is_dir()]
    except OSError:
        return []
    return sorted(name for name in entries if re.fullmatch(SLUG, name))


def _installed(desk: str, wanted: Iterable[str], folders: Collection[str]) -> dict[str, str]:
    """Return where the manifests lie of wanted plugins that have no folder in the desk and are installed."""
    names = {
        path.split("/")[1]: path for path in wanted if path.startswith("plugins/") and path.endswith(MANIFEST_FILE)
    }
    names = {name: path for name, path in names.items() if name not in folders}
    if not names:
        return {}
    found = known(desk)
    return {path: os.path.join(found[name].folder, MANIFEST_FILE) for name, path in names.items() if name in found}


def _read_into(sources: Sources, absent: list[str], desk: str, paths: Iterable[str], safety: Safety) -> None:
    for path in paths:
        try:
            place = sources.places.get(path, path)
            objection = safety.objection(place)
            if objection is None:
                sources.files[path] = _read(os.path.join(desk, place))
            else:
                sources.bad[path] = Problem(path, (), objection, cause=objection.cause)
        except (FileNotFoundError, NotADirectoryError):
            absent.append(path)
        except PermissionError as error:
            sources.bad[path] = _unreadable(desk, path, sources.places.get(path, path), error)
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            sources.bad[path] = Problem(path, (), _("it can't be read: {reason}").format(reason=reason), line=1)


def _unreadable(desk: str, path: str, place: str, error: PermissionError) -> Problem:
    """Return the problem of a file that the user may not read: whose it is where that is why."""
    why = unreadable(desk, place)
    what = why[0] if why else _("it can't be read: {reason}").format(reason=error.strerror)
    return Problem(path, (), what, why[1] if why else None, line=1)


def _read(path: str) -> File:
    """Read a file with the state that belongs to its bytes."""
    data, found = read_with_state(path, LARGEST)
    return File(data, sha256(data).hexdigest(), (found.st_mtime_ns, found.st_size, found.st_ino, found.st_ctime_ns))


def read_named(path: str) -> bytes:
    """Return the bytes of a file that somebody named, which may be a pipe. Raises `OSError`, also for one too large."""
    with open(path, "rb") as file:
        data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise OSError(errno.EFBIG, _("it has more than {size} bytes").format(size=LARGEST))
    return data


def decoded(path: str, data: bytes) -> str | Problem:
    """Return the text of a file, a byte order mark included, or what is wrong with it."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        what = _("byte 0x{byte:02x} is not UTF-8").format(byte=data[error.start])
        return Problem(path, (), what, _("save the file as UTF-8"), line=line)


class Parsed(NamedTuple):
    """A parsed text: the document for the compiler and the lines of its paths. Or `problems`."""

    document: Document | None
    lines: dict[Path, int]
    problems: list[Problem]


def parse(path: str, text: str) -> Parsed:
    """Parse one text: `rules.toml`, a manifest (any other `.toml` in `plugins/`), places, or a list of holidays."""
    if path == RULES or (path.startswith("plugins/") and path.endswith("/plugin.toml")):
        return parse_toml(path, text, "city" if path == RULES else "plugin")
    if is_places(path):
        return parse_toml(path, text, "places")
    return _parse_holidays(path, text)


def parse_toml(path: str, text: str, role: str) -> Parsed:
    """Parse one TOML text; `role` is the document's."""
    data = _toml(text)
    if isinstance(data, RecursionError):
        return Parsed(None, {}, [Problem(path, (), _("nested too deep"), line=1)])
    if isinstance(data, ValueError):
        what, right, line = explain(text, data)
        return Parsed(None, {}, [Problem(path, (), what, right, line=line)])
    lines = locate(text)
    return Parsed(Document(path, role, data, lines), lines, [])


def _parse_holidays(path: str, text: str) -> Parsed:
    """Parse a list of holidays: tables where it is TOML, events where it is iCalendar, else CSV."""
    if path.endswith(".toml"):
        parsed = parse_toml(path, text, "holidays")
        if parsed.document is None:
            return parsed
        found = toml_holidays(path, parsed.document.data, parsed.lines)
    elif path.lower().endswith(".ics"):
        found = ics_holidays(path, text)
    else:
        found = csv_holidays(path, text)
    if found.problems:
        return Parsed(None, {}, found.problems)
    return Parsed(Document(path, "holidays", found.data, found.lines), found.lines, [])
