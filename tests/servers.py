"""Servers on loopback that take messages, and do what a test tells them: answer, refuse, hang up in the middle."""

from __future__ import annotations

import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from email import message_from_bytes
from email.message import Message
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


class LineServer:
    """A server on loopback that talks over one line after the other, as `talk` says, until it is closed."""

    def __init__(self) -> None:
        self.port = 0
        self.is_open = False

    def open(self) -> None:
        """Take lines, again under the same port."""
        self._socket = socket.create_server(("127.0.0.1", self.port))
        self.port = self._socket.getsockname()[1]
        self.is_open = True
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Take no more."""
        if self.is_open:
            self.is_open = False
            self._socket.shutdown(socket.SHUT_RDWR)
            self._socket.close()
            self._thread.join(5)

    def _serve(self) -> None:
        while True:
            try:
                line, _address = self._socket.accept()
            except OSError:
                return
            try:
                with line:
                    self.talk(line)
            except (OSError, IndexError, ValueError):
                pass  # Who called is gone, or speaks something else.

    def talk(self, line: socket.socket) -> None:
        """Talk over a line, which is closed afterwards."""
        raise NotImplementedError


class MailServer(LineServer):
    """An SMTP server. `replies` has what it says to a verb instead of the usual; `hang_up` after which verb it goes.

    `mails` is what it took, `tries` how often somebody sent a whole letter, also one that it then hung up on. `fate` is
    asked at each letter, when its first line is there: where it says `part` the server dies in the middle of it, where
    `whole` after it took the letter, before it says so.
    """

    def __init__(self, context: ssl.SSLContext | None = None, login: tuple[str, str] | None = None) -> None:
        super().__init__()
        self.context, self.login = context, login
        self.replies: dict[str, str] = {}
        self.hang_up: str | None = None
        self.fate: Callable[[], str] = lambda: ""
        self.mails: list[Message] = []
        self.tries = 0
        self.open()

    def notifier(self, name: str) -> str:
        """Return what `rules.toml` says of one that sends to this server, to a mailbox of the notifier's name."""
        return (
            f'\n[notifiers.{name}]\ntype = "smtp"\nhost = "127.0.0.1"\nport = {self.port}\ntls = "none"\n'
            f'from = "Meja <meja@example.test>"\nto = ["{name}@example.test"]\n'
        )

    def talk(self, line: socket.socket) -> None:
        """Take letters."""
        with ExitStack() as open_:
            self._answer(line, open_)

    def _answer(self, line: socket.socket, open_: ExitStack) -> None:
        line.settimeout(10)
        stream = open_.enter_context(line.makefile("rwb"))
        secure = False

        def say(text: str) -> None:
            stream.write(text.encode() + b"\r\n")
            stream.flush()

        say("220 uji")
        while raw := stream.readline():
            verb = raw[:4].decode().strip().upper()
            if verb == self.hang_up and verb != "DATA":
                return
            if verb in self.replies:
                say(self.replies[verb])
            elif verb == "EHLO":
                offered = ["uji"]
                offered += ["STARTTLS"] if self.context and not secure else []
                offered += ["AUTH PLAIN"] if self.login else []
                for place, one in enumerate(offered, 1):
                    say(f"250{'-' if place < len(offered) else ' '}{one}")
            elif verb == "STAR" and self.context:
                say("220 go on")
                stream.close()
                line = open_.enter_context(self.context.wrap_socket(line, server_side=True))
                stream, secure = open_.enter_context(line.makefile("rwb")), True
            elif verb == "AUTH" and self.login:
                import base64

                given = base64.b64decode(raw.split()[2]).decode().split("\0")[1:]
                say("235 ok" if tuple(given) == self.login else "535 wrong")
            elif verb == "DATA":
                say("354 go on")
                body = stream.readline()
                fate = self.fate()
                if fate == "part":
                    return
                while (part := stream.readline()) not in (b".\r\n", b""):
                    body += part
                if part == b"":
                    return  # Who wrote died in the middle of it.
                self.tries += 1
                if self.hang_up == "DATA":
                    return
                self.mails.append(message_from_bytes(body))
                if fate == "whole":
                    return
                say("250 taken")
            elif verb == "QUIT":
                say("221 bye")
                return
            else:
                say("250 ok")


class WebServer:
    """An HTTP server that answers with `status` and `headers`, and keeps what it got: headers and body, and where."""

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        self.status, self.headers = 204, dict[str, str]()
        self.before: Callable[[], None] = lambda: None
        self.got: list[tuple[Mapping[str, str], bytes]] = []
        self.paths: list[str] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                outer.got.append((dict(self.headers), body))
                outer.paths.append(self.path)
                outer.before()
                self.send_response(outer.status)
                for name, value in outer.headers.items():
                    self.send_header(name, value)
                self.end_headers()

            def log_message(self, *_said: Any) -> None:
                pass

        self._server = HTTPServer(("127.0.0.1", 0), Handler)
        if context is not None:
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self._server.handle_error = lambda *_told: None  # type: ignore[method-assign]
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Take no more."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)


class RawServer(LineServer):
    """A server on loopback that says to the path that is asked for whatever bytes a test wants, and hangs up.

    `asked` has the paths, `bodies` what was posted there.
    """

    def __init__(self, says: Callable[[str], bytes]) -> None:
        self.asked: list[str] = []
        self.bodies: list[bytes] = []
        self._says = says
        super().__init__()
        self.open()
        self.url = f"http://127.0.0.1:{self.port}"

    def talk(self, line: socket.socket) -> None:
        """Answer what is asked."""
        with line.makefile("rb") as stream:
            self._answer(line, stream)

    def _answer(self, line: socket.socket, stream: Any) -> None:
        """Answer once all that was asked is read: a line that is closed before is broken for who asks."""
        asked = stream.readline().split(b" ")[1].decode()
        length = 0
        while (head := stream.readline()) not in (b"\r\n", b""):
            name, _colon, value = head.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        self.bodies.append(stream.read(length))
        self.asked.append(asked)
        line.sendall(self._says(asked))


@contextmanager
def closing(server: Any) -> Iterator[Any]:
    """Return a server that is closed in the end."""
    try:
        yield server
    finally:
        server.close()


def certificate(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Return how a server of 127.0.0.1 shows who it is, and how one is verified that shows just this."""
    key, shown = folder / "key.pem", folder / "cert.pem"
    line = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"]
    line += ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(shown)]
    subprocess.run(line, check=True, capture_output=True)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(shown, key)
    return server, ssl.create_default_context(cafile=str(shown))


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_said: object) -> None:
        """Say nothing."""


@contextmanager
def running(handler: Callable[..., BaseHTTPRequestHandler]) -> Iterator[str]:
    """Yield the address of an HTTP server on loopback."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


def given_out(folder: Path) -> AbstractContextManager[str]:
    """Return what yields the address of a plain static server of a folder."""
    return running(partial(_Quiet, directory=str(folder)))
