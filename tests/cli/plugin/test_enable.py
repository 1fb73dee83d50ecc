"""`aduan plugin enable` and `disable`: the list in rules.toml, and nothing else in it; tried before it is written."""

from __future__ import annotations

import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from lamps import CALL, CODE, DISABLED, ENABLED, MANIFEST, lamps

from aduan_cli.config.plugin_files.plugin_places import enabled
from aduan_cli.config.plugin_files.switch import Switch
from aduan_cli.errors import NotAllowedError
from aduan_cli.testing import RULES, Aduan
from aduan_cli.testing import desk as make_desk
from aduan_cli.testing.commands import runner

NOTES = """
# Unit yang ikut, menurut urutan.
[plugins]
enable = [
  "taman",   # dulu
]
trust = []

[grants]
lampu = ["dlh"]   # boleh menyebut DLH
"""
COMMENTED = RULES + NOTES


def rules(folder: Path) -> str:
    """Return the text of rules.toml, its line ends as they are."""
    return (folder / "rules.toml").read_bytes().decode()


def revisions(aduan: Aduan) -> list[str]:
    return [one["revision"] for one in json.loads(aduan("rules", "history", "--format", "json").stdout)]


@pytest.fixture
def two(desk: Path) -> Path:
    """Return a desk with two plugins, the second of which is not enabled."""
    return make(desk)


def make(folder: Path, text: str = COMMENTED) -> Path:
    files = {"plugin.toml": MANIFEST, "plugin.py": CODE}
    return make_desk(folder, text, {"taman": {}, "lampu": files})


def test_enabling_and_disabling(two: Path, aduan: Aduan) -> None:
    """It comes into force at once, as an accepted revision; disabling writes back what was there, byte for byte."""
    assert json.loads(aduan("log", CALL, "--format", "json").stdout)["unit"] == "triage"
    done = aduan("--actor", "rina", "plugin", "enable", "lampu")
    assert done.returncode == 0
    assert done.stdout == ""
    assert "plugin 'lampu' is enabled" in done.stderr
    assert rules(two) == COMMENTED.replace('"taman",   # dulu\n', '"taman",   # dulu\n  "lampu",\n')
    assert len(revisions(aduan)) == 2
    assert json.loads(aduan("rules", "history", "--format", "json").stdout)[0]["actor"] == "rina"
    log = aduan("log", CALL, "--format", "json")
    assert (json.loads(log.stdout)["unit"], log.stderr.count("accepted")) == ("lampu-tiang", 0)

    done = aduan("plugin", "disable", "lampu")
    assert done.returncode == 0
    assert rules(two) == COMMENTED, "the grant of a plugin that is not enabled is no error"
    assert json.loads(aduan("log", CALL, "--format", "json").stdout)["unit"] == "triage"
    assert aduan("rules", "check").returncode == 0


def test_the_same_again_is_no_error(two: Path, aduan: Aduan) -> None:
    """Nothing is written, nothing accepted."""
    done = aduan("plugin", "disable", "lampu")
    assert (done.returncode, done.stderr) == (0, "plugin 'lampu' is not enabled\n")
    aduan("plugin", "enable", "lampu")
    before = (two / "rules.toml").stat().st_mtime_ns
    done = aduan("plugin", "enable", "lampu")
    assert (done.returncode, done.stderr) == (0, "plugin 'lampu' is enabled already\n")
    assert (two / "rules.toml").stat().st_mtime_ns == before


def test_before_another(two: Path, aduan: Aduan) -> None:
    """For of two plugins' words that both fit, the earlier one's count."""
    assert aduan("plugin", "enable", "lampu", "--before", "nobody").returncode == 4
    assert aduan("plugin", "enable", "lampu", "--before", "taman").returncode == 0
    assert rules(two) == COMMENTED.replace('  "taman",', '  "lampu",\n  "taman",')
    assert aduan("plugin", "enable", "lampu", "--before", "lampu").returncode == 2
    moved = aduan("plugin", "enable", "taman", "--before", "lampu")
    assert (moved.returncode, "plugin 'taman' stands before 'lampu' now" in moved.stderr) == (0, True)
    assert rules(two).index('"taman"') < rules(two).index('"lampu"')


