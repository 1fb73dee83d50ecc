"""Accepted texts held against their hashes, and revisions against the texts that they name."""

from __future__ import annotations

from hashlib import sha256
from json import dumps

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.digest import revision_name
from aduan_cli.errors import StoreError
from aduan_cli.store.common.kept_texts import KeptText, differences, hash_of, parted, whole

TEXTS = st.dictionaries(st.sampled_from(["rules.toml", "a/plugin.toml", "é.toml"]), st.text(max_size=6), min_size=1)


def kept(texts: dict[str, str]) -> list[KeptText]:
    """Return the rows of a revision as they were accepted."""
    hashes = {path: hash_of(text) for path, text in texts.items()}
    return [(revision_name(hashes), path, hashes[path], texts[path]) for path in texts]


def event(revision: str, type_: str = "rules_accepted") -> str:
    return dumps({"type": type_, "data": {"revision": revision}})


@given(TEXTS)
def test_what_was_accepted_comes_back_and_nothing_differs(texts: dict[str, str]) -> None:
    """Path by path; the name of the revision is that of its texts."""
    rows = kept(texts)
    assert whole(rows) == texts
    assert parted(rows) == (texts, {})
    assert list(differences(rows, [event(rows[0][0])])) == []


@given(TEXTS, st.data())
def test_a_text_that_was_changed_or_removed_is_found_and_never_used(texts: dict[str, str], data: st.DataObject) -> None:
    """The others are whole; of the one that isn't its hash is known, and the sentence names it."""
    rows = kept(texts)
    at = data.draw(st.integers(0, len(rows) - 1))
    name, path, hashed, text = rows[at]
    rows[at] = (name, path, hashed, data.draw(st.sampled_from([None, f"{text}x"])))
    with pytest.raises(StoreError) as error:
        whole(rows)
    assert f"revision {name}: its text of {path} is not the one that was accepted" in str(error.value)
    good, lost = parted(rows)
    assert lost == {path: hashed}
    assert good == {other: text for other, text in texts.items() if other != path}
    (found,) = differences(rows, [])
    assert (found.field, str(found.said).startswith(f"{name} {path}: ")) == ("rules", True)


@given(TEXTS)
def test_a_forged_hash_is_found_by_the_name_of_its_revision(texts: dict[str, str]) -> None:
    """Who changes a text and its hash must change the name, which events have."""
    (name, path, _hash, text), *others = kept(texts)
    rows = [(name, path, hash_of(f"{text}x"), f"{text}x"), *others]
    (found,) = differences(rows, [event(name)])
    assert (found.field, found.said) == ("revision", name)
    assert found.stands != name


def test_a_revision_that_events_name_and_nobody_has_is_missed() -> None:
    """Each once; what no event names, and events that accept nothing, are no loss."""
    rows = kept({"rules.toml": "x"})
    bodies = [event("0123456789ab"), event("0123456789ab"), event("f" * 12, "rules_restored"), "{", dumps([1])]
    assert [(one.field, one.said, one.stands) for one in differences(rows, bodies)] == [
        ("revision", "0123456789ab", None)
    ]


def test_a_name_that_an_older_version_gave_tells_nothing_of_the_texts() -> None:
    """Only twelve hex digits do; a revision without a file has no text to look at."""
    hashed = sha256(b"x").hexdigest()
    rows: list[KeptText] = [("lama", "rules.toml", hashed, "x"), ("kosong", None, None, None)]
    assert list(differences(rows, [])) == []
    assert whole(rows) == {"rules.toml": "x"}
