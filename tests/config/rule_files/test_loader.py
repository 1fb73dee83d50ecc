"""From the desk's folder to the rules in force: a bad file never stops intake."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from aduan_cli.config.rule_files.loader import Loaded, compile_sources, load, revision_of
from aduan_cli.config.rule_files.sources import read_sources

CITY = """\
[desk]
name = "Meja Uji"
prefix = "UJI"
timezone = "Asia/Jakarta"
[units.dlh]
name = "Dinas Lingkungan Hidup"
[categories.sampah]
unit = "dlh"
text = "sampah"
[plugins]
enable = ["satu", "dua"]
"""
RULES, SATU, DUA = "rules.toml", "plugins/satu/plugin.toml", "plugins/dua/plugin.toml"


def manifest(name: str) -> str:
    """Return the manifest of an invented unit with one category of its own."""
    return (
        f'[plugin]\nname = "{name}"\napi = 1\n[unit]\nid = "{name}"\nname = "Dinas {name}"\n'
        f'[categories.urusan-{name}]\nunit = "{name}"\ntext = "{name}"\n'
    )


Write = Callable[[str, str], None]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return a function that writes one file of the desk; the desk is there and right."""

    def to_file(path: str, text: str) -> None:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(text.encode("utf-8", "surrogateescape"))

    to_file(RULES, CITY)
    to_file(SATU, manifest("satu"))
    to_file(DUA, manifest("dua"))
    return to_file


@pytest.fixture
def accepted(write: Write, tmp_path: Path) -> dict[str, str]:
    """Return the texts of the right desk as they were accepted."""
    first = load(str(tmp_path))
    assert first.problems == []
    return first.accepted


def categories(loaded: Loaded) -> list[str]:
    """Return the categories in force."""
    return [entry[0] for entry in loaded.rules["categories"]]


def test_a_right_desk_is_accepted_whole(accepted: dict[str, str], tmp_path: Path) -> None:
    """All files in force, in the order of enable; nothing to tell; a second look changes nothing."""
    assert list(accepted) == [RULES, SATU, DUA]
    again = load(str(tmp_path), accepted)
    assert (again.changed, again.left_out, again.warnings()) == (False, {}, [])
    assert categories(again) == ["sampah", "urusan-satu", "urusan-dua"]
    assert again.paths == [RULES, SATU, DUA, "", "plugins", "plugins/satu", "plugins/dua", "places/."]


def test_the_zone_is_part_of_the_rules(accepted: dict[str, str], tmp_path: Path) -> None:
    """The daily commands get offsets as data; Jakarta has been seven hours ahead since 1964."""
    assert load(str(tmp_path), accepted).rules["zone"] == [[-(2**62), 25200]]


def test_the_revision_is_made_of_paths_and_hashes(accepted: dict[str, str], tmp_path: Path) -> None:
    """The bytes that the docstring promises, written out by hand."""
    lines = b""
    for path in sorted(accepted):
        lines += path.encode() + b"\0" + hashlib.sha256((tmp_path / path).read_bytes()).hexdigest().encode() + b"\n"
    assert revision_of(accepted) == hashlib.sha256(lines).hexdigest()[:12]
    assert load(str(tmp_path)).revision == revision_of(accepted)


def test_other_files_do_not_belong_to_the_revision(accepted: dict[str, str], write: Write, tmp_path: Path) -> None:
    """A plugin that is not enabled, and code, change nothing."""
    write("plugins/tiga/plugin.toml", "not toml at all [")
    write("plugins/satu/plugin.py", "raise SystemExit")
    assert load(str(tmp_path), accepted).revision == revision_of(accepted)


def test_byte_order_mark_and_windows_line_ends_are_accepted(write: Write, tmp_path: Path) -> None:
    """The text is kept as it is, so that the revision is that of the bytes on disk; lines stay right."""
    write(RULES, "\ufeff" + (CITY + '[[rule]]\ntext = "x"\nto = "dlh"\n').replace("\n", "\r\n"))
    loaded = load(str(tmp_path))
    assert loaded.problems == []
    assert loaded.accepted[RULES].encode() == (tmp_path / RULES).read_bytes()
    assert loaded.rules["city"][0]["line"] == 12


