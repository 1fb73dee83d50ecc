"""Callers whose call was merged into another one hear what became of that, over what they agreed to themselves."""

from __future__ import annotations

from collections.abc import Sequence

from aduan_cli.complaint.agreements import caller_event, messages_for_caller
from aduan_cli.complaint.callback import Along
from aduan_cli.complaint.events import FOLLOWED, MERGED
from aduan_cli.complaint.messages import Message
from aduan_cli.complaint.moves import OWING
from aduan_cli.tickets import parse_ticket

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.compiled import Rules
    from aduan_cli.complaint.step import Step
    from aduan_cli.ports import Store


def telling_merged(step: Step, store: Store, rules: Rules) -> Step:
    """Return a step with what it tells the callers of what is merged into its complaint, or is so by it."""
    if step.is_new or not step.events:
        return step
    if step.events[0][0] == MERGED:
        return _telling_late_comer(step, store, rules)
    event = caller_event(step)
    if event is None or event not in rules["callers"]["tell"] or not step.complaint.duplicates:
        return step
    found: dict[str, Sequence[Message]] = {}
    for one in store.merged(step.complaint):
        if messages := tuple(messages_for_caller(one, event, rules)):
            found[one.ticket] = messages
    if not found:
        return step
    ticket = step.complaint.ticket
    # Where nothing of what is merged changes, it says once more into what it is.
    along = step.along or Along((FOLLOWED, {"into": ticket, "state": step.changes["status"]}), {"merged_into": ticket})
    return step._replace(along=along._replace(messages=found))


def _telling_late_comer(step: Step, store: Store, rules: Rules) -> Step:
    """Return the step that merges a complaint into one that is done already: its caller hears that."""
    into = store.resolve(parse_ticket(str(step.changes["merged_into"])))
    if into is None or into.status not in OWING or into.status not in rules["callers"]["tell"]:
        return step
    return step._replace(messages=(*step.messages, *messages_for_caller(step.complaint, into.status, rules)))
