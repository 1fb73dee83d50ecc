"""The places of the city's files that a complaint names, as `why` tells them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from aduan_cli.complaint.reading import GIVEN
from aduan_cli.complaint.router import Router
from aduan_cli.text import Folded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.compiled import Place
    from aduan_cli.complaint.complaint import Complaint
    from aduan_cli.complaint.explained import NamedPlace


def named_places(complaint: Complaint, router: Router, counting: Sequence[Place]) -> Iterator[NamedPlace]:
    """Yield the places, those of an address that somebody gave before those of the text, each in their order.

    `counting` are those at which the incident is, as conditions see it.
    """
    address = complaint.address if complaint.sources.get("address") in GIVEN else None
    named = [router.engine.place_of(Folded(address), address)] if address else []
    named.append(router.words_of(complaint.text).place)
    for said, words in (pair for one in named for pair in zip(one.places, one.place_words, strict=True)):
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
