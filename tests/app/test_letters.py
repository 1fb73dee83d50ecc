"""What a message says, and what a template can't reach."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.app.letters import Masked
from aduan_cli.templates import LONGEST, TextError, fill

PHONE = Masked("+62***789", "+6281200000789")


@pytest.mark.parametrize("text", ["{{ phone._whole }}", "{{ phone['_whole'] }}", "{{ phone|attr('_whole') }}"])
def test_what_is_masked_is_out_of_reach(text: str) -> None:
    try:
        said = fill(text, {}, {"phone": PHONE})
    except TextError:
        return
    assert "0000789" not in said


@pytest.mark.parametrize(
    "text",
    [
        "{{ x.append(1) }}",
        "{{ ''.__class__.__mro__ }}",
        "{% include 'rules.toml' %}",
        "{{ 1 / 0 }}",
        "{% for %}",
        "{{ y }}",
    ],
)
def test_what_can_not_be_filled_is_one_error(text: str) -> None:
    with pytest.raises(TextError):
        fill(text, {}, {"x": []})


def test_a_text_that_grows_without_end_ends() -> None:
    with pytest.raises(TextError):
        fill("{% for a in x %}{% for b in x %}{{ a }}{% endfor %}{% endfor %}", {}, {"x": ["y" * 100] * 1_000})
    assert len(fill("{{ x }}", {}, {"x": "y" * LONGEST})) == LONGEST


def test_values_are_escaped_in_html_alone() -> None:
    values = {"x": "<b>"}
    assert (fill("{{ x }}", {}, values), fill("{{ x }}", {}, values, html=True)) == ("<b>", "&lt;b&gt;")


@given(st.text(max_size=40))
def test_whatever_somebody_writes_is_filled_or_refused(text: str) -> None:
    """Nothing else is raised, for any text as a template and as a value."""
    try:
        fill(text, {}, {"x": text})
    except TextError:
        pass
    assert fill("{{ x }}", {}, {"x": text}) == text
