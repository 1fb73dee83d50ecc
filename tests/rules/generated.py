"""Generated desks and calls: documents as people could write them, and calls that may meet their rules."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from naive import Call

from aduan_cli.complaint.router import Router
from aduan_cli.model import KINDS, PRIORITIES, Facts
from aduan_cli.text import Folded
from compiling import rules_of

WORDS = ["pju", "lampu", "lampu jalan", "lampujalan", "jalan*", "ja*", "pohon", "lam*", "pj*", "banjir", "pohon lampu"]
TOKENS = ["pju", "lampu", "jalan", "jalanan", "pohon", "banjir", "la", "lampujalan", "mpu"]
CITY_CATEGORIES = ["satu", "dua"]
OWN_CATEGORIES = ["tiga", "empat"]
CATEGORIES = [*CITY_CATEGORIES, *OWN_CATEGORIES]
UNITS = ["dlh", "bpbd", "bmsda", "bmsda-pju"]
OWN_UNITS = ["bmsda", "bmsda-pju"]
PLACES = ["Utara", "Timur"]
SPANS = ["07:00-14:00", "21:00-05:00", "00:00-24:00", "12:00-13:00"]
VALUES = [1, 2, "1", "x", True, ">= 2", "< 2", "!= 1", "> 1", "<= 1"]


def several(values: Any, most: int = 3) -> st.SearchStrategy[Any]:
    """Return lists of values, and single values as they may be written bare."""
    return st.one_of(st.sampled_from(values), st.lists(st.sampled_from(values), min_size=1, max_size=most))


def _compared(most: int = 1) -> st.SearchStrategy[dict[str, Any]]:
    plain = st.lists(st.sampled_from([1, 2, "1", "x", "X"]), min_size=1, max_size=2)
    return st.dictionaries(st.sampled_from(["a", "b"]), st.sampled_from(VALUES) | plain, min_size=1, max_size=most)


LEAVES: dict[str, st.SearchStrategy[Any]] = {
    "text": several(WORDS),
    "text_all": several(WORDS, 2),
    "text_not": several(WORDS, 2),
    "kind": several(list(KINDS)),
    "kecamatan": several(PLACES),
    "channel": several(["phone", "app"]),
    "shift": several(["pagi", "malam"]),
    "hours": several(SPANS, 2),
    "days": several(["mon", "tue", "sun", "holiday"]),
    "fields": _compared(2),
    "answers": _compared(),
}
INNER = {**LEAVES, "category": several(CATEGORIES), "priority": several(list(PRIORITIES))}


def _tables(keys: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[dict[str, Any]]:
    """Return tables with up to two of the keys."""
    chosen = st.lists(st.sampled_from(sorted(keys)), max_size=2, unique=True)
    return chosen.flatmap(lambda names: st.fixed_dictionaries({name: keys[name] for name in names}))


NESTED = st.recursive(
    _tables(INNER),
    lambda inner: st.one_of(
        st.builds(
            lambda key, items: {key: items}, st.sampled_from(["any", "all"]), st.lists(inner, min_size=1, max_size=2)
        ),
        st.builds(lambda item: {"not": item}, inner),
    ),
    max_leaves=3,
)
PLAIN = {name: INNER[name] for name in INNER if name != "priority"}
OUTER = NESTED.filter(lambda table: "priority" not in table)
WHEN = st.builds(lambda flat, nested: {**flat, **nested}, _tables(PLAIN), st.one_of(st.just({}), st.just({}), OUTER))


def _rules(units: list[str], prefix: str) -> st.SearchStrategy[list[dict[str, Any]]]:
    does = st.one_of(
        st.fixed_dictionaries({"to": st.sampled_from(units)}, optional={"support": st.just([units[0]])}),
        st.fixed_dictionaries(
            {"support": st.lists(st.sampled_from(units[:2]), min_size=1, max_size=2, unique=True)},
            optional={"continue": st.just(True)},
        ),
        st.fixed_dictionaries({"priority": st.sampled_from(PRIORITIES)}, optional={"continue": st.just(True)}),
    )
    rules = st.lists(st.builds(lambda when, does: {**when, **does}, WHEN, does), max_size=5)
    return rules.map(lambda found: [{**rule, "id": f"{prefix}{number}"} for number, rule in enumerate(found)])


def _categories(names: list[str], units: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    when = st.builds(lambda flat, nested: {**flat, **nested}, _tables(LEAVES), st.just({}) | NESTED)
    when = when.filter(lambda table: not table.keys() & {"category", "priority"})
    made = st.builds(lambda when, unit: {**when, "unit": unit}, when, st.sampled_from(units))
    return st.fixed_dictionaries(dict.fromkeys(names, made))


HANDOFFS = st.lists(st.builds(lambda when: {**when, "to": "bpbd", "say": "!"}, WHEN), max_size=2).map(
    lambda found: [{**rule, "id": f"h{number}"} for number, rule in enumerate(found)]
)


@st.composite
def desks(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any]]:
    """Draw a city's document and the manifests of its one plugin."""
    city = {
        "desk": {"name": "x", "prefix": "X", "timezone": "UTC", "channels": ["phone", "app"]},
        "shifts": {"pagi": "07:00-14:00", "malam": "21:00-07:00"},
        "kecamatan": {place: [] for place in PLACES},
        "units": {"dlh": {"name": "DLH"}, "bpbd": {"name": "BPBD"}},
        "categories": draw(_categories(CITY_CATEGORIES, ["dlh", "bpbd"])),
        "handoff": draw(HANDOFFS),
        "rule": draw(_rules(UNITS, "c")),
        "plugins": {"enable": ["bmsda"]},
    }
    manifest = {
        "plugin": {"name": "bmsda", "api": 1},
        "unit": {"id": "bmsda", "name": "BMSDA"},
        "crews": {"pju": {"name": "PJU"}},
        "categories": draw(_categories(OWN_CATEGORIES, OWN_UNITS)),
        "rule": draw(_rules(OWN_UNITS, "u")),
    }
    return city, {"bmsda": manifest}


