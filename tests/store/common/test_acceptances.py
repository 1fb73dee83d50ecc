"""When which rules were accepted, told from the desk's own events; those of older versions have none."""

from __future__ import annotations

import json
from typing import Any

from aduan_cli.complaint.events import RULES_ACCEPTED
from aduan_cli.store.common.acceptances import acceptances, accepting, changed, last_of
from aduan_cli.stored import Acceptance, Written

RULES, CODE = "rules.toml", "plugins/a/plugin.py"
KNOWN = {"r1": {RULES: "1"}, "r2": {RULES: "2", CODE: "1"}, "r3": {CODE: "1"}}
"""The hash of each file of some revisions."""


def event(at: int, data: dict[str, Any], type_: str = RULES_ACCEPTED, actor: str | None = "rina") -> str:
    """Return the body of an event as it is kept."""
    return json.dumps({"type": type_, "at": at, "actor": actor, "data": data})


def said(name: str, before: str | None, **more: Any) -> dict[str, Any]:
    """Return what an acceptance says of itself."""
    usual = {"files": [RULES], "desk": "/meja", "noticed": False, "written": ()}
    return accepting(name, before, **{**usual, **more})


def test_what_differs_is_new_gone_or_another() -> None:
    assert changed(KNOWN["r1"], KNOWN["r2"]) == [CODE, RULES]
    assert changed(KNOWN["r2"], KNOWN["r3"]) == [RULES]
    assert changed(KNOWN["r1"], KNOWN["r1"]) == []
    assert changed({}, KNOWN["r1"]) == [RULES]
    assert changed(KNOWN["r1"], {}) == [RULES]


def test_of_files_only_those_that_changed_are_told_whose_they_are() -> None:
    """In the order of the files; of one whose owner isn't known nothing is said."""
    written = [Written(CODE, "sari", 5), Written(RULES, "rina", 7), Written("libur.csv", "budi", 9)]
    data = said("r2", "r1", files=[RULES, CODE, "maps/x.toml"], written=written)
    assert [one["file"] for one in data["written"]] == [RULES, CODE]
    assert data["files"] == [RULES, CODE, "maps/x.toml"]


def test_what_is_said_comes_back() -> None:
    written = Written(RULES, "sari", 5)
    (found,) = acceptances([event(9, said("r1", None, written=[written], noticed=True))], [], KNOWN.__getitem__)
    assert found == Acceptance("r1", 9, "rina", None, (RULES,), True, (written,), "/meja")


def test_an_event_of_an_older_version_says_less() -> None:
    (found,) = acceptances([event(9, {"revision": "r1", "before": None, "files": [RULES]})], [], KNOWN.__getitem__)
    assert found == Acceptance("r1", 9, "rina", None, (RULES,))


def test_the_last_one_comes_first_and_a_revision_may_come_again() -> None:
    bodies = [event(at, said(name, before)) for at, name, before in ((1, "r1", None), (2, "r2", "r1"), (3, "r1", "r2"))]
    found = acceptances(bodies, [("r1", 1, "rina"), ("r2", 2, "rina")], KNOWN.__getitem__)
    assert [(one.at, one.revision) for one in found] == [(3, "r1"), (2, "r2"), (1, "r1")]


def test_other_events_of_the_desk_are_none() -> None:
    bodies = [event(1, {"path": "x"}, "rules_edited"), event(2, said("r1", None))]
    assert [one.at for one in acceptances(bodies, [], KNOWN.__getitem__)] == [2]


def test_what_an_older_version_accepted_is_told_from_its_revisions() -> None:
    """Before all that has an event; which files changed is told by what was kept of each."""
    bodies = [event(30, said("r3", "r2"))]
    revisions = [("r1", 10, None), ("r2", 20, "sari"), ("r3", 30, "rina")]
    found = acceptances(bodies, revisions, KNOWN.__getitem__)
    assert [(one.revision, one.at, one.actor, one.before, one.files) for one in found] == [
        ("r3", 30, "rina", "r2", (RULES,)),
        ("r2", 20, "sari", "r1", (CODE, RULES)),
        ("r1", 10, None, None, (RULES,)),
    ]


def test_where_nothing_was_accepted_there_is_nothing() -> None:
    assert acceptances([], [], KNOWN.__getitem__) == []


def test_each_desk_has_accepted_its_own_last() -> None:
    """Several may have their calls in one store."""
    bodies = [event(3, said("r3", "r2", desk="/lain")), event(2, said("r2", "r1")), event(1, said("r1", None))]
    assert last_of(bodies, "/meja") == "r2"
    assert last_of(bodies, "/lain") == "r3"
    assert last_of(bodies, "/tiada") is None
    assert last_of([event(1, {"revision": "r1", "before": None, "files": []})], "/meja") is None
    assert last_of([], "/meja") is None
