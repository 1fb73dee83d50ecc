"""What of an event is kept for ever: only what the registry names."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import aduan_cli
from aduan_cli import value_words
from aduan_cli.complaint import events
from aduan_cli.complaint.events import DECIDING, PLAIN, parted
from aduan_cli.complaint.fields import PRIVATE
from aduan_cli.complaint.messages import MESSAGE_EVENTS

NAMED = [name for names in PLAIN.values() for name in names]
NAMES = st.text("abcdefghij_", min_size=1, max_size=12) | st.sampled_from(NAMED)
MEANT_OTHERWISE = {"fields", "answer"}
"""Names of what differs, and of whom a unit's code sent it to."""
DATA = st.dictionaries(NAMES, st.integers(1) | st.text(min_size=1), max_size=8)


@given(st.sampled_from(sorted(PLAIN)) | st.text(), DATA)
def test_every_value_is_plain_or_private_and_only_what_is_named_is_plain(type_: str, data: dict[str, object]) -> None:
    plain, private = parted(type_, data)
    assert plain | private == data
    assert plain.keys() <= set(PLAIN.get(type_, ()))
    assert not plain.keys() & private.keys()


def test_what_nobody_registered_may_be_erased() -> None:
    assert parted("overheard", {"said": "rahasia"}) == ({}, {"said": "rahasia"})


@pytest.mark.parametrize("type_", sorted(PLAIN))
def test_no_event_keeps_words_or_a_person_for_ever(type_: str) -> None:
    words = {"reason", "notes", "message", "traceback", *PRIVATE} - MEANT_OTHERWISE
    if type_ in (*MESSAGE_EVENTS.values(), events.MESSAGE_BOUNCED):
        words.discard("message")  # Its number in the outbox.
    assert not words & set(PLAIN[type_])


def test_every_type_is_registered() -> None:
    named = {v for k, v in vars(events).items() if k.isupper() and isinstance(v, str) and not k.startswith("_")}
    assert named == set(PLAIN)
    assert set(DECIDING) <= named


def test_no_module_spells_the_type_of_an_event_itself() -> None:
    """A type that is written out elsewhere isn't found when it gets another name. The screen's words lie below."""
    long = [name for name in PLAIN if "_" in name]
    spelt = re.compile("|".join(f'"{name}"' for name in long))
    source = Path(aduan_cli.__file__).parent
    found = [str(path) for path in source.rglob("*.py") if spelt.search(path.read_text(encoding="utf-8"))]
    assert sorted(found) == sorted([str(Path(events.__file__)), value_words.__file__])


def test_every_event_of_a_complaint_has_its_indonesian_word() -> None:
    of_desk = {events.PLUGIN_SET_ASIDE, events.PLUGIN_ENABLED, events.RULES_ACCEPTED, events.RULES_RESTORED}
    of_desk |= {events.DESK_SHARED, events.DESK_OWNED, events.NUMBERS_SKIPPED, events.HANDED_OVER}
    of_desk |= {
        events.STORE_BEGUN_ANEW,
        events.STORE_OLDER,
        events.REPORT_MAILED,
        events.INCIDENT_STARTED,
        events.INCIDENT_ENDED,
    }
    assert set(value_words.INDONESIAN["event"]) == set(PLAIN) - of_desk
