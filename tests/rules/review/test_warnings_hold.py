"""What `rules check` says of words, rules and categories is so: without them no call is decided otherwise."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from aduan_cli.complaint.deciding import decide
from aduan_cli.complaint.reading import read
from aduan_cli.complaint.report import Report
from aduan_cli.complaint.router import Router
from aduan_cli.problems import Problem
from aduan_cli.rules.language.compile import compile_rules
from aduan_cli.rules.review.idle_words import idle_words
from aduan_cli.rules.review.lint import lint
from aduan_cli.rules.review.ruled_out import ruled_out
from compiling import documents
from thorough import examples

DESK: dict[str, Any] = {
    "desk": {"name": "Meja", "prefix": "UJI", "timezone": "UTC"},
    "units": {unit: {"name": unit.upper()} for unit in "abc"},
    "words": {"orang": ["anak", "nenek"]},
    "synonyms": {"jalan": ["jln"]},
    "asides": {"near": ["dekat"], "clause": ["sudah .. lapor"]},
}
PATTERNS = (
    "jalan", "jal*", "*lan", "jalan rusak", "~rusak", "*rusak*", "kerusakan", "jalan .. rusak", "gang|jalan rusak",
    "pos", "kantor pos", "pos $", "lampu", "lamp*", "@orang", "jalan * rusak", "anak",
)  # fmt: skip
TOKENS = (
    "jalan", "jalanan", "jln", "rusak", "rusaknya", "kerusakan", "gang", "pos", "kantor", "dekat", "lampu", "lampunya",
    "anak", "nenek", ",", "sudah", "lapor",
)  # fmt: skip
WORDS = st.lists(st.sampled_from(PATTERNS), min_size=1, max_size=3, unique=True)
CONDITIONS = st.fixed_dictionaries({"text": WORDS}, optional={"text_not": WORDS, "text_all": WORDS})
CATEGORIES = st.builds(
    lambda unit, condition, order: {"unit": unit, **condition, **order},
    st.sampled_from("abc"),
    CONDITIONS,
    st.sampled_from(({}, {}, {"specific": "last"}, {"specific": True}, {"after": "k0"})),
)
RULES = st.builds(lambda unit, condition: {**condition, "to": unit}, st.sampled_from("abc"), CONDITIONS)
TEXTS = st.lists(st.sampled_from(TOKENS), min_size=1, max_size=6).map(" ".join)


@st.composite
def desks(draw: st.DrawFn) -> dict[str, Any]:
    """Return a desk's tables: categories that wait for others or go before them, rules, asides."""
    made = copy.deepcopy(DESK)
    drawn = draw(st.lists(CATEGORIES, min_size=1, max_size=3))
    drawn[0].pop("after", None)
    made["categories"] = {f"k{number}": category for number, category in enumerate(drawn)}
    made["rule"] = [{"id": f"r{n}", **rule} for n, rule in enumerate(draw(st.lists(RULES, max_size=2)))]
    return made


def router_of(desk: dict[str, Any]) -> Router:
    return Router({**compile_rules(documents(desk)).rules, "zone": [[-(2**62), 0]]}, "uji")


def warnings_of(desk: dict[str, Any], router: Router) -> Iterator[Problem]:
    yield from lint(router.compiled, True)
    yield from idle_words("rules.toml", desk, desk["words"])
    yield from ruled_out("rules.toml", desk, desk["words"], router.compiled["synonyms"])


def decided(router: Router, text: str) -> tuple[str | None, str | None, str | None]:
    found = decide(read(Report(text=text), router), router)
    return found.complaint.category, found.complaint.unit, found.decision.rule


def without(desk: dict[str, Any], warning: Problem) -> dict[str, Any] | None:
    """Return a desk without what a warning says to be idle; None where it says something else, or nothing is left."""
    made = copy.deepcopy(desk)
    what, path = warning.what, warning.path
    if any(said in what for said in ("never reached", "never holds", "no text leads")):
        del made[path[0]][path[1]]
        return made
    if not ("does nothing beside" in what or "in text_not rules it out" in what):
        return None
    of: Any = made
    for part in path[:-1]:
        of = of[part]
    if "|" in of[path[-1]] or len(of) == 1 or "text_all" in path:
        return None
    del of[path[-1]]
    return made


@settings(deadline=None, max_examples=examples(300))
@given(desks(), st.lists(TEXTS, min_size=5, max_size=25))
def test_what_a_warning_names_decides_nothing(desk: dict[str, Any], texts: Sequence[str]) -> None:
    """Words are written apart here: written together they are another word, as the docs say."""
    router = router_of(desk)
    for warning in warnings_of(desk, router):
        made = without(desk, warning)
        if made is not None and not [one for one in compile_rules(documents(made)).problems if one.severity == "error"]:
            other = router_of(made)
            for text in texts:
                assert decided(other, text) == decided(router, text), (str(warning), text)


def test_a_word_is_idle_beside_the_wider_one_also_where_that_stands_in_an_aside() -> None:
    """The wider one is found outside of the aside as well, in another word."""
    wide = {"unit": "b", "text": ["kerusakan", "*rusak*"]}
    desk = {**DESK, "categories": {"k0": {"unit": "a", "text": ["rusak*"]}, "k1": wide}}
    (warning,) = idle_words("rules.toml", desk)
    made = without(desk, warning)
    assert made is not None
    assert made["categories"]["k1"]["text"] == ["*rusak*"]
    text = "dekat rusaknya kerusakan"
    assert decided(router_of(made), text) == decided(router_of(desk), text) == ("k1", "b", None)
