"""What counts as a unit's word, whatever way it came: it moves its complaint in the unit's name, and observers hear."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aduan_cli.complaint.moves import LIFE
from aduan_cli.flow import observing
from aduan_cli.flow.inbox import MOVED, Reception
from aduan_cli.flow.lifecycle import Moving

if TYPE_CHECKING:
    from aduan_cli.app.desk import Desk
    from aduan_cli.complaint.incoming import Incoming
    from aduan_cli.complaint.moving import AskedMove
    from aduan_cli.flow.inbox import InboxOutcome
    from aduan_cli.flow.lifecycle import Moved


class UnitWord:
    """Takes what units say at one time, under the rules in force; in a dry run nothing is stored or told."""

    def __init__(self, desk: Desk, dry_run: bool) -> None:
        self._desk, self._dry_run, self._at = desk, dry_run, desk.clock()
        self._reception = Reception(
            desk.store, desk.attachments, desk.rules, desk.zone, self._at, self._move, desk.actor, dry_run
        )

    def take(self, one: Incoming) -> InboxOutcome:
        """Take one word. Raises one of `flow.inbox.NOT_TAKEN` where it can't be taken, which says why."""
        return self._reception.take(one)

    def tell_observers(self, taken: InboxOutcome) -> None:
        """Tell the units' observers of what was moved."""
        if taken.state == MOVED and taken.moved is not None and not self._dry_run:
            desk, moved = self._desk, taken.moved
            event = (LIFE[moved.verb].event, self._at, taken.unit)
            observing.tell(desk.store, desk.many_calls(), desk.router, [moved.complaint], event)

    def _move(self, ticket: str, asked: AskedMove, actor: str) -> Moved:
        desk = self._desk
        return Moving(desk.store, desk.rules, desk.revision, actor, self._at, self._dry_run).move(ticket, asked)
