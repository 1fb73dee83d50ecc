"""URC BMSDA: yang tidak dapat dikatakan oleh kata-kata di plugin.toml.

Berkas ini milik unit. Isinya empat hal:

- `route`: jalan berlubang atau rusak di jalan nasional dirujuk ke pemerintah pusat, di jalan provinsi ke provinsi
  (daftar `ROADS`). Hanya bila kerusakannya di jalan itu ("di Jl. X"), bukan di dekatnya ("dekat Jl. X"). Lampu jalan
  tetap milik kota, di jalan mana pun. Nomor tiang yang disebut penelepon dicatat dalam satu ejaan.
- `validate`: catatan untuk petugas: nomor tiang yang janggal, tempat yang tidak akan ditemukan regu, jalan yang
  mungkin bukan milik kota.
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
ROAD_DAMAGE = ("jalan-rusak", "jalan-rusak-umum")
DONE = ("resolved", "closed", "referred", "rejected", "answered")
STREET_LIGHT = "pju-mati"
UNIT, CREW = "bmsda", "bmsda-jalan"


_TOKEN = re.compile(r"[^\W_]+")
_PIECE = re.compile(r"[^\W\d_]+|[0-9]+|[/,&-]")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# -- jalan nasional dan provinsi


class Road(NamedTuple):
    """A road that is not, or may not be, the city's.

    `body` maintains it; None: what is known about it is not clear enough to refer anybody. `kecamatan` are those
    that it runs through: a street of this name elsewhere is another one. `spellings` have neither titles nor spaces.
    """

    name: str
    body: str | None
    kecamatan: frozenset[str]
    spellings: frozenset[str]


# Sumber: pernyataan terbuka pemerintah kota di media, dikumpulkan November 2026. Dirujuk hanya jalan yang disebut
# sekurangnya dua kali, terakhir tahun 2026:
#   pusat     Sultan Agung (BMSDA 9-5-2019 dan 4-6-2023; wali kota 18-2-2026 dan 20-2-2026), Jend. Sudirman (BMSDA
#             9-5-2019; wali kota 18-2-2026 dan 20-2-2026), Jend. Ahmad Yani (BMSDA 26-2-2015 dan 9-5-2019; wali kota
#             18-2-2026)
#   provinsi  Siliwangi (wali kota 26-3-2014; BMSDA 26-2-2015 dan 9-5-2019; DPRD Jabar 26-10-2021; wali kota
#             20-2-2026), Raya Narogong (BMSDA 9-5-2019; wali kota 24-1-2026 dan 20-2-2026)
# Yang keterangannya lama atau berbeda-beda tidak dirujuk; petugas diberi catatan (body = None):
#   Ir. H. Juanda (nasional menurut BMSDA 9-5-2019; sejak itu tidak disebut), Cut Mutia (kota menurut BMSDA 9-5-2019,
#   bukan kota menurut wali kota 20-2-2026), KH Noer Ali (kota menurut BMSDA 9-5-2019, nasional menurut BMSDA
#   18-3-2025)
# Daftar resminya Keputusan Menteri PU dan Keputusan Gubernur; bila berbeda, ubah di sini.
ROADS = (
    Road(
        "Jl. Sultan Agung",
        "pemerintah-pusat",
        frozenset({"Medan Satria", "Bekasi Barat"}),
        _words("sultanagung"),
    ),
    Road(
        "Jl. Jend. Sudirman",
        "pemerintah-pusat",
        frozenset({"Bekasi Barat", "Bekasi Selatan", "Bekasi Utara", "Medan Satria"}),
        _words("sudirman soedirman"),
    ),
    Road(
        "Jl. Jend. Ahmad Yani",
        "pemerintah-pusat",
        frozenset({"Bekasi Selatan", "Bekasi Utara", "Rawalumbu"}),
        _words("ahmadyani achmadyani akhmadyani ahmatyani ayani"),
    ),
    Road(
        "Jl. Raya Siliwangi",
        "provinsi",
        frozenset({"Rawalumbu", "Bantargebang"}),
        _words("siliwangi"),
    ),
    Road(
        "Jl. Raya Narogong",
        "provinsi",
        frozenset({"Rawalumbu", "Bantargebang"}),
        _words("narogong narogongraya"),
    ),
    Road(
        "Jl. Ir. H. Juanda",
        None,
        frozenset({"Bekasi Timur", "Bekasi Selatan", "Bekasi Utara"}),
        _words("juanda djuanda"),
    ),
    Road(
        "Jl. Cut Mutia",
        None,
        frozenset({"Bekasi Timur", "Rawalumbu"}),
        _words("cutmutia cutmutiah cutmeutia cutmeutiah cutmuthia cutmuthiah"),
    ),
    Road(
        "Jl. KH Noer Ali",
        None,
        frozenset({"Bekasi Barat", "Bekasi Selatan"}),
        _words("noerali noeralie nurali nuralie"),
    ),
)

STREET = _words("jl jln jalan dijl dijln dijalan")
TITLES = _words("raya jend jendral jenderal ir insinyur h haji kh k kiai kyai")
"""Between "Jl." and the name."""
NEAR = _words(
    "dekat deket dengan sekitar arah menuju ke dari sampai hingga belakang samping sebelah seberang sebrang akses "
    "sebelum setelah melewati lewat antara masuk tembus tembusan alternatif near behind towards off to from"
)
"""Before a street: the place is another one."""
HERE = _words(
    "di pada sepanjang lokasi lokasinya berlokasi alamat alamatnya beralamat ruas tepatnya posisi terletak yaitu "
    "yakni jalan rusak rusaknya parah berlubang lubang berlobang lobang bolong amblas ambles bergelombang hancur retak "
    "aspal tengah pinggir badan bahu on at along in"
)
"""Before a street: this is the place. After any other word it is not sure."""
PLACED = _words("di pada sepanjang lokasi berlokasi alamat beralamat tepatnya")
"""Before a street: it is a place, whichever street it is."""
BRANCH = _words(
    "gang gg blok komplek kompleks perum perumahan cluster dalam kecil permai indah asri jaya megah regency residence "
    "estate town city village raya barat timur utara selatan i ii iii iv v vi vii viii ix x"
)
"""After a street's name: a smaller street or an estate that bears it."""
NAMELESS = _words(
    "yang ini itu tersebut utama umum kota provinsi nasional lingkungan kampung perumahan gang warga tol menuju arah "
    "depan dekat masuk rusak berlubang raya dan samping belakang tembus setapak cor aspal dari ke sampai hingga di "
    "sini situ kami saya nya"
)
"""After "jalan": no street's name follows."""
NOT_THE_SURFACE = _words(
    "gg gang trotoar trotoarnya pedestrian guiding kanstin kerb manhole galian oli solar material tiang plat pelat "
    "pipa pdam kabel kabelnya got gorong selokan saluran salurannya drainase lampu lampunya pju rambu portal "
    "jembatan flyover jpo pohon sampah"
)
"""An alley, or something else than the road's surface: the crew looks first."""
DANGER = _words(
    "amblas ambles longsor putus jatuh terjatuh terperosok korban kecelakaan laka lakalantas celaka bahaya berbahaya "
    "membahayakan dangerous accident accidents"
)

