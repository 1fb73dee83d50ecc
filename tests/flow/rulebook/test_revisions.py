"""How a revision is named: whole or by its beginning, and what is said where that names none or several."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.errors import NotFoundError, UsageError
from aduan_cli.flow.rulebook.changes import unified
from aduan_cli.flow.rulebook.revisions import SHORTEST, files_named, last_accepted, revision_named
from aduan_cli.store.sqlite import SqliteStore

TEXTS = {"rules.toml": "a = 1\n", "plugins/dlh/plugin.toml": "b = 2\n"}


@pytest.fixture
def store(tmp_path: Path) -> SqliteStore:
    return SqliteStore(str(tmp_path / "aduan.db"))


def test_a_revision_is_named_by_its_beginning_and_in_capitals(store: SqliteStore) -> None:
    for name in ("abcd12345678", "abce12345678"):
        store.accept(name, TEXTS, "sari", 0)
    assert revision_named(store, "abcd") == "abcd12345678"
    assert revision_named(store, "ABCE12345678") == "abce12345678"


def test_what_names_none_or_several_is_refused(store: SqliteStore) -> None:
    for name in ("abcdd2345678", "abcde2345678"):
        store.accept(name, TEXTS, "sari", 0)
    with pytest.raises(UsageError, match="begins several revisions: abcde2345678, abcdd2345678"):
        revision_named(store, "abcd")
    with pytest.raises(NotFoundError, match="no revision 'ffff'"):
        revision_named(store, "ffff")
    with pytest.raises(NotFoundError, match=f"at least {SHORTEST} characters"):
        revision_named(store, "abc")


def test_the_last_one_is_needed_only_where_there_is_one(store: SqliteStore) -> None:
    with pytest.raises(NotFoundError, match="no rules were accepted yet"):
        last_accepted(store)
    store.accept("abcd12345678", TEXTS, "sari", 0)
    assert last_accepted(store) == "abcd12345678"


def test_files_of_a_revision_are_all_or_those_named(store: SqliteStore) -> None:
    store.accept("abcd12345678", TEXTS, "sari", 0)
    assert files_named(store, "abcd12345678", ()) == TEXTS
    assert files_named(store, "abcd12345678", ("rules.toml",)) == {"rules.toml": "a = 1\n"}
    with pytest.raises(NotFoundError, match=r"has no file 'libur\.toml'; it has: "):
        files_named(store, "abcd12345678", ("libur.toml",))


LINES = st.lists(st.sampled_from(["a = 1", "b = 2", "# c"]), max_size=4).map(
    lambda lines: "".join(f"{n}\n" for n in lines)
)
FILES = st.dictionaries(st.sampled_from(["rules.toml", "a.toml", "plugins/dlh/plugin.toml"]), LINES)


@given(FILES, FILES)
def test_a_unified_diff_has_the_lines_that_differ_of_each_file(before: dict[str, str], after: dict[str, str]) -> None:
    """Its signs count up: what was there, less what is gone, plus what is new, is what is there."""
    lines = unified(before, after, ("old", "new")).splitlines()
    body = [line for line in lines if not line.startswith(("---", "+++", "@@"))]
    new, gone = (sum(line.startswith(sign) for line in body) for sign in "+-")
    counts = [sum(text.count("\n") for text in texts.values()) for texts in (before, after)]
    assert counts[0] - gone + new == counts[1]
    assert bool(body) == any(before.get(path, "") != after.get(path, "") for path in before.keys() | after.keys())
