"""What a unit writes back, in plain words: which move it means, and what goes with it. Pure.

The sure form is a word of the table, a colon, and anything: "selesai: lampu diganti". Without the colon a line that
takes back what it seems to say ("belum", "tapi", "?"), or says two things, is not understood: a person looks at it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from aduan_cli.model import UNIT_MOVES
from aduan_cli.record import Record
from aduan_cli.text import fold, tokens_of

ACK, START, HOLD, RETURN, RESOLVE = UNIT_MOVES
WORDS: Mapping[str, tuple[str, ...]] = {
    ACK: (
        "ack", "acknowledged", "received", "accepted", "terima", "diterima", "kami terima", "sudah diterima",
        "telah diterima", "sudah kami terima", "telah kami terima", "laporan diterima", "siap", "siap laksanakan",
        "akan diproses", "akan ditindaklanjuti", "akan dikerjakan", "akan ditangani", "akan kami proses",
        "akan kami tindaklanjuti", "segera diproses", "segera ditindaklanjuti", "segera dikerjakan",
    ),
    START: (
        "start", "started", "in progress", "working on it", "proses", "diproses", "dalam proses", "sedang diproses",
        "sedang kami proses", "dikerjakan", "sedang dikerjakan", "sedang kami kerjakan", "mulai dikerjakan",
        "ditangani", "sedang ditangani", "sedang ditindaklanjuti", "ditindaklanjuti",
    ),
    HOLD: ("hold", "on hold", "waiting", "tunda", "ditunda", "kami tunda", "menunggu", "masih menunggu"),
    RETURN: (
        "return", "returned", "not ours", "reject", "rejected", "kembalikan", "dikembalikan", "kami kembalikan",
        "bukan wewenang", "bukan wewenang kami", "bukan kewenangan", "bukan kewenangan kami", "bukan ranah kami",
        "bukan tugas kami", "tolak", "ditolak", "kami tolak",
    ),
    RESOLVE: (
        "resolve", "resolved", "done", "fixed", "completed", "selesai", "sudah selesai", "telah selesai",
        "selesai dikerjakan", "selesai ditangani", "beres", "sudah beres", "tuntas", "sudah dikerjakan",
        "telah dikerjakan", "sudah ditangani", "telah ditangani", "sudah kami kerjakan", "sudah ditindaklanjuti",
        "telah ditindaklanjuti",
    ),
}  # fmt: skip
"""The words with which a line begins, by the move that they mean; a desk adds its own by `[inbox] words`.

