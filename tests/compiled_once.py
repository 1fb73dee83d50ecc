"""Rules of the same texts are compiled once in a process of tests, however many desks have them.

What a desk gets is a copy of its own. Tests of how rules are read and compiled do without this, and so does `make
check`: there every desk's rules are compiled anew.
"""

from __future__ import annotations

import pickle
from collections.abc import Collection, Iterable, Iterator
from typing import Any

import pytest

from aduan_cli.config.rule_files import in_force
from aduan_cli.config.rule_files.sources import Parsed, parse
from aduan_cli.i18n import language
from aduan_cli.rules.language.compile import Compiled, Document, compile_rules
from thorough import THOROUGH

MOST = 100
"""How many are remembered: those used last."""
ANEW = ("tests/config/", "tests/rules/", "tests/app/test_rule_files", "tests/app/test_proposals")
"""Where what is tested is compiling itself."""

_parsed: dict[object, Parsed] = {}
_compiled: dict[object, tuple[list[Document], bytes]] = {}


def _kept(found: dict[Any, Any], key: object, value: Any) -> None:
    """Remember what was made; forget what was not asked for the longest time."""
    found.pop(key, None)
    found[key] = value
    if len(found) > MOST:
        del found[next(iter(found))]


def parse_once(path: str, text: str) -> Parsed:
    """Return what `parse` returns, for the same text the same: nobody changes it."""
    key = (path, text, language())
    found = _parsed.get(key) or parse(path, text)
    _kept(_parsed, key, found)
    return found


def compile_once(
    documents: Iterable[Document],
    missing: Collection[str] = (),
    settled: Collection[str] = (),
    folders: Collection[str] = (),
    _kept_documents: object = None,
) -> Compiled:
    """Return what `compile_rules` returns; a copy of it where the same documents were compiled before."""
    given = list(documents)
    key = (tuple(map(id, given)), frozenset(missing), frozenset(settled), tuple(folders), language())
    found = _compiled.get(key) or (given, pickle.dumps(compile_rules(given, missing, settled, folders)))
    _kept(_compiled, key, found)
    compiled: Compiled = pickle.loads(found[1])
    return compiled


@pytest.fixture(autouse=True)
def compiled_once(request: pytest.FixtureRequest) -> Iterator[None]:
    """Remember compiled rules, but where compiling is what is tested."""
    if THOROUGH or request.node.nodeid.startswith(ANEW):
        yield
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(in_force, "parse", parse_once)
        patch.setattr(in_force, "compile_rules", compile_once)
        yield
