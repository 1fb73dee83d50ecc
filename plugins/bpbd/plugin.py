"""BPBD: setinggi apa airnya dan berapa banyak yang terdampak, dibaca dari kata-kata penelepon.

Berkas ini milik unit. `route` membaca dua hal yang tidak dapat dikatakan oleh kata-kata di plugin.toml:

- tinggi air pada pengaduan banjir ("80 cm", "1,5 meter", "selutut", "se-dada orang dewasa", "waist deep"): mulai
  lutut prioritasnya tinggi, mulai pinggang darurat dan langsung ke TRC;
- banyaknya yang terdampak pada banjir, longsor, angin kencang, dan gempa ("50 KK", "puluhan rumah", "satu RW"):
  Dinsos membantu; bila ratusan, juga Dinkes dan Satpol PP.

Yang lampau ("tahun lalu sepinggang", "sudah surut"), yang diandaikan ("kalau hujan selutut"), dan yang disangkal
("tidak sampai selutut") tidak menaikkan apa pun. Selebihnya menjawab None: yang memutuskan adalah plugin.toml.

Mencoba: `aduan plugin check bpbd` menjalankan contoh-contoh di plugin.toml; `aduan route --text "..." --dry-run`
menunjukkan hasil sebuah kalimat. Batas-batasnya ada di bawah ini: `HIGH`, `EMERGENCY`, `MANY`, `VERY_MANY`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from aduan_cli.hookspecs import Complaint, Decision, hookimpl

HIGH, EMERGENCY = 40, 90
"""Centimetres of water from which the priority is high, and from which it is an emergency."""
HIGHEST = 500
"""A larger number is a distance or a length."""
MANY, VERY_MANY = 40, 400
"""People from which others help. A household counts as four, and so does a house."""
HELP = ("dinsos",)
MORE_HELP = ("dinsos", "dinkes", "satpol-pp")

LONGEST = 5_000
"""Characters of a text that are looked at."""
MOST_SAID = 50
"""Heights or numbers of people in one text that are looked at."""
FLOOD = "banjir"
MASS = ("banjir", "longsor", "angin-kencang", "gempa")


# -- kata-kata yang dikenali


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Tinggi pada orang dewasa, dalam cm.
BODY = {
    "tumit": 10, "betis": 30, "lutut": 50, "dengkul": 50, "paha": 70, "pinggul": 90, "pinggang": 95, "pusar": 100,
    "puser": 100, "perut": 105, "dada": 130, "bahu": 140, "pundak": 140, "leher": 150, "dagu": 155, "kepala": 170,
    "jendela": 100, "plafon": 250, "atap": 250, "ankle": 10, "ankles": 10, "knee": 50, "knees": 50, "thigh": 70,
    "waist": 95, "chest": 130, "neck": 150, "roof": 250,
}  # fmt: skip
AS_HIGH_AS = {"semeter": 100} | {f"se{part}": height for part, height in BODY.items()}
CHILDREN = _words("anak balita bocah child children toddler")
OF_CHILDREN = _words("kecil sd tk usia umur")
OFFICES = _words("desa keluarga dinas sekolah daerah lingkungan rt rw bpbd")
"""After "kepala": a person."""
UP_TO = _words(
    "se setinggi sampai hingga sebatas selevel sedalam ketinggian tinggi tingginya mencapai capai seukuran to"
)
AFTER_BODY = _words("deep high level")
"""English says the part of the body first: "knee deep"."""

FIGURES = {
    "setengah": 0.5, "satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8,
    "sembilan": 9, "sepuluh": 10, "seratus": 100, "seribu": 1000, "half": 0.5, "one": 1, "two": 2, "three": 3,
}  # fmt: skip
TIMES = {"puluh": 10, "ratus": 100, "ribu": 1000, "hundred": 100}
UNITS = {
    "cm": 1, "senti": 1, "centi": 1, "sentimeter": 1, "centimeter": 1, "centimeters": 1, "m": 100, "mtr": 100,
    "meter": 100, "meteran": 100, "meters": 100, "metre": 100, "metres": 100,
}  # fmt: skip
HEIGHT = _words(
    "setinggi sedalam tinggi tingginya ketinggian ketinggiannya kedalaman kedalamannya dalamnya mencapai capai selevel"
)
WATER = _words("air airnya banjir banjirnya genangan genangannya luapan meluap naik water flood flooded flooding")
FILLERS = HEIGHT | WATER | _words(
    "sampai hingga sekitar kurang lebih dari kira hampir mungkin sepertinya hanya cuma sudah udah telah ada itu ke di "
    "atas antara dan about up to over than of"
)  # fmt: skip
AFTERWARDS = _words("tingginya dalamnya ketinggiannya kedalamannya deep high")
"""After a number and its unit: it is a height."""
NOT_WATER = _words(
    "tembok dinding pagar tanggul turap tebing talud rumput ilalang alang pohon tiang jembatan bangunan gedung lubang "
    "galian gundukan tumpukan sampah menara baliho portal jarak panjang sepanjang lebar selebar radius"
)
GAUGE = _words("tma bendung bendungan muka")
"""A river's gauge: metres above its bed, not water in the streets."""

