"""A week at the city's own desk: calls are taken, three units act in their own names, the callers are rung back."""

from __future__ import annotations

import csv
import json
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from aduan_cli.complaint.events import ACKNOWLEDGED, CALLED_BACK, HELD, RETURNED, STARTED
from aduan_cli.complaint.moves import FINAL
from aduan_cli.store.sqlite import SqliteStore
from aduan_cli.stored import Query
from in_process import runner_here

DATA = Path(os.environ.get("ADUAN_TEST_DATA", ""))
INVENTED = (
    "Penelepon melaporkan lampu PJU mati di Kel. {ward}", "Penelepon melaporkan sampah menumpuk di Kel. {ward}",
    "Penelepon mengadukan kebisingan di Kel. {ward}", "Penelepon menanyakan nomor telepon ambulans",
)  # fmt: skip
WARDS = ("Margahayu", "Aren Jaya", "Duren Jaya", "Teluk Pucung", "Kayuringin Jaya", "Jakasetia")
NUMBER = "021-80000000"
OFFICER, HEADS = "Bu Rina", ("Pak Dedi", "Bu Ani", "Pak Joko")


class Week:
    """The desk, and the day that it is there."""

    def __init__(self, folder: Path, capture: Any) -> None:
        self._first = runner_here(folder, folder, capture)
        self.desk = folder / "meja"
        assert self._first("init", "meja").returncode == 0
        self._run = runner_here(self.desk, folder, capture)
        self.day, self.minute = 23, 8 * 60

    def do(self, *line: str, by: str = OFFICER, code: int = 0) -> str:
        """Give a command a minute after the one before, and return what it printed."""
        self.minute += 1
        now = f"2026-11-{self.day} {self.minute // 60:02}:{self.minute % 60:02}"
        done = self._run("--now", now, "--actor", by, *line)
        assert done.returncode == code, (line, done.stderr)
        return str(done.stdout)

    def rows(self, *line: str, by: str = OFFICER) -> Any:
        """Give a command and return its JSON."""
        return json.loads(self.do(*line, "--format", "json", by=by))

    def state(self, ticket: str) -> tuple[str, str]:
        """Return the state of a call and its unit."""
        shown = self.rows("show", ticket)
        return shown["status"], shown["unit"]

    def next_day(self) -> None:
        """It is eight o'clock of the next day."""
        self.day, self.minute = self.day + 1, 8 * 60


def invented_calls(week: Week) -> tuple[list[str], str]:
    """Return invented calls, and a question whose answer officers gave three times."""
    for number in range(3):
        week.do("log", f"Menanyakan nomor telepon Dishub ke {number}", "--answer", f"Diberikan nomor {NUMBER}")
    return [INVENTED[number % 4].format(ward=WARDS[number % 6]) for number in range(36)], NUMBER


def real_calls(week: Week) -> tuple[list[str], str]:
    """Return a hundred of the city's calls, all complaints among them, once its whole log was imported."""
    week.do("import", str(DATA / "bekasi_calls_dev.csv"), "--map", "bekasi-1500444")
    with (DATA / "bekasi_calls_dev.csv").open(encoding="utf-8-sig", newline="") as file:
        texts = [row["PERMASALAHAN"] for row in csv.DictReader(file)]
    with (DATA / "bekasi_calls_dev_labels.csv").open(encoding="utf-8-sig", newline="") as file:
        kinds = [row["kind"] for row in csv.DictReader(file)]
    asked = [text for text, kind in zip(texts, kinds, strict=True) if kind == "information"]
    told = [text for text, kind in zip(texts, kinds, strict=True) if kind != "information"]
    return [*told, *asked][:100], ""


