"""What `aduan list` does: complaints by what they are, newest first. No click here (`plain`)."""

from __future__ import annotations

import sys
from functools import cache

from aduan_cli.cli import filters, options
from aduan_cli.cli.context import Context
from aduan_cli.cli.declared import COLUMNS, COUNT, EXCEL, FLAG, LIMIT, NUMBER, REVEAL, SHEET_FORMAT, Option
from aduan_cli.cli.row_limits import SHOWN, most_rows, show_limited
from aduan_cli.column_words import head
from aduan_cli.errors import UsageError
from aduan_cli.i18n import _, ngettext
from aduan_cli.model import ANY, CLOCKS, SORTS
from aduan_cli.stored import Query

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from aduan_cli.complaint.complaint import Complaint


def _several(name: str, about: str, *short: str) -> Option:
    return Option((*short, f"--{name}"), about, metavar="NAME,...", several=True)


_SORT = (
    "Order; - turns it round. Times, tickets: newest first; priority: most urgent first; else from A. One of: "
    + ", ".join(SORTS)
    + "."
)
_SINCE = "Reported at this time or later: 22:00, 3d, semalam, senin, 25/11."
_LATE = "Only what is late; by one clock: " + ", ".join(CLOCKS) + "; '!resolve': by another."
FILTERS = (
    _several("status", "State: new, routed, ..."),
    Option(("--open",), "Only those in which something is still owed.", FLAG),
    Option(("--unanswered",), "Only questions to which nobody noted an answer, also those that wait in triage.", FLAG),
    Option(
        ("--bounced",),
        "Only what a unit gave back: one that leads, once or more; one that helps, until it is asked again.",
        FLAG,
    ),
    Option(("--escalated",), "Only the desk's list: what an [[escalation]] put there, until it is done.", FLAG),
    _several("unit", "Unit or outside body, any spelling, with its crews; also where it only helps."),
    _several("category", "What it is about.", "-c"),
    _several("kind", "complaint, information, feedback."),
    _several("kecamatan", "District of the incident."),
    _several("kelurahan", "Ward of the incident."),
    _several("priority", "low, normal, high, emergency.", "-p"),
    _several("channel", "How it came in."),
    _several("shift", "Shift in which it was reported."),
    _several("actor", "Who took it. (Who you are stands before `list`, or in ADUAN_ACTOR.)"),
    Option(
        ("--mine",),
        "Only those that you took: by --actor before `list`, ADUAN_ACTOR, `whoami --as` or your login name.",
        FLAG,
    ),
    Option(("--phone",), "The caller's phone, in any spelling.", metavar="NUMBER,...", several=True),
    _several("incident", "Number of the incident that it belongs to."),
    Option(("--since",), _SINCE, metavar="TIME"),
    Option(("--until",), "Reported before this time; a day, or a part of it, is taken in.", metavar="TIME"),
    Option(("--late",), _LATE, metavar="[CLOCK,...]", bare=ANY),
    Option(("--due-before",), "With a clock that is due before this time: besok, 16:00.", metavar="TIME"),
    Option(("--sort",), _SORT, metavar="[-]FIELD"),
    Option(("--reverse",), "Turn the order round.", FLAG),
    Option(("--view",), "A saved list of rules.toml; what else is given counts in its place.", metavar="NAME"),
)
"""Which complaints, and in which order. `--actor` filters: who is at the desk is said before `list`."""
PARAMETERS = (
    *FILTERS,
    Option(("--views",), "Print which saved lists there are.", FLAG),
    Option(("--watch",), "Draw it anew on a terminal every so many seconds, until Ctrl-C.", NUMBER, "SECONDS"),
    LIMIT,
    COLUMNS,
    COUNT,
    SHEET_FORMAT,
    EXCEL,
    REVEAL,
)
"""What stands on the line, in the order of the help."""


def note_reveal(context: Context, query: Query, limit: int | None, format_: str | None, command: str = "list") -> None:
    """Record that callers are shown whole: how many complaints, by which filter; phones in it masked."""
    from aduan_cli.phones import mask_phone

    desk = context.desk
    count = desk.store.count(query)
    where, without = (
        {
            "unit" if name == filters.ACTING else name: [
                mask_phone(value) if name == "phone" else value for value in values
            ]
            for name, values in pairs
        }
        for pairs in (query.where, query.without)
    )
    data: dict[str, Any] = {"command": command, "count": min(count, limit or count), "where": where}
    data |= {"without": without} if without else {}
    for name in ("open_only", "unanswered", "bounced", "escalated", "due", "due_before", "since", "until"):
        if getattr(query, name):
            data[name] = getattr(query, name)
    options.note_reveals(desk, data, format_)


