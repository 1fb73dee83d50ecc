"""The draft of what is proposed from corrections: changes that a person reads, strikes out, and brings into force."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from aduan_cli.amounts import corrections
from aduan_cli.flow.rulebook.placed import PlacedCase
from aduan_cli.flow.rulebook.placing import PlaceProposal
from aduan_cli.flow.rulebook.proposing import Contradicted, Elsewhere, Proposal, Proposed
from aduan_cli.i18n import _, ngettext
from aduan_cli.rules.learning.corrected import Change
from aduan_cli.rules.learning.document import lines_of

TOLD = 8
"""Tickets that are named; how many there are is said."""


class DraftedChanges(NamedTuple):
    """All that is proposed: places, the corrected ones that none was found for, and changes of what decides."""

    places: list[PlaceProposal]
    unplaced: list[PlacedCase]
    decided: Proposed


def draft(found: DraftedChanges) -> str:
    """Return what is proposed as a draft that `rules backtest` and `rules accept` take."""
    head = [
        _("Proposed by 'aduan rules learn --from corrections'. Read it and strike out what is wrong; then"),
        _("aduan rules backtest FILE shows what would move, aduan rules accept FILE brings it into force."),
        *summary(found),
    ]
    blocks = ["\n".join(f"# {line}" for line in head)]
    told = [(one.changes, remarks_of_place(one)) for one in found.places]
    told += [(one.changes, remarks_of(one)) for one in found.decided.proposals]
    for changes, sentences in told:
        first, *more = (_table(change) for change in changes)
        remarks = "\n".join(f"# {line}" for line in sentences)
        blocks += [f"{remarks}\n{first}", *more]
    return "\n\n".join(blocks) + "\n"


def _table(change: Change) -> str:
    table = {"file": change.file, **({"before": change.before} if change.before else {}), **change.data}
    return "\n".join(["[[change]]", *lines_of(table)])


def summary(draft: DraftedChanges) -> list[str]:
    """Return in some sentences what became of all corrections."""
    found = draft.decided
    mended = sum(len(proposal.mended) for proposal in found.proposals)
    lines = [
        _("proposals: {proposals}, which would decide {mended} corrected calls as officers did").format(
            proposals=len(found.proposals), mended=mended
        )
    ]
    if draft.places:
        placed = sum(len(place.mended) for place in draft.places)
        sentence = _("places: {places}, which would put {placed} corrected calls where officers did")
        lines.append(sentence.format(places=len(draft.places), placed=placed))
    for cases, sentence in (
        (draft.unplaced, _("calls whose place was corrected and for which no place is proposed, {count}: {tickets}")),
        (found.unmended, _("corrected calls for which nothing is proposed, {count}: {tickets}")),
        (found.ownerless, _("given back and nobody's yet, {count}: {tickets}")),
        (
            found.handed_off,
            _("decided by a hand-off, which words never weaken; look at it by hand, {count}: {tickets}"),
        ),
    ):
        if cases:
            tickets = shortened([case.complaint.ticket for case in cases])
            lines.append(sentence.format(count=len(cases), tickets=tickets))
    return [*lines, *(_contradiction(one) for one in found.contradicted)]


def _contradiction(one: Contradicted) -> str:
    sentence = _(
        "{corrections} to {unit} ({words}) can't be followed while an example says otherwise; change the example"
        " if officers are right: {failing}"
    )
    words = ", ".join(word.pattern for word in one.proposal.words)
    count, unit = corrections(len(one.proposal.mended)), one.proposal.group.unit
    return sentence.format(corrections=count, unit=unit, words=words, failing=one.failing)


def shortened(tickets: Sequence[str]) -> str:
    """Return the first tickets of some, and that there are more."""
    more = len(tickets) - TOLD
    return ", ".join(tickets[:TOLD]) + (_(" and {count} more").format(count=more) if more > 0 else "")


def remarks_of(proposal: Proposal) -> Iterator[str]:
    """Yield what speaks for a change and against it, a sentence each."""
    group = proposal.group
    decided = group.decider[1] or group.decider[0]
    what = ngettext(
        "{count} correction from {decided} to {unit}: {tickets}",
        "{count} corrections from {decided} to {unit}: {tickets}",
        len(proposal.mended),
    )
    yield what.format(count=len(proposal.mended), decided=decided, unit=group.unit, tickets=shortened(proposal.mended))
    counted = ", ".join(f"{word.pattern} {word.cases}:{word.others}" for word in proposal.words)
    yield _("words, with corrected and other calls that have them: {words}").format(words=counted)
    if not proposal.elsewhere:
        yield _("nothing else would move")
        return
    yield from _besides(
        proposal.elsewhere,
        _("would move besides, and belongs there by its record: {moves}"),
        _("would move besides, AWAY from where it belongs: {moves}"),
        _("would move besides, and nobody said whose it is: {moves}"),
    )


def remarks_of_place(place: PlaceProposal) -> Iterator[str]:
    """Yield what speaks for a place and against it, a sentence each."""
    what = ngettext(
        "{name}: {count} call that officers put into {where}: {tickets}",
        "{name}: {count} calls that officers put into {where}: {tickets}",
        len(place.mended),
    )
    tickets = shortened(place.mended)
    yield what.format(name=place.name, count=len(place.mended), where=place.where, tickets=tickets)
    if place.contrary:
        sentence = _("calls that name it and are elsewhere, {count}: {tickets}")
        yield sentence.format(count=len(place.contrary), tickets=shortened(place.contrary))
    if not (place.elsewhere or place.units):
        yield _("nothing else would move")
    yield from _besides(
        place.elsewhere,
        _("would be put there besides, and are known to be there: {moves}"),
        _("would be put there besides, AWAY from where they are: {moves}"),
        _("would be put there besides, and nobody said where they are: {moves}"),
    )
    if place.units:
        yield _("would go to another unit for it: {moves}").format(moves=_moves(place.units))


def _besides(elsewhere: Sequence[Elsewhere], right: str, wrong: str, unknown: str) -> Iterator[str]:
    """Yield which calls a change moves besides: that belong there, that don't, and of which nobody said."""
    for is_right, sentence in ((True, right), (False, wrong), (None, unknown)):
        moves = [one for one in elsewhere if one.right is is_right]
        if moves:
            yield sentence.format(moves=_moves(moves))


def _moves(moves: Sequence[Elsewhere]) -> str:
    told = [f"{one.ticket} {one.before} -> {one.after}" for one in moves]
    return f"{len(told)}: " + shortened(told)
