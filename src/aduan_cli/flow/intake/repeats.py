"""Calls that may be about what was just logged: of the same caller, or in the same words within minutes.

Nothing is merged or linked: a person looks. It is asked for once a call is stored, and costs one or two look-ups.
"""

from __future__ import annotations

from collections.abc import Iterator

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.errors import AduanError
from aduan_cli.stored import Query

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.ports import Store

SAME_CALLER = 30 * 86_400
"""Seconds for which a caller's earlier call is told."""
SAME_WORDS = 30 * 60
"""Seconds between two reports that count as of the same minutes."""
_MOST = 20
"""Calls that are compared, the newest first: so many, however many came in meanwhile."""
_ALIKE, _FEWEST = 0.8, 5
"""The share of words that two texts have in common to be alike, and how many they have in common at least."""


def earlier(store: Store, complaint: Complaint) -> tuple[Complaint | None, Complaint | None]:
    """Return the newest other call of the same caller, and the newest in the same words; None: there is none.

    Those that the officer linked are left out. Where the store can't be read any more there is none to tell.
    """
    try:
        return _first(_of_caller(store, complaint), complaint), _first(_in_words(store, complaint), complaint)
    except AduanError:
        return None, None


def _first(found: Iterator[Complaint], complaint: Complaint) -> Complaint | None:
    return next((one for one in found if one.id != complaint.id and one.ticket not in complaint.linked), None)


def _of_caller(store: Store, complaint: Complaint) -> Iterator[Complaint]:
    if not complaint.caller_phone:
        return iter(())
    from aduan_cli.phones import phone_keys

    phones = phone_keys(complaint.caller_phone)
    if not phones:
        return iter(())
    most = 2 + len(complaint.linked)
    return store.find(Query((("phone", tuple(phones)),), since=complaint.reported_at - SAME_CALLER, limit=most))


def _in_words(store: Store, complaint: Complaint) -> Iterator[Complaint]:
    at = complaint.reported_at
    near = store.find(Query(since=at - SAME_WORDS, until=at + SAME_WORDS + 1, limit=_MOST))
    words = _words(complaint)
    return (one for one in near if _same_place(one, complaint) and _alike(one, complaint, words))


def _words(complaint: Complaint) -> list[str]:
    return complaint.text.casefold().split()


def _same_place(one: Complaint, other: Complaint) -> bool:
    """Say whether two calls may be of one place: where both name a ward, it is the same."""
    return not one.kelurahan or not other.kelurahan or one.kelurahan == other.kelurahan


def _alike(one: Complaint, other: Complaint, words: list[str]) -> bool:
    """Say whether two calls are in the same words; of questions, which many ask, only in the very same."""
    theirs = _words(one)
    if theirs == words:
        return bool(words)
    if "information" in (one.kind, other.kind):
        return False
    common = len({*theirs} & {*words})
    return common >= _FEWEST and common >= _ALIKE * len({*theirs, *words})
