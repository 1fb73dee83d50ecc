"""`aduan plugin new`: what is made holds as it is, explains itself, and overwrites nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from lamps import DISABLED, ENABLED, MANIFEST, lamps, line

from aduan_cli.testing import RULES, Aduan, clean_environment, manifest
from aduan_cli.testing.commands import runner


def files(folder: Path) -> list[str]:
    """Return what lies in a folder, at any depth, but what a desk keeps for itself."""
    found = (str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    return sorted(path for path in found if not path.startswith(".aduan/"))


@pytest.fixture(params=["id", "en"])
def lang(request: pytest.FixtureRequest) -> dict[str, str]:
    """Return the environment of each language in turn: the templates are in the one in use."""
    return {"ADUAN_LANG": request.param}


@pytest.mark.parametrize("code", [(), ("--code",)])
@pytest.mark.parametrize("name", ["lampu", "banjir", "air-bersih", "sampah-2"])
def test_what_is_made_holds_at_once(desk: Path, aduan: Aduan, name: str, code: tuple[str, ...]) -> None:
    """No error and no warning; it can be enabled as it is, also where its name is a word that others know."""
    done = aduan("plugin", "new", name, "--unit", f"unit-{name}", *code)
    assert (done.returncode, done.stdout) == (0, "")
    made = ["plugin.py", "plugin.toml"] if code else ["plugin.toml"]
    assert files(desk / "plugins") == [f"{name}/{file}" for file in made]
    assert done.stderr.splitlines()[-1] == f"next: aduan plugin check {name}; then: aduan plugin enable {name}"
    checked = aduan("plugin", "check", name, "--strict")
    assert (checked.returncode, checked.stdout) == (0, "")
    assert (desk / "rules.toml").read_text(encoding="utf-8") == RULES
    assert aduan("plugin", "enable", name).returncode == 0
    assert aduan("plugin", "check", "--strict").returncode == 0


@pytest.mark.slow
def test_in_the_desk_that_ships(desk: Path, aduan: Aduan, tmp_path: Path) -> None:
    """With thousands of words of others before it."""
    assert aduan("init", "bekasi").returncode == 0
    folder = desk / "bekasi"
    for number, name in enumerate(("jalan-lampu-pohon-banjir", "air", "x", "urc-2")):
        assert aduan("plugin", "new", name, "--unit", f"u{number}", "--code", cwd=folder).returncode == 0
        checked = aduan("plugin", "check", name, "--strict", cwd=folder)
        assert (checked.returncode, checked.stdout) == (0, "")


WORDS = {
    "id": ("contoh lampu rusak, ada 12 titik", "tempatnya belum jelas", "regu", "contoh-lampu", "contoh lampu"),
    "en": ("broken example lampu, 12 places", "the place isn't clear yet", "callers", "example-lampu", "example lampu"),
}
"""By language: a call, the note on it, a word of the remarks, the example's category and what finds it."""


def test_the_templates_are_in_the_language_in_use(desk: Path, aduan: Aduan, lang: dict[str, str]) -> None:
    """Remarks, crew, question and code; whoever asks in English gets no Indonesian, and the other way round."""
    aduan("plugin", "new", "lampu", "--unit", "lampu", "--code", env=lang)
    text = "".join((desk / "plugins" / "lampu" / file).read_text("utf-8") for file in ("plugin.toml", "plugin.py"))
    assert {language: words[2] in text.lower().split() for language, words in WORDS.items()} == {
        language: language == lang["ADUAN_LANG"] for language in WORDS
    }


def test_the_code_is_asked(desk: Path, aduan: Aduan, lang: dict[str, str]) -> None:
    """The example of the manifest goes through router and validator in a real call."""
    aduan("plugin", "new", "lampu", "--unit", "lampu", "--code", env=lang)
    checked = aduan("plugin", "check", "lampu", "--strict")
    assert (checked.returncode, checked.stdout) == (0, "")
    aduan("plugin", "enable", "lampu")
    said, note, *_more = WORDS[lang["ADUAN_LANG"]]
    done = aduan("log", said, "--format", "json")
    record = json.loads(done.stdout)
    assert (record["unit"], record["step"], record["priority"]) == ("lampu", "code", "high")
    assert note in done.stderr


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("log", "--unit", "x"), "'log' is a command of aduan itself"),
        (("outbox", "--unit", "x"), "'outbox' is a command of aduan itself"),
        (("Lampu", "--unit", "x"), "'Lampu': lower-case letters and digits with single hyphens"),
        (("../x", "--unit", "x"), "'../x': lower-case letters"),
        (("x", "--unit", "Dinas X"), "'Dinas X': lower-case letters"),
        (("x", "--unit", "dlh"), f"unit 'dlh' is declared already, in rules.toml:{line('[units.dlh]', RULES)}"),
        (
            ("x", "--unit", "lampu"),
            f"unit 'lampu' is declared already, in plugins/lampu/plugin.toml:{line('id =', MANIFEST)}",
        ),
        (
            ("x", "--unit", "lampu-tiang"),
            f"'lampu-tiang' is declared already, in plugins/lampu/plugin.toml:{line('[crews', MANIFEST)}",
        ),
        (("lampu", "--unit", "x"), "plugins/lampu is there already"),
        (("x", "--unit", "x", "--to", "here"), "--to goes with --dist"),
        (("x",), "--unit"),
    ],
)
@pytest.mark.parametrize("rules", [ENABLED, DISABLED])
def test_what_cannot_be_had(desk: Path, aduan: Aduan, arguments: tuple[str, ...], sentence: str, rules: str) -> None:
    """A usage error, exit code 2, and nothing is written; units of plugins that are not enabled are taken, too."""
    lamps(desk, rules=rules)
    before = files(desk)
    done = aduan("plugin", "new", *arguments)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert files(desk) == before


