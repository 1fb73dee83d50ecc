"""What may be written once: the short form makes the very rules that the long one makes."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from aduan_cli.complaint.examples import run_examples
from aduan_cli.model import Facts
from aduan_cli.rules.engine import holds
from aduan_cli.rules.language.compile import Compiled, compile_rules
from compiling import SMALLEST, category_of, documents, router_of, sentences
from thorough import examples

WORD = st.sampled_from(["jalan", "gang", "rusak", "bolong*", "kabel|tiang", "~putus", "@orang", "di .. atas"])
WORDS = st.lists(WORD, min_size=1, max_size=3, unique=True)
TEXT = st.lists(st.sampled_from(["jalan", "gang", "rusak", "bolongnya", "tiang", "terputus", "anak", "di", "atas"]))
PLACES = '[kecamatan]\n"Bekasi Timur" = ["Duren Jaya", "Margahayu"]\n'
DESK = SMALLEST + '[units.damkar]\nname = "Pemadam"\n[cues]\ninformation = ["tanya"]\n'
UNIT = '[unit]\nid = "taman"\nname = "Taman"\n'


def compiled(city: str | dict[str, Any], **manifests: str) -> Compiled:
    """Return what files make in which nothing is wrong."""
    made = compile_rules(documents(city, **manifests))
    assert sentences(made) == []
    return made


@given(st.lists(WORDS, min_size=1, max_size=4), st.lists(TEXT, min_size=1, max_size=6))
@settings(max_examples=examples(100))
def test_a_list_among_words_that_all_must_be_there_is_there_for_one_of_its_words(
    lists: list[list[str]], texts: list[list[str]]
) -> None:
    tables = {"short": {"text_all": lists}, "long": {"all": [{"text": words} for words in lists]}}
    city: dict[str, Any] = {
        "desk": {"name": "Desk", "prefix": "D", "timezone": "UTC"},
        "units": {"dlh": {"name": "Dinas"}},
        "words": {"orang": ["anak", "nenek*"]},
        "categories": {name: {"unit": "dlh", **table} for name, table in tables.items()},
        "answer": [{"id": "a", "title": "A", "text": "b", "words": ["@orang"], "text_all": lists}],
    }
    router = router_of(city)
    short, long = (router.engine.categories[name][3] for name in ("short", "long"))
    for text in texts:
        facts = Facts()
        facts.found = router.words_of(" ".join(text)).found
        assert holds(short, facts) == holds(long, facts), (lists, text)


def test_what_is_wrong_in_such_a_list_is_told_where_it_stands() -> None:
    table = '[categories.a]\nunit = "dlh"\ntext_all = ["api", ["besar", "@tidak-ada"], [], [["x"]]]\n'
    assert sentences(compile_rules(documents(SMALLEST + table))) == [
        "rules.toml: categories.a.text_all[3]: the list is empty; at least one value would be right",
        "rules.toml: categories.a.text_all[4][1]: a list can't stand here; a string would be right",
        "rules.toml: categories.a.text_all[2][2]: unknown list of words 'tidak-ada'",
    ]


def test_spellings_stand_behind_the_name_or_before_it() -> None:
    short = compiled(SMALLEST + PLACES + '[spellings]\n"Duren Jaya" = ["Drn Jaya", "Duren Jya"]\n').rules
    long = compiled(SMALLEST + PLACES + '[spellings]\n"Drn Jaya" = "Duren Jaya"\n"Duren Jya" = "Duren Jaya"\n').rules
    assert short == long
    assert router_of(SMALLEST + PLACES + '[spellings]\n"Bekasi Timur" = ["Bektim"]\n').words_of("di bektim")
    wrong = compile_rules(documents(SMALLEST + PLACES + '[spellings]\n"Duren Jay" = ["Drn Jaya"]\n'))
    assert sentences(wrong) == [
        "rules.toml: spellings.\"Duren Jay\": unknown place 'Duren Jay'; did you mean 'Duren Jaya'?"
    ]


def test_a_manifest_says_of_its_unit_what_cannot_be_known() -> None:
    """Its name is the folder's, its contract the first, and its categories its unit's where they name no other."""
    city = SMALLEST + '[plugins]\nenable = ["taman"]\n'
    crew = '[crews.pohon]\nname = "Regu"\n'
    categories = '[categories.bangku]\n{}text = "bangku"\n[categories.pohon]\nunit = "taman-pohon"\ntext = "pohon"\n'
    long = '[plugin]\nname = "taman"\napi = 1\n' + UNIT + crew + categories.format('unit = "taman"\n')
    assert compiled(city, taman=UNIT + crew + categories.format("")).rules == compiled(city, taman=long).rules


def test_hand_offs_share_a_response() -> None:
    """A table's own keys go before those of the response."""
    kinds = '[categories.kebakaran]\nunit = "damkar"\ntext = "api"\n'
    response = '[responses.api]\nto = "damkar"\nas = "kebakaran"\nkind = "complaint"\npriority = "emergency"\n'
    short = '[[handoff]]\nid = "a"\nresponse = "api"\ntext = "asap"\nsay = "Sekarang."\nsupport = "dlh"\n'
    short += '[[handoff]]\nid = "b"\nresponse = "api"\nto = "dlh"\ntext = "sampah"\nsay = "Ya."\n'
    shared = 'as = "kebakaran"\nkind = "complaint"\npriority = "emergency"\n'
    long = '[[handoff]]\nid = "a"\ntext = "asap"\nsay = "Sekarang."\nsupport = "dlh"\nto = "damkar"\n' + shared
    long += '[[handoff]]\nid = "b"\nto = "dlh"\ntext = "sampah"\nsay = "Ya."\n' + shared
    assert compiled(DESK + kinds + response + short).rules == compiled(DESK + kinds + long).rules


