"""What reports are called, what each figure is in a sentence, and what stands below them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from aduan_cli.column_words import head
from aduan_cli.complaint.fields import STATUSES
from aduan_cli.desk_time import Zone, iso_day
from aduan_cli.i18n import _
from aduan_cli.render.account import state_heads
from aduan_cli.render.table import short_time
from aduan_cli.report_tables import TEXT, ReportTable, ReportTime

_LISTED = {
    "received": "",
    "complaints": "--kind complaint",
    "information": "--kind information",
    "feedback": "--kind feedback",
    "emergencies": "--priority emergency",
    "open": "--open",
    "closed": "--status closed",
    "referred": "--status referred",
    "rejected": "--status rejected",
    "answered": "--status answered",
    "returned": "--bounced",
}
"""Figures whose calls `aduan list` lists, with its options."""


def heads(report: str = "") -> dict[str, str]:
    """Return what stands above columns whose names are no words; of a day's account also above its states."""
    return {
        **(state_heads() if report == "day" else {}),
        "kept_share": _("kept %"),
        "in_time_share": _("in time %"),
        "stands_share": _("stands %"),
        "per_1000": _("per 1,000"),
        "in_time": _("in time"),
        "too_late": _("too late"),
        "came_back": _("came back"),
        "median": _("half within"),
        "p90": _("90 % within"),
    }


def named(column: str) -> str:
    """Return what stands above a column."""
    return heads().get(column) or head(column)


def title_of(table: ReportTable, zone: Zone) -> str:
    """Return what a report is, and of which time."""
    time, before = time_of(table.stretch, zone), table.before and time_of(table.before, zone)
    title = _titles().get(table.name, table.name).format(time=time)
    return title if before is None else _("{title}, in brackets against {before}").format(title=title, before=before)


def time_of(stretch: ReportTime, zone: Zone) -> str:
    """Return a time in words: its first and last day; with hours where it is not made of whole days."""
    since, until = short_time(stretch.since, zone), short_time(stretch.until, zone)
    if not since.endswith(" 00:00") or not until.endswith(" 00:00"):
        return f"{since} – {until}"
    first, last = since[:10], iso_day(zone.day(stretch.until - 1))
    if first == last:
        return first
    if first[4:] == "-01-01" and last == f"{first[:4]}-12-31":
        return first[:4]
    return first[:7] if first.endswith("-01") and until[8:10] == "01" and first[:7] == last[:7] else f"{first} – {last}"


def _titles() -> dict[str, str]:
    return {
        "day": _("The account of {time}"),
        "week": _("Account of the week {time}"),
        "month": _("Account of the month {time}"),
        "year": _("Account of the year {time}"),
        "unit": _("Calls by unit, {time}"),
        "category": _("Calls by category, {time}"),
        "kelurahan": _("Calls by place, {time}"),
        "shifts": _("Calls by shift, {time}"),
        "deadlines": _("What was promised, {time}"),
        "callers": _("Who called again, {time}"),
        "rules": _("What the rules decided, {time}"),
    }


def no_rows_sentence(table: ReportTable) -> str:
    """Return what is said where a report has no rows."""
    if table.name == "deadlines":
        return _("nothing was promised for any call of that time; [deadlines] of rules.toml does")
    return _("nobody called twice") if table.name == "callers" else _("no call came")


def explained(table: ReportTable, zone: Zone) -> dict[str, str]:
    """Return by its name what each figure of a report counts, with the command that lists its calls."""
    period = _listed_time(table.stretch, zone)
    said, listed, found = {**explanations()}, {**_LISTED}, {}
    if table.name == "day":
        said |= dict.fromkeys(STATUSES, _("of the calls, those that are in this state now"))
        listed |= {status: f"--status {status}" for status in STATUSES}
    for column in table.columns:
        if column.type == TEXT or column.name not in said:
            continue
        sentence = said[column.name]
        if column.name in listed and table.name != "callers":
            command = " ".join(filter(None, ("aduan list", period, listed[column.name], "--limit 0")))
            sentence = f"{sentence}: {command}"
        found[column.name] = sentence
    return found


