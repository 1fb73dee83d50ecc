"""Rules that begin incidents: times in seconds, one place of the city's own level, and what is wrong in its line."""

from __future__ import annotations

from typing import Any

import pytest

from aduan_cli.rules.language.compile import Compiled, compile_rules
from compiling import SMALLEST, documents, sentences

CATEGORIES = {"pju": {"unit": "dlh", "text": ["pju"]}, "banjir": {"unit": "dlh", "text": ["banjir"]}}
USUAL: dict[str, Any] = {"id": "ramai", "category": "pju", "count": 5, "within": "1h"}


def of(*tables: dict[str, Any], **more: Any) -> Compiled:
    (city,) = documents(SMALLEST)
    return compile_rules(documents({**city.data, "categories": CATEGORIES, **more, "incident": list(tables)}))


def test_a_rule_that_says_only_what_it_must() -> None:
    (rule,) = of(USUAL).rules["incidents"]
    assert rule == {
        "id": "ramai", "title": "ramai", "categories": ["pju"], "place": None, "count": 5, "within": 3600,
        "tell_every": 300, "quiet": None,
    }  # fmt: skip


def test_a_rule_that_says_everything() -> None:
    more = {"title": "Banjir", "category": ["pju", "banjir"], "place": "kelurahan", "tell_every": "90s", "quiet": "2h"}
    (rule,) = of({**USUAL, **more}).rules["incidents"]
    assert rule == {
        "id": "ramai", "title": "Banjir", "categories": ["pju", "banjir"], "place": "kelurahan", "count": 5,
        "within": 3600, "tell_every": 90, "quiet": 7200,
    }  # fmt: skip


def test_the_level_is_said_in_the_citys_word_and_kept_in_ours() -> None:
    """Stored complaints have the fields that every city has."""
    found = of({**USUAL, "place": "ward"}, places={"levels": ["district", "ward"]})
    assert sentences(found) == []
    assert found.rules["incidents"][0]["place"] == "kelurahan"
    wrong = of({**USUAL, "place": "kelurahan"}, places={"levels": ["district", "ward"]})
    assert sentences(wrong) == ["rules.toml: incident[1].place: unknown value 'kelurahan'; one of 'district', 'ward'"]


@pytest.mark.parametrize(("count", "is_right"), [(1, False), (2, True), (10_000, True), (10_001, False), (0, False)])
def test_one_call_is_no_incident_and_nobody_waits_for_ten_thousand(count: int, is_right: bool) -> None:
    found = of({**USUAL, "count": count})
    assert (sentences(found) == []) is is_right
    assert len(found.rules["incidents"]) == is_right
    if not is_right:
        assert sentences(found) == [
            f"rules.toml: incident[1].count: {count} is out of range; 2 to 10000 would be right"
        ]


def test_a_second_one_of_an_id_is_told_and_the_first_one_stays() -> None:
    found = of(USUAL, {**USUAL, "count": 9}, {**USUAL, "id": "lain"})
    assert sentences(found) == ["rules.toml: incident[2].id: incident 'ramai' is there already; another id"]
    assert [(rule["id"], rule["count"]) for rule in found.rules["incidents"]] == [("ramai", 5), ("lain", 5)]


def test_of_an_id_the_first_good_one_is_the_first() -> None:
    found = of({**USUAL, "count": 1}, USUAL)
    assert [rule["count"] for rule in found.rules["incidents"]] == [5]
    assert len(sentences(found)) == 1


def test_a_category_that_there_is_not_begins_nothing_with_the_others() -> None:
    """It would begin with fewer kinds of calls than was meant."""
    found = of({**USUAL, "category": ["pju", "banjr"]})
    assert sentences(found) == ["rules.toml: incident[1].category[2]: unknown category 'banjr'; did you mean 'banjir'?"]
    assert found.rules["incidents"] == []
