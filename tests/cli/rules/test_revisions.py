"""`aduan rules history`, `diff` and `restore`: looking at revisions and going back to one."""

from __future__ import annotations

import datetime as dt
import json
import os
import pwd
import re
import sqlite3
from pathlib import Path

import pytest

from office import MANIFEST, RULES, Office

LIMBAH = RULES.replace('text = ["sampah"]', 'text = ["sampah", "limbah"]')
TO_BMSDA = RULES.replace('to = "dlh"', 'to = "bmsda"')


@pytest.fixture
def office(office: Office) -> Office:
    """Return a desk with two revisions."""
    office.log("sampah")
    office.write_rules(TO_BMSDA)
    office.log("sampah", "--actor", "rina")
    return office


def names(office: Office) -> list[str]:
    return [one["revision"] for one in office.run("rules", "history", "--format", "json").data]


def test_history_says_when_by_whom_and_what(office: Office) -> None:
    """The last accepted stands first; the files are those that differ from the one before."""
    last, first = office.run("rules", "history", "--format", "json").data
    assert last == {
        "revision": last["revision"], "accepted_at": "2026-11-23T14:05:00+07:00", "actor": "rina",
        "before": first["revision"], "files": ["rules.toml"], "in_force": True, "noticed_by": "rina",
        "written": last["written"], "desk": str(office.folder),
    }  # fmt: skip
    assert (first["before"], first["files"]) == (None, ["plugins/bmsda/plugin.toml", "rules.toml"])
    assert office.run("show", "1", "--format", "json").data["revision"] == first["revision"]
    table = office.run("rules", "history").out
    assert table.splitlines()[2].split()[:6] == [last["revision"], "2026-11-23", "14:05", "noticed", "by", "rina"]
    assert office.run("rules", "history", "--limit", "1").err == "1 more; --limit 0 shows all\n"
    assert len(office.run("rules", "history", "--format", "csv").out.splitlines()) == 3


def test_history_says_whose_the_files_were(office: Office) -> None:
    """Who edits a file is not who happens to give the next command; `rules accept` is on purpose."""
    edited = dt.datetime(2026, 11, 23, 6, 30, tzinfo=dt.timezone.utc).timestamp()
    for name in ("rules.toml", "plugins/bmsda/plugin.toml"):
        (office.folder / name).write_text((office.folder / name).read_text() + "\n# lagi\n")
        os.utime(office.folder / name, (edited, edited))
        edited += 60
    office.log("sampah", "--actor", "joko")
    found = office.run("rules", "history", "--format", "json").data[0]
    owner = pwd.getpwuid(os.getuid()).pw_name
    assert (found["actor"], found["noticed_by"]) == ("joko", "joko")
    assert found["written"] == [
        {"file": "plugins/bmsda/plugin.toml", "owner": owner, "modified_at": "2026-11-23T13:31:00+07:00"},
        {"file": "rules.toml", "owner": owner, "modified_at": "2026-11-23T13:30:00+07:00"},
    ]
    line = office.run("rules", "history").out.splitlines()[2]
    assert "noticed by joko" in line
    assert f"{owner} 2026-11-23 13:31" in line
    office.write_rules(RULES)
    office.run("rules", "accept")
    found = office.run("rules", "history", "--format", "json").data[0]
    assert (found["actor"], found["noticed_by"], [one["file"] for one in found["written"]]) == (
        "sari", None, ["rules.toml"],
    )  # fmt: skip


@pytest.mark.skipif(os.getuid() != 0, reason="only root gives a file to somebody else")
def test_history_names_a_user_by_the_name_or_the_number(office: Office) -> None:
    with (office.folder / "rules.toml").open("a") as rules:
        rules.write("\n# lagi\n[plugins.limits]\n")
    os.chown(office.folder, 54321, -1)
    os.chown(office.folder / "rules.toml", 54321, -1)
    office.run("rules", "accept")
    assert office.run("rules", "history", "--format", "json").data[0]["written"][0]["owner"] == "54321"


