"""One's own export, in which somebody or another program wrote odd things: each record is taken or put aside."""

from __future__ import annotations

import csv
import json
import re
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from aduan_cli.complaint.fields import STATUSES
from aduan_cli.points import point_of
from aduan_cli.testing import Aduan
from aduan_cli.tickets import make_ticket
from in_process import aduan_here as aduan_here

ODD: tuple[Any, ...] = (
    None, True, 0, -1, 1.5, 10**30, "", " ", "x", "²", "\0", "\ud800", "9" * 400, "a\nb", "=1+1", "-91,500", [], ["x"],
    [None], [[1]], ["UJI-261123-99999999999999999999-1"], {}, {"x": 1}, {"a": {"b": [1]}}, "2026-13-45T99:99",
    "0001-01-01T00:00:00+00:00", "9999-12-31T23:59:59+14:00", "UJI-261123-0001-6", float("inf"), float("nan"),
)  # fmt: skip
"""Values of every type that JSON has, and some that only look like what is asked for."""
OF_CALLER = ("name", "phone", "address", "kecamatan", "kelurahan")
FIELDS = (
    "ticket", "kind", "status", "category", "text", "answer", "answers", "priority", "channel", "kecamatan",
    "kelurahan", "address", "unit", "support", "rule", "step", "revision", "recorded_unit", "reported_at", "logged_at",
    "shift", "actor", "caller", "linked", "key", "fields", "sources", "source_file", "source_row", "version", "due_at",
    "late", "incident", "agreed", "point", "tidak_ada", *(f"caller.{name}" for name in OF_CALLER),
)  # fmt: skip


def exported(aduan: Aduan) -> dict[str, Any]:
    """Return a call of the desk as its export has it, under no key."""
    assert aduan("log", "sampah di Margahayu", "--now", "2026-11-23 14:05", "--phone", "0812-0000-0101").returncode == 0
    found: dict[str, Any] = json.loads(aduan("list", "--format", "jsonl", "--reveal").stdout)
    return found


def test_every_field_of_an_export_is_tried(aduan_here: Aduan) -> None:
    """A new one is to be added above; what stands in none is left out by the import."""
    record = exported(aduan_here)
    assert {*record, *(f"caller.{name}" for name in record["caller"])} <= set(FIELDS)


@pytest.mark.parametrize("field", FIELDS)
def test_whatever_stands_in_a_field_no_record_is_lost_and_nothing_breaks(
    aduan_here: Aduan, aduan_desk: Path, tmp_path: Path, field: str
) -> None:
    """Those before and after it are taken; what is put aside lies in the quarantine with its reason."""
    usual = exported(aduan_here)
    lines = []
    for number, odd in enumerate(("biasa", *ODD, "biasa"), 100):
        one = json.loads(json.dumps(usual)) | {
            "ticket": make_ticket("UJI", 20261123, number),
            "text": f"lubang {number}",
        }
        if odd != "biasa" and field.startswith("caller."):
            one["caller"][field.removeprefix("caller.")] = odd
        elif odd != "biasa":
            one[field] = odd
        lines.append(json.dumps(one))
    file = tmp_path / "ekspor.jsonl"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = aduan_here("import", str(file))
    assert done.returncode in (0, 6), done.stderr
    read, taken, aside = (counted(done.stderr, word) for word in ("read", "taken", "quarantined"))
    changed = counted(done.stderr, "changed")
    assert (read, taken + aside + changed) == (len(lines), len(lines))
    texts = [path.read_text(encoding="utf-8") for path in aduan_desk.glob("quarantine/*.csv")]
    kept = [one for text in texts for one in csv.DictReader(StringIO(text))]
    assert len(kept) == aside + changed
    assert all(one["_reason"] for one in kept)
    found = [json.loads(line) for line in aduan_here("list", "--limit", "0", "--format", "jsonl").stdout.splitlines()]
    assert len(found) == 1 + taken
    assert {"lubang 100", f"lubang {99 + len(lines)}"} <= {one["text"] for one in found}, "the first and the last"
    assert {one["status"] for one in found} <= set(STATUSES)
    assert all(one["point"] is None or point_of(one["point"]) == one["point"] for one in found)
    assert aduan_here("db", "verify").returncode == 0


def counted(told: str, what: str) -> int:
    """Return how many records of a sort an import told of."""
    found = re.search(rf"(\d+) (?:records? )?{what}\b", told)
    return int(found[1]) if found else 0
