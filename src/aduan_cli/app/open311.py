"""What `aduan open311` does with the desk's files and store."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from typing import NamedTuple

from aduan_cli.app.desk import Desk
from aduan_cli.app.pushed import PushedRequest, asked_of, divided, notifiers_at, pushed_to
from aduan_cli.desk_time import DAY
from aduan_cli.errors import ConfigError
from aduan_cli.flow.publishing import Publishing, happened, window
from aduan_cli.formats.endpoint import as_record, name_of, requests_of
from aduan_cli.formats.published import AlteredError, PublishedFolder
from aduan_cli.georeport import FORMATS, SPECIFICATION, Request, of_jurisdiction
from aduan_cli.i18n import _, language
from aduan_cli.stored import Query
from aduan_cli.text import Folded, join_pattern


class Published(NamedTuple):
    """What came of a run: whether all was made anew, how many complaints changed, files written and taken away."""

    anew: bool
    changed: int
    written: int
    removed: int


def publish(desk: Desk, folder: str, anew: bool = False) -> Published:
    """Bring a folder up to what the desk knows now; what didn't change isn't written.

    Raises `ConfigError` where the rules name nothing to publish, `UsageError` where the folder can't be written.
    """
    router, now = desk.router, desk.clock()
    table = router.compiled["open311"]
    if not table["categories"]:
        what = _("nothing is published: [open311] of rules.toml names no categories")
        right = _('categories = ["jalan-rusak"] would be right')
        raise ConfigError(f"{what}; {right}")
    publishing = Publishing(router, window(table["within"], now, router))
    codes, place = table["categories"], PublishedFolder(folder)
    services, definitions = publishing.services(), [publishing.definition(code) for code in codes]
    rules = router.compiled
    agencies = [{unit: entry["name"] for unit, entry in rules[of].items()} for of in ("units", "outside")]
    settings = _digest([table, services, agencies, rules["desk"]["timezone"], language()])
    with place.alone():
        before = place.last_event(settings)
        # What happens from here on is looked at once more by the next run.
        number, digest = _NOTHING if place.is_bare and _is_empty(desk) else desk.store.head()
        after = None if anew else _last_event(desk, before)
        place.put_services(_discovery(desk), services, definitions)
        changed = None if after is None else _put_changed(desk, place, publishing, after)
        made_anew = changed is None
        if changed is None:
            forgotten: set[str] = set()
            updated = happened(desk.store, 0, publishing.since - DAY, forgotten)
            place.put_all(publishing.all(desk.store, updated, forgotten))
            changed = len(updated)
        place.save_last_event(number, digest, settings)
    return Published(made_anew, changed, place.written, place.removed)


def _put_changed(desk: Desk, place: PublishedFolder, publishing: Publishing, after: int) -> int | None:
    """Write what changed after an event, and return how many complaints did; None: the folder has to be made anew."""
    updated = happened(desk.store, after, None)
    changed = ((c.ticket, request) for c, request in publishing.changed(desk.store, updated))
    try:
        place.put_changed(changed, desk.zone.iso(publishing.since)[:10])
    except AlteredError:
        return None
    return len(updated)


_NOTHING = (0, "")
"""The newest event of a desk where nothing happened yet, and its hash."""


def _is_empty(desk: Desk) -> bool:
    """Say whether a desk has no complaint, or no store yet: its list is empty."""
    return next(iter(desk.store.find(Query(limit=1))), None) is None


def _last_event(desk: Desk, told: tuple[int, str] | None) -> int | None:
    """Return up to which event a folder tells; None where this store has no such event: it is another's."""
    return told[0] if told and told[0] and desk.store.has_event(told[1], told[0]) else None


def _discovery(desk: Desk) -> Request:
    table = desk.rules["open311"]
    endpoint = {
        "specification": SPECIFICATION,
        "url": table["url"] or None,
        "changeset": desk.zone.iso(desk.clock()),
        "type": "production",
        "formats": list(FORMATS.values()),
    }
    return {
        "changeset": endpoint["changeset"],
        "contact": table["contact"] or desk.rules["desk"]["name"],
        "key_service": table["key_service"] or None,
        "endpoints": [endpoint],
    }


def _digest(value: object) -> str:
    from aduan_cli.digest import sha256

    return str(sha256(json.dumps(value, sort_keys=True).encode()).hexdigest())


MAP = "open311"
"""The import map by which requests of others are read."""


class Pulled(NamedTuple):
    """What another system said: a file with its requests, as records of the map `MAP`, and their number.

    `ours` are those that it has from here, each with the complaint that it is.
    """

    path: str
    number: int
    ours: list[tuple[PushedRequest, Request]]


@contextmanager
def pulled(desk: Desk, source: str, endpoint: str | None, jurisdiction: str | None) -> Iterator[Pulled]:
    """Yield what another system says. `source`: an address, a file, or the name of a notifier: what went there alone.

    `endpoint` is what it is called for good (None: by its address), so that a request is known when it comes again.
    Raises `NotFoundError` or `UsageError` before anything is taken.
    """
    table = desk.router.compiled["open311"]
    name, known = endpoint or name_of(source), frozenset(desk.router.engine.categories)
    posting, ours = notifiers_at(desk, source), list[tuple[PushedRequest, Request]]()
    pushed = pushed_to(desk, notifiers_at(desk, name))
    if posting == [source]:
        requests = asked_of(desk, source, pushed)
    else:
        requests = requests_of(source, of_jurisdiction(jurisdiction))
    with TemporaryDirectory(prefix="aduan-") as folder:
        path = os.path.join(folder, f"open311-{re.sub('[^A-Za-z0-9.]+', '-', name).strip('-') or 'file'}.jsonl")
        count = 0
        with open(path, "w", encoding="utf-8") as file:
            for request in divided(requests, pushed, lambda one, request: ours.append((one, request))):
                if posting == [source]:
                    continue  # An endpoint that looks at no filter names those of others as well.
                record = as_record(request, name, table["services"], known)
                file.write(json.dumps({**record, **_place_of(desk, record.get("address"))}) + "\n")
                count += 1
        yield Pulled(path, count, ours)


def _place_of(desk: Desk, address: str | None) -> dict[str, str | None]:
    """Return kecamatan and kelurahan that an address names, and what stands before them.

    Of no address nothing, so that the words or a point say it.
    """
    if not address:
        return {}
    found = desk.router.engine.place_of(Folded(address), address)
    parts, named = address.split(", "), [name for name in (found.kecamatan, found.kelurahan) if name]
    while parts and any(join_pattern(parts[-1]) == join_pattern(name) for name in named):
        parts.pop()
    return {"kecamatan": found.kecamatan, "kelurahan": found.kelurahan, "address": ", ".join(parts) or None}
