"""Service requests of another system: from an address of the web, page after page, or from a file; as records."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from http.client import HTTPException, HTTPResponse, IncompleteRead
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPHandler, HTTPSHandler, build_opener
from urllib.request import Request as WebRequest

from aduan_cli.errors import NotFoundError, UsageError
from aduan_cli.files import read_regular
from aduan_cli.georeport import DAY, MOST, EndpointAnswer, Request, read_answer
from aduan_cli.i18n import _
from aduan_cli.patience import Patience, PatientHTTP, PatientHTTPS, hung_up_after

_TIMEOUT = 30
"""Seconds after which one who says nothing is given up."""
_LONGEST = 300
"""Seconds that one page may take in all, with what stands before it."""
_CHUNK = 65_536
_LARGEST = 64 * 1024 * 1024
"""Bytes of the largest page."""
_MOST_PAGES = 10_000
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_FRACTION = re.compile(r"\.\d+(?=Z|[+-]\d\d:?\d\d$|$)")


def is_of_the_web(source: str) -> bool:
    """Say whether a source is an address of the web; else it is a file."""
    return source.startswith(("http://", "https://"))


def requests_of(source: str, asked: Mapping[str, str] | None = None) -> Iterator[Request]:
    """Yield the service requests of an endpoint or a file, each once; `asked` is what an endpoint is asked for.

    Of an endpoint pages are asked for until one has nothing new, which a static server's second one hasn't; of a folder
    that another desk publishes its days tell what is not among the newest. Raises
    `NotFoundError` where it isn't there, `UsageError` for what is no answer of GeoReport v2 or is one of errors.
    """
    if not is_of_the_web(source):
        try:
            yield from _checked_answer(source, read_regular(source, _LARGEST)).records
        except OSError as error:
            raise NotFoundError(f"{source}: {error.strerror}") from error
        return
    seen: set[str] = set()
    for answer in _answers(_list_at(source), asked or {}, seen):
        new = {str(one.get("service_request_id") or json.dumps(one)): one for one in answer.records}
        new = {name: one for name, one in new.items() if name not in seen}
        seen.update(new)
        yield from new.values()


def _answers(base: str, asked: Mapping[str, str], seen: Collection[str]) -> Iterator[EndpointAnswer]:
    """Yield what an endpoint answers, page after page; `seen` are the requests that its answers had so far."""
    for page in range(1, _MOST_PAGES):
        before = len(seen)
        yield answer_at(base, asked if page == 1 else {**asked, "page": str(page)})
        if len(seen) == before:
            break
    if page == 2 and len(seen) >= MOST:  # No pages, and perhaps more than the newest.
        for address in _days_at(base):
            yield answer_at(address, {})


def _days_at(base: str) -> list[str]:
    """Return the addresses of the days of a folder that another desk publishes; none where it is something else."""
    place, _mark, _asked = base.partition("?")
    root, is_list, _ending = place.rpartition("/requests.")
    try:
        named = answer_at(f"{root}/days.json", {}).records if is_list else []
    except (NotFoundError, UsageError):
        return []
    days = [str(one.get(DAY)) for one in named]
    return [f"{root}/days/{day}.json" for day in days if _DATE.fullmatch(day)]


def _list_at(source: str) -> str:
    """Return the address of an endpoint's list; what the address asks for itself stays behind it."""
    place, mark, asked = source.partition("?")
    return (place if place.endswith((".json", ".xml")) else f"{place.rstrip('/')}/requests.json") + mark + asked


def answer_at(base: str, asked: Mapping[str, str]) -> EndpointAnswer:
    """Return what an endpoint says at an address. Raises `NotFoundError`, `UsageError` as `requests_of` does."""
    address = base + (("&" if "?" in base else "?") + urlencode(asked) if asked else "")
    with hung_up_after(_LONGEST) as patience:
        try:
            return _checked_answer(address, _body_at(address, patience))
        except HTTPError as error:
            raise NotFoundError(f"{address}: {_error_text(error)}") from error
        except (URLError, OSError, HTTPException, ValueError) as error:  # nobody there, no HTTP, or no address at all
            why = str(getattr(error, "reason", error)) or type(error).__name__
            if patience.is_over:
                why = _("it took longer than {seconds:g} seconds").format(seconds=_LONGEST)
            raise NotFoundError(f"{address}: {why}") from error


