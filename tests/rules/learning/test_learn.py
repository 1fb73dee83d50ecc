"""Learning rules from samples: readable, few enough, always a file that compiles, and the same each time."""

from __future__ import annotations

from typing import Any

import tomli
from hypothesis import given, settings
from hypothesis import strategies as st

from aduan_cli.rules.learning.carried import left_out
from aduan_cli.rules.learning.document import document, written
from aduan_cli.rules.learning.draft import Draft, Ids, Sample, condition, conditions
from aduan_cli.rules.learning.exceptions import exceptions, merged
from aduan_cli.rules.learning.learner import learn
from aduan_cli.rules.learning.tables import back_off, best_column, share_right
from aduan_cli.rules.learning.words import patterns_of, word_groups
from compiling import rules_of
from thorough import examples

PRESENT: dict[str, Any] = {
    "desk": {"name": "Meja Uji", "prefix": "UJI", "timezone": "Asia/Jakarta", "channels": ["phone"]},
    "shifts": {"pagi": "07:00-14:00"},
    "kecamatan": {"Bekasi Timur": ["Margahayu"], "Bekasi Utara": []},
    "units": {
        "dlh": {"name": "Dinas Lingkungan Hidup", "aliases": ["DINAS LH"], "tell": ["spool"], "say": "Tunggu."},
        "pos": {"name": "P", "parent": "dlh"},
    },
    "outside": {"pln": {"name": "PLN", "referral": "Hubungi 123."}},
    "synonyms": {"sampah": ["limbah"]},
    "rules": {"accept": "manual"},
    "reasons": {"reject": {"hoax": "panggilan iseng"}},
    "calendars": {"kantor": {"hours": {"mon-fri": "08:00-16:00"}}},
    "deadlines": {"calendar": "kantor", "resolve": "3wd"},
    "notifiers": {"spool": {"type": "spool", "folder": "surat"}},
    "messages": {"routed": {"subject": "Aduan baru", "body": "{{ ticket }}"}},
    "categories": {"asap": {"unit": "dlh", "text": ["asap"]}},
    "handoff": [{"id": "api", "category": "asap", "text": ["asap tebal"], "to": "dlh", "say": "Sambungkan."}],
    "question": [{"id": "warna", "category": "asap", "text": "Apa warnanya?"}],
}
COMPILED = rules_of(PRESENT)


def compiled(draft: Draft) -> dict[str, Any]:
    """Compile a draft as the file that it would be, and return the rules; nothing may be wrong with it."""
    data = document(draft, PRESENT, COMPILED)
    text = written(data, ["two", "lines"], {("rule", rule.id): "a remark" for rule in draft.rules})
    assert tomli.loads(text) == data
    return rules_of(text)


def samples(*rows: tuple[str, tuple[str, ...], int]) -> list[Sample]:
    """Return each sample as often as its row says."""
    return [Sample(unit, values) for unit, values, count in rows for _number in range(count)]


# -- any data

names = st.sampled_from(["A", "b c", 'x"y', "é.1", "="])
units = st.sampled_from(["dlh", "pos", "pln", "baru", "jalan-1"])
values = st.sampled_from(["", "Utara", ">= 5", "=x", "a\x7f\x00b", "\\", "'\"", "  ", "Ünïcode", "1"])
words = st.sampled_from(["sampah", "sampahnya", "jalan", "rusak", "Jalan-Rusak", "pju", "12", "é", "\x00", "道路"])


@st.composite
def drawn(draw: Any) -> tuple[list[Sample], list[str], int]:
    """Return samples, the names of their inputs, and how many rules there may be."""
    inputs = [f"fields.{name}" for name in draw(st.lists(names, unique=True, max_size=3))]
    inputs += draw(st.sampled_from([[], ["kecamatan"], ["kind", "answers.x y"]]))
    rows = st.tuples(
        units,
        st.tuples(*[st.sampled_from(["", "Bekasi Timur"]) if name == "kecamatan" else
                    st.sampled_from(["complaint", ""]) if name == "kind" else values for name in inputs]),
        st.lists(words, max_size=6),
        st.integers(1, 8),
    )  # fmt: skip
    found = [
        Sample(unit, given, " ".join(text))
        for unit, given, text, count in draw(st.lists(rows, min_size=1, max_size=25))
        for _number in range(count)
    ]
    if draw(st.booleans()) or not inputs:
        inputs = [*inputs, "text"]
        found = [sample._replace(values=(*sample.values, "")) for sample in found]
    return found, inputs, draw(st.integers(1, 12))


