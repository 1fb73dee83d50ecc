"""What is published follows GeoReport v2, tells nothing of a person, and is whole at every moment."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import georeport
import pytest
import xmlschema

from aduan_cli.georeport import read_answer
from office import NOW, RULES, Office
from servers import given_out

TABLE = """
[open311]
categories = ["sampah"]
url = "https://example.org/open311"
"""
GROUPED = '\n[categories.taman]\nunit = "dlh"\ntext = ["pohon"]\ngroup = "Taman & pohon"\n'
XSD = xmlschema.XMLSchema(str(Path(__file__).parent.parent / "formats" / "georeport.xsd"))
NAME, PHONE, HOME = "Suprihatin", "0812-5550-0101", "Perumahan Rahasia blok Q9"


@pytest.fixture
def publishing(office: Office) -> Office:
    """Return a desk that publishes complaints of waste."""
    office.write_rules(RULES + TABLE + GROUPED)
    return office


def publish(office: Office, *more: str) -> Path:
    folder = office.folder / "web"
    done = office.run("open311", "publish", str(folder), *more)
    assert done.code == 0, done.err
    return folder


def take(office: Office, text: str = "sampah menumpuk di Kel. Margahayu", *more: str, now: str = NOW) -> str:
    done = office.run("--now", now, "log", text, *more)
    assert done.code == 0, done.err
    return done.out.strip()


def read(folder: Path, name: str) -> Any:
    return json.loads((folder / f"{name}.json").read_text("utf-8"))


def ids(folder: Path, name: str = "requests") -> list[str]:
    return [one["service_request_id"] for one in read(folder, name)]


def state_of(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Return each file's number on the disk and content: a file that is written anew has another number."""
    return {
        str(path.relative_to(folder)): (path.stat().st_ino, path.read_bytes())
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(".")
    }


def test_all_documents_are_there_valid_and_the_same_in_both_formats(publishing: Office) -> None:
    ticket = take(publishing, "sampah <menumpuk> & bau\x07 di Kel. Margahayu", "--detail", "jumlah=3")
    folder = publish(publishing)
    names = ["discovery", "services", "services/sampah", "requests", f"requests/{ticket}", "days/2026-11-23"]
    for name in names:
        XSD.validate(str(folder / f"{name}.xml"))
    for name in names[3:]:
        of_xml = read_answer((folder / f"{name}.xml").read_bytes()).records
        assert of_xml == read_answer((folder / f"{name}.json").read_bytes()).records
    (request,) = read(folder, "requests")
    assert request["requested_datetime"] == "2026-11-23T14:05:00+07:00"
    assert (request["status"], request["service_code"]) == ("open", "sampah")
    assert (request["agency_responsible"], request["address"]) == ("Dinas Lingkungan Hidup", "Margahayu, Bekasi Timur")


def test_only_complaints_of_the_named_categories_are_published(publishing: Office) -> None:
    ticket = take(publishing)
    take(publishing, "pohon tumbang")
    take(publishing, "menanyakan jadwal sampah")
    assert ids(publish(publishing)) == [ticket]


def test_a_category_may_have_a_group(publishing: Office) -> None:
    publishing.write_rules(RULES + TABLE.replace('["sampah"]', '["sampah", "taman"]') + GROUPED)
    take(publishing)
    groups = [one["group"] for one in read(publish(publishing), "services")]
    assert groups == [None, "Taman & pohon"]


@pytest.mark.parametrize("shown", [[], ["point"], ["description", "address", "point"]])
def test_no_file_has_a_phone_a_name_or_a_home(publishing: Office, shown: list[str]) -> None:
    """Whatever is published by the rules, neither the caller's data nor a phone in the words is in any byte of it."""
    publishing.write_rules(RULES + TABLE + (f"publish = {json.dumps(shown)}\n" if shown else "") + GROUPED)
    text = f"sampah di depan rumah {NAME.lower()}, {HOME}, hubungi {PHONE} atau +62 813 5550 0202"
    caller = ("--name", f"Ibu {NAME}", "--phone", PHONE, "--caller-address", HOME, "--answer", f"baik bu {NAME}")
    take(publishing, text, *caller, "--point", "-6.2,107.0", "--address", f"{HOME} {PHONE}", "--key", f"wa-{PHONE}")
    take(publishing, "sampah di Jl. Umum", "--address", f"Jl. Umum 7, telp. {PHONE}", "--caller-address", HOME)
    folder = publish(publishing)
    said = b"".join(content for _number, content in state_of(folder).values()).decode().casefold()
    secret = [NAME, "0812", "5550-0101", "55500101", "0202", "wa-", "rahasia"]
    assert [one for one in secret if one.casefold() in said] == []
    assert ("umum 7" in said) == ("address" in shown)
    assert ("menumpuk" in said or "depan rumah" in said) == ("description" in shown)
    assert ('"lat": -6.2' in said) == ("point" in shown)


