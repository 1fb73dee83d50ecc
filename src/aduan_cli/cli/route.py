"""`aduan route`: decide again, by hand, all that waits, or just show it for a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import click

from aduan_cli import errors
from aduan_cli.cli import filters, mending, options, redecision_notices, understood
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.cli.missing import ask
from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.moves import shown_status
from aduan_cli.complaint.redecided import Redecided
from aduan_cli.complaint.report import report_of_call
from aduan_cli.complaint.urgent import what_to_do
from aduan_cli.errors import AduanError, PartialError, UsageError
from aduan_cli.flow.intake.call import Intake
from aduan_cli.flow.routing import redeciding
from aduan_cli.flow.routing.mending import FIELDS, mended
from aduan_cli.i18n import _, ngettext
from aduan_cli.render.records import FOR_PEOPLE
from aduan_cli.value_words import SIGNS, label

if TYPE_CHECKING:
    from aduan_cli.app.desk import Desk
    from aduan_cli.complaint.router import Router
    from aduan_cli.ports import Store, UnitCode

COLUMNS = (
    "ticket",
    "changed",
    "was",
    "unit",
    "support",
    "priority",
    "status",
    "category",
    "step",
    "rule",
    "revision",
    "corrected",
)
_TABLE = ("ticket", "was", "unit", "!", "status", "category", "step", "rule")
SENTENCE_COLUMNS = (
    "kind", "status", "category", "priority", "kecamatan", "kelurahan", "address", "unit", "support", "step",
    "rule", "revision", "say", "referral",
)  # fmt: skip
_SENTENCE_TABLE = ("kind", "category", "unit", "support", "priority", "status", "step", "rule")


def decision_row(redecided: Redecided, format_: str) -> dict[str, object]:
    """Return a decision in the order of `COLUMNS`; `was` is the unit before. A table says states in words."""
    after = redecided.after
    return {
        "ticket": after.ticket,
        "changed": redecided.changed,
        "was": redecided.before.unit,
        "unit": after.unit,
        "support": list(after.support),
        "priority": after.priority,
        "status": shown_status(after) if format_ in FOR_PEOPLE else after.status,
        "category": after.category,
        "step": after.step,
        "rule": after.rule,
        "revision": after.revision,
        "corrected": mending.corrected_row(redecided),
    }


def _show(rows: list[dict[str, object]], format_: str) -> None:
    from aduan_cli.render.layout import Layout
    from aduan_cli.render.rows import write_rows

    if format_ in FOR_PEOPLE:
        rows = [{**row, "!": SIGNS.get(str(row["priority"]), "")} for row in rows]
    write_rows(rows, format_, COLUMNS, _TABLE, layout=Layout(("step", "category"), "-"))


def _sentence(context: Context, text: str, format_: str) -> None:
    """Show what would happen to a sentence, nothing of it cut."""
    from aduan_cli.render.layout import WIDEST, Layout
    from aduan_cli.render.rows import write_rows

    desk = context.desk
    now = desk.clock()
    report = report_of_call(text=text, reported_at=now, logged_at=now)
    call = Intake(report, desk.router, desk.code).foresee()
    complaint = call.complaint
    outside = desk.rules["outside"].get(complaint.unit or "")
    row = {name: getattr(complaint, name) for name in SENTENCE_COLUMNS[:-2]}
    row |= {
        "support": list(complaint.support),
        "say": what_to_do(desk.rules, complaint, call.decision),
        "referral": outside["referral"] if outside else None,
    }
    whole = Layout((), "-", least=dict.fromkeys(_SENTENCE_TABLE, WIDEST))
    write_rows([row], format_, SENTENCE_COLUMNS, _SENTENCE_TABLE, one=True, layout=whole)
    understood.tell(context, call)


_NUMBERS = ("1", "2")
"""What `--to` takes in the place of a unit: those that log and show name."""


class _Wish(NamedTuple):
    """What is asked for: values to mend (field → value), a unit to decide for by hand, and why."""

    given: dict[str, str | None]
    to: str | None
    reason: str | None
    number: int | None = None
    """In the place of a unit: the number of one that is named for each ticket."""

    def for_ticket(self, desk: Desk, complaint: Complaint) -> _Wish:
        """Return what is asked for of one complaint."""
        if self.number is None:
            return self
        from aduan_cli.app.second_unit import numbered

        return self._replace(to=numbered(desk, complaint, self.number))

    def decided(self, store: Store, complaint: Complaint, router: Router, code: UnitCode) -> Redecided:
        """Decide a complaint so. Nothing is stored."""
        if self.to is not None and not self.given:
            return redeciding.by_hand(complaint, router, self.to)
        stays = redeciding.helping(store, complaint, router)
        if self.given:
            return mended(complaint, router, code, self.given, self.to, stays)
        return redeciding.again(complaint, router, code, stays)


def _each(
    context: Context, tickets: tuple[str, ...], wish: _Wish, dry_run: bool
) -> tuple[list[Redecided], list[AduanError]]:
    """Decide each ticket; what fails doesn't keep the others from being decided."""
    desk = context.desk
    code = desk.many_calls() if len(tickets) > 1 else desk.code
    decided: list[Redecided] = []
    failures: list[AduanError] = []
    for ticket in tickets:
        try:
            complaint = options.ticket(desk, ticket)
            redecided = wish.for_ticket(desk, complaint).decided(desk.store, complaint, desk.router, code)
            if not dry_run:
                redecided = redeciding.store_decision(
                    desk.store, code, redecided, desk.actor, desk.clock(), wish.reason
                )
            decided.append(redecided)
        except UsageError:
            raise
        except AduanError as error:
            failures.append(error)
    return decided, failures


