"""`aduan info learn`: propose answers from what officers answered."""

from __future__ import annotations

import click

from aduan_cli.amounts import times
from aduan_cli.cli.arguments import FILE_NAME
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.cli.new_file import print_or_write
from aduan_cli.errors import NotFoundError
from aduan_cli.i18n import _


@click.command("learn", cls=Command)
@click.option(
    "--least",
    type=click.IntRange(min=1),
    default=3,
    show_default=True,
    help="How often a number, link or address must have been given.",
)
@click.option("--output", type=FILE_NAME, metavar="FILE", help="Write the answers to this new file instead of stdout.")
@click.pass_obj
def command(context: Context, /, least: int, output: str | None) -> None:
    """Propose answers from the questions that officers answered.

    Which number, link or address was given for what, how often and when last; where officers gave others as well, that
    stands beside it. Prints [[answer]] tables to be read, edited and put at the end of rules.toml. Nothing becomes an
    answer by itself, and what is a caller's is in none of them.
    """
    from aduan_cli.flow.directory.proposing import learn_answers, written

    desk = context.desk
    in_force = desk.directory.entries
    found = learn_answers(desk.store, desk.router, in_force, least)
    figures = _("answers: {answers}, from {questions} answered questions; known already: {known}").format(
        answers=len(found.tables), questions=found.questions, known=found.known
    )
    if not found.tables:
        context.say(figures)
        sentence = _("nothing was given {times} or more that isn't an answer already; see --least")
        raise NotFoundError(sentence.format(times=times(least)))
    head = [
        _("Proposed by 'aduan info learn'. Ask the units whether it is right still, change it, then put it at the end"),
        _("of rules.toml; 'aduan rules check' looks at it there."),
        figures,
    ]
    text = written({"answer": found.tables}, head, found.remarks)
    print_or_write(output, text)
    context.say(figures)