@given(drawn())
@settings(max_examples=examples(150))
def test_whatever_it_learns_from_the_file_compiles_and_is_short_enough(
    drawn: tuple[list[Sample], list[str], int],
) -> None:
    """No value, name or word of a city's table makes a file that the compiler objects to."""
    found, inputs, most = drawn
    draft = learn(found, inputs, most)
    assert draft.size <= most
    rules = compiled(draft)
    assert len(rules["categories"]) == len(draft.categories)
    assert [rule["id"] for rule in rules["city"]] == [rule.id for rule in draft.rules]


@given(drawn())
@settings(max_examples=30)
def test_the_same_samples_give_the_same_rules(drawn: tuple[list[Sample], list[str], int]) -> None:
    """Nothing depends on the order of a set or on chance."""
    assert learn(*drawn) == learn(*drawn)


def test_nothing_is_learned_from_nothing() -> None:
    """Neither no samples nor no rules is an error."""
    assert learn([], ["text"], 10) == Draft([], [])
    assert learn([Sample("dlh", ("a",))], ["fields.A"], 0) == Draft([], [])


# -- columns


def test_the_column_that_tells_most_makes_the_categories_and_another_their_exceptions() -> None:
    """A type goes to its usual unit, but in one district to that district's; written as one rule for both types."""
    found = samples(
        ("roads", ("pothole", "north"), 30), ("roads-south", ("pothole", "south"), 20), ("roads", ("pothole", ""), 9),
        ("roads", ("sidewalk", "north"), 30), ("roads-south", ("sidewalk", "south"), 20),
        ("trees", ("tree", "north"), 20), ("trees", ("tree", "south"), 20),
    )  # fmt: skip
    draft = learn(found[::2] + found[1::2], ["fields.type", "fields.district"], 50)
    assert [(one.id, one.unit, one.when) for one in draft.categories] == [
        ("pothole", "roads", {"fields": {"type": "pothole"}}),
        ("sidewalk", "roads", {"fields": {"type": "sidewalk"}}),
        ("tree", "trees", {"fields": {"type": "tree"}}),
    ]
    assert [(rule.to, rule.when) for rule in draft.rules] == [
        ("roads-south", {"category": ["pothole", "sidewalk"], "fields": {"district": "south"}})
    ]


def test_a_handful_of_odd_cases_makes_no_exception() -> None:
    """Two against one may be chance."""
    groups = {"tree": samples(("trees", ("north",), 20), ("parks", ("east",), 2), ("trees", ("east",), 1))}
    assert exceptions(groups, [0], 2) == ({"tree": "trees"}, [])


def test_an_exception_within_an_exception_is_looked_at_first() -> None:
    """The narrower rule stands before the wider one, or it would never be reached."""
    groups = {
        "lamp": samples(
            ("city", ("north", "phone"), 60), ("city", ("north", "app"), 60),
            ("south", ("south", "phone"), 40), ("app-team", ("south", "app"), 30),
        )
    }  # fmt: skip
    usual, found = exceptions(groups, [0, 1], 2)
    assert usual == {"lamp": "city"}
    assert [(one.pairs, one.unit) for one in merged(found)] == [
        (((0, ("south",)), (1, ("app",))), "app-team"),
        (((0, ("south",)),), "south"),
    ]


def test_offices_named_after_their_district_are_expected_where_none_was_seen() -> None:
    """What is proved for some districts holds for a district whose office is known from other complaints."""
    districts = ["Utara", "Timur", "Selatan", "Barat"]
    rows = [(f"kantor-{name.lower()}", ("surat", name), 5) for name in districts[:3]]
    found = samples(
        ("kota", ("surat", ""), 40), *rows, ("kota", ("jalan", "Barat"), 20), ("kantor-barat", ("ktp", ""), 20)
    )
    draft = learn(found[::2] + found[1::2], ["fields.jenis", "fields.kecamatan"], 50)
    expected = {"category": "surat", "fields": {"kecamatan": "Barat"}}
    assert ("kantor-barat", expected) in [(rule.to, rule.when) for rule in draft.rules]


