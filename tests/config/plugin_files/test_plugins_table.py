"""The list of enabled plugins is changed in the text of `rules.toml`; everything else stays as it was written."""

from __future__ import annotations

import re

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.config.plugin_files.plugin_places import enabled
from aduan_cli.config.plugin_files.plugins_table import with_plugin, without_plugin
from aduan_cli.errors import ConfigError

NAMES = ("bmsda", "dlh", "dishub", "satpol-pp", "a1")
NEW = "lampu"


def data(text: str) -> dict[str, object]:
    return tomli.loads(text.removeprefix("\ufeff"))


# -- files as people write them


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", '[plugins]\nenable = ["lampu"]\n'),
        ("x = 1", 'x = 1\n\n[plugins]\nenable = ["lampu"]\n'),
        ("[a]\nx = 1\n\n", '[a]\nx = 1\n\n[plugins]\nenable = ["lampu"]\n'),
        ("[plugins]", '[plugins]\nenable = ["lampu"]'),
        (
            '[plugins] # unit\ntrust = ["a"]\n[b]\n',
            '[plugins] # unit\nenable = ["lampu"]\ntrust = ["a"]\n[b]\n',
        ),
        ("[plugins.limits]\ncpu = 1\n", '[plugins.limits]\ncpu = 1\n\n[plugins]\nenable = ["lampu"]\n'),
        ('plugins.trust = ["a"]\nx = 2\n', 'plugins.enable = ["lampu"]\nplugins.trust = ["a"]\nx = 2\n'),
        ("plugins = {}\n", 'plugins = {enable = ["lampu"]}\n'),
        ('plugins = { enable = ["a"] } # x\n', 'plugins = { enable = ["a", "lampu"] } # x\n'),
        ('plugins.enable = ["a"]\n', 'plugins.enable = ["a", "lampu"]\n'),
        ("[plugins]\nenable = []\n", '[plugins]\nenable = ["lampu"]\n'),
        ("[plugins]\nenable = [ 'a' ] # b\n", "[plugins]\nenable = [ 'a', \"lampu\" ] # b\n"),
        (
            '[plugins]\nenable = [\n  "a",  # satu\n  # dua:\n  "b",\n]\n',
            '[plugins]\nenable = [\n  "a",  # satu\n  # dua:\n  "b",\n  "lampu",\n]\n',
        ),
        ('[plugins]\nenable = [\n  "a",\n  "b"]\n', '[plugins]\nenable = [\n  "a",\n  "b",\n  "lampu"]\n'),
        # No comma, and a comment where it would stand.
        (
            '[plugins]\nenable = [\n  "b"  # dua\n  # akhir\n]\n',
            '[plugins]\nenable = [\n  "b",  # dua\n  "lampu"\n  # akhir\n]\n',
        ),
        (
            '\ufeff[plugins]\r\nenable = [\r\n  "a",\r\n]\r\n',
            '\ufeff[plugins]\r\nenable = [\r\n  "a",\r\n  "lampu",\r\n]\r\n',
        ),
    ],
)
def test_a_plugin_is_added_as_the_last(before: str, after: str) -> None:
    """In the style of the list that is there; where there is none, it gets the place that TOML has for it."""
    assert with_plugin(before, NEW) == after
    assert with_plugin(after, NEW) == after
    assert enabled(after)[-1] == NEW


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('[plugins]\nenable = ["a", "lampu"]\n', '[plugins]\nenable = ["a"]\n'),
        ('[plugins]\nenable = ["lampu", "a"]\n', '[plugins]\nenable = ["a"]\n'),
        ('[plugins]\nenable = ["lampu"]\n', "[plugins]\nenable = []\n"),
        ('[plugins]\nenable = ["lampu", "a", "lampu"]\n', '[plugins]\nenable = ["a"]\n'),
        (
            '[plugins]\nenable = [\n  "a",  # satu\n  "lampu",  # dua\n  "b",  # tiga\n]\n',
            '[plugins]\nenable = [\n  "a",  # satu\n  "b",  # tiga\n]\n',
        ),
        ("[desk]\n", "[desk]\n"),
    ],
)
def test_a_plugin_is_removed_wherever_it_stands(before: str, after: str) -> None:
    """With the comment on its own line; those of the others stay."""
    assert without_plugin(before, NEW) == after


