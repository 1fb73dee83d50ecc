"""Words around the name of a street: what says that a street is named, and whether the incident is on it or near it."""

from __future__ import annotations

from collections.abc import Container

from aduan_cli.text import Folded, word_set

STREET = word_set("jl jln jalan dijl dijln dijalan")
"""Before a street's name; with *di* they stand joined, too."""
TITLES = word_set("raya jend jendral jenderal ir insinyur h haji kh k kiai kyai prof dr ra")
"""Between the word for a street and the name."""
_NEAR = word_set(
    "dekat deket dengan sekitar arah menuju ke dari sampai hingga belakang samping sebelah seberang sebrang akses "
    "sebelum setelah melewati lewat antara masuk tembus tembusan alternatif near behind towards off to from"
)
"""Before a street: the place is another one."""
_ON = word_set(
    "di pada sepanjang lokasi lokasinya berlokasi alamat alamatnya beralamat ruas tepatnya posisi terletak yaitu "
    "yakni jalan rusak rusaknya parah berlubang lubang berlobang lobang bolong amblas ambles bergelombang hancur retak "
    "aspal tengah pinggir badan bahu on at along in melaporkan melapor lapor laporkan mengadukan mengadu adukan "
    "mengeluhkan mengeluh keluhkan menanyakan kerusakan kondisi perbaikan perbaiki memperbaiki reporting report"
)
"""Before a street: this is the place. After any other word it is not sure."""
_PLACED = word_set("di pada sepanjang lokasi berlokasi alamat beralamat tepatnya")
"""Before a street: it is a place, whichever street it is."""
_BRANCH = word_set(
    "gang gg blok komplek kompleks perum perumahan cluster dalam kecil permai indah asri jaya megah regency residence "
    "estate town city village raya barat timur utara selatan i ii iii iv v vi vii viii ix x"
)
"""After a street's name: a smaller street or an estate that bears it."""
_NAMELESS = word_set(
    "yang ini itu tersebut utama umum kota provinsi nasional lingkungan kampung perumahan gang warga tol menuju arah "
    "depan dekat masuk rusak berlubang raya dan samping belakang tembus setapak cor aspal dari ke sampai hingga di "
    "sini situ kami saya nya"
)
"""After "jalan": no street's name follows."""


def without_street(name: str) -> str:
    """Return what remains of a street's name without its words for a street and the titles before it, if anything."""
    tokens = Folded(name).tokens
    while tokens and (tokens[0] in STREET or tokens[0] in TITLES):
        tokens = tokens[1:]
    return " ".join(tokens)


def names_after_streets(folded: Folded) -> list[tuple[int, int]]:
    """Return where streets are named: the token of the word for a street, and that with which the name begins."""
    found = []
    for number, token in enumerate(folded.tokens):
        if token in STREET:
            first = number + 1
            while first < len(folded.tokens) and folded.tokens[first] in TITLES:
                first += 1
            if first < len(folded.tokens):
                found.append((number, first))
    return found


def named_so(folded: Folded, span: tuple[int, int]) -> list[tuple[int, int]]:
    """Return where a street is named by the words of a span: the token of the word for a street, that of the end."""
    said = folded.joined[folded.starts[span[0]] : folded.ends[span[1]]]
    found = []
    for word, first in names_after_streets(folded):
        end = folded.starts[first] + len(said)
        if folded.joined.startswith(said, folded.starts[first]) and end in folded.ends:
            found.append((word, folded.ends.index(end)))
    return found


def is_on(folded: Folded, word: int, last: int) -> bool | None:
    """Say whether the incident is on a street, whose word stands at token `word` and whose name ends at `last`.

    None: the words around don't say.
    """
    after = folded.tokens[last + 1] if last + 1 < len(folded.tokens) else ""
    before = _before(folded, word)
    if before in _NEAR or after in _BRANCH or after.isdigit():
        return False
    return not before or before in _ON or None


def is_on_another(folded: Folded, known: Container[int]) -> bool:
    """Say whether the incident is said to be on a street besides those whose words stand at the tokens `known`."""
    return any(
        word not in known
        and _before(folded, word) in _PLACED
        and not (folded.tokens[word].endswith("jalan") and folded.tokens[first] in _NAMELESS)
        for word, first in names_after_streets(folded)
    )


def _before(folded: Folded, word: int) -> str:
    if folded.tokens[word].startswith("di"):
        return "di"
    return folded.tokens[word - 1] if word else ""
