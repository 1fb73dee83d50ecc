"""The tables of questions to the caller, and of examples: a sentence that is given, and what must come out for it."""

from __future__ import annotations

from aduan_cli.hookspecs import QUESTION_TYPES
from aduan_cli.model import KINDS, PRIORITIES, STEPS
from aduan_cli.rules.language.key import Key, Table
from aduan_cli.rules.language.place_keys import POINT

EXAMPLE_TABLES: dict[str, Table] = {
    "question": {
        "id": Key("string", "What the answer is called, as in `--detail ID=VALUE`.", True, shape="slug"),
        "category": Key("strings", "The categories for which it is asked.", True, names="category"),
        "text": Key("string", "The question, as the officer reads it out.", True, shape="filled"),
        "type": Key(
            "string", "What the answer is; text, or choice with choices, if nothing is said.", values=QUESTION_TYPES
        ),
        "choices": Key("strings", "The answers that are possible when the type is choice.", shape="filled"),
        "text_not": Key("strings", "It is not asked where the call says one of these already.", names="wording"),
        "reading": Key("string", "It is not asked where this reading finds the answer in the call.", shape="slug"),
    },
    "example": {
        "text": Key("strings", "What the caller says; of several sentences each must come out so.", shape="filled"),
        "kind": Key("string", "The kind, as an officer or an import gives it.", values=KINDS),
        "category": Key("string", "The category, given likewise.", names="category"),
        "kecamatan": Key("string", "The kecamatan, given likewise.", names="kecamatan"),
        "kelurahan": Key("string", "The kelurahan, given likewise.", names="kelurahan"),
        "point": POINT,
        "priority": Key("string", "The priority, given likewise.", values=PRIORITIES),
        "at": Key("string", "When, in local time, as in '2026-11-23 14:05'."),
        "channel": Key("string", "How it came in.", names="channel"),
        "answers": Key("map", "Answers to the category's questions.", of=Key("comparison", "")),
        "fields": Key("map", "Columns of an import.", of=Key("comparison", "")),
        "expect": Key("table", "What must come out.", True, table="expect"),
    },
    "expect": {
        "unit": Key("string", "The lead, or the desk's own queue: nobody's yet.", names="target"),
        "category": Key("string", "The category.", names="category"),
        "kind": Key("string", "The kind.", values=KINDS),
        "priority": Key("string", "The priority.", values=PRIORITIES),
        "kecamatan": Key("string", "The kecamatan.", names="kecamatan"),
        "kelurahan": Key("string", "The kelurahan.", names="kelurahan"),
        "place": Key("string", "The kecamatan or the kelurahan.", names="place"),
        "address": Key("string", "The street as the caller says it."),
        "support": Key("strings", "The units that help.", names="unit"),
        "rule": Key("string", "The rule that decided."),
        "step": Key("string", "The step that decided.", values=STEPS),
    },
}
