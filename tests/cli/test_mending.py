"""`aduan route TICKET --category ...`: what was understood wrong is said right."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from test_completion import offered

from aduan_cli.complaint.fields import STATUSES
from office import RULES, Office
from processes import Aduan

ALWAYS_HIGH = RULES.replace('text = ["sekolah"]\npriority = "high"', 'text = ["sampah"]\npriority = "low"')


def record(office: Office, ticket: str, *names: str) -> Any:
    """Return fields of a complaint as JSON shows it."""
    shown = office.run("show", ticket, "--format", "json").data
    found = tuple(shown[name] for name in names)
    return found if len(found) != 1 else found[0]


def assert_told(office: Office) -> None:
    """Assert that every complaint is as its events say."""
    store = office.store()
    assert list(store.differences()) == []
    store.close()


def test_a_category_that_was_understood_wrong_is_decided_anew(office: Office) -> None:
    """Old → new on the screen, in the data, in the event and in the history; later rules leave it."""
    ticket = office.log("Melaporkan sampah di Margahayu")
    ran = office.run("route", ticket, "--category", "jalan-rusak", "--format", "json")
    assert f"{ticket}: unit dlh → bmsda-jalan; category sampah → jalan-rusak\n" in ran.err
    (row,) = ran.data
    assert (row["changed"], row["was"], row["unit"], row["step"]) == (True, "dlh", "bmsda-jalan", "category")
    assert row["corrected"] == {"category": {"from": "sampah", "to": "jalan-rusak"}}
    type_, actor, data = office.events(ticket)[-1]
    assert (type_, actor, data["from"], data["to"]) == ("routed", "sari", "dlh", "bmsda-jalan")
    assert (data["category"], data["corrected"]) == ("jalan-rusak", {"category": ["sampah", "jalan-rusak"]})
    assert "category sampah → jalan-rusak; dlh → bmsda-jalan (category)" in office.run("show", ticket).out
    office.write_rules(RULES.replace('text = ["sampah"]', 'text = ["sampah", "margahayu"]'))
    assert office.run("route", ticket, "--format", "json").data[0]["changed"] is False
    assert record(office, ticket, "category", "sources")[1]["category"] == "given"
    assert_told(office)


def test_a_place_is_mended_with_its_district(office: Office) -> None:
    """A kelurahan brings its kecamatan along, in any spelling; the area office is found by it."""
    ticket = office.log("Melaporkan ktp hilang di Margahayu")
    assert record(office, ticket, "unit") == "kecamatan-bekasi-timur"
    ran = office.run("route", ticket, "--kelurahan", "telukpucung")
    assert ran.code == 0
    assert "kecamatan Bekasi Timur → Bekasi Utara; kelurahan Margahayu → Teluk Pucung" in ran.err
    expected = ("kecamatan-bekasi-utara", "Bekasi Utara", "Teluk Pucung")
    assert record(office, ticket, "unit", "kecamatan", "kelurahan") == expected
    assert office.run("route", ticket, "--format", "json").data[0]["changed"] is False
    office.run("route", ticket, "--kecamatan", "bekasi timur")
    assert record(office, ticket, "unit", "kecamatan", "kelurahan") == (
        "kecamatan-bekasi-timur",
        "Bekasi Timur",
        "Margahayu",
    )
    office.run("route", ticket, "--address", "Jl. Kenari 5")
    assert record(office, ticket, "address", "kelurahan") == ("Jl. Kenari 5", "Margahayu")
    assert_told(office)


def emptied(*names: str) -> tuple[str, ...]:
    return tuple(word for name in names for word in (f"--{name}", ""))


@pytest.mark.parametrize("command", ["edit", "route"])
@pytest.mark.parametrize(
    ("taken", "place"),
    [
        (("kelurahan",), ("Bekasi Timur", None, "Jl. Mawar No. 5")),
        (("kecamatan",), (None, None, "Jl. Mawar No. 5")),
        (("address",), ("Bekasi Timur", "Margahayu", None)),
        (("kecamatan", "kelurahan", "address"), (None, None, None)),
    ],
)
def test_a_place_that_was_understood_wrong_is_taken_away(
    office: Office, command: str, taken: tuple[str, ...], place: tuple[str | None, ...]
) -> None:
    """No reading of the text brings it back, and its event tells it; said twice it changes nothing."""
    names = ("kecamatan", "kelurahan", "address")
    ticket = office.log("Melaporkan ktp hilang di Jl. Mawar No. 5, Margahayu")
    assert record(office, ticket, *names) == ("Bekasi Timur", "Margahayu", "Jl. Mawar No. 5")
    ran = office.run(command, ticket, *emptied(*taken))
    assert ran.code == 0, ran.err
    assert record(office, ticket, *names) == place
    assert all(record(office, ticket, "sources")[name] == "given" for name in taken)
    _type, _actor, data = office.events(ticket)[-1]
    assert set(data["corrected"]) == {name for name, value in zip(names, place, strict=True) if not value} - {"address"}
    assert office.run("route", ticket, "--format", "json").data[0]["changed"] is False
    office.run("edit", ticket, "--text", "Melaporkan ktp dan kk hilang di Jl. Mawar No. 5, Margahayu")
    assert record(office, ticket, *names) == place
    version = record(office, ticket, "version")
    assert office.run(command, ticket, *emptied(*taken)).code == 0
    assert record(office, ticket, "version") == version
    assert office.run("why", ticket).code == 0
    assert_told(office)


def test_a_place_that_was_taken_away_can_be_given_again(office: Office) -> None:
    ticket = office.log("Melaporkan ktp hilang di Margahayu")
    office.run("edit", ticket, "--kecamatan", "")
    assert record(office, ticket, "unit", "kecamatan") != ("kecamatan-bekasi-timur", "Bekasi Timur")
    office.run("edit", ticket, "--kecamatan", "", "--kelurahan", "Teluk Pucung")
    assert record(office, ticket, "unit", "kecamatan", "kelurahan") == (
        "kecamatan-bekasi-utara", "Bekasi Utara", "Teluk Pucung",
    )  # fmt: skip
    assert_told(office)


def test_places_that_contradict_each_other_are_refused(office: Office) -> None:
    ticket = office.log("sampah")
    ran = office.run("route", ticket, "--kelurahan", "Margahayu", "--kecamatan", "Bekasi Utara")
    assert (ran.code, ran.out, "Margahayu is not in Bekasi Utara" in ran.err) == (2, "", True)
    assert record(office, ticket, "kelurahan", "version") == (None, 1)


def test_a_priority_said_by_hand_stays(office: Office) -> None:
    """Whatever rules set later; also where a person said only that the present one is right."""
    raised, confirmed, other = (office.log(f"sampah {number}") for number in range(3))
    office.run("route", raised, "--priority", "tinggi")
    ran = office.run("route", confirmed, "-p", "normal", "--format", "json")
    assert f"{confirmed}: priority normal\n" in ran.err
    assert (ran.data[0]["changed"], ran.data[0]["corrected"]) == (
        True,
        {"priority": {"from": "normal", "to": "normal"}},
    )
    assert office.run("route", confirmed, "-p", "normal", "--format", "json").data[0]["changed"] is False
    office.write_rules(ALWAYS_HIGH)
    office.run("route", raised, confirmed, other)
    assert [record(office, ticket, "priority") for ticket in (raised, confirmed, other)] == ["high", "normal", "low"]
    assert_told(office)


@pytest.mark.parametrize("quiet", [(), ("-q",)])
def test_an_emergency_says_what_to_do_now(office: Office, quiet: tuple[str, ...]) -> None:
    """Also of a call that a unit has in hand, and with -q."""
    waiting, working = office.log("sampah di Margahayu"), office.log("sampah dua")
    office.set_status(working, "in_progress")
    for ticket, more in ((waiting, ()), (working, ("--reason", "ada asap"))):
        ran = office.run(*quiet, "route", ticket, "-p", "darurat", *more)
        urgent = [line for line in ran.err.splitlines() if line.startswith("!! ")]
        assert len(urgent) == 1
        assert urgent[0].startswith(f"!! {ticket}: emergency for dlh (Dinas Lingkungan Hidup): tell them now")
        assert record(office, ticket, "priority") == "emergency"
    assert record(office, working, "status") == "in_progress"


def test_a_category_that_goes_by_voice_says_so(office: Office) -> None:
    """What was no fire for the tool is one for the officer: the hand-off is said first."""
    ticket = office.log("asap tebal dari rumah")
    ran = office.run("route", ticket, "-c", "kebakaran", "--format", "json")
    assert f"!! {ticket}: Sambungkan ke pemadam sekarang." in ran.err
    assert (ran.data[0]["unit"], ran.data[0]["step"]) == ("disdamkar", "handoff")


def test_a_question_that_was_none_is_opened(office: Office) -> None:
    """Only with a reason; then it is decided, and somebody has it."""
    ticket = office.log("menanyakan pju mati")
    refused = office.run("route", ticket, "--kind", "complaint")
    assert (refused.code, refused.out) == (2, "")
    assert f"{ticket} is unanswered: say why by --reason" in refused.err
    assert record(office, ticket, "status", "version") == ("answered", 1)
    ran = office.run("route", ticket, "--kind", "pengaduan", "--reason", "minta diperbaiki")
    assert "status unanswered → routed; kind information → complaint" in ran.err
    assert record(office, ticket, "status", "kind", "unit") == ("routed", "complaint", "bmsda-pju")
    assert office.run("list", "--open", "--count").out == "1\n"
    assert office.events(ticket)[-1][2]["reason"] == "minta diperbaiki"
    assert_told(office)


def test_a_complaint_that_was_a_question_is_closed_as_answered(office: Office) -> None:
    """Only with a reason, told as closed, still found, its assignment ended; said right again it is back."""
    ticket = office.log("pju mati")
    refused = office.run("route", ticket, "--kind", "information")
    assert (refused.code, refused.out) == (2, "")
    assert f"{ticket} would be closed as information, and nobody would act on it: say why by --reason" in refused.err
    dry = office.run("route", ticket, "--kind", "information", "--dry-run")
    assert f"{ticket} would be closed as information" in dry.err
    assert record(office, ticket, "status", "version") == ("routed", 1)
    ran = office.run("route", ticket, "--kind", "information", "--reason", "hanya bertanya")
    assert f"{ticket} is closed as information: nobody acts on it any more" in ran.err
    assert record(office, ticket, "status", "kind", "unit") == ("answered", "information", "bmsda-pju")
    assert office.run("list", "--unit", "bmsda", "--count").out == "1\n"
    assert office.run("list", "--open", "--count").out == "0\n"
    office.run("route", ticket, "--kind", "complaint", "--reason", "salah paham")
    assert record(office, ticket, "status", "kind", "unit") == ("routed", "complaint", "bmsda-pju")
    assert_told(office)


KEPT = [name for name in STATUSES if name not in ("new", "routed", "answered", "closed", "rejected")]


@pytest.mark.parametrize("status", KEPT)
def test_what_is_at_work_or_done_stays_with_the_values_mended(office: Office, status: str) -> None:
    """With a reason; the unit goes on, and where rules would send it now is told. No question is made of it."""
    ticket = office.log("sampah di Margahayu")
    office.set_status(ticket, status)
    assert office.run("route", ticket, "-c", "jalan-rusak").code == 2
    ran = office.run("route", ticket, "-c", "jalan-rusak", "-p", "high", "--reason", "salah dengar")
    assert ran.code == 0
    assert f"{ticket}: category sampah → jalan-rusak; priority normal → high\n" in ran.err
    assert (
        f"{ticket} stays with dlh (Dinas Lingkungan Hidup); by what is known now rules would send it to bmsda-jalan"
        f" (Regu Jalan): aduan route {ticket} --to bmsda-jalan --reason TEXT"
    ) in ran.err
    assert record(office, ticket, "status", "unit", "category", "priority") == (status, "dlh", "jalan-rusak", "high")
    type_, _actor, data = office.events(ticket)[-1]
    assert (type_, data["reason"], data["corrected"]["category"]) == (
        "corrected", "salah dengar", ["sampah", "jalan-rusak"],
    )  # fmt: skip
    assert "corrected  sari  category sampah → jalan-rusak; priority normal → high: salah dengar" in (
        office.run("show", ticket).out
    )
    refused = office.run("route", ticket, "--kind", "information", "--reason", "x")
    assert (refused.code, f"{ticket} is {status}: as information it would be closed" in refused.err) == (5, True)
    assert record(office, ticket, "status", "kind") == (status, "complaint")
    assert_told(office)


@pytest.mark.parametrize("status", ["closed", "rejected"])
def test_what_was_closed_is_mended_with_a_reason_and_stays_so(office: Office, status: str) -> None:
    ticket = office.log("sampah")
    office.set_status(ticket, status)
    ran = office.run("route", ticket, "-c", "jalan-rusak")
    assert (ran.code, ran.out, f"{ticket} is {status}: say why" in ran.err) == (2, "", True)
    assert office.run("route", ticket, "-c", "jalan-rusak", "--reason", "x").code == 0
    assert record(office, ticket, "category", "unit", "status") == ("jalan-rusak", "dlh", status)


def test_what_was_decided_by_hand_keeps_its_unit(office: Office) -> None:
    """Mended without a reason while it waits, the unit stays the hand's; `why` still says whose."""
    ticket = office.log("pju mati")
    office.run("route", ticket, "--to", "dlh", "--reason", "di taman")
    ran = office.run("route", ticket, "-c", "jalan-rusak")
    assert "stays with dlh" in ran.err
    assert record(office, ticket, "unit", "category", "step") == ("dlh", "jalan-rusak", "manual")
    assert office.run("why", ticket, "--format", "json").data["by_hand"]["reason"] == "di taman"
    office.run("route", ticket, "--kind", "information", "--reason", "hanya bertanya")
    office.run("route", ticket, "--kind", "complaint", "--reason", "ternyata tidak")
    assert record(office, ticket, "unit", "status", "step") == ("dlh", "routed", "manual")
    assert_told(office)


