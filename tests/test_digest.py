"""SHA-256 without OpenSSL, and the name of a set of rule files."""

from __future__ import annotations

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.digest import revision_name, sha256

FILES = st.dictionaries(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\n"), min_size=1, max_size=12),
    st.binary(max_size=8).map(lambda data: hashlib.sha256(data).hexdigest()),
    max_size=4,
)


@given(st.binary(), st.binary())
def test_it_is_the_same_as_hashlibs(one: bytes, more: bytes) -> None:
    """Whichever module Python brings it in, at once or in pieces."""
    digest = sha256(one)
    digest.update(more)
    assert digest.hexdigest() == hashlib.sha256(one + more).hexdigest()
    assert sha256(one).digest() == hashlib.sha256(one).digest()


@given(FILES)
def test_a_revision_is_named_by_its_files_whatever_their_order(files: dict[str, str]) -> None:
    """Twelve hex digits, which `sha256sum` and a shell can make as well."""
    name = revision_name(files)
    assert name == revision_name(dict(reversed(files.items())))
    lines = b"".join(f"{path}\0{files[path]}\n".encode() for path in sorted(files))
    assert name == hashlib.sha256(lines).hexdigest()[:12]


@given(FILES, FILES)
def test_other_files_have_another_name(one: dict[str, str], other: dict[str, str]) -> None:
    """A path, its content, or one file more."""
    assert (revision_name(one) == revision_name(other)) == (one == other)
