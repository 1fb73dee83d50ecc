"""JSON records as the cells of a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from aduan_cli.storable import storable


def json_cells(record: Mapping[str, object], columns: Sequence[str]) -> list[str]:
    """Return a JSON record as cells: `caller.name` looks into an object, what is no text is written as JSON."""
    return [json_cell(value_at(record, column)) for column in columns]


def value_at(record: Mapping[str, object], column: str) -> object:
    """Return a column of a JSON record; None when it has none."""
    if column in record:
        return record[column]
    outer, mark, inner = column.partition(".")
    nested = record.get(outer) if mark else None
    return nested.get(inner) if isinstance(nested, dict) else None


def json_cell(value: object) -> str:
    """Return one JSON value as a cell; null is empty."""
    if value is None:
        return ""
    if isinstance(value, str):
        return storable(value)
    import json

    return storable(json.dumps(value, ensure_ascii=False))
