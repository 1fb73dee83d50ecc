"""What of a caller is shown unless it is asked for, and that it is known again."""

from __future__ import annotations

import io
import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.desk_time import Zone
from aduan_cli.masking import mask_address, mask_name, mask_phones, masked_fields
from aduan_cli.render.formats import write_records
from aduan_cli.render.records import as_record, value_of
from aduan_cli.render.whole import write_whole

JAKARTA = Zone([[-(2**40), 7 * 3600]])
FORMATS = ("json", "jsonl", "csv", "tsv", "table", "md")
MOBILE = st.from_regex(r"8[0-9]{8,10}", fullmatch=True)


def of_a_caller() -> Complaint:
    """Return a complaint that has all of a caller: also in answers, kept columns and the key."""
    return Complaint(
        text="sampah",
        address="Jl. Kejadian 3",
        caller_name="Budi Contoh",
        caller_address="Jl. Melati 2",
        caller_phone="+6281200000001",
        key="wa:6281200000001",
        answers={"hubungi": "0812-0000-0001", "tiang": 7},
        fields={"NO HP": "081200000001", "HP2": 81200000001, "SELESAI": "2026-11-23 10:00", "rt": "04"},
    )


@pytest.mark.parametrize("format_", FORMATS)
def test_no_format_shows_a_caller_unless_asked(format_: str) -> None:
    """Name, address and phone are nowhere in what is printed, and the place of the complaint is."""
    stream = io.StringIO(newline="")
    columns = ("text", "address", "caller.name", "caller.address", "caller", "key", "answers", "fields")
    write_records([of_a_caller()], format_, JAKARTA, columns=columns, stream=stream)
    write_whole(of_a_caller(), [], JAKARTA, 0, str, stream=stream)
    out = stream.getvalue()
    for hidden in ("Budi", "Contoh", "Melati", "1200000", "0000-0001"):
        assert hidden not in out
    for shown in ("B***", "Jl. Kejadian 3", "2026-11-23 10:00", "sampah"):
        assert shown in out


def test_revealed_nothing_is_changed() -> None:
    """With --reveal a record is what was stored, types included."""
    complaint = of_a_caller()
    record = as_record(complaint, JAKARTA, 0, reveal=True)
    assert (record["key"], record["answers"], record["fields"]) == (
        complaint.key, complaint.answers, complaint.fields,
    )  # fmt: skip
    assert record["caller"]["name"] == "Budi Contoh"
    assert not masked_fields(lambda name: value_of(record, name))


def test_a_masked_record_is_known_again() -> None:
    """Each masked field is told, as JSON has it and as CSV has it."""
    record = as_record(of_a_caller(), JAKARTA, 0)
    masked = ("caller.name", "caller.address", "caller.phone", "key", "answers", "fields")
    assert masked_fields(lambda name: value_of(record, name)) == masked
    as_csv = {name: json.dumps(record[name]) for name in ("answers", "fields")}
    assert masked_fields(lambda name: as_csv.get(name) or value_of(record, name)) == masked


@given(st.text(alphabet=st.characters(exclude_characters="*")))
def test_what_was_never_masked_is_not_taken_for_it(said: str) -> None:
    """Any text without stars is no masked value; any name and address that is masked is one."""
    given_as = {"caller.name": said, "caller.address": said, "caller.phone": said, "key": said, "fields": {"a": said}}
    assert masked_fields(given_as.get) == ()
    masked = {"caller.name": mask_name(said), "caller.address": mask_address(said)}
    assert masked_fields(masked.get) == ("caller.name", "caller.address")


@given(
    MOBILE,
    st.sampled_from(["0", "+62", "62", "+62 ", ""]),
    st.sampled_from(["{}", "wa:{}", "hub. {} (Bpk)", "{}/", "a;{};b"]),
)
def test_no_spelling_of_a_phone_stays_whole(national: str, before: str, around: str) -> None:
    """Whatever stands around it in a key or a column, the middle of a number is hidden, in lists and objects too."""
    said = around.format(before + national)
    for value in (said, [said], {"a": {"b": said}}):
        masked: Any = mask_phones(value)
        assert national not in json.dumps(masked)
        assert "*" in json.dumps(masked)