VAGUE = {"puluhan": 40, "ratusan": 400, "ribuan": 4000, "dozens": 40, "hundreds": 400, "thousands": 4000}
PEOPLE = {
    "kk": 4, "keluarga": 4, "kepala": 4, "rumah": 4, "bangunan": 4, "families": 4, "houses": 4, "homes": 4,
    "households": 4, "warga": 1, "orang": 1, "jiwa": 1, "korban": 1, "pengungsi": 1, "penduduk": 1, "lansia": 1,
    "anak": 1, "people": 1, "residents": 1,
}  # fmt: skip
AREAS = {"rt": MANY} | dict.fromkeys(
    _words("rw kampung perumahan komplek kompleks kelurahan desa kecamatan"), VERY_MANY
)
ALL_OF = {"sert": MANY, "serw": VERY_MANY, "sekampung": VERY_MANY, "sekelurahan": VERY_MANY, "sekomplek": VERY_MANY}
WHOLE = _words("satu 1 seluruh semua se")
EVERY = _words("seluruh semua")
THEY = _words("warga rumah penghuni")
SEVERAL = _words("beberapa dua tiga empat lima 2 3 4 5 6 7 8 9 10")
NUMBERED = _words("rt rw no nomor blok jl")
"""Before a number: it is a name, not a count."""

AGO = _words("lalu kemarin sebelumnya silam last")
PERIODS = _words("tahun thn bulan minggu pekan year month week")
LONG_AGO = _words("pernah dahulu dulunya")
LATELY = _words("kemarin kemaren kmrn kmren yesterday")
NOT_PAST = _words("dari dibanding dibandingkan daripada seperti melebihi sejak mulai belum tidak tak than since like")
"""Before the past: "lebih tinggi dari tahun lalu", "sejak kemarin", "belum pernah" tell of today."""
SUPPOSED = _words(
    "kalau kalo jika bila apabila seandainya misalnya setiap tiap biasanya langganan if whenever every usually"
)
NOT_SUPPOSED = _words("bisa boleh perlu memang menit jam")
"""After a supposition: "kalau bisa", "setiap jam" suppose nothing."""
FEARED = _words("takut takutnya khawatir kuatir dikhawatirkan berpotensi kemungkinan afraid might could")
PREVENTED = _words("agar supaya jangan")
"""Before "tidak", "jangan" or "sampai": it is what should not come."""
REALLY = _words("sudah udah telah karena karna already because")
DENIED = _words("tidak belum bukan tak nggak enggak gak ga blm not")
LEADING = _words("sampai hingga ada lagi sekitar naik")
RECEDED = _words("surut reda kering receded subsided")
ALREADY = _words("sudah udah sdh telah air airnya banjir banjirnya has have")
NOT_YET = _words(
    "belum tidak tak blm nggak gak kunjung mulai agak sedikit kapan semoga agar supaya biar sampai hingga menunggu "
    "tunggu cepat segera not"
)
NOW = _words("sekarang kini tapi tetapi namun sedangkan masih but now still")
"""What follows them is told apart from what came before, and so what follows "pagi ini", "hari ini"."""
THIS = _words("saat hari pagi siang sore malam")


# -- teks menjadi kata-kata