def test_rare_values_share_a_category_when_there_are_too_many() -> None:
    """The common values keep their own, the rest stands in one list for each unit."""
    rows = [("dlh" if number % 2 else "pos", (f"jenis {number:02}",), 30 - number) for number in range(20)]
    draft = learn(samples(*rows)[::-1], ["fields.jenis"], 6)
    assert draft.size <= 6
    shared = [one for one in draft.categories if isinstance(one.when["fields"]["jenis"], list)]
    assert {one.unit for one in shared} == {"dlh", "pos"}
    assert sum(len(one.when["fields"]["jenis"]) for one in shared) == 20 - 3


# -- words


def test_words_that_tell_a_unit_become_its_categories() -> None:
    """The categories have the words, not those that everybody says."""
    texts = [("dlh", "mohon sampah diangkut"), ("dlh", "sampah menumpuk mohon"), ("dlh", "mohon sampahnya busuk")]
    texts += [("pju", "mohon lampu jalan padam"), ("pju", "mohon lampu mati"), ("jalan", "mohon jalan berlubang")]
    found = [Sample(unit, ("",), text) for unit, text in texts for _number in range(8)]
    draft = learn(found, ["text"], 20)
    said = {pattern for one in draft.categories for pattern in one.when["text"]}
    assert "mohon" not in said
    guesses: dict[str, str] = {}
    for one in draft.categories:
        guesses.setdefault(one.unit, one.when["text"][0])
    assert guesses["dlh"] == "sampah*"
    assert guesses["pju"] == "lampu"
    assert guesses["jalan"] in ("berlubang", "jalan", "jalan berlubang", "mohon jalan")
    assert compiled(draft)["patterns"]


def test_pairs_are_neighbours_and_hold_no_digits() -> None:
    """A house number or a phone never becomes a word of a rule."""
    assert patterns_of("Lampu-jalan RT 04 mati 0812") == {
        "lampu": "lampu", "jalan": "jalan", "rt": "rt", "mati": "mati", "lampujalan": "lampu jalan",
        "jalanrt": "jalan rt",
    }  # fmt: skip


def test_a_surer_word_stands_before_a_looser_one() -> None:
    """'bakar' beats 'sampah' though 'sampah' is said more often."""
    texts = [("dlh", "sampah menumpuk")] * 40 + [("damkar", "sampah bakar")] * 20 + [("damkar", "bakar rumah")] * 20
    groups = word_groups([Sample(unit, (), text) for unit, text in texts], 10)
    assert [group.unit for group in groups[:2]] == ["damkar", "dlh"]
    assert groups[0].patterns[0] == "bakar"


def test_at_most_so_many_groups_those_that_claim_most() -> None:
    """What is cut off are the groups that matter least."""
    texts = [("a", "satu")] * 20 + [("b", "dua")] * 15 + [("c", "tiga")] * 10
    assert [group.unit for group in word_groups([Sample(u, (), t) for u, t in texts], 2)] == ["a", "b"]


# -- tables and writing


def test_a_table_backs_off_to_fewer_columns() -> None:
    """A pair of values never seen is guessed by the first alone, and an unknown first by the commonest unit."""
    found = samples(("a", ("x", "1"), 3), ("b", ("x", "2"), 2), ("c", ("y", "1"), 1))
    guess = back_off(found, [0, 1])
    assert [guess(Sample("", values)) for values in (("x", "2"), ("x", "9"), ("z", "1"))] == ["b", "a", "a"]
    assert share_right(back_off(found, []), found) == 3 / 6
    assert share_right(guess, []) == 0


def test_a_column_that_names_every_complaint_tells_nothing() -> None:
    """A number that each record has once fits the past and says nothing of what comes."""
    found = [Sample("a" if number % 3 else "b", (str(number), str(number % 3))) for number in range(90)]
    assert best_column(found, [0, 1])[0] == 1


