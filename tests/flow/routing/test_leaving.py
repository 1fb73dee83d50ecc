"""What open calls hang on that the rules no longer have: told with where they would go, and nothing is changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from aduan_cli.complaint.deciding import decide
from aduan_cli.complaint.events import ASSIGNED, CLOSED, RESOLVED, STARTED
from aduan_cli.complaint.reading import read
from aduan_cli.complaint.report import Report
from aduan_cli.complaint.router import Router
from aduan_cli.complaint.step import changing, taking
from aduan_cli.flow.routing.leaving import Leaving, leaving
from aduan_cli.store.sqlite import SqliteStore
from aduan_cli.stored import Query
from compiling import router_of

CITY: dict[str, Any] = {
    "desk": {"name": "Meja", "prefix": "UJI", "timezone": "UTC", "channels": ["phone"]},
    "kecamatan": {"Bekasi Timur": ["Margahayu"]},
    "units": {
        "dlh": {"name": "DLH"}, "bpbd": {"name": "BPBD"}, "kec": {"name": "Kantor Kecamatan", "each": "kecamatan"},
    },
    "outside": {"pln": {"name": "PLN", "referral": "Hubungi PLN."}},
    "categories": {
        "sampah": {"unit": "dlh", "text": ["sampah"]},
        "banjir": {"unit": "bpbd", "text": ["banjir"]},
        "ktp": {"unit": "kec", "text": ["ktp"]},
    },
}  # fmt: skip
OLD = router_of(CITY, "lama")
AT = 1_795_000_000


def changed(**tables: Any) -> Router:
    """Return the rules with other tables in the place of some."""
    return router_of({**CITY, **tables}, "baru")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    """Return a store: three calls about rubbish, one of them at work, two about floods, one for an office."""
    store = SqliteStore(str(tmp_path / "aduan.db"))
    texts = ("sampah satu", "sampah dua", "sampah tiga", "banjir satu", "banjir dua", "ktp di Margahayu")
    for number, text in enumerate(texts):
        report = Report(text=text, reported_at=AT + number, logged_at=AT + number)
        store.commit([taking(decide(read(report, OLD), OLD).complaint)])
    move(store, "sampah tiga", STARTED, status="in_progress")
    yield store
    store.close()


def move(store: SqliteStore, text: str, type_: str, **changes: Any) -> None:
    """Change the complaint of a text."""
    one = next(one for one in store.find(Query()) if one.text == text)
    store.commit([changing(one, changes, type_, {}, "rina", AT + 60)])


def told(store: SqliteStore, router: Router) -> list[str]:
    """Return what an administrator is told."""
    return [one.sentence() for one in leaving(store, router)]


def test_under_the_rules_that_decided_nothing_is_told(store: SqliteStore) -> None:
    """An office of a unit is where its category says, as well."""
    assert leaving(store, OLD) == []


def test_a_unit_that_is_gone_is_told_with_where_its_calls_would_go(store: SqliteStore) -> None:
    """What is at work moves by a hand alone."""
    router = changed(units={"bpbd": {"name": "BPBD"}, "kec": CITY["units"]["kec"]}, categories={
        "sampah": {"unit": "bpbd", "text": ["sampah"]}, "banjir": CITY["categories"]["banjir"], "ktp": {"unit": "kec"},
    })  # fmt: skip
    (found,) = leaving(store, router)
    assert (found.unit, found.calls, dict(found.to), found.held) == ("dlh", 3, {"bpbd": 2}, 1)
    assert found.sentence() == (
        "unit 'dlh' is gone, with 3 open calls hanging on it; aduan route --unit dlh sends them to bpbd (2); at work,"
        " done, erased or decided by hand, so they move by hand (aduan route TICKET --to UNIT --reason TEXT): 1"
    )


def test_a_unit_with_another_id_takes_all_along(store: SqliteStore) -> None:
    units = {"lh": {"name": "DLH", "aliases": ["dlh"]}, "bpbd": {"name": "BPBD"}, "kec": CITY["units"]["kec"]}
    categories = {**CITY["categories"], "sampah": {"unit": "lh", "text": ["sampah"]}}
    (found,) = leaving(store, changed(units=units, categories=categories))
    assert (found.now, found.to, found.held) == ("lh", (("lh", 3),), 0)
    assert found.sentence() == (
        "unit 'dlh' is now 'lh', with 3 open calls filed under the old id; aduan route --unit dlh sends them to lh (3)"
    )


def test_a_unit_that_is_an_outside_body_now_acts_on_nothing(store: SqliteStore) -> None:
    """What it had resolved waits for the desk alone."""
    move(store, "sampah satu", RESOLVED, status="resolved")
    units = {"bpbd": {"name": "BPBD"}, "kec": CITY["units"]["kec"]}
    outside = {"dlh": {"name": "DLH Provinsi", "referral": "Hubungi provinsi."}}
    (found,) = leaving(store, changed(units=units, outside=outside))
    assert (found.is_outside, found.calls, found.held) == (True, 2, 1)
    assert found.sentence().startswith("unit 'dlh' is an outside body now, with 2 open calls waiting there for nobody;")


def test_a_category_that_moved_takes_what_only_waits(store: SqliteStore) -> None:
    moved = {**CITY["categories"], "sampah": {"unit": "bpbd", "text": ["sampah"]}}
    assert told(store, changed(categories=moved)) == [
        "category 'sampah' has left 'dlh', with 2 open calls of it waiting there; aduan route --unit dlh sends them to"
        " bpbd (2)"
    ]


def test_a_category_that_is_gone_is_told_where_its_calls_would_leave(store: SqliteStore) -> None:
    """Of those that another category finds nothing is said: they stay where they are."""
    without = {name: table for name, table in CITY["categories"].items() if name != "banjir"}
    assert told(store, changed(categories=without)) == [
        "category 'banjir' is gone, with 2 open calls of it waiting at 'bpbd'; aduan route --unit bpbd sends them to"
        " triage (2)"
    ]
    again = {**without, "air": {"unit": "bpbd", "text": ["banjir"]}}
    assert told(store, changed(categories=again)) == []


@pytest.mark.parametrize(
    ("units", "sentence"),
    [
        (
            {"dlh": {"name": "DLH"}, "kec": CITY["units"]["kec"]},
            "unit 'bpbd' is gone, with 1 open call on which it helps; aduan route --unit bpbd ends its part",
        ),
        (
            {"dlh": {"name": "DLH"}, "kec": CITY["units"]["kec"], "bencana": {"name": "B", "aliases": ["bpbd"]}},
            "unit 'bpbd' is now 'bencana', with 1 open call on which it helps under the old id; aduan route --unit bpbd"
            " gives it the new one",
        ),
    ],
)
def test_a_unit_that_only_helps_is_told_as_well(store: SqliteStore, units: Any, sentence: str) -> None:
    """Whoever leads those calls goes on."""
    for text in ("banjir satu", "banjir dua"):
        move(store, text, CLOSED, status="closed")
    one = next(one for one in store.find(Query()) if one.text == "sampah satu")
    data = {"to": "bpbd", "unit": "bpbd", "role": "support", "status": "routed"}
    store.commit([changing(one, {"support": ("bpbd",)}, ASSIGNED, data, "rina", AT + 60)])
    categories = {name: CITY["categories"][name] for name in ("sampah", "ktp")}
    assert told(store, changed(units=units, categories=categories)) == [sentence]


def test_what_is_done_hangs_on_nothing(store: SqliteStore) -> None:
    for text in ("sampah satu", "sampah dua", "sampah tiga"):
        move(store, text, CLOSED, status="closed")
    units = {"bpbd": {"name": "BPBD"}, "kec": CITY["units"]["kec"]}
    categories = {name: CITY["categories"][name] for name in ("banjir", "ktp")}
    assert leaving(store, changed(units=units, categories=categories)) == []


def test_the_unit_with_most_calls_is_told_first(store: SqliteStore) -> None:
    units = {"kec": CITY["units"]["kec"]}
    categories = {"ktp": CITY["categories"]["ktp"]}
    found = leaving(store, changed(units=units, categories=categories))
    assert [(one.unit, one.calls) for one in found] == [("dlh", 3), ("bpbd", 2)]
    before = {one.ticket: vars(one) for one in store.find(Query())}
    leaving(store, changed(units=units, categories=categories))
    assert {one.ticket: vars(one) for one in store.find(Query())} == before


def test_what_a_hand_decided_stays_though_its_category_moved(store: SqliteStore) -> None:
    for text in ("sampah satu", "sampah dua"):
        one = next(one for one in store.find(Query()) if one.text == text)
        store.commit([changing(one, {"step": "manual"}, ASSIGNED, {"to": "dlh"}, "rina", AT + 60)])
    moved = {**CITY["categories"], "sampah": {"unit": "bpbd", "text": ["sampah"]}}
    assert leaving(store, changed(categories=moved)) == []


@pytest.mark.parametrize("calls", [1, 2])
def test_one_call_and_several_are_told_as_people_count(calls: int) -> None:
    word = "1 open call" if calls == 1 else "2 open calls"
    assert Leaving("dlh", calls).sentence() == f"unit 'dlh' is gone, with {word} hanging on it"
