"""A field is added in one place: the table. It is then in the store, in JSON, CSV, lists, events and imports."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import aduan_cli
from aduan_cli.store.sqlite.migrations import SCHEMA

ADDED = f"""    Field("address", private=True),
    Field("landmark", private=True, since={SCHEMA + 1}),
    Field("floor", INTEGER, since={SCHEMA + 2}),
"""


class Later:
    """A version of aduan that has two more fields, and this one beside it."""

    def __init__(self, folder: Path) -> None:
        shutil.copytree(Path(aduan_cli.__file__).parent, folder / "later" / "aduan_cli")
        fields = folder / "later" / "aduan_cli" / "complaint" / "fields.py"
        text = fields.read_text(encoding="utf-8")
        changed = text.replace('    Field("address", private=True),\n', ADDED)
        assert changed != text
        fields.write_text(changed, encoding="utf-8")
        self.path = str(folder / "later")

    def run(self, desk: Path, *words: str, now: bool = False) -> str:
        """Run a command, of the later version unless `now`; it must end well."""
        env = {**os.environ, "ADUAN_LANG": "en"} | ({} if now else {"PYTHONPATH": self.path})
        line = [sys.executable, "-m", "aduan_cli", "--desk", str(desk), *words]
        done = subprocess.run(line, env=env, capture_output=True, text=True, cwd=desk.parent, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def records(self, desk: Path) -> list[dict[str, Any]]:
        """Return the desk's complaints."""
        found: list[dict[str, Any]] = json.loads(self.run(desk, "list", "--limit", "0", "--format", "json", "--reveal"))
        return found


@pytest.fixture
def later(tmp_path: Path) -> Later:
    return Later(tmp_path)


@pytest.mark.slow
def test_a_field_that_is_added_to_the_table_is_everywhere(later: Later, tmp_path: Path) -> None:
    desk, other = tmp_path / "desk", tmp_path / "other"
    for place in (desk, other):
        later.run(place, "init", str(place), "--empty", now=True)
    ticket = later.run(desk, "log", "sampah menumpuk", now=True).strip()
    (record,) = later.records(desk)
    assert list(record)[11:14] == ["address", "landmark", "floor"]
    assert (record["ticket"], record["landmark"], record["floor"]) == (ticket, None, None)

    given = {**record, "ticket": ticket, "landmark": "dekat masjid", "floor": 3}
    (tmp_path / "export.jsonl").write_text(json.dumps(given) + "\n", encoding="utf-8")
    later.run(other, "import", str(tmp_path / "export.jsonl"))
    (taken,) = later.records(other)
    assert (taken["landmark"], taken["floor"]) == ("dekat masjid", 3)

    assert "dekat masjid" in later.run(other, "list", "--columns", "ticket,landmark,floor")
    csv = later.run(other, "list", "--format", "csv", "--reveal")
    head, row = (line.split(",") for line in csv.splitlines())
    assert row[head.index("landmark")] == "dekat masjid"
    (tmp_path / "back.csv").write_text(csv, encoding="utf-8")
    third = tmp_path / "third"
    later.run(third, "init", str(third), "--empty", now=True)
    later.run(third, "import", str(tmp_path / "back.csv"))
    assert later.records(third) == later.records(other)

    store = third / "aduan.db"
    asked = (
        "import sys; from aduan_cli.store.sqlite import SqliteStore; s = SqliteStore(sys.argv[1]);"
        " print(list(s.differences()), s.breaks()); s.erase(sys.argv[2], None);"
        " print(list(s.differences()), s.breaks())"
    )
    env = {**os.environ, "PYTHONPATH": later.path}
    held = subprocess.run([sys.executable, "-c", asked, str(store), ticket], env=env, capture_output=True, text=True)
    assert held.stdout.split() == ["[]", "[]"] * 2, held.stderr
    (gone,) = later.records(third)
    assert (gone["landmark"], gone["floor"]) == (None, 3), "what is private goes with the person"