@pytest.mark.parametrize("more", [[], ["--anew"]])
def test_who_was_made_anonymous_is_not_told_by_the_words(publishing: Office, more: list[str]) -> None:
    """What of the words is the caller's nobody knows any more; of who never said a name they stay."""
    shown = 'publish = ["description", "address"]\n'
    publishing.write_rules(RULES + TABLE + shown + GROUPED + '\n[retention.rejected]\ncallers = "1d"\n')
    of = f"sampah di depan rumah {NAME}, {HOME}"
    ticket = take(publishing, of, "--name", NAME, "--caller-address", HOME, "--address", HOME)
    other = take(publishing, "sampah di pasar")
    for one in (ticket, other):
        assert publishing.run("--now", NOW, "reject", one, "--reason", "hoax").code == 0
    folder = publish(publishing)
    assert publishing.run("--now", "2026-11-30 10:00", "retention").code == 0
    assert publishing.run("--now", "2026-11-30 11:00", "person", "correct", ticket, "--name", "Rina").code == 0
    publish(publishing, *more)
    said = b"".join(content for _number, content in state_of(folder).values()).decode()
    assert (NAME in said, "Rahasia" in said, "sampah di pasar" in said) == (False, False, True)


def test_a_second_run_writes_what_changed_and_nothing_else(publishing: Office) -> None:
    first = take(publishing)
    older = take(publishing, now="2026-11-20 10:00")
    folder = publish(publishing)
    before = state_of(folder)
    assert state_of(publish(publishing)) == before
    publishing.run("ack", first)
    after = state_of(publish(publishing))
    written = {name.partition(".")[0] for name in after if after[name] != before.get(name)}
    assert written == {f"requests/{first}", "days/2026-11-23", "requests"}
    assert ids(folder) == [first, older]


def test_what_is_no_longer_published_goes_from_every_list_and_file(publishing: Office) -> None:
    first, second = take(publishing), take(publishing, "sampah di Kel. Teluk Pucung")
    folder = publish(publishing)
    publishing.run("edit", first, "--category", "taman")
    publish(publishing)
    assert ids(folder) == ids(folder, "days/2026-11-23") == [second]
    assert not (folder / "requests" / f"{first}.xml").exists()


def test_days_that_are_too_old_go(publishing: Office) -> None:
    old, new = take(publishing, now="2026-08-01 10:00"), take(publishing)
    publishing.write_rules(RULES + TABLE + 'within = "120d"\n' + GROUPED)
    folder = publish(publishing)
    assert ids(folder) == [new, old]
    done = publishing.run("--now", "2026-12-10 08:00", "open311", "publish", str(folder))
    assert done.code == 0
    assert (ids(folder), len(list((folder / "days").iterdir()))) == ([new], 2)
    assert not (folder / "requests" / f"{old}.json").exists()


def test_running_on_is_the_same_as_making_it_anew(publishing: Office) -> None:
    """After every kind of change the folder is byte for byte what a fresh one would be."""
    tickets = [take(publishing, now=f"2026-11-{day:02} 09:00") for day in (1, 1, 12, 23)]
    folder = publish(publishing)
    for line in (
        ["ack", tickets[0]],
        ["edit", tickets[1], "--category", "taman"],
        ["reject", tickets[2], "--reason", "hoax"],
    ):
        publishing.run(*line)
        publish(publishing)
        take(publishing)
    publishing.run("edit", tickets[3], "--at", "2026-11-12 08:00")
    publish(publishing)
    fresh = publishing.folder / "fresh"
    assert publishing.run("open311", "publish", str(fresh)).code == 0
    here, there = state_of(folder), state_of(fresh)
    assert {name: content for name, (_n, content) in here.items()} == {n: c for n, (_i, c) in there.items()}


