"""The clocks of a complaint: a row for each, and for people a block with every stretch of its time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from aduan_cli.complaint.deadlines import ALWAYS
from aduan_cli.desk_time import Zone
from aduan_cli.i18n import _, ngettext
from aduan_cli.render.table import short_time
from aduan_cli.value_words import label
from aduan_cli.working_time import CLOSED, DAYS, HOLIDAY, OPEN, PAUSED, WAITING, WORKING_DAYS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.complaint.clocks_explained import ClockExplained
    from aduan_cli.complaint.deadlines import Aim
    from aduan_cli.working_time import Stretch

COLUMNS = (
    "ticket", "clock", "state", "unit", "since", "target", "calendar", "whose", "begins", "due_at", "stopped_at",
    "counted", "stretches",
)  # fmt: skip
TABLE = ("clock", "state", "unit", "target", "due_at")
_MOST = 40
"""Stretches of a clock that are told one by one."""


def rows(ticket: str, clocks: Iterable[ClockExplained], zone: Zone) -> Iterator[dict[str, object]]:
    """Yield each clock in the order of `COLUMNS`; `counted` is in seconds."""
    for one in clocks:
        run, aim = one.run, one.aim
        yield {
            "ticket": ticket,
            "clock": run.clock,
            "state": one.state,
            "unit": run.unit,
            "since": zone.iso(run.since),
            "target": aim.text,
            "calendar": aim.calendar,
            "whose": aim.whose,
            "begins": zone.iso(one.begins),
            "due_at": None if run.due_at is None else zone.iso(run.due_at),
            "stopped_at": None if run.stopped is None else zone.iso(run.stopped),
            "counted": one.counted,
            "stretches": [
                {"from": zone.iso(s.begin), "until": zone.iso(s.until), "why": s.why, "name": s.name or None}
                for s in one.stretches
            ],
        }


def blocks(clocks: Sequence[ClockExplained], zone: Zone) -> Iterator[list[tuple[str, object]]]:
    """Yield the lines of each clock: label and value."""
    for number, one in enumerate(clocks):
        run, aim = one.run, one.aim
        yield [
            (label("clock", run.clock), label("clock-state", one.state)),
            (_("Target"), _target(aim)),
            (_("Unit"), run.unit),
            (_("Begins"), short_time(one.begins, zone)),
            (_("Due"), None if run.due_at is None else short_time(run.due_at, zone)),
            (_("Stopped"), None if run.stopped is None else short_time(run.stopped, zone)),
            (_("Counted"), in_all_units(one.counted)),
            ("", "\n".join(_stretches(one.stretches, zone)) + ("\n" if number < len(clocks) - 1 else "")),
        ]


def _target(aim: Aim) -> str:
    amount, unit = aim.target
    if unit == DAYS:
        length = ngettext("{count} day", "{count} days", amount)
    elif unit == WORKING_DAYS:
        length = ngettext("{count} working day", "{count} working days", amount)
    else:
        length = in_all_units(amount * (3600 if unit == "h" else 60))
    on = _("round the clock") if aim.calendar == ALWAYS else _("calendar {name}").format(name=aim.calendar)
    return f"{length.format(count=amount)} · {on} ({target_owner(aim.whose)})"


def target_owner(whose: str) -> str:
    """Return whose a target is for people: of `desk`, `unit dlh` or `category sampah, emergency`."""
    of, _comma, priority = whose.partition(", ")
    kind, _space, name = of.partition(" ")
    told = {"desk": _("desk"), "unit": _("unit {name}"), "category": _("category {name}")}[kind].format(name=name)
    return f"{told}, {label('priority', priority)}" if priority else told


def _stretches(stretches: Sequence[Stretch], zone: Zone) -> Iterator[str]:
    for one in stretches[:_MOST]:
        sign = "+" if one.counts else " "
        begin, until = short_time(one.begin, zone), short_time(one.until, zone)
        yield f"  {sign} {begin} – {until}  {in_all_units(one.until - one.begin)}  {_why(one)}"
    if len(stretches) > _MOST:
        yield "  " + _("... and {count} more").format(count=len(stretches) - _MOST)


def _why(stretch: Stretch) -> str:
    what = {
        OPEN: _("counts"),
        CLOSED: _("outside of working hours"),
        HOLIDAY: _("holiday"),
        PAUSED: _("pause"),
        WAITING: _("before the next opening"),
    }[stretch.why]
    return f"{what}: {stretch.name}" if stretch.name else what


def roughly(seconds: int | None) -> str | None:
    """Return a length of time to a tenth of its largest unit: `2.5 d`."""
    if seconds is None:
        return None
    for unit, length in ((_("d"), 86_400), (_("h"), 3_600)):
        if seconds >= length:
            return f"{seconds / length:.1f} {unit}"
    return f"{seconds // 60} {_('min')}"


def in_all_units(seconds: int) -> str:
    """Return a length of time as people say it: days, hours, minutes."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    parts = [(days, _("d")), (hours, _("h")), (minutes, _("min"))]
    told = [f"{count} {unit}" for count, unit in parts if count]
    return " ".join(told) or f"{rest} {_('s')}"
