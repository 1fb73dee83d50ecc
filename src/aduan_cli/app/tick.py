"""The one job of cron: it composes the stages that do what must happen by itself, each of them bounded.

Every few minutes it finds nothing to do, at most desks: what a stage needs to do something is loaded where it finds it.
"""

from __future__ import annotations

import os

from aduan_cli.config.locking import ticking
from aduan_cli.due import Bounds, Done
from aduan_cli.files import names_in
from aduan_cli.flow.escalating import escalate
from aduan_cli.flow.waking import wake
from aduan_cli.model import LEAVING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.app.desk import Desk
    from aduan_cli.due import Ticked


def tick(desk: Desk, bounds: Bounds) -> list[Done] | None:
    """Do what is due, and return what each stage did; None: another process is at it.

    Raises `StoreError` where the store can't be had.
    """
    with ticking(desk.folder) as mine:
        return _stages(desk, bounds) if mine else None


def _stages(desk: Desk, bounds: Bounds) -> list[Done]:
    store, actor, at = desk.store, desk.actor, desk.clock()
    if desk.address is not None:
        from aduan_cli.app import server_mark

        server_mark.look(desk)
    ticked = store.due.ticked()
    done = [*_receive(desk, bounds), wake(store, actor, at, bounds)]
    if ticked is None or ticked.revision != desk.revision or ticked.after is not None:
        done.append(_date(desk, ticked, at, bounds))
    else:
        store.due.note(ticked._replace(at=at))
    done.append(escalate(store, lambda: (desk.rules, desk.zone), actor, at, bounds))
    done += _watch(desk, at, None if ticked is None else ticked.at, bounds)
    done.append(_send(desk, bounds))
    _finish_letting_go(desk)
    return [*done, *_retain(desk, bounds), *_hand_out(desk)]


def _date(desk: Desk, ticked: Ticked | None, at: int, bounds: Bounds) -> Done:
    """Date what is open anew, where others decide than at the last run, or that came not to an end."""
    from aduan_cli.flow.dating import Timing, begun, date_anew

    desk.keep_revision()
    timing = Timing(desk.rules, desk.zone, desk.revision)
    ticked = begun(ticked, timing, at)
    desk.store.due.note(ticked)
    return date_anew(desk.store, timing, ticked, desk.actor, bounds)


def _watch(desk: Desk, at: int, last: int | None, bounds: Bounds) -> list[Done]:
    """Begin and end incidents, where any rule says when."""
    if not desk.declares("incidents"):
        return []
    from aduan_cli.flow.incidents import watch

    return [watch(desk.store, lambda: desk.rules, desk.actor, at, last, bounds)]


def _receive(desk: Desk, bounds: Bounds) -> list[Done]:
    """Take what units wrote back, before anybody is told that they are late; nothing where no folder is declared."""
    if not desk.declares("inbox"):
        return []
    from aduan_cli.app.inbox import receive

    return [receive(desk, bounds)]


def _retain(desk: Desk, bounds: Bounds) -> list[Done]:
    """Let go what was kept long enough, where it is said how long that is."""
    if not desk.declares("retention"):
        return []
    from aduan_cli.app.retaining import retain

    return [retain(desk, bounds)]


def _finish_letting_go(desk: Desk) -> None:
    """Remove the attachments that a command let go and could not remove any more: it was killed before."""
    try:
        notes = names_in(os.path.join(desk.folder, LEAVING))
    except OSError:
        return
    if notes:
        from aduan_cli.flow.attaching import finish_letting_go

        finish_letting_go(desk.store, desk.attachments)


def _hand_out(desk: Desk) -> list[Done]:
    """Hand the newest hash to who keeps it; most desks have nobody."""
    if not desk.declares("audit"):
        return []
    from aduan_cli.app.witness import hand_out

    return hand_out(desk)


def _send(desk: Desk, bounds: Bounds) -> Done:
    """Send what waits; most desks, most of the time, have nothing that does."""
    if not desk.store.outbox.due(desk.clock()):
        return Done("send")
    from aduan_cli.app.sending import send

    return send(desk, bounds)
