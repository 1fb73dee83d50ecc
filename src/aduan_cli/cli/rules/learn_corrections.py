"""`aduan rules learn --from corrections`: changes that would have decided calls as officers corrected them."""

from __future__ import annotations

from aduan_cli.cli import options
from aduan_cli.cli.context import Context
from aduan_cli.cli.new_file import print_or_write
from aduan_cli.flow.rulebook.drafting import draft, summary
from aduan_cli.flow.rulebook.proposing import Evidence


def propose(
    context: Context, since: str | None, until: str | None, cases: int, share: float, output: str | None
) -> None:
    """Write a draft of changes to stdout or a new file, and say on stderr what became of all corrections."""
    from aduan_cli.app.proposals import proposed

    desk = context.desk
    from_, to = options.between(desk, since, until)
    found = proposed(desk, from_, to, Evidence(cases, share))
    text = draft(found)
    print_or_write(output, text)
    for line in summary(found):
        context.say(line)
