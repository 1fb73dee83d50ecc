"""An endpoint on loopback that takes requests as the specification of GeoReport v2 has it, and fails as a test says."""

from __future__ import annotations

import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, unquote, urlsplit

from aduan_cli.georeport import as_json, as_xml

KEY, CITY = "kunci", "kota.example"
SERVICES = [
    {"service_code": "006", "service_name": "Sampah", "metadata": True, "type": "realtime"},
    {"service_code": "lampu", "service_name": "Lampu jalan", "metadata": False, "type": "batch"},
]
USUAL_NOTICE = "Diperiksa dalam 24 jam"


class GeoReportServer:
    """What it took is in `requests`, in order; `forms` has every form that was posted whole.

    `fate` is asked at each post: `refuse` closes the line before the form is taken, `lose` after, `STATUS` answers with
    an error of the standard, `page` with a page of HTML, `` as usual. `batch`: a token (`mark` and a number) is given,
    and the number when `ready` holds. `hides`: requests are listed without their descriptions.
    """

    def __init__(self) -> None:
        self.requests: list[dict[str, Any]] = []
        self.forms: list[dict[str, list[str]]] = []
        self.asked: list[str] = []
        self.fate: Callable[[], str] = lambda: ""
        self.batch = self.ready = self.hides = self.blackbox = False
        self.mark = "t"
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                outer.posted(self, body)

            def do_GET(self) -> None:
                outer.asked.append(self.path)
                outer.got(self)

            def log_message(self, *_said: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._server.handle_error = lambda *_told: None  # type: ignore[method-assign]
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/v2"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Take no more."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)

    def posted(self, line: BaseHTTPRequestHandler, body: str) -> None:
        """Take one request, or fail."""
        fate = self.fate()
        if fate == "refuse":
            line.close_connection = True
            line.connection.close()
            return None
        form = parse_qs(body, keep_blank_values=True)
        self.forms.append(form)
        if fate == "page":
            return self._say(line, 200, b"<html><body>ok</body></html>")
        if fate.isdecimal():
            return self._wrong(line, int(fate), f"error {fate}")
        said = dict(parse_qsl(body))
        if said.get("api_key") != KEY:
            return self._wrong(line, 403, "api_key is not valid")
        if said.get("jurisdiction_id") != CITY:
            return self._wrong(line, 404, "jurisdiction_id was not found")
        if said.get("service_code") not in {one["service_code"] for one in SERVICES}:
            return self._wrong(line, 404, "service_code was not found")
        if not ({"lat", "long"} <= said.keys() or "address_string" in said):
            return self._wrong(line, 400, "a location was not provided")
        request = self._made(said)
        if fate == "lose":
            line.close_connection = True
            line.connection.close()
            return None
        number = request["service_request_id"]
        given = (
            {} if self.blackbox else {"token": f"{self.mark}{number}"} if self.batch else {"service_request_id": number}
        )
        return self._answer(line, 201, "service_requests", [{**given, "service_notice": USUAL_NOTICE}])

    def _made(self, said: dict[str, str]) -> dict[str, Any]:
        request = {
            "service_request_id": 293944 + len(self.requests),
            "status": "open",
            "status_notes": None,
            "service_name": said["service_code"],
            "service_code": said["service_code"],
            "description": said.get("description"),
            "requested_datetime": "2026-11-23T14:05:00+07:00",
            "address": said.get("address_string"),
            "lat": said.get("lat"),
            "long": said.get("long"),
        }
        self.requests.append(request)
        return request

    def got(self, line: BaseHTTPRequestHandler) -> None:
        """Answer a question."""
        parts = urlsplit(line.path)
        asked = dict(parse_qsl(parts.query))
        resource = parts.path.removeprefix("/v2/").rpartition(".")[0]
        if asked.get("jurisdiction_id") != CITY:
            return self._wrong(line, 400, "jurisdiction_id was not provided")
        if resource == "services":
            return self._answer(line, 200, "services", SERVICES)
        if resource.startswith("tokens/"):
            token = unquote(resource.removeprefix("tokens/"))
            number = {} if not self.ready else {"service_request_id": int(token.removeprefix(self.mark))}
            return self._answer(line, 200, "service_requests", [{"token": token, **number}])
        found = self.requests if asked.get("page", "1") == "1" else []
        if "service_request_id" in asked:
            wanted = asked["service_request_id"].split(",")
            found = [one for one in found if str(one["service_request_id"]) in wanted]
        elif "service_code" in asked:
            found = [one for one in found if one["service_code"] == asked["service_code"]]
        shown = [{**one, "description": None} for one in found] if self.hides else found
        return self._answer(line, 200, "service_requests", shown)

    def _wrong(self, line: BaseHTTPRequestHandler, status: int, what: str) -> None:
        self._answer(line, status, "errors", [{"code": status, "description": what}])

    def _answer(self, line: BaseHTTPRequestHandler, status: int, root: str, records: list[dict[str, Any]]) -> None:
        is_json = urlsplit(line.path).path.endswith(".json")
        self._say(line, status, as_json(records) if is_json else as_xml(root, records))

    def _say(self, line: BaseHTTPRequestHandler, status: int, data: bytes) -> None:
        line.send_response(status)
        line.send_header("Content-Length", str(len(data)))
        line.end_headers()
        line.wfile.write(data)
