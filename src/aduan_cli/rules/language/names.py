"""What a desk's files declare and what they may name: units, outside bodies, categories, places.

Whoever declared something first keeps it. Files that are in force already (`settled`) come before those that
have changed, so that a change can't take a category away from its owner.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from aduan_cli.i18n import _
from aduan_cli.problems import Path, Problems
from aduan_cli.text import fold, join_pattern

if TYPE_CHECKING:
    from aduan_cli.compiled import OutsideBody, Unit


CITY = "rules.toml"


def slug(text: str) -> str:
    """Return lower-case letters and digits with single hyphens: "Bekasi Timur" → "bekasi-timur"."""
    return re.sub("[^a-z0-9]+", "-", fold(text)).strip("-")


class DeclaredNames:
    """The desk's names. `missing` says that a left-out file may declare what nothing else does."""

    def __init__(self, problems: Problems, missing: bool) -> None:
        self.problems = problems
        self.missing = missing
        self.units: dict[str, Unit] = {}
        self.outside: dict[str, OutsideBody] = {}
        self.categories: dict[str, str] = {}
        """Category → the file that owns it."""
        self.unit_names: dict[str, str] = {}
        self.kecamatan: dict[str, str] = {}
        """Joined characters of every spelling → the city's spelling; so too `kelurahan`."""
        self.kelurahan: dict[str, str] = {}
        self.areas: dict[str, list[list[float]]] = {}
        """Area → its corners, longitude first."""
        self.channels: list[str] = []
        self.triage = "triage"
        """The desk's own queue, which is no unit."""
        self.shifts: list[str] = []
        self.called: dict[str, list[str]] = {}
        """Unit → the words by which callers name it: its name, its aliases, and what `called` adds."""
        self.readings: dict[str, tuple[str, str]] = {}
        """Reading → its kind, and the file that declares it."""
        self.scopes: dict[str, frozenset[str]] = {}
        """Plugin → the units and outside bodies that it may name."""
        self._declared: dict[str, tuple[str, Path]] = {}

    # -- declaring

    def add_unit(self, file: str, path: Path, unit: str, entry: Unit) -> bool:
        """Declare a unit. False: the id is taken."""
        free = self._claim(file, path, unit)
        if free:
            self.units[unit] = entry
        return free

    def add_body(self, file: str, path: Path, body: str, entry: OutsideBody) -> None:
        """Declare an outside body, unless the id is taken."""
        if self._claim(file, path, body):
            self.outside[body] = entry

    def _claim(self, file: str, path: Path, unit: str) -> bool:
        """Say whether an id is still to be had, and report if not."""
        if unit == self.triage:
            what = _("'{unit}' is the desk's own queue").format(unit=unit)
            self.problems.error(file, path, what, _("another id would be right"))
            return False
        if unit in self._declared:
            first = self._declared[unit][0]
            what = _("unit '{unit}' is declared already, in {file}").format(unit=unit, file=first)
            right = _("declare each unit once: to move it, take it out of {file} in the same save").format(file=first)
            right = right if first != file else _("declare each unit once")
            self.problems.error(file, path, what, right)
            return False
        self._declared[unit] = (file, path)
        return True

    def declared(self, unit: str) -> tuple[str, Path]:
        """Return the file and the place in it that declare a unit or an outside body."""
        return self._declared[unit]

    def name_units(self) -> None:
        """Make the index of all spellings of units and outside bodies; the first one keeps a spelling."""
        everyone: dict[str, Unit | OutsideBody] = {**self.units, **self.outside}
        for unit in everyone:
            self.unit_names[join_pattern(unit)] = unit
        for unit, entry in everyone.items():
            file, path = self._declared.get(unit, ("", ()))
            for alias in [entry["name"], *entry["aliases"]]:
                owner = self.unit_names.setdefault(join_pattern(alias), unit)
                # An office's spellings are made from its parent's, and are not the writer's to mend.
                if owner != unit and file:
                    what = _("'{alias}' names unit '{owner}' already").format(alias=alias, owner=owner)
                    self.problems.warning(file, path, what, _("leave it with one of them"))
        self.unit_names.pop("", None)

    def add_places(self, kecamatan: Mapping[str, Iterable[str]], spellings: Mapping[str, str]) -> None:
        """Declare the city's districts and wards with their other spellings."""
        for district, wards in kecamatan.items():
            self.kecamatan[join_pattern(district)] = district
            for ward in wards:
                self.kelurahan.setdefault(join_pattern(ward), ward)
        for spelling, name in spellings.items():
            for known in (self.kecamatan, self.kelurahan):
                if join_pattern(name) in known:
                    known.setdefault(join_pattern(spelling), known[join_pattern(name)])

    def family(self, unit: str) -> set[str]:
        """Return a unit with its crews, offices and children, at any depth."""
        found = {unit}
        more = True
        while more:
            children = {name for name, entry in self.units.items() if entry["parent"] in found}
            more = not children <= found
            found |= children
        return found

    # -- naming

    def unit(self, given: str, file: str, path: Path, plugin: str | None = None, outside: bool = True) -> bool:
        """Say whether a unit (or outside body, where one may stand) can be named here, and report if not."""
        if given in self.units or given in self.outside:
            if given in self.outside and not outside:
                what = _("'{unit}' is an outside body").format(unit=given)
                self.problems.error(file, path, what, _("one of the city's units would be right"))
                return False
            return plugin is None or self._in_scope(given, file, path, plugin)
        known = list(self.units) + (list(self.outside) if outside else [])
        aliases = {}
        if given not in self.unit_names and (named := self.unit_names.get(join_pattern(given))) in known:
            aliases[given.casefold()] = str(named)
        listed = _("'aduan unit list' has all of them")
        self._unknown(_("unknown unit '{name}'"), given, known, file, path, aliases, listed)
        return False

    def _in_scope(self, unit: str, file: str, path: Path, plugin: str) -> bool:
        if unit in self.scopes.get(plugin, ()):
            return True
        what = _("unit '{unit}' is not in the scope of '{plugin}'").format(unit=unit, plugin=plugin)
        right = _("one of its own units, or one that [grants] {plugin} in rules.toml names").format(plugin=plugin)
        self.problems.error(file, path, what, right)
        return False

    def category(self, given: str, file: str, path: Path) -> bool:
        """Say whether there is such a category, or may be; an unknown one is reported."""
        if given in self.categories:
            return True
        self._unknown(_("unknown category '{name}'"), given, self.categories, file, path)
        return self.missing

    def reading(self, given: str, file: str, path: Path) -> str | None:
        """Return the kind of a reading that a file may use, its own or the city's; None: there is none, reported."""
        usable = {name: kind for name, (kind, of) in self.readings.items() if of in (file, CITY)}
        if given not in usable:
            self._unknown(_("unknown reading '{name}'"), given, usable, file, path)
        return usable.get(given)

    def place(self, kind: str, given: str, file: str, path: Path) -> str | None:
        """Return the city's spelling of a kecamatan, a kelurahan or either (`kind`: place); None: unknown, reported."""
        known = {"kecamatan": self.kecamatan, "kelurahan": self.kelurahan}.get(kind)
        if known is None:
            known = {**self.kelurahan, **self.kecamatan}
        found = known.get(join_pattern(given))
        if found is None:
            what = _("unknown {kind} '{name}'").format(kind=self.problems.levels.get(kind, kind), name=given)
            self.problems.error(file, path, what, self.problems.suggest(given, known.values()))
        return found

    def area(self, given: str, file: str, path: Path) -> bool:
        """Say whether there is such an area; an unknown one is reported."""
        if given not in self.areas:
            self._unknown(_("unknown area '{name}'"), given, self.areas, file, path)
        return given in self.areas

    def word(self, kind: str, given: str, file: str, path: Path) -> bool:
        """Say whether there is such a channel or shift (`kind`); an unknown one is reported."""
        known = self.channels if kind == "channel" else self.shifts
        if given in known:
            return True
        what = _("unknown {kind} '{name}'").format(kind=kind, name=given)
        self.problems.error(file, path, what, self.problems.suggest(given, known))
        return False

    def _unknown(
        self,
        what: str,
        given: str,
        known: Iterable[str],
        file: str,
        path: Path,
        aliases: Mapping[str, str] | None = None,
        instead: str | None = None,
    ) -> None:
        """Report what is unknown, with what was meant, else what there is, else `instead`; not what is told already."""
        if given in self.problems.broken or file in self.problems.broken_files:
            return
        report = self.problems.warning if self.missing else self.problems.error
        right = self.problems.suggest(given, known, aliases) or instead
        report(file, path, what.format(name=given), right)
