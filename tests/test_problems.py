"""The sentences that tell what is wrong with a file: one line each, with the place, and what would be right."""

from __future__ import annotations

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.problems import Path, Problem, Problems, one_for_each_cause, path_text, quoted

KEYS = st.text(max_size=12) | st.sampled_from(["rule", "text", 'a"b', "a.b", "tab\t", "back\\slash", "banjir rob", ""])
PATHS = st.lists(KEYS | st.integers(0, 30), max_size=5).map(tuple)
NAMES = st.lists(
    st.sampled_from(["dlh", "bpbd", "bmsda", "bmsda-pju", "satpol-pp", "disdamkar", "dinkes"]), unique=True
)


@given(st.lists(KEYS, min_size=1, max_size=4))
def test_a_path_of_keys_is_toml(keys: list[str]) -> None:
    """It can be copied into the file, where it names the same place; it is one line, and drives no terminal."""
    text = path_text(tuple(keys))
    assert text.isprintable()
    data = tomli.loads(f"{text} = 1")
    for key in keys[:-1]:
        assert list(data) == [key]
        data = data[key]
    assert data == {keys[-1]: 1}


@pytest.mark.parametrize(
    ("path", "text"),
    [((), ""), (("rule", 2, "to"), "rule[3].to"), (("units", "Satpol PP"), 'units."Satpol PP"'), ((0, 1), "[1][2]")],
)
def test_items_are_counted_as_people_count(path: Path, text: str) -> None:
    assert path_text(path) == text


@given(st.text() | st.integers() | st.floats() | st.lists(st.text()) | st.dictionaries(st.text(), st.text()))
def test_a_value_is_quoted_on_one_short_line(value: object) -> None:
    shown = quoted(value)
    assert len(shown) <= 60
    assert shown.isprintable()


@given(PATHS, st.integers(0, 99), st.sampled_from([None, "x would be right"]))
def test_a_sentence_names_file_line_and_place(path: Path, line: int, right: str | None) -> None:
    """What isn't known is left out, and no mark of it stays."""
    sentence = str(Problem("rules.toml", path, "unknown key", right, line=line))
    assert sentence.startswith(f"rules.toml:{line}: " if line else "rules.toml: ")
    assert sentence.endswith("unknown key; x would be right" if right else ": unknown key")
    assert "::" not in sentence.replace(path_text(path), "")
    assert len(sentence.splitlines()) == 1


@given(st.lists(st.sampled_from([None, "group a", "group b"]), max_size=12))
def test_of_one_cause_one_is_told_and_the_others_are_counted(causes: list[str | None]) -> None:
    """In their order; what has no cause stands for itself."""
    problems = [Problem(f"{number}.toml", (), "bad", cause=cause) for number, cause in enumerate(causes)]
    told = one_for_each_cause(problems)
    first = [n for n, cause in enumerate(causes) if cause is None or cause not in causes[:n]]
    assert [problem.file for problem in told] == [f"{n}.toml" for n in first]
    for problem in told:
        more = causes.count(problem.cause) - 1 if problem.cause else 0
        counted = {0: "bad", 1: "bad (1 more file for the same reason)"}
        assert problem.what == counted.get(more, f"bad ({more} more files for the same reason)")


@given(NAMES, st.text("abdhkmpst-ABDP ", max_size=10))
def test_what_is_suggested_is_known(known: list[str], given: str) -> None:
    """A word in other capitals is the word; where nothing is near, a few are all named, and many aren't."""
    right = Problems().suggest(given, known)
    named = [name for name in known if right and f"'{name}'" in right]
    if given.casefold() in known:
        assert right == f"did you mean '{given.casefold()}'?"
    elif right is None:
        assert known == []
    else:
        assert len(named) == 1 if right.startswith("did you mean") else named == known


def test_other_spellings_are_suggested_by_their_word() -> None:
    assert Problems().suggest("Dinas LH", ["dlh", "bpbd"], {"dinas lh": "dlh"}) == "did you mean 'dlh'?"
    assert Problems().suggest("zzz", [f"unit-{n}" for n in range(13)]) is None


def test_only_the_first_hundred_are_searched_for() -> None:
    """A file of another program has thousands of wrong words: telling them takes no minutes."""
    problems = Problems()
    found = [problems.suggest("dhl", ["dlh"]) for _n in range(150)]
    assert [right is not None for right in found] == [True] * 100 + [False] * 50


def test_levels_of_places_stand_in_the_citys_words() -> None:
    """In paths that the file's writer knows by these; a key that stands in the file as it is, as it is."""
    problems = Problems()
    problems.levels = {"kecamatan": "district"}
    problems.error("rules.toml", ("rule", 0, "kecamatan"), "wrong")
    problems.error("rules.toml", ("kecamatan",), "unknown key", as_is=True)
    problems.warning("rules.toml", ("kecamatan", "Utara"), "wrong")
    assert [path_text(problem.path) for problem in problems] == ["rule[1].district", "kecamatan", "district.Utara"]
    assert [problem.severity for problem in problems] == ["error", "error", "warning"]
