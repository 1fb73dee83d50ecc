"""The words of Open311 GeoReport v2: what services and requests look like in XML and JSON. Pure.

Source: the specification at wiki.open311.org/GeoReport_v2, and Service Discovery there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

OPEN, CLOSED = "open", "closed"
REQUEST = (
    "service_request_id", "status", "status_notes", "service_name", "service_code", "description",
    "agency_responsible", "service_notice", "requested_datetime", "updated_datetime", "expected_datetime", "address",
    "address_id", "zipcode", "lat", "long", "media_url",
)  # fmt: skip
"""What is said of a service request, in the order of the specification."""
SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
FORMATS = {"xml": "text/xml", "json": "application/json"}
MOST = 1000
"""Requests in one answer, as the specification has it where nothing else is asked for."""
DAY = "day"
"""What a page of our own is named by, beside what the specification has."""
_ITEM = {
    "services": "service", "service_requests": "request", "attributes": "attribute", "values": "value",
    "endpoints": "endpoint", "formats": "format", "errors": "error",
}  # fmt: skip
"""What one of several is called in XML."""
_LISTS = tuple(_ITEM)
_ESCAPED = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_TO_ESCAPE = re.compile("[&<>\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_DECLARED = '<?xml version="1.0" encoding="UTF-8"?>\n'
_ENCODER = json.JSONEncoder(ensure_ascii=False)
_STRING_OR_CODE = re.compile(r'"(?:[^"\\]|\\.)*"|(?<![\w.+-])(0\d+)(?![\w.])')
"""A string of JSON, or in a group of its own a number with a leading zero, which JSON doesn't have."""
_UTF_16 = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
"""How a text in UTF-16 begins, with a mark of the order of its bytes or without, and what it is."""
_ENCODING = re.compile(r"""(?<=\d["'])\s+encoding\s*=\s*["'][^"']*["']""")
"""What a declaration of XML says of the encoding."""
_WANTED = "a list of requests would be right"
_OF_RECORDS = frozenset({"service_request_id", "service_code", "token", "code"})
_ROOTS = ("service_requests", "requests", "request", "service_definition")
Request = dict[str, Any]


def of_jurisdiction(name: str | None) -> dict[str, str]:
    """Return what a question says where an endpoint has several jurisdictions; nothing where none is named."""
    return {"jurisdiction_id": name} if name else {}


class EndpointAnswer(NamedTuple):
    """What an endpoint said: records (of requests, services or tokens), and errors as `code: description`."""

    records: list[Request]
    errors: list[str]


def as_json(value: object) -> bytes:
    """Return a document as JSON, UTF-8; of a list each element on a line of its own."""
    return json_of(map(_ENCODER.encode, value)) if isinstance(value, list) else _utf8(_ENCODER.encode(value))


def as_xml(root: str, value: object) -> bytes:
    """Return a document as XML, UTF-8. A list is that of its elements; what is absent is an empty one."""
    return _utf8(_DECLARED + _element(root, value))


class RequestTexts(NamedTuple):
    """One request as it stands in documents, so that it is written once however many have it."""

    xml: str
    json: str


def written(request: Request) -> RequestTexts:
    """Return a request as both formats have it."""
    return RequestTexts(_element("request", request), _ENCODER.encode(request))


def xml_of(requests: Iterable[str]) -> bytes:
    """Return the document of some requests, as `written` has them."""
    inside = "".join(requests)
    return _utf8(f"{_DECLARED}<service_requests>{inside}</service_requests>")


def json_of(records: Iterable[str]) -> bytes:
    """Return the document of some records, each as JSON."""
    return _utf8("[" + ",\n ".join(records) + "]")


def _utf8(text: str) -> bytes:
    return f"{text}\n".encode("utf-8", "replace")


def _element(name: str, value: object) -> str:
    parts: list[str] = []
    _put(parts, name, value)
    return "".join(parts)


def _put(parts: list[str], name: str, value: object) -> None:
    if value is None or value == "":
        parts.append(f"<{name}/>")
        return
    parts.append(f"<{name}>")
    if isinstance(value, Mapping):
        for key, one in value.items():
            if isinstance(one, str) and one:
                parts.append(f"<{key}>{_escaped(one)}</{key}>")
            else:
                _put(parts, key, one)
    elif isinstance(value, list):
        for one in value:
            _put(parts, _ITEM[name], one)
    elif isinstance(value, bool):
        parts.append("true" if value else "false")
    else:
        parts.append(_escaped(str(value)))
    parts.append(f"</{name}>")


def _escaped(text: str) -> str:
    if _TO_ESCAPE.search(text):
        return re.sub("[&<>]", lambda sign: _ESCAPED[sign[0]], _NOT_IN_XML.sub("\ufffd", text))
    return text


# -- what others say


def read_answer(data: bytes) -> EndpointAnswer:
    """Return what an endpoint answered, in XML or JSON. Raises `ValueError`, with what it is instead, in words."""
    text = _in_utf8(data).lstrip(b"\xef\xbb\xbf \t\r\n")
    try:
        said = _of_xml(text) if text[:1] == b"<" else _of_json(text.decode("utf-8", "replace"))
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    if isinstance(said, Mapping):
        name = next((name for name in ("errors", *_ROOTS) if isinstance(said.get(name), (list, Mapping))), None)
        said = said if name is None else said[name]
        if name is None and _OF_RECORDS.isdisjoint(said):
            raise ValueError(_WANTED)
        said = [said] if isinstance(said, Mapping) else said
    if not isinstance(said, list) or not all(isinstance(one, Mapping) for one in said):
        raise ValueError(_WANTED)
    records = [dict(one) for one in said]
    wrong = [one for one in records if "description" in one and "code" in one and "service_code" not in one]
    return EndpointAnswer(
        [one for one in records if one not in wrong], [f"{one['code']}: {one['description']}" for one in wrong]
    )


def _in_utf8(data: bytes) -> bytes:
    """Return an answer in UTF-8 where it begins as UTF-16 does, which every reader of XML and JSON understands."""
    encoding = next((name for begin, name in _UTF_16 if data.startswith(begin)), None)
    if encoding is None:
        return data
    return _ENCODING.sub("", data.decode(encoding, "replace"), count=1).encode("utf-8", "replace")


def _of_json(text: str) -> Any:
    """Return JSON; codes with a leading zero, as the specification's own examples have them, are texts."""
    try:
        return json.loads(text)
    except ValueError:
        mended = _STRING_OR_CODE.sub(lambda found: f'"{found[1]}"' if found[1] else found[0], text)
        if mended == text:
            raise
        return json.loads(mended)


def _of_xml(text: bytes) -> Any:
    from xml.etree import ElementTree  # with no type of its own, see below

    class Plain(ElementTree.TreeBuilder):
        """What builds the tree of a document, and takes none with a type of its own: its entities could be endless."""

        def doctype(self, _name: str, _public: str | None, _system: str | None) -> None:
            raise ValueError("XML with a document type of its own is not read")

    try:
        root = ElementTree.fromstring(text, ElementTree.XMLParser(target=Plain()))  # noqa: S314
    except ElementTree.ParseError as error:
        raise ValueError(str(error)) from error
    return _value(root) if root.tag in _LISTS else {root.tag: _value(root)}


def _value(element: Any) -> Any:
    """Return an element as JSON has it."""
    children = list(element)
    if element.tag in _LISTS:
        return [_value(child) for child in children]
    if children:
        return {child.tag: _value(child) for child in children}
    return (element.text or "").strip() or None
