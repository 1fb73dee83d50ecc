"""`aduan rules backtest`: what other rules would have done to stored complaints."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from office import MANIFEST, RULES, Office

TO_BMSDA = RULES.replace('text = ["sampah"]', 'text = ["limbah"]')


@pytest.fixture
def office(office: Office) -> Office:
    """Return a desk with calls; the first two have a recorded unit."""
    for text in ("sampah menumpuk", "sampah di Margahayu", "pju mati", "menanyakan ktp"):
        office.log(text)
    database = sqlite3.connect(office.file)
    database.execute("UPDATE complaint SET recorded_unit = 'dlh' WHERE id = 1")
    database.execute("UPDATE complaint SET recorded_unit = 'DBMSDA' WHERE id IN (2, 3)")
    database.commit()
    database.close()
    return office


def test_the_rules_in_force_move_nothing(office: Office) -> None:
    """Files on disk that are those in force: all stays, and the agreement is said."""
    told = office.run("rules", "backtest", "--format", "json").data
    assert (told["complaints"], told["moved"], told["stays"]) == (4, 0, 100.0)
    assert (told["recorded"], told["agree_before"], told["agree_after"]) == (3, 2, 2)
    assert told["matrix"] == []


def test_changed_files_are_tried_without_being_accepted(office: Office) -> None:
    """What lies on disk is tested; nothing is accepted, stored or decided anew."""
    office.write_rules(TO_BMSDA)
    told = office.run("rules", "backtest", "--format", "json").data
    assert (told["tested"], told["moved"]) == ("disk", 2)
    assert [(move["from"], move["to"], move["count"]) for move in told["matrix"]] == [("dlh", "triage", 2)]
    assert [sample["text"] for sample in told["matrix"][0]["samples"]] == ["sampah di Margahayu", "sampah menumpuk"]
    assert (told["agree_before"], told["agree_after"]) == (2, 1)
    assert told["agreement_before"] == 66.66
    assert len(office.run("rules", "history", "--format", "json").data) == 1
    assert [event[0] for event in office.events("1")] == ["logged"]


def test_a_file_of_its_own_takes_the_place_of_what_it_is_for(office: Office, tmp_path: Path) -> None:
    """A proposal for rules.toml, or a manifest by its own name, is tried with the rest as it is in force."""
    rules, manifest = tmp_path / "usul.toml", tmp_path / "pju.toml"
    rules.write_text(TO_BMSDA, encoding="utf-8")
    manifest.write_text(MANIFEST.replace('"pju", ', ""), encoding="utf-8")
    assert office.run("rules", "backtest", str(rules), "--format", "json").data["moved"] == 2
    told = office.run("rules", "backtest", str(manifest), "--format", "json").data
    assert [(move["from"], move["to"]) for move in told["matrix"]] == [("bmsda-pju", "triage")]


def test_a_revision_is_tried(office: Office) -> None:
    """What the rules of last month would say today."""
    first = office.run("rules", "history", "--format", "json").data[0]["revision"]
    office.write_rules(TO_BMSDA)
    office.log("limbah")
    told = office.run("rules", "backtest", "--revision", first[:6], "--format", "json").data
    assert (told["tested"], told["moved"]) == (first, 1)  # The other two were never moved away from there.
    assert told["in_force"] != first


def test_since_and_until(office: Office) -> None:
    """Only what was reported in a span of time."""
    office.log("sampah lama", "--at", "2026-01-05 10:00")
    assert office.run("rules", "backtest", "--since", "3d", "--format", "json").data["complaints"] == 4
    assert office.run("rules", "backtest", "--until", "2026-02-01", "--format", "json").data["complaints"] == 1


def test_against_the_record(office: Office) -> None:
    """The matrix then shows where the tested rules disagree with who really had it."""
    told = office.run("rules", "backtest", "--against", "recorded", "--format", "json").data
    assert [(move["from"], move["to"], move["count"]) for move in told["matrix"]] == [("bmsda", "dlh", 1)]
    assert told["rules"][0]["rule"] == "sampah"
    assert told["rules"][0]["wrong"] == {"bmsda": 1}


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--fail-below", "66"), 0),
        (("--fail-below", "67"), 3),
        (("--fail-below", "67", "--against", "current"), 0),
        (("--fail-below", "66", "--against", "recorded"), 0),
    ],
)
def test_fail_below_for_cron(office: Office, arguments: tuple[str, ...], code: int) -> None:
    """Too little agreement exits 3 after the figures; against the rules in force, the share that stays counts."""
    ran = office.run("rules", "backtest", *arguments)
    assert ran.code == code
    assert "66.66 %" in ran.out


def test_fail_below_without_any_record(fresh_office: Office) -> None:
    """Where nothing has a recorded unit, the share that stays counts; an agreement that nobody knows is not met."""
    fresh_office.log("sampah")
    assert fresh_office.run("rules", "backtest", "--fail-below", "100").code == 0
    ran = fresh_office.run("rules", "backtest", "--fail-below", "1", "--against", "recorded")
    assert ran.code == 3
    assert "no complaint has a recorded unit" in ran.err


def test_rules_with_a_mistake_are_not_tested(office: Office, tmp_path: Path) -> None:
    """Exit 3 with each problem; both ways of naming what to test exit 2; no file exits 4."""
    office.write_rules(RULES.replace('unit = "dlh"', 'unit = "dhl"', 1))
    ran = office.run("rules", "backtest")
    assert (ran.code, ran.out) == (3, "")
    assert "did you mean 'dlh'?" in ran.err
    broken = tmp_path / "x.toml"
    broken.write_text("[desk\n")
    ran = office.run("rules", "backtest", str(broken))
    assert ran.code == 3
    assert "x.toml:1: not TOML" in ran.err
    assert office.run("rules", "backtest", str(broken), "--revision", "abcd").code == 2
    assert office.run("rules", "backtest", str(tmp_path / "none.toml")).code == 4


def test_an_erased_complaint_is_left_out_and_counted(office: Office) -> None:
    """Without its words it can't be decided again."""
    from aduan_cli.tickets import parse_ticket

    store = office.store()
    complaint = store.resolve(parse_ticket("1"))
    assert complaint is not None
    store.erase(complaint.ticket, "sari", 1)
    store.close()
    told = office.run("rules", "backtest", "--format", "json").data
    assert (told["complaints"], told["skipped"]) == (3, 1)


