"""Compiled code that is kept: never another's, never an older one's, and done without where it can't be trusted."""

from __future__ import annotations

from pathlib import Path

import pytest

from aduan_cli.plugins import bytecode
from aduan_cli.plugins.bytecode import main_of
from aduan_cli.plugins.code import Code, find_code

FIRST, SECOND = b"ANSWER = 1\n", b"ANSWER = 2\n"


def code_of(desk: Path, data: bytes, objection: str | None = None) -> Code:
    """Write a plugin's code into a desk and find it."""
    folder = desk / "plugins" / "satu"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "plugin.py").write_bytes(data)
    found = find_code(str(desk), "satu", {}, lambda place: objection if place.startswith(".aduan") else None)
    assert found is not None
    return found


def answer(code: Code) -> object:
    """Run a plugin's main file and return what it says."""
    names: dict[str, object] = {}
    exec(main_of(code), names)
    return names["ANSWER"]


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that grows with each compilation."""
    made: list[str] = []
    compiled = bytecode.compiled
    monkeypatch.setattr(bytecode, "compiled", lambda code, name: made.append(name) or compiled(code, name))
    return made


def test_code_is_compiled_once(tmp_path: Path, counted: list[str]) -> None:
    """The second command takes what the first one kept."""
    assert [answer(code_of(tmp_path, FIRST)) for _time in range(3)] == [1, 1, 1]
    assert counted == ["plugin.py"]


def test_other_bytes_are_compiled_anew(tmp_path: Path, counted: list[str]) -> None:
    """Of the same size, within the same second: what counts is the content."""
    assert [answer(code_of(tmp_path, data)) for data in (FIRST, SECOND, FIRST)] == [1, 2, 1]
    assert len(counted) == 3


def test_code_of_another_place_is_compiled_anew(tmp_path: Path, counted: list[str]) -> None:
    """Tracebacks name the file that runs, also in a desk that was copied with its cache."""
    main_of(code_of(tmp_path / "a", FIRST))
    kept = tmp_path / "b" / ".aduan" / "code" / "satu"
    kept.parent.mkdir(parents=True)
    kept.write_bytes((tmp_path / "a" / ".aduan" / "code" / "satu").read_bytes())
    assert main_of(code_of(tmp_path / "b", FIRST)).co_filename == str(tmp_path / "b" / "plugins" / "satu" / "plugin.py")
    assert len(counted) == 2


@pytest.mark.parametrize(
    "damage", [lambda d: d[:-1], lambda d: d[:64] + b"x" + d[65:], lambda d: b"", lambda d: d[:40]]
)
def test_a_damaged_file_counts_as_none(tmp_path: Path, damage: object) -> None:
    """It is never run, and mended by the next command."""
    answer(code_of(tmp_path, FIRST))
    kept = tmp_path / ".aduan" / "code" / "satu"
    whole = kept.read_bytes()
    kept.write_bytes(damage(whole))  # type: ignore[operator]
    assert answer(code_of(tmp_path, FIRST)) == 1
    assert kept.read_bytes() == whole


def test_an_unsafe_place_is_not_used(tmp_path: Path, counted: list[str]) -> None:
    """Where others may write, nothing is read and nothing kept."""
    for _time in range(2):
        assert answer(code_of(tmp_path, FIRST, "everybody may write there")) == 1
    assert len(counted) == 2
    assert not (tmp_path / ".aduan").exists()


def test_a_desk_that_cant_be_written_does_without(tmp_path: Path) -> None:
    """A file in the place of the folder is as good as no permission."""
    (tmp_path / ".aduan").write_text("")
    assert [answer(code_of(tmp_path, FIRST)) for _time in range(2)] == [1, 1]


def test_a_mistake_in_the_code_is_raised(tmp_path: Path) -> None:
    """And nothing is kept of it."""
    with pytest.raises(SyntaxError):
        main_of(code_of(tmp_path, b"def"))
    assert not (tmp_path / ".aduan").exists()
