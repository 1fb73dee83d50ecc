"""`aduan plugin check`: everything that is wrong with a plugin, its code tried under the guard."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from lamps import CODE, DISABLED, ENABLED, MANIFEST, lamps, line

from aduan_cli.testing import RULES, Aduan
from aduan_cli.testing import desk as make_desk
from aduan_cli.testing.commands import runner
from aduan_cli.testing.misbehaving import FAILS, HARMLESS, KIT, PLUGIN, Misbehaviour
from aduan_cli.testing.misbehaving.raising import RAISING

HEAD = "from aduan_cli.hookspecs import Complaint, Decision, Note, Question, hookimpl\n"
COMMANDS = """

@hookimpl
def commands():
    import click

    @click.command("daftar")
    def daftar():
        open("ran", "w").close()

    return [daftar]
"""


@pytest.fixture
def unit(desk: Path) -> Path:
    """Return the folder of a unit's plugin that is enabled in the desk."""
    return lamps(desk) / "plugins" / "lampu"


def write(folder: Path, code: str | None = None, manifest: str | None = None) -> None:
    """Write the plugin's files anew."""
    for name, text in (("plugin.py", code), ("plugin.toml", manifest)):
        if text is not None:
            (folder / name).write_text(text, encoding="utf-8")


def test_nothing_wrong(unit: Path, aduan: Aduan) -> None:
    """With a name, a folder or none: exit code 0, nothing on stdout, JSON of nothing is an empty list."""
    for arguments in ((), ("lampu",), ("plugins/lampu",), ("--strict",)):
        done = aduan("plugin", "check", *arguments)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "1 plugin: nothing is wrong\n")
    assert json.loads(aduan("plugin", "check", "--format", "json").stdout) == []
    assert aduan("-q", "plugin", "check").stderr == ""
    assert not (unit.parents[1] / "aduan.db").exists(), "looking makes no store"


def test_all_problems_at_once(unit: Path, aduan: Aduan) -> None:
    """The manifest's, the code's, and examples that come out otherwise once the code is asked; exit code 3."""
    manifest = MANIFEST.replace('owner = "URC Lampu"', 'colour = "red"') + (
        '[[example]]\ntext = "lampu jalan mati semua"\nexpect = { unit = "lampu-tiang" }\n[commands.data]\nhelp = "x"\n'
    )
    code = CODE.replace('return [Note("di mana?")]', 'return ["di mana?"]')
    write(unit, code, manifest)
    done = aduan("plugin", "check")
    assert done.returncode == 3
    assert done.stdout.splitlines() == [
        f"plugins/lampu/plugin.py:{line('def validate', code)}: validate: Note was expected, str came;"
        " asked about 'lampu jalan mati'",
        f"plugins/lampu/plugin.toml:{line('colour', manifest)}: plugin.colour: unknown key; one of 'fields', 'owner'",
        f"plugins/lampu/plugin.toml:{line('commands.data', manifest)}: commands.data: the code has no command 'data'",
    ]
    assert done.stderr == "error: 3 errors, 0 warnings\n"
    row = json.loads(aduan("plugin", "check", "--format", "json").stdout)[0]
    assert (row["file"], row["path"], row["severity"]) == ("plugins/lampu/plugin.py", "validate", "error")


