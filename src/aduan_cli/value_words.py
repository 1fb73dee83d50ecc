"""The Indonesian words for values of columns, as people type and read them: the one table of them.

Machine formats and the store have the English ones only: JSON, CSV and TSV never go through here.
"""

from __future__ import annotations

from aduan_cli.i18n import language

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
    "channel": {
        "phone": "telepon telpon telp",
        "whatsapp": "whatsapp wa",
        "walk-in": "datang",
        "app": "aplikasi",
        "letter": "surat",
        "social": "medsos",
        "patrol": "patroli",
    },
    "step": {
        "handoff": "sambungan",
        "city": "kota",
        "unit": "unit",
        "code": "kode",
        "category": "kategori",
        "triage": "triase",
        "manual": "petugas",
    },
    "source": {
        "given": "diberikan",
        "text": "isi",
        "default": "bawaan",
        "import": "impor",
        "gazetteer": "daftar tempat",
        "point": "titik di peta",
    },
    "state": {
        "in_force": "berlaku",
        "left_out": "tak-berlaku",
        "set_aside": "dihentikan",
        "not_enabled": "tak-aktif",
    },
    "severity": {"error": "kesalahan", "warning": "peringatan"},
    "event": {
        "logged": "dicatat",
        "imported": "diimpor",
        "replaced": "diganti",
        "routed": "diteruskan",
        "revealed": "dibuka",
        "noted": "catatan",
        "second_named": "unit-kedua",
        "attached": "dilampiri",
        "reported_back": "laporan-hasil",
        "received": "kabar-unit",
        "code_answered": "jawaban-unit",
        "code_left_out": "unit-dilewati",
        "plugin_failed": "program-gagal",
        "answers_added": "rincian-ditambah",
        "corrected": "dikoreksi",
        "linked": "dikaitkan",
        "erased": "dihapus",
        "anonymised": "dianonimkan",
        "files_removed": "berkas-dihapus",
        "retained": "masa-simpan",
        "refused": "tidak-diizinkan",
        "edited": "diperbaiki",
        "acknowledged": "diterima",
        "started": "dikerjakan",
        "held": "ditunda",
        "woken": "tunda-usai",
        "redated": "batas-dihitung-ulang",
        "escalated": "eskalasi",
        "returned": "dikembalikan",
        "assigned": "diserahkan",
        "resolved": "selesai",
        "closed": "ditutup",
        "reopened": "dibuka-lagi",
        "rejected": "ditolak",
        "referred": "dirujuk",
        "answered": "dijawab",
        "merged": "digabung",
        "unmerged": "dipisah",
        "followed": "ikut-induk",
        "duplicate_added": "rangkap-masuk",
        "duplicate_removed": "rangkap-keluar",
        "unlinked": "kaitan-dilepas",
        "called_back": "ditelepon-balik",
        "message_queued": "pesan-dikirim-ulang",
        "message_skipped": "pesan-dilewati",
        "joined": "masuk-kejadian",
        "left": "keluar-kejadian",
        "incident_over": "kejadian-usai",
        "message_bounced": "pesan-terpental",
        "pushed": "ke-sistem-lain",
    },
    "reason": {
        "hoax": "palsu hoaks bohong iseng prank",
        "withdrawn": "dicabut",
        "duplicate": "rangkap",
        "not-actionable": "tidak-bisa-ditindak",
        "waiting": "menunggu",
    },
    "file": {"same": "sama", "changed": "berubah", "missing": "hilang", "erased": "dihapus", "closed": "tak-terbaca"},
    "kept": {
        "quarantine": "karantina",
        "inbox": "kabar-unit",
        "spool": "antaran",
        "backup": "cadangan",
        "source": "berkas-asal",
        "mention": "disebut",
    },
    "by": {"desk": "meja", "caller": "penelepon"},
    "check": {
        "store": "data",
        "emergencies": "darurat",
        "rules": "aturan",
        "plugins": "plugin",
        "cron": "cron",
        "late": "terlambat",
        "undecided": "belum-diputuskan",
        "callbacks": "telepon-balik",
        "outbox": "kotak-keluar",
        "inbox": "kabar-unit",
        "holidays": "hari-libur",
        "backup": "cadangan",
        "disk": "disk",
        "files": "berkas",
        "language": "bahasa",
    },
    "similar": {
        "phone": "telepon",
        "words": "kata-kata",
        "kelurahan": "kelurahan",
        "rt-rw": "rt-rw",
        "category": "kategori",
        "unit": "unit",
        "recent": "baru-saja",
    },
    "via": {"mail": "surel", "file": "berkas"},
    "came": {
        "moved": "dipindah",
        "kept": "dicatat",
        "known": "sudah-ada",
        "bounced": "pesan-terpental",
        "automatic": "otomatis",
        "refused": "dikarantina",
        "waiting": "di-karantina",
    },
    "role": {"lead": "utama", "support": "pendukung"},
    "clock": {"handoff": "sambungan", "acknowledge": "terima", "resolve": "selesai"},
    "message": {
        "queued": "menunggu",
        "leased": "sedang-dikirim",
        "sent": "terkirim",
        "failed": "gagal-dicoba-lagi",
        "dead": "gagal-tetap",
        "skipped": "dilewati",
        "routed": "diteruskan",
        "assigned": "ditugaskan",
        "reopened": "dibuka-lagi",
        "escalated": "eskalasi",
        "several": "beberapa",
        "incident": "kejadian",
        "caller-logged": "pelapor-dicatat",
        "caller-referred": "pelapor-dirujuk",
        "caller-resolved": "pelapor-selesai",
        "caller-closed": "pelapor-ditutup",
        "caller-rejected": "pelapor-ditolak",
        "caller-answered": "pelapor-dijawab",
    },
    "stage": {
        "send": "kirim-pesan",
        "witness": "titip-hash",
        "incident": "kejadian",
        "receive": "ambil-balasan",
        "wake": "lanjutkan-tunda",
        "date": "hitung-ulang-batas",
        "escalate": "eskalasi",
        "retain": "masa-simpan",
    },
    "right": {
        "log": "mencatat",
        "move": "memindahkan",
        "reveal": "melihat-penelepon",
        "rules": "mengubah-aturan",
        "erase": "menghapus-orang",
        "export": "ekspor",
    },
    "part": {
        "callers": "penelepon",
        "texts": "kata-kata",
        "attachments": "lampiran",
        "quarantine": "karantina",
    },
    "weekday": {
        "mon": "sen",
        "tue": "sel",
        "wed": "rab",
        "thu": "kam",
        "fri": "jum",
        "sat": "sab",
        "sun": "min",
    },
    "clock-state": {"running": "berjalan", "paused": "berhenti", "kept": "tepat-waktu", "late": "terlambat"},
}
"""Field → value → its words; the first is the one to show."""
SHOWN_STATES = {"unanswered": "belum-dijawab", "noted": "tercatat"}
"""What people read for `answered` where nobody answered (`moves.shown_status`), and its Indonesian word."""
SIGNS = {"emergency": "!!", "high": "!"}
"""Priority → the sign for it where there is no room for the word."""


def value_of(field: str, word: str) -> str | None:
    """Return the value of a field that an Indonesian word stands for, whatever its case; None: it is none of them."""
    wanted = word.strip().lower()
    for value, words in INDONESIAN.get(field, {}).items():
        if wanted in words.split():
            return value
    return None


def words_of(field: str, value: str) -> list[str]:
    """Return the Indonesian words for a value of a field."""
    return INDONESIAN.get(field, {}).get(value, "").split()


def label(field: str, value: str) -> str:
    """Return what people read for a value of a field, in their language. A sign before it stays: `!! emergency`."""
    if language() != "id":
        return value
    if value in ("true", "false"):
        return "ya" if value == "true" else "tidak"
    if field == "priority":
        sign, space, word = value.rpartition(" ")
        return sign + space + _first("priority", word)
    return _first(field, value)


def _first(field: str, value: str) -> str:
    words = words_of(field, value)
    return words[0] if words else SHOWN_STATES.get(value, value) if field == "status" else value
