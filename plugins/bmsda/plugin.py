"""URC BMSDA: yang tidak dapat dikatakan oleh kata-kata di plugin.toml.

Berkas ini milik unit. Isinya empat hal:

- `route`: nomor tiang yang disebut penelepon dicatat dalam satu ejaan.
- `validate`: catatan untuk petugas: nomor tiang yang janggal, tempat yang tidak akan ditemukan regu.
- `aduan bmsda tiang`: pengaduan lampu jalan yang belum selesai, dikelompokkan menurut nomor tiang.
- Selebihnya menjawab None: yang memutuskan adalah plugin.toml.

Mencoba: `aduan plugin check bmsda` menjalankan contoh-contoh di plugin.toml; `aduan route --text "..." --dry-run`
menunjukkan hasil sebuah kalimat. Kata-kata, pertanyaan, dan prioritas ada di plugin.toml dan tidak perlu Python.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from aduan_cli.hookspecs import CommandDesk, Complaint, Decision, Note, hookimpl

if TYPE_CHECKING:
    import click

LONGEST = 5_000
"""Characters of a text that are looked at."""
DONE = ("resolved", "closed", "referred", "rejected", "answered")
STREET_LIGHT = "pju-mati"
UNIT = "bmsda"


_TOKEN = re.compile(r"[^\W_]+")
_PIECE = re.compile(r"[^\W\d_]+|[0-9]+|[/,&-]")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _said(complaint: Complaint) -> list[str]:
    """Return the words of what was said, the address before them where the text hasn't got it."""
    text, address = _TOKEN.findall(complaint.text[:LONGEST].casefold()), complaint.address or ""
    words = _TOKEN.findall(address[:LONGEST].casefold())
    return text if " ".join(words) in " ".join(text) else words + text


# -- nomor tiang


class Pole(NamedTuple):
    """A pole's number in one spelling, "BKS-T-0412"; `right`: it looks like one that stands on a pole."""

    number: str
    right: bool


# Bentuk nomor pada pelat tiang: 3 sampai 5 angka, boleh didahului BKS dan satu atau dua huruf ("BKS-T 0412"), boleh
# diakhiri /PJU ("123/PJU"). Bila pelatnya lain, ubah di sini dan contohnya di plugin.toml.
DIGITS = (3, 5)
CITY = "bks"
ENDING = "/pju"

POLE = _words("tiang tiangnya")
LABEL = _words("nomor nomornya nomer nomernya nmr no kode kodenya id bernomor ber")
KINDS = _words("pju lampu listrik pln")
SMALL = _words("adalah - / yaitu")
NO_LETTERS = _words("rt rw no di ke jl gg km")
MEASURES = _words("meter mtr m cm buah titik batang hari minggu bulan watt w volt tiang")
"""After a number: it counts or measures something."""


def poles(complaint: Complaint) -> list[Pole]:
    """Return the poles that a complaint names, each once, at most five: that of the answer, then those of the text."""
    found = [
        *_answered(complaint.answers.get("nomor-tiang")),
        *_told(_PIECE.findall(complaint.text[:LONGEST].casefold())),
    ]
    return list({pole.number: pole for pole in found}.values())[:5]


def _answered(answer: object) -> Iterator[Pole]:
    """Yield the pole of an answer, which needs no words around the number; "tidak ada" is none."""
    if type(answer) is int and 0 < answer < 10**9:
        answer = str(answer)
    if isinstance(answer, str):
        pieces = _PIECE.findall(answer[:100].casefold())
        yield from [found[0] for at in range(len(pieces)) if (found := _number(pieces, at))][:1]


def _told(pieces: list[str]) -> Iterator[Pole]:
    """Yield the poles of a text: after "tiang", "nomor tiang", "PJU nomor", or with the city's letters."""
    for at, piece in enumerate(pieces):
        labelled = pieces[max(at - 1, 0)] in LABEL
        if piece in POLE:
            first, more = _announced(pieces, at + 1)
            labelled = labelled or more
        elif piece == "pju" and not LABEL.isdisjoint(pieces[at + 1 : at + 2]):
            first, labelled = at + 2, True
        elif piece == CITY and any(map(str.isalpha, pieces[at + 1 : at + 3])):
            first = at
        else:
            continue
        yield from _listed(pieces, first, labelled)


def _announced(pieces: list[str], at: int) -> tuple[int, bool]:
    """Return where the number would begin after "tiang", and whether a word like "nomor" announces it."""
    labelled = False
    while at < len(pieces) and (pieces[at] in KINDS or pieces[at] in LABEL or pieces[at] in SMALL):
        labelled = labelled or pieces[at] in LABEL
        at += 1
    return at, labelled


def _listed(pieces: list[str], at: int, labelled: bool) -> Iterator[Pole]:
    """Yield the number that begins at a piece, and those that are listed after it.

    What no word like "nomor" announces must look like a pole's number, and not be a measure.
    """
    found = _number(pieces, at)
    while found:
        pole, end = found
        following = pieces[end] if end < len(pieces) else ""
        if following == "dari" or (not labelled and (not pole.right or following in MEASURES)):
            return
        yield pole
        found = _number(pieces, end + 1) if following in (",", "&", "dan") else None
        labelled = False


