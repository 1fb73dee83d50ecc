"""A promise: every command prints a complaint as `complaint.schema.json` says."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from aduan_cli.complaint.fields import CALLER_FIELDS, COMPLAINT_FIELDS, SOURCES, STATUSES
from aduan_cli.model import KINDS, PRIORITIES, STEPS
from office import Office

SCHEMA: dict[str, Any] = json.loads((files("aduan_cli") / "schema" / "complaint.schema.json").read_text("utf-8"))


def hold(record: dict[str, Any]) -> None:
    """Assert that a record is as the schema says, its fields in the promised order."""
    Draft202012Validator(SCHEMA).validate(record)
    assert tuple(record) == COMPLAINT_FIELDS
    assert tuple(record["caller"]) == CALLER_FIELDS


FULL = (
    "log", "Melaporkan pju mati di dekat pohon, Jl. Mawar Kel. Teluk Pucung", "--name", "Budi", "--phone",
    "081200000001 / 021-80000002", "--caller-address", "Jl. Melati", "--answer", "ya", "--detail", "tiang=7",
    "--detail", "warna=merah", "--key", "k1", "--link", "1", "-p", "high",
)  # fmt: skip


def test_schema_is_valid_and_says_what_the_code_says() -> None:
    """The schema is itself valid, closed, and lists the fields, states, kinds, priorities and steps of the code."""
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["additionalProperties"] is False
    assert tuple(SCHEMA["required"]) == tuple(SCHEMA["properties"]) == COMPLAINT_FIELDS
    assert tuple(SCHEMA["properties"]["caller"]["properties"]) == CALLER_FIELDS
    properties = SCHEMA["properties"]
    assert tuple(properties["status"]["enum"]) == STATUSES
    assert tuple(properties["kind"]["enum"]) == KINDS
    assert tuple(properties["priority"]["enum"]) == PRIORITIES
    assert tuple(properties["step"]["enum"]) == (*STEPS, None)
    assert tuple(properties["sources"]["additionalProperties"]["enum"]) == SOURCES


def test_schema_refuses_what_is_not_promised(office: Office) -> None:
    """A missing field, a field too many, a number as text and a time without offset are refused."""
    office.log("sampah")
    record = office.run("show", "1", "--format", "json").data
    for change in (
        {"colour": "red"}, {"version": "1"}, {"source_row": 0}, {"reported_at": "2026-11-23T14:05:00"},
        {"support": "dlh"}, {"status": "open"}, {"ticket": "UJI-261123-1-0"},
    ):  # fmt: skip
        assert not Draft202012Validator(SCHEMA).is_valid({**record, **change}), change
    for name in COMPLAINT_FIELDS:
        assert not Draft202012Validator(SCHEMA).is_valid({k: v for k, v in record.items() if k != name})


def test_log(office: Office) -> None:
    """`log --format json` prints one record, stored or in a dry run."""
    office.log("sampah")
    hold(office.run(*FULL, "--format", "json").data)
    dry = office.run("log", "kebakaran", "--dry-run", "--format", "json").data
    hold(dry)
    assert dry["ticket"] is None


@pytest.mark.parametrize("reveal", [[], ["--reveal"]])
def test_list_show_and_search(office: Office, reveal: list[str]) -> None:
    """`list`, `show` and `search` print the same records, masked or not, after hand-off, referral and by hand."""
    office.log("sampah di pohon")
    office.log(*FULL[1:])
    for text in ("kebakaran pohon", "listrik padam pohon", "menanyakan pohon", "pohon aneh \udcff\x00\x1b"):
        office.log(text)
    office.run("route", "1", "--to", "bmsda", "--reason", "x")
    listed = office.run("list", "--format", "json", *reveal).data
    assert len(listed) == 6
    for record in listed:
        hold(record)
        assert office.run("show", record["ticket"], "--format", "json", *reveal).data == record
    assert office.run("search", "pohon", "--format", "json", *reveal).data == listed
    lines = office.run("list", "--format", "jsonl", *reveal).out.splitlines()
    assert [json.loads(line) for line in lines] == listed
    full = listed[-2]
    assert full["answers"] == {"tiang": 7, "warna": "merah"}
    assert full["linked"] == [listed[-1]["ticket"]]
    assert ("*" in full["caller"]["phone"]) is (not reveal)
    assert full["support"] == ["bmsda"]


def test_times_are_in_the_zone_of_the_desk_with_its_offset(office: Office) -> None:
    """Reported in summer and in winter at a desk with daylight saving: each time has its own offset."""
    from office import RULES

    office.write_rules(RULES.replace("Asia/Jakarta", "Europe/Berlin"))
    office.log("sampah", "--at", "2026-07-01 12:00")
    office.log("sampah", "--at", "2026-11-01 12:00")
    times = [record["reported_at"] for record in office.run("list", "--format", "json").data]
    assert times == ["2026-11-01T12:00:00+01:00", "2026-07-01T12:00:00+02:00"]