def test_an_example_that_the_code_contradicts(unit: Path, aduan: Aduan) -> None:
    """It holds by the data alone, as acceptance has it; with the code asked it doesn't."""
    more = '[[example]]\ntext = "lampu jalan semua"\nexpect = { unit = "lampu-tiang", priority = "normal" }\n'
    write(unit, manifest=MANIFEST + more)
    assert aduan("rules", "check").returncode == 0
    done = aduan("plugin", "check", "lampu")
    at = len(MANIFEST.splitlines()) + 3
    assert done.stdout.splitlines() == [
        f"plugins/lampu/plugin.toml:{at}: example[3].expect.unit: 'lampu jalan semua' gave 'lampu';"
        " 'lampu-tiang' was expected",
        f"plugins/lampu/plugin.toml:{at}: example[3].expect.priority: 'lampu jalan semua' gave 'high';"
        " 'normal' was expected",
    ]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("def route(complaint", "def rout(complaint", "{route}: rout: unknown hook 'rout'; did you mean 'route'?"),
        (
            "def route(complaint:",
            "def route(call:",
            "{route}: route: the hook has no argument 'call'; route(complaint) would be right",
        ),
        ('"""The unit', 'x = 1 +\n"""The unit', "1: import: SyntaxError: invalid syntax"),
        ('"""The unit\'s code."""', "import no_such_module", "1: import: ModuleNotFoundError: No module named"),
        ('Decision("lampu", ', 'Decision("dlh", ', "{route}: route: unit: 'dlh' is no unit that the plugin may name"),
        ('"semua" in complaint.text', "1 / 0", "{return}: route: ZeroDivisionError: division by zero; asked about"),
        ("    return Decision", "    while True: pass\n    return Decision", "{route}: route: it used more processor"),
        ("    return Decision", "    raise SystemExit(0)\n    return Decision", "7: route: SystemExit: 0"),
        ("@hookimpl\ndef validate", "def validate", "{validate}: validate: without @hookimpl it is never asked"),
    ],
)
def test_what_is_wrong_with_code(unit: Path, aduan: Aduan, old: str, new: str, sentence: str) -> None:
    """Each with the line: of the traceback where there is one, else of the function that answers the hook."""
    code = CODE.replace(old, new, 1)
    assert code != CODE
    write(unit, code)
    done = aduan("plugin", "check", "--strict")
    assert done.returncode == 3
    lines = {
        "route": line("def rout", code),
        "return": line("return Decision", code),
        "validate": line("def val", code),
    }
    assert f"plugins/lampu/plugin.py:{sentence.format_map(lines)}" in done.stdout


LOSES = "def twice(function):\n    return lambda complaint: function(complaint)\n\n\n@twice\n@hookimpl\ndef route"
SECOND = '\n\n@hookimpl(specname="route")\ndef later(complaint):\n    return None\n'


def test_marks_that_are_lost_or_doubled_or_lacking_are_all_told(unit: Path, aduan: Aduan) -> None:
    """Each with its line, also where the code can't be used for another mistake."""
    write(unit, CODE.replace("@hookimpl\ndef route", LOSES))
    at = line("def route", LOSES) + line("@hookimpl") - 1
    assert f"plugin.py:{at}: route: its mark is lost, so it is never asked" in aduan("plugin", "check").stdout
    write(unit, CODE + SECOND)
    said = f"later: the function in line {line('def route')} answers 'route' as well"
    assert said in aduan("plugin", "check").stdout
    write(unit, CODE.replace("def route", "def _route"))
    assert "_route: unknown hook '_route'; did you mean 'route'?" in aduan("plugin", "check").stdout
    both = CODE.replace("@hookimpl\ndef validate", "def validate").replace("def route(complaint", "def route(call")
    write(unit, both)
    told = aduan("plugin", "check").stdout
    assert "validate: without @hookimpl it is never asked" in told
    assert "route: the hook has no argument 'call'" in told


def test_one_mistake_is_told_once(unit: Path, aduan: Aduan) -> None:
    """A category that can't count makes its rules and examples wrong as well: they are left until it is mended."""
    rule = '[[rule]]\ncategory = "lampu-mati"\ntext = ["semua"]\nto = "lampu"\n'
    write(unit, CODE, MANIFEST.replace('unit = "lampu-tiang"\ntext =', 'unit = "lampu-tiang"\ntxt =') + rule)
    done = aduan("plugin", "check")
    assert done.returncode == 3
    assert [line for line in done.stdout.splitlines() if "lampu-mati.txt" not in line] == []
    assert "lampu: its examples are not run before that is mended" in done.stderr


def test_what_is_not_tried_is_said(unit: Path, aduan: Aduan) -> None:
    write(unit, CODE + "\n\n@hookimpl\ndef observe(event):\n    1 / 0\n")
    done = aduan("plugin", "check")
    assert (done.returncode, done.stdout) == (0, "")
    assert "lampu: not tried, for they act on the world: observe" in done.stderr


def test_failures_of_one_kind_are_told_once(unit: Path, aduan: Aduan) -> None:
    """However many examples it fails for; its wrong answers are not counted as well."""
    write(unit, CODE.replace('"semua" in complaint.text', "1 / 0"))
    done = aduan("plugin", "check")
    assert done.stdout.count("\n") == 1
    assert "1 error, 0 warnings" in done.stderr


