"""Import maps: which column of a foreign file is which field of ours.

A map is TOML. `key`, `unit`, `units` and `fields` stand first, then the tables:

    key = ["NO", "TANGGAL"]            # what tells records apart; left out: the whole record
    unit = "OPD"                       # the unit that the call really went to: recorded_unit, never read by routing
    units = "names"                    # or "slug": the id is the value in lower case with hyphens
    fields = ["KET"]                   # columns kept under their own names; ["*"]: all that the map doesn't name
    [columns]                          # our field = a column, or several that are joined with a space
    text = "PERMASALAHAN"
    reported_at = ["TANGGAL", "JAM"]
    caller.name = "NAMA"
    [answers]                          # a category's question = a column
    [dates]
    formats = ["%Y-%m-%d %H:%M:%S"]    # as strptime has them; the first that fits
    missing = "quarantine"             # or "previous": no date means the day of the record before
    [statuses]                         # a value of the file = ours; also [kinds] [priorities] [channels] [categories]
    Selesai = "closed"                 # final ones open no assignment
    Buka = ""                          # known, but says nothing: routing decides
    [defaults]                         # for records that don't say: kind, status, priority, channel, actor

`own = true` says that records with a ticket are our own exports, taken as they stand and not decided again.
"""

from __future__ import annotations

import os
from collections.abc import Collection
from typing import Any

from aduan_cli.complaint.answers import joined_name
from aduan_cli.complaint.fields import STATUSES
from aduan_cli.desk_time import Zone, date_parser
from aduan_cli.errors import ConfigError, NotFoundError
from aduan_cli.files import read_regular
from aduan_cli.i18n import _
from aduan_cli.model import KINDS, PRIORITIES
from aduan_cli.problems import Path, Problem, Problems, line_of, one_of, quoted, wrong_type
from aduan_cli.storable import storable

DEFAULT = "default"
FIELDS = (
    "text", "reported_at", "answer", "kind", "status", "category", "priority", "channel", "kecamatan",
    "kelurahan", "address", "key", "actor", "caller.name", "caller.phone", "caller.address",
    "caller.kecamatan", "caller.kelurahan", "result", "took", "closed_at", "agreed", "point", "lat",
    "long",
)  # fmt: skip
"""Our fields that a column may fill; `result` and `took` are what a unit did and how long that took; `closed_at`,
when it was done, is kept among a complaint's `fields`; `agreed` is how the caller agreed to be told; `point` is
`LAT,LON`, or `lat` and `long` are in columns of their own."""
WORDS = {
    "kinds": ("kind", KINDS),
    "statuses": ("status", STATUSES),
    "priorities": ("priority", PRIORITIES),
    "channels": ("channel", ()),
    "categories": ("category", ()),
    "agreed": ("agreed", ()),
}
"""Tables that translate values: the field, and our words for it (none: any)."""
DEFAULTS = {"kind": KINDS, "status": STATUSES, "priority": PRIORITIES, "channel": (), "actor": ()}
_KEYS = ("key", "unit", "units", "fields", "own", "columns", "answers", "dates", *WORDS, "defaults")
_UNITS = ("names", "slug")
_MISSING = ("quarantine", "previous")


class ImportMap:
    """One map. `columns` gives our field's columns, `words` a field's values (as written) and ours for them."""

    __slots__ = (
        "answers", "columns", "defaults", "fields", "file", "formats", "key", "missing", "name", "own", "unit",
        "units", "words",
    )  # fmt: skip

    def __init__(self, name: str, file: str) -> None:
        self.name = name
        self.file = file
        self.key: tuple[str, ...] = ()
        self.unit: str | None = None
        self.units = "names"
        self.fields: tuple[str, ...] = ()
        self.own = False
        self.columns: dict[str, tuple[str, ...]] = {}
        self.answers: dict[str, str] = {}
        self.formats: list[str] = []
        self.missing = "quarantine"
        self.words: dict[str, dict[str, str]] = {}
        self.defaults: dict[str, str] = {}


def _builtin_folder() -> str:
    return os.path.join(os.path.dirname(__file__), "builtin_maps")


def _names_in(folder: str) -> list[str]:
    try:
        return sorted(name[:-5] for name in os.listdir(folder) if name.endswith(".toml"))
    except OSError:
        return []


def known_maps(desk: str) -> list[str]:
    """Return the names that `--map` takes: the desk's own, then those built in."""
    return list(dict.fromkeys([*_names_in(os.path.join(desk, "maps")), *_names_in(_builtin_folder())]))