@pytest.mark.parametrize(
    "said",
    [
        "2026-11-23 10:00:00",
        "08-11-2026 10:00",
        "8.11.2026 10.00",
        "RT 04 RW 011",
        "tiang 12345",
        20261123,
        7.5,
        float("inf"),
        True,
        "20261123081530",
        "wa-20260811223344",
        "202608112233",
        "BKS-261123-0042-4",
        "BKS-260811-0042-4",
        "26.11.2026",
    ],
)
def test_dates_and_small_numbers_stay(said: Any) -> None:
    """What can be no phone stays as it is."""
    assert mask_phones(said) == said


@given(
    st.from_regex(r"8[1-9][0-9]{7,9}", fullmatch=True),
    st.sampled_from(["0", "+62", "62", ""]),
    st.sampled_from(
        [
            "wa{}",
            "{}x",
            "HP{}wa",
            "261126{}",
            "2026-11-26{}",
            "2026-11-26 {}",
            "{} 2026-11-26",
            "1-{}",
            "{}001",
            "t{}#2",
        ]
    ),
)
def test_a_phone_is_hidden_whatever_touches_it(national: str, before: str, around: str) -> None:
    """Letters, a date or other digits directly at a phone in a key don't show it, and the mask is known again."""
    key = around.format(before + national)
    masked = mask_phones(key)
    assert not re.search("[0-9]{6}", masked.removeprefix("261126"))  # a date beside a + may stay
    assert masked_fields({"key": masked}.get) == ("key",)
    if " " in around:
        assert "2026-11-26" in masked


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        ("wa6281299887766", "wa+6281******766"),
        ("261126081299887766", "26*************766"),
        ("261126-0812-9988-7766", "261126-+6281******766"),
        ("2026-11-23 081299887766", "2026-11-23 +6281******766"),
        ("0812 9988 7766 0813 9988 7755", "+6281******766 +6281******755"),
    ],
)
def test_what_is_left_of_a_key(key: str, shown: str) -> None:
    """What is no phone in a key stays readable."""
    assert mask_phones(key) == shown


GAPS = st.sampled_from(["", "", " ", "-", ".", " - ", ") ", "\u2013"])


@given(
    MOBILE.flatmap(
        lambda number: st.tuples(st.just(number), st.lists(GAPS, min_size=len(number), max_size=len(number)))
    ),
    st.sampled_from(["0", "+62 ", "62-", "(+62) ", "wa: 0"]),
    st.sampled_from(["hub {} ya", "{}", "a/{}/b", "{}, RT 4"]),
)
def test_however_a_phone_is_grouped_its_middle_is_hidden(
    spelt: tuple[str, list[str]], before: str, around: str
) -> None:
    """Of its digits no more than the first five and the last three are left."""
    number, gaps = spelt
    written = "".join(digit + gap for digit, gap in zip(number, gaps, strict=True)).rstrip(" -.)\u2013")
    masked = mask_phones(around.format(before + written))
    assert "*" in masked
    assert number not in re.sub("[^0-9]", "", masked)
    assert len(re.findall("[0-9]", masked.removesuffix(", RT 4"))) <= 8


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.text("0862+- *.()", max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


@given(ANYTHING)
def test_masking_keeps_what_is_around_and_is_done_once(value: Any) -> None:
    """Lists and objects keep their shape, letters theirs; masked again nothing changes."""

    def shape(one: Any) -> Any:
        if isinstance(one, dict):
            return {name: shape(item) for name, item in one.items()}
        if isinstance(one, list):
            return [shape(item) for item in one]
        return re.sub(r"[0-9*+\s().\-\u2010-\u2015]", "", one) if isinstance(one, str) else None

    masked = mask_phones(value)
    assert mask_phones(masked) == masked or value != value
    if not isinstance(value, (int, float)):
        kept = {"a": value}
        assert shape(kept).keys() == shape({"a": masked}).keys()
