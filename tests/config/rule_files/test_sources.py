"""The files that rules are made of: which are asked for, read once, and for each that can't be had why."""

from __future__ import annotations

import importlib.metadata
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import aduan_cli.config.rule_files.sources as module
from aduan_cli.config.rule_files.sources import (
    RULES,
    decoded,
    inside,
    parse,
    parsed,
    plugin_folders,
    read_sources,
    trusted,
    wanted_by,
)
from aduan_cli.problems import Problem
from aduan_cli.testing import RULES as CITY
from aduan_cli.testing import desk as make_desk
from aduan_cli.testing import manifest

SATU, DUA = "plugins/satu/plugin.toml", "plugins/dua/plugin.toml"
BOTH = CITY + '[plugins]\nenable = ["satu", "dua"]\n[holidays]\nfile = "libur.csv"\n'


@pytest.fixture(autouse=True)
def nothing_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no distribution of this environment be found."""
    monkeypatch.setattr(importlib.metadata, "entry_points", lambda group: [])


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Return a desk with two plugins and a file of holidays."""
    folder = make_desk(tmp_path / "desk", BOTH, {name: {"plugin.toml": manifest(name)} for name in ("satu", "dua")})
    (folder / "libur.csv").write_text("2026-12-25,Natal\n")
    return folder


# -- what is asked for


@pytest.mark.parametrize(
    ("path", "is_inside"),
    [
        ("libur.csv", True), ("data/libur.csv", True), ("data/../libur.csv", False), ("../libur.csv", False),
        ("/etc/passwd", False), ("./libur.csv", False), ("data//libur.csv", False), ("", False), (" ", False),
        ("..", False), (".", False), ("a\0b", False), ("data/", False),
    ],
)  # fmt: skip
def test_a_path_stays_in_the_desk_and_is_plainly_written(path: str, is_inside: bool) -> None:
    assert inside(path) is is_inside


@given(st.text(alphabet="ab./\\ \0~", max_size=12))
def test_no_path_that_counts_as_inside_leads_out(path: str) -> None:
    """Wherever it is joined to a folder, it lies in that."""
    if inside(path):
        joined = os.path.normpath(f"/desk/{path}")
        assert joined.startswith("/desk/")
        assert joined == f"/desk/{path}"


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        (BOTH, [SATU, DUA, "libur.csv"]),
        ('[plugins]\nenable = ["satu", "satu", 3, "../x", "A", ""]\n', [SATU]),
        ('[plugins]\nenable = "satu"\n[holidays]\nfile = 3\n', []),
        ('[holidays]\nfile = "/etc/passwd"\n', []),
        ("plugins = 1\nholidays = 2\n", []),
        ("no toml", []),
        (None, []),
        ("\ufeff[plugins]\nenable = ['satu']\n", [SATU]),
    ],
)
def test_what_a_text_asks_for_is_read_even_where_it_is_wrong(text: str | None, paths: list[str]) -> None:
    """A name that can be none, and a path that leads elsewhere, ask for nothing."""
    assert wanted_by(text) == paths


@pytest.mark.parametrize(
    ("text", "names"),
    [('[plugins]\ntrust = ["sari", 3]\n', ["sari"]), ('[plugins]\ntrust = "sari"\n', []), ("plugins = 1\n", []),
     ("no toml", []), (None, []), ("", [])],
)  # fmt: skip
def test_only_names_are_trusted(text: str | None, names: list[str]) -> None:
    assert trusted(text) == names


# -- what is read


def test_all_that_is_asked_for_is_read_once(desk: Path) -> None:
    found = read_sources(str(desk))
    assert list(found.files) == [RULES, SATU, DUA, "libur.csv"]
    assert (found.bad, found.absent, found.folders, found.lost, found.installed()) == ({}, (), ("dua", "satu"), (), {})
    assert found.files[RULES].data == (desk / "rules.toml").read_bytes()
    assert found.paths == [RULES, SATU, DUA, "libur.csv"]


def test_what_the_text_in_force_asks_for_is_read_as_well(desk: Path) -> None:
    """A file that was just taken out of rules.toml may still be what counts."""
    (desk / "rules.toml").write_text(CITY)
    assert list(read_sources(str(desk)).files) == [RULES]
    assert set(read_sources(str(desk), BOTH).files) == {RULES, SATU, DUA, "libur.csv"}
    assert set(read_sources(str(desk), None, '[plugins]\nenable = ["dua"]\n').files) == {RULES, DUA}


