"""What is published of complaints: what the rules say and nothing more, and which changed since."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aduan_cli.complaint.complaint import Complaint, copy_of
from aduan_cli.complaint.events import CALLED_BACK, NOTED, PUSHED, REVEALED, ROUTED
from aduan_cli.complaint.moves import DONE
from aduan_cli.flow.publishing import Publishing, happened, window
from aduan_cli.georeport import REQUEST
from aduan_cli.testing import RULES, manifest
from any_complaint import complaints
from desk_here import HereDesk, desk_here

SHARED = ("description", "address", "point")
QUESTIONS = """\
title = "Genangan di jalan"
[[question]]
id = "tinggi"
category = ["genangan"]
text = "Setinggi apa?"
type = "number"
[[question]]
id = "arah"
category = ["genangan"]
text = "Dari mana?"
choices = ["sungai", "hujan"]
"""
PLUGINS = {"genangan": {"plugin.toml": manifest("genangan", QUESTIONS)}}
CALLER = {"caller_name": "Wulandari Rekaan", "caller_phone": "+6281200000101", "caller_address": "Gang Melati 3"}


def rules(publish: tuple[str, ...] = (), more: str = "") -> str:
    """Return rules by which two categories are published."""
    listed = f"publish = [{', '.join(map(repr, publish))}]\n" if publish else ""
    table = f'[open311]\ncategories = ["sampah", "genangan"]\n{listed}{more}'
    grouped = RULES.replace("[categories.sampah]", '[categories.sampah]\ngroup = "Kebersihan"')
    return f"{grouped}{table}"


def desk_of(folder: Path, publish: tuple[str, ...] = (), more: str = "") -> HereDesk:
    """Return a desk that publishes."""
    desk = desk_here(folder, rules(publish, more), PLUGINS)
    assert "open311" in desk.rules
    assert desk.warned == []
    return desk


@pytest.fixture(scope="module")
def open_desk(tmp_path_factory: pytest.TempPathFactory) -> HereDesk:
    """Return a desk that publishes all that may be."""
    return desk_of(tmp_path_factory.mktemp("terbuka"), SHARED)


@pytest.fixture(scope="module")
def closed_desk(tmp_path_factory: pytest.TempPathFactory) -> HereDesk:
    """Return a desk that publishes the least."""
    return desk_of(tmp_path_factory.mktemp("tertutup"))


def published(desk: HereDesk, one: Complaint, updated: int = 0) -> dict[str, Any] | None:
    """Return what is published of a complaint."""
    return Publishing(desk.router, 0).request(one, updated)


def rubbish(**given: Any) -> Complaint:
    """Return a complaint of a category that is published."""
    usual = {"kind": "complaint", "category": "sampah", "text": "x", "status": "routed", "reported_at": 9}
    return Complaint({"ticket": "UJI-261123-0001-6", **usual, **given})


# -- one complaint


@given(complaints())
@settings(max_examples=8)
def test_whatever_is_stored_a_request_has_the_fields_of_the_standard_and_nobody_in_it(
    open_desk: HereDesk, one: Complaint
) -> None:
    seen = copy_of(
        one,
        kind="complaint",
        category="sampah",
        **CALLER,
        point="-6.2,107.0",
        text=f"Wulandari di Gang Melati 3: {one.text}",
    )
    request = published(open_desk, seen, 5)
    assert request is not None
    assert tuple(request) == REQUEST
    assert request["status"] == ("closed" if one.status in DONE else "open")
    said = str(request["description"])
    for secret in ("Wulandari", "Melati", "81200000101"):
        assert secret not in said


@given(complaints())
@settings(max_examples=8)
def test_without_a_word_about_it_no_words_no_street_and_no_point_are_published(
    closed_desk: HereDesk, one: Complaint
) -> None:
    """Only where it is as a kelurahan and a kecamatan."""
    seen = copy_of(
        one, kind="complaint", category="sampah", point="-6.2,107.0", address="Jalan Rahasia 9", kelurahan="Margahayu"
    )
    request = published(closed_desk, seen)
    assert request is not None
    assert (request["description"], request["lat"], request["long"]) == (None, None, None)
    assert "Rahasia" not in str(request)
    assert request["address"].startswith("Margahayu")


@pytest.mark.parametrize(
    "changes", [{"kind": "information"}, {"kind": "feedback"}, {"category": "lain"}, {"category": None}]
)
def test_what_is_no_complaint_of_those_categories_is_not_published(
    open_desk: HereDesk, changes: dict[str, Any]
) -> None:
    one = rubbish(reported_at=9)
    assert published(open_desk, one) is not None
    assert published(open_desk, copy_of(one, **changes)) is None


@pytest.mark.parametrize(("reported", "there"), [(99, False), (100, True), (101, True)])
def test_what_is_too_old_is_not_published(open_desk: HereDesk, reported: int, there: bool) -> None:
    one = rubbish(reported_at=reported)
    assert (Publishing(open_desk.router, 100).request(one, 0) is not None) is there


def test_times_have_the_desks_offset_and_what_is_promised_is_expected(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, more='[deadlines]\nresolve = "1d"\n')
    one = desk.log("sampah di Margahayu")
    request = published(desk, one, desk.clock() + 60)
    assert request is not None
    assert request["requested_datetime"] == "2026-11-23T14:05:00+07:00"
    assert request["updated_datetime"] == "2026-11-23T14:06:00+07:00"
    assert request["expected_datetime"] == "2026-11-24T14:05:00+07:00"


def test_who_is_responsible_is_named_and_nobody_where_it_is_the_desk(open_desk: HereDesk) -> None:
    names = []
    for unit in ("genangan", "triage", None, "tidak-ada"):
        request = published(open_desk, rubbish(category="genangan", unit=unit))
        assert request is not None
        names.append(request["agency_responsible"])
        assert request["service_name"] == "Genangan di jalan"
    assert names == ["Dinas genangan", None, None, None]


# -- services


def test_services_are_the_categories_with_their_titles_and_groups(tmp_path: Path) -> None:
    desk = desk_of(tmp_path)
    sampah, genangan = Publishing(desk.router, 0).services()
    assert (sampah["service_code"], sampah["service_name"], sampah["group"], sampah["metadata"]) == (
        "sampah",
        "sampah",
        "Kebersihan",
        False,
    )
    assert (genangan["service_name"], genangan["group"], genangan["metadata"]) == ("Genangan di jalan", None, True)


def test_a_definition_has_the_questions_in_their_order_with_types_of_the_standard(open_desk: HereDesk) -> None:
    publishing = Publishing(open_desk.router, 0)
    assert publishing.definition("sampah") == {"service_code": "sampah", "attributes": []}
    tall, where = publishing.definition("genangan")["attributes"]
    assert (tall["order"], tall["code"], tall["datatype"], tall["values"]) == (1, "tinggi", "number", [])
    assert (where["order"], where["datatype"]) == (2, "singlevaluelist")
    assert [value["key"] for value in where["values"]] == ["sungai", "hujan"]


# -- of a store


def test_all_that_is_published_comes_the_newest_first_with_when_something_last_happened(tmp_path: Path) -> None:
    desk = desk_of(tmp_path)
    first, second = desk.log("sampah satu di Margahayu"), desk.log("genangan dua di Margahayu")
    desk.log("entah apa")
    later = HereDesk(Path(desk.folder), now="2026-11-23 15:05")
    later.act(first, "ack")
    updated = happened(later.store, 0)
    found = list(Publishing(later.router, 0).all(later.store, updated))
    assert [one["service_request_id"] for one in found] == [second.ticket, first.ticket]
    assert [one["updated_datetime"][11:16] for one in found] == ["14:05", "15:05"]
    assert list(Publishing(later.router, later.clock()).all(later.store, updated)) == []


@pytest.mark.parametrize("type_", [REVEALED, NOTED, PUSHED, CALLED_BACK])
def test_what_changes_nothing_of_what_is_published_is_no_change(tmp_path: Path, type_: str) -> None:
    desk = desk_of(tmp_path)
    one = desk.log("sampah di Margahayu")
    number, _digest = desk.store.head()
    desk.move(one, type_, {"notifier": "kota", "unit": "dlh"})
    assert happened(desk.store, number) == {}
    desk.move(desk.all()[0], ROUTED, {"from": "dlh", "to": "bpbd"}, unit="bpbd")
    assert list(happened(desk.store, number)) == [one.ticket]


def test_what_is_to_be_published_no_longer_comes_as_nothing(tmp_path: Path) -> None:
    desk = desk_of(tmp_path)
    one, other = desk.log("sampah di Margahayu"), desk.log("genangan di Margahayu")
    number, _digest = desk.store.head()
    desk.move(one, "corrected", {"changes": {}}, kind="information")
    desk.act(other, "ack")
    found = {
        c.ticket: request for c, request in Publishing(desk.router, 0).changed(desk.store, happened(desk.store, number))
    }
    assert found.keys() == {one.ticket, other.ticket}
    assert found[one.ticket] is None
    assert found[other.ticket] is not None


@given(st.integers(0, 400))
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_published_begins_with_a_whole_day_of_the_desks(open_desk: HereDesk, days: int) -> None:
    now = open_desk.clock()
    since = window(days, now, open_desk.router)
    if days == 0:
        assert since == 0
        return
    assert open_desk.zone.iso(since)[11:19] == "00:00:00"
    assert now - days * 86_400 - 86_400 < since <= now - days * 86_400
