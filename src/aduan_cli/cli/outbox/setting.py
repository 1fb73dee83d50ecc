"""What `retry` and `skip` have in common: each message gets another state, or it is told why not."""

from __future__ import annotations

from collections.abc import Iterable

import click

from aduan_cli import errors
from aduan_cli.cli.context import Context
from aduan_cli.i18n import _
from aduan_cli.value_words import label


def set_all(context: Context, numbers: Iterable[int], state: str, done: str) -> int:
    """Give messages another state; of one alone an error is raised, of several each is told and the rest done."""
    desk = context.desk
    failures: list[errors.AduanError] = []
    wanted = list(dict.fromkeys(numbers))
    for number in wanted:
        if desk.store.outbox.set_message(number, state, desk.actor, desk.clock()):
            click.echo(done.format(id=number))
            continue
        one = desk.store.outbox.message(number)
        if one is None:
            failures.append(errors.NotFoundError(_("no message {id}").format(id=number)))
        else:
            sentence = _("message {id} stays as it is: {state}").format(id=number, state=label("message", one.state))
            failures.append(errors.NotAllowedError(sentence))
    if failures and len(wanted) == 1:
        raise failures[0]
    for failure in failures:
        context.tell(str(failure))
    return errors.PARTIAL if failures else errors.DONE
