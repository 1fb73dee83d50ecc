"""Files of places: rule files like the others, accepted as a whole, and a bad one stops nothing."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from aduan_cli.complaint.router import Router
from aduan_cli.config.rule_files.cache import stamps
from aduan_cli.config.rule_files.loader import Loaded, load
from aduan_cli.config.rule_files.texts import compile_texts

CITY = """\
[desk]
name = "Meja Uji"
prefix = "UJI"
timezone = "Asia/Jakarta"
[kecamatan]
"Utara" = ["Melati", "Kenanga"]
"Selatan" = ["Mawar"]
[outside.pusat]
name = "Pusat"
referral = "Pusat."
"""
ESTATE = '[[place]]\nname = "Griya Uji"\nkind = "estate"\nkelurahan = "Kenanga"\n'
STREET = '[[place]]\nname = "Jl. Raya Uji"\nkind = "street"\nkecamatan = ["Utara", "Selatan"]\nbody = "pusat"\n'
Write = Callable[[str, str], None]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return a function that writes one file of the desk, whose city file is there and right."""

    def to_file(path: str, text: str) -> None:
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")

    to_file("rules.toml", CITY)
    return to_file


def kelurahan(loaded: Loaded, text: str = "lampu mati di griya uji") -> str | None:
    """Return the kelurahan that a text names."""
    return Router(loaded.rules, None).words_of(text).place.kelurahan


def test_a_file_of_places_is_accepted_and_kept_with_the_revision(write: Write, tmp_path: Path) -> None:
    """It counts with its text in the revision's name, and its texts alone give the same places again."""
    before = load(str(tmp_path))
    write("places/perumahan.toml", ESTATE)
    loaded = load(str(tmp_path), before.accepted)
    assert (loaded.problems, list(loaded.accepted)) == ([], ["rules.toml", "places/perumahan.toml"])
    assert (loaded.changed, loaded.revision == before.revision) == (True, False)
    assert kelurahan(loaded) == kelurahan(compile_texts(loaded.accepted)) == "Kenanga"
    write("places/jalan.toml", STREET)
    assert list(load(str(tmp_path), loaded.accepted).accepted) == [
        "rules.toml",
        "places/jalan.toml",
        "places/perumahan.toml",
    ]


def test_a_new_file_is_noticed_though_no_file_in_force_changed(write: Write, tmp_path: Path) -> None:
    """What the cache holds is held against the folder, too: whether it was there before or not."""
    loaded = load(str(tmp_path))
    before = stamps(str(tmp_path), loaded.paths)
    write("places/perumahan.toml", ESTATE)
    then = stamps(str(tmp_path), loaded.paths)
    assert before != then
    os.utime(tmp_path / "places", (1, 1))
    write("places/jalan.toml", STREET)
    assert stamps(str(tmp_path), loaded.paths)["places/."] != then["places/."]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[[place]\n", "places/a.toml:1: "),
        (ESTATE.replace("Kenanga", "Kenangan"), "4: place[1].kelurahan: unknown kelurahan 'Kenangan'; did you mean"),
        (
            ESTATE + 'kecamatan = "Selatan"\n',
            "4: place[1].kelurahan: Kenanga is not in Selatan; 'Utara' would be right",
        ),
        (ESTATE.replace('"estate"', '"estat"'), "3: place[1].kind: unknown value 'estat'; did you mean 'estate'?"),
        (STREET.replace('"pusat"', '"pusatt"'), "5: place[1].body: unknown unit 'pusatt'; did you mean 'pusat'?"),
        (ESTATE.replace("name", "nama"), "2: place[1].nama: unknown key; did you mean 'name'?"),
        (ESTATE.replace("Griya Uji", "--"), "2: place[1].name: '--' has no letter or digit; a word would be right"),
    ],
)
def test_a_bad_file_is_left_out_with_one_sentence(text: str, sentence: str, write: Write, tmp_path: Path) -> None:
    """What was accepted of it last stays in force, and so does every other file."""
    write("places/a.toml", ESTATE)
    accepted = load(str(tmp_path)).accepted
    write("places/a.toml", text)
    write("places/b.toml", STREET)
    loaded = load(str(tmp_path), accepted)
    assert sentence in loaded.warnings()[0]
    assert "the last accepted text stays in force" in loaded.warnings()[0]
    assert (kelurahan(loaded), "places/b.toml" in loaded.accepted) == ("Kenanga", True)


def test_a_file_that_is_gone_stays_in_force_until_somebody_lets_it_go(write: Write, tmp_path: Path) -> None:
    """A slip of the hand takes nothing away; `rules accept` does."""
    write("places/a.toml", ESTATE)
    accepted = load(str(tmp_path)).accepted
    (tmp_path / "places" / "a.toml").unlink()
    loaded = load(str(tmp_path), accepted)
    assert loaded.warnings() == [
        "places/a.toml: there is no such file; put it back, or: aduan rules accept lets it go"
        " (the last accepted text stays in force)"
    ]
    assert (kelurahan(loaded), loaded.changed) == ("Kenanga", False)
    gone = load(str(tmp_path), accepted, by_hand=True)
    assert (gone.warnings(), list(gone.accepted), kelurahan(gone)) == ([], ["rules.toml"], None)


def test_a_file_that_everybody_may_write_is_left_out(write: Write, tmp_path: Path) -> None:
    """It may say whose road it is, and so where a call goes."""
    write("places/a.toml", ESTATE)
    (tmp_path / "places" / "a.toml").chmod(0o666)
    loaded = load(str(tmp_path))
    assert list(loaded.left_out) == ["places/a.toml"]
    assert kelurahan(loaded) is None


def test_landmarks_of_an_older_file_go_on_counting(write: Write, tmp_path: Path) -> None:
    """So do those of texts that were accepted long ago; what to write instead is told as a warning."""
    write("rules.toml", CITY + '[landmarks]\n"Griya Uji" = "Kenanga"\n"Pasar Uji" = "Selatan"\n')
    loaded = load(str(tmp_path))
    assert (loaded.left_out, [problem.severity for problem in loaded.problems]) == ({}, ["warning"])
    assert kelurahan(loaded) == "Kenanga"
    found = Router(loaded.rules, None).words_of("sampah di pasar uji").place
    assert (found.kecamatan, found.kelurahan, found.filled) == ("Selatan", None, ("kecamatan",))