def test_what_no_example_asks_is_a_warning(unit: Path, aduan: Aduan) -> None:
    """So that a router that never ran is not taken for a good one; --strict makes it an error."""
    only_information = 'kind = "information"\n'
    write(unit, manifest=MANIFEST.split("[[example]]")[0] + f'[[example]]\ntext = "lampu jalan"\n{only_information}'
          'expect = { unit = "lampu-tiang" }\n')  # fmt: skip
    done = aduan("plugin", "check")
    assert done.returncode == 0
    assert done.stdout.splitlines() == [
        f"plugins/lampu/plugin.py:{line(f'def {hook}')}: {hook}: no example of the manifest gets to it;"
        " an [[example]] that does would be right (warning)"
        for hook in ("route", "validate")
    ]
    assert aduan("plugin", "check", "--strict").returncode == 3


def test_slow_code_is_warned_of(unit: Path, aduan: Aduan) -> None:
    """What takes more than half of what it may is told before the desk ends it."""
    write(unit, CODE.replace("    return Decision", "    import time; time.sleep(1.6)\n    return Decision"))
    rules = unit.parents[1] / "rules.toml"
    rules.write_text(ENABLED + "[plugins.limits]\ncall = 3.0\n", encoding="utf-8")
    done = aduan("plugin", "check")
    assert done.returncode == 0
    assert "route: it took 1." in done.stdout
    assert "more than 3 s would end it; less than 1.5 s would be right (warning)" in done.stdout


def test_questions_are_tried(unit: Path, aduan: Aduan) -> None:
    """As `log` would ask them: a wrong type is found without any call."""
    more = '\n\n@hookimpl\ndef questions(complaint: Complaint):\n    return [Question("a", "A?", "date")]\n'
    write(unit, CODE.replace("Note, hookimpl", "Note, Question, hookimpl") + more)
    done = aduan("plugin", "check")
    assert done.returncode == 3
    assert "questions: type: 'date' with 0 choices can't be asked" in done.stdout


def test_observers_and_commands_are_left_alone(unit: Path, aduan: Aduan, tmp_path: Path) -> None:
    """What acts on the world is not tried; commands are only held against the manifest, both ways."""
    told = tmp_path / "told"
    observer = f'\n\n@hookimpl\ndef observe(event):\n    open({str(told)!r}, "w").close()\n'
    write(unit, CODE + observer + COMMANDS)
    done = aduan("plugin", "check")
    assert done.returncode == 3
    at = line("def commands", CODE + observer + COMMANDS)
    assert done.stdout == (
        f"plugins/lampu/plugin.py:{at}: commands: the manifest doesn't name the command 'daftar', so nobody can call"
        " it; [commands.daftar] in plugin.toml would be right\n"
    )
    write(unit, manifest=MANIFEST + '[commands.daftr]\nhelp = "x"\n')
    assert "commands.daftr: the code has no command 'daftr'; did you mean 'daftar'?" in aduan("plugin", "check").stdout
    write(unit, manifest=MANIFEST + '[commands.daftar]\nhelp = "x"\n')
    assert aduan("plugin", "check", "--strict").returncode == 0
    assert not told.exists()
    assert not (unit.parents[1] / "ran").exists()


def test_commands_and_examples_without_code(unit: Path, aduan: Aduan) -> None:
    """A manifest that promises what only code can keep."""
    (unit / "plugin.py").unlink()
    write(unit, manifest=MANIFEST + '[commands.daftar]\nhelp = "x"\n')
    done = aduan("plugin", "check")
    assert done.returncode == 3
    assert "commands.daftar: there is no code that has it; plugin.py beside the manifest would be right" in done.stdout
    assert "example[2].expect.step: 'lampu jalan mati semua' gave 'category'; 'code' was expected" in done.stdout


def test_examples_of_the_city_that_need_code(unit: Path, aduan: Aduan) -> None:
    """`rules test` leaves them to `plugin check`, which asks the code of the unit that they come to."""
    good = '[[example]]\ntext = "lampu jalan semua"\nexpect = { unit = "lampu", step = "code" }\n'
    bad = '[[example]]\ntext = "sampah"\nexpect = { unit = "dlh", step = "code" }\n'
    rules = unit.parents[1] / "rules.toml"
    rules.write_text(ENABLED + good + bad, encoding="utf-8")
    assert aduan("rules", "check").returncode == 0
    tested = aduan("rules", "test")
    assert tested.returncode == 0
    assert "3 examples need code: aduan plugin check\n" in tested.stderr
    assert "1 example holds" in tested.stderr
    assert aduan("plugin", "check", "lampu").returncode == 0
    done = aduan("plugin", "check")
    assert done.returncode == 3
    assert "example[2].expect.step: 'sampah' gave 'category'; 'code' was expected" in done.stdout
    assert done.stdout.count("\n") == 1