def test_a_bad_manifest_leaves_only_itself_out(accepted: dict[str, str], write: Write, tmp_path: Path) -> None:
    """Its last text stays in force; what else changed is accepted; one warning names file and line."""
    write(SATU, manifest("satu") + "unti = 1\n")
    write(DUA, manifest("dua") + 'title = "Urusan dua"\n')
    loaded = load(str(tmp_path), accepted)
    assert loaded.changed
    assert loaded.accepted[SATU] == accepted[SATU]
    assert loaded.accepted[DUA] != accepted[DUA]
    assert loaded.warnings() == [
        "plugins/satu/plugin.toml:10: categories.urusan-satu.unti: unknown key; 'unit' is there already "
        "(the last accepted text stays in force)"
    ]


def test_a_bad_manifest_without_an_accepted_text_is_left_out(write: Write, tmp_path: Path) -> None:
    """The city's rules and the other units are in force; what names the missing unit is a warning."""
    write(SATU, "[plugin\n")
    write(RULES, CITY + '[[rule]]\ntext = "x"\nto = "satu"\n')
    loaded = load(str(tmp_path))
    assert categories(loaded) == ["sampah", "urusan-dua"]
    assert [(problem.file, problem.severity) for problem in loaded.problems] == [(SATU, "error"), (RULES, "warning")]
    assert loaded.warnings() == [
        "plugins/satu/plugin.toml:1: not TOML: the heading has no ']' at its end (the file is left out)"
    ]


def test_bad_rules_leave_the_last_text_in_force(accepted: dict[str, str], write: Write, tmp_path: Path) -> None:
    """A changed manifest is tried against the accepted rules."""
    write(RULES, CITY + '[[rule]]\nto = "dhl"\n[[rule]]\nto = "dhl"\n')
    write(DUA, manifest("dua") + 'title = "Urusan dua"\n')
    loaded = load(str(tmp_path), accepted)
    assert loaded.accepted[RULES] == CITY
    assert loaded.accepted[DUA] != accepted[DUA]
    assert loaded.warnings() == [
        "rules.toml:13: rule[1].to: unknown unit 'dhl'; did you mean 'dlh'? "
        "(1 more problem; the last accepted text stays in force)"
    ]


def test_changes_that_need_each_other_are_accepted_together(
    accepted: dict[str, str], write: Write, tmp_path: Path
) -> None:
    """Rules that name a new crew, and the manifest that declares it; a third file that is bad is no hindrance."""
    write(RULES, CITY + '[[rule]]\ntext = "x"\nto = "satu-regu"\n')
    write(SATU, manifest("satu") + '[crews.regu]\nname = "Regu"\n')
    write(DUA, "[")
    loaded = load(str(tmp_path), accepted)
    assert [rule["to"] for rule in loaded.rules["city"]] == ["satu-regu"]
    assert list(loaded.left_out) == [DUA]


def test_a_change_that_breaks_an_unchanged_file_is_left_out(
    accepted: dict[str, str], write: Write, tmp_path: Path
) -> None:
    """The unit's manifest was in force first; the sentence names the place in it that would break."""
    granted = CITY + '[grants]\ndua = ["dlh"]\n'
    write(RULES, granted)
    write(DUA, manifest("dua") + '[[rule]]\nto = "dlh"\n')
    before = load(str(tmp_path), accepted)
    assert before.left_out == {}
    write(RULES, CITY)
    loaded = load(str(tmp_path), before.accepted)
    assert loaded.accepted[RULES] == granted
    assert [problem.file for problem in loaded.left_out[RULES]] == [DUA]


def test_of_two_owners_of_a_category_the_one_accepted_first_keeps_it(
    accepted: dict[str, str], write: Write, tmp_path: Path
) -> None:
    """Though the rules come first in the order of matching."""
    write(RULES, CITY + '[categories.urusan-satu]\nunit = "dlh"\n')
    loaded = load(str(tmp_path), accepted)
    assert loaded.accepted == accepted
    assert "owned by plugins/satu/plugin.toml already" in loaded.warnings()[0]


def test_a_vanished_manifest_counts_as_bad(accepted: dict[str, str], tmp_path: Path) -> None:
    """Its last text stays in force until somebody disables the plugin."""
    (tmp_path / SATU).unlink()
    loaded = load(str(tmp_path), accepted)
    assert (loaded.accepted, loaded.changed) == (accepted, False)
    assert list(loaded.left_out) == [SATU]


