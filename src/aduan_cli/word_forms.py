"""Which words an Indonesian word may be a form of: "kerusakan", "dirusaknya" and "ngerusak" are forms of "rusak".

A light grammar of affixes: an enclitic, a suffix, a prefix, with what a nasal prefix does to the first letter
("memukul" is "pukul", "menyapu" is "sapu"). It knows few words, so that "makanan" is said to be a form of "makan" and
"badan" is none of "bad" only because short words take few affixes. Words are folded, as `text.tokens_of` gives them.
"""

from __future__ import annotations

from collections.abc import Iterator

_VOWELS = "aiueo"
_ENCLITICS = ("", "nya", "lah", "kah", "pun", "ku", "mu")
_SUFFIXES = ("", "kan", "an", "i", "in")
SHORTEST = 3
"""Letters of the shortest word that has forms."""
_LONG_ENOUGH = 4
"""Letters that a word needs to take `an`, `i` or `in` alone: else "badan" were a form of "bad", "mati" one of "mat"."""
_PLAIN = {
    "": ("", "kan", "an", "i", "in"),
    "di": ("", "kan", "i", "in"),
    "ter": ("", "kan", "i"),
    "ber": ("", "an", "kan"),
    "ke": ("", "an"),
    "per": ("", "an", "kan", "i"),
    "memper": ("", "kan", "i"),
    "diper": ("", "kan", "i"),
    "keter": ("an",),
    "keber": ("an",),
    "pember": ("an",),
    "member": ("kan",),
    "diber": ("kan",),
    "nge": ("", "kan", "i", "in"),
}
"""Prefixes that leave the word as it is, and the suffixes that may stand behind; the last is Jakarta's."""
_NASAL = {"me": ("", "kan", "i", "in"), "pe": ("", "an"), "": ("", "kan", "i", "in")}
"""Prefixes before a nasal; without one Jakarta says "nabrak", "mukul", "ngambil"."""
_OWN_WORDS = {
    **dict.fromkeys(("memohon", "pemohon", "pemohonan"), "mohon"),
    **dict.fromkeys(("mengaku", "mengakui"), "aku"),
    **dict.fromkeys(("pengawas", "pengawasan"), "awas"),
    **dict.fromkeys(("perhatikan", "diperhatikan", "memperhatikan"), "perhatian"),
    **dict.fromkeys(("keluarkan", "dikeluarkan", "mengeluarkan"), "keluar"),
    **dict.fromkeys((
        "alami", "alangkah", "beberapa", "berangkat", "berapa", "beruang", "kasihan", "keadaan", "kebun", "kedua",
        "keluar", "kepada", "keponakan", "kering", "malang", "mandiri", "marah", "melati", "merah", "mereka", "mohon",
        "pegang", "pemuda", "perangkat", "percuma", "perhatian", "perkara", "permata", "polisi", "ringan", "semakin",
        "terlalu", "tetapi",
    ), ""),
}  # fmt: skip
"""What looks like a form of another word and is none (*mohon* of *pohon*): of which word it is one, or of none."""
_MOST_KNOWN = 50_000
_known: dict[str, tuple[str, ...]] = {}


def roots_of(word: str) -> tuple[str, ...]:
    """Return the words that a word may be a form of, itself first; it has at least `SHORTEST` letters."""
    found = _known.get(word)
    if found is None:
        if len(_known) >= _MOST_KNOWN:
            _known.clear()
        found = _known[word] = tuple(dict.fromkeys(_roots(word)))
    return found


def _roots(word: str) -> Iterator[str]:
    for enclitic in _ENCLITICS:
        if not word.endswith(enclitic):
            continue
        stem = word.removesuffix(enclitic)
        if stem in _OWN_WORDS:
            yield from filter(None, (stem, _OWN_WORDS[stem]))
            continue
        for suffix in _SUFFIXES:
            if stem.endswith(suffix):
                base = stem.removesuffix(suffix)
                bare = _LONG_ENOUGH if suffix in ("an", "i", "in") else SHORTEST
                for root in _without_prefix(base, suffix):
                    if len(root) >= (bare if root == base else SHORTEST):
                        yield root


def _without_prefix(base: str, suffix: str) -> Iterator[str]:
    for prefix, suffixes in _PLAIN.items():
        if suffix in suffixes and base.startswith(prefix):
            yield base[len(prefix) :]
    if suffix in _PLAIN["ber"] and base.startswith(("ber", "ter")):
        yield base[2:]  # "berenang" is "renang".
    for prefix, suffixes in _NASAL.items():
        if suffix in suffixes and base.startswith(prefix):
            yield from _without_nasal(base[len(prefix) :], bare=not prefix)


def _without_nasal(rest: str, bare: bool) -> Iterator[str]:
    """Yield what a word was before a nasal was put to it; `bare`: there is no prefix before that."""
    if rest.startswith("ng"):
        after = rest[2:]
        if after.startswith("e"):
            yield after[1:]  # "mengecat", "ngebor"
        if after[:1] in _VOWELS:
            yield after
            yield "k" + after
        elif after[:1] in "ghkqr":
            yield after
    elif rest.startswith("ny"):
        yield "s" + rest[2:]
        if bare:
            yield "c" + rest[2:]
    elif rest.startswith("n"):
        yield "t" + rest[1:] if rest[1:2] in _VOWELS else rest[1:] if rest[1:2] in "dcjzts" else ""
    elif rest.startswith("m"):
        yield "p" + rest[1:] if rest[1:2] in _VOWELS else rest[1:] if rest[1:2] in "bfvp" else ""
    if not bare and rest[:1] in "lrwymn":
        yield rest