def test_mended_and_decided_by_hand_at_once(office: Office) -> None:
    """`--to` wins over what rules would say, also for the unit that has it already: then it is a hand's decision."""
    ticket, same = office.log("sampah"), office.log("sampah dua")
    assert office.run("route", ticket, "-c", "jalan-rusak", "--to", "disdamkar").code == 2
    ran = office.run("route", ticket, "-c", "jalan-rusak", "--to", "disdamkar", "--reason", "ada api")
    assert "unit dlh → disdamkar; category sampah → jalan-rusak" in ran.err
    assert record(office, ticket, "unit", "category", "step") == ("disdamkar", "jalan-rusak", "manual")
    office.run("route", same, "-c", "jalan-rusak", "--to", "dlh", "--reason", "tetap")
    assert record(office, same, "unit", "category", "step", "status") == ("dlh", "jalan-rusak", "manual", "routed")
    refused = office.run("route", same, "--kind", "feedback", "--to", "dlh", "--reason", "x")
    assert (refused.code, "leave out --kind feedback, or --to" in refused.err) == (2, True)
    assert_told(office)


def test_what_was_erased_is_mended_where_it_is(office: Office) -> None:
    """Its kind and category count in figures; its words are gone, so that no rule looks at it."""
    ticket = office.log("sampah")
    office.store().erase(ticket, "rina")
    assert office.run("route", ticket, "-c", "jalan-rusak").code == 0
    assert record(office, ticket, "unit", "category", "status") == ("dlh", "jalan-rusak", "routed")
    refused = office.run("route", ticket, "--address", "Jl. Kenari 5")
    assert (refused.code, "was erased" in refused.err) == (5, True)