def _number(pieces: list[str], at: int) -> tuple[Pole, int] | None:
    """Return the pole whose number begins at a piece, and where it ends."""
    first = at
    letters: list[str] = []
    while at < len(pieces) and (pieces[at] in "-/" or (len(letters) < 2 and _is_letters(pieces[at], bool(letters)))):
        if pieces[at].isalpha():
            letters.append(pieces[at].upper())
        at += 1
    if at >= len(pieces) or not pieces[at].isdigit() or pieces[first] in "-/":
        return None
    digits, end = pieces[at], at + 1
    while end + 1 < len(pieces) and pieces[end] in "-/" and _ends(pieces[end], pieces[end + 1]):
        end += 2
    ending = "".join(pieces[at + 1 : end])
    if DIGITS[0] <= len(digits) <= DIGITS[1] and ending in ("", ENDING):
        return Pole("-".join([*letters, digits.zfill(4)]) + ending.upper(), True), end
    return Pole(" ".join(pieces[first:end]).replace(" - ", "-").replace(" / ", "/").upper()[:30], False), end


def _is_letters(piece: str, second: bool) -> bool:
    if piece == CITY:
        return not second
    return piece.isalpha() and len(piece) <= 2 and piece not in NO_LETTERS


def _ends(separator: str, piece: str) -> bool:
    return piece.isdigit() or (separator == "/" and piece.isalpha() and len(piece) <= 3)


def _note_poles(complaint: Complaint) -> Decision | None:
    """Return the pole's number as the reason, for the crew; the unit stays the category's."""
    numbers = [pole.number for pole in poles(complaint) if pole.right]
    return Decision(complaint.unit, reason=f"Nomor tiang {', '.join(numbers)}.") if numbers else None


# -- catatan untuk petugas

FINDABLE = _words(
    "rt rw no nomor nomer blok block km gg gang depan samping sebelah belakang dekat deket seberang sebrang sekitar "
    "simpang simpangan pertigaan perempatan bundaran ujung pojok tikungan antara sepanjang seluruh semua jembatan "
    "flyover underpass terowongan masjid mesjid musholla mushola gereja sekolah sd sdn smp smpn sma sman smk smkn "
    "kampus pasar ruko toko warung minimarket mall mal spbu bank hotel rs rumah puskesmas klinik kantor polsek pos "
    "stasiun terminal halte perum perumahan perumnas komplek kompleks cluster klaster apartemen rusun rusunawa "
    "taman lapangan tpu tol kampung kp front near next behind opposite between along complex corner"
)
"""With one of these a crew finds the place; a follow-up of an older report needs none."""
STREET = _words("jl jln jalan")
FOLLOW_UP = _words("tindak tindaklanjut kembali sebelumnya kapan")


def _place_notes(complaint: Complaint) -> Iterator[str]:
    """Yield what to ask when the crew would not find the place."""
    if not (FINDABLE | FOLLOW_UP).isdisjoint(_said(complaint)) or any(pole.right for pole in poles(complaint)):
        return
    street = " ".join((complaint.address or "")[:200].split())[:60]
    if not STREET.isdisjoint(_TOKEN.findall(street.casefold())):
        yield f"“{street}” saja sulit ditemukan regu: tanyakan nomor rumah, RT/RW, atau patokan terdekat."
    else:
        yield "Tempatnya belum jelas bagi regu: tanyakan jalan, RT/RW, atau patokan terdekat."


def _pole_notes(complaint: Complaint) -> Iterator[str]:
    usual = f"biasanya {DIGITS[0]} sampai {DIGITS[1]} angka, misalnya BKS-T 0412"
    for pole in poles(complaint):
        if not pole.right:
            yield f"Nomor tiang “{pole.number}” janggal ({usual}): tanyakan lagi."


# -- jawaban kepada meja aduan


@hookimpl
def route(complaint: Complaint) -> Decision | None:
    """Note the number of a street light's pole."""
    return _note_poles(complaint) if complaint.category == STREET_LIGHT else None


@hookimpl
def validate(complaint: Complaint) -> Sequence[Note]:
    """Tell the officer what the crew will miss."""
    crew_goes = complaint.unit.startswith(UNIT) or any(unit.startswith(UNIT) for unit in complaint.support)
    notes = list(_place_notes(complaint)) if crew_goes else []
    if complaint.category == STREET_LIGHT:
        notes += _pole_notes(complaint)
    return [Note(text) for text in notes]


@hookimpl
def commands() -> Sequence[click.Command]:
    """Return `aduan bmsda tiang`."""
    import click

    @click.command("tiang", help="Pengaduan lampu jalan yang belum selesai, menurut nomor tiang.")
    @click.pass_obj
    def tiang(desk: CommandDesk) -> None:
        grouped, rest = by_pole(desk)
        for number, tickets in sorted(grouped.items(), key=lambda entry: (-len(entry[1]), entry[0])):
            click.echo(f"{number}\t{len(tickets)}\t{';'.join(tickets)}")
        if rest:
            click.echo(f"tanpa nomor tiang: {rest}", err=True)

    return [tiang]


def by_pole(desk: CommandDesk) -> tuple[dict[str, list[str]], int]:
    """Return the tickets of open complaints by pole, and how many name none."""
    grouped: dict[str, list[str]] = {}
    rest = 0
    for complaint in desk.complaints(category=STREET_LIGHT):
        if complaint.kind != "complaint" or complaint.status in DONE:
            continue
        numbers = [pole.number for pole in poles(complaint) if pole.right]
        rest += not numbers
        for number in numbers:
            grouped.setdefault(number, []).append(complaint.ticket or "")
    return grouped, rest
