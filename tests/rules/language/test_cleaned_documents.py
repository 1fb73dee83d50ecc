"""What compiling leaves for the next set of documents: the same rules, faster, and every fault told each time."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aduan_cli.rules.language.cleaned_documents import CleanedDocuments
from aduan_cli.rules.language.compile import Document, compile_rules
from compiling import SMALLEST, documents, sentences
from thorough import examples

CITY = SMALLEST + (
    '[plugins]\nenable = ["bmsda"]\n[kecamatan]\n"Timur" = ["Margahayu"]\n[responses.api]\nto = "dlh"\nsay = "Awas."\n'
    '[[handoff]]\nresponse = "api"\ntext = ["api"]\n[categories.nomor]\neach = "unit"\ntext = ["nomor"]\n'
)
PLUGIN = '[plugin]\nname = "bmsda"\napi = 1\n[unit]\nid = "bmsda"\nname = "B"\n'
FILES: dict[str, list[str]] = {
    "rules.toml": [
        CITY,
        CITY + '[[rule]]\ntext = ["sampah"]\nto = "dlh"\n',
        CITY + '[synonyms]\nsampah = ["limbah"]\n[[rule]]\ntext = ["limbah"]\nto = "dlh"\n',
        CITY + '[[rule]]\ntext = ["sampah"]\nto = "dhl"\n',
        CITY + '[[handoff]]\nresponse = "apa"\ntext = ["x"]\n',
        CITY.replace('"Timur"', '"--"'),
    ],
    "plugins/bmsda/plugin.toml": [
        PLUGIN,
        PLUGIN + '[categories.pju]\nunit = "bmsda"\ntext = ["pju"]\n[[example]]\ntext = "pju"\nkecamatan = "timur"\n'
        'expect = { unit = "bmsda" }\n',
        PLUGIN + '[categories.nomor]\neach = "unit"\n',
    ],
}


def all_documents() -> list[list[Document]]:
    """Return of each file its versions, each parsed once."""
    versions = []
    for path, texts in FILES.items():
        role = "city" if path == "rules.toml" else "plugin"
        versions.append([Document(path, role, documents(text)[0].data) for text in texts])
    return versions


@settings(max_examples=examples(60))
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 2)), min_size=1, max_size=6))
def test_whatever_was_compiled_before_the_next_set_gives_what_it_gives_alone(sets: list[tuple[int, int]]) -> None:
    """The same form and the same sentences, also of a fault that was taken out of what was kept."""
    kept = CleanedDocuments()
    cities, plugins = all_documents()
    for city, plugin in sets:
        found = compile_rules([cities[city], plugins[plugin]], kept=kept)
        alone, of_plugin = all_documents()
        fresh = compile_rules([alone[city], of_plugin[plugin]])
        assert found.rules == fresh.rules
        assert sentences(found) == sentences(fresh)
        assert [(one.given, one.expect) for one in found.examples] == [
            (one.given, one.expect) for one in fresh.examples
        ]


def test_a_document_is_cleaned_once_as_long_as_it_is_the_same() -> None:
    """The very same data: an equal one may have been read anew, and what was taken out of it is told again."""
    kept, made = CleanedDocuments(), []

    def clean() -> dict[str, Any]:
        made.append(1)
        return {"a": len(made)}

    data: dict[str, Any] = {}
    assert kept.cleaned("x", data, clean) == kept.cleaned("x", data, clean) == {"a": 1}
    assert kept.cleaned("y", data, clean) == {"a": 2}
    assert kept.cleaned("x", {}, clean) == {"a": 3}
    kept.forget_documents()
    assert kept.cleaned("y", data, clean) == {"a": 4}


def test_what_is_given_out_may_lose_a_table_without_losing_it_for_the_next() -> None:
    kept, data = CleanedDocuments(), {}
    first = kept.cleaned("x", data, lambda: {"a": 1})
    del first["a"]
    assert kept.cleaned("x", data, dict) == {"a": 1}


@pytest.mark.parametrize("synonyms", [{}, {"limbah": "sampah"}])
def test_how_patterns_join_is_known_as_long_as_the_synonyms_are_the_same(synonyms: dict[str, str]) -> None:
    kept = CleanedDocuments()
    kept.joined(synonyms)["got"] = ("got", "got")
    assert kept.joined(dict(synonyms)) == {"got": ("got", "got")}
    assert kept.joined({"lain": "got"}) == {}
    assert kept.joined(synonyms) == {}
