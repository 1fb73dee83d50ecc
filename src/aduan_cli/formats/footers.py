"""Rows of a sheet that are no calls: totals and signatures, as offices write them below their tables.

Only what is recognised as one, cell by cell, is passed over. Other words may be all that somebody wrote of a call.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

LONGEST = 80
"""Characters of such a cell; what is longer is told by words, and never read by a pattern."""

_MONTH = (
    r"(?:jan(?:uari|uary)?|feb(?:ruari|ruary)?|mar(?:et|ch)?|apr(?:il)?|mei|may|jun[ie]?|jul[iy]?|agu(?:stus)?|agt|aug(?:ust)?"
    r"|sept?(?:ember)?|okt(?:ober)?|oct(?:ober)?|nov(?:ember)?|des(?:ember)?|dec(?:ember)?)\b"
)
_HEAD_OF_TOTAL = (
    r"(?:(?:grand|sub)?[\s-]*(?:total|jumlah|jml|t\s+o\s+t\s+a\s+l|j\s+u\s+m\s+l\s+a\s+h)"
    r"|rekap(?:itulasi)?|rata-rata|average|sum)\b"
)
_COUNTED = (
    r"(?:panggilan|laporan|pengaduan|aduan|keluhan|telepon|masuk|keluar|selesai|proses|data|calls?|center|centre|tiket|kasus|kejadian|baris|records?"
    r"|total|jumlah|semua|seluruh(?:nya)?|keseluruhan|akhir|bulan|tahun|hari|minggu|tanggal|shift|per|ini|umum|di|kota|kab(?:upaten)?|bekasi)\b"
)
_NUMBER = r"[\s\d.,:;%/()+=-]"
_TOTAL = re.compile(rf"\W*{_HEAD_OF_TOTAL}(?:{_COUNTED}|{_MONTH}|{_NUMBER})*\W*")
_COUNT = re.compile(rf"(?:\d{{1,6}}|\d{{1,3}}(?:[.,]\d{{3}}){{1,2}})(?:\s*%|(?:\s+{_COUNTED})*)")
_BEGINS_LIKE_TOTAL = re.compile(rf"\W*{_HEAD_OF_TOTAL}[\w\s]*\W*")
_OFFICE = (
    r"(?:bidang|dinas|seksi|bagian|sub|subbag(?:ian)?|tim|team|regu|shift|piket|jaga|call|center|centre|command|layanan|pelayanan|pengaduan"
    r"|informatika|informasi|komunikasi|persandian|statistik|dan|kota|kab(?:upaten)?|bekasi|operasional|uptd?|pusat|data|kecamatan|kelurahan|umum|i{1,3}|iv|\d)\b"
)
_TITLE = (
    r"(?:(?:a\.?n|u\.?b|plt|plh|pj)\.?\s+)?(?:kepala|ketua|koordinator|sekretaris|supervisor|spv|kasi|kabid|kabag|kasubb?ag|manajer|manager"
    r"|admin|operator|petugas|direktur|camat|lurah|wali\s?kota|pengawas|penanggung\s+jawab|pelaksana|staf)\b"
    rf"(?:[\s.,:/&()-]|{_OFFICE})*"
)
_SIGNED = (
    r"(?:yang\s+)?(?:mengetahui|menyetujui|mengesahkan|disetujui|diketahui|diperiksa|dibuat|disusun|hormat\s+kami|tertanda|ttd|tanda\s+tangan)\b"
    r"(?:[\s.,:/&()-]|oleh\b|dan\b|menyetujui\b)*"
)
_PLACE = (
    r"(?:(?:kota|kab(?:upaten)?|kec(?:amatan)?|kel(?:urahan)?)\b\.?\s*)?[a-z][a-z.'-]{1,20}(?:\s+[a-z][a-z.'-]{1,20})?"
)
_PLACE_AND_DATE = rf"{_PLACE}\s*,?\s*(?:\d{{1,2}}\s+{_MONTH}\.?\s+\d{{4}}|\d{{1,2}}[-/.]\d{{1,2}}[-/.]\d{{4}})\.?"
_NO_CALL = (
    _TOTAL,
    re.compile(rf"{_NUMBER}*|[\W_]*|rp{_NUMBER}+"),
    re.compile(rf"{_MONTH}\.?\s*\d*"),
    re.compile(r"(?:nip|nik|nrp)\b[\s.:]*[\d\s./-]*"),
    re.compile(rf"(?:{_SIGNED})?(?:{_TITLE})?"),
    re.compile(_PLACE_AND_DATE),
)
_BEGINS_SIGNATURE = (re.compile(rf"{_SIGNED}(?:{_TITLE})?"), re.compile(_PLACE_AND_DATE))
_OF_SIGNATURE = (
    *_BEGINS_SIGNATURE,
    re.compile(_TITLE),
    re.compile(r"(?:nip|nik|nrp)\b[\s.:]*[\d\s./-]*"),
    re.compile(r"[\W_]+"),
)
_COLUMN_NUMBER = re.compile(r"\W*(\d{1,3})\W*")
_DEGREE = r"(?:[SM]\.\s?[A-Z][A-Za-z]{0,4}\.?|[SM][EHTM]|A\.?Md\.?[A-Za-z.]*|MSi)"
_WITH_DEGREE = re.compile(rf"(?:(?:Drs?|Dra|Ir|Hj?)\.\s*)*[A-Z][A-Za-z.' ]{{1,40}}(?:,\s*{_DEGREE})+\.?")


def begins_like_total(cell: str) -> bool:
    """Say whether a cell, stripped, is a word like "total", whatever words follow it."""
    return len(cell) <= LONGEST and _BEGINS_LIKE_TOTAL.fullmatch(cell.casefold()) is not None


def is_no_call(cell: str) -> bool:
    """Say whether all of a cell, stripped, belongs to a total or a signature: `JUMLAH`, `57`, `NIP. 19...`."""
    if len(cell) > LONGEST:
        return False
    folded = cell.casefold()
    return any(form.fullmatch(folded) for form in _NO_CALL) or _WITH_DEGREE.fullmatch(cell) is not None


def is_total_row(cells: Sequence[str]) -> bool:
    """Say whether a row is a total and nothing else, in whatever columns: `JUMLAH`, with counts beside it."""
    given = [cell for one in cells if (cell := one.strip().casefold()) and cell != "-"]
    if any(len(cell) > LONGEST for cell in given):
        return False
    totals = [cell for cell in given if _TOTAL.fullmatch(cell)]
    return bool(totals) and all(cell in totals or _COUNT.fullmatch(cell) for cell in given)


def begins_signature(cell: str) -> bool:
    """Say whether a cell, stripped, is one with which a signature begins: `Mengetahui,`, a place with a date."""
    return len(cell) <= LONGEST and any(form.fullmatch(cell.casefold()) for form in _BEGINS_SIGNATURE)


def is_of_signature(cell: str) -> bool:
    """Say whether a cell, stripped, belongs to a signature, a name without a degree left aside."""
    if len(cell) > LONGEST:
        return False
    folded = cell.casefold()
    return any(form.fullmatch(folded) for form in _OF_SIGNATURE) or _WITH_DEGREE.fullmatch(cell) is not None


def are_column_numbers(cells: Sequence[str]) -> bool:
    """Say whether a row only numbers the columns, as forms do below their head: `1`, `2`, `3`, or `(1)`, `(2)`."""
    said = [_COLUMN_NUMBER.fullmatch(cell) for cell in cells if cell.strip()]
    return len(said) > 2 and [match and int(match[1]) for match in said] == [*range(1, len(said) + 1)]