def wordy() -> st.SearchStrategy[dict[str, Any]]:
    """Return cities whose categories have little but words, so that they take them from each other."""
    words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4, unique=True)
    more = {"kind": LEAVES["kind"], "text_not": LEAVES["text_not"]}
    when = st.one_of(st.just({}), _tables(more))
    made = st.builds(lambda words, more: {"text": words, "unit": "dlh", **more}, words, when)
    base = {"desk": {"name": "x", "prefix": "X", "timezone": "UTC"}, "units": {"dlh": {"name": "DLH"}}}
    return st.fixed_dictionaries(dict.fromkeys(CATEGORIES, made)).map(lambda found: {**base, "categories": found})


_GIVEN = st.dictionaries(
    st.sampled_from(["a", "b"]), st.sampled_from([1, 2, 3, "1", "2", "x", "X", True, 1.5]), max_size=2
)

CALLS = st.builds(
    Call,
    st.lists(st.sampled_from(TOKENS), max_size=4).map(" ".join),
    st.fixed_dictionaries(
        {
            "kind": st.sampled_from(KINDS),
            "kecamatan": st.sampled_from([None, *PLACES]),
            "channel": st.sampled_from(["phone", "app"]),
            "shift": st.sampled_from([None, "pagi", "malam"]),
            "priority": st.sampled_from(PRIORITIES),
        }
    ),
    st.sampled_from([0, 299, 300, 420, 725, 839, 840, 1260, 1439]),
    st.integers(0, 6),
    st.booleans(),
    st.fixed_dictionaries({"answers": _GIVEN, "fields": _GIVEN}),
)


def compiled_of(city: dict[str, Any], manifests: dict[str, Any]) -> dict[str, Any]:
    """Compile generated documents, which have no errors."""
    return rules_of(city, **manifests)


def facts_of(call: Call, router: Router) -> Facts:
    """Return a generated call's facts as the engine sees them, its category found from the text."""
    facts = Facts()
    facts.found = router.engine.find(Folded(call.text))
    for name, value in call.facts.items():
        if name != "category":
            setattr(facts, name, value)
    facts.minute, facts.weekday, facts.holiday = call.minute, call.weekday, call.holiday
    facts.answers, facts.fields = call.values["answers"], call.values["fields"]
    facts.category = router.engine.category_of(facts)
    return facts
