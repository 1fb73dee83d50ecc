"""The folder of what is published: static files, each there whole or not at all, and no list names what isn't there.

`discovery`, `services`, `services/CODE`, `requests` (the newest), `requests/ID` and `days/YYYY-MM-DD` (the pages), each
as `.xml` and `.json`; `days.json` names the pages. `.aduan.json` says up to which event of the desk they tell, and what
the pages are; it is written last, so that what was cut off is done again.
"""

from __future__ import annotations

import json
from binascii import crc32
from collections.abc import Iterable
from contextlib import AbstractContextManager
from datetime import datetime
from itertools import groupby

from aduan_cli.formats.static_folder import StaticFolder
from aduan_cli.georeport import DAY, FORMATS, MOST, Request, RequestTexts, as_json, as_xml, json_of, written, xml_of

_STATE = ".aduan.json"
_REQUESTS, _DAYS, _SERVICES = "requests", "days", "services"
_FORMAT = 4
"""Raised whenever the files are written otherwise."""
_DAY = 10
"""Characters of a time in ISO 8601 that say the day."""


class AlteredError(Exception):
    """A file of the folder is not what was written there: all has to be made anew."""


class PublishedFolder:
    """One such folder. `written` counts the files that were written, `removed` those taken away."""

    def __init__(self, path: str) -> None:
        self._files = StaticFolder(path, _STATE)
        self._pages: dict[str, int] = {}
        """The checksum of each day's page."""

    @property
    def written(self) -> int:
        """How many files were written."""
        return self._files.written

    @property
    def removed(self) -> int:
        """How many were taken away."""
        return self._files.removed

    # -- what it tells

    def last_event(self, settings: str) -> tuple[int, str] | None:
        """Return up to which event it tells, and that event's hash.

        None: it must be made anew, for it was never whole, or was made by other rules.
        """
        state = self._files.state()
        same = (state.get("format"), state.get("settings")) == (_FORMAT, settings)
        return (int(state["event"]), str(state["hash"])) if same else None

    @property
    def is_bare(self) -> bool:
        """Whether it never told of anything that happened."""
        return not self._files.state().get("event")

    def save_last_event(self, event: int, digest: str, settings: str) -> None:
        """Say up to which event it tells, once all else is on the disk."""
        told = {"format": _FORMAT, "event": event, "hash": digest, "settings": settings, "pages": self._pages}
        self._files.save_state(told)

    def _mark_unfinished(self) -> None:
        """Say that files are being written: if it ends here, the next run looks at all of them."""
        state = self._files.state()
        if state.get("settings"):
            self._files.tell({**state, "settings": None})

    def alone(self) -> AbstractContextManager[None]:
        """Keep other runs out. Raises `UsageError` where one is at work, or where the folder can't be written."""
        return self._files.alone((_REQUESTS, _DAYS, _SERVICES))

    # -- services

    def put_services(self, discovery: Request, services: list[Request], definitions: list[Request]) -> None:
        """Write what doesn't come from complaints; definitions of services that are gone go.

        The discovery's `changeset`, the time now, stays that of the last change.
        """
        discovery = self._kept(discovery)
        for one in definitions:
            self._both(f"{_SERVICES}/{one['service_code']}", "service_definition", one, one)
        self._both(_SERVICES, _SERVICES, services, services)
        self._both("discovery", "discovery", discovery, discovery)
        self._files.leave(_SERVICES, {one["service_code"] for one in definitions}, FORMATS)

    def _kept(self, discovery: Request) -> Request:
        """Return the discovery that is there where it says the same as this one, at whatever time it was made."""
        try:
            before: Request = json.loads(self._bytes("discovery") or b"null")
            return before if _undated(before) == _undated(discovery) else discovery
        except (ValueError, LookupError, TypeError):
            return discovery

    # -- requests

    def put_all(self, requests: Iterable[Request]) -> None:
        """Write all requests, given the newest first; those that are no longer among them go."""
        self._mark_unfinished()
        self._files.look(_REQUESTS)
        self._pages = {}
        kept: set[str] = set()
        newest: list[RequestTexts] = []
        for day, several in groupby(requests, _day):
            page: list[RequestTexts] = []
            for request in sorted(several, key=_age, reverse=True):
                page.append(written(request))
                kept.add(request["service_request_id"])
                self._list(f"{_REQUESTS}/{request['service_request_id']}", page[-1:])
            newest += page[: MOST - len(newest)]
            self._put_page(day, page)
        self._list(_REQUESTS, newest)
        self._name_pages()
        self._files.leave(_DAYS, self._pages.keys(), FORMATS)
        self._files.leave(_REQUESTS, kept, FORMATS)

    def put_changed(self, changed: Iterable[tuple[str, Request | None]], first_day: str) -> None:
        """Write requests that changed, by their ids; None: it is not published. What is before the first day goes.

        Raises `AlteredError` where what is there already is not what was written.
        """
        given = dict(changed)
        self._pages = dict(self._files.state().get("pages", {}))
        late = [day for day in sorted(self._pages) if day < first_day]
        if given or late:
            self._mark_unfinished()
        gone = [name for name in given if given[name] is None and self._is_there(name)]
        pages: dict[str, dict[str, Request]] = {}
        for name, request in given.items():
            old = self._day_of(name)
            for day in {old, _day(request) if request else None} - {None}:
                pages.setdefault(str(day), self._page(str(day))).pop(name, None)
            if request is not None:
                pages[_day(request)][name] = request
                self._list(f"{_REQUESTS}/{name}", [written(request)])
        for day in late:
            gone += self._page(day)
            pages[day] = {}
        for day, page in pages.items():
            if page:
                self._put_page(day, list(map(written, sorted(page.values(), key=_age, reverse=True))))
        if pages:
            self._list(_REQUESTS, map(written, self._newest(frozenset(day for day in pages if not pages[day]))))
        over = [day for day in pages if not pages[day]]
        for day in over:
            self._pages.pop(day, None)
        self._name_pages()
        for day in over:
            self._remove(f"{_DAYS}/{day}")
        for name in gone:
            self._remove(f"{_REQUESTS}/{name}")

    def _newest(self, without: frozenset[str]) -> list[Request]:
        newest: list[Request] = []
        for day in sorted(self._pages, reverse=True):
            if len(newest) >= MOST:
                break
            newest += [] if day in without else self._page(day).values()
        return newest[:MOST]

    def _put_page(self, day: str, requests: list[RequestTexts]) -> None:
        self._pages[day] = crc32(self._list(f"{_DAYS}/{day}", requests))

    def _name_pages(self) -> None:
        self._files.put(f"{_DAYS}.json", as_json([{DAY: day} for day in sorted(self._pages, reverse=True)]))

    def _list(self, name: str, requests: Iterable[RequestTexts]) -> bytes:
        """Write a list of requests in both formats; return the JSON."""
        several = list(requests)
        told = json_of(one.json for one in several)
        self._files.put(f"{name}.xml", xml_of(one.xml for one in several))
        self._files.put(f"{name}.json", told)
        return told

    def _page(self, day: str) -> dict[str, Request]:
        """Return the requests of a day by their ids, the newest first; none where it has no page."""
        data = self._bytes(f"{_DAYS}/{day}")
        if self._pages.get(day) != (None if data is None else crc32(data)):
            raise AlteredError(day)
        return {} if data is None else {one["service_request_id"]: one for one in json.loads(data)}

    def _day_of(self, name: str) -> str | None:
        """Return the day on whose page a request stands; None: on none."""
        data = self._bytes(f"{_REQUESTS}/{name}")
        try:
            return None if data is None else _day(json.loads(data)[0])
        except (ValueError, LookupError, TypeError):
            raise AlteredError(name) from None

    def _is_there(self, name: str) -> bool:
        return self._files.is_there(f"{_REQUESTS}/{name}.json")

    # -- files

    def _bytes(self, name: str) -> bytes | None:
        """Return what a file of JSON has; None where it isn't there."""
        try:
            with open(self._files.at(f"{name}.json"), "rb") as file:
                return file.read()
        except FileNotFoundError:
            return None

    def _both(self, name: str, root: str, for_xml: object, for_json: object) -> None:
        self._files.put(f"{name}.xml", as_xml(root, for_xml))
        self._files.put(f"{name}.json", as_json(for_json))

    def _remove(self, name: str) -> None:
        for ending in FORMATS:
            self._files.remove(f"{name}.{ending}")


def _undated(discovery: Request) -> Request:
    endpoints = [{**one, "changeset": None} for one in discovery["endpoints"]]
    return {**discovery, "changeset": None, "endpoints": endpoints}


def _day(request: Request) -> str:
    return str(request["requested_datetime"])[:_DAY]


def _age(request: Request) -> tuple[float, str]:
    """Return by what requests are sorted: the moment, for on a day when clocks are set back its hours come twice."""
    return datetime.fromisoformat(request["requested_datetime"]).timestamp(), request["service_request_id"]
