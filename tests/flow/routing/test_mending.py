"""Mending what was understood wrong: whatever the state, nothing vanishes and nobody is passed over."""

from __future__ import annotations

import itertools

import pytest

from aduan_cli.complaint.complaint import Complaint, copy_of
from aduan_cli.complaint.deciding import decide
from aduan_cli.complaint.fields import STATUSES
from aduan_cli.complaint.moves import FINAL
from aduan_cli.complaint.reading import read
from aduan_cli.complaint.redecided import step_of
from aduan_cli.complaint.report import Report
from aduan_cli.complaint.router import Router
from aduan_cli.errors import NotAllowedError
from aduan_cli.flow.routing.mending import mended
from aduan_cli.flow.routing.redeciding import again
from aduan_cli.model import KINDS, PRIORITIES
from aduan_cli.testing import NoCode
from compiling import router_of

CITY = {
    "desk": {"name": "Meja", "prefix": "UJI", "timezone": "UTC", "channels": ["phone"]},
    "cues": {"complaint": ["melaporkan"], "information": ["menanyakan"], "feedback": ["terima kasih"]},
    "kecamatan": {"Bekasi Timur": ["Margahayu"], "Bekasi Utara": ["Teluk Pucung"]},
    "units": {"dlh": {"name": "DLH"}, "pju": {"name": "PJU"}},
    "outside": {"pln": {"name": "PLN", "referral": "Hubungi PLN."}},
    "categories": {
        "sampah": {"unit": "dlh", "text": ["sampah"]},
        "lampu": {"unit": "pju", "text": ["lampu"]},
        "banjir": {"unit": "pju", "text": ["banjir"], "routes_feedback": True},
    },
    "rule": [{"text": "sampah", "priority": "low", "continue": True}],
}
WAITS = ("new", "routed")
CASES = [*itertools.product(STATUSES, KINDS, KINDS, (None, "dlh", "triage", "pln", "gone"))]


@pytest.fixture(scope="module")
def router() -> Router:
    return router_of(CITY)


def stored(router: Router, kind: str, status: str, by_hand: str | None = None) -> Complaint:
    """Return a call as it was logged and as its life went on."""
    understood = read(Report(text="sampah di Margahayu", kind=kind, sources={"kind": "text"}), router)
    hand = {"unit": by_hand, "step": "manual", "rule": None} if by_hand else {}
    return copy_of(decide(understood, router).complaint, ticket="UJI-1", status=status, **hand)


@pytest.mark.parametrize(("status", "kind", "said", "by_hand"), CASES)
def test_nothing_vanishes(router: Router, status: str, kind: str, said: str, by_hand: str | None) -> None:
    """A call leaves the open ones only from where it waits, as answered, by a kind that is; and it is told."""
    before = stored(router, kind, status, by_hand)
    try:
        found = mended(before, router, NoCode(), {"kind": said})
    except NotAllowedError:
        assert status not in WAITS
        return
    after = found.after
    assert after.kind == said
    assert (before.kind, before.status) == (kind, status)
    if by_hand or status not in (*WAITS, "answered"):
        assert (after.unit, after.step) == (before.unit, before.step)
    if after.status == "answered" != status:
        assert (status in WAITS, said == "complaint") == (True, False)
    elif status == "answered" != after.status:
        assert (kind == "complaint", said) == (False, "complaint")
        assert after.status == {"triage": "new", "pln": "referred"}.get(by_hand or "", "routed")
        assert by_hand != "gone"
    elif after.status != status:
        assert (status, after.status) == ("new", "routed")
    assert (after.status in FINAL) == (status in FINAL) or found.changes["status"] == after.status


def test_feedback_that_its_category_sends_to_somebody_is_opened(router: Router) -> None:
    """As the category of a call that comes in would have it."""
    found = mended(stored(router, "feedback", "answered"), router, NoCode(), {"category": "banjir"})
    assert (found.after.status, found.after.unit, found.after.kind) == ("routed", "pju", "feedback")


@pytest.mark.parametrize("priority", PRIORITIES)
def test_what_was_said_is_said_for_good(router: Router, priority: str) -> None:
    """Deciding again by rules that set a priority, a category and a place of their own leaves what a person said."""
    given = {"priority": priority, "category": "lampu", "kelurahan": "Teluk Pucung"}
    found = mended(stored(router, "complaint", "routed"), router, NoCode(), given)
    assert (found.after.unit, found.after.kecamatan) == ("pju", "Bekasi Utara")
    later = again(found.after, router, NoCode())
    assert not later.changed
    assert {name: getattr(later.after, name) for name in given} == given


def test_the_event_tells_old_and_new_and_no_address(router: Router) -> None:
    """An address may have to be erased later, so it stands beside the chain alone."""
    given = {"category": "lampu", "address": "Jl. Satu"}
    step = step_of(mended(stored(router, "complaint", "routed"), router, NoCode(), given), "sari", 0)
    assert step is not None
    ((_type, data),) = step.events
    assert data["corrected"] == {"category": ["sampah", "lampu"]}
    assert step.changes["address"] == "Jl. Satu"
    assert "Jl. Satu" not in str(data)


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ({"kelurahan": "Teluk Pucung"}, ("Bekasi Utara", "Teluk Pucung")),
        ({"kecamatan": "Bekasi Utara"}, ("Bekasi Utara", None)),
        ({"kecamatan": "Bekasi Timur"}, ("Bekasi Timur", "Margahayu")),
    ],
)
def test_a_kelurahan_goes_with_its_kecamatan(router: Router, given: dict[str, str], place: tuple[str, str]) -> None:
    found = mended(stored(router, "complaint", "in_progress"), router, NoCode(), given)
    assert (found.after.kecamatan, found.after.kelurahan) == place


class SilentCode(NoCode):
    """Code that a plugin has and that can't be asked: it is set aside."""

    def exists(self, plugin: str) -> bool:
        return True

    def left_out(self, plugin: str) -> str | None:
        return "set_aside"


@pytest.mark.parametrize(
    ("given", "unit", "step"),
    [
        ({"priority": "high"}, "bmsda-tiang", "code"),
        ({"category": "lampu-mati", "priority": "low"}, "bmsda-tiang", "code"),
        ({"kelurahan": "Teluk Pucung"}, "bmsda-tiang", "code"),
        ({"category": "jalan"}, "bmsda", "category"),
        ({"category": "sampah"}, "dlh", "category"),
    ],
)
def test_what_code_decided_stays_while_it_cannot_be_asked(given: dict[str, str], unit: str, step: str) -> None:
    """As `route` leaves it; only a call about something else is decided without the code."""
    manifest = {
        "plugin": {"name": "bmsda", "api": 1},
        "unit": {"id": "bmsda", "name": "BMSDA"},
        "crews": {"tiang": {"name": "Tiang"}},
        "categories": {
            "lampu-mati": {"unit": "bmsda", "text": ["lampu mati"]},
            "jalan": {"unit": "bmsda", "text": ["jalan"]},
        },
    }
    city = {**CITY, "plugins": {"enable": ["bmsda"]}}
    router = router_of(city, bmsda=manifest)
    complaint = stored(router, "complaint", "routed")
    sources = {**complaint.sources, "category": "given"}
    code = {"unit": "bmsda-tiang", "step": "code", "rule": "bmsda"}
    complaint = copy_of(complaint, category="lampu-mati", sources=sources, **code)
    found = mended(complaint, router, SilentCode(), given)
    assert (found.after.unit, found.after.step) == (unit, step)
    assert {name: getattr(found.after, name) for name in given} == given
    assert found.changed
    assert again(complaint, router, SilentCode()).changed is False
