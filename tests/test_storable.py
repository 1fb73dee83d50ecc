"""Texts as any store can keep them, whatever bytes a terminal or a file had."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.storable import storable

ANY = st.text() | st.text(st.characters(categories=["Cs", "Ll"]), max_size=8)


@given(ANY)
def test_any_text_can_be_kept(text: str) -> None:
    """It is UTF-8, and what was kept once is kept as it is."""
    kept = storable(text)
    kept.encode("utf-8")
    assert storable(kept) == kept


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_what_is_utf8_is_left_alone(text: str) -> None:
    """Also where a terminal handed over its bytes one by one."""
    assert storable(text) == text
    assert storable(text.encode("utf-8").decode("ascii", "surrogateescape")) == text


@given(st.binary(max_size=12))
def test_no_two_bytes_become_the_same(data: bytes) -> None:
    """Bytes that are no UTF-8 stand as escapes: nothing of them is lost."""
    given = data.decode("utf-8", "surrogateescape")
    kept = storable(given)
    if kept == given:
        assert kept.encode() == data
    else:
        assert all(f"\\udc{byte:02x}" in kept for byte in data if chr(0xDC00 + byte) in given)
