"""A draft as `rules.toml`: the data that the compiler takes, and the same data written for a person to edit."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from aduan_cli.city_words import written as in_words
from aduan_cli.rules.learning.carried import KEPT, by_category, of_category, of_unit, pick
from aduan_cli.rules.learning.draft import Draft

if TYPE_CHECKING:
    from aduan_cli.compiled import Rules, Unit

WIDTH = 110
"""Characters of a line from which on a list is broken."""
_BARE = re.compile("[A-Za-z0-9_-]+")
_ESCAPED = {"\x7f": "\\u007f"}


def document(draft: Draft, present: Mapping[str, object], compiled: Rules) -> dict[str, object]:
    """Return a draft as the data of a `rules.toml`, for the desk that has `present` and its compiled form."""
    desk = {key: value for key, value in compiled["desk"].items() if value}
    levels = compiled["levels"]
    kept = [levels.get(table, table) for table in KEPT]
    data: dict[str, Any] = {"desk": desk} | {table: present[table] for table in kept if table in present}
    data["units"] = _units(compiled["units"], present)
    named = [one.unit for one in draft.categories] + [rule.to for rule in draft.rules]
    for unit in sorted(set(named)):
        if unit not in compiled["units"] and unit not in compiled["outside"]:
            data["units"][unit] = {"name": unit}
    if compiled["outside"]:
        data["outside"] = {
            body: pick(entry, "name", "referral", "aliases", "contacts", "hours")
            for body, entry in compiled["outside"].items()
        }
    data["categories"] = {
        one.id: {"unit": one.unit, **in_words(one.when, levels), **of_category(present, one.id)}
        for one in draft.categories
    }
    data["rule"] = [{"id": rule.id, **in_words(rule.when, levels), "to": rule.to} for rule in draft.rules]
    data |= by_category(present, data["categories"])
    return {name: table for name, table in data.items() if table}


def _units(units: Mapping[str, Unit], present: Mapping[str, Any]) -> dict[str, dict[str, object]]:
    """Return the units as they are declared; offices that `each` makes are left out."""
    made = {office for entry in units.values() for office in entry.get("offices", {}).values()}
    return {
        unit: pick(entry, "name", "aliases", "parent", "contact", "contacts", "hours", "each") | of_unit(present, unit)
        for unit, entry in units.items()
        if unit not in made
    }


# -- writing


def _string(text: str) -> str:
    written = json.dumps(text, ensure_ascii=False)
    return "".join(_ESCAPED.get(character, character) for character in written)


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _string(key)


def value_of(value: Any) -> str:
    """Return a value as TOML writes it, on one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(key)} = {value_of(item)}" for key, item in value.items()) + " }"
    if isinstance(value, Sequence):
        return "[" + ", ".join(map(value_of, value)) + "]"
    return str(value)


def _list(key: str, values: Sequence[object]) -> str:
    """Return a list on one line, or on several of which each is as full as it may be."""
    line = f"{key} = {value_of(values)}"
    if len(line) <= WIDTH:
        return line
    lines, row = [f"{key} = ["], "   "
    for value in map(value_of, values):
        if len(row) + len(value) + 2 > WIDTH and row.strip():
            lines.append(row)
            row = "   "
        row += f" {value},"
    return "\n".join([*lines, row, "]"])


def lines_of(table: Mapping[Any, Any], before: str = "") -> Iterator[str]:
    """Yield `key = value` for what a table holds; tables in it with dotted keys."""
    for key, value in table.items():
        name = before + _key(key)
        if isinstance(value, Mapping) and value:
            yield from lines_of(value, f"{name}.")
        elif isinstance(value, Sequence) and not isinstance(value, str):
            yield _list(name, value)
        else:
            yield f"{name} = {value_of(value)}"


def written(data: Mapping[str, Any], head: Sequence[str], remarks: Mapping[tuple[str, str], str]) -> str:
    """Return the text of a document.

    `head` are the sentences it begins with; `remarks` stand above what they are about: ("categories", id) or
    ("rule" or "answer", id) → a line.
    """
    blocks = ["\n".join(f"# {line}".rstrip() for line in head)] if head else []
    for name, table in data.items():
        if name in ("units", "outside", "categories"):
            for key, entry in table.items():
                blocks.append(_block(f"[{name}.{_key(key)}]", entry, remarks.get((name, key))))
        elif name in ("rule", "answer", "escalation", "incident"):
            blocks += [_block(f"[[{name}]]", entry, remarks.get((name, entry["id"]))) for entry in table]
        else:
            blocks.append(_block(f"[{name}]", table, None))
    return "\n\n".join(blocks) + "\n"


def _block(title: str, table: Mapping[str, Any], remark: str | None) -> str:
    lines = [f"# {remark}"] if remark else []
    return "\n".join([*lines, title, *lines_of(table)])