def _tickets(context: Context, tickets: tuple[str, ...], wish: _Wish, format_: str, dry_run: bool) -> None:
    desk = context.desk
    if not dry_run:
        if len(tickets) > 1 and not wish.reason and (wish.given or wish.to or wish.number):
            # Before anything is changed: of several tickets all, or none for want of a reason.
            for redecided in _each(context, tickets, wish, dry_run=True)[0]:
                redeciding.check_reason(redecided, wish.reason)
        desk.keep_revision()
    decided, failures = _each(context, tickets, wish, dry_run)
    if len(tickets) == 1 and failures:
        raise failures[0]
    for redecided in decided:
        mending.tell(context, redecided, dry_run)
    _show([decision_row(redecided, format_) for redecided in decided], format_)
    for redecided in decided:
        redecision_notices.say_what_to_do(context, redecided)
    if not dry_run:
        redecision_notices.observed(context, decided)
    if failures:
        for error in failures:
            context.tell(_("error: {sentence}").format(sentence=error))
        _end_with(len(failures), len(tickets))


def _pending(context: Context, format_: str | None, dry_run: bool) -> None:
    """Decide all that waits in triage. Says nothing when nothing changes; else also whose the rest may be."""
    desk, held = context.desk, 0
    decided = _DecidedAgain(context, format_, dry_run)
    for number, page in enumerate(redeciding.pages_waiting(desk.store)):
        if not number and not dry_run:
            desk.keep_revision()
        movable, others = redeciding.movable(page, desk.router)
        held += others
        decided.add(movable)
    decided.conclude()
    if decided.changed:
        said = _("decided: {changed}; still in triage: {waiting}")
        context.say(said.format(changed=decided.changed, waiting=decided.waiting + held))
    if decided.still and (decided.changed or format_ is not None):
        from aduan_cli.cli.beside import line_shown

        for complaint in decided.still:
            line = line_shown(desk, complaint)
            if line:
                context.say(f"{complaint.ticket}: {line}")


def _of_unit(context: Context, unit: str, format_: str | None, dry_run: bool) -> None:
    """Decide all open calls of a unit again that rules may move; `unit` may be an id that is gone."""
    desk = context.desk
    units = filters.units(desk, unit)
    if not dry_run:
        desk.keep_revision()
    movable, held = redeciding.of_units(desk.store, units, desk.router)
    decided = _DecidedAgain(context, format_, dry_run)
    decided.add(movable)
    decided.conclude()
    failed = len(decided.failures)
    others = len(movable) - decided.changed - failed
    parts = [_("decided: {changed}; unchanged: {others}").format(changed=decided.changed, others=others)]
    if held:
        sentence = _(
            "at work, done, erased or decided by hand, so they stay: {count} (aduan list --open --unit {unit})"
        )
        parts.append(sentence.format(count=held, unit=unit))
    context.say("; ".join(parts))
    _end_with(failed, len(movable))


_NAMED = 20
"""Calls that stay in triage of which it is named whose they may be."""


