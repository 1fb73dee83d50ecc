"""A map for a strange file, for somebody to look through: what was found of its columns, and what nobody can know."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from aduan_cli.amounts import records
from aduan_cli.complaint.fields import STATUSES
from aduan_cli.formats.column_facts import KEY, STATUS_WORDS, TIME, UNIT, ColumnFacts, roles
from aduan_cli.formats.footers import are_column_numbers, is_total_row
from aduan_cli.formats.json_cells import json_cell
from aduan_cli.formats.reader import Broken
from aduan_cli.formats.signatures import Signatures
from aduan_cli.formats.table_reader import TableReader
from aduan_cli.i18n import _, ngettext
from aduan_cli.text import fold
from aduan_cli.unseen import escaped

if TYPE_CHECKING:
    from aduan_cli.compiled import Rules

MOST_RECORDS = 20_000
"""Records that are looked at."""
ASKED = "???"
"""Stands before what somebody has to answer."""
_MOST_STATUSES = 12


def suggested_map(reader: TableReader, rules: Rules) -> str:
    """Return a map for a table as TOML; lines with `???` ask, and what must be answered keeps it from being used."""
    columns, count = _facts(reader, rules)
    found = roles(columns)
    lines = [
        _("A map for {file}, made by looking at {records}. Look it through: what is asked stands behind {sign}").format(
            file=escaped(" ".join(reader.name.split())), records=records(count), sign=ASKED
        )
    ]
    text = [f"# {line}" for line in lines]
    text += [*_top(columns, found), "", "[columns]", *_columns(found), "", "[dates]", *_dates(found)]
    if "status" in found:
        text += ["", "[statuses]", *_statuses(found["status"])]
    return "\n".join(text) + "\n"


def _facts(reader: TableReader, rules: Rules) -> tuple[list[ColumnFacts], int]:
    found: dict[str, ColumnFacts] = {name: ColumnFacts(name, rules) for name in reader.columns}
    count, signatures = 0, Signatures()
    for record in reader.records():
        if isinstance(record, Broken) or (isinstance(record, list) and _is_no_record(record, signatures)):
            continue
        pairs = _flat(record) if isinstance(record, dict) else zip(reader.columns, record, strict=False)
        for name, cell in pairs:
            if name not in found:
                found[name] = ColumnFacts(name, rules)
            found[name].see(cell)
        count += 1
        if count == MOST_RECORDS:
            break
    return [*found.values()], count


def _is_no_record(cells: list[str], signatures: Signatures) -> bool:
    if is_total_row(cells) or are_column_numbers(cells) or signatures.is_part(cells):
        return True
    signatures.end()
    return False


def _flat(record: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in record.items():
        if isinstance(value, dict):
            yield from ((f"{name}.{inner}", json_cell(one)) for inner, one in value.items())
        else:
            yield name, json_cell(value)


def _top(columns: Sequence[ColumnFacts], found: dict[str, ColumnFacts]) -> Iterator[str]:
    if key := found.get(KEY):
        names = [key.name]
        if key.may_begin_anew and "reported_at" in found:
            yield "# " + _("{name}: such numbers may begin anew each month, so that the day belongs to the key").format(
                name=_quoted(key.name)
            )
            names.append(found["reported_at"].name)
        yield f"key = {_list(names)}"
    if unit := found.get(UNIT):
        yield f"unit = {_quoted(unit.name)}"
    used = {column.name for column in found.values()}
    if rest := [column.name for column in columns if column.name not in used and column.filled]:
        yield "# " + _("columns that none of our fields was found for; they are kept as they are")
        yield f"fields = {_list(rest)}"


def _columns(found: dict[str, ColumnFacts]) -> Iterator[str]:
    for role in ("text", "reported_at"):
        if role not in found:
            yield f"# {ASKED} " + _("which column is it?")
            yield f'# {role} = ""'
    for role, column in found.items():
        if role in (KEY, UNIT, TIME):
            continue
        names = [column.name]
        if role == "reported_at" and TIME in found:
            names.append(found[TIME].name)
        if role == "kecamatan":
            yield "# " + _("the place of the incident; where the caller lives would be caller.kecamatan")
        yield f"{role} = {_quoted(names[0]) if len(names) == 1 else _list(names)}"


def _dates(found: dict[str, ColumnFacts]) -> Iterator[str]:
    columns = [found[role] for role in ("reported_at", "closed_at") if role in found]
    proved = list(dict.fromkeys(form for column in columns for form in column.dates.proved()))
    asked = dict(pair for column in columns for pair in [(tuple(f), e) for e, f in column.dates.asked()])
    for forms, example in asked.items():
        sentence = _("{example}: nothing proves which number is the day, the month and the year; leave the right ones")
        yield f"# {ASKED} " + sentence.format(example=_quoted(example))
        yield from (f"# formats = {_list([*proved, form])}" for form in forms)
    if any("%y" in form for form in proved):
        yield f"# {ASKED} " + _("years of two digits: 26 is read as 2026, 99 as 1999; is that right?")
    if proved and not asked:
        yield f"formats = {_list(proved)}"
    elif not asked:
        yield f"# {ASKED} " + _('how are days written? like formats = ["%d/%m/%Y %H:%M"]')
    reported = found.get("reported_at")
    text = found.get("text")
    if reported and text and reported.filled < text.filled:
        sentence = ngettext(
            "{count} record has no date; missing = {word} would give it the day of the record above",
            "{count} records have no date; missing = {word} would give them the day of the record above",
            text.filled - reported.filled,
        )
        yield f"# {ASKED} " + sentence.format(count=text.filled - reported.filled, word='"previous"')
    yield 'missing = "quarantine"'


def _statuses(column: ColumnFacts) -> Iterator[str]:
    if len(column.values) > _MOST_STATUSES:
        yield f"# {ASKED} " + _("more than {count} different words; which of them are states?").format(
            count=_MOST_STATUSES
        )
        return
    for value, count in column.values.most_common():
        known = STATUS_WORDS.get(fold(value))
        if known is None:
            yield f"# {ASKED} " + _("{records}; one of {words}, or {nothing} where routing decides").format(
                records=records(count), words=", ".join(STATUSES), nothing='""'
            )
            yield f'# {_quoted(value)} = ""'
        else:
            yield f"{_quoted(value)} = {_quoted(known)}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _list(names: Sequence[str]) -> str:
    return "[" + ", ".join(map(_quoted, names)) + "]"