_TOKEN = re.compile(r"1\s?/\s?2(?=\s?m)|[0-9]+(?:[.,][0-9]+)*|½|[^\W\d_]+|[.;!?\n,]")


class Token(NamedTuple):
    """A word or a number of a text, in lower case.

    `part` counts sentences, and what of a sentence is told apart ("..., sekarang ..."); `clause` commas as well.
    """

    word: str
    part: int
    clause: int


def tokens_of(text: str) -> list[Token]:
    """Return the words of a text, punctuation left out."""
    tokens: list[Token] = []
    part = clause = 0
    for word in _TOKEN.findall(text[:LONGEST].casefold()):
        this = word == "ini" and tokens and tokens[-1].word in THIS
        if word in ".;!?\n" or word in NOW or this:
            part, clause = part + 1, clause + 1
        elif word == ",":
            clause += 1
        if word == "½" or "/" in word:
            word = "setengah"
        if word[0].isalnum():
            tokens.append(Token(word, part, clause))
    return tokens


def number_of(word: str) -> float | None:
    """Return the number that a word says: "1,5", "1.5", "1.200", "dua"."""
    if not word[:1].isdigit() or not word.isascii():
        return FIGURES.get(word)
    if len(word) > 9:
        return None
    head, *rest = re.split("[.,]", word)
    if rest and all(len(group) == 3 for group in rest):
        return float(head + "".join(rest))
    return float(".".join([head, *rest])) if len(rest) < 2 else None


# -- yang disebut: tinggi air dan banyaknya orang


class Said(NamedTuple):
    """What was said in the tokens `first` to `last`: centimetres or people."""

    first: int
    last: int
    value: int


def _word(tokens: list[Token], at: int) -> str:
    return tokens[at].word if 0 <= at < len(tokens) else ""


def levels(tokens: list[Token]) -> Iterator[Said]:
    """Yield every height of water, whether it is so now or not."""
    for at in range(len(tokens)):
        said = _measured(tokens, at) or _on_the_body(tokens, at)
        if said and not _of_another_thing(tokens, said):
            yield said


def _on_the_body(tokens: list[Token], at: int) -> Said | None:
    """Return a height told by a part of the body that begins at a token: "selutut", "setinggi dada", "knee deep"."""
    word, following = tokens[at].word, _word(tokens, at + 1)
    if word == "semata" and following == "kaki":
        return Said(at, at + 1, 10)
    if word in AS_HIGH_AS:
        return _child(tokens, Said(at, at, AS_HIGH_AS[word]))
    if word in BODY and following in AFTER_BODY:
        return _child(tokens, Said(at, at + 1, BODY[word]))
    return _reaching(tokens, at) if word in UP_TO else None


def _reaching(tokens: list[Token], at: int) -> Said | None:
    """Return a height that a word like "setinggi" begins, with up to two small words between."""
    for last in range(at + 1, min(at + 4, len(tokens))):
        part = tokens[last].word
        if part == "mata" and _word(tokens, last + 1) == "kaki":
            return Said(at, last + 1, 10)
        if part in BODY and not (part == "kepala" and _word(tokens, last + 1) in OFFICES):
            return _child(tokens, Said(at, last, BODY[part]))
        if part not in FILLERS and part not in ("the", "our", "my", "his", "her"):
            return None
    return None


