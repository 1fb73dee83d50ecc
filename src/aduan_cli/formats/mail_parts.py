"""The parts of a mail: its text as a person reads it, and the files that came along. Nothing of it is believed.

Whatever a mail says of its encoding, its bytes become text: by what it says, else as UTF-8, else as cp1252.
"""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Iterator
from email.message import EmailMessage
from html.parser import HTMLParser

_DEEPEST = 40
"""Parts within one another; what is deeper is no mail that a person wrote."""
_DECORATION = 10_000
"""Bytes up to which a picture that belongs to the page around it is part of a signature and no attachment."""
_BESIDE = ("application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature")
_SEALED = ("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime")
_BLOCKS = frozenset({"p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "table", "ul", "ol", "pre", "hr"})
_UNSEEN = frozenset({"style", "script", "head", "title"})


class PartsError(Exception):
    """A mail that can't be taken apart, and why, in words."""


def leaves(mail: EmailMessage) -> Iterator[tuple[EmailMessage, bool]]:
    """Yield the parts that have no parts, and whether each belongs to the page around it; a mail in it is one part.

    Raises `PartsError` where they are nested too deep.
    """
    todo = [(mail, False, 0)]
    while todo:
        part, is_related, depth = todo.pop()
        if depth > _DEEPEST:
            raise PartsError("nested")
        inner = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(inner, list):
            related = is_related or part.get_content_subtype() == "related"
            todo += [(one, related, depth + 1) for one in reversed(inner) if isinstance(one, EmailMessage)]
        else:
            yield part, is_related


def is_sealed(mail: EmailMessage) -> bool:
    """Say whether only its receiver's key opens a mail."""
    return mail.get_content_type() in _SEALED


def text_of(mail: EmailMessage) -> str:
    """Return the text of a mail: what is plain, else what its page says; empty: there is none."""
    plain: list[str] = []
    pages: list[str] = []
    for part, _is_related in leaves(mail):
        if not _is_body(part):
            continue
        found = decoded(part)
        if part.get_content_subtype() == "html":
            pages.append(shown(found))
        elif part.get_content_subtype() == "plain":
            plain.append(found)
    return next((text for texts in (plain, pages) if (text := "\n".join(texts).strip())), "")


def files_of(mail: EmailMessage) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of what came along; small pictures of a page and signatures of machines are none."""
    number = 0
    for part, is_related in leaves(mail):
        kind = part.get_content_type()
        if _is_body(part) or kind in _BESIDE:
            continue
        data = bytes_of(part)
        if not data or (is_related and kind.startswith("image/") and len(data) < _DECORATION):
            continue
        number += 1
        yield _name(part, number), data


def _is_body(part: EmailMessage) -> bool:
    return (
        part.get_content_maintype() == "text"
        and part.get_content_disposition() != "attachment"
        and not part.get_filename()
    )


def _name(part: EmailMessage, number: int) -> str:
    name = part.get_filename() or ""
    name = re.split(r"[/\\]", "".join(sign for sign in name if sign.isprintable()))[-1].strip(" .")
    if name:
        return name[:120]
    ending = (
        ".eml" if part.get_content_type() == "message/rfc822" else mimetypes.guess_extension(part.get_content_type())
    )
    return f"lampiran-{number}{ending or '.bin'}"


def bytes_of(part: EmailMessage) -> bytes:
    """Return the bytes of a part; of a mail within a mail those of that."""
    inner = part.get_payload()
    if isinstance(inner, list):
        return b"".join(one.as_bytes() for one in inner if isinstance(one, EmailMessage))
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def decoded(part: EmailMessage) -> str:
    """Return the text of a part, whatever its bytes are."""
    data = bytes_of(part)
    for charset in (str(part.get_content_charset() or "utf-8"), "utf-8"):
        try:
            return data.decode(charset)
        except (LookupError, ValueError):
            continue
    return data.decode("cp1252", "replace")


def shown(page: str) -> str:
    """Return what a person reads of a page, what it quotes behind `>`."""
    reader = _PageText()
    reader.feed(page)
    reader.close()
    return reader.text()


class _PageText(HTMLParser):
    """Gathers the text of a page in lines."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[str] = []
        self._line = ""
        self._quoted = self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag == "blockquote":
            self._end()
            self._quoted += 1
        elif tag in _BLOCKS:
            self._end()

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag == "blockquote":
            self._end()
            self._quoted = max(0, self._quoted - 1)
        elif tag in _BLOCKS:
            self._end()

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self._line += re.sub(r"\s+", " ", data)

    def _end(self) -> None:
        if self._line.strip():
            self._lines.append("> " * bool(self._quoted) + self._line.strip())
        self._line = ""

    def text(self) -> str:
        """Return what was gathered."""
        self._end()
        return "\n".join(self._lines)
