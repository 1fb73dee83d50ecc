"""The repository around the code: layers, documents that can't rot, and what may not be in it."""

from __future__ import annotations

import ast
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import tomli
from packaging.requirements import Requirement

import oldest
from aduan_cli.cli.root import COMMANDS
from aduan_cli.config.maps import read_map
from aduan_cli.config.rule_files.loader import load
from aduan_cli.rules.language.schema import CONDITION_KEYS, TABLES
from aduan_cli.store.sqlite.migrations import _TABLES

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "scripts"))
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")), ROOT / "bench" / "README.md"]
TICKET = re.compile(r"[A-Z]{3}-\d{6}-\d{4,}-\d")
MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d")


def blocks(path: Path, language: str) -> list[str]:
    """Return the fenced blocks of one language in a document."""
    return re.findall(rf"^```{language}\n(.*?)^```", path.read_text(encoding="utf-8"), re.M | re.S)


def files() -> Iterator[Path]:
    """Yield the files that belong to the project: what git tracks or would track."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if listed.returncode:
        pytest.skip("not a git checkout")
    yield from (ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file())


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Return what a newcomer's shell has: the command on the PATH, English, no settings of ours."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
    kept = {name: value for name, value in os.environ.items() if name == "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PATH": path, "HOME": str(tmp_path), "LANG": "C.UTF-8", "LOGNAME": "petugas"}


# -- layers


def test_every_module_at_the_top_is_told_of_in_the_table_of_layers() -> None:
    told = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")
    found = {path.name for path in (ROOT / "src" / "aduan_cli").glob("[!_]*.py")}
    assert sorted(name for name in found if f"`{name}`" not in told) == []


def test_no_docstring_cites_sections_of_a_document_that_is_not_here() -> None:
    """docs/design.md has headings and no numbers."""
    cited = re.compile(r"\bdesign sections? \d")
    found = [path for path in files() if path.suffix == ".py" and cited.search(path.read_text(encoding="utf-8"))]
    assert found == []


def test_layers_hold() -> None:
    """Each module imports only what lies below it, and each outside package stays in its one home."""
    tool = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([tool, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_every_module_has_a_layer(tmp_path: Path) -> None:
    """A module that nobody placed breaks the build: the contract is exhaustive."""
    settings = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    without = settings.replace('  "places",\n', "")
    assert without != settings
    (tmp_path / "pyproject.toml").write_text(without, encoding="utf-8")
    command = [Path(sys.executable).parent / "lint-imports", "--no-cache", "--config", tmp_path / "pyproject.toml"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "aduan_cli.places" in done.stdout


def test_no_two_classes_have_one_name() -> None:
    """A class can be guessed from its name: two share one only where one fulfils what the other says, as a contract.

    Contracts are those of plugins, and the roles of the ports; a name that begins with `_` is its module's own.
    """
    where: dict[str, list[str]] = {}
    for path in sorted((ROOT / "src" / "aduan_cli").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                where.setdefault(node.name, []).append(path.name)
    contracts = {"hookspecs.py", "ports.py"}
    assert {name: found for name, found in where.items() if len(set(found) - contracts) > 1} == {}


# -- commands and their help


def test_every_command_has_help_and_is_documented() -> None:
    """docs/commands.md is what the commands' own help says today; `make docs` writes it."""
    import commands_doc

    written = commands_doc.PAGE.read_text(encoding="utf-8")
    assert written == commands_doc.page()
    for name in COMMANDS:
        assert f"\n## aduan {name}\n" in written


def test_every_key_of_the_files_is_documented() -> None:
    """docs/keys.md is what the tables of the schema say today, every table with a heading; `make docs` writes it."""
    import keys_doc

    written = keys_doc.PAGE.read_text(encoding="utf-8")
    assert written == keys_doc.page()
    for table, keys in TABLES.items():
        assert [key for key in keys if f"`{key}`" not in written] == [], table


def test_every_move_is_documented() -> None:
    """The table of docs/life.md is the one in the code; `make docs` writes it."""
    import moves_doc

    assert moves_doc.PAGE.read_text(encoding="utf-8") == moves_doc.page()
    assert moves_doc.table() in moves_doc.page()


def test_every_command_and_option_says_what_it_is_for() -> None:
    """No command and no option is without a sentence of help."""
    import click

    import commands_doc

    root = commands_doc.root_group()
    for name in COMMANDS:
        command = root.get_command(click.Context(root), name)
        assert command is not None
        assert command.help, name
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert parameter.help, f"{name} {parameter.opts}"


# -- documents


def _session(block: str) -> Iterator[tuple[str, list[str]]]:
    """Yield (command, the lines shown beneath it) of a console block."""
    command, shown = "", []
    for line in block.splitlines():
        if line.startswith("$ "):
            if command:
                yield command, shown
            command, shown = line[2:], []
        else:
            shown.append(line)
    yield command, shown


