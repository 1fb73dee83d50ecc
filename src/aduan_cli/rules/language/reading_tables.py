"""The tables of readings: what is read out of a text as a number, and which words say that it isn't so now."""

from __future__ import annotations

from aduan_cli.rules.language.key import Key, Table

READING_KINDS = ("length", "count", "code", "street")
NUMBERS = ("length", "count")
"""Kinds that give a number; the others give a text."""
READINGS = Key(
    "map",
    "Numbers, codes and streets in a text that conditions may ask for.",
    of=Key("table", "", table="reading"),
    key_shape="slug",
)
READ = Key("map", "What the text says by `[readings]`: a value, a list, '>= 50', or true.", of=Key("comparison", ""))
_VALUE = Key("number", "")


def _words(about: str) -> Key:
    return Key("strings", about, shape="filled")


READING_TABLES: dict[str, Table] = {
    "reading": {
        "kind": Key("string", "A length in cm, how many there are, a code, or a listed street.", True, READING_KINDS),
        "of": Key("map", "Of a count: what is counted = how much each one counts.", of=_VALUE),
        "codes": _words("Forms of a code: `?` a letter, `#` a digit, [] what may be missing: '[BKS-]?-####'."),
        "names": _words("The streets that are read, as they are to be told: 'Jl. Raya Narogong'."),
        "words": Key("map", "Words that say it without a number = the value, as in lutut = 50.", of=_VALUE),
        "forms": _words("How these words must stand, `#` for each of them: 'setinggi #'."),
        "numbers": Key("map", "Words that stand for a number, as in puluhan = 40.", of=_VALUE),
        "near": _words("One of these stands before a number, or just so where it has a `#` for it: '# dalamnya'."),
        "within": Key("integer", "Words within which that must stand, 5 if nothing is said; a comma counts as two."),
        "not_near": _words("Another thing is measured where one of these stands nearer, or just so: '# dari'."),
        "unless": _words("Nothing is read in a sentence that says one of these, besides what `[unless]` says."),
        "factors": Key("map", "What stands beside a value makes it so many times as large: '# anak' = 0.6.", of=_VALUE),
        "least": Key("number", "A smaller value is none."),
        "most": Key("number", "A larger value is none; 1,000,000 if nothing is said."),
    },
    "unless": {
        "denied": _words("It isn't so where one of these stands right before it: 'tidak'."),
        "past": _words("It was so once: in the same clause, or before it in the sentence: 'tahun lalu'."),
        "lately": _words("It was so before now: in the same clause: 'kemarin'."),
        "feared": _words("It may become so: before it in the same clause: 'takut'."),
        "supposed": _words("It would be so: before it in the sentence: 'kalau'."),
        "over": _words("It is so no longer: after it, or before it in the sentence: 'sudah surut'."),
        "still": _words("It is so all the same: between such words and it, or around them: 'sudah', 'sejak kemarin'."),
        "now": _words("With these a sentence of its own begins: 'sekarang'."),
    },
    "asides": {
        "near": Key("list", "What is near: these words and the next one of the clause: 'dekat'.", names="wording"),
        "clause": Key("list", "A clause that has one of these is beside the matter: 'sudah lapor'.", names="wording"),
    },
}  # fmt: skip
