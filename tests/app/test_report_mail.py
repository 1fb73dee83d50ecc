"""A report goes over a notifier once, under one name for one time, content and way; and the desk's history says so."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from aduan_cli.app.report_mail import ReportMail, has_gone, send_report, subject_of
from aduan_cli.complaint.events import REPORT_MAILED
from aduan_cli.errors import ConfigError
from aduan_cli.outbox import RETRY, SENT
from aduan_cli.report_tables import ReportTime
from aduan_cli.templates import TextError
from aduan_cli.testing import RULES
from desk_here import HereDesk, desk_here

SPOOL = '[notifiers.map]\ntype = "spool"\nfolder = "map"\n[notifiers.lain]\ntype = "spool"\nfolder = "lain"\n'
MONDAY = 1_795_366_800
"""The midnight with which 2026-11-23 begins in Jakarta."""
DAY = 86_400
WEEK = ReportTime(MONDAY - 7 * DAY, MONDAY)


def mail(**changes: Any) -> ReportMail:
    """Return a report that is to go."""
    return ReportMail("week", WEEK, (), "map")._replace(**changes)


@pytest.fixture
def desk(tmp_path: Path) -> HereDesk:
    made = desk_here(tmp_path, RULES + SPOOL)
    made.log("sampah")
    return made


def letters(desk: HereDesk, folder: str = "map") -> list[dict[str, Any]]:
    """Return what lies in a spool."""
    return [json.loads(one.read_text(encoding="utf-8")) for one in sorted((Path(desk.folder) / folder).glob("*.json"))]


def test_a_report_goes_as_text_and_as_a_page_and_that_is_an_event_of_the_desk(desk: HereDesk) -> None:
    done = send_report(desk, mail(), "Minggu lalu", "isi", "<p>isi</p>")
    assert done.state == SENT
    (letter,) = letters(desk)
    assert (letter["subject"], letter["body"], letter["html"], letter["event"]) == (
        "Minggu lalu",
        "isi",
        "<p>isi</p>",
        "report",
    )
    ((_ticket, event),) = desk.store.privacy.noted((REPORT_MAILED,))
    assert event.actor == "sari"
    assert event.data["letter"] == mail().id(desk)
    assert (event.data["report"], event.data["notifier"]) == ("week", "map")
    assert (event.data["since"], event.data["until"]) == ("2026-11-16T00:00:00+07:00", "2026-11-23T00:00:00+07:00")


def test_it_is_known_that_it_went_also_by_another_run(desk: HereDesk) -> None:
    assert not has_gone(desk, mail())
    send_report(desk, mail(), "s", "b", "h")
    assert has_gone(desk, mail())
    assert has_gone(HereDesk(Path(desk.folder), now="2026-12-01 09:00"), mail())


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "month"},
        {"stretch": ReportTime(MONDAY - 8 * DAY, MONDAY)},
        {"besides": ("unit=dlh",)},
        {"besides": ("unit=dlh", "compare")},
        {"notifier": "lain"},
    ],
)
def test_another_report_time_content_or_way_is_another_letter(desk: HereDesk, changes: dict[str, Any]) -> None:
    send_report(desk, mail(), "s", "b", "h")
    assert not has_gone(desk, mail(**changes))
    assert mail(**changes).id(desk) != mail().id(desk)


def test_what_stands_besides_is_told_apart_by_its_parts(desk: HereDesk) -> None:
    assert mail(besides=("a", "b")).id(desk) != mail(besides=("ab",)).id(desk)
    assert mail(besides=("a",), notifier="b").id(desk) != mail(besides=("a", "b"), notifier="").id(desk)


def test_its_id_may_stand_in_a_message_id_and_in_the_name_of_a_file(desk: HereDesk) -> None:
    """Whatever the desk is called."""
    odd = desk_here(Path(desk.folder).parent / "lain", RULES.replace("Meja Uji", "Meja / Uji <a@b> é") + SPOOL)
    for one in (desk, odd):
        id_ = mail(besides=("unit=dinas/a b",)).id(one)
        assert id_.replace("-", "").isalnum()
        assert id_.isascii()
        assert id_.startswith("report-week-2026-11-16-")
    assert mail().id(desk) != mail().id(odd)


def test_one_that_did_not_go_is_not_said_to_have(desk: HereDesk) -> None:
    (Path(desk.folder) / "map").write_text("")
    done = send_report(desk, mail(), "s", "b", "h")
    assert done.state == RETRY
    assert not has_gone(desk, mail())
    assert list(desk.store.privacy.noted((REPORT_MAILED,))) == []


# -- its subject


def test_without_a_template_it_is_the_desk_and_the_title(desk: HereDesk) -> None:
    assert subject_of(desk, mail(), "Minggu 47") == "Meja Uji: Minggu 47"


def test_a_template_says_it_with_the_first_and_the_last_day(tmp_path: Path) -> None:
    template = '[messages.report]\nsubject = "{{ report }}\\n {{ since }}..{{ until }} {{ desk }}"\n'
    desk = desk_here(tmp_path, RULES + SPOOL + template)
    assert desk.warned == []
    assert subject_of(desk, mail(), "Minggu 47") == "Minggu 47 2026-11-16..2026-11-22 Meja Uji"


def test_a_template_that_can_not_be_filled_for_this_report_is_an_error(tmp_path: Path) -> None:
    broken = "[messages.report]\nsubject = \"{% if report == 'Minggu 47' %}{{ tidak_ada }}{% endif %}x\"\n"
    desk = desk_here(tmp_path, RULES + SPOOL + broken)
    with pytest.raises((TextError, ConfigError)):
        subject_of(desk, mail(), "Minggu 47")
    assert subject_of(desk, mail(), "lain") == "x"
