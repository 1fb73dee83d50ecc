"""The places of the city's files that a text names, as `why` tells them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from aduan_cli.complaint.reading import places_at
from aduan_cli.complaint.router import Router

if TYPE_CHECKING:
    from aduan_cli.complaint.explained import PlaceTold


def told_places(text: str, router: Router, kecamatan: str | None) -> Iterator[PlaceTold]:
    """Yield the places, in the order of the text; `counts` says whether conditions on places look at it."""
    named = router.words_of(text).place
    counting = places_at(named, kecamatan)
    for said, words in zip(named.places, named.place_words, strict=True):
        for entry in said.entries:
            yield {
                "words": words,
                "name": entry[1],
                "kind": entry[2],
                "kecamatan": list(entry[3]),
                "kelurahan": entry[4],
                "body": entry[5],
                "counts": entry in counting,
                "namesakes": len(said.entries) - 1,
                "file": entry[6],
                "line": entry[7],
            }
