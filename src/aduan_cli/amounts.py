"""How many of a thing, in words: "1 call", "2 calls". A sentence that names a count has the words from here."""

from __future__ import annotations

from aduan_cli.i18n import ngettext


def answers_of_units(count: int) -> str:
    """Return so many answers of units."""
    return ngettext("{count} answer of a unit", "{count} answers of units", count).format(count=count)


def calls(count: int) -> str:
    """Return so many calls."""
    return ngettext("{count} call", "{count} calls", count).format(count=count)


def cells(count: int) -> str:
    """Return so many cells of a row."""
    return ngettext("{count} cell", "{count} cells", count).format(count=count)


def characters(count: int) -> str:
    """Return so many characters of a text."""
    return ngettext("{count} character", "{count} characters", count).format(count=count)


def choices(count: int) -> str:
    """Return so many choices of a question."""
    return ngettext("{count} choice", "{count} choices", count).format(count=count)


def columns(count: int) -> str:
    """Return so many columns of a table."""
    return ngettext("{count} column", "{count} columns", count).format(count=count)


def complaints(count: int) -> str:
    """Return so many complaints."""
    return ngettext("{count} complaint", "{count} complaints", count).format(count=count)


def corrections(count: int) -> str:
    """Return so many corrections by officers."""
    return ngettext("{count} correction", "{count} corrections", count).format(count=count)


def days(count: int) -> str:
    """Return so many days."""
    return ngettext("{count} day", "{count} days", count).format(count=count)


def emergencies(count: int) -> str:
    """Return so many emergencies."""
    return ngettext("{count} emergency", "{count} emergencies", count).format(count=count)


def files(count: int) -> str:
    """Return so many files."""
    return ngettext("{count} file", "{count} files", count).format(count=count)


def hours(count: int) -> str:
    """Return so many hours."""
    return ngettext("{count} hour", "{count} hours", count).format(count=count)


def messages(count: int) -> str:
    """Return so many messages."""
    return ngettext("{count} message", "{count} messages", count).format(count=count)


def messages_wait(count: int) -> str:
    """Return that so many messages wait."""
    return ngettext("{count} message waits", "{count} messages wait", count).format(count=count)


def pages(count: int) -> str:
    """Return so many pages."""
    return ngettext("{count} page", "{count} pages", count).format(count=count)


def questions(count: int) -> str:
    """Return so many questions."""
    return ngettext("{count} question", "{count} questions", count).format(count=count)


def records(count: int) -> str:
    """Return so many records of a file."""
    return ngettext("{count} record", "{count} records", count).format(count=count)


def rows(count: int) -> str:
    """Return so many rows."""
    return ngettext("{count} row", "{count} rows", count).format(count=count)


def services(count: int) -> str:
    """Return so many services of another system."""
    return ngettext("{count} service", "{count} services", count).format(count=count)


def times(count: int) -> str:
    """Return how often."""
    return ngettext("{count} time", "{count} times", count).format(count=count)


def values(count: int) -> str:
    """Return so many values."""
    return ngettext("{count} value", "{count} values", count).format(count=count)
