"""What `aduan import` says at its end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from aduan_cli.cli.understood import HAND_OFF, emergency
from aduan_cli.complaint.urgent import words_of_stored
from aduan_cli.flow.intake.tally import Tally
from aduan_cli.i18n import _, ngettext

if TYPE_CHECKING:
    from aduan_cli.complaint.router import Router


def summary(tally: Tally, dry: bool, day: Callable[[int], str]) -> list[str]:
    """Return what became of the records, one line for each matter. `day` shows the day of a moment."""
    parts = list(_parts(tally, dry))
    if tally.quarantines:
        parts[-1] += f" → {', '.join(tally.quarantines)}"
    lines = [" · ".join(parts)]
    if tally.changed and tally.quarantines:
        lines.append(_("to take what changed, import the quarantine, or the file again, with --replace"))
        lines.append(_("where it is another call, empty its _reason in the quarantine and import that"))
    if tally.open:
        opened = ngettext(
            "{count} of those taken is open, since {day}",
            "{count} of those taken are open, the oldest since {day}",
            tally.open,
        )
        lines.append(opened.format(count=tally.open, day=day(tally.open_since)))
    if tally.recorded:
        share = 100 * tally.agreed / tally.recorded
        lines.append(
            _("routing agrees with the recorded unit of {agreed} of {recorded} ({share:.1f} %)").format(
                agreed=tally.agreed, recorded=tally.recorded, share=share
            )
        )
    return lines


def urgent(tally: Tally, router: Router, dry: bool) -> Iterator[str]:
    """Yield what to do now of the open emergencies that were taken: the first one by one, then how many more."""
    if dry:
        return
    for complaint in tally.urgent:
        yield emergency(router.compiled, complaint, words_of_stored(router, complaint))
    more = tally.emergencies - len(tally.urgent)
    if more:
        sentence = ngettext(
            "{count} more open emergency: aduan list --open -p emergency",
            "{count} more open emergencies: aduan list --open -p emergency",
            more,
        )
        yield HAND_OFF + sentence.format(count=more)


def _parts(tally: Tally, dry: bool) -> Iterator[str]:
    """Yield the counts that are not 0; what lies in the quarantine comes last."""
    yield ngettext("{count} record read", "{count} records read", tally.read).format(count=tally.read)
    yield (_("{count} would be taken") if dry else _("{count} taken")).format(count=tally.taken)
    if tally.apart:
        yield _("{count} of them with the key of another call").format(count=tally.apart)
    if tally.known:
        yield _("{count} known").format(count=tally.known)
    if tally.replaced:
        yield (_("{count} would be replaced") if dry else _("{count} replaced")).format(count=tally.replaced)
    if tally.mended:
        yield _("{count} mended before").format(count=tally.mended)
    if tally.passed:
        yield ngettext("{count} row that is no call", "{count} rows that are no calls", tally.passed).format(
            count=tally.passed
        )
    if tally.empty:
        yield _("{count} empty").format(count=tally.empty)
    if tally.unfit:
        told = ngettext(
            "{count} answer doesn't fit its question", "{count} answers don't fit their questions", tally.unfit
        )
        yield told.format(count=tally.unfit)
    if tally.changed:
        yield _("{count} changed (not replaced)").format(count=tally.changed)
    if tally.quarantined:
        yield _("{count} quarantined").format(count=tally.quarantined)