def test_a_file_that_is_gone_has_no_owner(tmp_path: Path) -> None:
    """What was removed is among the files, and nobody is named for it."""
    from aduan_cli.config.rule_files.authorship import written

    (tmp_path / "rules.toml").write_text("")
    found = written(str(tmp_path), ["rules.toml", "plugins/x/plugin.toml", "a\0b"], {})
    assert [one.file for one in found] == ["rules.toml"]


def test_history_of_a_fresh_desk_is_empty(fresh_office: Office) -> None:
    """JSON of nothing is `[]`, and looking makes no file."""
    assert fresh_office.run("rules", "history", "--format", "json").data == []
    assert not fresh_office.file.exists()


def test_acceptances_are_in_the_chain(office: Office) -> None:
    """Who changed the rules and when can't be changed later."""
    connection = sqlite3.connect(office.file)
    rows = connection.execute("SELECT body FROM event WHERE complaint_id IS NULL ORDER BY id").fetchall()
    connection.close()
    events = [json.loads(body) for (body,) in rows]
    assert [(event["type"], event["actor"]) for event in events] == [
        ("rules_accepted", "sari"),
        ("rules_accepted", "rina"),
    ]
    assert events[1]["data"]["files"] == ["rules.toml"]
    assert office.store().breaks() == []


def test_diff_speaks_of_rules(office: Office) -> None:
    """Without arguments: the last accepted against the files on disk; with names those revisions."""
    last, first = names(office)
    assert "no difference" in office.run("rules", "diff").err
    office.write_rules(LIMBAH)
    assert office.run("rules", "diff").out.splitlines() == [
        "category sampah: text + 'limbah'",
        "rule 2 'pju-di-pohon': to bmsda → dlh",
    ]
    assert office.run("rules", "diff", first).out == "category sampah: text + 'limbah'\n"
    assert office.run("rules", "diff", first[:6], last[:6]).out == "rule 2 'pju-di-pohon': to dlh → bmsda\n"
    assert office.run("rules", "diff", "disk", first).out == "category sampah: text - 'limbah'\n"
    (change,) = office.run("rules", "diff", first, last, "--format", "json").data
    assert (change["file"], change["subject"], change["key"]) == ("rules.toml", "rule 2 'pju-di-pohon'", "to")
    assert (change["old"], change["new"], change["change"]) == ("dlh", "bmsda", "changed")


def test_diff_names_the_files_where_there_are_several(office: Office) -> None:
    """Changes of each file stand below its name."""
    office.write_rules(LIMBAH)
    path = office.folder / "plugins" / "bmsda" / "plugin.toml"
    path.write_text(MANIFEST.replace("Regu PJU", "Regu Lampu"), encoding="utf-8")
    out = office.run("rules", "diff").out.splitlines()
    assert out[0] == "rules.toml"
    assert out[-2:] == ["plugins/bmsda/plugin.toml", "  crew pju: name Regu PJU → Regu Lampu"]


def test_diff_lines_is_a_unified_diff(office: Office) -> None:
    """For those who think in lines: a patch between the two."""
    last, first = names(office)
    lines = office.run("rules", "diff", first, last, "--lines").out.splitlines()
    assert lines[:2] == [f"--- rules.toml\t{first}", f"+++ rules.toml\t{last}"]
    assert '-to = "dlh"' in lines
    assert '+to = "bmsda"' in lines


def test_diff_of_a_broken_file_warns(office: Office) -> None:
    """What can't be parsed is told with its line; the lines can still be compared."""
    office.write_rules("[desk\n")
    ran = office.run("rules", "diff")
    assert ran.code == 0
    assert "warning: rules.toml:1: not TOML" in ran.err
    assert "+[desk" in office.run("rules", "diff", "--lines").out


