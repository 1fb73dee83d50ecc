"""The counter's answers: conditions before words, dates, offices; held against a naive reading for any answers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.model import Facts
from aduan_cli.rules.directory import Directory
from aduan_cli.text import Folded
from compiling import rules_of

DESK = '[desk]\nname = "Meja"\nprefix = "UJI"\ntimezone = "UTC"\n[units.dlh]\nname = "Dinas Lingkungan"\n'
DESK += '[units.bpbd]\nname = "Badan Bencana"\n'
TODAY = "2026-11-27"
WORDS = st.sampled_from(["jam", "buka", "tarif", "sampah", "banjir", "ktp", "nomor", "yang"])


def directory(*answers: str, without: tuple[str, ...] = ()) -> Directory:
    """Return the answers of a small desk; each is given by what stands in its table after `id`."""
    tables = "".join(f'[[answer]]\nid = "a{n}"\n{answer}\n' for n, answer in enumerate(answers))
    return Directory(rules_of(DESK + tables)["answers"], {}, without)


def found(of: Directory, question: str, *units: str) -> list[tuple[str, bool]]:
    """Return the ids of what is found, and whether each fits."""
    return [(one.answer["id"], one.fits) for one in of.best(question, Facts(), units, TODAY)]


@given(st.lists(st.lists(WORDS, min_size=1, max_size=3), max_size=6), st.lists(WORDS, max_size=5))
def test_what_fits_are_those_of_which_a_word_was_said(answers: list[list[str]], question: list[str]) -> None:
    """For any answers: those whose conditions hold, in the order of the file, and nothing that is no more alike."""
    of = directory(*(f'title = "Judul"\ntext = "Isi"\nwords = {words!r}' for words in answers))
    naive = [f"a{n}" for n, words in enumerate(answers) if set(words) & set(question)]
    ready = found(of, " ".join(question))
    assert [name for name, fits in ready if fits] == naive
    assert not naive or len(ready) == len(naive)
    assert [one["id"] for one in of.holding(Folded(" ".join(question)), Facts(), TODAY)] == naive


@pytest.mark.parametrize(("until", "counts"), [("2026-11-26", False), ("2026-11-27", True), ("2026-11-28", True)])
def test_the_last_day_still_counts(until: str, counts: bool) -> None:
    """What is past its date is found neither by its conditions nor by its words."""
    dated = f'text = "Isi"\nvalid_until = "{until}"'
    of = directory(f'title = "Tarif"\nwords = "tarif"\n{dated}', f'title = "Retribusi"\n{dated}')
    assert bool(found(of, "tarif")) == bool(found(of, "retribusi")) == counts
    assert [one["id"] for one in of.stale(TODAY)] == ([] if counts else ["a0", "a1"])


@given(st.text(max_size=60), st.text(min_size=1, max_size=30))
def test_any_question_is_looked_for(question: str, title: str) -> None:
    """Whatever is typed, and whatever a title is: what is found is one of the answers, each once."""
    answer: dict[str, object] = {"id": "a", "title": title + "x", "text": "Isi " + title}
    made = rules_of({"desk": {"name": "x", "prefix": "X", "timezone": "UTC"}, "answer": [answer]})
    ready = Directory(made["answers"], {}).best(question, Facts(), (), TODAY)
    assert [one.answer["id"] for one in ready] in ([], ["a"])


def test_what_shares_more_with_the_words_stands_behind_what_fits() -> None:
    """Who types the very thing finds its answer, though that of the whole office fits as well, and comes first."""
    of = directory(
        'title = "Kontak kantor"\ntext = "x"\nwords = "sampah"',
        'title = "Tarif sampah besar"\ntext = "x"\nall = [{ text = ["tarif"] }, { text = ["berapa"] }]',
    )
    assert found(of, "tarif sampah") == [("a0", True), ("a1", False)]
    assert found(of, "sampah") == [("a0", True)]
    assert found(of, "berapa tarif") == [("a1", True)]


def test_small_and_common_words_find_nothing() -> None:
    """What many answers have, and words that every question has, say nothing of what is asked."""
    of = directory(*(f'title = "Nomor kantor lurah {name}"\ntext = "x"' for name in ("satu", "dua", "tiga", "empat")))
    assert found(of, "berapa nomor yang untuk kantor") == []
    assert found(of, "kantor lurah tiga") == [("a2", False)]


def test_an_answer_of_another_office_is_not_found_by_that_office_s_name() -> None:
    """Where it is known which office is meant, a word that two names share leads to no other one."""
    of = directory('title = "Kontak Dinas Lingkungan"\ntext = "x"\nunit = "dlh"', 'title = "Banjir"\ntext = "x"')
    assert found(of, "dinas lingkungan") == [("a0", False)]
    assert found(of, "lingkungan yang banjir", "bpbd") == [("a1", False)]
    assert found(of, "apa saja", "dlh") == [("a0", False)]


def test_answers_of_plugins_that_are_left_out_do_not_count() -> None:
    """With --no-plugins what an installed distribution answers is not told."""
    manifest = '[plugin]\nname = "uji"\napi = 1\n[unit]\nid = "uji"\nname = "Uji"\n'
    manifest += '[[answer]]\nid = "punya"\ntitle = "Punya"\nwords = "punya"\ntext = "x"\n'
    answers = rules_of(DESK + '[plugins]\nenable = ["uji"]\n', uji=manifest)["answers"]
    assert found(Directory(answers, {}), "punya") == [("punya", True)]
    assert found(Directory(answers, {}, ("uji",)), "punya") == []
