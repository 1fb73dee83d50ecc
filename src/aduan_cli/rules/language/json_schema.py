"""A JSON Schema (draft 2020-12) of the files that people write, made from the tables that the loader reads.

It is for editors. What a value names (a unit, a category) only the loader can check, with the whole desk at hand.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

from aduan_cli.city_words import Levels
from aduan_cli.rules.language.key import Key
from aduan_cli.rules.language.levels import spelled
from aduan_cli.rules.language.schema import TABLES
from aduan_cli.rules.language.values import SHAPES

FILES = ("rules.toml", "plugin.toml", "places.toml", "examples.toml")
"""The kinds of files: the city's, a manifest, one of places, and examples in a file of their own."""
_SCALAR = {"type": ["string", "number", "boolean"]}

Schema = dict[str, Any]


def json_schema(file: str, levels: Levels = MappingProxyType({})) -> Schema:
    """Return the schema of one of `FILES`; `levels` says what the city calls the levels of places."""
    wanted: dict[str, None] = {}
    schema: Schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": file,
        **_table(file, wanted, levels),
    }
    definitions: Schema = {}
    while len(definitions) < len(wanted):
        for name in [name for name in wanted if name not in definitions]:
            definitions[name] = _table(name, wanted, levels)
    if definitions:
        schema["$defs"] = dict(sorted(definitions.items()))
    return schema


def _table(name: str, wanted: dict[str, None], levels: Levels) -> Schema:
    keys = {key: wants for key, (_own, wants) in spelled(TABLES[name], levels).items()}
    required = [key for key, wants in keys.items() if wants.required and not wants.unless]
    either = [[{"required": [key]}, {"required": [wants.unless]}] for key, wants in keys.items() if wants.unless]
    return {
        "type": "object",
        "properties": {key: _described(wants, wanted) for key, wants in keys.items()},
        **({"required": required} if required else {}),
        **({"anyOf": either[0]} if either else {}),
        "additionalProperties": False,
    }


def _described(key: Key, wanted: dict[str, None]) -> Schema:
    about = {"description": key.about} if key.about else {}
    return {**about, **_value(key, wanted)}


def _value(key: Key, wanted: dict[str, None]) -> Schema:
    """Return what one value must be. Tables that it needs are added to `wanted`."""
    if key.type == "string":
        return _string(key)
    if key.type == "strings":
        item = _string(key)
        if key.table:
            wanted[key.table] = None
            item = {"anyOf": [item, {"$ref": f"#/$defs/{key.table}"}]}
        if key.lists:
            item = {"anyOf": [item, {"type": "array", "items": item, "minItems": 1}]}
        return {"anyOf": [_string(key), {"type": "array", "items": item, "minItems": 1}]}
    if key.type == "list":
        return {"type": "array", "items": _string(key)}
    if key.type in ("table", "tables"):
        wanted[key.table] = None
        inner = {"$ref": f"#/$defs/{key.table}"}
        if key.type == "table":
            return inner
        return {"type": "array", "items": inner, **({"minItems": 1} if key.table in ("condition", "cue") else {})}
    if key.type == "map":
        assert key.of is not None
        return {"type": "object", **_names(key), "additionalProperties": _described(key.of, wanted)}
    if key.type == "comparison":
        return {"anyOf": [_SCALAR, {"type": "array", "items": _SCALAR, "minItems": 1}]}
    if key.type == "number":
        return {"type": "number", "exclusiveMinimum": 0}
    if key.type == "boolean" and key.values:
        return {"enum": [True, False, *key.values]}
    return {"type": key.type}


def _string(key: Key) -> Schema:
    if key.values:
        return {"type": "string", "enum": list(key.values)}
    if key.shape:
        return {"type": "string", "pattern": f"^(?:{SHAPES[key.shape].regex})$"}
    return {"type": "string", "minLength": 1} if key.names else {"type": "string"}


def _names(key: Key) -> Schema:
    """Return what the keys of a table with free keys must be."""
    if key.key_values:
        return {"propertyNames": {"enum": list(key.key_values)}}
    if key.key_shape:
        return {"propertyNames": {"pattern": f"^(?:{SHAPES[key.key_shape].regex})$"}}
    return {}