def test_several_tickets_are_mended_alike_or_none_for_want_of_a_reason(office: Office) -> None:
    """One that is at work asks for a reason before the first is changed; one that fails keeps no other back."""
    first, working, merged, into = (office.log(f"sampah {number}") for number in range(4))
    office.set_status(working, "in_progress")
    assert office.run("route", first, working, "-c", "jalan-rusak").code == 2
    assert record(office, first, "category") == "sampah"
    office.run("merge", merged, "--into", into, "--yes")
    ran = office.run("route", first, working, merged, "-c", "jalan-rusak", "--reason", "salah", "--format", "json")
    assert ran.code == 6
    assert ran.err.count("category sampah → jalan-rusak") == 2
    assert [record(office, ticket, "category", "unit") for ticket in (first, working, merged)] == [
        ("jalan-rusak", "bmsda-jalan"), ("jalan-rusak", "dlh"), ("sampah", "dlh"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["1", "-c", "smpah"], "did you mean 'sampah'?"),
        (["1", "-p", "hihg"], "did you mean 'high'?"),
        (["1", "--kind", "komplain"], "unknown kind 'komplain'"),
        (["1", "--kelurahan", "Margahayuu"], "did you mean 'Margahayu'?"),
        (["1", "--kecamatan", "Bekasi Tmur"], "did you mean 'Bekasi Timur'?"),
        (["--pending", "-c", "sampah"], "--category goes with tickets: aduan route TICKET --category"),
        (["--text", "sampah", "-p", "high"], "--priority goes with tickets"),
        (["1", "--reason", "x"], "--reason goes with --to UNIT, or with a corrected value"),
    ],
)
def test_a_value_that_the_desk_does_not_know_is_told(office: Office, arguments: list[str], said: str) -> None:
    office.log("sampah")
    ran = office.run("route", *arguments)
    assert (ran.code, ran.out, said in ran.err) == (2, "", True), ran.err
    assert record(office, "1", "version") == 1


