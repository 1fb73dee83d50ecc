"""What the cleaned files declare, in one `DeclaredNames`: places, units, crews, offices, categories, scopes."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any, NamedTuple

from aduan_cli.hookspecs import API_VERSION
from aduan_cli.i18n import _
from aduan_cli.problems import Path, Problems, quoted
from aduan_cli.rules.language.areas import areas_of
from aduan_cli.rules.language.each_unit import spread
from aduan_cli.rules.language.levels import wrong_words
from aduan_cli.rules.language.names import DeclaredNames, slug
from aduan_cli.rules.language.shape import One, each
from aduan_cli.text import join_pattern

if TYPE_CHECKING:
    from aduan_cli.compiled import OutsideBody, Unit


class Source(NamedTuple):
    """One file that counts: `data` is cleaned, `plugin` is the manifest's folder or None for `rules.toml`.

    `lines` maps paths to line numbers; it may be empty.
    """

    file: str
    plugin: str | None
    data: dict[str, Any]
    lines: dict[Path, int]


def manifest_path(plugin: str) -> str:
    """Return where a plugin's manifest lies, relative to the desk."""
    return f"plugins/{plugin}/plugin.toml"


class Declarations:
    """Declares what `sources` hold; the files in `settled` first, whatever the order of the others.

    `folders` are the names of the plugins that lie in the desk, enabled or not.
    """

    def __init__(
        self,
        sources: list[Source],
        settled: Collection[str],
        names: DeclaredNames,
        problems: Problems,
        folders: Collection[str] = (),
    ) -> None:
        self._names = names
        self._folders = folders
        self._problems = problems
        self._city = next((source for source in sources if source.plugin is None), None)
        self._sources = sources
        self._first = sorted(sources, key=lambda source: source.file not in settled)

    def declare(self) -> None:
        """Fill in `names`. What is declared twice is reported where it stands the second time."""
        if self._city:
            self._desk(self._city)
            self._levels(self._city)
            self._places(self._city)
        for source in self._first:
            if source.plugin is None:
                self._city_units(source)
            else:
                self._plugin_units(source)
        self._parents()
        self._offices()
        self._names.name_units()
        self._each_unit()
        for source in self._first:
            self._categories(source)
            self._readings(source)
        self._scopes()

    def _desk(self, city: Source) -> None:
        self._names.triage = city.data.get("desk", {}).get("triage", self._names.triage)
        self._names.channels = [name for name in city.data.get("desk", {}).get("channels", []) if name]
        self._names.channels = self._names.channels or ["phone"]
        self._names.shifts = list(city.data.get("shifts", {}))

    def _levels(self, city: Source) -> None:
        words = city.data.get("places", {}).get("levels")
        if words is not None and wrong_words(words):
            right = _("two different words that are no other key, as in ['district', 'ward'], would be right")
            said = "[" + ", ".join(map(repr, words)) + "]"
            what = _("{words} can't name the two levels of places").format(words=said)
            self._problems.error(city.file, ("places", "levels"), what, right)

    def _places(self, city: Source) -> None:
        names, problems = self._names, self._problems
        names.areas = areas_of(city.data.get("areas", {}), city.file, problems)
        districts = city.data.get("kecamatan", {})
        for table in ("kecamatan", "spellings", "landmarks"):
            for name in [name for name in city.data.get(table, {}) if not join_pattern(name)]:
                what = _("{value} has no letter or digit").format(value=quoted(name))
                problems.error(city.file, (table, name), what, _("a name would be right"))
                del city.data[table][name]
        names.add_places({name: [ward for ward in wards if ward] for name, wards in districts.items()}, {})
        spellings = city.data.get("spellings", {})
        self._meant(
            city, "spellings", {key: said[0] if isinstance(said, One) else key for key, said in spellings.items()}
        )
        self._spelled_twice(city, spellings)
        city.data["spellings"] = spelled_places(spellings)
        names.add_places({}, city.data["spellings"])
        self._meant(city, "landmarks", city.data.get("landmarks", {}))

    def _spelled_twice(self, city: Source, spellings: dict[str, list[str]]) -> None:
        """Warn of spellings that are the name of another place, or said for two: no text means what they stand for."""
        first: dict[str, str] = {}
        for key, said in spellings.items():
            pairs = (
                [(key, said[0], ())] if isinstance(said, One) else [(one, key, (at,)) for at, one in enumerate(said)]
            )
            for spelling, name, at in pairs:
                joined, meant = join_pattern(spelling), join_pattern(name)
                of = self._names.kelurahan.get(joined) or self._names.kecamatan.get(joined)
                if not joined or joined == meant:
                    continue
                where, what = ("spellings", key, *at), None
                if of is not None:
                    what = _("{value} is the name of a place itself").format(value=quoted(spelling))
                elif join_pattern(first.setdefault(joined, name)) != meant:
                    what = _("{value} is said for '{word}' already").format(value=quoted(spelling), word=first[joined])
                if what:
                    self._problems.warning(city.file, where, what, _("leave it with one of them"))

    def _meant(self, city: Source, table: str, named: dict[str, str]) -> None:
        """Report what stands for a place that there isn't."""
        kecamatan, kelurahan = self._names.kecamatan, self._names.kelurahan
        for key, name in named.items():
            if join_pattern(name) not in kecamatan and join_pattern(name) not in kelurahan:
                what = _("unknown place '{name}'").format(name=name)
                right = self._problems.suggest(name, [*kecamatan.values(), *kelurahan.values()])
                self._problems.error(city.file, (table, key), what, right)

    # -- units

    def _unit(self, source: Source, path: Path, unit: str, entry: dict[str, Any], parent: str | None) -> None:
        made: Unit = {
            "name": entry["name"],
            "aliases": [alias for alias in entry.get("aliases", []) if alias],
            "parent": parent,
            "owner": source.plugin,
            "contact": entry.get("contact"),
        }
        if "say" in entry:
            made["say"] = entry["say"]
        _tell_contacts(made, entry)
        if "each" in entry:
            made["each"], made["offices"] = entry["each"], {}
        self._names.add_unit(source.file, path, unit, made)
        called = [made["name"], *made["aliases"], *(word for word in entry.get("called", []) if word)]
        self._names.called.setdefault(unit, list(dict.fromkeys(called)))

    def _city_units(self, city: Source) -> None:
        for unit, entry in city.data.get("units", {}).items():
            self._unit(city, ("units", unit), unit, entry, entry.get("parent"))
        for body, entry in city.data.get("outside", {}).items():
            aliases = [alias for alias in entry.get("aliases", []) if alias]
            made: OutsideBody = {"name": entry["name"], "referral": entry["referral"], "aliases": aliases}
            _tell_contacts(made, entry)
            self._names.add_body(city.file, ("outside", body), body, made)

    def _plugin_units(self, source: Source) -> None:
        own = source.data.get("unit")
        plugin = source.data.get("plugin", {})
        if plugin.get("name", source.plugin) != source.plugin:
            what = _("the name is {name}, the folder {folder}").format(
                name=quoted(plugin["name"]), folder=quoted(source.plugin)
            )
            right = _("'{folder}' would be right").format(folder=source.plugin)
            self._problems.error(source.file, ("plugin", "name"), what, right)
        if plugin.get("api", API_VERSION) != API_VERSION:
            what = _("unknown version {version} of the plugin contract").format(version=plugin["api"])
            right = _("{version} would be right").format(version=API_VERSION)
            self._problems.error(source.file, ("plugin", "api"), what, right)
        if own is None:
            self._problems.broken_files.add(source.file)
            return
        self._unit(source, ("unit",), own["id"], own, None)
        for crew, entry in source.data.get("crews", {}).items():
            self._unit(source, ("crews", crew), f"{own['id']}-{crew}", entry, own["id"])

    def _parents(self) -> None:
        units = self._names.units
        for unit, entry in units.items():
            path = ("units", unit, "parent")
            parent = entry["parent"]
            if parent is None or entry["owner"] is not None or self._city is None:
                continue
            if not self._names.unit(parent, self._city.file, path, outside=False):
                entry["parent"] = None
                continue
            seen = {unit}
            while parent is not None and parent not in seen:
                seen.add(parent)
                parent = units[parent]["parent"] if parent in units else None
            if parent == unit:
                what = _("'{unit}' would be a part of itself").format(unit=unit)
                self._problems.error(self._city.file, path, what)
                entry["parent"] = None

    def _offices(self) -> None:
        """Expand `each = "kecamatan"`: one office for each kecamatan."""
        for unit, entry in list(self._names.units.items()):
            if "each" not in entry or self._city is None:
                continue
            file, path = self._names.declared(unit)
            for district in self._city.data.get("kecamatan", {}):
                office = f"{unit}-{slug(district)}"
                made: Unit = {
                    "name": f"{entry['name']} {district}",
                    "aliases": [f"{alias} {district}" for alias in entry["aliases"]],
                    "parent": unit,
                    "owner": entry["owner"],
                    "contact": None,
                }
                if self._names.add_unit(file, (*path, "each"), office, made):
                    entry["offices"][district] = office

    # -- categories and scopes

    def _each_unit(self) -> None:
        """Expand `each = "unit"` of the city's categories."""
        own = {name for source in self._sources for name in source.data.get("categories", {})}
        for source in self._first:
            tables = source.data.get("categories", {})
            if source.plugin is None:
                source.data["categories"] = spread(source.file, tables, source.lines, self._names, own)
                continue
            for category in [name for name, table in tables.items() if "each" in table]:
                what = _("only rules.toml speaks of all units")
                self._problems.error(source.file, ("categories", category, "each"), what)
                del tables[category]

    def _categories(self, source: Source) -> None:
        for category in source.data.get("categories", {}):
            owner = self._names.categories.setdefault(category, source.file)
            if owner != source.file:
                what = _("category '{category}' is owned by {file} already").format(category=category, file=owner)
                right = _("another id; or take it out of {file} in the same save, and it is moved").format(file=owner)
                self._problems.error(source.file, ("categories", category), what, right)

    def _readings(self, source: Source) -> None:
        for name, table in source.data.get("readings", {}).items():
            _kind, owner = self._names.readings.setdefault(name, (table["kind"], source.file))
            if owner != source.file:
                what = _("reading '{name}' stands in {file} already").format(name=name, file=owner)
                self._problems.error(source.file, ("readings", name), what, _("another name"))

    def _scopes(self) -> None:
        names = self._names
        granted = self._city.data.get("grants", {}) if self._city else {}
        enabled = {source.plugin: source for source in self._sources if source.plugin is not None}
        for plugin, source in enabled.items():
            own = source.data.get("unit")
            names.scopes[plugin] = frozenset(names.family(own["id"]) if own else ())
        for plugin, units in granted.items():
            path: Path = ("grants", plugin)
            good: set[str] = set()
            for unit, where in each(units, path):
                if self._city and names.unit(unit, self._city.file, where):
                    good |= names.family(unit)
            if plugin in enabled:
                names.scopes[plugin] |= good
            # What a plugin of the desk was granted may wait until it is enabled again.
            elif self._city and plugin not in [*self._city.data.get("plugins", {}).get("enable", []), *self._folders]:
                what = _("plugin '{plugin}' is not enabled").format(plugin=plugin)
                self._problems.error(self._city.file, path, what, self._problems.suggest(plugin, enabled))


def spelled_places(spellings: dict[str, list[str]]) -> dict[str, str]:
    """Return other spelling → the city's, of a cleaned table in which one spelling or a list of them may come first."""
    made: dict[str, str] = {}
    for key, said in spellings.items():
        made.update({key: said[0]} if isinstance(said, One) else {other: key for other in said if other})
    return made


def _tell_contacts(made: Unit | OutsideBody, entry: dict[str, Any]) -> None:
    """Take over what callers are told of how and when a unit is reached."""
    if contacts := [contact for contact in entry.get("contacts", []) if contact]:
        made["contacts"] = contacts
    if "hours" in entry:
        made["hours"] = entry["hours"]
