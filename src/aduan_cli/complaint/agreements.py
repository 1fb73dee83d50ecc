"""By which channels callers agreed to be told what becomes of their call, and what they are told. Pure.

`agreed` of a complaint has each channel with an address; without one it is the caller's phone. Nobody is told over a
channel that isn't there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from aduan_cli.complaint.complaint import Complaint, copy_of
from aduan_cli.complaint.events import ANSWERED, CLOSED, REFERRED, REJECTED, RESOLVED
from aduan_cli.complaint.messages import Message
from aduan_cli.complaint.moving import BY_CALLER
from aduan_cli.errors import UsageError
from aduan_cli.i18n import _
from aduan_cli.model import OF_CALLER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.compiled import Rules
    from aduan_cli.complaint.step import Step

TO_CALLER = "@"
"""What stands before the channel where a message has its unit: no unit's id begins so."""
_MAIL = re.compile(r"[^@\s,;<>\"]{1,64}@[^@\s,;<>\"]{1,255}")
_TOLD = {RESOLVED: "resolved", CLOSED: "closed", REFERRED: "referred", REJECTED: "rejected", ANSWERED: "answered"}
"""By the type of an event what a caller is told. What is merged into another call is rejected as well, and goes on."""


def agreed_to(given: Iterable[str], rules: Rules, phone: str | None) -> dict[str, str]:
    """Return the channels of `--agree CHANNEL[=ADDRESS]`, each with its address. Raises `UsageError`.

    `phone` is the caller's; without it a channel needs an address. By mail it always does.
    """
    over, made = rules["callers"]["over"], {}
    for one in given:
        channel, _mark, address = (part.strip() for part in one.partition("="))
        if channel not in over:
            known = ", ".join(over) or _("none; [callers.over] of rules.toml says which there are")
            raise UsageError(_("--agree {given}: no such channel; there are: {known}").format(given=one, known=known))
        by_mail = rules["notifiers"][over[channel]]["type"] == "smtp"
        if by_mail and not _MAIL.fullmatch(address):
            sentence = _("--agree {given}: {channel}=NAME@EXAMPLE.ORG would be right")
            raise UsageError(sentence.format(given=one, channel=channel))
        if not (address or phone):
            raise UsageError(
                _("--agree {given}: there is no --phone, nor {channel}=NUMBER").format(given=one, channel=channel)
            )
        made[channel] = address
    return made


def address_of(complaint: Complaint, unit: str) -> str | None:
    """Return where a message to a caller goes, as it is agreed now; None: they don't agree any more, or were erased."""
    channel = unit.removeprefix(TO_CALLER)
    if channel not in complaint.agreed:
        return None
    return complaint.agreed[channel] or (complaint.caller_phone or "").split(";")[0] or None


def telling_caller(step: Step, rules: Rules) -> Iterator[Message]:
    """Yield what a step tells its caller, over each channel that they agreed to and the desk has."""
    event = caller_event(step)
    if event is not None and event in rules["callers"]["tell"]:
        yield from messages_for_caller(copy_of(step.complaint, **step.changes), event, rules)


def messages_for_caller(complaint: Complaint, event: str, rules: Rules) -> Iterator[Message]:
    """Yield what the caller of a complaint is told of an event, over each channel that they agreed to and there is."""
    callers: Mapping[str, str] = rules["callers"]["over"]
    for channel in complaint.agreed:
        if channel in callers:
            yield Message(f"{OF_CALLER}{event}", callers[channel], f"{TO_CALLER}{channel}")


def caller_event(step: Step) -> str | None:
    """Return what a caller is to be told by a step; what they said themselves they know."""
    if step.is_new:
        is_call = step.complaint.kind == "complaint" and not (step.complaint.import_key or step.complaint.number)
        return "logged" if is_call else None
    type_, data = step.events[0] if step.events else ("", {})
    if "status" not in step.changes or data.get("by") == BY_CALLER:
        return None
    return _TOLD.get(type_)
