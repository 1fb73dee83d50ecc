"""The role `Revisions`: the rule files that were accepted."""

from __future__ import annotations

import pytest

from aduan_cli.errors import NotAllowedError
from aduan_cli.ports import Acceptance, Store, Written
from aduan_cli.testing.store_contract.base import Contract
from aduan_cli.testing.store_contract.calls import MORNING


class RevisionsContract(Contract):
    """Nothing else of a store is needed."""

    def test_where_nothing_was_accepted_there_are_no_rules(self, store: Store) -> None:
        assert (store.accepted(), store.last_revision(), store.acceptances()) == ({}, None, [])
        assert store.revision_files("abc") == {}
        assert (store.accepted_parted(), store.last_by_events()) == (({}, {}), None)

    def test_revisions_keep_their_texts_and_the_last_accepted_counts(self, store: Store) -> None:
        first, second = {"rules.toml": "a", "plugins/x/plugin.toml": "b"}, {"rules.toml": "c"}
        assert store.accept("rev1", first, "rina", MORNING) is True
        assert store.accept("rev1", first, "rina", MORNING) is False
        assert store.accept("rev2", second, "rina", MORNING + 1) is True
        assert store.accepted() == second
        assert store.revision_files("rev1") == first
        assert store.accept("rev1", first, "rina", MORNING + 2) is True
        assert store.accepted() == first
        assert store.revision_files("rev2") == second
        assert (store.accepted_parted(), store.last_by_events()) == ((first, {}), None)

    def test_each_acceptance_is_kept_with_who_and_when(self, store: Store) -> None:
        """Also of a revision that comes back; the last stands first; `before` and `files` say what it changed."""
        first, second = {"rules.toml": "a"}, {"rules.toml": "b", "plugins/x/plugin.toml": "c"}
        assert store.acceptances() == []
        assert store.last_revision() is None
        store.accept("rev1", first, "rina", MORNING)
        store.accept("rev2", second, "sari", MORNING + 1)
        store.accept("rev1", first, None, MORNING + 2)
        assert store.last_revision() == "rev1"
        both = ("plugins/x/plugin.toml", "rules.toml")
        assert store.acceptances() == [
            Acceptance("rev1", MORNING + 2, None, "rev2", both),
            Acceptance("rev2", MORNING + 1, "sari", "rev1", both),
            Acceptance("rev1", MORNING, "rina", None, ("rules.toml",)),
        ]

    def test_an_acceptance_says_whose_the_changed_files_are(self, store: Store) -> None:
        """Only of those that differ; and whether somebody accepted it on purpose."""
        files = [Written("rules.toml", "rina", MORNING - 60), Written("plugins/x/plugin.toml", "joko", MORNING - 30)]
        store.accept("rev1", {"rules.toml": "a", "plugins/x/plugin.toml": "b"}, "sari", MORNING, None, files, True)
        store.accept("rev2", {"rules.toml": "c", "plugins/x/plugin.toml": "b"}, "sari", MORNING + 1, "rev1", files)
        last, first = store.acceptances()
        assert (last.noticed, last.written) == (False, (files[0],))
        assert (first.noticed, first.written) == (True, (files[1], files[0]))

    def test_accepting_over_another_than_the_last_is_refused(self, store: Store) -> None:
        """Who was slower is told so, and nothing of it is kept."""
        store.accept("rev1", {"rules.toml": "a"}, "rina", MORNING, None)
        with pytest.raises(NotAllowedError):
            store.accept("rev2", {"rules.toml": "b"}, "sari", MORNING, None)
        assert store.accept("rev2", {"rules.toml": "b"}, "sari", MORNING, "rev1") is True
        with pytest.raises(NotAllowedError):
            store.accept("rev3", {"rules.toml": "c"}, "rina", MORNING, "rev1")
        assert store.accepted() == {"rules.toml": "b"}
        assert store.revision_files("rev3") == {}
