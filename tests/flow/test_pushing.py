"""What is posted to another system: what its table shares and nothing more, and what is known of it there."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.complaint.complaint import Complaint, copy_of
from aduan_cli.complaint.events import ACKNOWLEDGED, PUSHED, REOPENED, RETURNED, UNMERGED
from aduan_cli.flow.pushing import MOST, NO_LINK, code_of, form_of, found_in, has_place, link_of, shows_caller
from any_complaint import TEXTS
from told import event

ONE = Complaint(
    {
        "ticket": "UJI-261123-0001-6", "text": "Lampu mati, hubungi Budi 0812-0000-0101", "caller_name": "Budi Rekaan",
        "caller_phone": "+6281200000101;+6281200000102", "caller_address": "Jl. Rumah 1", "address": "Jl. Kenari 5",
        "kelurahan": "Margahayu", "kecamatan": "Bekasi Timur", "point": "-6.238300,106.975600",
        "answers": {"tiang": "12", "warna": ["merah", "biru"], "nyala": False, "kosong": "", "nol": 0},
    }
)  # fmt: skip
SHARED = ("point", "address", "description", "caller")
ATTRIBUTES = {"A": "tiang", "B": "warna", "C": "nyala", "D": "kosong", "E": "tidak ada", "F": "nol"}


def form(**table: Any) -> list[tuple[str, str]]:
    """Return what is posted of the complaint."""
    return form_of(ONE, table, "006", "Lampu jalan")  # type: ignore[arg-type]


def test_without_a_word_about_sharing_only_the_area_and_the_title_go() -> None:
    assert form() == [
        ("service_code", "006"),
        ("address_string", "Margahayu, Bekasi Timur"),
        ("description", "[UJI-261123-0001-6] Lampu jalan"),
    ]


def test_what_of_the_caller_is_in_an_answer_goes_only_where_the_caller_is_shared() -> None:
    """An officer writes down what is said, also who says it."""
    said = copy_of(ONE, answers={"siapa": "Budi, jalan rumah no 1, 0812-0000-0101", "tiang": "0812"})
    table: Any = {"attributes": {"W": "siapa", "A": "tiang"}}
    answers = [value for name, value in form_of(said, table, "006", "Lampu") if name.startswith("attribute")]
    assert answers == ["***, ***, +6281******101", "0812"]
    whole = form_of(said, {**table, "share": ["caller"]}, "006", "Lampu")
    assert "Budi, jalan rumah no 1, 0812-0000-0101" in dict(whole).values()


@given(st.sets(st.sampled_from(SHARED)))
def test_what_is_not_shared_is_nowhere_in_a_form(share: set[str]) -> None:
    posted = form(share=tuple(share))
    said = " ".join(value for _name, value in posted)
    assert ("-6.2383" in said) is ("point" in share)
    assert ("Kenari" in said) is ("address" in share)
    assert ("Lampu mati" in said) is ("description" in share)
    assert ("Rekaan" in said, "6281200000101" in said) == (("caller" in share),) * 2
    assert "Jl. Rumah" not in said
    assert shows_caller(posted) is ("caller" in share)
    assert has_place(posted)


def test_a_caller_is_a_first_and_a_last_name_and_one_phone() -> None:
    posted = dict(form(share=("caller",)))
    assert (posted["first_name"], posted["last_name"], posted["phone"]) == ("Budi", "Rekaan", "+6281200000101")


def test_answers_go_under_the_codes_of_the_other_system_and_empty_ones_not_at_all() -> None:
    """No is an answer, and so is 0; several values of one question are each a field."""
    assert [pair for pair in form(attributes=ATTRIBUTES) if pair[0].startswith("attribute")] == [
        ("attribute[A]", "12"),
        ("attribute[B][]", "merah"),
        ("attribute[B][]", "biru"),
        ("attribute[C]", "false"),
        ("attribute[F]", "0"),
    ]


@given(st.text(max_size=20), st.integers(0, 5000))
def test_a_description_has_its_ticket_and_no_more_than_the_standard_takes(text: str, more: int) -> None:
    one = Complaint({"ticket": "UJI-261123-0001-6", "text": text + "x" * more})
    said = dict(form_of(one, {"share": ["description"]}, "006", "t"))["description"]  # type: ignore[typeddict-item]
    assert len(said) <= MOST
    assert found_in([{"service_request_id": 7, "description": said}], one.ticket) == "7"


# -- what is known of it there


def pushed(notifier: str = "kota", **said: Any) -> Any:
    return event(PUSHED, notifier=notifier, unit="dlh", **said)


def test_nothing_is_known_of_what_never_went() -> None:
    assert link_of([event(ACKNOWLEDGED), pushed("lain", request="1")], "kota") == NO_LINK


def test_tries_without_an_answer_are_counted_until_it_is_there() -> None:
    found = link_of([pushed(lost=True), pushed(lost=True)], "kota")
    assert (found.lost, found.taken) == (2, False)
    found = link_of([pushed(lost=True), pushed(token="t1")], "kota")
    assert (found.token, found.request, found.taken) == ("t1", None, True)
    found = link_of([pushed(token="t1"), event(ACKNOWLEDGED), pushed(request="9")], "kota")
    assert (found.token, found.request) == (None, "9")


@pytest.mark.parametrize("type_", [REOPENED, RETURNED, UNMERGED])
def test_what_comes_to_its_unit_anew_is_another_request(type_: str) -> None:
    assert link_of([pushed(request="9"), event(type_)], "kota") == NO_LINK
    assert link_of([pushed(request="9"), event(type_), pushed(request="10")], "kota").request == "10"


# -- its service there


def test_a_service_is_named_by_the_table_else_by_its_id_else_by_its_name() -> None:
    offered = [{"service_code": "lampu", "service_name": " Lampu Jalan "}, {"service_code": "sampah"}, {}]
    assert code_of("pju", "Lampu jalan", {"006": "pju"}, offered) == "006"
    assert code_of("sampah", "Lampu jalan", {}, offered) == "sampah"
    assert code_of("pju", "lampu JALAN", {}, offered) == "lampu"
    assert code_of("pju", "Lain", {}, offered) is None


@given(st.lists(st.fixed_dictionaries({"description": st.none() | TEXTS, "service_request_id": st.none() | TEXTS})))
def test_a_ticket_is_found_only_where_it_is_named_whole(requests: list[dict[str, Any]]) -> None:
    named = {"service_request_id": "293", "description": "x [UJI-261123-0001-6] sampah"}
    near = {"service_request_id": "1", "description": "[UJI-261123-0001-66] UJI-261123-0001-6"}
    assert found_in(requests, "UJI-261123-0001-6") is None
    assert found_in([*requests, near, {**named, "service_request_id": None}, named], "UJI-261123-0001-6") == "293"