def test_a_hand_off_says_who_leads_or_names_a_response() -> None:
    wrong = compile_rules(documents(SMALLEST + '[[handoff]]\nid = "a"\ntext = "api"\nsay = "Ya."\n'))
    assert sentences(wrong) == [
        "rules.toml: handoff[1]: 'to' is missing; to = \"...\" would be right: who leads",
    ]
    nobody = '[responses.a]\npriority = "high"\n[[handoff]]\nid = "a"\nresponse = "a"\ntext = "api"\nsay = "Ya."\n'
    made = compile_rules(documents(SMALLEST + nobody))
    assert made.rules["handoffs"] == []
    assert sentences(made) == [
        "rules.toml: handoff[1].response: response 'a' doesn't say who leads; 'to' would be right, there or here",
    ]


def test_a_key_without_a_name_stands_for_no_other() -> None:
    """What is required is told as missing beside it."""
    assert sentences(compile_rules(documents(SMALLEST + '[notifiers.a]\n"" = 1\n'))) == [
        'rules.toml: notifiers.a."": unknown key',
        "rules.toml: notifiers.a: 'type' is missing; type = \"...\" would be right: how it sends",
    ]


def test_choices_make_a_question_of_the_type_choice() -> None:
    tables = '[categories.a]\nunit = "dlh"\ntext = "a"\n[[question]]\nid = "q"\ncategory = "a"\ntext = "?"\n'
    tables += 'choices = ["ya", "tidak"]\n'
    assert compiled(SMALLEST + tables).rules == compiled(SMALLEST + tables + 'type = "choice"\n').rules


def test_examples_stand_in_their_category_or_share_what_must_come_out() -> None:
    category = '[categories.sampah]\nunit = "dlh"\ntext = "sampah"\n'
    own = 'examples.complaint = ["sampah numpuk", "sampah lagi"]\nexamples.information = "tanya soal sampah"\n'
    shared = '[[example]]\ntext = ["sampah numpuk", "sampah lagi"]\n'
    shared += 'expect = { category = "sampah", unit = "dlh", kind = "complaint" }\n'
    shared += '[[example]]\ntext = "tanya soal sampah"\n'
    shared += 'expect = { category = "sampah", unit = "dlh", kind = "information" }\n'
    short, long = compiled(DESK + category + own), compiled(DESK + category + shared)
    assert [(one.given, one.expect) for one in short.examples] == [(one.given, one.expect) for one in long.examples]
    assert len(short.examples) == 3
    assert category_of(router_of(DESK + category + own), "sampah") == "sampah"


def test_an_example_that_fails_is_told_where_it_stands() -> None:
    category = '[categories.a]\nunit = "dlh"\ntext = "sampah"\nexamples.complaint = ["sampah", "pju"]\n'
    shared = '[[example]]\ntext = ["sampah", "tanya sampah"]\nexpect = { kind = "complaint" }\n'
    made = compiled(DESK + category + shared)
    rules = {**made.rules, "zone": [[-(2**62), 0]]}
    assert [str(problem) for problem in run_examples(rules, made.examples)] == [
        "rules.toml: categories.a.examples.complaint[2].expect.category: 'pju' gave nothing; 'a' was expected",
        "rules.toml: categories.a.examples.complaint[2].expect.unit: 'pju' gave 'triage'; 'dlh' was expected",
        "rules.toml: example[1].text[2].expect.kind: 'tanya sampah' gave 'information'; 'complaint' was expected",
    ]