def load_map(name_or_path: str, desk: str, answers: Collection[str] | None = None) -> ImportMap:
    """Return a map by name (the desk's own first) or by file. `answers` are the names that answers may have.

    Raises `NotFoundError`, which names the known ones, or `ConfigError` with one line for each problem.
    """
    path = _find(name_or_path, desk)
    name = storable(os.path.splitext(os.path.basename(path))[0])  # It is kept with each record.
    try:
        data = read_regular(path)
    except OSError as error:
        raise NotFoundError(f"{path}: {error.strerror}") from error
    shown = path if path == name_or_path else os.path.relpath(path, desk)
    if os.path.dirname(path) == _builtin_folder():
        shown = os.path.basename(path)
    return read_map(name, shown, data, answers)


def _find(name_or_path: str, desk: str) -> str:
    plain = os.path.basename(name_or_path) == name_or_path
    if plain:
        for folder in (os.path.join(desk, "maps"), _builtin_folder()):
            path = os.path.join(folder, f"{name_or_path}.toml")
            if os.path.lexists(path):
                return path  # One that can't be read is told when it is.
    if os.path.isfile(name_or_path):
        return name_or_path
    raise NotFoundError(
        _("no import map '{name}'; known: {names}; a file is named with its path").format(
            name=name_or_path, names=", ".join(known_maps(desk))
        )
    )


def read_map(name: str, file: str, data: bytes, answers: Collection[str] | None = None) -> ImportMap:
    """Return the map that a file's bytes say; `answers` are the names that answers may have (None: any).

    Raises `ConfigError`.
    """
    import tomli

    from aduan_cli.config.rule_files.toml_errors import explain

    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _invalid(name, [Problem(file, (), _("not UTF-8"), line=line)]) from error
    try:
        table = tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        what, right, line = explain(text, error)
        raise _invalid(name, [Problem(file, (), what, right, line=line)]) from error
    made = ImportMap(name, file)
    problems = Problems()
    _Reader(made, problems, answers).read(table)
    found = list(problems)
    if found:
        raise _invalid(name, _with_lines(found, text))
    return made


def _invalid(name: str, problems: list[Problem]) -> ConfigError:
    sentences = tuple(str(problem) for problem in problems)
    return ConfigError(_("import map '{name}' is invalid").format(name=name), sentences)


def _with_lines(problems: list[Problem], text: str) -> list[Problem]:
    """Add to each problem the line where its path, or the nearest part of it, was written."""
    from aduan_cli.config.rule_files.toml_lines import locate

    lines = locate(text)
    return [problem._replace(line=line_of(lines, problem.path)) for problem in problems]