class _Patiently(HTTPHandler):
    """How addresses are asked while somebody's patience lasts."""

    def __init__(self, patience: Patience) -> None:
        super().__init__()
        self._patience = patience

    def http_open(self, req: WebRequest) -> HTTPResponse:
        return self.do_open(self._line, req)

    def _line(self, host: str, **said: Any) -> PatientHTTP:
        made = PatientHTTP(host, **said)
        made.patience = self._patience
        return made


class _PatientlyOverTLS(HTTPSHandler):
    """The same over TLS, with the server's certificate verified."""

    def __init__(self, patience: Patience) -> None:
        super().__init__()
        self._patience = patience

    def https_open(self, req: WebRequest) -> HTTPResponse:
        return self.do_open(self._line, req)

    def _line(self, host: str, **said: Any) -> PatientHTTP:
        made = PatientHTTPS(host, **said)
        made.patience = self._patience
        return made


def _body_at(address: str, patience: Patience) -> bytes:
    """Return what an answer says, as far as `_LARGEST`. Raises `TimeoutError` for one that comes drop by drop."""
    opener = build_opener(_Patiently(patience), _PatientlyOverTLS(patience))
    asked = WebRequest(address, headers={"User-Agent": "aduan"})  # noqa: S310
    with opener.open(asked, timeout=_TIMEOUT) as answer:
        parts, size = [], 0
        while size < _LARGEST and (part := answer.read1(_CHUNK)):
            parts.append(part)
            size += len(part)
        if patience.is_over:
            raise TimeoutError
        if answer.length and size < _LARGEST:
            raise IncompleteRead(b"", answer.length)
    return b"".join(parts)[:_LARGEST]


def _error_text(error: HTTPError) -> str:
    """Return what an endpoint says of an error: in the standard's form, else the status alone."""
    try:
        errors = read_answer(error.read(_LARGEST)).errors
    except (ValueError, OSError, HTTPException):
        errors = []
    return "; ".join(errors) or f"{error.code} {error.reason}"


def _checked_answer(where: str, data: bytes) -> EndpointAnswer:
    try:
        answer = read_answer(data)
    except ValueError as error:
        what = _("{where}: no requests of Open311: {why}").format(where=where, why=error)
        raise UsageError(what) from error
    if answer.errors and not answer.records:
        raise UsageError(f"{where}: {'; '.join(answer.errors)}")
    return answer


def as_record(request: Request, endpoint: str, services: Mapping[str, str], known: frozenset[str]) -> dict[str, Any]:
    """Return a request as a record of the map `open311`: its category where the desk has one, its words as text.

    `services` are the desk's categories by the endpoint's codes, `known` all that it has.
    """
    said = {name: "" if value is None else str(value).strip() for name, value in request.items()}
    code, words = said.get("service_code", ""), said.get("description", "")
    category = services.get(code, code if code in known else None)
    record = {name: value or None for name, value in said.items()}
    moment = _FRACTION.sub("", said.get("requested_datetime", ""))
    return {
        **record,
        "endpoint": endpoint,
        "category": category,
        "text": words or said.get("service_name") or None,
        "requested_datetime": re.sub("Z$", "+00:00", moment) or None,
        "status": said.get("status", "").lower() or None,
    }


def name_of(source: str) -> str:
    """Return what an endpoint is called: its host and path without the scheme, which may change; of a file its name."""
    if not is_of_the_web(source):
        return re.sub(r".*/", "", source)
    try:
        parts = urlsplit(source)
    except ValueError:  # no address: whoever asks there says so
        return source
    return (parts.netloc.rpartition("@")[2] + re.sub(r"/requests\.(json|xml)$", "", parts.path)).rstrip("/")