def test_a_plugin_that_was_disabled_and_removed_is_gone(accepted: dict[str, str], write: Write, tmp_path: Path) -> None:
    """Nobody is told about a file that nothing asks for any more."""
    write(RULES, CITY.replace('"satu", ', ""))
    (tmp_path / SATU).unlink()
    loaded = load(str(tmp_path), accepted)
    assert (list(loaded.accepted), loaded.left_out) == ([RULES, DUA], {})


def test_vanished_rules_leave_the_last_text_in_force(accepted: dict[str, str], tmp_path: Path) -> None:
    """The desk works on; the warning says what is missing."""
    (tmp_path / RULES).unlink()
    loaded = load(str(tmp_path), accepted)
    assert loaded.accepted == accepted
    assert list(loaded.left_out) == [RULES]


@pytest.mark.parametrize("text", ["[desk", "\udcff", 'name = "x"\n', CITY + '[[rule]]\nto = "dhl"\n'])
def test_bad_rules_and_no_accepted_text_give_the_fallback_desk(
    text: str, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tickets begin with ADU, the zone is the system's, every call waits in triage, and the problems are there."""
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    write(RULES, text)
    loaded = load(str(tmp_path))
    assert (loaded.rules["desk"]["prefix"], loaded.rules["desk"]["timezone"]) == ("ADU", "Asia/Tokyo")
    assert loaded.rules["zone"][-1][1] == 9 * 3600
    assert (categories(loaded), loaded.revision, loaded.accepted) == ([], None, {})
    assert loaded.warnings()[0].startswith("rules.toml:")
    assert "no rules are in force, calls wait in triage" in loaded.warnings()[0]


def test_a_text_that_is_not_utf8_is_named_with_its_line(write: Write, tmp_path: Path) -> None:
    """The first bad byte tells the line."""
    write(RULES, CITY + 'x = "\udcff"\n')
    assert [str(problem) for problem in load(str(tmp_path)).left_out[RULES]] == [
        "rules.toml:12: byte 0xff is not UTF-8; save the file as UTF-8"
    ]


@pytest.mark.parametrize("text", ["a = " + "[" * 5000, "a = " + "9" * 5000, "\0", "not" + ".not" * 3000 + " = 1\n"])
def test_texts_that_strain_the_parser_are_problems_and_nothing_else(text: str, write: Write, tmp_path: Path) -> None:
    """Deep nesting, huge numbers, NUL bytes."""
    write(SATU, text)
    assert list(load(str(tmp_path)).left_out) == [SATU]


def test_conditions_nested_by_the_thousand_are_a_problem(write: Write, tmp_path: Path) -> None:
    """Dotted keys nest without brackets, past what the parser itself refuses."""
    write(RULES, CITY + "[[rule]]\n" + "not." * 200 + 'kind = "complaint"\n')
    assert "nested too deep" in str(load(str(tmp_path)).left_out[RULES][0])


def test_a_folder_in_the_place_of_a_file_is_a_problem(accepted: dict[str, str], tmp_path: Path) -> None:
    """So is a pipe, which must not make the desk wait."""
    import os

    (tmp_path / SATU).unlink()
    (tmp_path / SATU).mkdir()
    (tmp_path / DUA).unlink()
    os.mkfifo(tmp_path / DUA)
    loaded = load(str(tmp_path), accepted)
    assert set(loaded.left_out) == {SATU, DUA}
    assert loaded.accepted == accepted


def test_an_example_may_expect_that_a_call_is_nobody_s(write: Write, tmp_path: Path) -> None:
    """In the word that `rules test` has for it; given, that queue is no unit."""
    asked = '[[example]]\ntext = "{}"\nexpect = {{ unit = "triage" }}\n'
    write(RULES, CITY + asked.format("entah apa"))
    assert load(str(tmp_path)).warnings() == []
    write(RULES, CITY + asked.format("sampah"))
    assert "gave 'dlh'; 'triage' was expected" in load(str(tmp_path)).warnings()[0]
    write(RULES, CITY + '[[rule]]\nid = "x"\ntext = "entah"\nto = "triage"\n')
    assert "unknown unit 'triage'" in load(str(tmp_path)).warnings()[0]


def test_a_failing_example_leaves_its_own_file_out(accepted: dict[str, str], write: Write, tmp_path: Path) -> None:
    """Accepting runs the changed file's examples, not those of the others."""
    example = '[[example]]\ntext = "sampah satu"\nexpect = { unit = "satu" }\n'
    write(SATU, manifest("satu") + example)
    loaded = load(str(tmp_path), accepted)
    assert [str(problem) for problem in loaded.left_out[SATU]] == [
        "plugins/satu/plugin.toml:12: example[1].expect.unit: 'sampah satu' gave 'dlh'; 'satu' was expected"
    ]
    assert load(str(tmp_path), {**accepted, SATU: manifest("satu") + example}).left_out == {}


def test_manual_acceptance_waits_for_somebody(write: Write, tmp_path: Path) -> None:
    """The accepted text decides that, so that a change can't switch it off for itself."""
    manual = CITY + '[rules]\naccept = "manual"\n'
    write(RULES, manual)
    first = load(str(tmp_path))
    write(RULES, CITY)
    waiting = load(str(tmp_path), first.accepted)
    assert (waiting.changed, list(waiting.left_out)) == (False, [RULES])
    assert load(str(tmp_path), first.accepted, by_hand=True).accepted[RULES] == CITY


def test_what_was_wrong_already_with_the_accepted_texts_is_not_blamed_on_a_change(
    accepted: dict[str, str], write: Write, tmp_path: Path
) -> None:
    """A newer program may object to an old text; other files can still be mended."""
    old = CITY + "[[rule]]\nobsolete = 1\n"
    write(RULES, old)
    write(SATU, manifest("satu") + 'title = "Urusan satu"\n')
    loaded = load(str(tmp_path), {**accepted, RULES: old})
    assert loaded.left_out == {}
    assert loaded.accepted[SATU] != accepted[SATU]
    assert loaded.problems != []


def test_holidays_come_from_the_file_that_the_rules_name(write: Write, tmp_path: Path) -> None:
    """The first column of a CSV file; a header, notes and empty lines don't count. It belongs to the revision."""
    write(RULES, CITY + '[holidays]\nfile = "libur.csv"\n')
    write("libur.csv", "date,name\n# catatan\n\n2026-01-01,Tahun Baru\n2026-12-25,Natal\n")
    loaded = load(str(tmp_path))
    assert loaded.rules["holidays"] == ["2026-01-01", "2026-12-25"]
    assert "libur.csv" in loaded.accepted
    write("libur.csv", "2026-01-01\n2026-13-01\n")
    changed = load(str(tmp_path), loaded.accepted)
    assert changed.rules["holidays"] == ["2026-01-01", "2026-12-25"]
    assert changed.warnings()[0].startswith("libur.csv:2: dates[2]: there is no day '2026-13-01'")


def test_checking_looks_at_the_disk_alone(accepted: dict[str, str], write: Write, tmp_path: Path) -> None:
    """`rules check` reads what stands there now, not what was accepted."""
    write(SATU, "[")
    found = compile_sources(read_sources(str(tmp_path)))
    assert list(found.left_out) == [SATU]
    assert categories(found) == ["sampah", "urusan-dua"]


def test_sources_tell_hash_and_state_of_each_file(write: Write, tmp_path: Path) -> None:
    """The state is that of the very bytes that were read."""
    file = read_sources(str(tmp_path)).files[RULES]
    stat = (tmp_path / RULES).stat()
    assert file.sha256 == hashlib.sha256(CITY.encode()).hexdigest()
    assert file.state == (stat.st_mtime_ns, stat.st_size, stat.st_ino, stat.st_ctime_ns)


def test_a_manifest_that_breaks_the_city_s_file_is_left_out_and_told(write: Write, tmp_path: Path) -> None:
    """Of a desk that never accepted anything: a unit's id is changed, so that the other file names one that is gone."""
    write(RULES, CITY + '[grants]\ndua = ["satu"]\n')
    write(SATU, manifest("satu").replace('id = "satu"', 'id = "satunya"'))
    loaded = load(str(tmp_path))
    (told,) = loaded.warnings()
    assert "satu" in told
    assert "is left out" in told or "no rules are in force" in told
    assert loaded.rules["desk"]["triage"] == "triage"
