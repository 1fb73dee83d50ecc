"""Files of a complaint by its events: each once, in their order, nameless once erased; what proves work."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.complaint.attachments import Attached, data_of, files_of, has_proof
from aduan_cli.complaint.events import ATTACHED, NOTED, REOPENED, RESOLVED
from told import erased, event

PHOTO, LETTER = Attached("aa" * 32, 10, "lubang.jpg"), Attached("bb" * 32, 2_000, "surat.pdf")
FILES = st.lists(
    st.builds(
        Attached, st.sampled_from(["aa" * 32, "bb" * 32, "cc" * 32]), st.integers(0, 9), st.sampled_from(["a.jpg", "b"])
    ),
    max_size=4,
    unique_by=lambda file: file.sha256,
)
BROUGHT = {
    "call": lambda: event(ATTACHED, **data_of([PHOTO]), of_call=True),
    "later": lambda: event(ATTACHED, **data_of([PHOTO])),
    "resolved": lambda: event(RESOLVED, **data_of([LETTER])),
    "words": lambda: event(RESOLVED, result="ditambal"),
    "reopened": lambda: event(REOPENED, reason="masih"),
    "noted": lambda: event(NOTED, plugin="bmsda"),
}


def test_of_no_files_nothing_is_said() -> None:
    """An event of a move without files has no empty list in it."""
    assert data_of([]) == {}
    assert files_of([event(RESOLVED, **data_of([]))]) == []


@given(FILES)
def test_what_an_event_says_of_files_names_them_again(files: list[Attached]) -> None:
    """Hash and size stand in what is kept for ever, the name in what may be erased."""
    told = event(ATTACHED, **data_of(files))
    assert files_of([told]) == files
    assert all(set(one) == {"sha256", "size"} for one in told.data.get("files", ()))


@given(FILES)
def test_an_erased_file_is_there_without_its_name(files: list[Attached]) -> None:
    assert files_of([erased(event(ATTACHED, **data_of(files)))]) == [file._replace(name=None) for file in files]


@given(st.lists(FILES, max_size=4))
def test_each_file_is_there_once_as_it_came_first(batches: list[list[Attached]]) -> None:
    """The same bytes under another name are the same file."""
    found = files_of(event(ATTACHED, **data_of(files)) for files in batches)
    hashes = [file.sha256 for files in batches for file in files]
    assert [file.sha256 for file in found] == list(dict.fromkeys(hashes))
    every = [file for files in batches for file in files]
    assert all(file == next(one for one in every if one.sha256 == file.sha256) for file in found)


@given(st.lists(st.sampled_from(sorted(BROUGHT)), max_size=7))
def test_proof_is_what_came_with_no_call_since_it_was_opened_last(names: list[str]) -> None:
    """A photo that the caller sent shows the hole and not that it is mended."""
    since = names[len(names) - names[::-1].index("reopened") :] if "reopened" in names else names
    assert has_proof([BROUGHT[name]() for name in names]) == any(name in ("later", "resolved") for name in since)
