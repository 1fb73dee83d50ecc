"""The published folder against a naive one: whatever changes in whatever order, each list is what it should be."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aduan_cli.formats import published
from aduan_cli.formats.published import AlteredError, PublishedFolder
from aduan_cli.georeport import FORMATS, MOST, Request, read_answer

WIB = timezone(timedelta(hours=7))
FIRST = datetime(2026, 11, 1, tzinfo=WIB)
DAY = 1440
"""Minutes."""
NEVER = "0000-00-00"
"""A day before all of them."""


def request(name: str, minute: int, words: str = "sampah", zone: timezone = WIB) -> Request:
    """Return a request that came so many minutes after the first day began."""
    at = (FIRST + timedelta(minutes=minute)).astimezone(zone)
    return {"service_request_id": name, "status": "open", "description": words, "requested_datetime": at.isoformat()}


def discovery(changeset: str = "2026-11-24T08:00:00+07:00", contact: str = "Meja") -> Request:
    """Return what says of the endpoint that it is there."""
    return {"changeset": changeset, "contact": contact, "endpoints": [{"url": None, "changeset": changeset}]}


@contextmanager
def folder() -> Iterator[Path]:
    """Give a folder for one example of a property."""
    with TemporaryDirectory() as made:
        yield Path(made)


def newest_first(requests: Iterable[Request]) -> list[Request]:
    """Return requests in the order of every list."""
    key = [(datetime.fromisoformat(one["requested_datetime"]), one["service_request_id"], one) for one in requests]
    return [one for _at, _name, one in sorted(key, key=lambda of: of[:2], reverse=True)]


def put_all(path: Path, requests: Iterable[Request], event: int = 1) -> PublishedFolder:
    """Publish all of these."""
    place = PublishedFolder(str(path))
    with place.alone():
        place.put_all(newest_first(requests))
        place.save_last_event(event, f"hash{event}", "rules")
    return place


def put_changed(path: Path, changed: Iterable[tuple[str, Request | None]], first_day: str = NEVER) -> PublishedFolder:
    """Publish what changed."""
    place = PublishedFolder(str(path))
    with place.alone():
        place.put_changed(changed, first_day)
        place.save_last_event(2, "hash2", "rules")
    return place


def files(path: Path) -> dict[str, bytes]:
    """Return the files of requests and lists."""
    return {
        str(one.relative_to(path)): one.read_bytes()
        for one in path.rglob("*")
        if one.is_file() and not one.name.startswith(".")
    }


def expected(requests: Iterable[Request], most: int = MOST) -> dict[str, list[Request]]:
    """Return what each list has to say, by its name: what a desk of these requests, and no other ones, publishes."""
    ordered = newest_first(requests)
    lists = {"requests": ordered[:most]}
    for one in ordered:
        lists[f"requests/{one['service_request_id']}"] = [one]
        lists.setdefault(f"days/{one['requested_datetime'][:10]}", []).append(one)
    return lists


def is_right(path: Path, requests: Iterable[Request], most: int = MOST) -> None:
    """Check that a folder says of these requests what it should, in both formats, and nothing else."""
    wanted, found = expected(requests, most), files(path)
    named = [one["day"] for one in json.loads(found.pop("days.json"))]
    assert named == sorted((name[5:] for name in wanted if name.startswith("days/")), reverse=True)
    assert set(found) == {f"{name}.{ending}" for name in wanted for ending in FORMATS}
    for name, told in wanted.items():
        assert json.loads(found[f"{name}.json"]) == told
        assert read_answer(found[f"{name}.xml"]).records == told


NAMES = st.sampled_from("abcdef")
MINUTES = st.integers(0, 4 * DAY - 1)
CHANGES = st.dictionaries(
    NAMES, st.none() | st.tuples(MINUTES, st.sampled_from(["sampah", "bau & <asap>"])), max_size=4
)


def made_of(changes: dict[str, tuple[int, str] | None]) -> dict[str, Request | None]:
    """Return changes as the folder takes them."""
    return {name: None if to is None else request(name, *to) for name, to in changes.items()}


@settings(max_examples=60)
@given(st.dictionaries(NAMES, MINUTES, max_size=6), st.lists(CHANGES, max_size=3), st.sampled_from([3, 1000]))
def test_after_any_changes_a_folder_is_as_one_that_is_made_anew(
    first: dict[str, int], runs: list[dict[str, tuple[int, str] | None]], most: int
) -> None:
    """Requests come, move to another day, change their words and go, however many a list has at the most."""
    there = {name: request(name, minute) for name, minute in first.items()}
    with folder() as path, pytest.MonkeyPatch.context() as patch:
        patch.setattr(published, "MOST", most)
        put_all(path, there.values())
        is_right(path, there.values(), most)
        for changes in runs:
            changed = made_of(changes)
            put_changed(path, changed.items())
            there = {name: one for name, one in {**there, **changed}.items() if one is not None}
            is_right(path, there.values(), most)
        before = files(path)
        put_all(path, there.values())
        assert files(path) == before


@settings(max_examples=30)
@given(st.dictionaries(NAMES, MINUTES, min_size=1), CHANGES, st.integers(0, 4))
def test_what_is_before_the_first_day_goes_with_its_lists(
    first: dict[str, int], changes: dict[str, tuple[int, str] | None], days: int
) -> None:
    """A request that changed is published though its day is over? No: the flow says None of such a one."""
    begin = (FIRST + timedelta(days=days)).isoformat()[:10]
    there = {name: request(name, minute) for name, minute in first.items()}
    changed = {
        name: one if one is not None and one["requested_datetime"][:10] >= begin else None
        for name, one in made_of(changes).items()
    }
    with folder() as path:
        put_all(path, there.values())
        put_changed(path, changed.items(), begin)
        left = {**there, **changed}.values()
        is_right(path, [one for one in left if one is not None and one["requested_datetime"][:10] >= begin])


def test_a_run_without_changes_writes_and_takes_away_nothing(tmp_path: Path) -> None:
    put_all(tmp_path, [request("a", 0), request("b", DAY)])
    place = put_changed(tmp_path, [])
    assert (place.written, place.removed) == (0, 0)
    again = put_all(tmp_path, [request("a", 0), request("b", DAY)])
    assert (again.written, again.removed) == (0, 0)


def test_one_request_that_changed_is_written_in_its_three_places(tmp_path: Path) -> None:
    put_all(tmp_path, [request("a", 0), request("b", DAY)])
    place = put_changed(tmp_path, [("a", request("a", 0, "lain"))])
    assert (place.written, place.removed) == (2 * 3, 0)


def test_on_a_day_whose_clocks_are_set_back_requests_stand_by_their_moment(tmp_path: Path) -> None:
    """01:50 of the first hour is before 01:10 of the second."""
    before, after = timezone(timedelta(hours=7)), timezone(timedelta(hours=6))
    early, late = request("early", 110, zone=before), request("late", 130, zone=after)
    assert early["requested_datetime"][11:16] > late["requested_datetime"][11:16]
    put_all(tmp_path, [early, late])
    is_right(tmp_path, [early, late])
    put_changed(tmp_path, [("early", early)])
    is_right(tmp_path, [early, late])


# -- files that others changed


DAMAGE = {
    "gone": None,
    "empty": b"",
    "cut off": b'[{"service_request_id": "a", "requ',
    "an object": b"{}",
    "another list": b"[]\n",
    "no requests": b"[1, null]",
    "one less": json.dumps([request("b", 10)]).encode(),
    "not UTF-8": b"\xff\xfe[",
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_page_that_is_not_what_was_written_is_never_built_upon(tmp_path: Path, damage: str) -> None:
    """Half a page from a full disk, or one from a backup, would make a day's other requests vanish from all lists."""
    there = [request("a", 0), request("b", 10), request("c", DAY)]
    put_all(tmp_path, there)
    page = tmp_path / "days" / "2026-11-01.json"
    damaged = DAMAGE[damage]
    if damaged is None:
        page.unlink()
    else:
        page.write_bytes(damaged)
    with pytest.raises(AlteredError):
        put_changed(tmp_path, [("a", request("a", 0, "lain"))])
    assert PublishedFolder(str(tmp_path)).last_event("rules") is None, (
        "the next run makes all anew, if this one doesn't"
    )
    there[0] = request("a", 0, "lain")
    put_all(tmp_path, there)
    is_right(tmp_path, there)