def _child(tokens: list[Token], said: Said) -> Said:
    """Return the height on a child, where it is one's: "sepinggang anak kecil", not "sepinggang anak anak menangis"."""
    at = said.last + 1
    while _word(tokens, at) in CHILDREN:
        at += 1
    over = at >= len(tokens) or tokens[at].clause != tokens[said.last].clause or tokens[at].word in OF_CHILDREN
    own = at > said.last + 1 and tokens[said.last + 1].clause == tokens[said.last].clause
    return said._replace(value=said.value * 6 // 10) if own and over else said


def _measured(tokens: list[Token], at: int) -> Said | None:
    """Return a height in centimetres or metres whose number begins at a token."""
    number = number_of(tokens[at].word)
    if number is None:
        return None
    last = at + 1
    if _word(tokens, last) == "setengah":
        number, last = number + 0.5, last + 1
    elif _word(tokens, last) in TIMES:
        number, last = number * TIMES[tokens[last].word], last + 1
    unit = UNITS.get(_word(tokens, last))
    if unit is None or not 0 < number * unit <= HIGHEST:
        return None
    before, following = _walked(tokens, at), _word(tokens, last + 1)
    high = not HEIGHT.isdisjoint(before) or following in AFTERWARDS
    if high or unit == 1 or (not WATER.isdisjoint(before) and following not in ("dari", "from")):
        return Said(at - len(before), last, round(number * unit))
    return None


def _walked(tokens: list[Token], at: int) -> list[str]:
    """Return the words right before a number that say what it measures, the other end of a range among them."""
    found: list[str] = []
    while at > 0 and len(found) < 8:
        at -= 1
        word = tokens[at].word
        if tokens[at].clause != tokens[at + 1].clause and word not in WATER:
            break
        if word not in FILLERS and word not in UNITS and number_of(word) is None:
            break
        found.append(word)
    return found


def _of_another_thing(tokens: list[Token], said: Said) -> bool:
    """Say whether a wall, the grass, a river's gauge or the like is measured."""
    if not GAUGE.isdisjoint(token.word for token in tokens[max(said.first - 8, 0) : said.last + 1]):
        return True
    for at in range(said.first - 1, max(said.first - 6, -1), -1):
        if tokens[at].clause != tokens[said.first].clause or tokens[at].word in WATER:
            return False
        if tokens[at].word in NOT_WATER:
            return True
    return False


def crowds(tokens: list[Token]) -> Iterator[Said]:
    """Yield every number of people that was said, as people; a household or a house counts as several."""
    for at, token in enumerate(tokens):
        if token.word in ALL_OF:
            yield Said(at, at, ALL_OF[token.word])
        elif said := _vague(tokens, at) or _area(tokens, at) or _counted(tokens, at):
            yield said


def _vague(tokens: list[Token], at: int) -> Said | None:
    """Return how many "puluhan rumah" or "ratusan warga" are."""
    if tokens[at].word not in VAGUE:
        return None
    last = next((last for last in (at + 1, at + 2) if _word(tokens, last) in PEOPLE), None)
    return Said(at, last, VAGUE[tokens[at].word] * PEOPLE[tokens[last].word]) if last else None


def _area(tokens: list[Token], at: int) -> Said | None:
    """Return how many live in "satu RW", "seluruh perumahan", "3 RT"; "RT 3 RW 5" is an address."""
    word, area = tokens[at].word, _word(tokens, at + 1)
    if word in EVERY and area in THEY:
        return Said(at, at + 1, MANY)
    if area not in AREAS or _word(tokens, at + 2)[:1].isdigit() or _word(tokens, at - 1) in NUMBERED:
        return None
    if word in WHOLE or (word in SEVERAL and area in ("rt", "rw")):
        return Said(at, at + 1, AREAS[area])
    return None


def _counted(tokens: list[Token], at: int) -> Said | None:
    """Return how many people "50 KK", "dua ratus jiwa" or "30 rumah" are."""
    number = number_of(tokens[at].word)
    if number is None or _word(tokens, at - 1) in NUMBERED:
        return None
    last = at + 1
    while _word(tokens, last) in TIMES and last < at + 3:
        number, last = number * TIMES[tokens[last].word], last + 1
    if _word(tokens, last) in ("unit", "an", "lebih"):
        last += 1
    noun = _word(tokens, last)
    return Said(at, last, min(round(number * PEOPLE[noun]), 10**6)) if noun in PEOPLE else None


# -- apakah memang sedang terjadi


class Reading:
    """A text, and whether what it says is so now."""

    def __init__(self, text: str) -> None:
        self.tokens = tokens_of(text)

    def level(self) -> int:
        """Return the height of the water now, in cm; 0 when none is told."""
        return self._most(levels(self.tokens))

    def people(self) -> int:
        """Return how many people are hit; 0 when it is not told."""
        return self._most(crowds(self.tokens))

    def _most(self, every: Iterator[Said]) -> int:
        found = list(islice(every, MOST_SAID))
        until = [*(said.first for said in found[1:]), len(self.tokens)]
        return max((said.value for number, said in enumerate(found) if self._is_so(said, until[number])), default=0)

    def _is_so(self, said: Said, until: int) -> bool:
        return not (self._denied(said) or self._past_or_supposed(said) or self._receded(said, until))

    def _denied(self, said: Said) -> bool:
        """Say whether it is said not to be so, or to have been so for a while: "tidak sampai selutut", "sempat"."""
        first = said.first
        while _word(self.tokens, first - 1) in LEADING:
            first -= 1
        if _word(self.tokens, first - 1) in DENIED:
            return self.tokens[first].word != "kurang"  # "tidak kurang dari 1 meter"
        return "sempat" in (_word(self.tokens, first - 1), _word(self.tokens, first - 2))

    def _past_or_supposed(self, said: Said) -> bool:
        """Say whether it was once, would be, or is feared.

        The past counts in the same clause, also after it; before it in the same sentence too, and so does a
        supposition, unless "sudah" comes between: "tahun lalu selutut, ini sudah sepinggang".
        """
        here, really = self.tokens[said.first], False
        for at in range(said.first - 1, max(said.first - 40, -1), -1):
            token = self.tokens[at]
            if token.part != here.part:
                break
            same = token.clause == here.clause
            if self._long_ago(at) and (same or not really):
                return True
            if same and (self._lately(at) or (self._feared(at) and not really)):
                return True
            if self._supposed(at) and not really:
                return True
            really = really or token.word in REALLY
        after = range(said.last + 1, min(said.last + 10, len(self.tokens)))
        same_clause = (at for at in after if self.tokens[at].clause == here.clause)
        return any(self._long_ago(at) or self._lately(at) for at in same_clause)

    def _long_ago(self, at: int) -> bool:
        """Say whether "tahun lalu", "tahun 2020", "pernah" begins at a token."""
        word, following = self.tokens[at].word, _word(self.tokens, at + 1)
        year = len(following) == 4 and following.isdigit()
        ago = (
            word in LONG_AGO
            or (word in PERIODS and (following in AGO or year))
            or (word in AGO and following in PERIODS)
        )
        return ago and _word(self.tokens, at - 1) not in NOT_PAST

    def _lately(self, at: int) -> bool:
        return self.tokens[at].word in LATELY and _word(self.tokens, at - 1) not in NOT_PAST

    def _supposed(self, at: int) -> bool:
        return self.tokens[at].word in SUPPOSED and _word(self.tokens, at + 1) not in NOT_SUPPOSED

    def _feared(self, at: int) -> bool:
        word, following = self.tokens[at].word, _word(self.tokens, at + 1)
        return word in FEARED or (word in PREVENTED and following in ("tidak", "jangan", "sampai"))

    def _receded(self, said: Said, until: int) -> bool:
        """Say whether the water went down since: told after it, up to the next height, or before in its sentence."""
        part = self.tokens[said.first].part
        for at in range(max(said.first - 12, 0), min(until, said.last + 40)):
            token = self.tokens[at]
            if token.word not in RECEDED or (at < said.first and token.part != part):
                continue
            before = {_word(self.tokens, at - back) for back in (1, 2, 3)}
            if not ALREADY.isdisjoint(before) and NOT_YET.isdisjoint(before):
                return True
        return False


# -- jawaban kepada meja aduan


@hookimpl
def route(complaint: Complaint) -> Decision | None:
    """Raise the priority with the water, and call for help where many are hit."""
    if complaint.category not in MASS:
        return None
    reading = Reading(complaint.text)
    people = reading.people()
    level = reading.level() if complaint.category == FLOOD and complaint.answers.get("air") != "surut" else 0
    if level < HIGH and people < MANY:
        return None
    return Decision(
        unit="bpbd-trc" if level >= EMERGENCY else complaint.unit,
        support=MORE_HELP if people >= VERY_MANY else HELP if people >= MANY else (),
        priority="emergency" if level >= EMERGENCY else "high",
        reason=_reason(level, people),
    )


def _reason(level: int, people: int) -> str:
    told = [f"Tinggi air sekitar {level} cm."] if level >= HIGH else []
    if people >= VERY_MANY:
        told.append("Ratusan orang atau lebih terdampak.")
    elif people >= MANY:
        told.append("Puluhan orang terdampak.")
    return " ".join(told)