def test_one_that_is_not_enabled_is_checked_as_the_last(desk: Path, aduan: Aduan) -> None:
    """Against the desk as it would be then; rules.toml stays as it is."""
    lamps(desk, rules=DISABLED)
    assert aduan("plugin", "check", "lampu").returncode == 0
    assert aduan("plugin", "check").stderr == "no plugin is enabled, so there is nothing to check\n"
    manifest = MANIFEST.replace("[categories.lampu-mati]", "[categories.sampah]")
    write(desk / "plugins" / "lampu", manifest=manifest.replace('"lampu-mati" }', '"sampah" }'))
    done = aduan("plugin", "check", "lampu")
    assert done.returncode == 3
    assert "categories.sampah: category 'sampah' is owned by rules.toml already" in done.stdout
    assert (desk / "rules.toml").read_text(encoding="utf-8") == DISABLED


def test_what_it_would_break_elsewhere_is_told(desk: Path, aduan: Aduan) -> None:
    """An example of rules.toml that holds only as long as the plugin is not enabled, with its line as it is today."""
    lamps(desk, rules=DISABLED)
    rules = RULES + '[plugins]\nenable = [\n]\n[[example]]\ntext = "lampu jalan"\nexpect = { unit = "triage" }\n'
    rules = rules.replace('expect = { unit = "triage" }', 'expect = { step = "triage" }')
    (desk / "rules.toml").write_text(rules, encoding="utf-8")
    done = aduan("plugin", "check", "lampu")
    assert done.stdout == (
        f"rules.toml:{line('expect', rules)}: example[1].expect.step: 'lampu jalan' gave 'category';"
        " 'triage' was expected\n"
    )


def test_a_folder_outside_the_desk(desk: Path, aduan: Aduan, tmp_path: Path) -> None:
    """It is named as it was given; its code runs from where it lies."""
    lamps(tmp_path / "other")
    folder = tmp_path / "other" / "plugins" / "lampu"
    assert aduan("plugin", "check", str(folder)).returncode == 0
    assert aduan("plugin", "check", ".", cwd=folder, env={"ADUAN_DESK": str(desk)}).returncode == 0
    manifest = MANIFEST.replace("api = 1", "api = 9")
    write(folder, CODE.replace('"semua" in complaint.text', "1 / 0"), manifest)
    assert aduan("plugin", "check", "../other/plugins/lampu").stdout.splitlines() == [
        f"../other/plugins/lampu/plugin.py:{line('return Decision')}: route: ZeroDivisionError: division by zero;"
        " asked about 'lampu jalan mati'",
        "../other/plugins/lampu/plugin.toml:3: plugin.api: unknown version 9 of the plugin contract; 1 would be right",
    ]
    assert not (desk / "plugins").exists()


@pytest.mark.parametrize("given", ["lampo", "nowhere/at/all", "Lampu"])
def test_what_is_nowhere_is_not_found(unit: Path, aduan: Aduan, given: str) -> None:
    """Exit code 4, with the nearest name."""
    done = aduan("plugin", "check", given)
    assert done.returncode == 4
    assert "no plugin" in done.stderr
    if given != "nowhere/at/all":
        assert "did you mean 'lampu'?" in done.stderr


def test_a_folder_without_a_manifest(desk: Path, aduan: Aduan, tmp_path: Path) -> None:
    """Exit code 4 and the file that is missing."""
    done = aduan("plugin", "check", str(tmp_path))
    assert done.returncode == 4
    assert f"{tmp_path}: there is no plugin.toml in it" in done.stderr


def test_a_plugins_folder_without_a_manifest(unit: Path, aduan: Aduan) -> None:
    """Empty, with code alone, or enabled: nothing in it counts, so nothing can be right about it."""
    (unit / "plugin.toml").unlink()
    (unit.parent / "kosong").mkdir()
    for given in ("lampu", "kosong", "plugins/kosong"):
        done = aduan("plugin", "check", given)
        assert (done.returncode, done.stdout) == (4, "")
        assert "there is no plugin.toml in it" in done.stderr
    assert aduan("plugin", "check").returncode == 3


