"""What is said of one key of a table."""

from __future__ import annotations

from typing import NamedTuple


class Key(NamedTuple):
    """One key of a table.

    `type` is one of: string, integer, number (above 0), boolean, strings (one string or a list of them, not
    empty; with a `table`, such tables may stand among them), list (of strings), table (with the keys of
    TABLES[`table`]), tables (an array of such tables), map (a table with free keys, `key_shape` or `key_values`,
    whose values are `of`), comparison (a string, number or boolean, or a list of them). `values` lists what is
    allowed, of a boolean beside true and false, `shape` is a name in SHAPES. `names` says what a string must name:
    unit, target (unit or outside
    body), category, kecamatan, kelurahan, place (either), level (of places), channel, shift, plugin, pattern
    (words with a letter or digit in them) or wording (a pattern, alternatives or a list among them). `unless` names the
    key beside which a required one isn't required. `lists`: among the strings may stand lists of strings, too.
    """

    type: str
    about: str
    required: bool = False
    values: tuple[str, ...] = ()
    shape: str = ""
    names: str = ""
    table: str = ""
    of: Key | None = None
    key_shape: str = ""
    key_values: tuple[str, ...] = ()
    unless: str = ""
    lists: bool = False


Table = dict[str, Key]
