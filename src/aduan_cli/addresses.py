"""The address in what a caller says: street, housing, block, number, RT and RW, as said.

What follows the word for a street is its name only where it looks like one. People type without capitals and commas,
and "jalan" is any road, so a name ends before a word of ordinary talk, and is none where it begins with one ("jalan bau
busuk"), where it is only an abbreviation ("jl pd") or says only which kind of road it is ("jalan raya").
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from aduan_cli.text import MAX_TEXT, word_set

NOT_ROADS = word_set("lampu penerangan bahu badan trotoar")
"""Words before "jalan" that say that it is no road's name: "lampu jalan X mati"."""
_STREETS = word_set("jl jln jalan gg gang")
_HOUSING = word_set(
    "perum perumahan perumnas komplek kompleks cluster klaster apartemen apartment rusun rusunawa kp kampung ruko"
)
_NUMBERED = word_set("rt rw no nomor nomer blok block km")
_NO_START = word_set("no nomor nomer km")  # "nomor 119" is no address
CUES = _STREETS | _HOUSING | word_set("rt rw blok block")
"""Folded words of which an address has one."""
WORD = r"[^\W_]+"
"""A word as it stands in a text that isn't folded."""
_PROSE = word_set(
    # written
    "ada adanya agar akan akibat aman amblas antara atau bagi bahwa baik baru banjir banyak "
    "banyaknya bapak belum berada berdebu berlubang besar bisa bolong bu cepat dan dalam dapat "
    "dari daerah dekat dengan depan di dibawah diduga digenangi dilokasi dimohon ditutup gelap "
    "genangan hancur hari harus hilang hingga ibu ini itu jadi jelek jika kabel kaki kami karena kata "
    "kali keadaan kebakaran ke kecelakaan kel kelurahan kec kecamatan keluar kembali kepada ketika "
    "kita kondisi kota kotor kurang lagi lain lampu layang licin lokasi longsor lubang macet masuk mati "
    "meluap menanyakan menghalangi mengganggu menjadi menuju menutup menyala meminta minta mogok "
    "mohon mulai nasional nya oleh orang pada padam pak para parah patah pecah penerangan penuh perbaikan "
    "pju pohon provinsi retak ribut roboh rubuh rumah rusak saat saja sampah sampai samping sangat saya "
    "sebelah sebrang seberang sedang segera sejak sekitar sekarang selama semua sepanjang seperti "
    "setelah setiap sudah supaya tadi tanpa telah tempat tepat tepatnya tergenang terjadi terkait "
    "terlihat tersebut tersumbat tertutup terus tetapi tidak tol tolong tumbang tutup umum untuk "
    "utama wali warga yaitu yang yg is the in on at near has been are and "
    # spoken
    "admin aja amat apa apakah bakal banget bawah beberapa begini begitu berapa biar bukan buat cuma "
    "deh deket dimana doang dong enggak ga gak gimana gini gitu gue jangan juga kadang kagak kalau kalo "
    "kapan kemana kemarin kenapa kok lalu lama lewat lho loh makin malah malam mana masih mau mengapa "
    "namun nanti nggak nih ngga ogah paling pagi pengen pernah persis pula sama sama2 sambil semalam "
    "sempat sering siang siapa sih skrg soalnya sore tahun tak tapi ternyata terlalu tiap tiba tidak tuh "
    "udah udh wah waktu wib ya yah "
    # what is wrong with a road, a house, a lamp
    "ambles ambrol ambruk angker anjlok asap atap bahaya banjirnya bangkai basah bau becek begal bersih "
    "bocor bopeng busuk comberan curam debu gompal gulita hitam hujan jatoh jatuh jebol jorok kebakar "
    "kebanjiran kebuka kedip kemacetan kemalingan kering ketabrak ketutup keras kosong krowak lecet "
    "longgar lumpur macetnya maling mampet miring nabrak nyala padat panas pipa putus rame ramai rawan "
    "remang remuk rembes rob rompal runtuh sempit sepi seram serem tabrakan tawuran terang "
    # what somebody does
    "bakar bikin buang dapet duduk ditinggal dua gali hidup ilang jaga jalan jual kerja lapor lari lihat "
    "liat lift maju mundur nanya naik nunggu nyasar orangnya parkir pasang pergi pulang pulangnya punya sakit "
    "tabrak tanya taruh tidur tiga turun "
    # what is on a road, or what it is like
    "ancur angkot anjing becak gosong kacau kucing lecek mobil motor ojek ojol rusaknya semrawut sepeda truk truck "
    "dekat2 gratis air dgn dlm karna kena krn utk gara nyampe sampe sampek sini sana sendiri sendirian lgi kmrn "
    # what happens on it
    "mandek mandir meledak meletus mepet mondar ngebut nongkrong nyebrang nyempit nyerempet pecahan rusuh "
    "balap belokan dagang dicat jualan kumuh licinnya ngantri ngantre putusnya tembus tikungan"
)
"""Words that end the name of a street, and don't begin one."""
_IN_NAMES = word_set("baru besar dalam lama utama")
"""Such words that belong to the name where RT, RW, a block or a number follows: "Kp Sawah Besar RT 02"."""
_KINDS = word_set(
    "raya tikus tengah protokol lingkungan desa poros alternatif tembus tembusan setapak akses pintas kabupaten negara "
    "arteri kecil tanah"
)
"""Which kind of road it is: a name has more words than these."""
_TITLES = word_set("h hj kh hr r rd dr pd st mt ht mh tb rm prof hos ir")
"""Abbreviations that a name may begin with, and that are none alone: "jl. H. Naman", "jl pd gede"."""
_LIKE_VERBS = tuple(
    word_set(
        "dipon dipat dirgan diamon berlia bering berdik berka bersat bersaud terata terusan termin ternat mentaw "
        "mengwi membram menganti"
    )
)
"""How names begin that look like verbs."""

