"""A plugin's code as bytes: where it is found, what is hashed, and what is refused before any of it runs."""

from __future__ import annotations

import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from aduan_cli.model import Objection
from aduan_cli.plugins.code import Code, UnusableError, code_in, compiled, find_code, last_step
from aduan_cli.plugins.limits import LARGEST_CODE

Write = Callable[[dict[str, str]], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return what writes files of a package; and the folder that they lie in."""

    def write(files: dict[str, str]) -> Path:
        for name, text in files.items():
            path = tmp_path / "pakej" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return tmp_path / "pakej"

    return write


def fine(_place: str) -> str | None:
    """Have nothing against any place."""
    return None


class TestInTheDesk:
    def test_its_one_file_is_read_and_hashed(self, tmp_path: Path) -> None:
        folder = tmp_path / "plugins" / "pju"
        folder.mkdir(parents=True)
        (folder / "plugin.py").write_bytes(b"X = 1\n")
        (folder / "lain.py").write_bytes(b"raise SystemExit\n")
        code = find_code(str(tmp_path), "pju", {}, fine)
        assert code == Code("pju", str(folder), "plugin.py", {"plugin.py": b"X = 1\n"}, sha256(b"X = 1\n").hexdigest())

    def test_a_plugin_without_code_has_none_and_its_place_is_not_asked_about(self, tmp_path: Path) -> None:
        (tmp_path / "plugins" / "pju").mkdir(parents=True)

        def asked(place: str) -> str | None:
            raise AssertionError(place)

        assert find_code(str(tmp_path), "pju", {}, asked) is None
        assert find_code(str(tmp_path), "tidak-ada", {}, asked) is None

    def test_an_unsafe_place_is_refused_by_the_name_that_people_know(self, tmp_path: Path) -> None:
        """Before it is read: what somebody else may write is not even hashed."""
        folder = tmp_path / "plugins" / "pju"
        folder.mkdir(parents=True)
        (folder / "plugin.py").mkdir()
        against = Objection("it can be written by everyone", "chmod", False)
        with pytest.raises(UnusableError) as caught:
            find_code(str(tmp_path), "pju", {}, lambda place: against if place == "plugins/pju/plugin.py" else None)
        assert str(caught.value) == "plugins/pju/plugin.py: it can be written by everyone"
        assert caught.value.objection is against

    def test_what_is_no_file_or_too_large_is_refused_and_not_waited_for(self, tmp_path: Path) -> None:
        """A pipe would stop every call; a link that leads nowhere is no plugin without code."""
        os.mkfifo(tmp_path / "plugin.py")
        with pytest.raises(UnusableError, match=r"^pju/plugin\.py: it can't be read: it is not a file$") as caught:
            code_in("pju", str(tmp_path), "pju/plugin.py", lambda: None)
        assert caught.value.objection is None
        (tmp_path / "plugin.py").unlink()
        (tmp_path / "plugin.py").symlink_to("tidak-ada.py")
        with pytest.raises(UnusableError, match="No such file"):
            code_in("pju", str(tmp_path), "pju/plugin.py", lambda: None)
        (tmp_path / "plugin.py").unlink()
        (tmp_path / "plugin.py").write_bytes(b"#" * LARGEST_CODE)
        assert code_in("pju", str(tmp_path), "pju/plugin.py", lambda: None) is not None
        (tmp_path / "plugin.py").write_bytes(b"#" * (LARGEST_CODE + 1))
        with pytest.raises(UnusableError, match=f"more than {LARGEST_CODE} bytes"):
            code_in("pju", str(tmp_path), "pju/plugin.py", lambda: None)


class TestInstalled:
    def test_all_its_python_files_are_read_and_one_hash_says_them_all(self, write: Write) -> None:
        folder = write({"__init__.py": "", "a/__init__.py": "", "a/b.py": "B = 1\n", "data.txt": "x"})
        (folder / "__pycache__").mkdir()
        (folder / "__pycache__" / "lama.py").write_text("basi")
        code = find_code("", "pju", {"pju": str(folder)}, fine)
        assert code is not None
        assert sorted(code.files) == ["__init__.py", "a/__init__.py", "a/b.py"]
        assert (code.main, code.package, code.folder) == ("__init__.py", "pakej", str(folder))

    @pytest.mark.parametrize(
        "change",
        [{"a.py": "A = 2\n"}, {"b.py": ""}, {"__init__.py": "A = 1\n", "a.py": ""}],
        ids=["a byte", "a file more", "the same text in another file"],
    )
    def test_whatever_changes_in_it_has_another_hash(self, write: Write, change: dict[str, str]) -> None:
        folder = write({"__init__.py": "", "a.py": "A = 1\n"})
        installed = {"pju": str(folder)}
        before = find_code("", "pju", installed, fine)
        again = find_code("", "pju", installed, fine)
        write(change)
        after = find_code("", "pju", installed, fine)
        assert before is not None
        assert again is not None
        assert after is not None
        assert before.sha256 == again.sha256 != after.sha256

    def test_two_places_of_one_package_have_one_hash(self, write: Write, tmp_path: Path) -> None:
        """A colleague's machine says the same of the same code."""
        folder = write({"__init__.py": "", "a.py": "A = 1\n"})
        here = find_code("", "pju", {"pju": str(folder)}, fine)
        folder.rename(tmp_path / "lain")
        there = find_code("", "pju", {"pju": str(tmp_path / "lain")}, fine)
        assert here is not None
        assert there is not None
        assert here.sha256 == there.sha256

    def test_a_package_without_its_main_file_is_told(self, write: Write) -> None:
        folder = write({"a.py": "A = 1\n"})
        with pytest.raises(UnusableError, match=r"pakej: it can't be read: __init__\.py"):
            find_code("", "pju", {"pju": str(folder)}, fine)

    def test_one_unsafe_file_is_enough(self, write: Write) -> None:
        folder = write({"__init__.py": "", "a/b.py": ""})
        with pytest.raises(UnusableError, match=r"a/b\.py: milik orang"):
            find_code("", "pju", {"pju": str(folder)}, lambda place: "milik orang" if place.endswith("b.py") else None)

    def test_an_installed_one_goes_before_one_in_the_desk(self, write: Write, tmp_path: Path) -> None:
        (tmp_path / "plugins" / "pju").mkdir(parents=True)
        (tmp_path / "plugins" / "pju" / "plugin.py").touch()
        code = find_code(str(tmp_path), "pju", {"pju": str(write({"__init__.py": "A = 1\n"}))}, fine)
        assert code is not None
        assert code.package == "pakej"


CODE = Code("pju", "/srv/meja/plugins/pju", "plugin.py", {"plugin.py": b"", "inner/x.py": b""}, "0" * 64)
TRACE = """Traceback (most recent call last):
  File "/srv/meja/plugins/pju/plugin.py", line 7, in route
    return pilih(complaint)
  File "/srv/meja/plugins/pju/inner/x.py", line 31, in pilih
    return re.match(pola, text)
  File "/usr/lib/python3.11/re/__init__.py", line 166, in match
    return _compile(pattern, flags).match(string)
ValueError: File "/srv/meja/plugins/pju/plugin.py", line 99, kata penelepon
"""


class TestLastStep:
    def test_it_is_the_plugins_own_last_one_whatever_it_called(self) -> None:
        """What a caller said looks like one: it begins no line."""
        assert last_step(CODE, TRACE) == ("inner/x.py", 31)

    def test_in_a_group_of_exceptions_too(self) -> None:
        """Python draws a bar before each line of it."""
        trace = '  + Exception Group Traceback\n  |   File "/srv/meja/plugins/pju/inner/x.py", line 7, in f\n'
        assert last_step(CODE, trace) == last_step(CODE, trace.replace("|", " ")) == ("inner/x.py", 7)

    @pytest.mark.parametrize("traceback", [None, "", "ValueError", TRACE.replace("/srv/meja", "/srv/lain")])
    def test_a_traceback_without_a_step_of_its_own_has_none(self, traceback: str | None) -> None:
        assert last_step(CODE, traceback) is None


def test_code_is_compiled_by_its_own_future_and_under_its_own_name() -> None:
    """Not by the imports of whoever compiles it: annotations would not be evaluated there."""
    code = Code("pju", "/srv/pju", "plugin.py", {"plugin.py": b"def f(x: tidak_ada): ...\n"}, "")
    body = compiled(code, "plugin.py")
    assert body.co_filename == "/srv/pju/plugin.py"
    with pytest.raises(NameError, match="tidak_ada"):
        exec(body, {})
    with pytest.raises(SyntaxError):
        compiled(code._replace(files={"plugin.py": b"def\n"}), "plugin.py")