def taken(week: Week, calls: list[str]) -> Iterator[dict[str, Any]]:
    """Log calls, some on each of five days; yield them as they are stored."""
    for number, text in enumerate(calls):
        yield week.rows("log", text, "--phone", f"0812-0000-{number:04}", "--name", f"Pelapor {number}")
        if number % (len(calls) // 5) == 0:
            week.next_day()


def of_three_units(rows: list[dict[str, Any]]) -> list[tuple[str, list[str]]]:
    """Return the three units with the most calls, each with its tickets."""
    units = Counter(row["unit"] for row in rows if row["status"] == "routed")
    return [
        (unit, [row["ticket"] for row in rows if (row["unit"], row["status"]) == (unit, "routed")])
        for unit, _count in units.most_common(3)
    ]


def answers_are_learned(week: Week, number: str) -> None:
    """What officers answered becomes answers once somebody put them into the rules; one is read out and stored."""
    week.do("info", "learn", "--output", "usulan.toml")
    with (week.desk / "rules.toml").open("a", encoding="utf-8") as rules:
        rules.write("\n" + (week.desk / "usulan.toml").read_text(encoding="utf-8"))
    week.do("rules", "check")
    question = "nomor telepon Dishub"
    best = week.rows("info", question)[0]
    assert (best["id"].startswith("dishub"), number in best["text"]) == (True, True)
    ticket = week.do("info", question, "--pick", "1", "--phone", "0812-0000-9999").strip()
    assert week.rows("show", ticket)["answer"] == best["text"]


def moved_by_units(week: Week, units: list[tuple[str, list[str]]]) -> None:
    """Each unit says that it has its calls; one call comes back twice, one waits and goes on."""
    for (unit, tickets), head in zip(units, HEADS, strict=True):
        week.do("ack", *tickets, by=head)
        assert [week.state(ticket) for ticket in tickets] == [("acknowledged", unit)] * len(tickets)
    (first, (twice, held, *_)), (second, _tickets), _third = units
    week.do("return", twice, "--reason", "bukan kami", "--to", second, by=HEADS[0])
    assert [row["ticket"] for row in week.rows("list", "--status", "returned")] == [twice]
    week.do("assign", twice)
    week.do("return", twice, "--reason", "bukan kami juga", by=HEADS[1])
    week.do("assign", twice, code=2)
    week.do("assign", twice, first)
    assert [row["ticket"] for row in week.rows("list", "--bounced")] == [twice]
    week.do("hold", held, "--reason", "suku-cadang", "--until", "besok 08:00", by=HEADS[0])
    week.next_day()
    week.do("start", held, by=HEADS[0])
    assert week.state(held) == ("in_progress", first)


def joined(week: Week, incident: str, one: str, other: str) -> None:
    """Two calls are merged into one; what is taken out again is what it was."""
    before = week.state(other)
    week.do("merge", one, other, "--into", incident, "--yes")
    week.do("unmerge", other)
    assert (week.state(one)[0], week.state(other)) == ("rejected", before)


def told_to_the_callers(week: Week, done: list[str], merged: str, referred: str) -> None:
    """What is done is told: each caller is rung once, the merged one's as well; then nobody waits."""
    for ticket in done:
        week.do("resolve", ticket, "--result", "Sudah ditangani", by=HEADS[0])
    owed = {row["ticket"]: row["reason"] for row in week.rows("callbacks")}
    assert owed == {**dict.fromkeys((*done, merged), "resolved"), referred: "referred"}
    week.do("callbacks", "done", *owed, "--note", "berterima kasih")
    assert week.do("callbacks", "--count") == "0\n"
    week.do("close", *done, "--by", "caller")


def is_whole(week: Week) -> Counter[tuple[str, str | None]]:
    """Hold the desk against its events; return how often who did what."""
    store = SqliteStore(str(week.desk / "aduan.db"))
    assert (store.breaks(), list(store.differences())) == ([], [])
    did: Counter[tuple[str, str | None]] = Counter()
    for complaint in list(store.find(Query())):
        did.update((event.type, event.actor) for event in store.events(complaint))
        waits = complaint.status in FINAL or complaint.status == "new"
        acting = {(one.unit, one.role): one.status for one in store.assignments(complaint)}
        assert acting.get((complaint.unit or "", "lead")) == (None if waits else complaint.status)
    store.close()
    return did


@pytest.mark.parametrize(
    "calls_of",
    [
        invented_calls,
        pytest.param(
            real_calls,
            marks=[
                pytest.mark.slow,
                pytest.mark.skipif("ADUAN_TEST_DATA" not in os.environ, reason="ADUAN_TEST_DATA names no folder"),
            ],
        ),
    ],
)
def test_a_week(tmp_path: Path, capfd: pytest.CaptureFixture[str], calls_of: Any) -> None:
    week = Week(tmp_path, capfd)
    calls, number = calls_of(week)
    rows = list(taken(week, calls))
    units = of_three_units(rows)
    moved_by_units(week, units)
    (_first, (_twice, held, *_)), (_second, own), (_third, others) = units
    referred, incident, merged, apart, *_rest = (*own[1:], *others)
    week.do("refer", referred, "pln")
    joined(week, incident, merged, apart)
    slip = others[0] if others[0] not in (referred, incident, merged, apart) else units[0][1][2]
    week.do("edit", slip, "--phone", "0812-0000-8888", "--name", "Siti")
    assert [row["ticket"] for row in week.rows("list", "--phone", "0812-0000-8888")] == [slip]
    answers_are_learned(week, number)
    told_to_the_callers(week, [held, incident], merged, referred)
    did = is_whole(week)
    assert [did[ACKNOWLEDGED, head] for head in HEADS] == [len(tickets) for _unit, tickets in units]
    assert (did[RETURNED, HEADS[0]], did[RETURNED, HEADS[1]]) == (1, 1)
    assert (did[HELD, HEADS[0]], did[STARTED, HEADS[0]], did[CALLED_BACK, OFFICER]) == (1, 1, 4)