@pytest.mark.parametrize("damage", [b"", b"[]", b"{}", b"[{}]", b"[1]", b"null", b"\xff"])
def test_a_request_of_which_the_day_is_not_known_is_not_guessed_to_be_new(tmp_path: Path, damage: bytes) -> None:
    """It would stand on two days from then on."""
    put_all(tmp_path, [request("a", 0), request("b", DAY)])
    (tmp_path / "requests" / "a.json").write_bytes(damage)
    with pytest.raises(AlteredError):
        put_changed(tmp_path, [("a", request("a", 2 * DAY))])


def test_pages_of_others_are_not_ours_and_go_when_all_is_made(tmp_path: Path) -> None:
    put_all(tmp_path, [request("a", 0)])
    for name in (
        "days/2026-12-31.json",
        "days/2026-12-31.xml",
        "requests/x.json",
        "requests/x.xml",
        "days/a.json.part",
    ):
        (tmp_path / name).write_text("[]")
    (tmp_path / "days" / "LICENSE.txt").write_text("mine")
    put_changed(tmp_path, [("b", request("b", DAY))])
    assert [one["service_request_id"] for one in json.loads((tmp_path / "requests.json").read_bytes())] == ["b", "a"]
    put_all(tmp_path, [request("a", 0)])
    assert (tmp_path / "days" / "LICENSE.txt").read_text() == "mine"
    (tmp_path / "days" / "LICENSE.txt").unlink()
    is_right(tmp_path, [request("a", 0)])


