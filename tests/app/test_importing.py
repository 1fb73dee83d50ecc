"""The files of an import: checked before any is taken, read by the right map, each with a quarantine of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from aduan_cli.app.importing import FileTable, ImportFiles, date_formats, map_names
from aduan_cli.errors import ConfigError, NotFoundError, UsageError
from desk_here import HereDesk, desk_here

MAP = """\
key = "NO"
[columns]
text = "{text}"
reported_at = "TGL"
[dates]
formats = ["{format}"]
"""
HEAD = "NO,ISI,TGL\n"


@pytest.fixture
def desk(tmp_path: Path) -> HereDesk:
    """Return a desk with two maps of its own."""
    made = desk_here(tmp_path)
    folder = Path(made.folder, "maps")
    folder.mkdir()
    for name, text, format_ in (("lama", "ISI", "%Y-%m-%d"), ("baru", "KELUHAN", "%d/%m/%Y")):
        (folder / f"{name}.toml").write_text(MAP.format(text=text, format=format_))
    return made


def files(desk: HereDesk, map_name: str | None = "lama", quarantine: str | None = None) -> ImportFiles:
    return ImportFiles(desk, map_name, None, quarantine)


def written(folder: Path, name: str, text: str = HEAD + "1,sampah,2026-11-20\n") -> str:
    """Write a file; return its path."""
    (folder / name).write_text(text)
    return str(folder / name)


# -- maps


def test_the_desk_s_own_maps_come_before_those_built_in(desk: HereDesk) -> None:
    names = map_names(desk)
    assert names[:2] == ["baru", "lama"]
    assert "default" in names


def test_how_dates_are_written_is_what_the_maps_know_each_once(desk: HereDesk) -> None:
    """A map that is bad is left out, and keeps no other from being read."""
    Path(desk.folder, "maps", "aneh.toml").write_text("x = 1\n")
    Path(desk.folder, "maps", "juga.toml").write_text(MAP.format(text="A", format="%Y-%m-%d"))
    found = date_formats(desk)
    assert found[0] == "%d/%m/%Y"
    assert found.count("%Y-%m-%d") == 1


def test_a_map_that_is_not_there_or_is_bad_is_told_before_any_file_is_looked_at(desk: HereDesk) -> None:
    with pytest.raises(NotFoundError, match="no import map 'lam'; known: baru, lama"):
        files(desk, "lam")
    Path(desk.folder, "maps", "aneh.toml").write_text("x = 1\n")
    with pytest.raises(ConfigError, match="import map 'aneh' is invalid"):
        files(desk, "aneh")


def test_a_map_may_only_answer_questions_that_are_asked(desk: HereDesk) -> None:
    """Before any rules are in force nobody knows what is asked; then it may say what it will."""
    text = MAP.format(text="ISI", format="%Y-%m-%d") + '[answers]\ntinggi = "T"\n'
    Path(desk.folder, "maps", "tanya.toml").write_text(text)
    with pytest.raises(ConfigError) as caught:
        files(desk, "tanya")
    assert "no question has that name" in caught.value.problems[0]
    Path(desk.folder, "rules.toml").unlink()
    assert files(HereDesk(Path(desk.folder)), "tanya") is not None


# -- checked


def test_what_fits_is_not_spoken_of_and_a_pipe_is_read_once_only(desk: HereDesk, tmp_path: Path) -> None:
    import os

    os.mkfifo(tmp_path / "pipa")
    files(desk).check([written(tmp_path, "a.csv"), "-", str(tmp_path / "pipa")])


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("a.csv", "NO,ISI\n1,x\n", "TGL"),
        ("a.csv", "NO,KELUHAN,TGL\n1,x,20/11/2026\n", "; did you mean --map baru?"),
        ("a.csv", "", "a.csv"),
    ],
)
def test_a_file_without_the_columns_is_told_with_the_map_that_would_fit(
    desk: HereDesk, tmp_path: Path, name: str, text: str, sentence: str
) -> None:
    with pytest.raises(UsageError) as caught:
        files(desk).check([written(tmp_path, name, text)])
    assert sentence in str(caught.value)


def test_one_bad_file_among_several_keeps_all_from_being_taken(desk: HereDesk, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"b\.csv"):
        files(desk).check([written(tmp_path, "a.csv"), written(tmp_path, "b.csv", "X\n1\n")])


@pytest.mark.parametrize(("path", "error"), [("tidak-ada.csv", NotFoundError), (".", UsageError)])
def test_what_is_no_file_is_told(desk: HereDesk, tmp_path: Path, path: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        files(desk).check([str(tmp_path / path)])


# -- opened


def test_a_file_gives_its_records_and_has_a_quarantine_that_is_made_when_it_is_needed(
    desk: HereDesk, tmp_path: Path
) -> None:
    with files(desk).opened(FileTable(written(tmp_path, "a.csv")), 0, desk.warned.append) as (
        source,
        quarantine,
        ordinals,
    ):
        (record,) = source.each(lambda record: None)
        assert record.report is not None
        assert (record.report.text, source.name, source.map_name) == ("sampah", "a.csv", "lama")
        assert ordinals.number([7, 7, 8]) == [1, 2, 1]
        assert not Path(desk.folder, "quarantine").exists()
        quarantine.put(record.cells, "sebab", "a.csv", 1)
    assert [path.name for path in Path(desk.folder, "quarantine").iterdir()] == ["a-20261123-140500.csv"]


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("laporan.csv", "laporan-20261123-140500.csv"),
        ("laporan.jsonl", "laporan-20261123-140500.csv"),
        ("laporan.csv.gz", "laporan-20261123-140500.csv"),
        ("laporan-20261120-080000.csv", "laporan-20261123-140500.csv"),
        ("laporan-20261120-080000-2.csv", "laporan-20261123-140500.csv"),
        (".csv", "import-20261123-140500.csv"),
        ("-", "stdin-20261123-140500.csv"),
    ],
)
def test_a_quarantine_is_called_as_its_file_and_when(desk: HereDesk, file: str, name: str) -> None:
    """One of a mended quarantine has one time in its name, however often it was mended."""
    assert Path(files(desk)._path(FileTable(file), 0)).name == name


def test_the_quarantine_that_is_wished_for_is_numbered_for_several_files(desk: HereDesk, tmp_path: Path) -> None:
    wished = str(tmp_path / "tolak.csv")
    found = files(desk, quarantine=wished)
    assert [Path(found._path(FileTable("a.csv"), number)).name for number in range(3)] == [
        "tolak.csv",
        "tolak-2.csv",
        "tolak-3.csv",
    ]


def test_a_quarantine_that_is_there_is_never_written_over(desk: HereDesk, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is there already; name a new file"):
        files(desk, quarantine=written(tmp_path, "tolak.csv"))


def test_what_can_not_be_opened_leaves_nothing_open(desk: HereDesk, tmp_path: Path) -> None:
    with (
        pytest.raises(UsageError),
        files(desk).opened(FileTable(written(tmp_path, "a.csv", "X\n1\n")), 0, desk.warned.append),
    ):
        pass
    assert not Path(desk.folder, "quarantine").exists()
