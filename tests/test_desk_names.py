"""The desk's names as people give them: any spelling of one, else what was meant."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.compiled import Rules
from aduan_cli.complaint.fields import STATUSES
from aduan_cli.desk_names import Names, one_of, unknown, unknown_word
from aduan_cli.errors import UsageError
from aduan_cli.i18n import choose
from aduan_cli.model import PRIORITIES
from aduan_cli.value_words import words_of
from compiling import rules_of

RULES = rules_of(
    {
        "desk": {
            "name": "Meja", "prefix": "UJI", "timezone": "Asia/Jakarta", "triage": "antrian",
            "channels": ["phone", "walk-in", "surat-kabar"],
        },
        "shifts": {"pagi": "07:00-14:00", "malam": "21:00-07:00"},
        "kecamatan": {"Bekasi Timur": ["Margahayu", "Duren Jaya"], "Pondok Gede": []},
        "units": {
            "dlh": {"name": "Dinas Lingkungan Hidup", "aliases": ["DINAS LH"]},
            "bpbd": {"name": "Badan Penanggulangan Bencana Daerah"},
        },
        "outside": {"pln": {"name": "PLN", "aliases": ["PLN UP3"], "referral": "Hubungi 123."}},
        "categories": {
            "sampah": {"unit": "dlh", "text": ["sampah"]},
            "banjir": {"unit": "bpbd", "text": ["banjir"]},
            "longsor": {"unit": "bpbd", "text": ["longsor"]},
            "listrik": {"unit": "pln", "text": ["listrik"]},
        },
    }
)  # fmt: skip
NAMES = Names(cast(Rules, RULES))
KINDS: dict[str, Callable[[str], str | None]] = {
    "category": NAMES.category, "channel": NAMES.channel, "shift": NAMES.shift, "kecamatan": NAMES.kecamatan,
    "kelurahan": NAMES.kelurahan, "unit": NAMES.unit,
}  # fmt: skip


def refused(find: Callable[[str], object], given_as: str) -> str:
    """Return the sentence with which a name is refused."""
    with pytest.raises(UsageError) as error:
        find(given_as)
    return str(error.value)


@pytest.mark.parametrize(
    ("given_as", "unit"),
    [
        ("dlh", "dlh"), ("DLH", "dlh"), ("dinas lh", "dlh"), ("Dinas  Lingkungan-Hidup", "dlh"), ("pln", "pln"),
        ("PLN UP3", "pln"), ("antrian", "antrian"), ("triase", "antrian"), ("triage", "antrian"),
    ],
)  # fmt: skip
def test_a_unit_is_known_by_any_spelling_and_the_queue_by_its_words(given_as: str, unit: str) -> None:
    """Id, name and alias in any letters; an outside body too."""
    assert NAMES.unit(given_as) == unit


@pytest.mark.parametrize(
    ("kind", "given_as", "name"),
    [
        ("category", "SAMPAH", "sampah"),
        ("channel", "telepon", "phone"),
        ("channel", "datang", "walk-in"),
        ("channel", "surat-kabar", "surat-kabar"),
        ("shift", "pagi", "pagi"),
        ("kecamatan", "bekasitimur", "Bekasi Timur"),
        ("kecamatan", "Pondokgede", "Pondok Gede"),
        ("kelurahan", "duren  jaya", "Duren Jaya"),
    ],
)
def test_other_names_are_known_however_people_write_them(kind: str, given_as: str, name: str) -> None:
    """In either language where there are words for them, as the city writes its places."""
    assert KINDS[kind](given_as) == name


@pytest.mark.parametrize("kind", ["category", "channel", "shift", "kecamatan", "kelurahan"])
def test_nothing_given_is_nothing_meant(kind: str) -> None:
    assert cast(Callable[[None], object], KINDS[kind])(None) is None


@pytest.mark.parametrize(
    ("kind", "given_as", "sentence"),
    [
        ("unit", "dhl", "unknown unit 'dhl'; did you mean 'dlh'?"),
        ("category", "sampha", "unknown category 'sampha'; did you mean 'sampah'?"),
        ("category", "dlh", "unknown category 'dlh'; did you mean 'sampah'?"),
        ("category", "bpbd", "unknown category 'bpbd'; known: banjir, listrik, longsor, sampah"),
        ("channel", "telepom", "unknown channel 'telepom'; did you mean 'phone'?"),
        ("shift", "siang", "unknown shift 'siang'; known: malam, pagi"),
        ("kelurahan", "Margahaju", "unknown kelurahan 'Margahaju'; did you mean 'Margahayu'?"),
        ("kecamatan", "xyz", "unknown kecamatan 'xyz'; known: Bekasi Timur, Pondok Gede"),
    ],
)
def test_what_is_not_known_is_told_with_what_was_meant_or_all_there_are(
    kind: str, given_as: str, sentence: str
) -> None:
    """The only category of a unit is meant by its unit; where several are, none is guessed."""
    assert refused(KINDS[kind], given_as) == sentence


@given(st.sampled_from(sorted(KINDS)), st.text(max_size=12))
def test_no_name_does_more_than_a_usage_error(kind: str, given_as: str) -> None:
    """It is one of the desk's, or refused in one line with something that would be right."""
    try:
        found = KINDS[kind](given_as)
    except UsageError as error:
        said = str(error).replace(given_as, "")
        assert "known: " in said or "did you mean" in said
    else:
        gazetteer = [name for entry in RULES["gazetteer"]["names"].values() for name in entry[:2]]
        triage = RULES["desk"]["triage"]
        known = [*RULES["units"], *RULES["outside"], triage, *RULES["desk"]["channels"], *gazetteer, "pagi", "malam"]
        assert found in [*known, *(entry[0] for entry in RULES["categories"])]


@given(st.sampled_from(["status", "priority"]), st.data())
def test_a_fixed_word_is_known_in_any_letters_and_in_indonesian(field: str, data: st.DataObject) -> None:
    """With a blank for its line below, as it is shown, or in capitals."""
    known = {"status": STATUSES, "priority": PRIORITIES}[field]
    value = data.draw(st.sampled_from(known))
    written = data.draw(st.sampled_from([value, value.upper(), value.replace("_", "-"), *words_of(field, value)]))
    assert one_of(field, written, known) == value


def test_fixed_words_are_told_as_people_read_them() -> None:
    """Of a wrong one the near one, in the language in use."""
    assert refused(lambda word: one_of("status", word, STATUSES), "rooted") == (
        "unknown status 'rooted'; did you mean 'routed'?"
    )
    choose("id")
    assert str(unknown_word("status", "menungu", STATUSES)).endswith("'menunggu'?")


@given(st.lists(st.text(st.sampled_from("xyz"), min_size=8, max_size=9), min_size=1, max_size=20, unique=True))
def test_of_very_many_names_the_first_twelve_are_told(known: list[str]) -> None:
    """In their order, and that there are more."""
    said = str(unknown("unit", "dinas abc", known))
    told = ", ".join(sorted(known)[:12]) + (", ..." if len(known) > 12 else "")
    assert said == f"unknown unit 'dinas abc'; known: {told}"


def test_where_there_is_no_name_at_all_that_is_told() -> None:
    assert str(unknown("shift", "pagi", [])) == "unknown shift 'pagi'; known: -"