@pytest.mark.parametrize(
    "text",
    ["[desk\n", "plugins = 1\n", '[plugins]\nenable = "a"\n', "[[plugins]]\nx = 1\n", "[plugins]\nenable = [1]\n"],
)
def test_what_is_no_list_is_not_touched(text: str) -> None:
    """The error says who shows what is wrong."""
    with pytest.raises(ConfigError, match=re.escape("rules.toml has errors; aduan rules check shows them")):
        with_plugin(text, NEW)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('[plugins]\nenable = ["a", "b"]\n', '[plugins]\nenable = ["a", "lampu", "b"]\n'),
        ('[plugins]\nenable = ["b"]\n', '[plugins]\nenable = ["lampu", "b"]\n'),
        (
            '[plugins]\nenable = [\n  "a",  # satu\n  "b",  # dua\n]\n',
            '[plugins]\nenable = [\n  "a",  # satu\n  "lampu",\n  "b",  # dua\n]\n',
        ),
    ],
)
def test_a_plugin_is_added_before_another(before: str, after: str) -> None:
    """For of two units' words that both fit, those of the earlier count."""
    assert with_plugin(before, NEW, "b") == after
    assert with_plugin(after, NEW, "b") == after


@pytest.mark.parametrize(
    ("before", "other", "after"),
    [
        ('enable = ["a", "b", "lampu"]', "a", 'enable = ["lampu", "a", "b"]'),
        ('enable = ["lampu", "a", "b"]', "b", 'enable = ["a", "lampu", "b"]'),
        ('enable = ["a", "lampu"]', "a", 'enable = ["lampu", "a"]'),
        ('enable = [\n  "a",  # satu\n  "lampu",  # kami\n]', "a", 'enable = [\n  "lampu",\n  "a",  # satu\n]'),
    ],
)
def test_a_plugin_is_moved_before_another(before: str, other: str, after: str) -> None:
    assert with_plugin(f"[plugins]\n{before}\n", NEW, other) == f"[plugins]\n{after}\n"
    assert with_plugin(f"[plugins]\n{before}\n", NEW) == f"[plugins]\n{before}\n"


@pytest.mark.parametrize(
    "text",
    [
        "[desk]\nname = 'x'\r\n[plugins]\n",
        "[desk]\r\nname = 'x'\n[plugins]\r\ntrust = []\n",
        "plugins.trust = []\r\n[desk]\nname = 'x'",
        "[desk]\nname = '\u2028'\n[plugins]",
        "[desk]\r\nname = 'x'",
    ],
)
def test_lines_that_end_in_different_ways(text: str) -> None:
    """As two editors leave them."""
    made = with_plugin(text, NEW)
    assert enabled(made) == [NEW]
    assert [line for line in text.split("\n") if line not in made] == []


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("inside", ['\n  "b"\n', '\n  "b",\n', "\n", '"b"'])
def test_going_there_and_back_leaves_no_blank_lines(inside: str, newline: str) -> None:
    """However often, with the line ends of either system."""
    text = f"[plugins]\nenable = [{inside}]\n[desk]\n".replace("\n", newline)
    once = without_plugin(with_plugin(text, NEW), NEW)
    assert once.split(newline)[-2:] == ["[desk]", ""]
    assert len(once.split(newline)) == len(text.split(newline))
    assert without_plugin(with_plugin(once, NEW), NEW) == once


@pytest.mark.parametrize(
    "text",
    ['[plugins]\n"en\\u0061ble" = ["a"]\n', '[plugins]\nenable = ["""a"""]\n'],
)
def test_what_cannot_be_proven_is_refused(text: str) -> None:
    """A list written as nobody writes it is left as it is; the error says what to write by hand."""
    assert enabled(text) in (["a"], [])
    with pytest.raises(ConfigError, match=r"write it by hand: \[plugins\] enable = \[.*lampu"):
        with_plugin(text, NEW)


# -- any file