Mention = tuple[Road | None, bool | None]
"""A street in a text: which of `ROADS`, and whether it is the place (None: not sure)."""


def _said(complaint: Complaint) -> list[str]:
    """Return the words of what was said, the address before them where the text hasn't got it."""
    text, address = _TOKEN.findall(complaint.text[:LONGEST].casefold()), complaint.address or ""
    words = _TOKEN.findall(address[:LONGEST].casefold())
    return text if " ".join(words) in " ".join(text) else words + text


def _mentions(words: list[str]) -> Iterator[Mention]:
    """Yield the streets in a text that are, or may be, its place."""
    for at, word in enumerate(words):
        if word not in STREET:
            continue
        before = "di" if word.startswith("di") else words[at - 1] if at else ""
        first = at + 1
        while first < len(words) and words[first] in TITLES:
            first += 1
        road, last = _road(words, first)
        after = words[last] if last < len(words) else ""
        if road is None:
            named = first < len(words) and not (word.endswith("jalan") and words[first] in NAMELESS)
            if before in PLACED and named:
                yield None, True
        elif before not in NEAR and after not in BRANCH and not after.isdigit():
            yield road, not before or before in HERE or None


def _road(words: list[str], first: int) -> tuple[Road | None, int]:
    """Return the listed road whose name begins at a word, and where the name ends."""
    for last in (first + 2, first + 1):
        name = "".join(words[first:last])
        for road in ROADS:
            if name in road.spellings:
                return road, last
    return None, first


def located(complaint: Complaint) -> tuple[Road, bool] | None:
    """Return the listed road that the damage lies on or may lie on, and whether it is sure whom to refer to."""
    words = _said(complaint)
    mentions = list(_mentions(words))
    roads = [(road, placed) for road, placed in mentions if road]
    if not roads:
        return None
    road, placed = next((mention for mention in roads if mention[1]), roads[0])
    if complaint.kecamatan and complaint.kecamatan not in road.kecamatan:
        return None
    alone = all(other and other.body == road.body for other, _placed in mentions)
    return road, bool(road.body and placed and alone and NOT_THE_SURFACE.isdisjoint(words))


def _refer(complaint: Complaint) -> Decision | None:
    """Return whom damage on a road that is not the city's is referred to."""
    road, sure = located(complaint) or (None, False)
    if road is None or road.body is None or not sure:
        return None
    whose = "jalan nasional" if road.body == "pemerintah-pusat" else "jalan provinsi"
    reason = f"{road.name} adalah {whose}."
    if not DANGER.isdisjoint(_said(complaint)) or complaint.answers.get("bisa-dilewati") == "tertutup":
        return Decision(road.body, support=(CREW,), reason=f"{reason} Regu jalan mengamankan tempatnya dahulu.")
    return Decision(road.body, reason=reason)


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


def _road_notes(complaint: Complaint) -> Iterator[str]:
    if not complaint.unit.startswith(UNIT):
        return  # It was referred already.
    road, sure = located(complaint) or (None, True)
    if road and not sure and road.body:
        yield f"{road.name} bukan jalan kota: bila kerusakannya di jalan itu, rujuk ke {road.body}."
    elif road and not sure:
        yield f"{road.name} mungkin bukan jalan kota: pastikan kewenangannya sebelum regu berangkat."


# -- jawaban kepada meja aduan


@hookimpl
def route(complaint: Complaint) -> Decision | None:
    """Refer damage on roads that are not the city's, note the number of a street light's pole."""
    if complaint.category in ROAD_DAMAGE:
        return _refer(complaint)
    return _note_poles(complaint) if complaint.category == STREET_LIGHT else None


@hookimpl
def validate(complaint: Complaint) -> Sequence[Note]:
    """Tell the officer what the crew will miss."""
    decision = route(complaint) or Decision(complaint.unit)
    crew_goes = decision.unit.startswith(UNIT) or decision.support
    notes = list(_place_notes(complaint)) if crew_goes else []
    if complaint.category == STREET_LIGHT:
        notes += _pole_notes(complaint)
    elif complaint.category in ROAD_DAMAGE:
        notes += _road_notes(complaint)
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
