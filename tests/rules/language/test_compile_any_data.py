"""The compiler takes whatever TOML can hold: it never raises, and what it makes is plain JSON that the engine runs."""

from __future__ import annotations

import datetime
import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.model import Facts
from aduan_cli.rules.engine import Engine
from aduan_cli.rules.language.compile import Document, compile_rules
from aduan_cli.rules.language.key import Key
from aduan_cli.rules.language.schema import TABLES
from aduan_cli.text import Folded

WORDS = st.sampled_from(["dlh", "bmsda", "sampah", "Bekasi", "08:00-09:00", "mon", "high", "", "*", "p*", "--", "x y"])
ANY = st.recursive(
    WORDS | st.text(max_size=3) | st.integers() | st.floats() | st.booleans() | st.just(datetime.date(2026, 1, 1)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=6,
)


NAMED = {
    "unit": ["dlh", "pju", "pju-regu"],
    "target": ["dlh", "pju", "pju-regu", "pln"],
    "category": ["sampah", "lampu"],
    "kecamatan": ["Bekasi Timur"],
    "kelurahan": ["Margahayu", "marga"],
    "place": ["Margahayu"],
    "channel": ["phone"],
    "shift": ["pagi"],
    "plugin": ["pju"],
}
SHAPED = {"span": ["08:00-09:00", "22:00-05:00"], "slug": ["satu", "dua"], "date": ["2026-01-01", "2026-13-01"]}


def mostly(right: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Draw what is right, and now and then anything."""
    return st.integers(0, 39).flatmap(lambda chance: ANY if chance == 39 else right)


def value_of(key: Key, deep: int) -> st.SearchStrategy[Any]:
    """Draw a value that is mostly right, so that the compiler gets past the checks."""
    words = key.values or NAMED.get(key.names) or SHAPED.get(key.shape) or ["sampah", "p*", "regu pju"]
    right: st.SearchStrategy[Any] = mostly(st.sampled_from(words))
    if key.type in ("strings", "list"):
        right = st.lists(right | st.lists(right, max_size=2) if key.lists else right, min_size=1, max_size=3)
    elif key.type == "comparison":
        right = st.sampled_from([1, 0.5, True, "ya", ">= 50", "!= x", ["a", 2]])
    elif key.type in ("table", "tables") and deep > 3:
        return ANY
    elif key.type == "table":
        right = table_of(key.table, deep + 1)
    elif key.type == "tables":
        right = st.lists(table_of(key.table, deep + 1), max_size=2)
    elif key.type == "map" and key.of:
        keys = st.sampled_from(key.key_values or ("dlh", "pju", "lampu", "sampah", "Bekasi"))
        right = st.dictionaries(
            mostly(keys).filter(lambda k: isinstance(k, str)), value_of(key.of, deep + 1), max_size=3
        )
    elif key.type == "boolean":
        right = st.booleans()
    elif key.type == "integer":
        right = st.just(1)
    return mostly(right)


def table_of(name: str, deep: int = 0) -> st.SearchStrategy[dict[str, Any]]:
    """Draw a table of the schema: what is required, and some of its other keys."""
    keys = {key: value_of(wanted, deep) for key, wanted in TABLES[name].items()}
    required = {key: value for key, value in keys.items() if TABLES[name][key].required and deep}
    if "to" in keys:
        required["to"] = keys["to"]
    some = st.sets(st.sampled_from(sorted(keys)), max_size=3) if keys else st.just(set())
    return some.flatmap(lambda names: st.fixed_dictionaries({**required, **{key: keys[key] for key in names}}))


CITY = {
    "desk": {"name": "Meja", "prefix": "UJI", "timezone": "UTC"},
    "shifts": {"pagi": "07:00-14:00"},
    "kecamatan": {"Bekasi Timur": ["Margahayu"]},
    "spellings": {"marga": "Margahayu"},
    "synonyms": {"lampu": ["lampoe"]},
    "units": {"dlh": {"name": "Dinas"}},
    "outside": {"pln": {"name": "PLN", "referral": "123"}},
    "categories": {"sampah": {"unit": "dlh", "text": "sampah"}},
    "plugins": {"enable": ["pju"]},
    "grants": {"pju": ["dlh", "pln"]},
}
MANIFEST = {
    "plugin": {"name": "pju", "api": 1},
    "unit": {"id": "pju", "name": "Dinas Lampu"},
    "crews": {"regu": {"name": "Regu"}},
    "categories": {"lampu": {"unit": "pju-regu", "text": "lampu"}},
}


@given(table_of("rules.toml") | ANY, table_of("plugin.toml") | ANY, st.booleans())
def test_no_data_raises_and_what_is_left_runs(city: Any, manifest: Any, missing: bool) -> None:
    """Every problem has a sentence; the compiled form survives JSON and decides a call, however broken the files."""
    documents = [
        Document("rules.toml", "city", {**CITY, **city} if isinstance(city, dict) else city),
        Document(
            "plugins/pju/plugin.toml", "plugin", {**MANIFEST, **manifest} if isinstance(manifest, dict) else manifest
        ),
    ]
    compiled = compile_rules(documents, {"plugins/bmsda/plugin.toml"} if missing else ())
    assert all(str(problem).startswith(("rules.toml: ", "plugins/pju/plugin.toml: ")) for problem in compiled.problems)
    engine = Engine(json.loads(json.dumps(compiled.rules, allow_nan=False)))
    known = {*compiled.rules["units"], *compiled.rules["outside"], compiled.rules["desk"]["triage"]}
    for text in ("sampah", "lampu pada regu pju", ""):
        facts = Facts()
        facts.found = engine.find(Folded(text))
        facts.category = engine.category_of(facts)
        assert engine.decide(facts).unit in known
