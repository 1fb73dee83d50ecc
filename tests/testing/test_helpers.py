"""What plugin authors get: each helper does in a test what the desk does."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from aduan_cli.complaint.complaint import Complaint as Stored
from aduan_cli.complaint.router import Router
from aduan_cli.errors import ConfigError
from aduan_cli.hookspecs import Complaint, Decision, Delivery, Question
from aduan_cli.ports import UnitCode
from aduan_cli.testing import (
    AnswerError,
    FakeClock,
    NoCode,
    RecordingNotifier,
    Routes,
    complaint,
    desk,
    event,
    load_plugin,
    manifest,
    message,
    route,
    run_cases,
)
from aduan_cli.testing.on_disk import rules_of
from aduan_cli.typed_time import parse_time

CODE = """\
from aduan_cli.hookspecs import Decision, Delivery, Note, Question, hookimpl

TOLD = []

def is_pole(text):
    return "tiang" in text

@hookimpl
def route(complaint):
    if "gagal" in complaint.text:
        raise ValueError("gagal")
    if "lain" in complaint.text:
        return Decision("dlh")
    return Decision("pju-regu", support=["pju"], reason="tiang") if is_pole(complaint.text) else None

@hookimpl
def validate(complaint):
    return [Note(f"air {complaint.answers['air']}")] if "air" in complaint.answers else []

@hookimpl
def questions(complaint):
    return [Question("air", "Berapa?", "choice", ["satu", "dua"])]

@hookimpl
def observe(event):
    TOLD.append(event)

@hookimpl
def notify(message):
    return Delivery("retry", message.unit)
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Return a desk with one plugin."""
    return desk(tmp_path / "meja", plugins={"pju": CODE})


# -- factories and desks


def test_a_complaint_has_every_field_of_the_contract_and_takes_any() -> None:
    """What is mapped can be read only, as in the desk; the time has an offset."""
    one = complaint(category="pju", answers={"air": 3}, support=["bpbd"])
    assert set(one._asdict()) == set(Complaint._fields)
    assert (one.category, one.support, one.answers["air"]) == ("pju", ("bpbd",), 3)
    assert one.reported_at.utcoffset() == timedelta(hours=7)
    with pytest.raises(TypeError):
        one.answers["x"] = 1  # type: ignore[index]
    with pytest.raises(TypeError, match="unit_id"):
        complaint(unit_id="x")


def test_events_and_messages_are_made_in_one_line() -> None:
    one = event("routed", actor="sari", unit="pju-regu")
    assert (one.type, one.actor, one.complaint.unit, one.complaint.status) == ("routed", "sari", "pju-regu", "routed")
    assert message(unit="bpbd").unit == "bpbd"


def test_a_desk_is_ready_to_use(place: Path) -> None:
    """By default the plugin's unit, crew, category and word bear its name; its files may be given one by one."""
    rules = rules_of(place).rules
    assert rules["scopes"] == {"pju": ["pju", "pju-regu"]}
    other = desk(
        place.parent / "lain", plugins={"air": {"plugin.toml": manifest("air"), "data/a.txt": b"\xff"}, "api": "x = 1"}
    )
    assert (other / "plugins" / "air" / "data" / "a.txt").read_bytes() == b"\xff"
    assert not (other / "plugins" / "air" / "plugin.py").exists()
    assert list(rules_of(other).rules["scopes"]) == ["air", "api"]


def test_rules_of_ones_own_are_left_as_they_are(tmp_path: Path) -> None:
    rules = '[desk]\nname = "x"\nprefix = "X"\ntimezone = "UTC"\n[plugins]\nenable = []\n'
    place = desk(tmp_path, rules, {"pju": CODE})
    assert (place / "rules.toml").read_text(encoding="utf-8") == rules


# -- clock, code, notifier


