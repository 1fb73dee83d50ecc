"""`rules show` and `why` tell which rule sent what came back."""

from __future__ import annotations

from typing import Any

from aduan_cli.complaint.assignments import SUPPORT
from aduan_cli.complaint.history import Event
from aduan_cli.complaint.returns import returns_of
from office import RULES, Office


def counted(office: Office) -> dict[tuple[str, str | None], tuple[int | None, int | None]]:
    """Return by step and id how many complaints each decided, and how often one came back."""
    rows: list[dict[str, Any]] = office.run("rules", "show", "--format", "json").data
    return {(row["step"], row["id"]): (row["count"], row["returned"]) for row in rows}


def test_each_return_counts_for_what_had_sent_it(office: Office) -> None:
    """For the rule, the category or the hand that did, whoever has it meanwhile."""
    office.log("Melaporkan pju mati tertimpa pohon")
    for _time in range(2):
        office.log("Melaporkan sampah")
    office.run("return", "1", "--reason", "pohonnya milik warga", "--to", "bmsda")
    office.run("return", "2", "--reason", "bukan kami")
    assert counted(office)["city", "pju-di-pohon"] == (1, 1)
    assert counted(office)["category", "sampah"] == (2, 1)
    office.run("assign", "1")
    office.run("return", "1", "--reason", "juga bukan kami")
    office.run("assign", "1", "dlh")
    found = counted(office)
    assert (found["city", "pju-di-pohon"], found["manual", None]) == ((0, 1), (1, 1))
    assert found["city", "sekolah"] == (None, None)
    assert found["category", "ktp"] == (0, 0)


def test_a_rule_that_is_gone_is_still_told(office: Office) -> None:
    office.log("Melaporkan pju mati tertimpa pohon")
    office.run("return", "1", "--reason", "bukan kami")
    office.run("assign", "1", "bmsda")
    office.write_rules(RULES.replace('id = "pju-di-pohon"', 'id = "lampu"'))
    assert counted(office)["city", "pju-di-pohon"] == (0, 1)


def test_the_table_has_a_column_for_it_once_something_came_back(office: Office) -> None:
    office.log("Melaporkan sampah")
    assert "returned" not in office.run("rules", "show").out.splitlines()[0]
    office.run("return", "1", "--reason", "bukan kami")
    table = office.run("rules", "show").out.splitlines()
    assert table[0].split() == ["step", "id", "!", "to", "count", "returned", "when"]
    (line,) = [line for line in table if line.split()[:2] == ["category", "sampah"]]
    assert line.split()[2:5] == ["dlh", "1", "1"]
    assert "kembali" in office.run("rules", "show", "--lang", "id").out.splitlines()[0]


def test_why_tells_when_it_came_back_and_what_had_sent_it(office: Office) -> None:
    office.log("Melaporkan pju mati tertimpa pohon")
    office.run("return", "1", "--reason", "pohonnya milik warga", "--to", "bmsda")
    office.run("assign", "1")
    office.run("return", "1", "--reason", "juga bukan kami")
    assert office.run("why", "1").out.count("Came back") == 1
    first, second = office.run("why", "1", "--format", "json").data["returned"]
    assert first == {
        "at": "2026-11-23T14:05:00+07:00", "actor": "sari", "unit": "dlh", "to": "bmsda",
        "reason": "pohonnya milik warga", "step": "city", "rule": "pju-di-pohon", "category": "pju-mati",
    }  # fmt: skip
    assert (second["unit"], second["step"], second["rule"]) == ("bmsda", "manual", None)
    shown = office.run("why", "1").out
    assert "2026-11-23 14:05  dlh → bmsda: pohonnya milik warga  (sent by city pju-di-pohon)" in shown
    assert "2026-11-23 14:05  bmsda: juga bukan kami  (sent by manual)" in shown


def test_what_a_unit_that_helps_gives_back_is_no_return_of_the_complaint() -> None:
    def event(type_: str, **data: object) -> Event:
        return Event(1, 1, None, type_, data, None)

    logged = event("logged", step="category", category="sampah")
    assert returns_of([logged, event("returned", role=SUPPORT, unit="bpbd")]) == []
    (found,) = returns_of(
        [logged, event("assigned", role=SUPPORT, to="bpbd"), event("returned", role="lead", unit="dlh")]
    )
    assert (found.step, found.category, found.unit) == ("category", "sampah", "dlh")


def test_what_a_helping_unit_gave_back_is_seen_by_who_must_act(office: Office) -> None:
    """In the lists of what came back and in the hand-over, until it is asked again; the state is the lead's."""
    ticket = office.log("Melaporkan sampah menumpuk")
    office.run("start", ticket)
    assert office.run("list", "--status", "returned").err.strip() == "nothing was found"
    office.run("assign", ticket, "bmsda", "--support")
    assert office.run("list", "--bounced", "--count").out == "0\n"
    assert office.run("return", ticket, "--unit", "bmsda", "--reason", "bukan saluran kami").code == 0
    ran = office.run("list", "--bounced")
    assert [row.split()[0] for row in ran.out.splitlines()[2:]] == [ticket]
    assert "dlh +bmsda" in ran.out
    assert "1 more of which a unit that helps gave its part back" in office.run("list", "--status", "returned").err
    told = office.run("handover", "--format", "json").data
    assert [(one["ticket"], one["unit"]) for one in told["lines"] if one["section"] == "returned"] == [
        (ticket, "bmsda")
    ]
    office.run("assign", ticket, "bmsda", "--support")
    assert office.run("list", "--bounced", "--count").out == "0\n"
    assert office.run("handover", "--format", "json").data["counts"]["returned"] == 0
    assert office.run("db", "verify").code == 0