def test_a_value_that_looks_like_a_comparison_is_written_as_a_list() -> None:
    """'>= 5' in a city's table is a value, and not a comparison."""
    assert condition("fields.x", [">= 5"]) == {"fields": {"x": [">= 5"]}}
    assert conditions([condition("fields.x", ["1"]), condition("fields.y", ["2"])]) == {"fields": {"x": "1", "y": "2"}}


def test_ids_are_given_once() -> None:
    """The second of a name gets a number, and one without letters a name of its own."""
    ids = Ids()
    assert [ids.new("Jalan Rusak"), ids.new("Jalan Rusak"), ids.new("道路"), ids.new("jalan rusak", "dlh x")] == [
        "jalan-rusak", "jalan-rusak-2", "learned", "dlh-x",
    ]  # fmt: skip


def test_units_and_tables_of_the_desk_are_taken_over() -> None:
    """What the desk knows already stands in the file; an unknown unit is declared by its id."""
    data = document(learn(samples(("baru", ("x",), 5)), ["fields.a"], 5), PRESENT, COMPILED)
    assert data["units"]["dlh"] == PRESENT["units"]["dlh"]
    assert data["units"]["baru"] == {"name": "baru"}
    assert data["shifts"] == PRESENT["shifts"]
    assert data["outside"]["pln"]["referral"] == "Hubungi 123."


def test_what_names_no_category_is_taken_over_and_the_rest_is_told() -> None:
    """Clocks, messages, reasons and synonyms stay; what hung on the old categories is named."""
    data = document(learn(samples(("dlh", ("x",), 5)), ["fields.a"], 5), PRESENT, COMPILED)
    kept = ("synonyms", "rules", "reasons", "calendars", "deadlines", "notifiers", "messages")
    assert {table: data[table] for table in kept} == {table: PRESENT[table] for table in kept}
    assert list(data["categories"]) == ["x"]
    assert left_out(PRESENT, data) == ["handoff", "question"]
    assert left_out({"units": {}, "categories": {}, "rule": []}, {}) == []


def test_promises_of_a_category_stay_with_it_or_are_told_by_name() -> None:
    """So do its title and proof, and levels and incidents of it; those of what is gone are told one by one."""
    promise = {"title": "Sampah", "deadlines": {"resolve": "1d", "emergency": {"resolve": "2h"}}, "proof": ["file"]}
    present = {
        **PRESENT,
        "categories": {
            "x": {"unit": "dlh", "text": ["lama"], **promise},
            "asap": {"unit": "dlh", "text": ["asap"], "deadlines": {"resolve": "4h"}},
        },
        "escalation": [
            {"id": "semua", "clock": "resolve", "at": "due", "tell": ["spool"]},
            {"id": "x", "clock": "resolve", "at": "due", "categories": ["x"], "list": True},
            {"id": "asap", "clock": "resolve", "at": "due", "categories": ["asap", "x"], "list": True},
        ],
        "incident": [
            {"id": "ramai-x", "category": "x", "count": 5, "within": "1h"},
            {"id": "ramai-asap", "category": ["asap"], "count": 5, "within": "1h"},
        ],
        "callers": {"tell": ["resolved"], "over": {"sms": "spool"}},
        "inbox": {"folder": "masuk"},
    }
    data = document(learn(samples(("dlh", ("x",), 5)), ["fields.a"], 5), present, rules_of(present))
    category = data["categories"]["x"]  # type: ignore[index]
    assert {key: category[key] for key in promise} == promise
    assert "lama" not in str(category)
    assert [one["id"] for one in data["escalation"]] == ["semua", "x"]  # type: ignore[attr-defined]
    assert [one["id"] for one in data["incident"]] == ["ramai-x"]  # type: ignore[attr-defined]
    assert (data["callers"], data["inbox"]) == (present["callers"], present["inbox"])
    told = left_out(present, data)
    assert told == ["categories.asap.deadlines", "handoff", "question", "escalation asap", "incident ramai-asap"]
    made = rules_of(written(data, [], {}))
    assert made["clocks"]["escalations"][1]["categories"] == ["x"]
