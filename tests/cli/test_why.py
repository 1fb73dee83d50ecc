"""`aduan why`."""

from __future__ import annotations

import time

import pytest

from office import MANIFEST, RULES, Office
from steps import take


def test_names_the_rule_and_the_callers_words(office: Office) -> None:
    """A city rule is told with file and line, its reason, and the caller's words that met each condition."""
    ticket = office.log("Melaporkan P.J.U. mati tertimpa pohon di Kel. Teluk Pucung")
    told = office.run("why", ticket, "--format", "json").data
    line = RULES.splitlines().index('id = "pju-di-pohon"') + 1
    assert (told["unit"], told["support"], told["step"]) == ("dlh", ["bmsda"], "city")
    assert told["rule"]["id"] == "pju-di-pohon"
    assert told["rule"]["file"] == "rules.toml"
    assert abs(told["rule"]["line"] - line) <= 1
    assert told["because"] == [
        {"condition": "category", "value": "pju-mati"},
        {"condition": "text", "pattern": "pohon", "words": "pohon"},
    ]
    assert told["category_words"] == [{"condition": "text", "pattern": "pju", "words": "p j u"}]
    assert told["kind_words"] == [{"pattern": "melaporkan", "words": "melaporkan"}]
    assert told["place_words"] == ["kel teluk pucung"]
    assert told["sources"]["kelurahan"] == "text"
    assert told["today"]["same"] is True
    out = office.run("why", ticket, "-v").out
    for part in ("pju-di-pohon  (rules.toml:", "Pohon dahulu.", "“p j u” (pju)", "“kel teluk pucung”", "the same"):
        assert part in out


def test_of_an_erased_call_no_rules_are_said_to_say_anything(office: Office) -> None:
    """What was decided is still told; without its words nothing is replayed, so today's rules don't "say triage"."""
    ticket = office.log("melaporkan sampah")
    office.store().erase(ticket, "rina")
    for more in ([], ["--format", "md"]):
        out = office.run("why", ticket, *more).out
        assert "its words were erased" in out
        assert "dlh" in out
        assert "triage" not in out
    assert office.run("why", ticket, "--format", "json").data["step"] == "category"


def test_who_decided_by_hand_is_told_in_every_format(office: Office) -> None:
    """The time is the officer's in what people read, Markdown too, and has its offset in JSON."""
    ticket = office.log("melaporkan sampah")
    office.run("route", ticket, "--to", "bmsda", "--reason", "pasar milik kota")
    for more in ([], ["--format", "md"]):
        assert ": pasar milik kota" in office.run("why", ticket, *more).out
    by_hand = office.run("why", ticket, "--format", "json").data["by_hand"]
    assert (by_hand["from"], by_hand["to"], by_hand["reason"]) == ("dlh", "bmsda", "pasar milik kota")
    assert by_hand["at"].endswith("+07:00")


def test_given_values_have_no_words(office: Office) -> None:
    """What the officer gave is told to be given, and no words are made up for it."""
    ticket = office.log("ada sampah", "-c", "ktp", "--kind", "complaint", "--kecamatan", "Bekasi Timur")
    told = office.run("why", ticket, "--format", "json").data
    assert (told["category_words"], told["kind_words"], told["place_words"]) == ([], [], [])
    assert told["unit"] == "kecamatan-bekasi-timur"
    assert "ktp  [given]" in office.run("why", ticket, "-v").out


def test_rules_that_only_added_something_are_told(office: Office) -> None:
    """A `continue` rule that raised the priority is among what held, though the category decided."""
    told = office.run("why", office.log("sampah di sekolah"), "--format", "json").data
    assert (told["step"], told["rule"], told["priority"]) == ("category", None, "high")
    assert [rule["id"] for rule in told["held"]] == ["sekolah"]


def test_triage_is_explained(office: Office) -> None:
    """Where nothing claimed it, that is what is said."""
    out = office.run("why", office.log("ada yang aneh")).out
    assert "nothing claimed it" in out


def test_replays_the_revision_that_decided(office: Office) -> None:
    """After the rules changed, words and rule are those of then, and today's different answer is told."""
    ticket = office.log("Melaporkan pju mati tertimpa pohon")
    decided = office.run("show", ticket, "--format", "json").data["revision"]
    office.write_rules(
        RULES.replace('id = "pju-di-pohon"', 'id = "lain"').replace('text = ["pohon"]', 'text = ["kabel"]')
    )
    told = office.run("why", ticket, "--format", "json").data
    assert told["revision"] == decided
    assert told["replayed"]["revision"] == decided
    assert told["replayed"]["same"] is True
    assert told["rule"]["id"] == "pju-di-pohon"
    assert [word.get("words") for word in told["because"]] == [None, "pohon"]
    assert told["today"]["revision"] != decided
    assert (told["today"]["same"], told["today"]["unit"], told["today"]["step"]) == (False, "bmsda-pju", "category")
    assert "bmsda-pju (Regu PJU) (category, pju-mati)" in office.run("why", ticket).out


def test_a_changed_manifest_is_replayed_too(office: Office) -> None:
    """The texts of the manifests belong to the revision."""
    ticket = office.log("pju mati")
    manifest = office.folder / "plugins" / "bmsda" / "plugin.toml"
    manifest.write_text(MANIFEST.replace('"pju", ', ""), encoding="utf-8")
    told = office.run("why", ticket, "--format", "json").data
    assert told["category_words"][0]["words"] == "pju"
    assert (told["replayed"]["unit"], told["today"]["unit"]) == ("bmsda-pju", "triage")


