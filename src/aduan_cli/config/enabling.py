"""The list of enabled plugins in a text of `rules.toml`, changed so that everything else stays as it was written.

tomlkit changes the list, for it keeps comments and spaces. What it made is believed only after two proofs: outside the
list every character is the same, and tomli reads the same data but for the list. The only home of tomlkit.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import Array, InlineTable

from aduan_cli.config.locator import locate
from aduan_cli.config.sources import RULES, parsed
from aduan_cli.errors import ConfigError
from aduan_cli.i18n import _

BOM = "\ufeff"
_HEADER = re.compile(r"""[ \t]*\[[ \t]*(?:plugins|"plugins"|'plugins')[ \t]*\]""")
_DOTTED = re.compile(r"""([ \t]*)((?:plugins|"plugins"|'plugins')[ \t]*\.[ \t]*)""")

Change = Callable[[Array], None]


def with_plugin(text: str, name: str) -> str:
    """Return a text of `rules.toml` that enables one more plugin, as the last. Raises `ConfigError`."""
    names = _list(text)
    return text if name in names else _changed(text, [*names, name], _adding(name))


def without_plugin(text: str, name: str) -> str:
    """Return a text of `rules.toml` that doesn't enable a plugin. Raises `ConfigError`."""
    names = _list(text)
    left = [other for other in names if other != name]
    return text if left == names else _changed(text, left, [_removing(name)])


def _list(text: str) -> list[Any]:
    data = parsed(text)
    plugins = {} if data is None else data.get("plugins", {})
    names = plugins.get("enable", []) if isinstance(plugins, dict) else None
    if data is None or not isinstance(names, list):
        raise ConfigError(_("{file} has errors; aduan rules check shows them").format(file=RULES))
    return list(names)


def _adding(name: str) -> list[Change]:
    """Return the ways to add to an array; each is tried until one gives what can be proven."""

    def behind(array: Array) -> None:
        array.append(name)

    def on_a_line(array: Array) -> None:
        written = array.as_string()
        last = written.rstrip("] \t\n")
        array.add_line(name, indent=_indent(written), add_comma=last.endswith(",") or "#" in last.rpartition("\n")[2])

    def as_the_others(array: Array) -> None:
        (on_a_line if "\n" in array.as_string() and len(array) else behind)(array)

    return [as_the_others, behind, on_a_line]


def _indent(written: str) -> str:
    """Return what stands before the last item of an array on lines of its own."""
    found = re.findall(r"""^([ \t]*)(?:,[ \t]*)?["']""", written, re.M)
    return str(found[-1]) if found else "  "


def _removing(name: str) -> Change:
    def remove(array: Array) -> None:
        while name in array:
            array.remove(name)

    return remove


# -- the whole text


def _changed(text: str, wanted: list[Any], ways: list[Change]) -> str:
    """Return the text with another list; raises `ConfigError` where no way gives what can be proven."""
    mark = BOM if text.startswith(BOM) else ""
    body = text[len(mark) :]
    # tomlkit ends the lines that it adds as Unix does.
    windows = "\r\n" in body and body.count("\r\n") == body.count("\n")
    for made in _attempts(body.replace("\r\n", "\n") if windows else body, wanted, ways):
        found = mark + (made.replace("\n", "\r\n") if windows else made)
        if _same_but_for(text, found, wanted):
            return found
    sentence = _("{file}: the list can't be changed by the program; write it by hand: [plugins] enable = {names}")
    names = tomlkit.item(wanted).as_string()
    raise ConfigError(sentence.format(file=RULES, names=names))


def _attempts(text: str, wanted: list[Any], ways: list[Change]) -> Iterator[str]:
    for change in ways:
        try:
            document = tomlkit.parse(text)
            plugins: Any = document.get("plugins", {})
            array = plugins.get("enable")
            piece = array if isinstance(array, Array) else plugins
            if isinstance(piece, (Array, InlineTable)):
                before = piece.as_string()
                if isinstance(piece, Array):
                    change(piece)
                else:
                    piece["enable"] = wanted
                made = document.as_string()
                if _differs_in(text, made, before, piece.as_string()):
                    yield made
                continue
        except (TOMLKitError, ValueError, IndexError, KeyError):
            continue
        yield _inserted(text, plugins, f"enable = {tomlkit.item(wanted).as_string()}")
        return


def _differs_in(old: str, new: str, before: str, after: str) -> bool:
    """Say whether the only difference between two texts is one piece of them."""
    at = old.find(before)
    while at >= 0:
        if new == old[:at] + after + old[at + len(before) :]:
            return True
        at = old.find(before, at + 1)
    return False


def _inserted(text: str, plugins: Mapping[str, Any], line: str) -> str:
    """Return the text with a line for a list that isn't there yet."""
    lines = text.split("\n")
    known = locate(text)
    header = known.get(("plugins",), 0) - 1
    if header >= 0 and _HEADER.match(lines[header]):
        return "\n".join([*lines[: header + 1], line, *lines[header + 1 :]])
    for key in plugins:
        at = known.get(("plugins", key), 0) - 1
        dotted = _DOTTED.match(lines[at]) if at >= 0 else None
        if dotted:
            return "\n".join([*lines[:at], dotted[1] + dotted[2] + line, *lines[at:]])
    gap = "" if not text or text.endswith("\n\n") else "\n" if text.endswith("\n") else "\n\n"
    return f"{text}{gap}[plugins]\n{line}\n"


def _same_but_for(old: str, new: str, wanted: list[Any]) -> bool:
    """Say whether two texts have the same data, but for the list of enabled plugins, which is as wanted."""
    before, after = parsed(old), parsed(new)
    if before is None or after is None:
        return False
    return _without_list(before) == _without_list(after) and after.get("plugins", {}).get("enable") == wanted


def _without_list(data: dict[str, Any]) -> dict[str, Any]:
    plugins = {key: value for key, value in data.get("plugins", {}).items() if key != "enable"}
    return {**data, "plugins": plugins}
