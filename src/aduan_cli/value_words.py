"""The Indonesian words for the values of a complaint's fields, as people type them: the one table of them.

Machine formats and the store have the English value only. Pure.
"""

from __future__ import annotations

TRIAGE = "triage"
"""What stands for the desk's own queue, however the desk names it."""
INDONESIAN = {
    "kind": {
        "complaint": "pengaduan aduan keluhan",
        "information": "informasi pertanyaan",
        "feedback": "aspirasi masukan saran",
    },
    "priority": {
        "low": "rendah",
        "normal": "biasa",
        "high": "tinggi mendesak",
        "emergency": "darurat",
    },
    "status": {
        "new": "baru",
        "routed": "menunggu",
        "acknowledged": "diterima",
        "in_progress": "proses diproses dikerjakan",
        "on_hold": "ditunda",
        "returned": "dikembalikan",
        "referred": "dirujuk",
        "resolved": "selesai",
        "closed": "ditutup",
        "rejected": "ditolak",
        "answered": "dijawab",
    },
    "unit": {TRIAGE: "triase triage"},
}
"""Field → value → its words; the first is the one to show."""


def value_of(field: str, word: str) -> str | None:
    """Return the value of a field that an Indonesian word stands for, whatever its case; None: it is none of them."""
    wanted = word.strip().lower()
    for value, words in INDONESIAN.get(field, {}).items():
        if wanted in words.split():
            return value
    return None