@pytest.mark.parametrize("name", ["ffff", "zzz", "", "a"])
def test_an_unknown_revision_exits_4(office: Office, name: str) -> None:
    """Neither a wrong name nor one letter is taken for a revision."""
    assert office.run("rules", "diff", name).code == 4
    assert office.run("rules", "restore", name).code == 4


def test_a_beginning_of_several_names_exits_2(office: Office) -> None:
    """Which of them is meant has to be said."""
    store = office.store()
    store.accept("abcd00000000", {"rules.toml": RULES}, None, 1)
    store.accept("abcd11111111", {"rules.toml": RULES}, None, 2)
    store.close()
    ran = office.run("rules", "diff", "abcd")
    assert ran.code == 2
    assert "abcd00000000" in ran.err


def test_restore_writes_the_old_text_back_after_a_copy(office: Office) -> None:
    """The old bytes are there again and in force, what they replaced lies in `.aduan/replaced`, the chain says so."""
    first = names(office)[1]
    (office.folder / "rules.toml").chmod(0o640)
    ran = office.run("rules", "restore", first, "--actor", "budi")
    assert ran.code == 0, ran.err
    assert ran.out == "rules.toml\n  rule 2 'pju-di-pohon': to bmsda → dlh\n"
    assert (office.folder / "rules.toml").read_text(encoding="utf-8") == RULES
    assert (office.folder / "rules.toml").stat().st_mode & 0o777 == 0o640
    copy = office.folder / ".aduan" / "replaced" / "20261123-140500" / "rules.toml"
    assert copy.read_text(encoding="utf-8") == TO_BMSDA
    assert ".aduan/replaced/20261123-140500" in ran.err
    assert names(office)[0] == first
    told = office.run("rules", "history", "--format", "json").data
    assert [one["actor"] for one in told] == ["budi", "rina", "sari"]
    assert office.store().breaks() == []
    assert "no difference" in office.run("rules", "diff").err


def test_restore_of_what_is_there_does_nothing(office: Office) -> None:
    """No copy, no event, no acceptance."""
    ran = office.run("rules", "restore", names(office)[0])
    assert (ran.code, ran.out) == (0, "")
    assert not (office.folder / ".aduan" / "replaced").exists()
    assert len(names(office)) == 2


def test_restore_one_file_and_one_that_vanished(office: Office) -> None:
    """A named file alone is written; one that isn't on disk any more is made again."""
    last = names(office)[0]
    path = office.folder / "plugins" / "bmsda" / "plugin.toml"
    path.unlink()
    office.write_rules("broken = [")
    ran = office.run("rules", "restore", last, "plugins/bmsda/plugin.toml")
    assert path.read_text(encoding="utf-8") == MANIFEST
    assert (office.folder / "rules.toml").read_text(encoding="utf-8") == "broken = ["
    assert ran.code == 0
    assert office.run("rules", "restore", last, "nope.toml").code == 4


def test_restore_dry_run_writes_nothing(office: Office) -> None:
    """It shows what would change."""
    ran = office.run("rules", "restore", names(office)[1], "--dry-run")
    assert "to bmsda → dlh" in ran.out
    assert (office.folder / "rules.toml").read_text(encoding="utf-8") == TO_BMSDA


def test_restore_twice_in_one_second_keeps_both_copies(office: Office) -> None:
    """No copy overwrites another."""
    last, first = names(office)[:2]
    office.run("rules", "restore", first)
    office.run("rules", "restore", last)
    copies = sorted(path.name for path in (office.folder / ".aduan" / "replaced").iterdir())
    assert copies == ["20261123-140500", "20261123-140500-2"]


