"""All readings of a desk: each made ready when it is asked for, and none that there is not."""

from __future__ import annotations

from typing import Any

from aduan_cli.rules.readings.readers import Readers

TABLES: dict[str, Any] = {
    "tinggi": {"kind": "length", "near": ["air"], "file": "rules.toml", "line": 1},
    "korban": {"kind": "count", "of": {"orang": 1}, "file": "rules.toml", "line": 2},
    "tiang": {"kind": "code", "codes": ["BKS-###"], "file": "rules.toml", "line": 3},
    "jalan": {"kind": "street", "names": ["Jl. Mawar"], "file": "rules.toml", "line": 4},
}


def values(text: str, readers: Readers | None = None, synonyms: dict[str, str] | None = None) -> dict[str, Any]:
    """Return what each reading finds in a text, and with which words."""
    all_ = readers or Readers(TABLES, {"denied": ["bukan"], "now": ["sekarang"]}, synonyms or {})
    words = all_.words_of(text)
    found = {name: all_.read(name, words) for name in TABLES}
    return {name: (one.value, one.words) for name, one in found.items() if one is not None}


def test_each_reads_its_own_of_one_text() -> None:
    text = "air 50 cm di jl mawar dekat tiang bks 123, 3 orang terjebak"
    assert values(text) == {
        "tinggi": (50, "50 cm"),
        "korban": (3, "3 orang"),
        "tiang": ("BKS-123", "bks 123"),
        "jalan": ("Jl. Mawar", "jl mawar"),
    }


def test_one_reader_serves_many_texts_and_keeps_nothing_of_any() -> None:
    """A text that says nothing is read as such behind one that says much."""
    readers = Readers(TABLES, {}, {})
    assert values("air 50 cm, 3 orang", readers) == {"tinggi": (50, "50 cm"), "korban": (3, "3 orang")}
    assert values("lampu mati", readers) == {}
    assert values("air 50 cm, 3 orang", readers) == {"tinggi": (50, "50 cm"), "korban": (3, "3 orang")}


def test_a_reading_that_there_is_not_says_nothing() -> None:
    """A plugin's code may ask for any name."""
    readers = Readers(TABLES, {}, {})
    assert readers.read("lain", readers.words_of("air 50 cm")) is None
    assert Readers({}, {}, {}).read("tinggi", readers.words_of("air 50 cm")) is None


def test_words_of_now_and_synonyms_hold_for_all_of_them() -> None:
    assert values("cai 50 cm, 2 jiwa", synonyms={"cai": "air", "jiwa": "orang"}) == {
        "tinggi": (50, "50 cm"), "korban": (2, "2 jiwa"),
    }  # fmt: skip
    assert values("air bukan 50 cm") == {}
    assert values("air bukan sekarang 50 cm") == {}


def test_an_empty_text_and_a_very_long_one_are_read() -> None:
    """Only the beginning of what nobody reads to its end; half a number is none."""
    assert values("") == {}
    assert values("x " * 4_000 + "air 50 cm") == {}
    assert values("air 50 cm " + "x " * 4_000) == {"tinggi": (50, "50 cm")}
