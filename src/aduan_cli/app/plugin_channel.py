"""Messages over the channel that a plugin's code is: under its guard, and what fails is an event of the complaint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aduan_cli.complaint.history import events_of
from aduan_cli.complaint.step import noting
from aduan_cli.i18n import _
from aduan_cli.model import Consulted
from aduan_cli.notify.outcomes import UnreadyError, line
from aduan_cli.outbox import RETRY, Delivered
from aduan_cli.tickets import parse_ticket

if TYPE_CHECKING:
    from aduan_cli.app.desk import Desk
    from aduan_cli.model import CodeFailure
    from aduan_cli.outbox import Letter

HOOK = "notify"


class LeftOutError(UnreadyError):
    """The plugin's code is not asked in this command; the user was told why, or wants it so."""


class PluginNotifier:
    """Hands letters to the code of one plugin. Making it raises `UnreadyError` where there is none to be asked."""

    def __init__(self, desk: Desk, plugin: str) -> None:
        self._desk, self._plugin, self._code = desk, plugin, desk.many_calls()
        if not self._code.ready(plugin, HOOK):
            if self._code.left_out(plugin) is not None:
                raise LeftOutError
            raise UnreadyError(_("plugin '{plugin}' has no code that could send it").format(plugin=plugin))

    def send(self, letter: Letter) -> Delivered:
        """Have the code deliver a letter. Of one with which it failed nobody knows whether it arrived."""
        data = {
            "id": letter.id,
            "unit": letter.unit,
            "ticket": letter.ticket,
            "subject": letter.subject,
            "text": letter.body,
            "event": letter.event,
            "tickets": list(letter.tickets),
            "repeated": letter.repeated,
            "to": letter.to,
        }
        delivery, failure = self._code.notify(self._plugin, data)
        self._keep(letter, failure)
        if delivery is not None:
            return Delivered(delivery.state, None if delivery.detail is None else line(delivery.detail))
        if failure is None:
            what = _("plugin '{plugin}' has no hook '{hook}', or is not asked any more")
            return Delivered(RETRY, what.format(plugin=self._plugin, hook=HOOK), down=True)
        began = failure.hook == HOOK
        down = not began or not self._code.ready(self._plugin, HOOK)
        return Delivered(RETRY, line(f"{failure.kind}: {failure.message}"), doubtful=began, down=down)

    def _keep(self, letter: Letter, failure: CodeFailure | None) -> None:
        """Write down how the code did; a failure is an event of the first complaint that the letter tells of."""
        desk, at, steps = self._desk, self._desk.clock(), []
        if failure is not None and letter.messages:
            complaint = desk.store.resolve(parse_ticket(letter.ticket))
            if complaint is not None:
                events = tuple(events_of(Consulted(self._plugin, failure.sha256, failure=failure)))
                steps.append(noting(complaint, events, desk.actor, at))
        desk.store.commit(steps, self._code.runs(), at)
