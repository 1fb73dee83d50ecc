"""The tables of persons: how long their data are kept, and who may do what."""

from __future__ import annotations

from aduan_cli.model import ENDS, KINDS, RIGHTS
from aduan_cli.rules.language.key import Key, Table

_KEPT: Table = {
    "callers": Key("string", "After how long callers are made anonymous: name, phone, address go.", shape="age"),
    "texts": Key("string", "After how long the wording is blanked, and with it all of the person.", shape="age"),
    "attachments": Key("string", "After how long attached files are removed.", shape="age"),
}
_MAY = {
    "log": "Take calls, correct them, note and attach, sign a handover.",
    "move": "Move complaints: ack, start, resolve, assign, close and so on; incidents, messages that wait.",
    "reveal": "See callers whole: --reveal, person show.",
    "rules": "Change what is in force: rules, plugins, whose the desk is, a backup put back.",
    "erase": "Erase persons, and let `aduan retention` take away what is due.",
    "export": "Take data out of the desk with callers whole: list and search in a format for programs, db export.",
}
assert tuple(_MAY) == RIGHTS
PRIVACY_TABLES: dict[str, Table] = {
    "retention": {
        **_KEPT,
        "quarantine": Key("string", "After how long files in quarantine/ are removed.", shape="age"),
        **{kind: Key("table", f"The same for calls of the kind {kind}.", table="kept") for kind in KINDS},
        **{
            status: Key("table", f"The same for what is {status}; it goes before the kind.", table="kept")
            for status in ENDS
        },
    },
    "kept": _KEPT,
    "people": {
        **{right: Key("strings", about, shape="login") for right, about in _MAY.items()},
        "units": Key(
            "map",
            "A unit = who may move what is its own or its crews', besides those of `move`.",
            of=Key("strings", "", shape="login"),
            key_shape="slug",
        ),
    },
}
RETENTION = Key("table", "How long persons' data are kept; without it for ever.", table="retention")
PEOPLE = Key("table", "Who may do what: users of the machine, and @groups; without it everybody all.", table="people")
