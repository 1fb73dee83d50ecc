"""Changes of rules from what officers corrected: each tried by the engine, and proposed where it mends enough."""

from __future__ import annotations

from pathlib import Path

import pytest

from aduan_cli.app.drafts import with_changes
from aduan_cli.app.proposals import files_of, trying
from aduan_cli.complaint.prediction import predict
from aduan_cli.complaint.router import Router
from aduan_cli.config.rule_files.texts import compile_texts
from aduan_cli.flow.rulebook.corrections import cases, latest
from aduan_cli.flow.rulebook.drafting import DraftedChanges, draft, shortened, summary
from aduan_cli.flow.rulebook.proposing import Evidence, Proposed, Proposing, decider_of
from aduan_cli.testing import RULES
from desk_here import HereDesk, desk_here

CITY = f'{RULES}[units.satpol]\nname = "Satpol PP"\n'
HANDOFF = '[[handoff]]\nid = "api"\ntext = ["kebakaran"]\nto = "bpbd"\nsay = "Sambungkan."\n'
WISH = Evidence(2, 0.6)


def corrected(desk: HereDesk, *texts: str, to: str = "satpol") -> list[str]:
    """Take calls that an officer then gives to another unit; return their tickets."""
    found = [desk.log(text) for text in texts]
    for one in found:
        desk.act(one, "assign", to=to)
    return [one.ticket for one in found]


def proposed(desk: HereDesk, wish: Evidence = WISH) -> Proposed:
    """Return what is proposed from what was corrected."""
    router, has_code = Router(desk.rules, desk.revision), desk.code.exists
    texts = desk.store.accepted()
    found = cases(desk.store, router, has_code)
    stored = list(latest(desk.store))
    return Proposing(found, stored, router, files_of(texts), trying(texts), has_code, wish).run()


def units_after(desk: HereDesk, found: Proposed, *texts: str) -> list[str]:
    """Return whose some texts would be once all that is proposed is in force."""
    changes = [change for proposal in found.proposals for change in proposal.changes]
    loaded = compile_texts(with_changes(desk.store.accepted(), changes))
    assert loaded.revision, loaded.problems
    router = Router({**loaded.rules, "zone": [[-(2**62), 0]]}, loaded.revision)
    return [predict(desk.log(text), router).unit for text in texts]


@pytest.fixture
def desk(tmp_path: Path) -> HereDesk:
    """Return a desk with ordinary calls beside those that are corrected."""
    made = desk_here(tmp_path, CITY + HANDOFF)
    for number in range(12):
        made.log(f"sampah menumpuk di pinggir jalan {number}")
        made.log(f"banjir di gang {number}")
    return made


# -- what is proposed


def test_where_nothing_was_corrected_nothing_is_proposed(desk: HereDesk) -> None:
    assert proposed(desk) == Proposed([], [], [], [], [])


def test_words_that_corrected_calls_share_make_a_change_that_decides_them_so(desk: HereDesk) -> None:
    tickets = corrected(desk, "sampah hanyut di sungai", "sampah hanyut di kali", "sampah hanyut lagi")
    found = proposed(desk)
    (one,) = found.proposals
    assert (sorted(one.mended), one.elsewhere, one.gain, one.against) == (sorted(tickets), (), 3, 0)
    assert all("hanyut" in word.pattern for word in one.words)
    assert found.unmended == []
    assert units_after(desk, found, "sampah hanyut di parit", "sampah menumpuk", "banjir") == ["satpol", "dlh", "bpbd"]


def test_one_call_is_no_evidence(desk: HereDesk) -> None:
    (ticket,) = corrected(desk, "sampah hanyut di sungai")
    found = proposed(desk)
    assert found.proposals == []
    assert [case.complaint.ticket for case in found.unmended] == [ticket]


@pytest.mark.parametrize(("least", "count"), [(3, 1), (4, 0)])
def test_as_many_corrections_as_are_wished_for_are_needed(desk: HereDesk, least: int, count: int) -> None:
    corrected(desk, "sampah hanyut di sungai", "sampah hanyut di kali", "sampah hanyut lagi")
    assert len(proposed(desk, Evidence(least, 0.6)).proposals) == count


def test_calls_that_share_no_telling_word_are_left(desk: HereDesk) -> None:
    """The words that they share are those of all calls of their category."""
    corrected(desk, "sampah menumpuk di pinggir", "sampah di pinggir jalan")
    found = proposed(desk)
    assert found.proposals == []
    assert len(found.unmended) == 2


def test_a_change_that_would_move_as_many_others_is_not_proposed(desk: HereDesk) -> None:
    for number in range(6):
        desk.log(f"sampah hanyut yang biasa {number}")
    corrected(desk, "sampah hanyut sungai", "sampah hanyut kali")
    assert proposed(desk).proposals == []


def test_what_else_would_move_is_told_with_whether_it_is_known_to_belong_there(desk: HereDesk) -> None:
    record = desk.log("sampah hanyut, dicatat", recorded_unit="Satpol PP")
    nobody = desk.log("sampah hanyut, entah")
    corrected(desk, *(f"sampah hanyut {word}" for word in ("kali", "kanal", "parit", "danau", "rawa", "laut")))
    (one,) = proposed(desk).proposals
    told = {move.ticket: (move.before, move.after, move.right) for move in one.elsewhere}
    assert told == {record.ticket: ("dlh", "satpol", True), nobody.ticket: ("dlh", "satpol", None)}
    assert (one.gain, one.against) == (6, 1)


