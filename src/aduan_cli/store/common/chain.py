"""The desk's history as one chain.

An event's hash is SHA-256 over the hash of the event before it, then the event's body: canonical JSON (sorted
keys, no spaces, UTF-8). What may have to be erased lies beside the body and enters it as a salted digest, so
that a chain from which a person was erased still verifies.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from json import JSONEncoder, encoder

from aduan_cli.digest import sha256

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

START = b"\0" * 32
"""What the first event has for the hash of the one before."""
MANY = 100
"""Events of one transaction from which on the quicker hash is worth its loading."""


def compact(sort_keys: bool) -> Callable[[object], str]:
    """Return a writer of JSON without spaces.

    `JSONEncoder.encode` makes its C encoder anew for each value, which costs more than the writing; here it is
    made once. Where the standard library has none, or another one, its own way is taken.
    """
    plain = JSONEncoder(sort_keys=sort_keys, ensure_ascii=False, separators=(",", ":"))
    make: Any = getattr(encoder, "c_make_encoder", None)
    try:
        write = make(None, plain.default, encoder.encode_basestring, None, ":", ",", sort_keys, False, True)
        known = {"a": ["b", 1, None, True, "\u00e9\n"]}
        if "".join(write(known, 0)) == plain.encode(known):
            return lambda value: "".join(write(value, 0))
    except TypeError:
        pass
    return plain.encode


canonical = compact(sort_keys=True)


EventRow = tuple[int | None, str, str | None, bytes | None, bytes]
"""A row of the table `event`, without its id: complaint, body, private, salt, hash."""


class Chain:
    """Appends to the chain inside one transaction, so that the last hash is read once."""

    __slots__ = ("_last", "_salts", "_sha256", "_used")

    def __init__(self, last: bytes, expected: int = 1) -> None:
        self._last = last
        self._salts = os.urandom(16 * expected)
        self._used = 0
        self._sha256: Callable[[bytes], Any] = sha256
        if expected >= MANY:
            # OpenSSL is three times as fast, but takes as long to load as a call to store.
            from hashlib import sha256 as fast_sha256

            self._sha256 = fast_sha256

    def link(self, complaint_id: int | None, body: dict[str, object], private: dict[str, object] | None) -> EventRow:
        """Return the row of the next event."""
        salt = kept = None
        if private:
            if self._used >= len(self._salts):
                self._salts, self._used = os.urandom(1024), 0
            salt = self._salts[self._used : self._used + 16]
            self._used += 16
            kept = canonical(private)
            body["private"] = self._sha256(salt + encoded(kept)).hexdigest()
        return self.append(complaint_id, canonical(body), kept, salt)

    def append(self, complaint_id: int | None, text: str, kept: str | None, salt: bytes | None) -> EventRow:
        """Return the row of the next event, whose body is written, with what is private of it and its salt."""
        self._last = self._sha256(self._last + encoded(text)).digest()
        return complaint_id, text, kept, salt, self._last


def sealed(body: dict[str, object], private: dict[str, object], salt: bytes) -> tuple[str, str | None]:
    """Return the body of an event as a chain keeps it, with the digest of what is private; and that, or None."""
    kept = None
    if private:
        kept = canonical(private)
        body["private"] = sha256(salt + encoded(kept)).hexdigest()
    return canonical(body), kept


def encoded(text: str) -> bytes:
    """Return UTF-8; a lone surrogate, which SQLite could not keep either, becomes `?`."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace")
