"""The names of the city's places as tables that are quick to look up in, and what is one letter from one of them."""

from __future__ import annotations

from collections.abc import Container

from aduan_cli.text import join_pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from aduan_cli.compiled import Gazetteer, NamedPlace


def compile_gazetteer(kecamatan: dict[str, list[str]], spellings: dict[str, str]) -> Gazetteer:
    """Return the tables that `find_place` works with, as plain data for the rule cache.

    `kecamatan` maps each kecamatan to its kelurahan, `spellings` other spellings to a name among these; one of an
    unknown name is left out. `names` maps joined, folded characters to
    `[kecamatan or null, kelurahan or null, [kecamatan of the kelurahan]]`, `spelt` maps them to names.
    """
    from typing import cast

    names: dict[str, list[Any]] = {}
    for district, wards in kecamatan.items():
        names.setdefault(join_pattern(district), [None, None, []])[0] = district
        for ward in wards:
            entry = names.setdefault(join_pattern(ward), [None, None, []])
            entry[1] = entry[1] or ward
            entry[2].append(district)
    names.pop("", None)
    spelt = _standing_for(spellings, names)
    key = min([4, *map(len, names), *map(len, spelt)])
    longest: dict[str, int] = {}
    halves: dict[str, list[int]] = {}
    for joined in (*names, *spelt):
        longest[joined[:key]] = max(len(joined), longest.get(joined[:key], 0))
    for number, joined in enumerate((*names, *spelt)):
        if len(joined) >= 8:
            halves.setdefault("<" + joined[:4], []).append(number)
            halves.setdefault(joined[-4:] + ">", []).append(number)
        if len(joined) == 8:  # Two letters swapped across the middle leave neither half as it is.
            halves.setdefault("<" + joined[:3] + joined[4], []).append(number)
    places = cast("dict[str, NamedPlace]", names)
    return {"names": places, "spelt": spelt, "key": key, "longest": longest, "halves": halves}


def _standing_for(said: dict[str, str], names: Container[str]) -> dict[str, str]:
    """Return what stands for a known name, in any spelling → the name, both joined; not what is a name itself."""
    made: dict[str, str] = {}
    for other, name in said.items():
        joined, meant = join_pattern(other), join_pattern(name)
        meant = meant if meant in names else made.get(meant, "")
        if joined and meant and joined not in names:
            made.setdefault(joined, meant)
    return made


def near(said: str, gazetteer: Gazetteer) -> NamedPlace | None:
    """Return what the one name means that has one letter other than what was said; None: none or several."""
    names, spelt, halves = gazetteer["names"], gazetteer["spelt"], gazetteer["halves"]
    numbers = {*halves.get("<" + said[:4], ()), *halves.get(said[-4:] + ">", ())}
    known = [*names, *spelt] if numbers else []
    near = {spelt.get(known[number], known[number]) for number in numbers if _one_letter_off(said, known[number])}
    return names[near.pop()] if len(near) == 1 else None


def _one_letter_off(said: str, name: str) -> bool:
    """Whether one letter too many, too few, wrong, or swapped with its neighbour turns `name` into `said`."""
    if abs(len(said) - len(name)) > 1:
        return False
    at = 0
    while at < len(said) and at < len(name) and said[at] == name[at]:
        at += 1
    rest, right = said[at:], name[at:]
    if len(rest) == len(right):
        return rest[1:] == right[1:] or (rest[:2] == right[1::-1] and rest[2:] == right[2:])
    return rest[1:] == right or rest == right[1:]