# -- what it tells


def test_a_folder_tells_what_it_was_settled_with_and_only_by_the_same_rules(tmp_path: Path) -> None:
    place = PublishedFolder(str(tmp_path))
    assert (place.last_event("rules"), place.is_bare) == (None, True)
    put_all(tmp_path, [request("a", 0)], event=7)
    assert place.last_event("rules") == (7, "hash7")
    assert place.last_event("other rules") is None
    assert not place.is_bare


def test_one_that_was_cut_off_tells_nothing_until_it_is_whole(tmp_path: Path) -> None:
    put_all(tmp_path, [request("a", 0)], event=7)
    place = PublishedFolder(str(tmp_path))
    with place.alone():
        place.put_changed([("b", request("b", 0))], NEVER)
    assert place.last_event("rules") is None
    assert not place.is_bare
    put_changed(tmp_path, [])
    assert place.last_event("rules") == (2, "hash2")


def test_one_that_is_made_anew_tells_nothing_until_it_is_whole(tmp_path: Path) -> None:
    """Else a run that is cut off would leave requests of which the next one knows nothing."""
    put_all(tmp_path, [request("a", 0)], event=7)
    place = PublishedFolder(str(tmp_path))
    with place.alone():
        place.put_all([request("b", 0)])
    assert place.last_event("rules") is None


def test_a_folder_that_an_older_release_made_is_made_anew(tmp_path: Path) -> None:
    put_all(tmp_path, [request("a", 0)])
    state = tmp_path / ".aduan.json"
    state.write_text(json.dumps({**json.loads(state.read_text()), "format": 2}))
    assert PublishedFolder(str(tmp_path)).last_event("rules") is None


# -- services


def put_services(path: Path, found: Request, *codes: str) -> PublishedFolder:
    """Publish services of these codes."""
    place = PublishedFolder(str(path))
    with place.alone():
        services = [{"service_code": code, "service_name": code} for code in codes]
        place.put_services(found, services, [{"service_code": code, "attributes": []} for code in codes])
    return place


def test_services_that_are_gone_go(tmp_path: Path) -> None:
    put_services(tmp_path, discovery(), "sampah", "taman")
    place = put_services(tmp_path, discovery(), "taman")
    assert sorted(one.name for one in (tmp_path / "services").iterdir()) == ["taman.json", "taman.xml"]
    assert [one["service_code"] for one in json.loads((tmp_path / "services.json").read_bytes())] == ["taman"]
    assert place.removed == 2


def test_the_discovery_says_when_something_changed_and_not_when_somebody_looked(tmp_path: Path) -> None:
    later = "2026-11-24T09:00:00+07:00"
    put_services(tmp_path, discovery(), "sampah")
    assert put_services(tmp_path, discovery(later), "sampah").written == 0
    assert json.loads((tmp_path / "discovery.json").read_bytes()) == discovery()
    assert put_services(tmp_path, discovery(later, "Meja Lain"), "sampah").written == 2
    assert json.loads((tmp_path / "discovery.json").read_bytes()) == discovery(later, "Meja Lain")


@pytest.mark.parametrize("damage", [b"", b"[]", b"{}", b'{"endpoints": 1}', b'{"endpoints": [1]}', b"{", b"\xff"])
def test_a_discovery_that_is_none_is_written_anew(tmp_path: Path, damage: bytes) -> None:
    put_services(tmp_path, discovery(), "sampah")
    (tmp_path / "discovery.json").write_bytes(damage)
    later = discovery("2026-11-24T09:00:00+07:00")
    put_services(tmp_path, later, "sampah")
    assert json.loads((tmp_path / "discovery.json").read_bytes()) == later