def test_the_clock_stands_still_until_it_is_told_to_go_on() -> None:
    """It counts as the flow's clocks do, and is written as `--now` takes it."""
    clock = FakeClock("2026-01-31 23:59")
    before = clock()
    clock.advance(minutes=1, seconds=30)
    assert clock() - before == 90
    assert clock.text == "2026-02-01 00:00:30+07:00"
    clock.advance(days=1, hours=2)
    assert clock() - before == 90 + 26 * 3600
    clock.set("2026-01-31 23:59")
    assert clock() == before
    assert FakeClock("2026-01-31 23:59", hours=0)() == before + 7 * 3600


def test_the_clocks_text_is_understood_by_the_desk(place: Path) -> None:
    router = Router(rules_of(place).rules, None)
    clock = FakeClock()
    assert parse_time(clock.text, 0, router.zone) == clock()


def test_no_code_is_unit_code_that_is_never_asked() -> None:
    code: UnitCode = NoCode()
    assert not code.ready("pju")
    assert code.ask("pju", Stored(), ("route",)).asked == ()
    assert code.runs() == []


def test_a_recording_notifier_keeps_messages_and_answers_as_told() -> None:
    notifier = RecordingNotifier("retry", OSError("putus"), Delivery("failed", "tidak ada"), "sent")
    sent = [message(id=str(number)) for number in range(5)]
    assert notifier.notify(sent[0]) == Delivery("retry")
    with pytest.raises(OSError, match="putus"):
        notifier.notify(sent[1])
    assert [notifier.notify(one).state for one in sent[2:]] == ["failed", "sent", "sent"]
    assert notifier.messages == sent
    assert RecordingNotifier().notify(sent[0]) == Delivery("sent")
    with pytest.raises(ValueError, match="'lost': one of sent, retry, failed would be right"):
        RecordingNotifier("lost")


# -- a plugin in the test's own process


def test_a_plugin_is_called_and_checked_as_in_the_desk(place: Path) -> None:
    """Each hook by the contract's arguments; its units are those of the desk that it lies in."""
    plugin = load_plugin(place / "plugins" / "pju" / "plugin.py")
    assert plugin.hooks == {"route", "validate", "questions", "observe", "notify"}
    assert plugin.route(complaint(text="tiang 7")) == Decision("pju-regu", ("pju",), None, "tiang")
    assert plugin.route(complaint()) is None
    assert plugin.validate(complaint(answers={"air": 3})) == ["air 3"]
    assert plugin.questions(complaint()) == [Question("air", "Berapa?", "choice", ("satu", "dua"))]
    plugin.observe(event())
    (told,) = plugin.module.TOLD
    assert told == event()
    assert plugin.notify(message(unit="bpbd")) == Delivery("retry", "bpbd")
    assert plugin.module.is_pole("tiang")
    with pytest.raises(AnswerError, match="'dlh' is no unit that the plugin may name; one of pju, pju-regu"):
        plugin.route(complaint(text="lain"))
    with pytest.raises(ValueError, match="gagal"):
        plugin.route(complaint(text="gagal"))
    with pytest.raises(LookupError, match="plugin 'pju' has no hook 'commands'; it has: notify, observe"):
        plugin.commands()


def test_a_plugin_may_lie_anywhere_when_its_units_are_told(tmp_path: Path) -> None:
    """A single file, or a package as an installed distribution has it."""
    single, package = tmp_path / "pju", tmp_path / "pakej"
    for folder, name in ((single, "plugin.py"), (package, "__init__.py")):
        folder.mkdir()
        (folder / name).write_text(CODE if folder == single else "from pakej.inner import *\n" + CODE, encoding="utf-8")
    (package / "inner.py").write_text("from . import inner\nX = 1\n", encoding="utf-8")
    for folder in (single, package):
        plugin = load_plugin(folder, units=["pju", "pju-regu", "dlh"])
        answer = plugin.route(complaint(text="lain"))
        assert answer is not None
        assert (plugin.name, answer.unit) == (folder.name, "dlh")


