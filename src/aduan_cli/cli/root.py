"""The root group: every command, found by its name and loaded when it is called."""

from __future__ import annotations

import gc

import click

from aduan_cli.cli.command import global_options
from aduan_cli.cli.groups import Lazy

_DAILY = {
    "log": ("log", "Log a call; prints its ticket."),
    "info": ("info", "Find the answer to a question, and store the call as answered."),
    "list": ("list_", "List complaints, newest first."),
    "show": ("show", "Show one complaint, whole."),
    "search": ("search", "Find complaints by words in them."),
    "route": ("route", "Decide again, by hand, or for a sentence."),
    "why": ("why", "Explain how a complaint was decided."),
    "whoami": ("whoami", "Who is at the desk; sign in for a shift."),
    "import": ("import_", "Take calls from CSV or JSONL files."),
    "export": ("export", "Print complaints whole, for another desk or program."),
}
_LIFE = {
    "ack": ("life", "The unit has it."),
    "handoff": ("life", "An emergency was handed over by voice."),
    "start": ("life", "The unit begins to work on it."),
    "hold": ("life", "The unit can't go on for now."),
    "return": ("life", "The unit gives it back."),
    "assign": ("life", "Give it to a unit."),
    "refer": ("life", "It is an outside body's."),
    "resolve": ("life", "The unit has done it."),
    "close": ("life", "What the unit did is checked."),
    "reopen": ("life", "It is not done after all."),
    "reject": ("life", "Nothing will be done about it."),
    "answer": ("life", "The caller was told: it was a question."),
    "merge": ("merge", "Say that calls tell of one incident."),
    "unmerge": ("merge", "Take a call out of an incident again."),
    "caller": ("caller", "Every call of one caller."),
    "callbacks": ("callbacks", "Who has to be rung back."),
    "edit": ("edit", "Correct what was typed of a call."),
    "set": ("set_", "Answer the questions of a call's category."),
    "attach": ("attach", "Attach files to a complaint."),
    "similar": ("similar", "Which complaints may be about the same."),
    "note": ("note", "Note something on a complaint."),
    "history": ("history", "What happened to a complaint."),
    "clock": ("clock", "When a complaint is due, and why."),
}
_CRON = {
    "open311": ("open311", "Publish complaints for other systems, take theirs."),
    "inbox": ("inbox", "Take what units write back: files of moves, mails."),
    "tick": ("tick", "What cron does: wake holds, date anew, escalate."),
}
_DESK = {
    "outbox": ("outbox", "The messages to units."),
    "unit": ("unit", "The units, and what each acts on."),
    "places": ("places", "The places that callers say."),
    "deadlines": ("deadlines", "What is promised, and what that would mean."),
    "calendar": ("calendar", "The working hours that deadlines count on."),
    "holidays": ("holidays", "The days on which offices are closed."),
    "rules": ("rules", "Check, try, explain and change the rules."),
    "plugin": ("plugin", "The units' plugins: make, check and enable them."),
    "init": ("init", "Make a desk in a folder."),
    "desk": ("desk", "The desk as a whole."),
    "db": ("db", "The data: verified, backed up, put back."),
    "person": ("person", "What is kept of a person: shown, corrected, erased."),
    "retention": ("retention", "Take away what was kept for long enough."),
    "doctor": ("doctor", "What of this desk wants attention."),
    "completion": ("completion", "Complete commands and values with the Tab key."),
}
_SHIFT = {
    "incident": ("incident", "One thing that many call about."),
    "handover": ("handover", "What the next shift must know; sign it."),
    "report": ("report", "What the calls add up to."),
    "board": ("board", "The room's big screen."),
}
FAMILIES = {"Commands": _DAILY, "A complaint's life": _LIFE, "The shift": _SHIFT, "By cron": _CRON, "The desk": _DESK}
"""Each command by its family: its module in this package, and its line in the help."""
COMMANDS = {**_DAILY, **_LIFE, **_SHIFT, **_CRON, **_DESK}


class _Root(Lazy):
    """The root: its own commands first, then those of plugins, which can't shadow any."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find a plugin's commands where the name is none of ours."""
        name = args[0]
        if name not in self._table and not name.startswith("-"):
            gc.enable()
            from aduan_cli.cli.plugin_commands import plugin_group

            group = plugin_group(ctx.obj, name)
            if group is not None:
                return name, group, args[1:]
        return super().resolve_command(ctx, args)


def _version(context: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value and not context.resilient_parsing:
        from aduan_cli import __version__

        click.echo(f"aduan {__version__}")
        context.exit()


def root_group() -> click.Group:
    """Return the root, whole but for the commands, which are loaded when they are called."""
    version = click.Option(
        ["--version"],
        is_flag=True,
        expose_value=False,
        is_eager=True,
        callback=_version,
        help="Show the version.",
    )
    return _Root(
        "aduan",
        package="aduan_cli.cli",
        table=COMMANDS,
        families=FAMILIES,
        params=[*global_options(), version],
        help="The complaint desk of a city call centre: log, route and find complaints.",
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )
