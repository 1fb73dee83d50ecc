"""Texts as any store can keep them. It imports nothing: every command asks for it."""

from __future__ import annotations


def storable(text: str) -> str:
    """Return `text` such that any store can keep it: bytes that are no UTF-8 stand as `\\udcff`.

    A terminal whose locale is not UTF-8 hands over the bytes of "é" one by one; they are put together again.
    """
    if text.isascii():
        return text
    try:
        return text.encode("utf-8", "surrogateescape").decode()
    except UnicodeError:
        return text.encode("utf-8", "backslashreplace").decode()
