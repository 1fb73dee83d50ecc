"""What `aduan tick` does: the one job of cron. No click here (`plain`)."""

from __future__ import annotations

import gc

from aduan_cli import errors
from aduan_cli.cli.context import Context
from aduan_cli.cli.declared import FLAG, FORMAT, POSITIVE, SECONDS, Option
from aduan_cli.due import Bounds
from aduan_cli.errors import UsageError
from aduan_cli.i18n import _
from aduan_cli.value_words import label

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.due import Done

PARAMETERS = (
    Option(("--limit",), "Do at most so many; the next run goes on.", POSITIVE, "N"),
    Option(("--max-seconds",), "Begin nothing more after so many seconds.", SECONDS, "SECONDS"),
    Option(("--explain",), "Print what would be done, and do nothing.", FLAG),
    Option(("--status",), "Print how the desk does, for a monitor: 0 ok, 1 warning, 2 critical.", FLAG),
    Option(("--late",), "With --status: warning and critical from so many that are late.", metavar="W,C"),
    Option(("--emergencies",), "With --status: from so many that nobody has in time.", metavar="W,C"),
    Option(("--dead",), "With --status: from so many messages that will not arrive.", metavar="W,C"),
    Option(("--waiting",), "With --status: from so many messages that wait for an hour and more.", metavar="W,C"),
    Option(("--quarantined",), "With --status: from so many answers of units in the quarantine.", metavar="W,C"),
    Option(("--age",), "With --status: from such an age of the last run, as in 15m,1h.", metavar="W,C"),
    FORMAT,
)
"""What stands on the line, in the order of the help."""


def tick(
    context: Context,
    /,
    limit: int | None,
    max_seconds: float | None,
    explain: bool,
    status: bool,
    late: str | None,
    emergencies: str | None,
    dead: str | None,
    waiting: str | None,
    quarantined: str | None,
    age: str | None,
    format_: str | None,
) -> int:
    """Do what must happen by itself: for cron, every few minutes.

    What units wrote back into [inbox] folder is taken; holds whose time is over go on; where deadlines or calendars
    changed, what is open is dated anew; a clock that came as far as an [[escalation]] says is told of. Silent when all
    is well, one line on stderr for each thing that failed (exit 6). One at a time: where another one is at it, nothing
    is done.
    """
    thresholds = {
        "late": late,
        "emergencies": emergencies,
        "dead": dead,
        "waiting": waiting,
        "quarantined": quarantined,
        "age": age,
    }
    if explain and status:
        raise UsageError(_("--explain or --status, not both"))
    if not status and any(thresholds.values()):
        raise UsageError(_("--late, --emergencies, --dead, --waiting, --quarantined and --age go with --status"))
    if format_ is not None and not explain:
        raise UsageError(_("--format goes with --explain"))
    if not status and not explain:
        return _do(context, Bounds(limit, max_seconds))
    from aduan_cli.cli import ticked

    return ticked.status(context, thresholds) if status else ticked.explain(context, limit, format_)


def _do(context: Context, bounds: Bounds) -> int:
    from aduan_cli.app.tick import tick

    # It may have ten thousand to do. What is there already stays to the end, and isn't looked at each time.
    gc.freeze()
    gc.enable()
    done = tick(context.desk, bounds)
    if done is None:
        if context.verbose:
            context.say(_("another tick is at it; nothing done"))
        return errors.DONE
    for stage in done:
        _tell(context, stage)
    return errors.PARTIAL if any(stage.failed or stage.told for stage in done) else errors.DONE


def _tell(context: Context, stage: Done) -> None:
    name = label("stage", stage.stage)
    for ticket in stage.failed:
        sentence = _("{ticket}: {stage} failed: somebody else changed it again and again")
        context.tell(sentence.format(ticket=ticket, stage=name))
    for sentence in stage.told:
        context.tell(sentence)
    if stage.left:
        context.say(_("{stage}: {left} left for the next run").format(stage=name, left=stage.left))
    if context.verbose and stage.done:
        context.say(_("{stage}: {done} done").format(stage=name, done=stage.done))


LINES = {"tick": (tick, PARAMETERS)}