def test_a_place_without_a_plugin_is_told(place: Path, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"neither plugin\.py nor __init__\.py"):
        load_plugin(tmp_path)
    (place / "plugins" / "lain").mkdir()
    (place / "plugins" / "lain" / "plugin.py").write_text(CODE, encoding="utf-8")
    with pytest.raises(LookupError, match=r"\[plugins\] enable .* doesn't name 'lain'"):
        load_plugin(place / "plugins" / "lain")
    (place / "rules.toml").unlink()
    with pytest.raises(LookupError, match="lies in no desk"):
        load_plugin(place / "plugins" / "pju")


# -- a sentence through all steps


def test_a_sentence_goes_through_the_engine_and_the_code(place: Path) -> None:
    """Decision, category, notes; nothing is stored, nothing is accepted, no cache is made."""
    routed = route("Melaporkan PJU tiang 7 di Margahayu", desk=place, answers={"air": 3}, priority="low")
    assert (routed.unit, routed.step, routed.decision.support) == ("pju-regu", "code", ("pju",))
    assert (routed.category, routed.complaint.kelurahan, routed.complaint.priority) == ("pju", "Margahayu", "low")
    assert (routed.notes, routed.failures) == (("air 3",), ())
    assert route("pju", desk=place).step == "category"
    assert route("sampah", desk=place).unit == "dlh"
    assert route("apa saja", desk=place).step == "triage"
    assert sorted(path.name for path in place.iterdir()) == ["plugins", "rules.toml"]


def test_failures_are_told_and_set_nothing_aside(place: Path) -> None:
    with Routes(place) as routes:
        for _each in range(4):
            failed = routes.route("pju gagal")
            assert (failed.unit, failed.step) == ("pju", "category")
            assert [(one.hook, one.kind) for one in failed.failures] == [("route", "raised")]
        assert routes.route("pju tiang").step == "code"
        assert len(routes.warnings) == 4
    (refused,) = route("pju lain", desk=place).failures
    assert refused.kind == "refused"


def test_what_an_officer_says_counts_and_what_nobody_can_say_is_refused(place: Path) -> None:
    said = route(
        "apa saja", desk=place, category="pju", kelurahan="Margahayu", fields={"KET": "x"}, at="2026-11-23 23:00"
    )
    assert (said.unit, said.complaint.kecamatan, said.complaint.shift) == ("pju", "Bekasi Timur", "malam")
    with pytest.raises(TypeError, match="unit: can't be given; one of kind, category"):
        route("apa saja", desk=place, unit="dlh")


def test_a_desk_with_errors_is_told_and_not_tried(place: Path) -> None:
    with (place / "plugins" / "pju" / "plugin.toml").open("a", encoding="utf-8") as file:
        file.write('[[rule]]\ntext = ["x"]\nto = "dlh"\n')
    with pytest.raises(
        ConfigError, match=r"plugins/pju/plugin\.toml:14: rule\[1\]\.to: unit 'dlh' is not in the scope"
    ):
        route("pju", desk=place)


# -- cases as data


def test_cases_come_out_as_expected_or_are_told(place: Path) -> None:
    cases = [
        {"text": "pju mati di Margahayu", "expect": {"unit": "pju", "category": "pju", "kecamatan": "Bekasi Timur"}},
        {"text": "sampah", "at": "2026-11-23 14:00", "expect": {"unit": "dlh", "step": "category"}},
    ]
    assert run_cases(cases, desk=place) == []
    wrong = [*cases, {"text": "banjir", "expect": {"unit": "pju"}}]
    assert run_cases(wrong, desk=place) == ["cases: example[3].expect.unit: 'banjir' gave 'bpbd'; 'pju' was expected"]
    with pytest.raises(ConfigError, match="unknown unit 'pjuu'; did you mean 'pju'"):
        run_cases([{"text": "pju", "expect": {"unit": "pjuu"}}], desk=place)


# -- what it costs


def test_nothing_of_it_needs_pytest_or_click() -> None:
    """Only the fixtures import pytest; the command line is run as a process."""
    probe = (
        "import sys, aduan_cli.testing, aduan_cli.testing.misbehaving\n"
        "print(sorted({'pytest', 'click', 'aduan_cli.cli'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
