"""Answers that are never read out first, are too long to listen to, or are right no more."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.model import Facts
from aduan_cli.rules.directory import Directory
from aduan_cli.rules.review.idle_answers import READABLE, flaws_of_answers
from aduan_cli.text import Folded
from compiling import SMALLEST, rules_of

TODAY = "2026-11-27"


def answers(*tables: str) -> str:
    return "".join(f'[[answer]]\nid = "a{at}"\ntitle = "Judul"\n{table}' for at, table in enumerate(tables))


def told(*tables: str, today: str = TODAY) -> list[str]:
    return [str(problem) for problem in flaws_of_answers(rules_of(SMALLEST + answers(*tables)), today)]


# -- dates


@pytest.mark.parametrize(
    ("until", "today", "is_told"),
    [
        ("2026-11-26", TODAY, True),
        ("2026-11-27", TODAY, False),
        ("2026-11-28", TODAY, False),
        ("1999-01-01", "", False),
        ("2026-11-26", "2026-11-26", False),
    ],
)
def test_an_answer_is_right_until_the_end_of_its_last_day(until: str, today: str, is_told: bool) -> None:
    """Who looks at no date (an accepted revision) is told of none."""
    found = told(f'text = "Isi."\nvalid_until = "{until}"\n', today=today)
    assert found == (
        [
            f"rules.toml: answer[1].valid_until: the answer 'a0' was right until {until};"
            " ask anew and put a later day, or leave it out"
        ]
        if is_told
        else []
    )


def test_an_answer_without_a_last_day_is_right_for_ever() -> None:
    assert told('text = "Isi."\n') == []


# -- lengths


@pytest.mark.parametrize(("characters", "is_told"), [(READABLE, False), (READABLE + 1, True)])
def test_what_nobody_can_listen_to_is_told(characters: int, is_told: bool) -> None:
    found = told('text = "Isi."\n', f'text = "{"x" * characters}"\n')
    assert len(found) == is_told
    if is_told:
        assert found[0].startswith(f"rules.toml: answer[2].text: the text has {characters} characters: ")


# -- order

WORDS = st.lists(st.sampled_from(["jam", "buka", "tarif", "ktp", "ja*", "kt*"]), min_size=1, max_size=3, unique=True)
MORE = st.sampled_from(
    ["", 'kind = "information"\n', 'kind = ["information", "complaint"]\n', 'text_not = ["tutup"]\n']
)


@given(st.lists(st.tuples(WORDS, MORE), min_size=1, max_size=4), st.data())
def test_an_answer_that_is_told_never_comes_first_and_stands_behind_the_one_that_is_named(
    tables: list[tuple[list[str], str]], data: st.DataObject
) -> None:
    """For any question: whenever its conditions hold, those of an earlier one do."""
    compiled = rules_of(SMALLEST + answers(*(f'text = "Isi."\nwords = {words!r}\n{more}' for words, more in tables)))
    silent = {problem.path[1] for problem in flaws_of_answers(compiled, TODAY) if "never the first" in problem.what}
    directory = Directory(compiled["answers"], {})
    said = st.lists(st.sampled_from(["jam", "jamnya", "buka", "tarif", "ktp", "tutup", "ja"]), max_size=4).map(" ".join)
    for question in data.draw(st.lists(said, min_size=5, max_size=10)):
        facts = Facts()
        facts.kind = data.draw(st.sampled_from(["information", "complaint", "feedback"]))
        first = next((one["number"] for one in directory.holding(Folded(question), facts, TODAY)), None)
        assert first not in silent


def test_the_contacts_of_units_and_answers_without_words_are_not_compared() -> None:
    """Nobody wrote them in an order; what only its words find comes first for nobody."""
    units = '[units.bpbd]\nname = "BPBD"\ncontacts = ["021-0000"]\n'
    tables = answers('text = "Isi."\n', 'text = "Isi."\n', 'text = "Isi."\nwords = ["bpbd"]\n')
    compiled = rules_of(SMALLEST + units + tables)
    assert list(flaws_of_answers(compiled, TODAY)) == []


def test_of_two_answers_in_different_files_the_one_that_is_never_first_is_told_in_its_own() -> None:
    manifest = (
        '[plugin]\nname = "bpbd"\napi = 1\n[unit]\nid = "bpbd"\nname = "B"\n'
        '[[answer]]\nid = "b"\ntitle = "B"\ntext = "Isi."\nwords = ["jam buka"]\n'
    )
    city = SMALLEST + '[plugins]\nenable = ["bpbd"]\n' + answers('text = "Isi."\nwords = ["jam*"]\n')
    (problem,) = flaws_of_answers(rules_of(city, bpbd=manifest), TODAY)
    assert (problem.file, problem.path[:2]) == ("plugins/bpbd/plugin.toml", ("answer", 0))
    assert "'a0' comes before it wherever it fits" in str(problem)