def _listed_time(stretch: ReportTime, zone: Zone) -> str:
    """Return the options of `aduan list` for a time; a last day is named whole."""
    since, until = short_time(stretch.since, zone), short_time(stretch.until, zone)
    if since.endswith(" 00:00") and until.endswith(" 00:00"):
        return f"--since {since[:10]} --until {iso_day(zone.day(stretch.until - 1))}"
    return f"--since '{since}' --until '{until}'"


def explanations() -> Mapping[str, str]:
    """Return what each figure counts; `docs/reports.md` has the same sentences."""
    return {
        "received": _(
            "calls reported in that time, whatever became of them; each ticket counts once, a merged one too"
        ),
        "complaints": _("of the calls, those whose kind is complaint"),
        "information": _("of the calls, those whose kind is information"),
        "feedback": _("of the calls, those whose kind is feedback"),
        "emergencies": _("of the calls, those whose priority is emergency"),
        "open": _("of the calls, those not over now; what is resolved is open until the desk has closed it"),
        "closed": _("of the calls, those closed now; one that was reopened counts as what it is now"),
        "referred": _("of the calls, those that are with an outside body now"),
        "rejected": _("of the calls, those rejected now, those merged into others among them"),
        "answered": _("of the calls, those answered on the phone"),
        "returned": _("of the calls, those that a leading unit gave back at least once"),
        "kept": _("of the calls, those done by the time promised; reopened, the new promise counts"),
        "late": _(
            "of the calls, those done after the time promised, or not done and that is over;"
            " rejected, referred and answered ones are out"
        ),
        "kept_share": _("kept, in per cent of kept and late, rounded down"),
        "residents": _("calls reported in that time whose caller lives there, wherever the matter is"),
        "inhabitants": _("as [kelurahan] of rules.toml says"),
        "per_1000": _("received for every 1,000 inhabitants"),
        "promised": _(
            "of the calls, clocks for which there is a deadline; rejected, referred and answered calls are out"
        ),
        "in_time": _("of these clocks, those that stopped by their deadline"),
        "too_late": _("of these clocks, those that stopped after it"),
        "over": _("of these clocks, those that run, though it is over"),
        "running": _("of these clocks, those that run, and there is time or a pause"),
        "in_time_share": _("in time, in per cent of all that do not run in time, rounded down"),
        "median": _("how long half of the clocks that stopped ran at the most, pauses left out"),
        "p90": _("how long 90 % of the clocks that stopped ran at the most, pauses left out"),
        "calls": _("calls reported in that time with this number; the last line has those of all who called again"),
        "hoaxes": _("of the calls, those rejected now as a hoax"),
        "first": _("when the first of them was reported"),
        "last": _("when the last of them was reported"),
        "decided": _("calls reported in that time that it decided, before anybody corrected that"),
        "came_back": _("of these, those that a leading unit gave back at least once"),
        "corrected": _("of these, those to which people gave another unit or category that still holds"),
        "stands_share": _("those that nobody corrected, in per cent, rounded down"),
    }


def note_sentences(table: ReportTable) -> Iterator[str]:
    """Yield what there is to know besides, a sentence each."""
    notes = table.notes
    if "numbers" in notes:
        yield _("Calls: {received} · numbers that called: {numbers} · of these more than once: {again}").format(**notes)
        if notes["hoaxes"]:
            yield _("Hoaxes: {hoaxes} of {received} ({hoax_share} %)").format(**notes)
    if notes.get("triage"):
        yield _("Triage got {triage} of them ({triage_share} %)").format(**notes)
    silent = notes.get("never_call")
    if silent:
        count = sum(map(len, silent.values()))
        places = [f"{district}: {', '.join(wards)}" for district, wards in silent.items()]
        yield _("Nobody called from or about these {count}:").format(count=count)
        yield from places