Who refuses (*tolak*) gives it back: whether nothing is done about it is the desk's to say.
"""
_GREETINGS = (
    "yth", "kepada yth", "dengan hormat", "selamat pagi", "selamat siang", "selamat sore", "selamat malam", "halo",
    "assalamualaikum", "assalamu alaikum", "salam", "bapak ibu", "dear", "hello", "hi", "good morning",
    "good afternoon", "mohon izin", "izin melaporkan",
)  # fmt: skip
_THANKS = ["terima", "kasih"]
"""What is no acknowledgement, though it begins like one."""
_LONGEST_GREETING = 8
"""Words of a line that only greets."""
_DOUBTS = frozenset({
    "belum", "tidak", "tak", "bukan", "jangan", "gagal", "batal", "tapi", "tetapi", "namun", "kecuali", "sebagian",
    "setengah", "kapan", "apakah", "mana", "besok", "nanti", "not", "no", "never", "cannot", "can", "but", "unless",
    "except", "when", "partly", "tomorrow",
})  # fmt: skip
"""Words by which a line takes back what it begins with, or speaks of what is to come."""
_CLAUSE = re.compile(r"[,;.!?]|\bdan\b|\band\b|\blalu\b|\bthen\b")
_UNTIL = re.compile(r"^\W*(?:sampai(?:\s+dengan)?|hingga|s/d|sd|until|till)\b", re.I)
_AFTER_TIME = re.compile(r":(?!\d)|[,;.](?!\d)|\s(?:karena|sebab|because|for)\s|\n", re.I)
_TO = re.compile(r"\b(?:ke|kepada|to)\s+([^.;:,\n]+)", re.I)
_MOST_WORDS_OF_UNIT = 7


class UnitReply(Record):
    """What a unit said: the move, and the text as it goes into the history."""

    verb: str
    words: str
    """What stands behind the words of the table, without them where a colon parts them off; may be empty."""
    until: str | None = None
    """Of a hold, until when, as it was written."""
    to: tuple[str, ...] = ()
    """Of what is given back, to whom it should go: the beginnings of what was written, the longest first."""


class MoveWords:
    """The words of a desk: its own beside those of everybody."""

    def __init__(self, more: Mapping[str, Sequence[str]]) -> None:
        pairs = [(phrase, verb) for words in (WORDS, more) for verb, phrases in words.items() for phrase in phrases]
        self._verbs = {tuple(tokens_of(phrase)): verb for phrase, verb in pairs}
        self._longest = max(map(len, self._verbs))
        self._greetings = {tuple(tokens_of(phrase)) for phrase in _GREETINGS}

    def verb_of(self, phrase: str) -> str | None:
        """Return the move that a word of a file means, all of it."""
        return self._verbs.get(tuple(tokens_of(phrase)))

    def parse(self, text: str) -> UnitReply | None:
        """Return what a reply says in its first line that is no greeting; None: that can't be told for sure."""
        lines = [line.strip() for line in text.strip().splitlines()]
        while lines and self._is_greeting(lines[0]):
            del lines[0]
        if not lines:
            return None
        begun = self._begins(lines[0])
        if begun is None:
            return None
        verb, end = begun
        rest = lines[0][end:]
        is_sure = rest.lstrip().startswith((":", "："))
        if not is_sure and verb in (ACK, START, RESOLVE) and self._is_doubtful(verb, rest):
            return None
        if not is_sure and any(self._says_else(verb, line) for line in lines[1:]):
            return None
        more = "\n".join(lines[1:]).strip()
        if verb == RETURN:
            whole = "\n".join(lines).strip()
            return UnitReply(verb, whole, to=tuple(_beginnings(whole)))
        until = None
        if verb == HOLD:
            until, rest = _until(rest.lstrip(" \t:："))
        first = rest.lstrip(" \t:：,.;-–—!").rstrip()
        return UnitReply(verb, "\n".join(part for part in (first, more) if part), until)

    def _is_greeting(self, line: str) -> bool:
        words = tokens_of(line)
        if not words:
            return True
        greets = any(tuple(words[: len(one)]) == one for one in self._greetings)
        return greets and len(words) <= _LONGEST_GREETING and self._begins(line) is None

    def _begins(self, line: str) -> tuple[str, int] | None:
        """Return the move whose words a line begins with, the longest that fit, and where they end in the line."""
        if tokens_of(line[:100])[:2] == _THANKS:
            return None
        ends = [match.end() for match in islice(re.finditer(r"[^\W_]+", line), self._longest)]
        for end in reversed(ends):
            verb = self._verbs.get(tuple(tokens_of(line[:end])))
            if verb is not None:
                return verb, end
        return None

    def _is_doubtful(self, verb: str, rest: str) -> bool:
        """Say whether a line takes back what it began with, or goes on to say something else."""
        if "?" in rest or not _DOUBTS.isdisjoint(tokens_of(rest)):
            return True
        return any(self._says_else(verb, clause.strip()) for clause in _CLAUSE.split(fold(rest)))

    def _says_else(self, verb: str, clause: str) -> bool:
        """Say whether a clause or a line means another move."""
        other = self._begins(clause)
        return other is not None and other[0] != verb and not _goes_on(verb, other[0])


def _goes_on(verb: str, other: str) -> bool:
    """Say whether a second word only says more: who has it in hand says at times that it will be worked on."""
    return verb == START and other == ACK


def _until(rest: str) -> tuple[str | None, str]:
    """Return until when a hold is to last, as written, and what stands behind it."""
    begins = _UNTIL.match(rest)
    if begins is None:
        return None, rest
    time = rest[begins.end() :]
    parted = _AFTER_TIME.search(time)
    if parted is None:
        return time.strip(), ""
    return time[: parted.start()].strip(), time[parted.end() :]


def _beginnings(text: str) -> Iterator[str]:
    """Yield what may be the name of a unit behind "ke", the longest first, of the last such place first."""
    for match in reversed(list(_TO.finditer(text))):
        words = match[1].split()[:_MOST_WORDS_OF_UNIT]
        yield from (" ".join(words[:count]) for count in range(len(words), 0, -1))


def code_in(words: str, codes: Mapping[str, object]) -> str | None:
    """Return the code of a reason that words name, as in "menunggu suku cadang"; None: none, or several."""
    said = f" {' '.join(tokens_of(words))} "
    found = [code for code in codes if f" {' '.join(tokens_of(code))} " in said]
    return found[0] if len(found) == 1 else None