def test_two_groups_get_a_change_each_the_one_that_mends_most_first(desk: HereDesk) -> None:
    few = corrected(desk, "banjir lumpur pekat", "banjir lumpur kental", "banjir lumpur hitam")
    many = corrected(desk, *(f"entah apa ada tumpahan {'abcde'[number] * 4}" for number in range(5)))
    found = proposed(desk)
    assert [sorted(one.mended) for one in found.proposals] == [sorted(many), sorted(few)]
    assert units_after(desk, found, "ada tumpahan di jalan", "banjir lumpur", "banjir") == ["satpol", "satpol", "bpbd"]


OWN = '[categories.pkl]\nunit = "satpol"\ntext = ["pkl"]\n'
ALONE = '[categories.pkl]\nunit = "satpol"\ntext = "pkl"\n'
"""The same, its one word as people write it."""
OTHER = '[categories.parkir]\nunit = "satpol"\ntext = ["parkir"]\n'


@pytest.mark.parametrize(("more", "home"), [(OWN, "pkl"), (ALONE, "pkl"), (OWN + OTHER, None), ("", None)])
def test_words_that_nothing_knows_go_to_the_only_category_of_the_unit_and_to_none_of_several(
    tmp_path: Path, more: str, home: str | None
) -> None:
    """No word is put to a category that means something else: then it is one of its own."""
    desk = desk_here(tmp_path, CITY + more)
    for number in range(12):
        desk.log(f"sampah menumpuk di pinggir jalan {number}")
    corrected(desk, *(f"entah apa ada tumpahan {'abcde'[number] * 4}" for number in range(5)))
    (one,) = proposed(desk).proposals
    (change,) = one.changes
    (name,) = change.data["categories"]
    assert (name == home) is (home is not None)
    assert (name in ("pkl", "parkir")) is (home is not None)


def test_words_go_to_the_category_that_calls_with_them_have(tmp_path: Path) -> None:
    """Also where the unit has another one."""
    desk = desk_here(tmp_path, CITY + OWN + OTHER)
    for number in range(12):
        desk.log(f"sampah menumpuk di pinggir jalan {number}")
    for word in ("kali", "kanal", "parit"):
        desk.log(f"parkir hanyut {word}")
    corrected(desk, *(f"sampah hanyut {word}" for word in ("danau", "rawa", "laut", "muara")))
    (one,) = proposed(desk).proposals
    names = {name for change in one.changes for name in change.data.get("categories", {})}
    assert "pkl" not in names


# -- what is not


def test_no_words_are_proposed_against_a_hand_off(desk: HereDesk) -> None:
    tickets = corrected(desk, "kebakaran sampah kering", "kebakaran sampah kering lagi", to="dlh")
    found = proposed(desk)
    assert found.proposals == []
    assert [case.complaint.ticket for case in found.handed_off] == tickets
    assert found.unmended == []


def test_what_was_given_back_and_is_nobodys_yet_teaches_no_unit(desk: HereDesk) -> None:
    one = desk.log("sampah angkasa")
    desk.act(one, "return", reason="bukan kami")
    found = proposed(desk)
    assert [case.complaint.ticket for case in found.ownerless] == [one.ticket]
    assert (found.proposals, found.unmended) == ([], [])


def test_a_change_that_an_example_forbids_is_told_and_not_proposed(tmp_path: Path) -> None:
    example = '[[example]]\ntext = "sampah hanyut"\nexpect = { unit = "dlh" }\n'
    desk = desk_here(tmp_path, CITY + example)
    for number in range(12):
        desk.log(f"sampah menumpuk di pinggir jalan {number}")
    tickets = corrected(desk, "sampah hanyut di sungai", "sampah hanyut di kali", "sampah hanyut lagi")
    found = proposed(desk)
    (one,) = found.contradicted
    assert (found.proposals, found.unmended) == ([], [])
    assert sorted(one.proposal.mended) == sorted(tickets)
    assert "sampah hanyut" in one.failing


def test_what_decides_a_call_is_its_step_and_the_rule_or_category_of_it(desk: HereDesk) -> None:
    router = Router(desk.rules, desk.revision)
    told = [decider_of(predict(desk.log(text), router)) for text in ("kebakaran", "entah apa")]
    assert told == [("handoff", "api"), ("triage", "")]


# -- the draft


def test_a_draft_is_a_file_that_says_what_speaks_for_each_change(desk: HereDesk) -> None:
    corrected(desk, "sampah hanyut di sungai", "sampah hanyut di kali", "sampah hanyut lagi")
    corrected(desk, "banjir lumpur", to="dlh")
    found = DraftedChanges([], [], proposed(desk))
    text = draft(found)
    head, *rest = text.split("\n\n")
    assert all(line.startswith("#") for line in head.splitlines())
    assert "proposals: 1, which would decide 3 corrected calls as officers did" in head
    assert "corrected calls for which nothing is proposed, 1: " in head
    assert "[[change]]" in rest[0]
    assert "hanyut 3:0" in rest[0]
    assert text.endswith("\n")
    assert summary(found)[0] in text


@pytest.mark.parametrize(("count", "ends"), [(0, ""), (8, "T7"), (9, "T7 and 1 more"), (30, "T7 and 22 more")])
def test_of_many_tickets_the_first_are_named_and_the_others_counted(count: int, ends: str) -> None:
    told = shortened([f"T{number}" for number in range(count)])
    assert told.endswith(ends)
    assert told.count("T") == min(count, 8)
