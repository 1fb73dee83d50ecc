"""The tables of time: calendars, deadlines and the levels of escalation."""

from __future__ import annotations

from aduan_cli.model import PRIORITIES
from aduan_cli.rules.language.key import Key, Table

_TARGETS: Table = {
    clock: Key("string", about, shape="target")
    for clock, about in (
        ("handoff", "Until an emergency was handed over by voice, round the clock."),
        ("acknowledge", "Until the unit says that it has it."),
        ("resolve", "Until it is done."),
    )
}
TIME_TABLES: dict[str, Table] = {
    "calendar": {
        "hours": Key(
            "map",
            "Days = the spans in which somebody works; a span may pass midnight.",
            True,
            of=Key("strings", "", shape="span"),
            key_shape="days",
        ),
        "holidays": Key("boolean", "Closed on holidays; so it is if nothing is said."),
        "joint_leave": Key("boolean", "Closed on days of joint leave (cuti bersama); so it is if nothing is said."),
        "changed": Key(
            "map",
            "A single day = its spans, whatever the weekday; an empty list is closed.",
            of=Key("list", "", shape="span"),
            key_shape="date",
        ),
    },
    "deadlines": {
        "calendar": Key("string", "The calendar on which it counts; always: round the clock.", shape="slug"),
        **_TARGETS,
        **{
            priority: Key(
                "table", f"The same for what is {priority}; of an emergency round the clock.", table="targets"
            )
            for priority in PRIORITIES
        },
    },
    "targets": _TARGETS,
    "escalation": {
        "id": Key("string", "Name of the level, unique in the desk.", True, shape="slug"),
        "clock": Key("string", "Which clock.", True, values=tuple(_TARGETS)),
        "at": Key("string", "When: a part of its time, when it is due, or how long after that.", True, shape="level"),
        "units": Key("strings", "Only what these have, or their crews.", names="unit"),
        "categories": Key("strings", "Only these.", names="category"),
        "priorities": Key("strings", "Only these.", values=PRIORITIES),
        "tell": Key("strings", "Whom: `unit`, `unit.head`, or the name of a notifier.", shape="recipient"),
        "repeat": Key("string", "It is told again so long after it was told last; else once.", shape="target"),
        "priority": Key("string", "The priority that it is raised to.", values=PRIORITIES),
        "list": Key("boolean", "It stands on the desk's list: `aduan list --escalated`."),
    },
}
