"""What is put into a file that people write: exactly that, and everything else byte for byte as it was."""

from __future__ import annotations

from typing import Any

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.config.rule_files.additions import added
from aduan_cli.rules.learning.document import value_of

FILE = """\
# Kepala
[desk]  # meja
name = "Uji"

[categories.sampah]
unit = "dlh"
text = ["sampah", "tps [liar]"]  # dua

[categories.air]
unit = "bpbd"
text = [
    "banjir",   # satu
    "air, naik" # tanpa koma
]

# Tentang pju
[[rule]]
id = "pju"
category = "pju"
to = "dlh"
text_not = [

]

[[rule]]
id = "lain"
text = 'satu'
to = "dlh"
"""


def lines_kept(text: str) -> None:
    """Hold that every comment of the file is still there."""
    for comment in ("# Kepala", "# meja", "# dua", "# satu", "# tanpa koma", "# Tentang pju\n"):
        assert comment in text


def test_words_go_to_the_end_of_a_list() -> None:
    """On one line or several, with or without a comma at its end; what is there already is not put twice."""
    text = added(FILE, {"categories": {"sampah": {"text": ["limbah", "sampah"]}, "air": {"text": ["rob"]}}})
    data = tomli.loads(text)
    assert data["categories"]["sampah"]["text"] == ["sampah", "tps [liar]", "limbah"]
    assert data["categories"]["air"]["text"] == ["banjir", "air, naik", "rob"]
    assert 'text = ["sampah", "tps [liar]", "limbah"]  # dua\n' in text
    lines_kept(text)


def test_keys_tables_and_rules_that_are_absent_are_made() -> None:
    """A key stands below its table's head, a table at the end, a rule above the one that it is to come before."""
    change: dict[str, Any] = {
        "categories": {"sampah": {"text_not": ["limbah"]}, "baru": {"unit": "dlh", "text": ["x"]}},
        "rule": [{"id": "pju", "text_not": ["lama"]}, {"id": "awal", "text": ["y"], "to": "bpbd"}],
        "spellings": {"Sumber Arta": "Bekasi Barat"},
    }
    text = added(FILE, change, "pju")
    data = tomli.loads(text)
    assert data["categories"]["sampah"]["text_not"] == ["limbah"]
    assert data["categories"]["baru"] == {"unit": "dlh", "text": ["x"]}
    assert [rule["id"] for rule in data["rule"]] == ["awal", "pju", "lain"]
    assert data["rule"][1]["text_not"] == ["lama"]
    assert data["spellings"] == {"Sumber Arta": "Bekasi Barat"}
    lines_kept(text)
    assert added(text, change, "pju") == text


def test_a_place_is_added_once_by_its_name() -> None:
    """To an empty file, too; what lies elsewhere already is told."""
    change = {"place": [{"name": "Griya", "kind": "landmark", "kelurahan": "Kranji"}]}
    text = added("", change)
    assert text.startswith("[[place]]\n")
    assert tomli.loads(text) == change
    assert added(text, change) == text
    with pytest.raises(ValueError, match="kelurahan is there already, with another value"):
        added(text, {"place": [{**change["place"][0], "kelurahan": "Bintara"}]})


@pytest.mark.parametrize(
    ("file", "change", "wrong"),
    [
        (FILE, {"desk": {"name": "Lain"}}, "desk.name is there already, with another value"),
        (FILE, {"rule": [{"id": "lain", "text": {"a": 1}}]}, "rule.text is there already"),
        ("categories = { sampah = { unit = 'a' } }\n", {"categories": {"sampah": {"text": ["b"]}}}, "only a hand"),
        ("a = [\n", {"a": ["b"]}, "no TOML"),
    ],
)
def test_what_has_no_place_is_refused(file: str, change: dict[str, Any], wrong: str) -> None:
    """A sentence says why; nothing is guessed."""
    with pytest.raises(ValueError, match=wrong):
        added(file, change)


WORDS = st.lists(st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=12), max_size=5)
COMMENTS = st.sampled_from(["", '  # kata, [dan] "lain"', "   "])


def test_one_word_that_stands_alone_becomes_a_list_with_the_others() -> None:
    """As people write the first one; what is said of it stays behind it."""
    text = added(FILE, {"rule": [{"id": "lain", "text": ["dua", "satu"]}]})
    assert "\ntext = ['satu', \"dua\"]\n" in text
    assert added(text, {"rule": [{"id": "lain", "text": ["dua"]}]}) == text
    assert added(FILE, {"rule": [{"id": "lain", "text": ["satu"]}]}) == FILE
    lines_kept(text)


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=100), st.data())
def test_any_word_that_stands_alone_takes_any_words(word: str, data: Any) -> None:
    """However long they are, and whatever stands behind it."""
    more, comment = data.draw(WORDS), data.draw(COMMENTS)
    file = f"[a]\nwords = {value_of(word)}{comment}\nx = 1\n"
    text = added(file, {"a": {"words": more}})
    new = [one for one in more if one != word]
    assert tomli.loads(text)["a"] == {"words": [word, *new] if new else word, "x": 1}
    assert text.endswith(f"{comment}\nx = 1\n")


@given(st.data(), WORDS, WORDS, st.booleans())
def test_any_list_in_any_layout_takes_any_words(data: Any, there: list[str], more: list[str], several: bool) -> None:
    """The list has the words that were there and those that are new, in their order; what is below stays."""
    if several:
        body = "".join(f"  {value_of(word)},{data.draw(COMMENTS)}\n" for word in there)
        body = "\n" + body + data.draw(COMMENTS) + "\n"
    else:
        body = ", ".join(map(value_of, there)) + data.draw(st.sampled_from(["", ",", " "]) if there else st.just(""))
    file = f"x = 1\n[a]\nwords = [{body}]{data.draw(COMMENTS)}\n[b]\nwords = ['z'] # end\n"
    text = added(file, {"a": {"words": more}})
    made = there + [word for word in more if word not in there]
    assert tomli.loads(text)["a"]["words"] == made
    assert text.endswith("\n[b]\nwords = ['z'] # end\n")