_NO_PLACE = word_set(
    "ya y yes iya iye yoi ok oke okay tidak tdk no n g ga gak gk ngga nggak engga enggak kagak tak ndak bukan belum "
    "blm tau tahu tw entah lupa bingung jelas kurang sudah udah nanti disini disana disitu sini sana situ di mana "
    "dimana lewat skip kosong null none na halo tes test pak bu mas mbak saya aku dia orangnya penelepon"
)
"""Words of which an answer may consist that is asked for a place and names none."""


def names_no_place(said: str) -> bool:
    """Whether an answer can't be a place by the looks of it: "ya", "2", "-", "gak tau", "xxx"."""
    words = [word.lower() for word in re.findall(WORD, said[:MAX_TEXT])]
    if len(words) == 1 and words[0].isdecimal():
        return True
    return all(word in _NO_PLACE or (word.isalpha() and len(set(word)) == 1) for word in words)


def address_in(original: str, tokens: int, firsts: set[int]) -> str | None:
    """Return the first stretch of a text that is street, housing, block, number, RT and RW, as written.

    `tokens` is the number of its folded words; `firsts` are those that begin names of the city that were found. It ends
    before these, for they are told apart, and before prose. Up to three other words may stand before a further number
    of house, block, RT or RW.
    """
    spans = [match.span() for match in re.finditer(WORD, original[:MAX_TEXT])]
    words = [original[start:end].lower() for start, end in spans]
    names = firsts if len(words) == tokens else set()
    first = last = -1
    at = 0
    while at < len(words):
        after = _numbered(words, at) or _named_part(words, at, names, original, spans)
        if after and first < 0 and words[at] in _NO_START and not _street_follows(words, after, names, original, spans):
            after = 0
        if after:
            first, last = at if first < 0 else first, after - 1
            at = after
        elif first >= 0 and (at - last > 3 or at in names or _is_talk(words, at)):
            break
        else:
            at += 1
    return original[spans[first][0] : spans[last][1]] if first >= 0 else None


def names_in(original: str, names: set[int], more: Container[str]) -> Iterator[tuple[str, str]]:
    """Yield the streets and estates that a text names, and what follows words of `more`: that word, and all as written.

    `names` are the words that begin names of the city's kecamatan and kelurahan, before which a name ends.
    """
    spans = [match.span() for match in re.finditer(WORD, original[:MAX_TEXT])]
    words = [original[start:end].lower() for start, end in spans]
    for at, word in enumerate(words):
        after = _named_part(words, at, names, original, spans)
        if not after and word in more:
            after = _name_end(words, at, names, original, spans)
        if after:
            yield word, original[spans[at][0] : spans[after - 1][1]]


def _street_follows(words: list[str], at: int, names: set[int], original: str, spans: list[tuple[int, int]]) -> bool:
    """Whether a street's or housing's name begins at word `at`: "no 12 jl nangka"."""
    return at < len(words) and _named_part(words, at, names, original, spans) > 0