def _comparable(text: str) -> str:
    return " ".join(MOMENT.sub("MOMENT", TICKET.sub("TICKET", text)).split())


@pytest.mark.slow
def test_the_readmes_first_session_runs_as_shown(tmp_path: Path, environment: dict[str, str]) -> None:
    """Every command of the README's session succeeds, and prints the lines that the README shows."""
    (block,) = blocks(ROOT / "README.md", "console")
    folder = tmp_path
    for command, shown in _session(block):
        if command.startswith("cd "):
            folder = folder / command[3:]
            continue
        done = subprocess.run(
            shlex.split(command), cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False
        )
        assert done.returncode == 0, f"{command}: {done.stderr}"
        said = [_comparable(line) for line in (done.stdout + done.stderr).splitlines()]
        for line in shown:
            assert _comparable(line) in said, f"{command}: not printed: {line}\n{said}"


@pytest.mark.slow
def test_the_readmes_cron_lines_run_in_silence(tmp_path: Path, environment: dict[str, str]) -> None:
    """Cron mails whatever is printed: on a desk where all is well, the lines say nothing and end with 0."""
    desk = tmp_path / "meja"
    start = ["aduan", "init", str(desk)]
    subprocess.run(start, env=environment, check=True, capture_output=True)
    (block,) = blocks(ROOT / "README.md", "cron")
    lines = [line for line in block.splitlines() if not line.startswith(("#", "PATH="))]
    assert lines
    for line in lines:
        command = line.split(None, 5)[5].replace("/srv/meja", str(desk)).replace("/srv/out", str(tmp_path))
        assert "%" not in command, "cron takes % for a line break"
        # No locale, no terminal, the shell of cron.
        bare = {name: value for name, value in environment.items() if name != "LANG"}
        done = subprocess.run(["sh", "-c", command], env=bare, capture_output=True, cwd=tmp_path, check=False)
        assert (done.returncode, done.stdout, done.stderr) == (0, b"", b""), command


def test_the_rules_in_the_documents_load(tmp_path: Path) -> None:
    """The desk of docs/rules.md loads without a problem. Those of docs/plugins.md are run by a test of their own."""
    (rules,) = blocks(ROOT / "docs" / "rules.md", "toml")
    (tmp_path / "rules.toml").write_text(rules, encoding="utf-8")
    alone = load(str(tmp_path), None)
    assert [str(problem) for problem in alone.problems] == []


def test_the_map_in_the_documents_loads() -> None:
    """The import map of docs/import.md is a valid one."""
    (block,) = blocks(ROOT / "docs" / "import.md", "toml")
    made = read_map("other", "other.toml", block.encode())
    assert made.unit == "Dinas"


def test_every_condition_is_documented() -> None:
    """docs/rules.md names every condition that rules may use."""
    text = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    assert [key for key in CONDITION_KEYS if f"`{key}" not in text] == []


def test_every_table_is_documented() -> None:
    """docs/store.md names every table of the store."""
    tables = re.findall(r"CREATE (?:VIRTUAL )?TABLE (\w+)", _TABLES)
    text = (ROOT / "docs" / "store.md").read_text(encoding="utf-8")
    assert tables
    assert [table for table in tables if f"`{table}`" not in text] == []


def test_links_between_documents_lead_somewhere() -> None:
    """Every relative link in a document names a file that is there."""
    for path in DOCUMENTS:
        for target in re.findall(r"\]\(([^)#:]+)\)", path.read_text(encoding="utf-8")):
            assert (path.parent / target).exists(), f"{path.name}: {target}"


def test_the_decisions_are_numbered_once() -> None:
    """No two notes in docs/decisions have the same number."""
    numbers = [path.name[:4] for path in (ROOT / "docs" / "decisions").glob("*.md")]
    assert sorted(set(numbers)) == sorted(numbers)


# -- the demo and its log


@pytest.mark.slow
def test_the_demo_plays_to_its_end(environment: dict[str, str], tmp_path: Path) -> None:
    """The demo runs from anywhere, ends with what to type next, and mentions its one bad record."""
    done = subprocess.run(
        ["sh", str(ROOT / "examples" / "demo" / "demo.sh"), str(Path(sys.executable).parent)],
        cwd=tmp_path, env={**environment, "TMPDIR": str(tmp_path)}, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-500:] + done.stderr
    assert "To go on:" in done.stdout
    assert "29 taken" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_demos_phones_are_invented() -> None:
    """Nobody's phone is in the demo: every number is of the form 0812-0000-xxxx."""
    text = (ROOT / "examples" / "demo" / "calls.csv").read_text(encoding="utf-8")
    numbers = re.findall(r"\b0?8\d[\d-]{7,}|\b021-[\d-]+", text)
    assert len(numbers) > 25
    assert [number for number in numbers if "0000" not in number] == []


# -- what is kept out