def test_a_category_of_that_name_is_evaded(desk: Path, aduan: Aduan, lang: dict[str, str]) -> None:
    """The example's category gets another id."""
    *_more, category, words = WORDS[lang["ADUAN_LANG"]]
    (desk / "rules.toml").write_text(RULES + f'[categories.{category}]\nunit = "dlh"\ntext = ["{words}"]\n')
    aduan("plugin", "new", "lampu", "--unit", "lampu", env=lang)
    assert f"[categories.{category}-2]" in (desk / "plugins" / "lampu" / "plugin.toml").read_text(encoding="utf-8")
    assert aduan("plugin", "check", "lampu", "--strict").returncode == 0


def test_an_office_of_each_kecamatan_is_taken(desk: Path, aduan: Aduan) -> None:
    """Units that a file makes without naming them are named by the file."""
    (desk / "rules.toml").write_text(RULES + '[units.kantor]\nname = "Kantor"\neach = "kecamatan"\n')
    done = aduan("plugin", "new", "x", "--unit", "kantor-bekasi-utara")
    assert "unit 'kantor-bekasi-utara' is declared already, in rules.toml" in done.stderr


def test_what_is_made_reads_well(desk: Path, aduan: Aduan, lang: dict[str, str]) -> None:
    """Lines are not too long, remarks stand below each other, nothing is left of the template's marks."""
    aduan("plugin", "new", "lampu-jalan-raya", "--unit", "lampu-jalan-raya", "--code", env=lang)
    folder = desk / "plugins" / "lampu-jalan-raya"
    for file in files(folder):
        text = (folder / file).read_text(encoding="utf-8")
        assert max(map(len, text.splitlines())) <= 120
        assert "@" not in text.replace("@hookimpl", "")
    lines = (folder / "plugin.toml").read_text(encoding="utf-8").splitlines()
    columns = [line.index("  # ") for line in lines if "  # " in line and not line.startswith("#") and len(line) < 100]
    assert columns.count(max(columns)) > len(columns) / 2


# -- as a distribution


def test_a_distribution_without_any_desk(aduan: Aduan, tmp_path: Path) -> None:
    """It is made where nobody has a desk, and what to type next works there; code is there when it is asked for."""
    place = tmp_path / "away"
    place.mkdir()
    done = aduan("plugin", "new", "air-bersih", "--unit", "air", "--dist", cwd=place)
    assert done.returncode == 0, done.stderr
    assert files(place / "air-bersih") == [
        "README.md", "pyproject.toml", "src/aduan_air_bersih/__init__.py", "src/aduan_air_bersih/plugin.toml",
        "tests/test_manifest.py",
    ]  # fmt: skip
    told, then = done.stderr.splitlines()[-1].removeprefix("next: ").split("; then: ")
    assert then == "pip install ./air-bersih"
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    ran = subprocess.run(
        told, shell=True, cwd=place, env={**clean_environment(tmp_path), "PATH": path}, capture_output=True, check=False
    )
    assert (ran.returncode, ran.stdout) == (0, b""), ran.stderr
    assert ran.stderr.endswith(b"1 plugin: nothing is wrong\n")
    done = aduan("plugin", "new", "x", "--unit", "x", "--code", "--dist", "--to", "mine/x", cwd=place)
    assert "tests/test_code.py" in files(place / "mine" / "x")
    assert aduan("plugin", "new", "x", "--unit", "x", cwd=place).returncode == 4