def test_cut_off_at_any_write_no_list_names_what_is_not_there(
    publishing: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run is stopped before each of its renames in turn; readers find whole files, and the next run ends it."""
    tickets = [take(publishing, now=f"2026-11-2{day} 09:00") for day in (1, 2)]
    folder = publish(publishing)
    tickets.append(take(publishing))
    publishing.run("edit", tickets[0], "--category", "taman")
    real = os.replace
    for stop in range(12):
        left = [stop]

        def cut(source: str, target: str, left: list[int] = left, **folders: int | None) -> None:
            if str(target).startswith(str(folder)) and not left[0]:
                raise OSError(28, "No space left on device")
            left[0] -= str(target).startswith(str(folder))
            real(source, target, **folders)

        monkeypatch.setattr(os, "replace", cut)
        done = publishing.run("open311", "publish", str(folder))
        monkeypatch.setattr(os, "replace", real)
        for name in [
            "requests",
            *(f"days/{day[:-5]}" for day in (one.name for one in (folder / "days").iterdir()) if day.endswith(".json")),
        ]:
            for ticket in ids(folder, name):
                assert read(folder, f"requests/{ticket}")[0]["service_request_id"] == ticket
        if done.code == 0:
            break
        assert (done.code, "No space left" in done.err) == (7, True)
    assert done.code == 0
    assert ids(folder) == [tickets[2], tickets[1]]
    assert not list(folder.rglob("*.part"))


def test_a_folder_of_another_store_is_made_anew(publishing: Office) -> None:
    take(publishing)
    folder = publish(publishing)
    elsewhere = ("--store", str(publishing.folder / "other.db"))
    publishing.run(*elsewhere, "log", "sampah lain")
    publishing.run(*elsewhere, "open311", "publish", str(folder))
    assert len(ids(folder)) == 1
    assert read(folder, "requests")[0]["address"] is None


def test_without_categories_nothing_is_published_and_a_sentence_says_why(office: Office) -> None:
    done = office.run("open311", "publish", str(office.folder / "web"))
    assert done.code == 3
    assert done.err.startswith("error: nothing is published: [open311]")
    assert not (office.folder / "web").exists()


def test_a_desk_where_nothing_happened_yet_has_an_empty_list(fresh_office: Office) -> None:
    fresh_office.write_rules(RULES + TABLE)
    folder = publish(fresh_office)
    for name in ("discovery", "services", "services/sampah", "requests"):
        XSD.validate(str(folder / f"{name}.xml"))
    assert read(folder, "requests") == []
    assert state_of(publish(fresh_office)) == state_of(folder)
    ticket = take(fresh_office)
    assert ids(publish(fresh_office)) == [ticket]


def test_a_store_that_is_gone_empties_no_folder(publishing: Office) -> None:
    ticket = take(publishing)
    folder = publish(publishing)
    for path in publishing.folder.glob("aduan.db*"):
        path.unlink()
    for within in ("", 'within = "120d"\n'):
        publishing.write_rules(RULES + TABLE + within + GROUPED)
        for more in ([], ["--anew"]):
            assert publishing.run("open311", "publish", str(folder), *more).code == 7
            assert ids(folder) == [ticket]


def test_who_looked_at_a_complaint_changes_nothing_of_it(publishing: Office) -> None:
    ticket = take(publishing, "sampah menumpuk di Kel. Margahayu", "--name", NAME)
    before = state_of(publish(publishing))
    assert publishing.run("--now", "2026-11-23 18:00", "show", ticket, "--reveal").code == 0
    assert state_of(publish(publishing)) == before
    assert state_of(publish(publishing, "--anew")) == before


@pytest.fixture
def served(publishing: Office) -> Iterator[str]:
    """Return the address of a plain static server of what is published."""
    publishing.write_rules(RULES + TABLE + 'publish = ["point"]\n' + GROUPED)
    take(publishing, "sampah menumpuk di Kel. Margahayu", "--point", "-6.2,107.0")
    take(publishing, "sampah menumpuk di Kel. Teluk Pucung")
    folder = publish(publishing)
    with given_out(folder) as address:
        yield address


@pytest.mark.parametrize("format_", ["json", "xml"])
def test_a_client_that_others_wrote_reads_it(served: str, format_: str) -> None:
    """`georeport` of PyPI against a plain static server: all that it can ask without a key."""
    client = georeport.GeoReport(served, jurisdiction="example.org", output_format=format_)
    services: Any = client.get_service_list()
    services = services if isinstance(services, list) else [services]
    assert [one["service_code"] for one in services] == ["sampah"]
    assert client.get_service_definition("sampah")["service_code"] == "sampah"
    requests: Any = client.get_service_requests()
    assert [one["service_code"] for one in requests] == ["sampah", "sampah"]
    one: Any = client.get_service_request(requests[1]["service_request_id"])
    one = one[0] if isinstance(one, list) else one
    assert (float(one["lat"]), float(one["long"])) == (-6.2, 107.0)


def test_a_page_that_somebody_damaged_costs_no_call_its_place(publishing: Office) -> None:
    """It was the ground on which the next run built: what stood on it vanished from the lists."""
    first, second = take(publishing), take(publishing, "sampah di Kel. Teluk Pucung")
    folder = publish(publishing)
    (folder / "days" / "2026-11-23.json").write_text("[")
    publishing.run("ack", first)
    publish(publishing)
    assert sorted(ids(folder)) == sorted(ids(folder, "days/2026-11-23")) == sorted([first, second])
    XSD.validate(str(folder / "days" / "2026-11-23.xml"))