class _DecidedAgain:
    """Complaints that are decided again, some at a time: what changes is told, and shown at the end.

    `changed` counts those, `waiting` those in triage; `failures` says which were not decided. Of what is not to be
    shown nothing is kept.
    """

    def __init__(self, context: Context, format_: str | None, dry_run: bool) -> None:
        self._context, self._format, self._dry = context, format_, dry_run
        self._rows: list[dict[str, object]] = []
        self.changed = self.waiting = 0
        self.still: list[Complaint] = []
        """The first few that wait, where it can be named whose they may be."""
        self.failures: list[AduanError] = []

    def add(self, complaints: list[Complaint]) -> None:
        """Decide complaints, store that, and tell the units' observers."""
        context, desk = self._context, self._context.desk
        changed: list[Redecided] = []
        found = redeciding.each_again(
            desk.store,
            iter(complaints),
            desk.router,
            desk.many_calls(),
            desk.actor,
            desk.clock(),
            lambda _c, error: self.failures.append(error),
            self._dry,
        )
        for redecided in found:
            self.waiting += redecided.after.status == "new"
            if redecided.after.status == "new" and len(self.still) < _NAMED and context.names_second:
                self.still.append(redecided.after)
            redecision_notices.say_what_to_do(context, redecided)
            if redecided.changed:
                changed.append(redecided)
        self.changed += len(changed)
        if self._format is not None:
            self._rows += [decision_row(redecided, self._format) for redecided in changed]
        if not self._dry:
            redecision_notices.observed(context, changed)

    def conclude(self) -> None:
        """Show what changed, where a format is asked for, and say what was not decided."""
        if self._format is not None:
            _show(self._rows, self._format)
        for error in self.failures:
            self._context.warn(str(error))


def _end_with(failed: int, count: int) -> None:
    """Raise `PartialError` when some of the complaints were not decided."""
    if failed:
        sentence = ngettext("{failed} of {count} was not decided", "{failed} of {count} were not decided", failed)
        raise PartialError(sentence.format(failed=failed, count=count))


@click.command("route", cls=Command)
@click.argument("tickets", nargs=-1, metavar="[TICKET]...")
@click.option("--pending", is_flag=True, help="All that wait in triage.")
@click.option("--unit", metavar="UNIT", help="All open calls of a unit that rules may move, also of one that is gone.")
@click.option("--to", metavar="UNIT", help="Decide by hand: this unit or outside body; 2: the second that was named.")
@options.adds(*mending.OPTIONS)
@click.option("--reason", metavar="TEXT", help="Why it is decided by hand, or corrected once it is at work or done.")
@click.option("--text", metavar="TEXT", help="Show what would happen to this sentence; nothing is stored.")
@click.option("--dry-run", is_flag=True, help="Store nothing; show what would be decided.")
@options.format_option
@click.pass_obj
def command(
    context: Context,
    /,
    tickets: tuple[str, ...],
    pending: bool,
    unit: str | None,
    to: str | None,
    reason: str | None,
    text: str | None,
    dry_run: bool,
    format_: str | None,
    **values: str | None,
) -> int:
    """Decide again by the rules in force and the units' code, or by hand with --to.

    Rules move what waits (new, routed); what is at work, done, erased or decided by hand moves by hand alone.
    What was understood wrong is corrected with --kind, --category, --priority and the place: it is decided by the
    corrected values, and no rule changes them later. A complaint that becomes information is closed as answered.
    Prints what was decided. With --pending or --unit it prints only when a format is asked for. Exit code 6 when a
    plugin failed.
    """
    if bool(tickets) + pending + (unit is not None) + (text is not None) != 1:
        raise UsageError(_("one of these is needed, and only one: tickets, --pending, --unit UNIT, or --text SENTENCE"))
    mends = [name for name in FIELDS if values[name] is not None]
    if not tickets and (to is not None or mends):
        sentence = _("--{option} goes with tickets: aduan route TICKET --{option} ...")
        raise UsageError(sentence.format(option=mends[0] if mends else "to"))
    if reason is not None and to is None and not mends:
        raise UsageError(_("--reason goes with --to UNIT, or with a corrected value"))
    if to is not None and values["kind"] not in (None, "complaint"):
        raise UsageError(
            _("--to gives it to somebody as a complaint; leave out --kind {kind}, or --to").format(
                kind=label("kind", values["kind"] or "")
            )
        )
    if text is not None:
        _sentence(context, text, format_ or "table")
    elif pending:
        _pending(context, format_, dry_run)
    elif unit is not None:
        _of_unit(context, unit, format_, dry_run)
    else:
        rules = context.desk.rules
        number = int(to) if to in _NUMBERS else None
        unit = options.Names(rules).unit(to) if to is not None and number is None else None
        if number is not None and reason is None:
            reason = _("the unit that was named")
        elif unit is not None and not (reason or dry_run):
            reason = ask(context, _("Why?"))
        wish = _Wish(mending.corrected_values(rules, values) if mends else {}, unit, reason and reason.strip(), number)
        _tickets(context, tickets, wish, format_ or "table", dry_run)
    return errors.PARTIAL if context.desk.code.failed else errors.DONE