@pytest.mark.parametrize("name", ["Besar", "a b"])
def test_a_folder_whose_name_no_plugin_can_have(unit: Path, aduan: Aduan, name: str) -> None:
    (unit.parent / name).mkdir()
    done = aduan("plugin", "check", name)
    assert done.returncode == 4
    assert f"did you mean '{name}'" not in done.stderr
    assert name not in aduan("plugin", "list").stdout


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="places are judged on POSIX")
def test_unsafe_places(unit: Path, aduan: Aduan) -> None:
    """Code that everyone may write is not run, a manifest not read; both are told."""
    (unit / "plugin.py").chmod(0o666)
    done = aduan("plugin", "check")
    assert done.returncode == 3
    assert done.stdout.startswith("plugins/lampu/plugin.py: 'plugins/lampu/plugin.py' can be written by everyone;")
    (unit / "plugin.toml").chmod(0o666)
    assert "plugins/lampu/plugin.toml: 'plugins/lampu/plugin.toml' can be written" in aduan("plugin", "check").stdout


def test_no_plugins_leaves_code_alone(unit: Path, aduan: Aduan, tmp_path: Path) -> None:
    """The manifest is checked all the same."""
    ran = tmp_path / "ran"
    write(unit, f'open({str(ran)!r}, "w").close()\n' + CODE)
    done = aduan("--no-plugins", "plugin", "check")
    assert done.returncode == 0
    assert "lampu: its code is left out (--no-plugins)" in done.stderr
    assert not ran.exists()


def test_rules_that_cannot_be_read(unit: Path, aduan: Aduan) -> None:
    """Without them nothing can be checked: the reason, exit code 3."""
    (unit.parents[1] / "rules.toml").write_text("[desk\n", encoding="utf-8")
    for arguments in ((), ("lampu",)):
        done = aduan("plugin", "check", *arguments)
        assert done.returncode == 3
        assert "rules.toml:1: not TOML" in done.stdout


def test_an_unparsable_manifest(unit: Path, aduan: Aduan) -> None:
    """Its line is told; the code is imported all the same, so that both can be mended at once."""
    write(unit, "1 / 0\n", MANIFEST + "[\n")
    done = aduan("plugin", "check")
    assert done.returncode == 3
    assert "plugins/lampu/plugin.py:1: import: ZeroDivisionError" in done.stdout
    assert f"plugins/lampu/plugin.toml:{len(MANIFEST.splitlines()) + 1}: not TOML" in done.stdout


# -- the misbehaving kit


def misbehaving(desk: Path, aduan: Aduan, one: Misbehaviour) -> None:
    """Check one of the kit's plugins, its router reached by an example."""
    from aduan_cli.testing import desk as make

    example = f'[[example]]\ntext = "{PLUGIN} di Margahayu"\nexpect = {{ category = "{PLUGIN}" }}\n'
    files = dict(one.files())
    if one.outcome in (FAILS, HARMLESS):
        files["plugin.toml"] = str(files["plugin.toml"]) + example
    make(desk, plugins={PLUGIN: files})
    done = aduan("plugin", "check", PLUGIN)
    assert "Traceback" not in done.stderr
    if one.outcome == HARMLESS or one.hook == "observe":
        assert done.returncode == 0, done.stdout
    else:
        assert done.returncode == 3, done.stdout
        assert f"plugins/{PLUGIN}/plugin.{'py' if one.outcome == FAILS else 'toml'}:" in done.stdout


def _id(one: Misbehaviour) -> str:
    return one.name


@pytest.mark.parametrize("one", [one for one in RAISING if not one.waits], ids=_id)
def test_raising_plugins_are_found(desk: Path, aduan: Aduan, one: Misbehaviour) -> None:
    """Whatever they raise, wherever they raise it."""
    misbehaving(desk, aduan, one)


@pytest.mark.slow
@pytest.mark.parametrize("one", [one for one in KIT if one not in RAISING and not one.leaves_processes], ids=_id)
def test_every_misbehaving_plugin_is_found(desk: Path, tmp_path: Path, one: Misbehaviour) -> None:
    """What fails in the desk fails here, what is harmless there is not complained of, and the check comes back."""
    misbehaving(desk, runner(desk, tmp_path), one)


