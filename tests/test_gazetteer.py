"""The city's names as tables: which name is what, which spelling stands for it, and what is one letter off."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.gazetteer import compile_gazetteer, near
from aduan_cli.text import join_pattern

CITY = {
    "Bekasi Timur": ["Margahayu", "Duren Jaya", "Bekasi Jaya"],
    "Bekasi Utara": ["Teluk Pucung", "Margahayu"],
    "Medan Satria": ["Medan Satria", "Pejuang"],
}
LETTERS = "abdeg"
WORD = st.text(LETTERS, min_size=8, max_size=11)
SLIPS = ("drop", "double", "swap", "other")


def slipped(name: str, place: int, slip: str, letter: str = "x") -> str:
    """Return a name as somebody typed it who slipped once."""
    return {
        "drop": name[:place] + name[place + 1 :],
        "double": name[:place] + name[place] + name[place:],
        "swap": name[:place] + name[place + 1] + name[place] + name[place + 2 :],
        "other": name[:place] + letter + name[place + 1 :],
    }[slip]


def naive_distance(one: str, other: str) -> bool:
    """Say whether a single slip turns one word into the other, by trying every slip there is."""
    if one == other:
        return True
    letters = sorted(set(one + other))
    tried = {one[:at] + one[at + 1 :] for at in range(len(one))}
    tried |= {one[:at] + letter + one[at:] for at in range(len(one) + 1) for letter in letters}
    tried |= {one[:at] + letter + one[at + 1 :] for at in range(len(one)) for letter in letters}
    tried |= {one[:at] + one[at + 1] + one[at] + one[at + 2 :] for at in range(len(one) - 1)}
    return other in tried


class TestNames:
    def test_a_name_is_a_kecamatan_or_a_kelurahan_or_both(self) -> None:
        names = compile_gazetteer(CITY, {})["names"]
        assert names["bekasitimur"] == ["Bekasi Timur", None, []]
        assert names["pejuang"] == [None, "Pejuang", ["Medan Satria"]]
        assert names["medansatria"] == ["Medan Satria", "Medan Satria", ["Medan Satria"]]

    def test_a_kelurahan_of_several_kecamatan_has_them_all(self) -> None:
        """In the order of the file; nobody is put into the first unseen."""
        assert compile_gazetteer(CITY, {})["names"]["margahayu"] == [
            None,
            "Margahayu",
            ["Bekasi Timur", "Bekasi Utara"],
        ]

    def test_a_name_without_a_letter_is_left_out(self) -> None:
        """It would be found between any two words."""
        names = compile_gazetteer({"...": ["-"], "Bekasi Timur": [" "]}, {})["names"]
        assert list(names) == ["bekasitimur"]

    def test_a_city_without_places_has_tables_all_the_same(self) -> None:
        made = compile_gazetteer({}, {"jakasetia": "Jaka Setia"})
        assert (made["names"], made["spelt"], made["longest"], made["halves"]) == ({}, {}, {}, {})
        assert near("margahayu", made) is None


class TestSpellings:
    def test_another_spelling_stands_for_its_name_through_others(self) -> None:
        """A spelling of a spelling is one, in the order of the file."""
        spelt = compile_gazetteer(CITY, {"T. Pucung": "Teluk Pucung", "tpc": "t pucung"})["spelt"]
        assert spelt == {"tpucung": "telukpucung", "tpc": "telukpucung"}

    @pytest.mark.parametrize(
        "spellings",
        [{"x": "Tidak Ada"}, {"Margahayu": "Pejuang"}, {"...": "Pejuang"}, {"x": "y", "y": "x"}],
        ids=["of an unknown name", "that is a name itself", "without letters", "of each other"],
    )
    def test_what_can_stand_for_nothing_is_left_out(self, spellings: dict[str, str]) -> None:
        """A mistake in a file takes nothing away from the names."""
        made = compile_gazetteer(CITY, spellings)
        assert made["spelt"] == {}
        assert made["names"] == compile_gazetteer(CITY, {})["names"]

    def test_of_two_meanings_the_first_counts(self) -> None:
        made = compile_gazetteer(CITY, {"tp": "Teluk Pucung", "TP": "Pejuang"})
        assert made["spelt"] == {"tp": "telukpucung"}


@given(st.dictionaries(WORD, st.lists(WORD, max_size=4), max_size=4), st.dictionaries(WORD, WORD, max_size=3))
def test_the_longest_of_each_beginning_is_known(city: dict[str, list[str]], spellings: dict[str, str]) -> None:
    """Looking for names in a text goes by it: one too short is never found."""
    made = compile_gazetteer(city, spellings)
    for joined in (*made["names"], *made["spelt"]):
        assert made["longest"][joined[: made["key"]]] >= len(joined)
    assert set(made["longest"].values()) <= set(map(len, (*made["names"], *made["spelt"])))


class TestNear:
    @pytest.mark.parametrize(
        ("said", "meant"),
        [
            ("margahaju", "Margahayu"),
            ("mrgahayu", "Margahayu"),
            ("maragahayu", "Margahayu"),
            ("magrahayu", "Margahayu"),
            ("margahay", "Margahayu"),
            ("telukpucunk", "Teluk Pucung"),
            ("tlukpucung", "Teluk Pucung"),
            ("margahajo", None),
            ("hayumarga", None),
            ("pejuanh", None),
        ],
    )
    def test_one_slip_is_forgiven_in_a_long_name_and_two_never(self, said: str, meant: str | None) -> None:
        """`Pejuang` has seven letters: too many short words are one letter from each other."""
        found = near(said, compile_gazetteer(CITY, {}))
        assert (found and found[1]) == meant

    def test_between_two_names_nobody_guesses(self) -> None:
        made = compile_gazetteer({"Jatirahayu": ["Jatiraharu"]}, {})
        assert near("jatirahazu", made) is None

    def test_two_spellings_of_one_name_are_no_two_names(self) -> None:
        made = compile_gazetteer(CITY, {"margahadu": "Margahayu"})
        found = near("margahafu", made)
        assert found is not None
        assert found[1] == "Margahayu"

    @given(name=WORD, places=st.lists(st.integers(0, 9), min_size=1, max_size=2), slip=st.sampled_from(SLIPS))
    def test_it_is_what_trying_every_slip_finds(self, name: str, places: list[int], slip: str) -> None:
        """One slip, or two, which may come to one or to none."""
        said = name
        for place in places:
            said = slipped(said, place % (len(said) - 1), slip, "e")
        made = compile_gazetteer({name: []}, {})
        found = near(said, made)
        assert (found is not None) == naive_distance(said, name), (said, name)

    @pytest.mark.parametrize("name", ["Jatisari", "Jatiasih", "Kranggan", "Margahayu", "Jatimakmur"])
    def test_whichever_letter_it_is_it_is_forgiven(self, name: str) -> None:
        """Also in the very middle: neither half of the name stands as it is then."""
        made, joined = compile_gazetteer({name: []}, {}), join_pattern(name)
        for place in range(len(joined) - 1):
            for slip in SLIPS:
                found = near(slipped(joined, place, slip), made)
                assert found is not None, (place, slip)
                assert found[0] == name
