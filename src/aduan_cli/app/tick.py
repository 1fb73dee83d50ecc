"""The one job of cron: it composes the stages that do what must happen by itself, each of them bounded."""

from __future__ import annotations

from aduan_cli.config.locking import ticking
from aduan_cli.due import Bounds, Done
from aduan_cli.flow.dating import Timing, begun, date_anew
from aduan_cli.flow.escalating import escalate
from aduan_cli.flow.waking import wake

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.app.desk import Desk


def tick(desk: Desk, bounds: Bounds) -> list[Done] | None:
    """Do what is due, and return what each stage did; None: another process is at it.

    Raises `StoreError` where the store can't be had.
    """
    with ticking(desk.folder) as mine:
        return _stages(desk, bounds) if mine else None


def _stages(desk: Desk, bounds: Bounds) -> list[Done]:
    store, actor, at = desk.store, desk.actor, desk.clock()
    ticked = store.due.ticked()
    done = [wake(store, actor, at, bounds)]
    if ticked is None or ticked.revision != desk.revision or ticked.after is not None:
        desk.keep_revision()
        timing = Timing(desk.rules, desk.zone, desk.revision)
        ticked = begun(ticked, timing, at)
        store.due.note(ticked)
        done.append(date_anew(store, timing, ticked, actor, bounds))
    else:
        store.due.note(ticked._replace(at=at))
    done.append(escalate(store, lambda: (desk.rules, desk.zone), actor, at, bounds))
    done.append(_send(desk, bounds))
    return done


def _send(desk: Desk, bounds: Bounds) -> Done:
    """Send what waits; most desks, most of the time, have nothing that does."""
    if not desk.store.outbox.due(desk.clock()):
        return Done("send")
    from aduan_cli.app.sending import send

    return send(desk, bounds)
