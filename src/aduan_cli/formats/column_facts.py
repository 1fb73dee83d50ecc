"""What stands in the columns of a strange file, and which of our fields each may be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from aduan_cli.formats.date_forms import DateForms
from aduan_cli.formats.mapper import present
from aduan_cli.formats.times_of_day import clock_of
from aduan_cli.phones import normalise_phone
from aduan_cli.places import kecamatan_named, kelurahan_named
from aduan_cli.text import fold, join_pattern

if TYPE_CHECKING:
    from aduan_cli.compiled import Rules

TIME, UNIT, KEY = "time", "unit", "key"
NAMES = {
    "text": "permasalahan|isi|isi laporan|isi aduan|isi pengaduan|uraian|uraian pengaduan|uraian laporan|keluhan|"
    "aduan|pengaduan|laporan|deskripsi|masalah|text|description|complaint|details|case_title|type",
    "reported_at": "tanggal|tgl|tanggal lapor|tgl lapor|tanggal laporan|tanggal pengaduan|waktu|date|open_dt|opened|"
    "open date|submitted|created|created_at|reported|reported_at|timestamp|requested_datetime",
    TIME: "jam|pukul|pkl|time|jam lapor|waktu lapor",
    "closed_at": "tanggal selesai|tgl selesai|closed|closed_dt|closed_at|closed date|answered|resolved",
    "answer": "jawaban|answer|tanggapan|respon|respons|response|closure_reason|status_notes",
    UNIT: "opd|dinas|instansi|unit|agency|agency_responsible|skpd|queue|department|opd terkait|instansi terkait|"
    "ditindaklanjuti oleh|diteruskan ke|ditujukan ke|disposisi",
    "status": "status|case_status|ket|keterangan|state",
    "caller.name": "nama|nama pelapor|pelapor|name|penelepon|nama penelepon|nama plpr|nama pengadu|pengadu|"
    "nama pemohon|pemohon|nama warga|nama lengkap",
    "caller.phone": "hp|hp/tlp|telepon|telp|no hp|no. hp|no telepon|nomor hp|nomor telepon|phone",
    "caller.address": "alamat|alamat pelapor|alamat rumah",
    "kecamatan": "kecamatan|kec", "kelurahan": "kelurahan|kel|desa",
    "channel": "saluran|media|channel|source|kanal", "actor": "petugas|operator|officer|penerima",
    "result": "tindak lanjut|tindaklanjut", "took": "jam_tl|lama penanganan|durasi",
    KEY: "no|no.|nomor|id|kode|nomor tiket|no tiket|ticket|case_enquiry_id|service_request_id",
}  # fmt: skip
"""What offices call a column that is one of our fields, or its time, the unit, the key; in small letters."""
VOCABULARY = [name for names in NAMES.values() for name in names.split("|")]
STATUS_WORDS = {
    "selesai": "closed", "closed": "closed", "tutup": "closed", "done": "closed", "proses": "in_progress",
    "diproses": "in_progress", "dalam proses": "in_progress", "in progress": "in_progress", "open": "", "baru": "",
}  # fmt: skip
"""What offices call states, and what each is here."""
_MOST_VALUES = 20_000
_MOST, _SOME = 0.8, 0.5
"""Shares of the cells of a column."""
_SHORT = 60
"""Characters of a cell that may be a time, a phone, a place or a unit."""
_LONG = 12
"""Characters of a text, on the average, at the least."""


class ColumnFacts:
    """One column: how many cells are `filled`, how many say what, which values there are."""

    def __init__(self, name: str, rules: Rules) -> None:
        self.name = name
        self.dates = DateForms()
        self.filled = self.characters = 0
        self.values: Counter[str] = Counter()
        self._rules, self._says = rules, Counter[str]()

    def see(self, cell: str) -> None:
        """Take in one cell."""
        said = present(cell)
        if said is None:
            return
        self.filled += 1
        self.characters += len(said)
        dates = self.dates.dates
        self.dates.see(said)
        if said in self.values or len(self.values) < _MOST_VALUES:
            self.values[said] += 1
        if len(said) <= _SHORT and self.dates.dates == dates:
            for what in self._kinds(said):
                self._says[what] += 1

    def _kinds(self, said: str) -> Iterable[str]:
        gazetteer = self._rules["gazetteer"]
        if clock_of(said):
            yield TIME
        digits = sum(map(str.isdigit, said))
        if digits >= 8 and said[:1] in "+08(6" and normalise_phone(said):
            yield "caller.phone"
        if kecamatan_named(said, gazetteer):
            yield "kecamatan"
        if kelurahan_named(said, gazetteer):
            yield "kelurahan"
        if join_pattern(said) in self._rules["unit_names"]:
            yield UNIT
        if fold(said) in STATUS_WORDS:
            yield "status"

    def share(self, what: str) -> float:
        """Return which part of the filled cells says something: a day, a time, a phone, a place, a unit."""
        count = self.dates.dates if what == "reported_at" else self._says[what]
        return count / self.filled if self.filled else 0.0

    @property
    def length(self) -> float:
        """Return how many characters a cell has, on the average."""
        return self.characters / self.filled if self.filled else 0.0

    @property
    def is_unique(self) -> bool:
        """Say whether no value is there twice, as far as values were counted."""
        return self.filled > 1 and len(self.values) == min(self.filled, _MOST_VALUES)

    @property
    def may_begin_anew(self) -> bool:
        """Say whether its numbers are no record's own: one is there twice, or they count from 1."""
        return not self.is_unique or "1" in self.values


def roles(columns: Sequence[ColumnFacts]) -> dict[str, ColumnFacts]:
    """Return which column is which of our fields: by its name where its cells don't contradict, then by its cells."""
    found: dict[str, ColumnFacts] = {}
    taken: set[str] = set()

    def take(role: str, column: ColumnFacts | None) -> None:
        if column is not None and role not in found and column.name not in taken:
            found[role] = column
            taken.add(column.name)

    for role, names in NAMES.items():
        for name in names.split("|"):
            called = (c for c in columns if _bare(c.name) == _bare(name) and _may_be(role, c))
            take(role, next(called, None))
    for role in ("reported_at", TIME, "caller.phone", "kecamatan", "kelurahan", UNIT, "status"):
        # Units and states have words of their own in every office.
        least = _SOME if role in (UNIT, "status") else _MOST
        free = [c for c in columns if c.name not in taken and c.share(role) >= least]
        take(role, max(free, key=lambda c: c.share(role), default=None))
    free = [c for c in columns if c.name not in taken and c.length >= _LONG and c.share("reported_at") < _SOME]
    take("text", max(free, key=lambda c: c.length, default=None))
    take(KEY, next((c for c in columns if c.name not in taken and c.is_unique and c.length < 20), None))
    return found


def _bare(name: str) -> str:
    """Return the letters and digits of a name, for `Ket.` and `No. HP` are `ket` and `no hp`."""
    return "".join(sign for sign in name.casefold() if sign.isalnum())


def _may_be(role: str, column: ColumnFacts) -> bool:
    if role in ("reported_at", "closed_at", TIME):
        return column.share(TIME if role == TIME else "reported_at") >= _SOME
    if role == "text":
        return column.length >= _LONG
    return column.filled > 0 or role in ("answer", "result", "took")