@pytest.mark.parametrize("accepted", [False, True])
def test_a_folder_of_plugins_that_is_gone_is_an_error(desk: Path, aduan: Aduan, accepted: bool) -> None:
    """All at once and for a name; never that nothing is wrong. `plugin list` names those that are enabled."""
    two = {name: {"plugin.toml": MANIFEST.replace("lampu", name)} for name in ("lampu", "taman")}
    make_desk(desk, RULES + '[plugins]\nenable = ["lampu", "taman"]\n', two)
    assert not accepted or aduan("log", "sampah").returncode == 0
    (desk / "plugins").rename(desk.parent / "away")
    done = aduan("plugin", "check")
    assert (done.returncode, "nothing is wrong" in done.stderr) == (3, False)
    gone = "plugins/lampu/plugin.toml: the folder plugins/ isn't there"
    assert done.stdout.startswith(f"{gone} (1 more file for the same reason); put it back, code and all")
    assert json.loads(aduan("plugin", "check", "--format", "json").stdout)[0]["severity"] == "error"
    one = aduan("plugin", "check", "lampu")
    assert (one.returncode, gone in one.stderr) == (4, True)
    rows = json.loads(aduan("plugin", "list", "--format", "json").stdout)
    assert [(row["name"], row["state"]) for row in rows] == [("lampu", "left_out"), ("taman", "left_out")]


def test_one_folder_that_is_gone_is_an_error(unit: Path, aduan: Aduan) -> None:
    unit.rename(unit.parents[2] / "away")
    done = aduan("plugin", "check")
    assert (done.returncode, "no plugin 'lampu': there is no plugins/lampu/plugin.toml" in done.stdout) == (3, True)
    one = aduan("plugin", "check", "lampu")
    assert (one.returncode, one.stdout) == (4, "")
    assert "plugins/lampu/plugin.toml: there is no such file; put it back or install it again" in one.stderr


@pytest.mark.parametrize("name", ["__init__.py", "Plugin.py", "lampu.py", "kode/__init__.py"])
def test_code_that_nothing_runs_is_told(unit: Path, aduan: Aduan, name: str) -> None:
    """Under another name it would never be asked, and nobody would know why; a test beside it is left alone."""
    write(unit, manifest=MANIFEST)
    place = unit / name
    place.parent.mkdir(exist_ok=True)
    (unit / "plugin.py").rename(place)
    (unit / "test_lampu.py").write_text("")
    done = aduan("plugin", "check", "lampu")
    told = f"plugins/lampu/{name}: nothing runs it; plugin.py beside the manifest would be right (warning)\n"
    assert told in done.stdout
    assert done.stdout.count("nothing runs it") == 1


def test_a_second_file_is_told_to_be_none_of_its_code(unit: Path, aduan: Aduan) -> None:
    """What an author meets first who splits the code; a module that lies nowhere is only named."""
    (unit / "pembantu.py").write_text("A = 1\n")
    for module, is_told in (("pembantu", True), ("tiada", False)):
        write(unit, f"{HEAD}import {module}\n")
        done = aduan("plugin", "check", "lampu")
        assert done.returncode == 3
        assert f"No module named '{module}'" in done.stdout
        assert ("plugin.py is all of its code" in done.stdout) == is_told


def test_what_can_be_no_plugin_s_name_is_told(unit: Path, aduan: Aduan) -> None:
    """A folder that lies there, and whose name is why nobody finds it."""
    unit.rename(unit.parent / "Dinas Lampu")
    for given in ("Dinas Lampu", "plugins/Dinas Lampu"):
        done = aduan("plugin", "check", given)
        assert (done.returncode, done.stdout) == (4, "")
        assert "error: 'Dinas Lampu' is no plugin's name; lower-case letters" in done.stderr


def test_a_manifest_that_is_no_file_is_told_to_be_there(unit: Path, aduan: Aduan) -> None:
    """What is wrong with it, as `rules check` says it, and not that there is none."""
    (unit / "plugin.toml").unlink()
    os.mkfifo(unit / "plugin.toml")
    done = aduan("plugin", "check", "lampu")
    assert (done.returncode, done.stdout) == (3, "plugins/lampu/plugin.toml:1: it can't be read: it is not a file\n")
