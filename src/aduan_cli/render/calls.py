"""Complaints as a table: which columns fit which terminal, and what an officer reads at a glance in them.

Below `WIDE` columns a priority is a sign and a time has no year, below `NARROW` a ticket is short (`0042-7` for
today's, `261124-0042` for older ones; commands take both), and of a time there is the hour, for the day stands in
the ticket: the text gets what that saves, and leaves out the words with which so many begin ("the caller asks for").
A file or a pipe gets everything whole.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import islice

from aduan_cli.column_words import head
from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.fields import TIMES
from aduan_cli.complaint.moves import shown_status
from aduan_cli.desk_time import Zone
from aduan_cli.render.layout import Layout
from aduan_cli.render.records import Record, as_record, flat, value_of
from aduan_cli.render.table import Cutter, Table, day_and_time, short_time
from aduan_cli.render.widths import CUT, cut, terminal_width, width
from aduan_cli.value_words import SIGNS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TextIO

    from aduan_cli.render.search_matches import Term

DEFAULT_COLUMNS = ("ticket", "reported_at", "status", "priority", "unit", "category", "place", "text")
NARROW, WIDE = 110, 160
_GLANCE = ("ticket", "at", "!", "status", "unit", "category", "place", "text")
_FROM = {"category": NARROW, "place": NARROW}
"""From how many columns of the terminal on there is room for a column."""
_LAYOUT = Layout(spare=("place", "category", "status"))
_OPENING = ((1, 2), (2, 5))
"""Words at the beginning of a text that may be left out: one where half of all begin so, two where a fifth does."""
_FEW = 3
"""Rows that begin alike, at the least."""
_LONG = 24
"""A text of no more characters is left whole: it fits, and may be no more than its subject."""
BATCH = 5_000
"""Rows that are laid out at once, so that a table of a million rows does not fill the memory."""


def write_complaints(
    complaints: Iterable[Complaint],
    format_: str,
    zone: Zone,
    now: int,
    reveal: bool = False,
    columns: Sequence[str] | None = None,
    stream: TextIO | None = None,
    heads: Mapping[str, str] | None = None,
    searched: str = "",
    helping: Collection[str] = (),
    due: bool = False,
    perhaps: Callable[[Complaint], str | None] | None = None,
) -> int:
    """Print complaints as a table (`table`, `md`) and return how many there were. `now` says what is today's.

    `searched` are the words that they were found by: these are shown, whatever of a text is cut. `helping` are the
    units that they were found by: where these help they stand beside the one that leads (`dlh +bmsda`). `due`: they
    were found by when they are due, which then has a column. `perhaps` says whose one in triage may be: that stands in
    the place of the unit, unless columns are asked for.
    """
    rest = iter(complaints)
    count = 0
    fits = format_ == "table" and columns is None  # What is asked for by name is shown whole.
    room = (terminal_width(stream or sys.stdout) if fits else None) or WIDE
    today, perhaps = zone.day(now), None if columns else perhaps
    wanted, cutters = _looked_for(searched) if searched else ([], {"unit": _cut_unit} if helping else None)
    layout = Layout(every=True) if columns else _LAYOUT
    table: Table | None = None
    while batch := list(islice(rest, BATCH)):
        records = [as_record(complaint, zone, now, reveal) for complaint in batch]
        if helping:
            for complaint, record in zip(batch, records, strict=True):
                record["unit"] = _with_helpers(complaint, helping)
        if perhaps:
            for complaint, record in zip(batch, records, strict=True):
                record["unit"] = perhaps(complaint) or record["unit"]
        columns = columns or _default_columns(records, room, due)
        table = table or Table(columns, format_, stream, heads, layout, cutters)
        rows = [
            [_cell(complaint, record, column, zone, today, room) for column in columns]
            for complaint, record in zip(batch, records, strict=True)
        ]
        if room < WIDE:
            texts = [_matched_text(record, wanted) if wanted else record["text"] or "" for record in records]
            gists_of = gists(texts, wanted)
            rows = [[*row[:-1], gist] for row, gist in zip(rows, gists_of, strict=True)]
        table.write(rows)
        count += len(batch)
    return count


def _with_helpers(complaint: Complaint, helping: Collection[str]) -> str | None:
    """Return who leads a complaint, and behind it those of some units that help."""
    if not any(unit in helping for unit in complaint.support):
        return complaint.unit
    from aduan_cli.complaint.assignments import SUPPORT, assignments_of

    helpers = [f"+{one.unit}" for one in assignments_of(complaint) if one.role == SUPPORT and one.unit in helping]
    return " ".join([complaint.unit or "", *helpers]) if helpers else complaint.unit


def _cut_unit(text: str, most: int) -> str:
    """Return who leads and helps in at most `most` columns: of both there is something to be seen."""
    lead, plus, helpers = text.partition(" +")
    if not plus or width(text) <= most:
        return cut(text, most)
    helping = cut(f"+{helpers}", max(most // 2, most - width(lead) - 1))
    return f"{cut(lead, most - width(helping) - 1)} {helping}"


def _looked_for(searched: str) -> tuple[list[Term], Mapping[str, Cutter]]:
    """Return the words of a search, and what cuts a text such that they are seen."""
    from aduan_cli.render.search_matches import around, terms

    wanted = terms(searched)
    return wanted, {"text": lambda text, most: around(text, wanted, most)}


def _matched_text(record: Record, wanted: list[Term]) -> str:
    """Return what a searched word is found in: the text, or else the answer or the address, named before it."""
    text = record["text"] or ""
    if not _is_in(text, wanted):
        for field in ("answer", "address"):
            other = record[field] or ""
            if _is_in(other, wanted):
                return f"{head(field)}: {other}"
    return text


def _default_columns(records: list[Record], room: int, due: bool) -> Sequence[str]:
    """Return the columns of a terminal of `room` columns; that of the priority only where one is not normal.

    Where they were found by when they are `due`, that stands in the place of when they were reported.
    """
    chosen: Sequence[str] = DEFAULT_COLUMNS
    if room < WIDE:
        chosen = [column for column in _GLANCE if room >= _FROM.get(column, 0)]
    if due:
        chosen = ["due_at" if column in ("at", "reported_at") else column for column in chosen]
    if len(records) < BATCH and all(record["priority"] == "normal" for record in records):
        return tuple(column for column in chosen if column not in ("priority", "!"))
    return tuple(chosen)


def _cell(complaint: Complaint, record: Record, column: str, zone: Zone, today: int, room: int) -> str:
    if column in TIMES:
        at = getattr(complaint, column)
        if column == "due_at" and room < WIDE:
            return "" if at is None else day_and_time(at, zone)
        return "" if at is None else short_time(at, zone)
    if column == "at":  # The day stands in the ticket.
        return short_time(complaint.reported_at, zone)[11:]
    if column == "status":
        return shown_status(complaint)
    if column == "!":
        return SIGNS.get(complaint.priority, "")
    if column == "place" and room < WIDE:
        return complaint.kelurahan or complaint.kecamatan or ""
    text = flat(value_of(record, column))
    if column == "priority":
        return f"{SIGNS.get(text, '')} {text}".strip() if text != "normal" else ""
    return short_ticket(text, today) if column == "ticket" and room < NARROW else text


def gists(texts: Sequence[str], wanted: list[Term] | None = None) -> list[str]:
    """Return texts without the words with which many of them begin, `…` in their place; those `wanted` always stay."""
    beginnings = [_beginnings(text) for text in texts]
    count = Counter(words for several in beginnings for words in several)
    told = []
    for text, several in zip(texts, beginnings, strict=True):
        left_out = 0
        for words, (number, part) in zip(several, _OPENING, strict=False):
            if len(text) <= _LONG or count[words] < max(_FEW, len(texts) / part):
                break
            if wanted and _is_in(" ".join(words), wanted):
                break
            left_out = number
        told.append(CUT + text.split(maxsplit=left_out)[-1] if left_out else text)
    return told


def _is_in(text: str, wanted: list[Term]) -> bool:
    from aduan_cli.render.search_matches import place_of

    return place_of(text, wanted) is not None


def _beginnings(text: str) -> list[tuple[str, ...]]:
    """Return the first word of a text, and the first two; nothing that is all of it."""
    words = text.casefold().split(maxsplit=len(_OPENING))
    return [tuple(words[:number]) for number, _part in _OPENING if number < len(words)]


def short_ticket(ticket: str, today: int) -> str:
    """Return the shortest form of a ticket that commands take for it: `0042-7` for one of `today` (yyyymmdd)."""
    parts = ticket.rsplit("-", 3)
    if len(parts) != 4:
        return ticket
    _prefix, day, number, check = parts
    return f"{number}-{check}" if day == f"{today % 1_000_000:06d}" else f"{day}-{number}"