def _numbered(words: list[str], at: int) -> int:
    """Return the number of the word after "RT 04", "rw011", "No. 7" or "Blok C 3" at word `at`, else 0."""
    word = words[at]
    if word not in _NUMBERED:
        return at + 1 if word[:2] in ("rt", "rw", "no") and _is_number(word[2:]) else 0
    block = word in ("blok", "block")
    most = 2 if block or word == "rt" else 1  # "RT 06/015" is RT and RW
    after = at + 1
    while after < len(words) and after - at <= most:
        if not _is_number(words[after]) and not (block and _is_letters(words[after])):
            break
        after += 1
    return after if after > at + 1 else 0


def _is_number(word: str) -> bool:
    """Whether a word is a number as in addresses: up to four digits, perhaps with a letter ("12a").

    One with which a mobile phone begins is none: "hubungi Pak RT 0812-..." says nobody's address.
    """
    digits = word[:-1] if word[-1:].isalpha() else word
    return len(digits) <= 4 and digits.isdecimal() and not (len(digits) == 4 and digits.startswith("08"))


def _is_letters(word: str) -> bool:
    """Whether a word can be the letters of a block."""
    return len(word) <= 3 and word not in _PROSE and word not in _NUMBERED and word not in CUES


def is_talk(word: str) -> bool:
    """Whether a word, in small letters, is one of ordinary talk or of an address, and so none of a name."""
    return word in _PROSE or word in CUES or _is_verb(word) or (len(word) > 4 and word.endswith("nya"))


def _is_talk(words: list[str], at: int) -> bool:
    """Whether the word at `at` is one of ordinary talk, which no name of a street has there."""
    word = words[at]
    if word in _PROSE:
        return not (word in _IN_NAMES and at + 1 < len(words) and _numbered(words, at + 1))
    return _is_verb(word) or (len(word) > 4 and word.endswith("nya"))


def _is_verb(word: str) -> bool:
    """Whether a word has the affixes of a verb: "diperbolehkan", "menyebabkan", "bergelombang", "ngebul", "nutupin"."""
    if word[-1:] == "2" and len(word) > 4 and word[:-1].isalpha():  # said twice: "bolong2", "gara2"
        return True
    if len(word) < 6 or word.startswith(_LIKE_VERBS):
        return len(word) > 4 and word.startswith(("nge", "ngg"))
    if word[0] == "n" and word.endswith("in") and not word.endswith(("udin", "rdin", "ddin")):  # "nutupin"
        return True
    if word.startswith(("di", "ber", "ter", "nge", "ngg")):
        return True
    return (len(word) > 6 and word.startswith(("meng", "meny", "mem"))) or (len(word) > 7 and word.startswith("men"))


def _is_bare(word: str, original: str) -> bool:
    """Whether a word is an abbreviation: short, or without a vowel. One in capitals among others is a name ("BTN")."""
    if not word.isalpha() or (len(word) > 2 and not set("aeiou").isdisjoint(word)):
        return False
    return original.islower() or original == original.capitalize()


def _named_part(words: list[str], at: int, names: set[int], original: str, spans: list[tuple[int, int]]) -> int:
    """Return the number of the word after the name of a street or housing estate at word `at`, else 0."""
    if words[at] in _STREETS:
        if at and words[at - 1] in NOT_ROADS and words[at] != "gang":
            return 0
    elif words[at] not in _HOUSING:
        return 0
    return _name_end(words, at, names, original, spans)


def _name_end(words: list[str], at: int, names: set[int], original: str, spans: list[tuple[int, int]]) -> int:
    """Return the number of the word after the name that follows the word at `at`, else 0."""
    after = at + 1
    is_name = False
    while after < len(words) and after - at <= 5 and after not in names:
        word, said = words[after], original[slice(*spans[after])]
        between = original[spans[after - 1][1] : spans[after][0]]
        if _is_talk(words, after) or word in CUES or _numbered(words, after):
            break
        if any(c in between for c in ",;([\n") or (
            after > at + 1 and "." in between and not _is_short(words[after - 1])
        ):
            break
        bare = _is_bare(word, said)
        if bare and not _is_short(word):
            break
        is_name = is_name or not (bare or word in _TITLES or word in _KINDS)
        after += 1
    return after if is_name else 0


def _is_short(word: str) -> bool:
    """Whether a word is a title or an initial, after which a name goes on."""
    return word in _TITLES or (len(word) == 1 and word.isalpha())