def test_what_a_desk_makes_is_ignored() -> None:
    """The repository is itself a desk: what one leaves behind while it works does not show up in git."""
    made = [
        "aduan.db", "aduan.db-wal", "aduan.db-shm", "aduan.db-journal", ".aduan/rules.json", "quarantine/calls.csv",
        "attachments/photo.jpg", ".venv/bin/aduan", ".venvs/3.13/bin/aduan", "dist/aduan.whl", ".coverage",
    ]  # fmt: skip
    done = subprocess.run(["git", "check-ignore", *made], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode == 128:
        pytest.skip("not a git checkout")
    assert done.stdout.split() == made
    kept = ["src/aduan_cli/formats/quarantine.py", "rules.toml", "plugins/bmsda/plugin.toml"]
    assert subprocess.run(["git", "check-ignore", *kept], cwd=ROOT, check=False, capture_output=True).stdout == b""


def test_no_file_names_this_machine_or_a_package_registry() -> None:
    """Nothing in the repository depends on the place where it was made, or on one registry's host."""
    # In two parts, or this file would be found.
    hosts = ["pypi" + ".org", "python" + "hosted", "registry." + "npmjs", "deb." + "debian", "dl-cdn." + "alpine"]
    places = [f"{path}/" for path in {str(ROOT), str(Path.home())} if len(path) > 4]
    found = []
    for path in files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{path.relative_to(ROOT)}: {word}" for word in [*hosts, *places] if word in text]
    assert found == []


def _pinned(name: str) -> dict[str, list[str]]:
    """Return the versions that a file of requirements pins, by package: several where Pythons differ."""
    pins: dict[str, list[str]] = {}
    for line in (ROOT / "requirements" / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            pin = re.fullmatch(r"([a-z0-9._-]+)==([0-9][\w.]*)( ; [^;#]+)?", line)
            assert pin, f"{name}: {line}: NAME==VERSION would be right, and neither host nor hash"
            pins.setdefault(pin[1], []).append(pin[2])
    return pins


@pytest.mark.parametrize(("name", "group"), [("dev.txt", "dev"), ("bench.txt", "bench")])
def test_every_package_is_pinned_within_what_the_project_allows(name: str, group: str) -> None:
    """What the suite was seen to pass with is written down: exact versions of the program's and the tools' packages."""
    settings = tomli.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    pins = _pinned(name)
    for needed in [*settings["project"]["dependencies"], *settings["dependency-groups"][group]]:
        wanted = Requirement(needed)
        assert wanted.name in pins, f"{name}: {needed}"
        assert all(wanted.specifier.contains(version) for version in pins[wanted.name]), f"{name}: {needed}"


def test_make_installs_nothing_that_is_not_pinned() -> None:
    """`make test` and `make check` take their tools from the pinned file; only what tries other versions does not."""
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    loose = [
        line for line in text.splitlines() if "pip install" in line and ".txt" not in line and "$(PINNED)" not in line
    ]
    assert [line for line in loose if ".venvs/" not in line] == ["\t$(RUN) -m pip install --quiet --upgrade uv"]


def test_the_oldest_packages_are_the_lower_bounds() -> None:
    """`make test-oldest` tries exactly what pyproject.toml promises, and a bound that it can't try is refused."""
    assert oldest.oldest(["click>=8.1", "sqlite-utils>=4.0"]) == ["click==8.1", "sqlite-utils==4.0"]
    assert len(oldest.oldest(oldest.dependencies())) == len(oldest.dependencies())
    with pytest.raises(ValueError, match="NAME>=VERSION would be right"):
        oldest.oldest(["click"])


def test_no_lock_file_with_hosts() -> None:
    """Versions are pinned without hosts, so that they come from whatever index that machine uses."""
    locks = {"uv.lock", "poetry.lock", "Pipfile.lock", "pdm.lock", "pylock.toml"}
    assert [path.name for path in files() if path.name in locks] == []


def test_what_the_program_needs_is_installed() -> None:
    """An environment that was made before a dependency came is told how to get it."""
    from importlib.metadata import PackageNotFoundError, version

    for requirement in map(Requirement, oldest.dependencies()):
        try:
            found = version(requirement.name)
        except PackageNotFoundError:
            found = "0"
        assert requirement.specifier.contains(found), f"{requirement}: python -m pip install -r requirements/dev.txt"


@pytest.mark.skipif(sys.version_info < (3, 11), reason="tomllib, which knows TOML 1.0 alone, came with Python 3.11")
def test_the_files_that_are_shipped_are_toml_1_0() -> None:
    """Older packages that we allow read no inline table over several lines: every call would wait in triage."""
    import tomllib

    shipped = [path for path in files() if path.suffix == ".toml" and "faults" not in path.parts]
    assert ROOT / "rules.toml" in shipped
    for path in shipped:
        tomllib.loads(path.read_text(encoding="utf-8"))
