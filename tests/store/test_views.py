"""Views of the desk's file for other programs: times on the desk's clock, phones masked as everywhere, no names."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timezone
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.desk_time import transitions_of
from aduan_cli.phones import mask_phone, normalise_phone, phone_keys
from aduan_cli.store.sqlite.views import _PHONE, local

_MEMORY = sqlite3.connect(":memory:", check_same_thread=False)


def in_sql(expression: str, column: str, value: object) -> object:
    """Return what an expression makes of a column `c.COLUMN` that has a value."""
    return _MEMORY.execute(f"SELECT {expression} FROM (SELECT ? AS {column}) c", (value,)).fetchone()[0]


@given(st.sampled_from(("Asia/Jakarta", "America/New_York", "Pacific/Apia")), st.integers(946_771_200, 2_524_521_600))
def test_a_time_is_what_the_desk_s_clock_shows(zone: str, at: int) -> None:
    there = datetime.fromtimestamp(at, timezone.utc).astimezone(ZoneInfo(zone))
    assert in_sql(local("c.at", transitions_of(zone)), "at", at) == f"{there:%Y-%m-%d %H:%M}"


@given(st.from_regex(r"(0|\\+62|62)8[1-9][0-9]{7,9}|021[2-9][0-9]{6,7}|[2-9][0-9]{6,7}|1[0-9]{2,6}", fullmatch=True))
def test_a_phone_is_masked_as_the_desk_masks_it(typed: str) -> None:
    phone = normalise_phone(typed)
    assert phone is not None
    if len(phone_keys(phone)) == 1 and ";" not in phone:
        assert in_sql(_PHONE, "caller_phone", phone) == mask_phone(phone)


@given(st.text(max_size=20))
def test_words_and_several_numbers_are_hidden_whole(text: str) -> None:
    assert in_sql(_PHONE, "caller_phone", f"+6281234560101;{text}") == "***"
    assert in_sql(_PHONE, "caller_phone", f"rumah 0812{text.strip('0123456789')}") == "***"