def test_a_revision_that_is_not_kept_is_said_to_be_so(office: Office) -> None:
    """Where the texts of then are not kept, today's rules explain, and the output says that they do."""
    from aduan_cli.complaint.complaint import Complaint

    logged = {"text": "pju mati", "day": 20261123, "ticket": "UJI", "revision": "0123456789ab"}
    complaint = Complaint(logged, unit="dlh", step="city", rule="lama", status="routed")
    store = office.store()
    take(store, [complaint])
    store.close()
    told = office.run("why", "1", "--format", "json").data
    assert told["rule"] == {"id": "lama"}
    assert told["replayed"]["revision"] != "0123456789ab"
    assert "not kept" in office.run("why", "1").out


def test_by_hand_says_who_when_and_why(office: Office) -> None:
    """A decision by hand is told with actor, time and reason, and what the rules would say."""
    ticket = office.log("pju mati")
    office.run("route", ticket, "--to", "dlh", "--reason", "pohon tumbang", "--actor", "rina")
    told = office.run("why", ticket, "--format", "json").data
    assert told["by_hand"] == {
        "actor": "rina", "at": "2026-11-23T14:05:00+07:00", "from": "bmsda-pju", "to": "dlh", "reason": "pohon tumbang",
    }  # fmt: skip
    assert told["today"]["unit"] == "bmsda-pju"
    out = office.run("why", ticket).out
    assert "rina, 2026-11-23 14:05: pohon tumbang" in out


def test_formats(office: Office) -> None:
    """JSON is one object; CSV has a header and a row; Markdown is a table; control characters are escaped."""
    office.log("sampah \x1b[31m", "--address", "Jl. \x1bX")
    assert isinstance(office.run("why", "1", "--format", "json").data, dict)
    assert len(office.run("why", "1", "--format", "csv").out.splitlines()) == 2
    assert office.run("why", "1", "--format", "md").out.startswith("|")
    assert "\x1b" not in office.run("why", "1").out


def test_no_ticket_exits_4_and_stores_nothing(office: Office) -> None:
    """Asking why of what isn't there exits 4; asking why never writes into the complaint's history."""
    assert office.run("why", "1").code == 4
    ticket = office.log("sampah")
    office.run("why", ticket)
    assert [event[0] for event in office.events(ticket)] == ["logged"]


def test_as_a_process(office: Office) -> None:
    """The installed command explains what the installed command logged."""
    ticket = office.spawn("log", "pju mati").out.strip()
    assert office.spawn("why", ticket, "--format", "json").data["step"] == "category"


def test_says_the_same_whether_the_patterns_are_kept_damaged_or_another_s(office: Office) -> None:
    """The patterns as they were written lie beside the cache; where they don't belong to it the files are compiled."""
    ticket = office.log("pju mati")
    time.sleep(0.1)
    office.run("list")  # files that rested are cached
    kept = office.folder / ".aduan" / "words.json"
    whole = kept.read_bytes()
    told = office.run("why", ticket, "--format", "json").data
    assert told["category_words"][0]["pattern"] == "pju"
    for content in (None, b"", whole[:-9], whole.replace(b'"pju"', b'"pjx"'), b"{}"):
        kept.unlink()
        if content is not None:
            kept.write_bytes(content)
            kept.chmod(0o600)
        assert office.run("why", ticket, "--format", "json").data == told
        kept.write_bytes(whole)


SHORT = {
    "a rule": (
        ("melaporkan pju mati tertimpa pohon",),
        ["dlh (Dinas Lingkungan Hidup) + bmsda: a rule of the city", "“pohon”", "pju-di-pohon  (rules.toml:"],
    ),
    "a hand-off": (("melaporkan kebakaran",), ["disdamkar (", "goes by voice", "“kebakaran”", "api  (rules."]),
    "a category": (
        ("ada pju mati",),
        [
            "bmsda-pju (Regu PJU): the unit of the category",
            "“pju”",
            "category pju-mati  (plugins/bmsda/plugin.toml:12)",
        ],
    ),
    "a category that was given": (("ada", "-c", "ktp"), ["category: ktp  [given]", "category ktp  (rules.toml:"]),
    "nothing": (("ada yang aneh",), ["triage: nothing claimed it"]),
}


@pytest.mark.parametrize("call", SHORT)
def test_an_officer_reads_the_answer_in_three_lines(office: Office, call: str) -> None:
    """What decided, by which words of the call, by which file and line; -v has all of it, and so has JSON."""
    words, parts = SHORT[call]
    ticket = office.log(*words)
    ran = office.run("why", ticket)
    shown = ran.out.splitlines()
    assert len(shown) <= 3 + ("tertimpa" in ran.out or "Pohon dahulu." in ran.out), ran.out
    assert [part for part in parts if part not in ran.out] == []
    assert f"aduan why {ticket} -v" in ran.err
    whole = office.run("why", ticket, "-v")
    assert len(whole.out.splitlines()) > len(shown)
    assert whole.err == ""
    steps = office.run("why", ticket, "--format", "json").data["steps"]
    assert len(steps) >= 3


def test_where_todays_rules_say_something_else_it_is_in_the_answer(office: Office) -> None:
    ticket = office.log("ada sampah")
    office.write_rules(RULES.replace('text = ["sampah"]', 'text = ["limbah"]'))
    assert "Today's rules say" in office.run("why", ticket).out