def list_complaints(
    context: Context,
    /,
    view: str | None,
    views: bool,
    watch: int | None,
    count: bool,
    format_: str | None,
    excel: bool,
    reveal: bool,
    **given: Any,
) -> None:
    """List complaints, newest first.

    Filters take several values, by commas or by giving the option again: any of them fits; with '!' before it,
    as in '!closed', none may. Different filters must all fit.
    """
    desk = context.desk
    context.only_looks()
    format_ = options.format_of(format_, excel)
    if views:
        _show_views(context, format_)
        return
    if view is not None:
        from aduan_cli.cli.views import applied

        given = applied(desk, view, given)
    chosen = options.columns(desk, given["columns"])
    if watch is not None:
        _watch(context, watch, view, given, chosen, plain=not (count or reveal or format_ not in (None, "table")))
    query = filters.query(desk, given)
    if context.verbose:
        context.say(
            _("order: {field}, {way}").format(
                field=head(query.sort), way=filters.described(query.sort, query.ascending)
            )
        )
    if count:
        sys.stdout.write(f"{desk.store.count(query)}\n")
        sys.stdout.flush()
        return
    most = most_rows(given["limit"], format_)
    if reveal:
        note_reveal(context, query, most, format_)
    helping = tuple(desk.rules["units"]) if query.bounced else dict(query.where).get(filters.ACTING, ())
    show_limited(
        context,
        lambda limit: desk.store.find(query._replace(limit=limit)),
        most,
        format_,
        reveal,
        chosen,
        helping=helping,
        due=filters.shows_promise(query),
        perhaps=_perhaps(context),
    )
    if "returned" in dict(query.where).get("status", ()) and format_ in (None, "table"):
        _tell_helpers(context)


def _tell_helpers(context: Context) -> None:
    """Say what else came back: a state is that of who leads, so what a unit that helps gave back isn't there."""
    more = context.desk.store.count(Query(given_back=True, without=(("status", ("returned",)),)))
    if more:
        sentence = ngettext(
            "{count} more of which a unit that helps gave its part back: aduan list --bounced --open",
            "{count} more of which units that help gave their parts back: aduan list --bounced --open",
            more,
        )
        context.say(sentence.format(count=more))


def _perhaps(context: Context) -> Callable[[Complaint], str | None] | None:
    """Return what says whose a complaint in triage may be; None where the desk has no weights.

    They are read when the first such complaint is to be shown.
    """
    if not context.names_second:
        return None
    desk = context.desk

    @cache
    def in_triage() -> Callable[[Complaint], str | None]:
        from aduan_cli.cli.beside import in_list

        return in_list(desk)

    def named(complaint: Complaint) -> str | None:
        if complaint.unit and complaint.unit != desk.rules["desk"]["triage"]:
            return None
        return in_triage()(complaint)

    return named


def _watch(
    context: Context,
    seconds: int,
    view: str | None,
    given: dict[str, Any],
    columns: tuple[str, ...] | None,
    plain: bool,
) -> None:
    """Show the list anew and anew, until Ctrl-C. Times as in `--since 3d` go with the clock."""
    if not plain:
        raise UsageError(_("--watch draws a table; it goes without --format, --count and --reveal"))
    if not seconds:
        raise UsageError(_("--watch 0: one second at the least"))
    from aduan_cli.cli import watching

    watching.check()
    desk = context.desk

    def heading() -> str:
        sentence = _("{time} · {view} · every {seconds} s · Ctrl-C ends it")
        minute = desk.zone.local(desk.clock()).minute
        return sentence.format(time=f"{minute // 60:02d}:{minute % 60:02d}", view=view or "list", seconds=seconds)

    def draw(rows: int) -> None:
        most = min(given["limit"] or SHOWN, rows)
        query = filters.query(desk, given)
        found = desk.store.find(query._replace(limit=most))
        if not options.show_records(
            desk, found, "table", columns=columns, due=filters.shows_promise(query), perhaps=perhaps
        ):
            sys.stdout.write(_("nothing was found") + "\n")

    filters.query(desk, given)
    perhaps = _perhaps(context)
    watching.watch(seconds, heading, draw)


def _show_views(context: Context, format_: str | None) -> None:
    """Print the saved lists, each with what it stands for."""
    from aduan_cli.cli import views
    from aduan_cli.render.layout import Layout
    from aduan_cli.render.rows import write_rows

    found = views.rows(context.desk.rules)
    if not found:
        context.say(views.none())
    write_rows(found, format_ or "table", views.COLUMNS, layout=Layout((), "options", least={"title": 50}))


LINES = {"list": (list_complaints, PARAMETERS)}
