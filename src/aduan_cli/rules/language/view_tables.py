"""The table of a saved list, `[views.NAME]`, as data."""

from __future__ import annotations

from aduan_cli.model import ANY, CLOCKS, FILTERS
from aduan_cli.rules.language.key import Key, Table

VIEW_FLAGS = ("open", "unanswered", "bounced", "escalated", "mine", "reverse")
"""The options of `list` without a value that a saved list may have."""

VIEW_TABLES: dict[str, Table] = {
    "view": {
        "title": Key("string", "What it shows, in one line.", shape="filled"),
        **{
            name: Key("strings", "What this option of `list` takes.", shape="filled")
            for name in FILTERS
            if name != "phone"  # a person's: it stands in no rules
        },
        **dict.fromkeys(VIEW_FLAGS, Key("boolean", "As this option of `list`.")),
        "since": Key("string", "Reported at this time or later: '3d', 'senin'.", shape="filled"),
        "until": Key("string", "Reported before this time.", shape="filled"),
        "late": Key("string", "Only what is late: by any clock, or by one.", values=(ANY, *CLOCKS)),
        "due_before": Key("string", "With a clock that runs and is due before this time: 'besok'.", shape="filled"),
        "sort": Key("string", "The order; `-` before it turns it round.", shape="filled"),
        "limit": Key("integer", "Most rows, 0 for all."),
        "columns": Key("list", "Which fields, in this order.", shape="filled"),
    },
}