class _Reader:
    """Reads the tables of one map; what is wrong goes to `problems` and is left out."""

    def __init__(self, made: ImportMap, problems: Problems, answers: Collection[str] | None) -> None:
        self._map = made
        self._problems = problems
        self._known_answers = answers

    def _error(self, path: Path, what: str, right: str | None = None) -> None:
        self._problems.error(self._map.file, path, what, right)

    def _wrong_type(self, path: Path, value: object, right: str) -> None:
        self._error(path, wrong_type(value), right)

    def read(self, data: dict[str, object]) -> None:
        made = self._map
        for key in data:
            if key not in _KEYS:
                self._error((key,), _("unknown key"), self._problems.suggest(key, _KEYS))
        made.key = self._names(data, "key")
        made.fields = self._names(data, "fields")
        unit = self._names(data, "unit")
        if len(unit) > 1:
            self._wrong_type(("unit",), data["unit"], _("the name of one column would be right"))
        made.unit = unit[0] if unit else None
        made.units = self._choice(data, ("units",), _UNITS)
        own = data.get("own", False)
        if not isinstance(own, bool):
            self._wrong_type(("own",), own, _("true or false would be right"))
        made.own = own is True
        self._columns(self._table(data, "columns"))
        self._answers(self._table(data, "answers"))
        self._dates(self._table(data, "dates"))
        for name, (field, known) in WORDS.items():
            made.words[field] = self._values(self._table(data, name), name, known)
        self._defaults(self._table(data, "defaults"))
        self._blind()

    def _table(self, data: dict[str, object], name: str) -> dict[str, object]:
        value = data.get(name, {})
        if isinstance(value, dict):
            return value
        self._wrong_type((name,), value, _("a table would be right"))
        return {}

    def _string(self, value: object, path: Path) -> bool:
        if isinstance(value, str) and value.strip():
            return True
        self._wrong_type(path, value, _("a text would be right"))
        return False

    def _names(self, data: dict[str, object], key: str, path: Path = ()) -> tuple[str, ...]:
        """Return names of columns: one string or a list of them."""
        if key not in data:
            return ()
        value = data[key]
        if isinstance(value, str) and value.strip():
            return (value,)
        if isinstance(value, list) and value and all(isinstance(v, str) and v.strip() for v in value):
            return tuple(value)
        if value != []:
            right = _("the name of a column, or a list of names, would be right")
            self._wrong_type((*path, key), value, right)
        return ()

    def _choice(self, data: dict[str, object], path: Path, known: tuple[str, ...]) -> str:
        value = data.get(str(path[-1]), known[0])
        if value in known:
            return str(value)
        self._wrong_type(path, value, one_of(known))
        return known[0]

    def _columns(self, table: dict[str, object]) -> None:
        flat: dict[str, tuple[dict[str, object], str, Path]] = {}
        for field, value in table.items():
            if field == "caller" and isinstance(value, dict):
                for part in value:
                    flat[f"caller.{part}"] = (value, part, ("columns", "caller"))
            else:
                flat[field] = (table, field, ("columns",))
        flat = {field: place for field, place in flat.items() if place[0][place[1]] != []}
        for field, (holder, key, path) in flat.items():
            if field not in FIELDS:
                right = self._problems.suggest(field, FIELDS)
                self._error((*path, key), _("'{name}' is no field").format(name=field), right)
                continue
            names = self._names(holder, key, path)
            if names:
                self._map.columns[field] = names
        for field in ("text",) if self._map.own else ("text", "reported_at"):
            if field not in flat:
                right = _('the column that holds it would be right: {name} = "..."').format(name=field)
                self._error(("columns",), _("'{name}' is missing").format(name=field), right)

    def _answers(self, table: dict[str, Any]) -> None:
        known = self._known_answers
        names = None if known is None else {joined_name(name) for name in known}
        for question, column in table.items():
            if names is not None and joined_name(question) not in names:
                right = self._problems.suggest(question, known or ())
                if right is None:
                    right = _("to keep the column as it is, name it in `fields`")
                self._error(("answers", question), _("no question has that name"), right)
            elif self._string(column, ("answers", question)):
                self._map.answers[question] = column

    def _dates(self, table: dict[str, object]) -> None:
        for key in table:
            if key not in ("formats", "missing"):
                right = self._problems.suggest(key, ("formats", "missing"))
                self._error(("dates", key), _("unknown key"), right)
        self._map.missing = self._choice(table, ("dates", "missing"), _MISSING)
        self._map.formats = list(self._names(table, "formats", ("dates",)))
        for number, written in enumerate(self._map.formats):
            try:
                date_parser([written], Zone([[0, 0]]))
            except ConfigError as error:
                what, _mark, right = str(error).partition("; ")
                self._error(("dates", "formats", number), what, right or None)
        if not self._map.formats and "formats" not in table:
            right = _('how the file writes dates would be right: formats = ["%Y-%m-%d %H:%M"]')
            self._error(("dates",), _("'{name}' is missing").format(name="formats"), right)

    def _values(self, table: dict[str, Any], name: str, known: tuple[str, ...]) -> dict[str, str]:
        good: dict[str, str] = {}
        for value, ours in table.items():
            # An empty text: the value is known, and says nothing; routing decides.
            if ours == "" or (self._string(ours, (name, value)) and self._known(ours, (name, value), known)):
                good[value] = ours
        return good

    def _known(self, value: str, path: Path, known: tuple[str, ...]) -> bool:
        if not known or value in known:
            return True
        what = _("unknown value {value}").format(value=quoted(value))
        self._error(path, what, self._problems.suggest(value, known) or one_of(known))
        return False

    def _defaults(self, table: dict[str, Any]) -> None:
        for field, value in table.items():
            path = ("defaults", field)
            if field not in DEFAULTS:
                right = self._problems.suggest(field, DEFAULTS)
                self._error(path, _("'{name}' has no default").format(name=field), right)
            elif self._string(value, path) and self._known(value, path, DEFAULTS[field]):
                self._map.defaults[field] = value

    def _blind(self) -> None:
        """See to it that nothing that routing reads comes from the unit's column or the officer's answer."""
        made = self._map
        hidden: dict[str, str] = {}
        for column in made.columns.get("answer", ()):
            hidden[column.casefold()] = _("it holds the officer's answer")
        if made.unit:
            hidden[made.unit.casefold()] = _("it holds the unit that the call went to")
        # What lies inside an object comes along with the object.
        for name, why in list(hidden.items()):
            outer = name.split(".")[:-1]
            hidden.update({".".join(outer[: n + 1]): why for n in range(len(outer))})
            if outer:
                hidden.setdefault("*", why)
        uses: list[tuple[Path, str]] = [(("fields", n), name) for n, name in enumerate(made.fields)]
        uses += [(("answers", question), column) for question, column in made.answers.items()]
        for field, columns in made.columns.items():
            if field != "answer":
                path: Path = ("columns", *field.split("."))
                uses += [(path, column) for column in columns]
            elif made.unit and made.unit in columns:
                uses.append((("columns", "answer"), made.unit))
        for path, column in uses:
            reason = hidden.get(column.casefold())
            if reason:
                what = _("column '{column}' can't be used here: {why}").format(column=column, why=reason)
                self._error(path, what, _("routing must not see it; leave it out"))
