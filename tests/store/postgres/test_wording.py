"""Words as a server's columns: what is searched for is found there exactly where the words themselves say so."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aduan_cli.ports import Query
from aduan_cli.store.common.words import contains
from aduan_cli.store.postgres import PostgresStore
from aduan_cli.store.postgres.wording import columns_of, condition
from aduan_cli.testing.store_contract.calls import call
from aduan_cli.testing.store_contract.given import take
from database import Server
from thorough import examples

TEXTS = (
    "Jl.Kenari RT 02/RW 05", "jalan kenari", "Café É di Gg. Melati", "lampu 'mati' \\ dan %s", "a_b a%b", "kena-ri",
    "KENARI KENARI", "\0sampah\0", "x" * 3_000, "", "baris satu\nbaris dua",
)  # fmt: skip
SEARCHED = (
    "kenari", "ken*", "kena*", '"jl kenari"', '"kenari rt"', "café", "CAFE", "é", "mati", "a_b", "a%b", "%", "_", "\\",
    "'mati'", '"satu baris"', '"baris dua"', "sampah", "x*", "x" * 3_000, "x" * 2_999 + "*", '"mela*"', "02", "s",
)  # fmt: skip


class TestColumns:
    def test_each_word_is_there_once_and_all_in_their_order(self) -> None:
        found = columns_of(["Lampu mati, lampu!", None, "Jl. Melati"])
        assert found == {
            "words": "jl lampu mati melati",
            "folded": " lampu mati lampu \n  \n jl melati ",
            "overlong": False,
        }

    def test_a_text_without_words_has_none(self) -> None:
        assert columns_of([None, "", "-"]) == {"words": "", "folded": "  \n  \n  ", "overlong": False}

    @pytest.mark.parametrize(("letter", "most"), [("x", 2_000), ("д", 1_000)])
    def test_a_word_that_no_index_takes_is_looked_for_in_the_text(self, letter: str, most: int) -> None:
        """Counted in bytes, as the index does."""
        assert columns_of([letter * most])["overlong"] is False
        long = columns_of([f"{letter * (most + 1)} pendek"])
        assert (long["words"], long["overlong"]) == ("pendek", True)
        assert letter * (most + 1) in str(long["folded"])

    def test_more_words_than_an_index_takes_are_looked_for_in_the_text(self) -> None:
        found = columns_of([" ".join(f"kata{number:06}" for number in range(40_000))])
        assert (found["words"], found["overlong"]) == ("", True)


class TestCondition:
    @pytest.mark.parametrize("words", ["", " ", "* -", '""', "..."])
    def test_where_no_word_is_left_nothing_is_asked(self, words: str) -> None:
        assert condition(words) is None

    def test_nothing_that_is_typed_stands_in_the_statement(self) -> None:
        found = condition("'; DROP TABLE complaint; -- lampu")
        assert found is not None
        text, values = found
        assert "lampu" not in text
        assert text.count("%s") == len(values)


@pytest.fixture(scope="module")
def store(server: Server) -> Iterator[PostgresStore]:
    """Return a desk on a server with calls of all these texts, each in each place."""
    with closing(PostgresStore(server.address())) as store:
        others = {"answer": TEXTS[::-1], "address": (*TEXTS[3:], *TEXTS[:3])}
        take(
            store,
            [
                call(text=text, **{name: texts[number] or None for name, texts in others.items()})
                for number, text in enumerate(TEXTS)
            ],
        )
        yield store


@settings(max_examples=examples(40), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(st.sampled_from(SEARCHED), max_size=3).map(" ".join))
def test_what_is_found_is_what_has_the_words(store: PostgresStore, words: str) -> None:
    found = sorted(one.number for one in store.search(words, None))
    texts = [(one.number, (one.text, one.answer, one.address)) for one in store.find(Query())]
    assert found == sorted(number for number, three in texts if contains(three, words))
    assert store.search_count(words) == len(found)
