"""Code is imported from the bytes that were hashed, submodules of a package included."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from aduan_cli.plugins.code import Code, find_code
from aduan_cli.plugins.loading import load
from aduan_cli.plugins.packages import PackageFiles

PACKAGE = {
    "__init__.py": "from pju_kota.nilai import NILAI\nfrom . import dalam\n",
    "nilai.py": "NILAI = 'dibaca'\n",
    "dalam/__init__.py": "from .lagi import JAUH\n",
    "dalam/lagi.py": "from ..nilai import NILAI\nJAUH = NILAI + ' jauh'\n",
}


@pytest.fixture(autouse=True)
def imports_as_before() -> Iterator[None]:
    """Let each test import anew, and leave nothing in the tests' own process."""
    modules, finders = set(sys.modules), list(sys.meta_path)
    yield
    sys.meta_path[:] = finders
    for name in set(sys.modules) - modules:
        del sys.modules[name]


@pytest.fixture
def package(tmp_path: Path) -> Code:
    """Return the code of an installed package."""
    folder = tmp_path / "pju_kota"
    for name, text in PACKAGE.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    code = find_code("", "pju", {"pju": str(folder)}, lambda _place: None)
    assert code is not None
    return code


def single(text: str) -> Code:
    """Return the code of a plugin in a desk."""
    return Code("pju-kota", "/srv/meja/plugins/pju-kota", "plugin.py", {"plugin.py": text.encode()}, "")


def test_a_single_file_is_a_module_that_tracebacks_and_pickles_find() -> None:
    module = load(single("class Tiang: ...\nASAL = __file__\n"))
    assert module.ASAL == "/srv/meja/plugins/pju-kota/plugin.py"
    assert sys.modules[module.Tiang.__module__] is module
    assert module.__name__.isidentifier()


def test_what_it_raises_is_raised_as_it_is() -> None:
    with pytest.raises(ZeroDivisionError):
        load(single("1 / 0\n"))


def test_a_package_imports_its_own_modules_both_ways(package: Code) -> None:
    module = load(package)
    assert (module.NILAI, module.dalam.JAUH) == ("dibaca", "dibaca jauh")
    assert module.__file__ == f"{package.folder}/__init__.py"


def test_files_that_change_after_they_were_hashed_are_not_what_runs(package: Code) -> None:
    """The hash beside an answer is that of the code which gave it, whoever writes meanwhile."""
    for name in PACKAGE:
        (Path(package.folder) / name).write_text("raise SystemExit('lain')\n", encoding="utf-8")
    assert load(package).dalam.JAUH == "dibaca jauh"


def test_files_that_are_gone_are_imported_all_the_same(package: Code) -> None:
    for name in reversed(PACKAGE):
        (Path(package.folder) / name).unlink()
    assert load(package).NILAI == "dibaca"


def test_a_module_that_was_added_meanwhile_is_not_there(package: Code) -> None:
    """Nor one that only lies there compiled, or is data."""
    finder = PackageFiles(package, "pju_kota")
    assert finder.find_spec("pju_kota.susulan") is None
    assert finder.find_spec("pju_kota.dalam.susulan") is None


def test_other_packages_are_left_to_others(package: Code) -> None:
    """Also one whose name begins alike."""
    finder = PackageFiles(package, "pju_kota")
    for name in ("json", "pju_kota_lain.nilai", "pju", "pju_kota"):
        assert finder.find_spec(name) is None, name


def test_the_place_of_each_module_is_its_file(package: Code) -> None:
    """Tracebacks name it, and code finds its data beside it."""
    finder = PackageFiles(package, "pju_kota")
    plain, folder = (finder.find_spec(f"pju_kota.{name}") for name in ("nilai", "dalam"))
    assert plain is not None
    assert folder is not None
    assert (plain.origin, plain.submodule_search_locations) == (f"{package.folder}/nilai.py", None)
    assert folder.origin == f"{package.folder}/dalam/__init__.py"
    assert folder.submodule_search_locations == [f"{package.folder}/dalam"]
    assert plain.has_location
    assert load(package).dalam.__path__ == [f"{package.folder}/dalam"]


def test_a_module_of_the_package_goes_before_one_installed_under_its_name(package: Code, tmp_path: Path) -> None:
    """An older copy on the path is not what was hashed."""
    older = tmp_path / "lama" / "pju_kota"
    older.mkdir(parents=True)
    (older / "__init__.py").write_text("NILAI = 'lama'\n")
    (older / "nilai.py").write_text("NILAI = 'lama'\n")
    sys.path.insert(0, str(older.parent))
    try:
        assert load(package).NILAI == "dibaca"
    finally:
        sys.path.remove(str(older.parent))