def test_dry_run_changes_nothing(office: Office) -> None:
    ticket = office.log("sampah")
    ran = office.run("route", ticket, "-c", "jalan-rusak", "--dry-run", "--format", "json")
    assert (ran.data[0]["unit"], "category sampah → jalan-rusak" in ran.err) == ("bmsda-jalan", True)
    assert record(office, ticket, "category", "version") == ("sampah", 1)
    assert [event[0] for event in office.events(ticket)] == ["logged"]


def test_the_tab_key_offers_the_values(aduan: Aduan, desk: Path) -> None:
    """Those that `log` offers, at `route` as well."""
    assert aduan("log", "sampah di Margahayu").returncode == 0
    for line, values in {
        "aduan route 1 --category samp": ["sampah"],
        "aduan route 1 -p em": ["emergency"],
        "aduan route 1 --kind inf": ["information"],
        "aduan route 1 --kelurahan tel": ["Teluk-Pucung"],
    }.items():
        assert offered(aduan, line) == values


def test_in_indonesian_as_a_process(office: Office) -> None:
    """The installed command says it in Indonesian."""
    ticket = office.log("pju mati")
    ran = office.spawn("--lang", "id", "route", "1", "--kind", "informasi", "--reason", "hanya bertanya")
    assert ran.code == 0
    assert f"{ticket}: status menunggu → belum-dijawab; jenis pengaduan → informasi" in ran.err
    assert f"{ticket} ditutup sebagai informasi: tidak ada lagi yang menindaklanjutinya" in ran.err


def test_what_was_mended_is_told_in_the_officer_s_language(office: Office) -> None:
    """On an Indonesian screen old and new are the words that tables show."""
    ticket = office.log("sampah")
    told = office.run("route", ticket, "-p", "darurat", "--lang", "id").err
    assert "prioritas biasa → darurat" in told


def test_list_takes_the_short_options_of_log_and_route(office: Office) -> None:
    """Who has just logged with `-p` and `-c` types them in `list` as well."""
    urgent, other = office.log("sampah", "-p", "high"), office.log("sampah lagi")
    found = office.run("list", "-p", "high", "-c", "sampah", "--format", "json").data
    assert [one["ticket"] for one in found] == [urgent]
    assert other not in str(found)
