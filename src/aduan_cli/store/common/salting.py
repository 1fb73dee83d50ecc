"""Keys that name a call or a record of an import are made from what callers said, so they are kept salted.

A digest without a secret can be found again by trying every phone there is. So digests are taken under a secret of
the store (HMAC-SHA-256): of import keys and contents always; of a `--key` once its caller is erased. What is given
again is still known; who has only a key, or a copy of some rows, can't find out what it was made from.
"""

from __future__ import annotations

from collections.abc import Callable

from aduan_cli.digest import sha256
from aduan_cli.store.common.chain import encoded

_BLOCK, _DIGITS = 64, 32
"""Bytes of a block of SHA-256; hex digits that are kept, 128 bits."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

Salted = Callable[[str], str]


def padded(secret: bytes) -> tuple[bytes, bytes]:
    """Return what the inner and the outer digest under a secret begin with (RFC 2104)."""
    key = secret.ljust(_BLOCK, b"\0")
    return bytes(byte ^ 0x36 for byte in key), bytes(byte ^ 0x5C for byte in key)


def salting(secret: bytes, is_for_many: bool = False) -> Salted:
    """Return what makes the digest of a text under a secret (HMAC, RFC 2104); for many OpenSSL is worth its loading."""
    inner, outer = padded(secret)
    digest: Callable[[bytes], Any] = sha256
    if is_for_many:
        from hashlib import sha256 as digest

    def salted(text: str) -> str:
        return str(digest(outer + digest(inner + encoded(text)).digest()).hexdigest()[:_DIGITS])

    return salted
