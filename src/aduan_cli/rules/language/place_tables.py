"""`[[place]]` of `places/*.toml`: the places that callers say, what they are, where they lie, whose they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from aduan_cli.gazetteer import compile_gazetteer
from aduan_cli.i18n import _
from aduan_cli.problems import Path, Problems, one_of, quoted
from aduan_cli.rules.language.shape import each
from aduan_cli.street_words import without_street
from aduan_cli.text import join_pattern

if TYPE_CHECKING:
    from aduan_cli.compiled import Gazetteer, Place
    from aduan_cli.rules.language.conditions import Patterns
    from aduan_cli.rules.language.declare import Source
    from aduan_cli.rules.language.names import DeclaredNames

FOLDER = "places"
"""Where the files of places lie in a desk: every `.toml` directly in it."""


def is_places(path: str) -> bool:
    """Say whether a path, relative to the desk, is that of a file of places."""
    folder, _slash, name = path.rpartition("/")
    return folder == FOLDER and name.endswith(".toml") and not name.startswith(".")


class Placed(NamedTuple):
    """A place of a file with its path there, names checked: `districts` are kecamatan, `ward` is a kelurahan."""

    file: str
    path: Path
    table: Mapping[str, Any]
    districts: list[str]
    ward: str | None


def gazetteer_of(city: Source) -> Gazetteer:
    """Return the names of the city's kecamatan and kelurahan, as they are looked up in texts."""
    wards = {name: [ward for ward in wards if ward] for name, wards in city.data.get("kecamatan", {}).items()}
    return compile_gazetteer(wards, city.data.get("spellings", {}))


def inhabitants_of(city: Source, names: DeclaredNames) -> dict[str, int]:
    """Return how many people live in each kelurahan of which `[kelurahan]` says so."""
    found = {}
    for said, table in city.data.get("kelurahan", {}).items():
        name = names.place("kelurahan", said, city.file, ("kelurahan", said))
        if name is not None and "inhabitants" in table:
            found[name] = int(table["inhabitants"])
    return found


def places_of(
    files: Iterable[Source], city: Source, names: DeclaredNames, patterns: Patterns, problems: Problems
) -> list[Place]:
    """Return the places in the order of the files; what is wrong with one is reported, and it is left out.

    Each is `[pattern numbers, name, kind, kecamatan, kelurahan or null, body or null, file, line]`.
    """
    wards = _districts_of_wards(city)
    made = []
    for source in files:
        for table in source.data.get("place", []):
            placed = _placed(source, table, names, wards, problems)
            if placed is not None:
                found = patterns.numbers(_spoken_names(placed))
                what = [table["name"], table["kind"], placed.districts, placed.ward, table.get("body")]
                made.append(cast("Place", [found, *what, source.file, source.lines.get(placed.path, 0)]))
    return [*made, *_old_landmarks(city, names, wards, patterns, problems)]


def _districts_of_wards(city: Source) -> dict[str, list[str]]:
    """Return kelurahan → the kecamatan that have one of this name."""
    wards: dict[str, list[str]] = {}
    for district, found in city.data.get("kecamatan", {}).items():
        for ward in found:
            wards.setdefault(ward, []).append(district)
    return wards


def _placed(
    source: Source, table: Mapping[str, Any], names: DeclaredNames, wards: Mapping[str, list[str]], problems: Problems
) -> Placed | None:
    """Return a place with what it names; None: something of it is wrong, which is reported."""
    path: Path = ("place", table["number"])
    given = each(table.get("kecamatan", []), (*path, "kecamatan"))
    districts = [names.place("kecamatan", said, source.file, at) for said, at in given]
    ward, body = table.get("kelurahan"), table.get("body")
    if ward is not None:
        ward = names.place("kelurahan", ward, source.file, (*path, "kelurahan"))
        if ward is None:
            return None
        districts = districts or [*wards.get(ward, [])]
    known = body is None or names.unit(body, source.file, (*path, "body"))
    good = [district for district in districts if district]
    if len(good) < len(districts) or not known or "broken" in table:
        return None
    if ward and not set(good) & set(wards[ward]):
        what = _("{kelurahan} is not in {kecamatan}").format(kelurahan=ward, kecamatan=", ".join(good))
        problems.error(source.file, (*path, "kelurahan"), what, one_of(wards[ward]))
        return None
    return Placed(source.file, path, table, good, ward)


def _spoken_names(placed: Placed) -> Iterator[str]:
    """Yield what callers say for a place; of a street the bare name, as words for a road stand before it anyway."""
    for said in (placed.table["name"], *placed.table.get("spellings", ())):
        if said:
            yield (without_street(said) or said) if placed.table["kind"] == "street" else said


def _old_landmarks(
    city: Source, names: DeclaredNames, wards: Mapping[str, list[str]], patterns: Patterns, problems: Problems
) -> Iterator[Place]:
    """Yield the places that `[landmarks]` of an older file names, and tell what stands for it now."""
    landmarks = city.data.get("landmarks", {})
    for said, name in landmarks.items():
        joined, where = join_pattern(name), [patterns.numbers([said]), said, "landmark"]
        if joined in names.kecamatan:
            where += [[names.kecamatan[joined]], None]
        elif joined in names.kelurahan:
            ward = names.kelurahan[joined]
            where += [[*wards.get(ward, [])], ward]
        else:
            continue
        yield cast("Place", [*where, None, city.file, 0])
    for said, name in [*landmarks.items()][:1]:
        right = _('in places/landmarks.toml, for each: [[place]] name = {name}, kind = "landmark", kelurahan = {where}')
        what = _("places that callers say have files of their own now")
        problems.warning(city.file, ("landmarks",), what, right.format(name=quoted(said), where=quoted(name)))
