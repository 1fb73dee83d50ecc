"""Writes docs/keys.md, every key of the files that people write, from the tables that check them: `write`, `check`."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from aduan_cli.rules.language.key import Key
from aduan_cli.rules.language.schema import CONDITION_KEYS, TABLES
from aduan_cli.rules.language.values import SHAPES
from docs_page import DOCS, write_or_check

PAGE = DOCS / "keys.md"
HEAD = """\
# The keys of rules.toml, plugin.toml and places/*.toml

Every table and key that the files may have, from the tables by which the program checks them; `make docs` writes this
page, a test holds it to the code. How they work together stands in [rules.md](rules.md) and [plugins.md](plugins.md);
`aduan rules schema` prints the same for editors. A key in **bold** must be there.
"""
FILES = {
    "rules.toml": "The city's file.",
    "plugin.toml": "A unit's manifest, `plugins/NAME/plugin.toml`.",
    "places.toml": "Places that callers say, in any `.toml` of the folder `places/`.",
    "examples.toml": "Sentences and what must come out for them, in files of their own: `aduan rules test FILE`.",
}
HEADINGS = {
    "desk": "[desk]",
    "store": "[store]",
    "places": "[places]",
    "ward": "[kelurahan.NAME]",
    "holidays": "[holidays]",
    "unit": "[units.ID]",
    "own-unit": "[unit]",
    "crew": "[crews.NAME]",
    "outside": "[outside.ID]",
    "category": "[categories.ID]",
    "own-category": "[categories.ID] of a unit",
    "place": "[[place]]",
    "condition": "Conditions",
    "place-condition": "place, in a condition",
    "cue": "Cues",
    "response": "[responses.NAME]",
    "handoff": "[[handoff]]",
    "rule": "[[rule]]",
    "example": "[[example]]",
    "expect": "expect",
    "plugins": "[plugins]",
    "limits": "[plugins.limits]",
    "answer": "[[answer]]",
    "question": "[[question]]",
    "command": "[commands.NAME]",
    "rules": "[rules]",
    "reasons": "[reasons]",
    "hold": "[reasons.hold.CODE]",
    "view": "[views.NAME]",
    "calendar": "[calendars.NAME]",
    "deadlines": "[deadlines]",
    "targets": "[deadlines.PRIORITY]",
    "escalation": "[[escalation]]",
    "callers": "[callers]",
    "reading": "[readings.NAME]",
    "unless": "[unless]",
    "asides": "[asides]",
    "incident": "[[incident]]",
    "notifier": "[notifiers.NAME]",
    "message": "[messages.EVENT]",
    "inbox": "[inbox]",
    "retention": "[retention]",
    "kept": "[retention.KIND], [retention.STATE]",
    "people": "[people]",
    "audit": "[audit]",
    "open311": "[open311]",
    "plugin": "[plugin]",
}
"""Each table, in the order of the page, with how it is written in a file."""
_NAMED = {
    "target": "a unit or an outside body",
    "place": "a kecamatan or a kelurahan",
    "pattern": "words",
}
_TYPES = {
    "string": "string",
    "integer": "whole number",
    "number": "number above 0",
    "boolean": "`true` or `false`",
    "strings": "string or list",
    "list": "list",
    "comparison": "value, list, or comparison",
}


def _kind(key: Key) -> str:
    """Return what a value must be, in words."""
    if key.type in ("table", "tables"):
        heading = HEADINGS[key.table]
        return f"[{_written(heading)}](#{_anchor(heading)})"
    if key.type == "map":
        assert key.of is not None
        return f"table: {_keys_of(key)} = {_kind(key.of)}"
    said = _TYPES[key.type]
    if key.values:
        return f"{said}: {', '.join(f'`{value}`' for value in key.values)}"
    if key.shape:
        return f"{said} {_example(key.shape)}".strip()
    if key.names:
        named = f"{said}: {_NAMED.get(key.names, f'a {key.names}')}"
        return f"{named}, or [tables](#{_anchor(HEADINGS[key.table])})" if key.table else named
    return said


def _keys_of(key: Key) -> str:
    return "/".join(f"`{value}`" for value in key.key_values) if key.key_values else "name"


def _example(shape: str) -> str:
    """Return the example that the shape's own sentence gives."""
    _before, _as_in, rest = SHAPES[shape].right.partition("as in '")
    return f"as in `{rest.split(chr(39))[0]}`" if rest else ""


def _written(heading: str) -> str:
    """Return a heading as the page shows it: code, where it is written so in a file."""
    return f"`{heading}`" if heading.startswith("[") else heading


def _anchor(heading: str) -> str:
    kept = "".join(c for c in heading.lower() if c.isalnum() or c in " -_")
    return kept.replace(" ", "-")


def _rows(keys: dict[str, Key]) -> Iterator[str]:
    yield "| key | what | value |\n|---|---|---|"
    for name, key in keys.items():
        shown = f"**`{name}`**" if key.required else f"`{name}`"
        yield f"| {shown} | {key.about} | {_kind(key)} |"


def _own(table: str) -> dict[str, Key]:
    """Return the keys of a table but for conditions, which stand once on the page."""
    keys = TABLES[table]
    if table in ("condition", "cue"):
        return keys
    return {name: key for name, key in keys.items() if CONDITION_KEYS.get(name) != key}


def page() -> str:
    """Return the whole page. Raises `AssertionError` when a table has no place on it."""
    assert set(TABLES) == set(FILES) | set(HEADINGS), "scripts/keys_doc.py: a table without a heading"
    parts = [HEAD]
    for name, about in FILES.items():
        parts.append(f"## {name}\n\n{about}\n\n" + "\n".join(_rows(TABLES[name])) + "\n")
    for name, heading in HEADINGS.items():
        own = _own(name)
        parts.append(f"## {_written(heading)}\n\n" + "\n".join(_rows(own)) + "\n")
        if len(own) < len(TABLES[name]):
            parts.append(f"Beside these, [conditions](#{_anchor(HEADINGS['condition'])}).\n")
    return "\n".join(parts)


if __name__ == "__main__":
    sys.exit(write_or_check(PAGE, page, sys.argv[1:]))
