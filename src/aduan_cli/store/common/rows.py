"""A complaint as a row, from the table of fields: plain values, and JSON for lists and objects."""

from __future__ import annotations

from json import loads
from operator import attrgetter

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.fields import LISTS, OBJECTS, STORED, STRUCTURED
from aduan_cli.complaint.moves import FINAL
from aduan_cli.errors import StoreError
from aduan_cli.i18n import _
from aduan_cli.store.common.chain import compact

TYPE_CHECKING = False
if TYPE_CHECKING:
    pass

_LISTS = tuple(name for name in LISTS if name in STORED)
COLUMNS = ("id", *STORED, "open")
encode = compact(sort_keys=False)
_values = attrgetter(*STORED)
_STRUCTURED_AT = tuple(at for at, name in enumerate(COLUMNS) if name in STRUCTURED)
_structured = attrgetter(*(COLUMNS[at] for at in _STRUCTURED_AT))
_NAMES_AT = slice(COLUMNS.index("import_key"), COLUMNS.index("content_hash") + 1)

Structured = tuple["str | None", ...]
Names = tuple["str | None", "str | None"]
"""What an import calls a record, and what tells a changed one, as they are stored."""
NAMELESS: Names = (None, None)


def row_of(complaint: Complaint, names: Names = NAMELESS, written: Structured | None = None) -> tuple[object, ...]:
    """Return the row of a complaint, in the order of `COLUMNS`. `names` tell a record of an import.

    `written`: what `structured_of` said of it.
    """
    row = [complaint.id, *_values(complaint), 0 if complaint.status in FINAL else 1]
    for at, text in zip(_STRUCTURED_AT, written or structured_of(complaint), strict=True):
        row[at] = text
    row[_NAMES_AT] = names
    return tuple(row)


def structured_of(complaint: Complaint) -> Structured:
    """Return the lists and objects of a complaint as JSON, in the order of their columns; None for what is empty."""
    return tuple([encode(value) if value else None for value in _structured(complaint)])


def complaint_of(row: tuple[object, ...]) -> Complaint:
    """Return the complaint of a row: its number, then the stored fields in their order. Its links are not in it, nor
    when it was done."""
    complaint = Complaint.__new__(Complaint)
    values = complaint.__dict__
    values.update(zip(STORED, row[1:], strict=True))
    values["id"], values["notes"] = row[0], ()
    name = ""
    try:
        for name in OBJECTS:
            values[name] = loads(values[name]) if values[name] else {}
        for name in _LISTS:
            values[name] = tuple(loads(values[name])) if values[name] else ()
    except ValueError as error:
        raise _unreadable(complaint.ticket, name) from error
    values["linked"], values["ended_at"] = (), None
    return complaint


def _unreadable(ticket: str, name: str) -> StoreError:
    sentence = _(
        "{ticket}: {field} can't be read: it is damaged, or was changed; aduan db verify names all that is wrong"
    )
    return StoreError(sentence.format(ticket=ticket, field=name))