def test_a_text_that_no_longer_passes_is_restored_but_not_in_force(office: Office) -> None:
    """Restored with others than it was accepted with, a text may be wrong: exit 3 says so."""
    last = names(office)[0]
    manifest = office.folder / "plugins" / "bmsda" / "plugin.toml"
    manifest.write_text(MANIFEST + '[categories.sampah]\nunit = "bmsda"\ntext = ["s"]\n', encoding="utf-8")
    office.write_rules(RULES.replace('[categories.sampah]\nunit = "dlh"\ntext = ["sampah"]\n', ""))
    office.log("apa saja")
    ran = office.run("rules", "restore", last, "rules.toml")
    assert ran.code == 3
    assert "not in force: rules.toml" in ran.err


@pytest.mark.parametrize("by_hand", [True, False])
def test_rules_that_lose_every_hand_off_are_told(office: Office, by_hand: bool) -> None:
    """What `rules learn` writes has none: an emergency would wait like any call, and one line says so, once."""
    assert "[[handoff]]" in TO_BMSDA
    office.write_rules(re.sub(r"\[\[handoff\]\]\n(?:[^\[\n].*\n)+", "", TO_BMSDA))
    sentence = "no hand-off is left: no emergency goes by voice; aduan rules restore "
    if by_hand:
        assert office.run("rules", "accept", "--dry-run").err.count(sentence) == 1
        checked, strict = office.run("rules", "check"), office.run("rules", "check", "--strict")
        assert (checked.code, checked.err.count(sentence), strict.code) == (0, 1, 3)
    ran = office.run("rules", "accept") if by_hand else office.run("log", "sampah")
    assert ran.code == 0
    assert ran.err.count(sentence) == 1
    assert sentence not in office.run("log", "sampah").err
    assert sentence not in office.run("rules", "check").err


def test_diff_shows_the_word_that_changed_wherever_it_stands(office: Office) -> None:
    """In a list of words, among the conditions of `any`, in a question, in a long sentence: not the whole of both."""
    long = "Sambungkan ke pemadam sekarang, lalu bacakan alamat dan jumlah korban dua kali."
    more = '\n[[rule]]\nid = "asap"\nto = "dlh"\nany = [{ text = ["asap", "abu"] }, { kecamatan = "Bekasi Timur" }]\n'
    more += '[[question]]\nid = "sejak"\ncategory = "sampah"\ntext = "Sejak?"\ntype = "choice"\n'
    more += 'choices = ["pagi", "malam"]\n'
    office.write_rules(RULES.replace("Sambungkan ke pemadam sekarang.", long) + more)
    assert office.run("rules", "accept").code == 0
    changed = (RULES.replace("Sambungkan ke pemadam sekarang.", long) + more).replace('"asap", "abu"', '"asap", "abuu"')
    changed = (
        changed.replace('"terbakar"', '"terbakarr"').replace('"malam"]', '"sore"]').replace("dua kali", "tiga kali")
    )
    office.write_rules(changed)
    lines = office.run("rules", "diff").out.splitlines()
    assert lines == [
        "category kebakaran: text - 'terbakar' + 'terbakarr'",
        "handoff 1 'api': say - '… jumlah korban dua kali.' + '… jumlah korban tiga kali.'",
        "rule 3 'asap': any[1].text - 'abu' + 'abuu'",
        "question 1 'sejak': choices - 'malam' + 'sore'",
    ]
    row = office.run("rules", "diff", "--format", "json").data[2]
    assert (row["key"], row["removed"], row["added"]) == ("any[1].text", ["abu"], ["abuu"])
    assert (row["old"], row["new"]) == (["asap", "abu"], ["asap", "abuu"])


def test_what_is_restored_or_enabled_is_on_purpose(office: Office) -> None:
    """Whoever says so changed the files: nobody only noticed it."""
    last, first = names(office)
    assert office.run("rules", "restore", first).code == 0
    assert office.run("plugin", "new", "baru", "--unit", "baru").code == 0
    assert office.run("plugin", "enable", "baru").code == 0
    found = office.run("rules", "history", "--format", "json").data
    assert [one["noticed_by"] for one in found] == [None, None, "rina", "sari"]
    assert found[2]["revision"] == last
