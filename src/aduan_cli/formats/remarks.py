"""What is told of a whole file: of its head before its records are read, of what was met in them afterwards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from aduan_cli.amounts import times
from aduan_cli.formats.columns import Map, named_columns
from aduan_cli.formats.heading import DELIMITERS
from aduan_cli.formats.mapper import Mapper
from aduan_cli.formats.table_reader import TableReader
from aduan_cli.i18n import _, ngettext
from aduan_cli.row_ranges import RowRanges

_SHOWN = 10
"""Names or words that one sentence lists."""
_TABLES = {
    "kind": "[kinds]", "status": "[statuses]", "category": "[categories]", "priority": "[priorities]",
    "channel": "[channels]", "agreed": "[agreed]",
}  # fmt: skip
"""The table of a map that translates the words of a field."""


def opening(source: TableReader, map_: Map, absent: Sequence[str]) -> Iterator[str]:
    """Yield what is to be told of a file before its records; `absent` are columns that the map names in vain."""
    if source.titles:
        titles = "; ".join(title.strip(DELIMITERS + " ") for title in source.titles)
        yield _("{file}: above the head, passed over: {titles}").format(file=source.name, titles=_cut(titles))
    if absent:
        names = ", ".join(f"'{column}'" for column in absent)
        yield _("{file}: without column {names}").format(file=source.name, names=names)
    lower = [column.casefold() for column in source.named]
    for column in named_columns(map_):
        count = source.named.count(column) or lower.count(column.casefold())
        if count > 1:
            sentence = _("{file}: column '{name}' is there {times}; the first one counts as it")
            yield sentence.format(file=source.name, name=column, times=times(count))
    if "*" in map_.fields:
        yield from _kept_doubles(source, named_columns(map_))


def _kept_doubles(source: TableReader, mapped: Sequence[str]) -> Iterator[str]:
    """Yield which columns that the map doesn't name are there more than once, and under which names they are kept."""
    lower = [column.casefold() for column in source.named]
    known = {column.casefold() for column in mapped}
    for name, count in Counter(lower).items():
        if count > 1 and name and name not in known:
            kept = [column for column, own in zip(source.columns, lower, strict=True) if own == name]
            sentence = _("{file}: column '{name}' is there {times}; they are kept as {names}")
            names = ", ".join(f"'{column}'" for column in kept)
            yield sentence.format(file=source.name, name=kept[0], times=times(count), names=names)


def open_end(origin: tuple[str, int], sheet_row: int) -> str:
    """Return what is said of a last record that has all its cells, but neither a quote nor a line end behind them."""
    sentence = _(
        "{file} row {row}: the file ends here without a line end; taken, but if the file was cut off, the last cell is"
        " not whole (import --replace with the whole file mends it)"
    )
    where = " " + _("(row {row} of the sheet)").format(row=sheet_row) if sheet_row else ""
    return sentence.format(file=origin[0], row=origin[1]) + where


def closing(file: str, map_: Map, mapper: Mapper, eaten: RowRanges) -> Iterator[str]:
    """Yield what is to be told of a file once it was read; `eaten` are the records whose phone lost digits."""
    if unknown := list(mapper.unknown_units):
        shown = ", ".join(f"'{_cut(unit, 40)}'" for unit in unknown[:_SHOWN]) + ("…" if len(unknown) > _SHOWN else "")
        sentence = _("{file}: unknown units: {names}; an alias in rules.toml says which unit is meant")
        yield sentence.format(file=file, names=shown)
    for (field, column), words in mapper.unknown_words.items():
        yield _unknown_words(file, field, column, words, map_.own)
    if rows := str(eaten):
        what = _(
            "{file} row {rows}: the phone lost its last digits in a spreadsheet; what is left is kept as it is, not as"
            " a phone; in the sheet that column should be text"
        )
        yield what.format(file=file, rows=rows)
    moments = mapper.moments
    if count := moments.filled:
        yield ngettext(
            "{file}: {count} record has no date; the day of the one above it counts",
            "{file}: {count} records have no date; the day of the one above them counts",
            count,
        ).format(file=file, count=count)
    if count := moments.untimed:
        yield ngettext(
            "{file}: {count} record has a day and no time; it counts from 00:00",
            "{file}: {count} records have a day and no time; they count from 00:00",
            count,
        ).format(file=file, count=count)


def _unknown_words(file: str, field: str, column: str, words: Counter[str], own: bool) -> str:
    """Return which words of a column nobody knows, how often each, and where it is said what they mean."""
    shown = ", ".join(f"'{_cut(word, 40)}' ({count})" for word, count in words.most_common(_SHOWN))
    shown += "…" if len(words) > _SHOWN else ""
    if own:
        sentence = _("{file}: unknown words in '{column}': {words}; they are kept as they are written")
    elif field in _TABLES:
        sentence = _("{file}: unknown words in '{column}': {words}; {table} in the map says what they mean")
    else:
        sentence = _("{file}: unknown places in '{column}': {words}; [spellings] in rules.toml says which are meant")
    return sentence.format(file=file, column=column, words=shown, table=_TABLES.get(field))


def _cut(text: str, most: int = 200) -> str:
    return text if len(text) <= most else text[:most] + "…"
