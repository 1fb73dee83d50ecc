"""Adding to a TOML text what a change says, and nothing else of it altered: comments and order stay as they are.

A change is data as the file has them: lists go on lists that are there, or on the one string that stands for one, keys
into tables that are there, tables that are absent are made. An item of an array of tables is the one with the same
`id`, of places `name`, or a new one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from aduan_cli.config.rule_files.sources import parsed
from aduan_cli.config.rule_files.toml_lines import locate
from aduan_cli.i18n import _
from aduan_cli.problems import Path, path_text
from aduan_cli.rules.learning.document import WIDTH, lines_of, value_of

_ITEM = re.compile(r'"""[\s\S]*?"""|\'\'\'[\s\S]*?\'\'\'|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|#[^\n]*|[\[\]]')
_STRING = re.compile(r'[ \t]*("""[\s\S]*?"""|\'\'\'[\s\S]*?\'\'\'|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\')')


def added(text: str, data: Mapping[str, Any], before: str | None = None) -> str:
    """Return the text with a change's data added; new rules go before the rule `before`, else to the end.

    Raises `ValueError` with a sentence where the place is written so that nothing can be put in, or has another value.
    """
    present = parsed(text)
    if present is None:
        raise ValueError(_("it is no TOML"))
    wanted = _merged(present, data, before, ())
    for path, values in _parts(present, data, ()):
        text = _put(text, path, values, before)
    if parsed(text) != wanted:
        raise ValueError(_("it is written in a way in which only a hand can add to it"))
    return text


def _merged(there: Any, more: Any, before: str | None, path: Path) -> Any:
    """Return data with more data added."""
    if isinstance(there, dict) and isinstance(more, Mapping):
        made = dict(there)
        for key, value in more.items():
            made[key] = _merged(there[key], value, before, (*path, key)) if key in there else value
        return made
    if isinstance(there, str) and isinstance(more, list):
        new = [one for one in more if one != there]
        return [there, *new] if new else there
    if isinstance(there, list) and isinstance(more, list):
        if not all(isinstance(one, dict) for one in (*there, *more)):
            return there + [one for one in more if one not in there]
        return _merged_tables(there, more, before, path)
    if there == more:
        return there
    raise ValueError(_("{path} is there already, with another value").format(path=path_text(path)))


def _merged_tables(there: list[Any], more: list[Any], before: str | None, path: Path) -> list[Any]:
    made = list(there)
    for one in more:
        number = _numbered(made, _id(one))
        if number is not None:
            made[number] = _merged(made[number], {k: v for k, v in one.items() if k != "id"}, before, path)
        else:
            at = _numbered(made, before) if before else None
            made.insert(len(made) if at is None else at, one)
    return made


def _numbered(tables: Sequence[Mapping[str, Any]], id_: str | None) -> int | None:
    found = (number for number, one in enumerate(tables) if id_ is not None and _id(one) == id_)
    return next(found, None)


def _id(table: Mapping[str, Any]) -> str | None:
    id_: str | None = table.get("id", table.get("name"))
    return id_


def _parts(there: Any, more: Mapping[str, Any], path: Path) -> list[tuple[Path, Any]]:
    """Return what is to be put where: a path, and the values for a list, a key or a table that is absent."""
    parts: list[tuple[Path, Any]] = []
    for key, value in more.items():
        at, old = (*path, key), there.get(key)
        if isinstance(value, Mapping) and isinstance(old, dict):
            parts += _parts(old, value, at)
        elif isinstance(value, list) and value and isinstance(value[0], Mapping):
            for one in value:
                number = _numbered(old or [], _id(one))
                if number is None:
                    parts.append(((*at, None), one))  # type: ignore[arg-type]
                else:
                    rest = {k: v for k, v in one.items() if k != "id"}
                    parts += _parts((old or [])[number], rest, (*at, number))
        elif isinstance(value, list) and isinstance(old, (list, str)):
            new = [one for one in value if one not in ([old] if isinstance(old, str) else old)]
            parts += [(at, new)] if new else []
        elif old is None:
            parts.append((at, value))
    return parts


def _put(text: str, path: Path, value: Any, before: str | None) -> str:
    """Return the text with one thing more in it."""
    lines = locate(text)
    if path[-1] is None:
        return _put_table(text, path[:-1], value, before)
    if isinstance(value, Mapping):
        return _at_end(text, f"[{path_text(path)}]", value)
    if path in lines and isinstance(value, list):
        return _into_list(text, lines[path], path[-1], value)
    if path[:-1] not in lines:
        return _at_end(text, f"[{path_text(path[:-1])}]", {path[-1]: value})
    return _into_table(text, lines[path[:-1]], {path[-1]: value})


def _rows(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _at_end(text: str, title: str, table: Mapping[Any, Any]) -> str:
    end = _newline(text)
    block = [title, *"\n".join(lines_of(table)).split("\n")]
    before = text.rstrip() + end * 2 if text.strip() else ""
    return before + end.join(block) + end


def _put_table(text: str, path: Path, table: Mapping[str, Any], before: str | None) -> str:
    """Return the text with a table more of an array, before the one with an id, else at the end."""
    data: Any = parsed(text)
    at = _numbered(data.get(path[0], []), before) if before else None
    line = None if at is None else locate(text).get((*path, at))
    title = f"[[{path_text(path)}]]"
    if line is None:
        return _at_end(text, title, table)
    rows, end = _rows(text), _newline(text)
    first = line - 1
    while first and rows[first - 1].lstrip().startswith("#"):
        first -= 1  # what is said of a rule stays above it
    block = [title, *"\n".join(lines_of(table)).split("\n"), "", ""]
    return "".join(rows[:first]) + end.join(block) + "".join(rows[first:])


def _into_table(text: str, line: int, table: Mapping[Any, Any]) -> str:
    rows, end = _rows(text), _newline(text)
    if not rows[line - 1].lstrip().startswith("["):
        raise ValueError(_("line {line}: it is written in a way in which only a hand can add to it").format(line=line))
    if not rows[line - 1].endswith("\n"):
        rows[line - 1] += end
    more = [one + end for one in "\n".join(lines_of(table)).split("\n")]
    return "".join([*rows[:line], *more, *rows[line:]])


def _into_list(text: str, line: int, key: Any, values: Sequence[Any]) -> str:
    """Return the text with items more at the end of the list whose key stands on a line."""
    begin = sum(map(len, _rows(text)[: line - 1]))
    more, end = ", ".join(map(value_of, values)), _newline(text)
    alone = _STRING.match(text, text.index("=", begin) + 1)
    if alone is not None:
        between, behind = (", ", "]") if alone.end() - begin + len(more) < WIDTH else (f",{end}    ", f",{end}]")
        return f"{text[: alone.start(1)]}[{alone[1]}{between}{more}{behind}{text[alone.end() :]}"
    opening, last, closing = _brackets(text, begin)
    if "\n" not in text[opening:closing]:
        glue = ", " if last > opening + 1 else ""
        if last - begin + len(glue + more) < WIDTH or not glue:
            return text[:last] + glue + more + text[closing:]
        return f"{text[:last]},{end}    {more},{end}{text[closing:]}"
    written = text[last:closing]
    comma = "" if "," in re.sub("#[^\n]*", "", written) or last == opening + 1 else ","
    rest = written if written.strip() or "\n" in written else end
    tail = rest.rstrip(" \t")
    glue = "" if tail.endswith("\n") else end
    return text[:last] + comma + tail + glue + "    " + more + "," + end + text[closing:]


def _brackets(text: str, begin: int) -> tuple[int, int, int]:
    """Return where a list opens, where its last item ends, and where it closes; it begins after a position."""
    opening = text.index("[", text.index("=", begin))
    depth, last = 0, opening + 1
    at = opening
    while True:
        match = _ITEM.search(text, at)
        if match is None:
            raise ValueError(_("it is written in a way in which only a hand can add to it"))
        sign, at = match[0], match.end()
        depth += {"[": 1, "]": -1}.get(sign, 0)
        if not depth:
            return opening, last, match.start()
        if not sign.startswith("#") and at > opening + 1:
            last = at