@pytest.mark.slow
@pytest.mark.parametrize("code", [(), ("--code",)])
def test_a_distribution_holds_in_a_desk(
    desk: Path, aduan: Aduan, tmp_path: Path, code: tuple[str, ...], lang: dict[str, str]
) -> None:
    """`plugin check` finds the package in it; its own tests pass; nothing was put into the desk."""
    folder = tmp_path / "dist"
    made = aduan("plugin", "new", "lampu", "--unit", "lampu", *code, "--dist", "--to", str(folder), env=lang)
    assert made.returncode == 0
    checked = aduan("plugin", "check", str(folder), "--strict")
    assert (checked.returncode, checked.stdout) == (0, "")
    assert files(desk) == ["rules.toml"]
    tests = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(folder)]
    done = subprocess.run(tests, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    style = [sys.executable, "-m", "ruff", "check", "--isolated", "--line-length", "120", str(folder)]
    done = subprocess.run(style, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_nothing_is_overwritten(desk: Path, aduan: Aduan, tmp_path: Path) -> None:
    """A folder with anything in it is left alone; an empty one is taken."""
    folder = tmp_path / "dist"
    folder.mkdir()
    arguments = ("plugin", "new", "lampu", "--unit", "lampu", "--dist", "--to", str(folder))
    assert aduan(*arguments).returncode == 0
    before = files(folder)
    (folder / "README.md").write_text("mine")
    done = aduan(*arguments)
    assert done.returncode == 2
    assert f"{folder} is there already; choose another folder" in done.stderr
    assert files(folder) == before
    assert (folder / "README.md").read_text() == "mine"


@pytest.mark.slow
def test_an_installed_distribution_counts(desk: Path, tmp_path: Path) -> None:
    """Built and installed beside aduan, found by its entry point, enabled, asked."""
    folder, target = tmp_path / "dist", tmp_path / "site"
    aduan = runner(desk, tmp_path)  # a process: what is installed is found by its path
    aduan("plugin", "new", "lampu", "--unit", "lampu", "--code", "--dist", "--to", str(folder))
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(folder)]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(target), str(wheel)]
    subprocess.run(pip, check=True, capture_output=True)
    there = {"PYTHONPATH": str(target)}
    assert aduan("plugin", "check", "lampu", "--strict", env=there).returncode == 0
    assert aduan("plugin", "enable", "lampu", env=there).returncode == 0
    assert aduan("plugin", "check", "--strict", env=there).stderr == "1 plugin: nothing is wrong\n"
    (row,) = json.loads(aduan("plugin", "list", "--format", "json", env=there).stdout)
    assert (row["code"], row["state"], row["unit"]) == ("installed", "in_force", "lampu")
    (row,) = json.loads(aduan("plugin", "doctor", "--format", "json", env=there).stdout)
    assert (row["hooks"], row["folder"]) == (["route", "validate"], str(target / "aduan_lampu"))
    record = json.loads(aduan("log", "example lampu, 12 places", "--format", "json", env=there).stdout)
    assert (record["unit"], record["step"]) == ("lampu", "code")
    assert aduan("plugin", "new", "lampu", "--unit", "x", env=there).returncode == 2
    assert aduan("plugin", "disable", "lampu", env=there).returncode == 0


def test_the_desks_own_queue_is_no_unit(desk: Path, aduan: Aduan) -> None:
    """Neither made new nor declared by hand."""
    done = aduan("plugin", "new", "antrean", "--unit", "triage")
    assert done.returncode == 2
    assert "'triage' is the desk's own queue; another id would be right" in done.stderr
    folder = desk / "plugins" / "antrean"
    folder.mkdir(parents=True)
    (folder / "plugin.toml").write_text(manifest("antrean").replace('id = "antrean"', 'id = "triage"'))
    assert (
        "unit: 'triage' is the desk's own queue; another id would be right"
        in aduan("plugin", "check", "antrean").stdout
    )


def test_its_way_for_messages_works_once_the_signs_are_taken_away(
    desk: Path, aduan: Aduan, lang: dict[str, str]
) -> None:
    """As the template says: the imports, the `#`, and a notifier in rules.toml."""
    assert aduan("plugin", "new", "lampu", "--unit", "lampu", "--code", env=lang).returncode == 0
    place = desk / "plugins" / "lampu" / "plugin.py"
    text = place.read_text(encoding="utf-8")
    start = text.index("# @hookimpl")
    bare = "".join(line[2:] + "\n" for line in text[start:].splitlines())
    imports = "from pathlib import Path\nfrom aduan_cli.hookspecs import Delivery, Message\n"
    code = (text[:start] + bare).replace("import re\n", f"import re\n{imports}", 1)
    place.write_text(code, encoding="utf-8")
    rules = desk / "rules.toml"
    rules.write_text(RULES + '\n[notifiers.lampu]\ntype = "plugin"\n[plugins]\nenable = ["lampu"]\n', encoding="utf-8")
    assert aduan("plugin", "check", "lampu", "--strict").returncode == 0
    tried = aduan("outbox", "test", "lampu")
    assert (tried.returncode, tried.stderr) == (0, "")
    assert place.with_name("messages.txt").read_text(encoding="utf-8").startswith("trial-")
