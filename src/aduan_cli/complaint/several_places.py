"""What a text names and the city has in several places, so that it gives none: to be asked, not guessed. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from aduan_cli.complaint.complaint import SEVERAL_PLACES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.compiled import Gazetteer, Place
    from aduan_cli.places import FoundPlace


def several_places(
    named: FoundPlace, kecamatan: str | None, kelurahan: str | None, gazetteer: Gazetteer
) -> tuple[str, ...]:
    """Return a note for each name that may mean several places, where the call's own place doesn't say which.

    `kecamatan` and `kelurahan` are those of the call. A kelurahan is such a name where several kecamatan have one.
    """
    if kelurahan and kecamatan:
        return ()
    if kelurahan:
        parents = next((one[2] for one in gazetteer["names"].values() if one[1] == kelurahan), [])
        return (f"{SEVERAL_PLACES}{kelurahan}: {'; '.join(parents)}",) if len(parents) > 1 else ()
    return tuple(dict.fromkeys(_notes(named, kecamatan)))


def _notes(named: FoundPlace, kecamatan: str | None) -> Iterator[str]:
    for said in named.places:
        entries = [one for one in said.entries if not (kecamatan and one[3] and kecamatan not in one[3])]
        where = list(dict.fromkeys(map(_where, entries)))
        if len(where) > 1:
            yield f"{SEVERAL_PLACES}{' / '.join(dict.fromkeys(one[1] for one in entries))}: {'; '.join(where)}"


def _where(entry: Place) -> str:
    """Return `Kelurahan, Kecamatan` of a place, or what is known of it."""
    return ", ".join(name for name in (entry[4], *entry[3]) if name) or "?"
