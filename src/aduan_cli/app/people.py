"""Who may do what at a desk, by the users and groups of the machine: the one place that decides it.

Only loaded where `rules.toml` has `[people]`. What counts is whose process it is, not `--actor`, which anybody may say.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Protocol

from aduan_cli.accounts import group_name, own_groups, user_name
from aduan_cli.app.data_desk import DataDesk
from aduan_cli.complaint.events import REFUSED
from aduan_cli.complaint.rights import needed
from aduan_cli.errors import NotAllowedError, StoreError
from aduan_cli.i18n import _
from aduan_cli.model import MOVE, RULES
from aduan_cli.rules.lineage import lineage
from aduan_cli.value_words import label

if TYPE_CHECKING:
    from aduan_cli.compiled import People, Rules, Unit
    from aduan_cli.complaint.step import Step

_ROOT = 0


class RuledDesk(DataDesk, Protocol):
    """What is needed of a desk to say who may do what at it."""

    @property
    def rules(self) -> Rules:
        """The rules in force, compiled."""

    @property
    def actor(self) -> str | None:
        """Who is at work."""

    def clock(self) -> int:
        """Return the time in seconds since 1970."""


def _check(desk: RuledDesk, right: str, units: Iterable[str | None], rules: Rules) -> None:
    """Raise `NotAllowedError` where the user may not do something; that it was refused is noted.

    `units`: whose complaints are moved; any that they may not move is enough.
    """
    people, all_units = rules["people"], rules["units"]
    if os.geteuid() == _ROOT or (right == RULES and _owns(desk)):
        return
    names = _names()
    for unit in dict.fromkeys(units):
        allowed = _allowed(people, right, unit, all_units)
        if allowed is not None and not names & set(allowed):
            _note(desk, right, unit)
            raise NotAllowedError(_sentence(right, unit if right == MOVE else None))


def check_all(desk: RuledDesk, right: str | None, steps: Sequence[Step]) -> None:
    """Raise `NotAllowedError` where the user may not do something, or write one of some steps; none of them is then."""
    units: dict[str, dict[str | None, None]] = {right: {None: None}} if right else {}
    for wanted, unit in needed(steps):
        units.setdefault(wanted, {})[unit] = None
    for wanted, found in units.items():
        _check(desk, wanted, found, desk.rules)


def check_right(desk: RuledDesk, right: str, rules: Rules) -> None:
    """Raise `NotAllowedError` where the user may not do something by some rules, which need not be in force."""
    _check(desk, right, (None,), rules)


def _allowed(people: People, right: str, unit: str | None, units: dict[str, Unit]) -> Collection[str] | None:
    """Return who may do something; None: everybody."""
    everywhere: list[str] | None = people.get(right)  # type: ignore[assignment]
    own = people.get("units", {}) if right == MOVE else {}
    of_unit = [who for one in lineage(units, unit) for who in own.get(one, ())]
    if of_unit:
        return [*of_unit, *(everywhere or ())]
    return everywhere


def _names() -> set[str]:
    """Return the user's name and number, and the names of their groups, each after an `@`."""
    return {user_name(os.geteuid()), *(f"@{group_name(number)}" for number in own_groups())}


def _owns(desk: RuledDesk) -> bool:
    """Say whether the desk's folder is the user's: who owns it can't be locked out of its rules."""
    return os.stat(desk.folder).st_uid == os.geteuid()


def _note(desk: RuledDesk, right: str, unit: str | None) -> None:
    data: dict[str, object] = {"right": right, "user": user_name(os.geteuid())}
    try:
        desk.store.head()  # What is refused before anything was stored begins no data.
        desk.store.note_event(REFUSED, desk.actor, desk.clock(), data | ({"unit": unit} if unit else {}))
    except StoreError:
        pass  # Who may not write there is refused all the same.


def _sentence(right: str, unit: str | None) -> str:
    user = user_name(os.geteuid())
    if unit is not None:
        what = _("{user} may not move what is {unit}'s: [people] in rules.toml says who may")
        return what.format(user=user, unit=unit)
    what = _("{user} may not do this here ({right}): [people] in rules.toml says who may")
    return what.format(user=user, right=label("right", right))
