"""What somebody wrote in a mail, without what it answers and without signature: by the library mail-parser-reply.

It knows the mails of many languages by a table of patterns; the Indonesian ones are added here, in its own form.
"""

from __future__ import annotations

import re
from textwrap import wrap

from aduan_cli.errors import UsageError
from aduan_cli.i18n import _

_LANGUAGE = "id"
_QUOTE = r"(?:> ?)*"
_INDONESIAN = {
    "wrote_header": rf"^({_QUOTE}Pada\s[^\n]{{1,300}}\n?[^\n]{{0,300}}(?:menulis|wrote):)$",
    "from_header": (
        rf"((?:(?:^|\n|\n{_QUOTE})[* ]*(?:Dari|Dikirim|Terkirim|Kepada|Ke|Perihal|Subjek|Judul|Tanggal|Tgl|Cc|Tembusan)"
        r" ?:[ *]*(?:\s{,2}).*){2,}(?:\n.*){,1})"
    ),
    "disclaimers": ["Peringatan:", "Pernyataan:", "Rahasia:"],
    "signatures": [
        "Hormat kami", "Hormat saya", "Salam hormat", "Salam,", r"Salam$", "Wassalam", r"Terima kasih[,.! ]*$",
        r"Trims[,.! ]*$", "Atas perhatian(?:nya| Bapak| Ibu)", r"Demikian(?:,| kami| disampaikan| laporan)",
    ],
    "sent_from": "Dikirim dari|Terkirim dari|Dapatkan Outlook untuk",
}  # fmt: skip
_SEPARATOR = re.compile(
    r"^[ \t]*-{2,}[ \t]*(?:Pesan Asli|Pesan Terusan|Forwarded message)[ \t]*-{2,}[ \t]*$", re.M | re.I
)
_NEEDS = "mail-parser-reply"
_MOST = 8_000
"""Characters of a text that are looked at: a reply stands at its beginning."""
_WIDTH = 400
"""Characters of a line; the library's patterns take a time that grows with the cube of that."""


def check_at_hand() -> None:
    """Raise `UsageError` where the library isn't installed."""
    try:
        import mailparser_reply  # noqa: F401
    except ImportError as error:
        sentence = _("mails are read with the library {library}; pip install {library} brings it")
        raise UsageError(sentence.format(library=_NEEDS)) from error


def reply_in(text: str) -> str:
    """Return what a person wrote of the text of a mail; of a reply below or between what it quotes that."""
    from mailparser_reply.constants import MAIL_LANGUAGES
    from mailparser_reply.parser import EmailMessage

    MAIL_LANGUAGES.setdefault(_LANGUAGE, _INDONESIAN)
    text = _tamed(text)
    cut = _SEPARATOR.search(text)
    if cut is not None and text[: cut.start()].strip():
        text = text[: cut.start()]
    mail = EmailMessage(text=text, languages=[_LANGUAGE, "en"], keep_hyphen_lists=True).read()
    replies = (_unquoted(reply.body) for reply in mail.replies)
    return next((reply for reply in replies if reply), "")


def _tamed(text: str) -> str:
    """Return the beginning of a text, of lines that aren't too long, never more than one of them empty in a row."""
    lines = [" ".join(line.split()) for line in text[:_MOST].splitlines()]
    kept = [line for place, line in enumerate(lines) if line or (place and lines[place - 1])]
    return "\n".join(part for line in kept for part in (wrap(line, _WIDTH) or [""]))


def _unquoted(text: str) -> str:
    return "\n".join(line for line in text.split("\n") if not line.startswith(">")).strip()
