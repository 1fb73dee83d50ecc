"""What the reports have in common: the options of their time and form, and how one is made and printed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from aduan_cli.cli import declared, options
from aduan_cli.cli.context import Context
from aduan_cli.cli.declared import FLAG, Option

if TYPE_CHECKING:
    from aduan_cli.app.desk import Desk
    from aduan_cli.flow.reports.ground import Ground, Making
    from aduan_cli.report_tables import ReportTime

    F = TypeVar("F", bound=Callable[..., Any])

COMPARE = Option(("--compare",), "Beside each figure the change against the period before.", FLAG)
EXPLAIN = Option(("--explain",), "Say what each figure counts, and which command lists it.", FLAG)
SINCE = Option(("--since",), "From when on; without it 30 days, today the last.", metavar="TIME")
UNTIL = Option(("--until",), "Until when; a day is meant whole.", metavar="TIME")

CHART = Option(("--chart",), "Draw it as bars in the terminal.", FLAG)

form = options.adds(COMPARE, EXPLAIN, CHART, declared.SHEET_FORMAT)
"""The options of a report's form."""
of_time = options.adds(SINCE, UNTIL, COMPARE, EXPLAIN, CHART, declared.SHEET_FORMAT)
"""The same, and those of its time."""
of_site = options.adds(SINCE, UNTIL)
"""The options of the time of a site."""


Printed = Any
"""What an option of a report's form can be; see `Form`."""
Form = Mapping[str, Printed]
"""How a report is printed: whether to `compare`, to `explain` and as a `chart`, and in which `format_`."""


def show_around(context: Context, name: str, date: str | None, form: Form) -> None:
    """Print the report of the week, month or year in which a time is that was typed; None: of now."""
    from aduan_cli.flow.reports import stretches
    from aduan_cli.flow.reports.grouped import by_time

    context.only_looks()
    desk = context.desk
    stretch = stretches.around(name, options.within(desk, date), desk.zone)
    earlier = stretches.before(stretch, desk.zone, name)
    show(context, lambda ground, of: by_time(ground, of, name), stretch, earlier, form, with_gone=False)


def show_between(context: Context, make: Making, since: str | None, until: str | None, form: Form) -> None:
    """Print a report of a time that was typed; of the last days where none was."""
    from aduan_cli.flow.reports import stretches

    context.only_looks()
    stretch = time_between(context.desk, since, until)
    show(context, make, stretch, stretches.before(stretch, context.desk.zone), form)


def time_between(desk: Desk, since: str | None, until: str | None) -> ReportTime:
    """Return a time that was typed, as far as there may be tickets of it; the last days where none was."""
    from aduan_cli.errors import UsageError
    from aduan_cli.flow.reports import stretches
    from aduan_cli.i18n import _

    usual = stretches.last_days(desk.clock(), desk.zone)
    begin, end = options.between(desk, since, until)
    end = usual.until if end is None else end
    begin = (usual if until is None else stretches.last_days(end - 1, desk.zone)).since if begin is None else begin
    found = stretches.with_tickets(min(begin, end - 1), end, desk.zone)
    if begin >= end:
        sentence = _("--since {since} is not before --until {until}")
        raise UsageError(sentence.format(since=since or "-", until=until or "-"))
    return found


def show(
    context: Context, make: Making, stretch: ReportTime, earlier: ReportTime, form: Form, with_gone: bool = True
) -> None:
    """Print a report of a time, with `compare` beside it that of an `earlier` one."""
    from aduan_cli.flow.reports.ground import Ground
    from aduan_cli.render.report import write_report_table

    desk = context.desk
    if form["chart"]:
        from aduan_cli.render.report_chart import check_chart

        check_chart(form["format_"])
    format_ = options.format_of(form["format_"], excel=False) or "table"
    ground: Ground = Ground(desk.store.figures, desk.rules, desk.zone, desk.clock())
    table = make(ground, stretch)
    if form["compare"]:
        table = table.beside(make(ground, earlier), with_gone)
    if format_ == declared.WORKBOOK:
        from aduan_cli.city_words import heads
        from aduan_cli.render.report_workbook import write_report_workbook

        write_report_workbook(table, desk.zone, heads(desk.rules["levels"]), form["explain"], context.say)
    else:
        context.page(format_)
        write_report_table(table, format_, desk.zone, desk.rules["levels"], form["explain"], form["chart"])