def test_formats(office: Office) -> None:
    """A table for people, CSV of the matrix, JSON of everything; of an empty desk too."""
    office.write_rules(TO_BMSDA)
    table = office.run("rules", "backtest").out
    for part in (
        "Would move",
        "2  (50.00 %)",
        "66.66 % before, 33.33 % after, of 3",
        "dlh → triage",
        "Worst rules first",
    ):
        assert part in table
    assert office.run("rules", "backtest", "--format", "csv").out.splitlines()[0] == "from,to,count,held,samples"
    assert "| dlh" in office.run("rules", "backtest", "--format", "md").out


def test_an_empty_desk(fresh_office: Office) -> None:
    """Nothing stored, nothing counted, no file made."""
    assert fresh_office.run("rules", "backtest", "--format", "json").data["complaints"] == 0
    assert not fresh_office.file.exists()


@pytest.mark.slow
def test_memory_does_not_grow_with_the_complaints(office: Office) -> None:
    """Twenty thousand complaints are streamed: what is held at once is far less than they are."""
    import tracemalloc

    from aduan_cli.complaint.complaint import Complaint
    from aduan_cli.complaint.replaying import Comparison
    from aduan_cli.complaint.router import Router
    from aduan_cli.flow.rulebook.backtest import replay
    from aduan_cli.ports import Query
    from aduan_cli.rules.review.agreement import Agreement

    class Many:
        """A store of so many complaints, each of them made when it is asked for."""

        def find(self, _query: Query) -> object:
            for number in range(20_000):
                text = f"sampah nomor {number} " + "x" * 200
                yield Complaint(ticket=f"UJI-{number}", text=text, sources={"kind": "default"})

    from aduan_cli.config.rule_files.texts import compile_texts

    loaded = compile_texts(office.store().accepted())
    one, other = Router(loaded.rules, "a"), Router(loaded.rules, "b")
    tally = Comparison(Agreement(loaded.rules), "current", 3)
    tracemalloc.start()
    replay(Many(), Query(), one, other, tally)  # type: ignore[arg-type]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert tally.complaints == 20_000
    assert peak < 12_000_000


def test_route_makes_the_moves_that_were_foretold(office: Office) -> None:
    """On a desk with calls in many states: after accepting, `route` of every call makes exactly those moves."""
    for number, status in enumerate(("acknowledged", "on_hold", "resolved", "closed", "referred", "routed")):
        office.set_status(office.log(f"sampah {number}"), status)
    hand = office.log("sampah di selokan")
    office.run("route", hand, "--to", "bmsda", "--reason", "selokan")
    office.write_rules(RULES.replace('text = ["ktp"]', 'text = ["ktp", "sampah"]').replace('["sampah"]', '["limbah"]'))
    told = office.run("rules", "backtest", "--limit-samples", "0", "--format", "json").data
    assert (told["moved"], told["held"], told["due"]) == (9, 6, 0)
    tickets = [row["ticket"] for row in office.run("list", "--format", "json").data]
    rows = [
        row
        for ticket in tickets
        if (ran := office.run("route", ticket, "--format", "json")).code == 0
        for row in ran.data
        if row["was"] != row["unit"]
    ]
    assert len(rows) == told["moved"] - told["held"]
    assert sorted(office.run("rules", "backtest", "--format", "json").data["matrix"]) == []
