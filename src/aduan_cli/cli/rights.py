"""Which command asks for which right of `[people]`: the one list of it, by the names of the commands.

A right that is asked `FIRST` is asked by `cli.command` before the command does anything, but for a trial (`--dry-run`).
What `STORED` names is asked of what a command is about to store, by `complaint.rights`, for there it is known whose
complaint it is; what is `SHOWN`, where callers are to be shown whole. tests/cli/test_rights.py holds every command
against this, and docs/privacy.md says it.
"""

from __future__ import annotations

from aduan_cli.model import ERASE, EXPORT, LOG, MOVE, REVEAL, RULES

FIRST = {
    **dict.fromkeys(("rules accept", "rules restore", "plugin enable", "plugin disable"), RULES),
    **dict.fromkeys(("desk share", "desk own", "desk begin-anew", "db restore"), RULES),
    **dict.fromkeys(("incident start", "incident end", "incident add", "incident remove"), MOVE),
    **dict.fromkeys(("outbox retry", "outbox skip", "open311 push"), MOVE),
    "handover sign": LOG,
    **dict.fromkeys(("person erase", "retention"), ERASE),
    **dict.fromkeys(("export", "db export", "db copy"), EXPORT),
}
STORED = {
    **dict.fromkeys(("log", "info", "import", "edit", "set", "note", "attach", "person correct", "open311 pull"), LOG),
    **dict.fromkeys(("ack", "handoff", "start", "hold", "return", "assign", "refer", "resolve", "close"), MOVE),
    **dict.fromkeys(("reopen", "reject", "answer", "merge", "unmerge", "callbacks done", "route", "inbox"), MOVE),
}
SHOWN = {"person show": REVEAL}
"""Also every `--reveal`."""
BY_ITSELF = frozenset(
    {
        "tick",  # Cron's: it goes by the rules in force, whoever runs it.
        "open311 publish",  # Cron's, what [open311] says and no more.
        "report mail",  # Cron's: figures.
        "outbox test",  # Names no complaint, and is kept nowhere.
        "whoami",  # Who is at a terminal gives no right.
        "db backup",  # It must come about also where nothing can be written; see docs/privacy.md.
        "db drill",
        "db migrate",  # The first command that writes does it anyway.
        "db compact",  # Nothing that is kept changes.
        "db views",
        "db import",  # Only where nothing was stored yet: nobody has any rights there.
        "init",
        "plugin new",  # Files that nothing goes by until somebody enables or accepts them, as these:
        "plugin discover",
        "holidays init",
        "rules learn",  # With --second it writes weights that count at once, and asks for `rules` by itself.
        "places learn",
        "info learn",
        "deadlines learn",
        "report html",
        "completion",
    }
)
"""What changes or makes something and asks for no right. All other commands do nothing but look."""
