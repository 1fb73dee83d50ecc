"""What officers call commands and options in Indonesian: for hints alone, the names themselves are English.

A hint is looked up when a name is unknown; nothing is ever done by these words.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

_COMMANDS = {
    "log": "catat lapor laporkan tambah baru",
    "info": "tanya",
    "list": "daftar",
    "show": "lihat tampil tampilkan buka detail",
    "search": "cari temukan",
    "route": "salurkan",
    "why": "kenapa mengapa",
    "edit": "ubah ganti koreksi perbaiki sunting",
    "note": "catatan komentar",
    "attach": "lampirkan lampiran",
    "whoami": "siapa masuk login",
    "import": "impor",
    "export": "ekspor",
    "ack": "terima diterima",
    "handoff": "sambungkan",
    "start": "mulai kerjakan proses",
    "hold": "tunda tahan pending",
    "return": "kembalikan kembali",
    "assign": "tugaskan serahkan",
    "refer": "rujuk",
    "resolve": "selesai selesaikan beres",
    "close": "tutup",
    "reopen": "buka-lagi",
    "reject": "tolak batal batalkan",
    "answer": "jawab",
    "merge": "gabung gabungkan",
    "unmerge": "pisah pisahkan",
    "caller": "penelepon",
    "callbacks": "telepon-balik telpon-balik",
    "done": "selesai sudah",
    "similar": "mirip serupa",
    "history": "riwayat",
    "clock": "tenggat",
    "outbox": "pesan",
    "unit": "dinas",
    "places": "tempat",
    "calendar": "kalender",
    "holidays": "libur",
    "rules": "aturan",
    "report": "laporan",
    "handover": "serah-terima oper",
    "sign": "tanda-tangan",
    "incident": "kejadian",
    "board": "papan layar",
    "doctor": "periksa",
}
_OPTIONS = {
    "phone": "telp telpon telepon hp nomor wa",
    "name": "nama",
    "caller-address": "alamat-penelepon",
    "address": "alamat jalan",
    "kecamatan": "kec",
    "kelurahan": "kel desa",
    "category": "kategori kat",
    "priority": "prioritas",
    "kind": "jenis",
    "unit": "dinas opd",
    "reason": "alasan sebab",
    "result": "hasil",
    "note": "catatan",
    "to": "ke kepada",
    "into": "induk",
    "by": "oleh",
    "until": "sampai hingga",
    "since": "sejak dari tgl tanggal",
    "at": "pada waktu",
    "as": "sebagai",
    "file": "berkas foto lampiran",
    "answer": "jawaban",
    "text": "isi teks",
    "support": "pendukung bantu",
    "crew": "regu",
    "limit": "semua batas",
    "columns": "kolom",
    "open": "terbuka",
    "late": "terlambat telat",
    "mine": "milikku punyaku",
    "count": "hitung",
    "actor": "petugas",
    "lang": "bahasa",
    "yes": "ya",
    "dry-run": "coba",
}


def said_commands(known: Collection[str]) -> dict[str, str]:
    """Return the words for those commands that are known: word → name."""
    return _of(_COMMANDS, known)


def said_options(known: Collection[str]) -> dict[str, str]:
    """Return the words for those options that are known, without dashes: word → name."""
    return _of(_OPTIONS, known)


def _of(table: Mapping[str, str], known: Collection[str]) -> dict[str, str]:
    return {word: name for name, words in table.items() if name in known for word in words.split()}