def test_files_that_are_not_there_are_absent_and_a_folder_that_is_gone_is_one_cause(desk: Path) -> None:
    (desk / SATU).unlink()
    (desk / "libur.csv").unlink()
    found = read_sources(str(desk))
    assert (found.absent, found.lost) == ((SATU, "libur.csv"), ())
    import shutil

    shutil.rmtree(desk / "plugins")
    found = read_sources(str(desk))
    assert (found.absent, found.lost, found.folders) == ((SATU, DUA, "libur.csv"), (SATU, DUA), ())


def test_a_desk_without_rules_asks_for_nothing(tmp_path: Path) -> None:
    found = read_sources(str(tmp_path))
    assert (found.files, found.bad, found.absent) == ({}, {}, (RULES,))


def test_what_is_no_plain_file_is_bad_with_why_and_nothing_hangs(desk: Path) -> None:
    """A folder, a pipe, a file that is too large."""
    (desk / SATU).unlink()
    (desk / SATU).mkdir()
    (desk / DUA).unlink()
    os.mkfifo(desk / DUA)
    with (desk / "libur.csv").open("wb") as file:
        file.truncate(module.LARGEST + 1)
    found = read_sources(str(desk))
    assert list(found.files) == [RULES]
    assert set(found.bad) == {SATU, DUA, "libur.csv"}
    assert all(problem.line == 1 and "it can't be read: " in problem.what for problem in found.bad.values())


def test_a_place_that_everybody_can_write_is_bad_with_its_cause(desk: Path) -> None:
    """What lies there is not even looked at."""
    (desk / "plugins" / "satu").chmod(0o777)
    found = read_sources(str(desk))
    assert set(found.bad) == {SATU}
    assert "can be written by everyone" in found.bad[SATU].what
    assert found.bad[SATU].cause is not None


def test_only_what_can_be_a_plugins_name_is_its_folder(desk: Path) -> None:
    for name in ("__pycache__", ".git", "Tiga", "empat_"):
        (desk / "plugins" / name).mkdir()
    (desk / "plugins" / "lima").write_text("a file")
    assert plugin_folders(str(desk)) == ["dua", "satu"]
    assert plugin_folders(str(desk / "plugins")) == []


# -- texts


def test_a_byte_that_is_no_utf8_is_told_with_its_line() -> None:
    found = decoded("rules.toml", b"a = 1\nb = 'caf\xe9'\n")
    assert str(found) == "rules.toml:2: byte 0xe9 is not UTF-8; save the file as UTF-8"
    assert decoded("rules.toml", "é".encode()) == "é"


@given(st.binary(max_size=30))
def test_any_bytes_are_a_text_or_a_sentence(data: bytes) -> None:
    found = decoded("x", data)
    if isinstance(found, Problem):
        assert 1 <= found.line <= data.count(b"\n") + 1
    else:
        assert found.encode() == data


@pytest.mark.parametrize(
    ("path", "text", "role"),
    [
        (RULES, "a = 1\n", "city"),
        (SATU, "a = 1\n", "plugin"),
        ("libur.csv", "2026-12-25,Natal\n", "holidays"),
        ("libur.toml", '[[holiday]]\ndate = 2026-12-25\nname = "Natal"\n', "holidays"),
    ],
)
def test_a_file_is_parsed_by_its_name(path: str, text: str, role: str) -> None:
    found = parse(path, text)
    assert found.document is not None
    assert (found.document.role, found.problems) == (role, [])


def test_a_text_that_is_nested_without_an_end_is_told_and_stops_nothing() -> None:
    deep = "a = " + "[" * 5_000 + "]" * 5_000
    (problem,) = parse(RULES, deep).problems
    assert "nested too deep" in problem.what or "not TOML" in problem.what
    assert parsed(deep) is None
    assert wanted_by(deep) == []


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    """Windows puts one there; lines and keys are as without it."""
    found = parse(RULES, "\ufeff[desk]\nname = 'x'\n")
    assert found.document is not None
    assert found.document.data == {"desk": {"name": "x"}}
    assert found.lines["desk", "name"] == 2
