"""Deciding a stored complaint again: the one way for `route`, the backtest and what `why` says of today's rules.

What the officer or the import gave stays; what was read from the text (kind, category, place) is read from it again
under the rules that decide now. Channel, shift and day stay as they were logged. Pure: nothing is read or stored.
"""

from __future__ import annotations

from collections.abc import Collection

from aduan_cli.complaint.complaint import Complaint, copy_of
from aduan_cli.complaint.moves import BY_RULES
from aduan_cli.complaint.router import Router
from aduan_cli.model import Facts

READ = ("kind", "kecamatan", "kelurahan", "address", "category")
"""What is read from the text, where nobody gave it."""
_GIVEN = ("given", "import")
_LOGGED = ("channel", "shift", "day")


def taken_anew(complaint: Complaint, router: Router, kept: Collection[str] = ()) -> tuple[Complaint, Facts]:
    """Return a copy of a complaint, taken from its text anew but for fields that are `kept`, and the facts for rules.

    Somebody waits for what was taken as a complaint: while it is open, no reading makes a question of it.
    """
    after, facts = _read(complaint, router, [name for name in READ if name not in kept])
    open_ = complaint.revision is not None and complaint.status in BY_RULES
    if open_ and complaint.kind == "complaint" and after.kind != "complaint":
        return _read(complaint, router, [name for name in READ if name != "kind"])
    return after, facts


def _read(complaint: Complaint, router: Router, names: Collection[str]) -> tuple[Complaint, Facts]:
    after = copy_of(complaint)
    sources = after.sources
    for name in names:
        source = sources.get(name, "text" if name == "category" else "given")
        if source not in _GIVEN:
            setattr(after, name, "" if name == "kind" else None)
            sources.pop(name, None)
    if sources.get("priority") not in _GIVEN:  # Rules see no priority that rules have set.
        after.priority = ""
    before = dict(sources)
    facts = router.understand(after)
    sources.update(before)
    for name in _LOGGED:
        if getattr(complaint, name):
            setattr(after, name, getattr(complaint, name))
    facts.channel, facts.shift = after.channel, after.shift
    return after, facts
