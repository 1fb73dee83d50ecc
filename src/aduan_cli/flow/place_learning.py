"""Places proposed from the stored calls, as a file of places that people read and edit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from aduan_cli.amounts import calls
from aduan_cli.complaint.router import Router
from aduan_cli.ports import Store
from aduan_cli.rules.learning.document import lines_of
from aduan_cli.rules.learning.place_names import CallInWard, LearnedPlace, learned
from aduan_cli.stored import Query
from aduan_cli.text import Folded

_BY_TIME = Query(sort="reported_at", ascending=True)


def learn_places(store: Store, router: Router, least: int) -> list[LearnedPlace]:
    """Return the places that stored calls tell of and the city's files have not, those of the most calls first."""
    return [
        place
        for place in learned(_in_wards(store), router.compiled["gazetteer"], least)
        if not _is_known(place, router)
    ]


def _in_wards(store: Store) -> Iterator[CallInWard]:
    """Yield the texts whose kelurahan the call itself names or a person gave; one that a place gave tells nothing."""
    for complaint in store.find(_BY_TIME):
        if complaint.text and complaint.kelurahan and complaint.sources.get("kelurahan") != "gazetteer":
            yield CallInWard(complaint.text, complaint.kelurahan)


def _is_known(place: LearnedPlace, router: Router) -> bool:
    """Say whether the city's files have a place of this name."""
    said = f"jalan {place.name}" if place.kind == "street" else place.name
    return bool(router.engine.place_of(Folded(said), said).places)


def written(places: Iterable[LearnedPlace], head: str, levels: Mapping[str, str]) -> str:
    """Return places as TOML, each under its counts; as a comment where its calls contradict each other."""
    blocks = [f"# {head}"]
    for place in places:
        ward = place.ward(1)
        table = {
            "name": place.name,
            "kind": place.kind,
            levels.get("kelurahan", "kelurahan"): ward or place.kelurahan[0][0],
        }
        counted = calls(place.calls)
        told = ", ".join(f"{name} {count}" for name, count in place.kelurahan)
        lines = ["[[place]]", *lines_of(table)]
        blocks.append("\n".join([f"# {counted}: {told}", *(lines if ward else [f"# {line}" for line in lines])]))
    return "\n\n".join(blocks) + "\n"