def test_several_at_once(desk: Path, tmp_path: Path) -> None:
    """Whoever is told that it is enabled finds it in the list, whatever others do meanwhile."""
    names = [f"p{number}" for number in range(6)]
    make_desk(desk, RULES, {name: {} for name in names})
    aduan = runner(desk, tmp_path)  # processes: they run side by side
    aduan("log", CALL)
    with ThreadPoolExecutor(len(names)) as pool:
        done = list(pool.map(lambda name: aduan("plugin", "enable", name), names))
    assert [one.returncode for one in done] == [0] * len(names), [one.stderr for one in done]
    assert sorted(enabled(rules(desk))) == names


def test_an_edit_at_the_last_moment_is_not_overwritten(two: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By an editor, which knows nothing of locks."""
    change = Switch(str(two), "lampu", enable=True)
    monkeypatch.setattr(os, "fsync", lambda _number: (two / "rules.toml").write_text(RULES, encoding="utf-8"))
    with pytest.raises(NotAllowedError, match="changed meanwhile"):
        change.write()
    assert rules(two) == RULES
    assert [path.name for path in two.iterdir() if path.name.endswith(".new")] == []


@pytest.mark.parametrize(
    "text",
    [
        RULES,
        RULES + "[plugins]\n",
        RULES + '[plugins.limits]\ncpu = 1\n',
        'plugins = { enable = [] }\n' + RULES,
        'plugins.enable = ["taman"]\n' + RULES,
        COMMENTED.replace("\n", "\r\n"),
        "\ufeff" + COMMENTED,
    ],
)  # fmt: skip
def test_however_the_list_is_written(desk: Path, aduan: Aduan, text: str) -> None:
    """Without a table, with an empty one, inline, dotted, with the line ends of Windows, with a byte order mark."""
    make(desk)
    (desk / "rules.toml").write_bytes(text.encode())
    done = aduan("plugin", "enable", "lampu")
    assert done.returncode == 0, done.stderr
    assert json.loads(aduan("log", CALL, "--format", "json").stdout)["unit"] == "lampu-tiang"
    assert aduan("plugin", "disable", "lampu").returncode == 0
    assert aduan("rules", "check").returncode == 0
    assert ("\r\n" in rules(desk)) == ("\r\n" in text)
    assert rules(desk).startswith("\ufeff") == text.startswith("\ufeff")


# -- what is refused


def test_a_manifest_with_errors_is_not_enabled(two: Path, aduan: Aduan) -> None:
    """All its problems, exit code 3; the file is as it was, and nothing was accepted."""
    (two / "plugins" / "lampu" / "plugin.toml").write_text(MANIFEST.replace("lampu-tiang", "lampu-tiag") + "x = 1\n")
    done = aduan("plugin", "enable", "lampu")
    assert done.returncode == 3
    assert "unknown unit 'lampu-tiag'; did you mean 'lampu-tiang'?" in done.stderr
    assert "unknown key" in done.stderr
    assert "plugin 'lampu' can't be enabled; nothing was changed" in done.stderr
    assert rules(two) == COMMENTED
    assert not (two / "aduan.db").exists()


def test_examples_that_would_fail_are_a_reason(two: Path, aduan: Aduan) -> None:
    """Its own, and those of rules.toml that hold only without it."""
    wrong = MANIFEST.replace('category = "lampu-mati" }', 'category = "lampu-mati", priority = "low" }')
    (two / "plugins" / "lampu" / "plugin.toml").write_text(wrong)
    assert "'low' was expected" in aduan("plugin", "enable", "lampu").stderr
    (two / "plugins" / "lampu" / "plugin.toml").write_text(MANIFEST)
    text = COMMENTED + '[[example]]\ntext = "lampu jalan"\nexpect = { step = "triage" }\n'
    (two / "rules.toml").write_text(text)
    done = aduan("plugin", "enable", "lampu")
    assert done.returncode == 3
    assert "'triage' was expected" in done.stderr
    assert rules(two) == text


def test_what_rules_or_others_need_is_not_disabled(two: Path, aduan: Aduan) -> None:
    """Whichever file names it; all places are told."""
    text = COMMENTED + '[[rule]]\ncategory = "sampah"\ntext = "taman"\nto = "taman"\n'
    (two / "rules.toml").write_text(text)
    done = aduan("plugin", "disable", "taman")
    assert done.returncode == 3
    assert "rule[1].to: unknown unit 'taman'" in done.stderr
    assert rules(two) == text
    (two / "rules.toml").write_text(COMMENTED.replace('["dlh"]   #', '["dlh", "taman"]   #'))
    aduan("plugin", "enable", "lampu")
    done = aduan("plugin", "disable", "taman")
    assert (done.returncode, "grants.lampu[2]: unknown unit 'taman'" in done.stderr) == (3, True)
    (two / "rules.toml").write_text(rules(two).replace(', "taman"]   #', "]   #"))
    other = two / "plugins" / "lampu" / "plugin.toml"
    other.write_text(MANIFEST + '[[example]]\ntext = "taman"\nexpect = { unit = "taman" }\n')
    done = aduan("plugin", "disable", "taman")
    assert done.returncode == 3
    assert "plugins/lampu/plugin.toml" in done.stderr


def test_rules_that_are_left_out_anyway(two: Path, aduan: Aduan) -> None:
    """A list in a file that doesn't come into force would do nothing."""
    aduan("log", CALL)
    (two / "rules.toml").write_text(COMMENTED + '[[rule]]\nto = "nobody"\n')
    done = aduan("plugin", "enable", "lampu")
    assert done.returncode == 3
    assert "unknown unit 'nobody'" in done.stderr
    (two / "rules.toml").write_text("[desk\n")
    assert "rules.toml has errors; aduan rules check shows them" in aduan("plugin", "enable", "lampu").stderr
    assert rules(two) == "[desk\n"


@pytest.mark.parametrize(("name", "code"), [("lampo", 4), ("nowhere", 4), ("Lampu", 2), ("../lampu", 2), ("", 2)])
def test_what_is_no_plugin(two: Path, aduan: Aduan, name: str, code: int) -> None:
    """No folder: exit code 4, with the nearest; no name: 2."""
    done = aduan("plugin", "enable", name)
    assert done.returncode == code
    assert aduan("plugin", "disable", name).returncode == 4
    if name == "lampo":
        assert "no plugin 'lampo'; did you mean 'lampu'?" in done.stderr


def test_an_unsafe_manifest(two: Path, aduan: Aduan) -> None:
    """It would be left out: refused with the reason."""
    (two / "plugins" / "lampu" / "plugin.toml").chmod(0o666)
    done = aduan("plugin", "enable", "lampu")
    assert done.returncode == 3
    assert "can be written by everyone; chmod o-w would be right" in done.stderr
    assert rules(two) == COMMENTED


def test_a_folder_without_a_manifest(two: Path, aduan: Aduan) -> None:
    """It is no plugin yet."""
    (two / "plugins" / "kosong").mkdir()
    done = aduan("plugin", "enable", "kosong")
    assert done.returncode == 3
    assert "there is no plugins/kosong/plugin.toml" in done.stderr
    assert rules(two) == COMMENTED


# -- how it comes into force


def test_where_accepting_is_manual(two: Path, aduan: Aduan) -> None:
    """The file is written; what has still to be done is said."""
    (two / "rules.toml").write_text(COMMENTED + '[rules]\naccept = "manual"\n')
    aduan("log", CALL)
    done = aduan("plugin", "enable", "lampu")
    assert done.returncode == 0
    assert "it waits for: aduan rules accept" in done.stderr
    assert json.loads(aduan("-q", "log", CALL, "--format", "json").stdout)["unit"] == "triage"
    assert aduan("rules", "accept").returncode == 0
    assert json.loads(aduan("log", CALL, "--format", "json").stdout)["unit"] == "lampu-tiang"


def test_permissions_and_links_stay(two: Path, aduan: Aduan, tmp_path: Path) -> None:
    """The file is replaced as a whole, through a link where it is one."""
    real = tmp_path / "real.toml"
    (two / "rules.toml").rename(real)
    (two / "rules.toml").symlink_to(real)
    real.chmod(0o640)
    assert aduan("plugin", "enable", "lampu").returncode == 0
    assert (two / "rules.toml").is_symlink()
    assert real.stat().st_mode & 0o777 == 0o640
    assert '"lampu"' in real.read_text(encoding="utf-8")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_desk_that_cannot_be_written(two: Path, aduan: Aduan) -> None:
    """Exit code 7, and nothing changed."""
    aduan("log", CALL)
    two.chmod(0o555)
    try:
        done = aduan("plugin", "enable", "lampu")
    finally:
        two.chmod(0o755)
    assert done.returncode == 7
    assert rules(two) == COMMENTED


def test_code_that_was_set_aside_is_asked_again(desk: Path, aduan: Aduan) -> None:
    """The counts begin anew; the event says who lifted it."""
    lamps(desk, CODE.replace('"semua" in complaint.text', "1 / 0"))
    before = rules(desk)
    for _number in range(3):
        assert aduan("log", CALL).returncode == 6
    assert aduan("log", CALL).returncode == 0
    done = aduan("plugin", "enable", "lampu")
    first, *others = done.stderr.splitlines()
    assert (done.returncode, first) == (6, "plugin 'lampu' is set aside no more; its code is asked again")
    assert "ZeroDivisionError" in others[1], "it is told that nothing has changed"
    assert others[-1] == "aduan plugin check lampu shows all that is wrong with its code"
    assert rules(desk) == before
    assert aduan("log", CALL).returncode == 6


def test_one_that_was_set_aside_and_disabled(desk: Path, aduan: Aduan) -> None:
    """Enabling does both."""
    lamps(desk, CODE.replace('"semua" in complaint.text', "1 / 0"))
    for _number in range(3):
        aduan("log", CALL)
    assert aduan("plugin", "disable", "lampu").returncode == 0
    assert rules(desk) == DISABLED
    done = aduan("plugin", "enable", "lampu")
    assert "is set aside no more" in done.stderr
    assert "plugin 'lampu' is enabled" in done.stderr


@pytest.mark.parametrize("text", [MANIFEST.replace("text =", "txt ="), None])
def test_one_that_is_enabled_and_left_out_is_told(desk: Path, aduan: Aduan, text: str | None) -> None:
    """It is no success: its manifest as it is on disk doesn't count."""
    lamps(desk)
    aduan("log", CALL)
    manifest = desk / "plugins" / "lampu" / "plugin.toml"
    manifest.unlink() if text is None else manifest.write_text(text, encoding="utf-8")
    done = aduan("plugin", "enable", "lampu")
    assert done.returncode == 3
    assert "is enabled, but its manifest as it is on disk is not in force" in done.stderr
    assert "plugins/lampu/plugin.toml" in done.stderr


def test_what_cannot_be_enabled_as_asked_stays_set_aside(desk: Path, aduan: Aduan) -> None:
    lamps(desk, CODE.replace('"semua" in complaint.text', "1 / 0"))
    for _number in range(3):
        aduan("log", CALL)
    assert aduan("plugin", "enable", "lampu", "--before", "nobody").returncode == 4
    assert "is set aside" in aduan("log", CALL).stderr


@pytest.mark.parametrize("code", ["return Decision(", CODE.replace('"lampu", priority="high"', '"dlh"')])
def test_broken_code_is_told_and_enabled_all_the_same(desk: Path, aduan: Aduan, code: str) -> None:
    """It can't harm the desk, and its manifest may be wanted now."""
    lamps(desk, code, rules=DISABLED)
    done = aduan("plugin", "enable", "lampu")
    assert (done.returncode, rules(desk)) == (6, ENABLED)
    assert "warning: plugins/lampu/plugin.py:" in done.stderr
    assert aduan("--no-plugins", "plugin", "enable", "lampu").returncode == 0
