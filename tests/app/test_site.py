"""A site of reports: made once, then only what changed; the same as one made anew; and nobody else's folder."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from aduan_cli.app.site import STATE, MadeSite, make_site
from aduan_cli.errors import UsageError
from aduan_cli.report_tables import ReportTime
from aduan_cli.testing import RULES
from desk_here import HereDesk, at_another_time, desk_here

DAY = 86_400
TITLED = RULES.replace("[categories.banjir]", '[categories.banjir]\ntitle = "Banjir & genangan"')
CALLER = {"caller_name": "Suprihatin", "caller_phone": "+6281255500101", "caller_address": "Blok Q9"}


@pytest.fixture
def desk(tmp_path: Path) -> HereDesk:
    """Return a desk with calls of two weeks."""
    made = desk_here(tmp_path, TITLED)
    for now in ("2026-11-16 08:00", "2026-11-17 09:00", "2026-11-23 09:00"):
        then = HereDesk(Path(made.folder), now=now)
        for _time in range(2):
            then.log("sampah di Margahayu", **CALLER)
        then.log("banjir di Teluk Pucung")
        then.close()
    return made


def place(desk: HereDesk) -> Path:
    """Return where the site is."""
    return Path(desk.folder) / "situs"


def whole(desk: HereDesk) -> ReportTime:
    """Return the time of which the site tells."""
    return ReportTime(desk.clock() - 14 * DAY, desk.clock())


def run(desk: HereDesk, public: bool = False, anew: bool = False, tracker: bool = False) -> MadeSite:
    """Make the site."""
    return make_site(desk, str(place(desk)), whole(desk), public, anew, tracker)


def pages(desk: HereDesk) -> dict[str, str]:
    """Return the pages by their names, but for when they were made."""
    found = {path.relative_to(place(desk)).as_posix(): path.read_text() for path in place(desk).rglob("*.html")}
    return {name: re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d", "", text) for name, text in found.items()}


def test_a_site_has_a_page_to_begin_with_and_each_of_its_links_leads(desk: HereDesk) -> None:
    done = run(desk)
    made = pages(desk)
    assert (done.pages, done.removed) == (len(made), 0)
    assert "index.html" in made
    for name, text in made.items():
        for link in re.findall(r'href="([^"#:]+)"', text):
            assert (place(desk) / name).parent.joinpath(link).resolve().is_file(), (name, link)


def test_what_did_not_change_is_not_written_again(desk: HereDesk) -> None:
    run(desk)
    before = {path: path.stat().st_mtime_ns for path in place(desk).rglob("*.html")}
    again = run(desk)
    assert again.written <= 1, "but for what the folder tells of itself"
    assert {path: path.stat().st_mtime_ns for path in place(desk).rglob("*.html")} == before


def test_a_site_that_goes_on_says_what_one_made_anew_says(desk: HereDesk) -> None:
    run(desk)
    later = at_another_time(desk, "2026-11-24 10:00")
    one = later.log("banjir di Duren Jaya")
    later.act(one, "resolve", result="surut")
    assert run(later).written > 0
    went_on = pages(later)
    run(later, anew=True)
    assert pages(later) == went_on


def test_pages_of_what_is_no_more_are_taken_away(desk: HereDesk) -> None:
    run(desk)
    before = set(pages(desk))
    rules = Path(desk.folder) / "rules.toml"
    rules.write_text(rules.read_text().replace("[categories.banjir]", "[categories.genangan]"))
    later = HereDesk(Path(desk.folder), now="2026-12-20 10:00")
    later.log("sampah di Margahayu")
    done = run(later)
    gone = before - set(pages(later))
    assert done.removed >= len(gone) > 0
    told = json.loads((place(later) / STATE).read_text())
    assert set(told["files"]) == {*pages(later), "style.css"} or set(pages(later)) <= set(told["files"])


def test_a_page_that_somebody_removed_is_made_again(desk: HereDesk) -> None:
    run(desk)
    (place(desk) / "index.html").unlink()
    assert run(desk).written >= 1
    assert "index.html" in pages(desk)


@pytest.mark.parametrize("public", [True, False])
def test_nobody_is_on_any_page(desk: HereDesk, public: bool) -> None:
    run(desk, public=public, tracker=True)
    kept = "".join(path.read_text() for path in place(desk).rglob("*") if path.is_file() and path.name[0] != ".")
    for secret in ("Suprihatin", "5550", "Blok Q9"):
        assert secret not in kept


def test_a_title_is_text_on_a_page(desk: HereDesk) -> None:
    run(desk)
    kept = "".join(pages(desk).values())
    assert "Banjir &amp; genangan" in kept
    assert "Banjir & genangan" not in kept


def test_a_tracker_has_the_tickets_and_without_it_there_are_none(desk: HereDesk) -> None:
    ticket = desk.all()[0].ticket
    run(desk)
    assert not any(ticket in text for text in pages(desk).values())
    run(desk, tracker=True)
    assert any(ticket in text for text in pages(desk).values())
    run(desk)
    assert not any(ticket in text for text in pages(desk).values())


def test_a_folder_with_pages_of_somebody_else_is_left_alone(desk: HereDesk) -> None:
    place(desk).mkdir()
    (place(desk) / "index.html").write_text("halaman orang lain")
    with pytest.raises(UsageError, match="there are pages that aren't this desk's"):
        run(desk)
    assert (place(desk) / "index.html").read_text() == "halaman orang lain"
    assert [path.name for path in place(desk).rglob("*.html")] == ["index.html"]


def test_what_a_folder_tells_of_another_form_is_not_believed(desk: HereDesk) -> None:
    """Of another version's site every page is made anew, whatever it is said to be."""
    run(desk)
    state = place(desk) / STATE
    told = json.loads(state.read_text())
    state.write_text(json.dumps({**told, "format": told["format"] + 1}))
    before = pages(desk)
    (place(desk) / "index.html").write_text("dari versi lain")
    assert run(desk).written >= 1
    assert pages(desk) == before


def test_a_folder_that_can_not_be_made_is_told(desk: HereDesk) -> None:
    place(desk).write_text("")
    with pytest.raises(UsageError):
        run(desk)


def test_a_site_of_no_calls_says_so(tmp_path: Path) -> None:
    desk = desk_here(tmp_path)
    desk.keep_revision()
    done = run(desk)
    assert done.pages >= 1
    assert (place(desk) / "index.html").is_file()
