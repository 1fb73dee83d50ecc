"""Files that are no TOML: the line, what is wrong and what is right, in the words of whoever wrote them."""

from __future__ import annotations

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.config.rule_files.toml_errors import explain

CASES = [
    ('a = "x\nb = 1', 1, "a text begins with a quote, and its line ends without one"),
    ("a = 5\na = 6\n", 2, "'a' is there already"),
    ("[categories.tree]\nx = 1\n\n[categories.tree]\ny = 2", 4, "[categories.tree] is there already, in line 1"),
    ("[[rule]]\nx = 1\n[rule]\ny = 1", 3, "[rule] is there already, in line 1"),
    ("x = 1\na = “sampah”", 2, "“ is a typographic quote, as word processors make them"),
    ("a = [“sampah”]", 1, "“ is a typographic quote, as word processors make them"),
    ('a = "sampah”\nb = 1', 1, "” is a typographic quote, as word processors make them"),
    ("unit = kebersihan", 1, "'kebersihan' is no value"),
    ('unit "x"', 1, "'=' is missing after 'unit'"),
    ('unit: "x"', 1, "'=' is missing after 'unit'"),
    ("[units.x\nname = 1", 1, "the heading has no ']' at its end"),
    ('text = ["a" "b"]', 1, "a comma is missing in the list, or it isn't closed"),
    ('text = ["a",\n"b"\n\n[x]', 4, "a comma is missing in the list, or it isn't closed"),
    ('expect = { unit = "x" kind = "y" }', 1, "a comma is missing in the table, or it isn't closed"),
    ('text = "a", "b"', 1, "', \"b\"' stands behind the value"),
    ("continue = True", 1, "True is no value"),
    ("to =\n", 1, "a value is missing"),
    ('text = """a', 1, "a text that begins with a quote isn't closed"),
    (r'text = "\d"', 1, "a \\ in a text begins a special sign"),
    ("a = '\0'", 1, "the character '\\x00' can't stand here"),
    ('a = "\0"', 1, "the character '\\x00' can't stand here"),
    ("Units\n", 1, "'=' is missing after 'Units'"),
    ("contacts = [0211234]", 1, "'0211234' is no value"),
    ("contacts = [112, 021-1234 ]", 1, "'021-1234' is no value"),
    ("contacts = 0211234", 1, "'0211234' is no value"),
    ("hours = 07:00-09:00", 1, "'07:00-09:00' is no value"),
    ("until = 1-12-2026", 1, "'1-12-2026' is no value"),
    ("wait = 30m # minutes", 1, "'30m' is no value"),
    ("expect = { wait = 30m }", 1, "'30m' is no value"),
    ("[units dlh]", 1, "'units dlh' has a space in it"),
    ("a = 1\nx = " + "9" * 5000, 2, "a number is too long"),
]


def fault_of(text: str) -> ValueError:
    """Return what the parser says, which is no fault of TOML where a number is too long for Python."""
    try:
        tomli.loads(text)
    except ValueError as error:
        return error
    raise AssertionError


@pytest.mark.parametrize(("text", "line", "what"), CASES, ids=[what for _text, _line, what in CASES])
def test_what_people_write_wrong_is_told_in_plain_words(text: str, line: int, what: str) -> None:
    """No name of a sign in Python's notation, no keys as a tuple; and what would be right."""
    said = explain(text, fault_of(text))
    assert (said.line, said.what) == (line, f"not TOML: {what}")
    assert "(" not in said.what
    assert "\\n" not in said.what


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("[units dlh]", "[units.dlh] would be right"),
        ("[[rule]]\nto = 1\n[[rule baru]]", "[[rule.baru]] would be right"),
        ("[crews.Regu 1]", "[crews.Regu-1] would be right"),
        ("[units dinas  jalan] # baru", "[units.dinas-jalan] would be right"),
        ("contacts = [021-1234]", 'words stand in quotes: "021-1234"'),
        ("x = " + "9" * 5000, "a phone number stands in quotes"),
    ],
)
def test_what_would_be_right_is_what_was_meant(text: str, right: str) -> None:
    assert explain(text, fault_of(text)).right == right


@given(st.text(alphabet="ab-:7=[]{}\"'#.,\n“” 1\\t", max_size=40))
def test_any_text_that_is_no_toml_gets_a_sentence(text: str) -> None:
    """Whatever it is: a line that the text has, and never a traceback."""
    try:
        tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        said = explain(text, error)
        assert said.what
        assert 1 <= said.line <= text.count("\n") + 1
