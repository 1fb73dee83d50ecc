"""What `compiled.py` says of the compiled form, held against what the compiler makes of the shipped desk.

Type checkers believe it; no command ever looks whether it is so.
"""

from __future__ import annotations

import json
import types
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints, is_typeddict

import pytest

from aduan_cli.compiled import Rules
from aduan_cli.config.rule_files.loader import fallback_rules, load

ROOT = Path(__file__).resolve().parent.parent.parent.parent


def misfits(value: object, wanted: Any, path: str = "rules") -> Iterator[str]:
    """Yield where a value is not what a type says; a tuple's items may stand in a list, as JSON has them."""
    origin, args = get_origin(wanted), get_args(wanted)
    if wanted is Any:
        return
    if is_typeddict(wanted):
        assert isinstance(value, dict), path
        hints = get_type_hints(wanted)
        yield from (f"{path}: no {key}" for key in wanted.__required_keys__ - value.keys())
        yield from (f"{path}: {key} is not known" for key in value.keys() - hints.keys())
        for key in value.keys() & hints.keys():
            yield from misfits(value[key], hints[key], f"{path}.{key}")
    elif origin is types.UnionType:
        if not any(not list(misfits(value, one, path)) for one in args):
            yield f"{path}: {value!r} is none of {wanted}"
    elif origin is tuple:
        if not isinstance(value, (list, tuple)) or len(value) != len(args):
            yield f"{path}: {value!r} is not {wanted}"
        else:
            for number, (item, one) in enumerate(zip(value, args, strict=True)):
                yield from misfits(item, one, f"{path}[{number}]")
    elif origin in (list, Sequence):
        if isinstance(value, list):
            for number, item in enumerate(value):
                yield from misfits(item, args[0], f"{path}[{number}]")
        else:
            yield f"{path}: {value!r} is no list"
    elif origin in (dict, Mapping):
        if isinstance(value, Mapping):
            for key, item in value.items():
                yield from misfits(key, args[0], f"{path}: key")
                yield from misfits(item, args[1], f"{path}.{key}")
        else:
            yield f"{path}: {value!r} is no table"
    elif wanted is type(None) or wanted is None:
        if value is not None:
            yield f"{path}: {value!r} is not None"
    elif not isinstance(value, (int, float) if wanted is float else wanted):
        yield f"{path}: {value!r} is no {wanted}"


@pytest.fixture(scope="module")
def shipped() -> Any:
    """Return the compiled rules of the shipped desk: compiling them takes a second, so that all tests share them."""
    return load(str(ROOT)).rules


def test_the_shipped_desk_and_a_desk_without_rules_are_what_the_types_say(shipped: Any) -> None:
    for rules in (shipped, fallback_rules()):
        assert list(misfits(rules, Rules)) == []
        assert list(misfits(json.loads(json.dumps(rules)), Rules)) == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda rules: rules.pop("shifts"), "no shifts"),
        (lambda rules: rules.update(more=1), "more is not known"),
        (lambda rules: rules["categories"][0].pop(), "is not tuple"),
        (lambda rules: rules["units"]["dlh"].update(parent=7), "is none of"),
        (lambda rules: rules["gazetteer"].update(key="4"), "is no <class 'int'>"),
    ],
)
def test_what_is_otherwise_is_found(shipped: Any, change: Any, told: str) -> None:
    rules = json.loads(json.dumps(shipped))
    change(rules)
    (found,) = misfits(rules, Rules)
    assert told in found