BLANKS = st.sampled_from(["", " ", "  ", "\t"])
COMMENTS = st.sampled_from(["", "# x", '  # "dlh", ]', "#", "# [plugins]"])
ENDS = st.sampled_from(["\n", "\n\n", "\n  \n", "\n  # sendiri\n", "\n\t"])


@st.composite
def arrays(draw: st.DrawFn) -> str:
    """Return a list of names as somebody may have typed it."""
    names = draw(st.lists(st.sampled_from(NAMES), unique=True, max_size=5))
    gap = st.one_of(BLANKS, st.tuples(BLANKS, COMMENTS, ENDS, BLANKS).map("".join))
    text = "[" + draw(gap)
    for number, name in enumerate(names):
        quote = draw(st.sampled_from("\"'"))
        text += f"{quote}{name}{quote}"
        if number < len(names) - 1 or draw(st.booleans()):
            text += draw(gap) + ","
        text += draw(gap)
    return text + "]"


@st.composite
def files(draw: st.DrawFn) -> tuple[str, str]:
    """Return a text of `rules.toml`, and the array in it."""
    array = draw(arrays())
    lines = array.count("\n")
    comment = draw(st.sampled_from(["", "   # urutan!"]))
    around = draw(st.sampled_from(["[a]\n[a.b]\n", "\n\n# kata\n", "[[rule]]\nx = '''\n[plugins]\nenable = []\n'''\n"]))
    more = draw(st.sampled_from(["", "trust = ['x']\n", "limits.cpu = 1\n", "limits = { cpu = 1 } # c\n"]))
    dotted = "".join(f"plugins.{line}\n" for line in more.splitlines())
    forms = [
        f"{around}[plugins]\n{more}enable = {array}{comment}\n{around.replace('a', 'c').replace('rule', 'r')}",
        f"{around}[ plugins ] # x\nenable={array}{comment}\n{more}",
        f"{dotted}plugins.enable = {array}{comment}\n{around}",
        f'[plugins.limits]\ncpu = 2\n[x]\n[plugins]\n"enable" = {array}{comment}\n',
    ]
    if not lines:
        forms.append(f"# satu baris\nplugins = {{ enable = {array}, trust = ['x'] }}{comment}\n{around}")
    text = draw(st.sampled_from(forms))
    if draw(st.booleans()):
        text, array = text.replace("\n", "\r\n"), array.replace("\n", "\r\n")
    return draw(st.sampled_from(["", "\ufeff"])) + text, array


def check(text: str, array: str, made: str, wanted: list[str]) -> None:
    """Fail unless all is as it was but the list, and that is as wanted."""
    before, behind = text.split(array)[0], text.rpartition(array)[2]
    assert made.startswith(before)
    assert made.endswith(behind)
    assert made[len(before) : len(made) - len(behind)].startswith("[")
    old, new = data(text), data(made)
    assert new["plugins"].pop("enable") == wanted  # type: ignore[attr-defined]
    old["plugins"].pop("enable")  # type: ignore[attr-defined]
    assert new == old
    assert ("\r\n" in made) == ("\r\n" in text)
    assert not re.search("(?<!\r)\n", made) or "\r\n" not in text


@given(files(), st.sampled_from([NEW, *NAMES]))
def test_nothing_but_the_list_changes(file: tuple[str, str], name: str) -> None:
    """Before and behind the array every character is the same; the data differ by the one name alone."""
    text, array = file
    names = enabled(text)
    check(text, array, with_plugin(text, name), names if name in names else [*names, name])
    check(text, array, without_plugin(text, name), [other for other in names if other != name])
    if names and name not in names:
        check(text, array, with_plugin(text, name, names[0]), [name, *names])
        check(text, array, with_plugin(text, name, names[-1]), [*names[:-1], name, names[-1]])


@given(files())
def test_what_is_added_can_be_removed(file: tuple[str, str]) -> None:
    """Enabling and disabling again leaves the same data, and comments are not lost on the way."""
    text, _array = file
    there = with_plugin(text, NEW)
    back = without_plugin(there, NEW)
    assert data(back) == data(text)
    assert there.count("#") == text.count("#")
