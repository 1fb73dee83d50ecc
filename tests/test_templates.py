"""Texts with gaps that a desk writes: filled, or refused with a reason, and never more than a text."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.templates import KNOWN, LONGEST, TextError, fill

VALUES = {"ticket": "UJI-261123-0001-2", "answers": {"tiang": "12"}, "caller": {"name": "Ani"}, "text": "a < b & c"}
PLAIN = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="{}#%\r"), max_size=80)


@given(PLAIN)
def test_a_text_without_gaps_is_itself(text: str) -> None:
    """Line ends at its end, blanks and all."""
    assert fill(text, {}, {}) == text


@given(PLAIN, PLAIN, st.booleans())
def test_what_fills_a_gap_is_no_template_of_its_own(before: str, value: str, html: bool) -> None:
    """Braces in a caller's words stay braces; in HTML they stay words as well."""
    naughty = "{{ 7 * 7 }}{% for x in y %}" + value + "<b>"
    filled = fill(before + "{{ text }}", {}, {"text": naughty}, html)
    assert filled.startswith(before)
    assert "{{ 7 * 7 }}{% for x in y %}" in filled
    assert ("<b>" in filled[len(before) :]) == (not html)


def test_gaps_lists_and_conditions_are_filled() -> None:
    """What a message needs: values, those of an object, a loop, a condition, a filter that the desk gives."""
    text = "{% for name, said in answers.items() %}\n{{ name }}: {{ said }}\n{% endfor %}\n{{ caller.name | besar }}"
    assert fill(text, {"besar": str.upper}, VALUES) == "tiang: 12\nANI"
    assert fill("{% if repeated %}lagi{% else %}baru{% endif %}", {}, {"repeated": False}) == "baru"
    assert fill("{{ text }}", {}, VALUES, html=True) == "a &lt; b &amp; c"


@pytest.mark.parametrize(
    "text",
    [
        "{{ tiket }}", "{{ answers.warna }}", "{{ caller.name.first }}", "{{ ticket | tidakada }}", "{{ 1 / 0 }}",
        "{{ ticket + 1 }}", "{{ answers['x'] }}", "{{ ticket[99].x }}", "{% include 'x' %}", "{% import 'x' as y %}",
        "{% extends 'x' %}",
    ],
)  # fmt: skip
def test_what_cannot_be_filled_is_one_error(text: str) -> None:
    """An unknown gap never becomes an empty place that nobody notices; no file is read either."""
    with pytest.raises(TextError):
        fill(text, {}, VALUES)


@pytest.mark.parametrize(("text", "line"), [("{{ ticket", 1), ("a\nb\n{% if %}x{% endif %}", 3), ("\n{% for %}", 2)])
def test_a_slip_of_the_syntax_names_its_line(text: str, line: int) -> None:
    """So that whoever writes the text finds it."""
    with pytest.raises(TextError) as error:
        fill(text, {}, VALUES)
    assert error.value.line == line
    assert str(error.value)


@pytest.mark.parametrize(
    "text",
    [
        "{{ ticket.__class__ }}", "{{ ticket.__class__.__mro__ }}", "{{ answers.__init__.__globals__ }}",
        "{{ ''.__class__.__base__.__subclasses__() }}", "{{ answers.update({'x': 1}) }}", "{{ answers.clear() }}",
        "{{ cycler.__init__ }}", "{{ lipsum() }}", "{{ self.__init__ }}", "{{ namespace() }}",
        "{{ (ticket | attr('__class__')) }}", "{{ '{0.__class__}'.format(ticket) }}",
        "{% for x in range(10 ** 9) %}x{% endfor %}",
    ],
)  # fmt: skip
def test_the_sandbox_reaches_nothing_but_the_values(text: str) -> None:
    """Neither Python's insides nor a way to change what was given, nor a loop without end."""
    before = {"x": "y"}
    with pytest.raises(TextError):
        fill(text, {}, {**VALUES, "answers": before})
    assert before == {"x": "y"}


def test_a_text_that_grows_without_end_is_cut_short_with_its_reason() -> None:
    """A hundred thousand characters at the most; it is noticed while it grows."""
    values = {"items": ["x" * 1_000] * 1_000}
    with pytest.raises(TextError, match=f"more than {LONGEST} characters"):
        fill("{% for one in items %}{{ one }}{% endfor %}", {}, values)
    assert len(fill("{% for one in items[:100] %}{{ one }}{% endfor %}", {}, values)) == LONGEST


@given(st.text(st.sampled_from("{}%# ab.()[]|'\"-+*/\n_"), max_size=24))
def test_no_text_that_a_desk_writes_is_a_bug(text: str) -> None:
    """It is filled, or refused as a text that can't be."""
    with suppress(TextError):
        assert len(fill(text, {}, KNOWN)) <= LONGEST


def test_all_that_a_message_may_have_is_known_with_a_value() -> None:
    """So that `rules check` can try each text before anybody gets it."""
    text = " ".join("{{ %s }}" % name for name in KNOWN)  # noqa: UP031 braces
    assert fill(text, {}, KNOWN)
