"""Complaints as rows."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.complaint.complaint import copy_of
from aduan_cli.complaint.fields import STORED
from aduan_cli.complaint.moves import FINAL
from aduan_cli.store.common.rows import COLUMNS, complaint_of, row_of
from invented import STATUSES, varied

_TEXT = st.text(max_size=9)


@given(
    number=st.integers(0, 300),
    status=st.sampled_from(STATUSES),
    answers=st.dictionaries(_TEXT, st.none() | st.integers() | _TEXT | st.lists(_TEXT)),
    support=st.lists(_TEXT).map(tuple),
)
def test_a_complaint_comes_back_from_its_row(
    number: int, status: str, answers: dict[str, object], support: tuple[str, ...]
) -> None:
    """Every stored field, lists and objects among them; `open` says whether something is owed."""
    complaint = copy_of(varied(number), id=number, status=status, answers=answers, support=support)
    row = row_of(complaint, ("k", "c"))
    by_name = dict(zip(COLUMNS, row, strict=True))
    assert by_name["open"] == (status not in FINAL)
    back = complaint_of(row[:-1])
    assert (back.id, back.import_key, back.content_hash) == (number, "k", "c")
    for name in set(STORED) - {"import_key", "content_hash"}:
        assert getattr(back, name) == getattr(complaint, name), name
