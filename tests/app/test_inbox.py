"""What units write back, taken in from folders: each record once, what can't be taken aside, one run at a time."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aduan_cli.app import inbox
from aduan_cli.app.inbox import REFUSED, WAITING, Came, How, dismiss, foreseen, receive, refused, take_in
from aduan_cli.app.quarantined import waiting
from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.events import ACKNOWLEDGED, RECEIVED
from aduan_cli.config.locking import receiving
from aduan_cli.due import Bounds
from aduan_cli.errors import NotFoundError, StoreError, UsageError
from aduan_cli.flow.inbox import KEPT, KNOWN, MOVED
from aduan_cli.testing import RULES
from desk_here import HereDesk, desk_here
from mails import raw, reply

MAILS = RULES.replace('name = "Dinas Lingkungan Hidup"', 'name = "DLH"\nmail = "dlh@example.go.id"')
FOLDER = '[inbox]\nfolder = "masuk"\n'
HEAD = "ticket,verb,unit,words,id\n"


@pytest.fixture
def desk(tmp_path: Path) -> HereDesk:
    """Return a desk that looks for what units wrote in a folder of its own."""
    made = desk_here(tmp_path, MAILS + FOLDER)
    (Path(made.folder) / "masuk").mkdir()
    return made


def put(desk: HereDesk, name: str, *rows: str, head: str = HEAD) -> Path:
    """Lay a file of moves into the folder."""
    path = Path(desk.folder) / "masuk" / name
    path.write_text(head + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return path


def take(desk: HereDesk, *places: Path | str, how: How | None = None) -> list[Came]:
    """Take places in, the desk's folder where none is given."""
    chosen = [str(place) for place in places] or [str(Path(desk.folder) / "masuk")]
    return list(take_in(desk, chosen, how or How(), desk.said.append, desk.warned.append))


def states(came: list[Came]) -> list[str]:
    """Return what became of each."""
    return [one.state for one in came]


def now(desk: HereDesk, complaint: Complaint) -> Complaint:
    """Return a complaint as it is stored."""
    return next(one for one in desk.all() if one.ticket == complaint.ticket)


def types(desk: HereDesk, complaint: Complaint) -> list[str]:
    """Return what happened to a complaint."""
    return [event.type for event in desk.store.events(complaint)]


def lying(desk: HereDesk) -> list[str]:
    """Return the names of the files in the quarantine, without those of the reasons."""
    return sorted(Path(one.path).name for one in refused(desk))


# -- each once


def test_each_record_moves_its_complaint_and_says_so(desk: HereDesk) -> None:
    one, two = desk.log("sampah satu"), desk.log("sampah dua")
    put(desk, "a.csv", f"{one.ticket},ack,dlh,,1", f"{two.ticket},resolve,dlh,diangkut,2")
    assert take(desk) == [
        Came("a.csv:1", MOVED, one.ticket, "dlh", "ack"),
        Came("a.csv:2", MOVED, two.ticket, "dlh", "resolve"),
    ]
    assert [now(desk, each).status for each in (one, two)] == ["acknowledged", "resolved"]


def test_what_stays_in_the_folder_is_known_the_next_time(desk: HereDesk) -> None:
    one = desk.log("sampah")
    path = put(desk, "a.csv", f"{one.ticket},ack,dlh,,1")
    take(desk)
    before = types(desk, one)
    assert states(take(desk)) == [KNOWN]
    assert states(take(desk, path, path)) == [KNOWN, KNOWN]
    assert types(desk, one) == before


def test_a_file_that_was_cut_off_and_came_whole_later_is_taken_to_its_end(desk: HereDesk) -> None:
    """Another program may be writing it while it is read."""
    one, two = desk.log("sampah satu"), desk.log("sampah dua")
    put(desk, "a.csv", f"{one.ticket},ack,dlh,,1")
    assert states(take(desk)) == [MOVED]
    put(desk, "a.csv", f"{one.ticket},ack,dlh,,1", f"{two.ticket},ack,dlh,,2")
    assert states(take(desk)) == [KNOWN, MOVED]


def test_a_word_that_comes_too_late_stands_in_the_history(desk: HereDesk) -> None:
    one = desk.log("sampah")
    put(desk, "a.csv", f"{one.ticket},resolve,dlh,diangkut,1", f"{one.ticket},start,dlh,berangkat,2")
    assert states(take(desk)) == [MOVED, KEPT]
    assert (now(desk, one).status, types(desk, one)[-1]) == ("resolved", RECEIVED)


@given(st.lists(st.integers(0, 3), min_size=1, max_size=6))
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_in_whatever_pieces_it_comes_each_id_counts_once(
    tmp_path_factory: pytest.TempPathFactory, ids: list[int]
) -> None:
    """The history is that of the first of each id, in their order."""
    desk = desk_here(tmp_path_factory.mktemp("masuk"), MAILS + FOLDER)
    (Path(desk.folder) / "masuk").mkdir()
    several = [desk.log(f"sampah {number}") for number in range(4)]
    for number, id_ in enumerate(ids):
        put(desk, f"{number}.csv", f"{several[id_].ticket},ack,dlh,,{id_}")
    first = states(take(desk))
    assert first == [KNOWN if id_ in ids[:place] else MOVED for place, id_ in enumerate(ids)]
    assert [types(desk, one).count(ACKNOWLEDGED) for one in several] == [int(number in ids) for number in range(4)]
    desk.close()


# -- what can't be taken


def test_one_that_can_not_be_taken_lies_aside_with_why_and_the_others_are_taken(desk: HereDesk) -> None:
    one = desk.log("sampah")
    path = put(desk, "a.csv", "UJI-261123-0099-0,ack,dlh,,1", f"{one.ticket},ack,dlh,,2")
    bad, good = take(desk)
    assert (bad.state, good.state) == (REFUSED, MOVED)
    assert bad.place is not None
    assert lying(desk) == [Path(bad.place).name]
    (kept,) = refused(desk)
    assert (kept.why, kept.source) == (bad.why, "a.csv:1")
    assert path.exists(), "what lies in a folder of others is theirs"


def test_what_lies_aside_waits_and_is_not_told_again(desk: HereDesk) -> None:
    put(desk, "a.csv", "UJI-261123-0099-0,ack,dlh,,1")
    take(desk)
    assert states(take(desk)) == [WAITING]
    assert len(lying(desk)) == 1


def test_what_was_mended_is_taken_from_the_quarantine_and_stays_known(desk: HereDesk) -> None:
    one = desk.log("sampah")
    put(desk, "a.csv", f"{one.ticket},ack,bpbd,,1")
    (bad,) = take(desk)
    path = Path(desk.folder) / str(bad.place)
    record = json.loads(path.read_text())
    path.write_text(json.dumps(record).replace('"bpbd"', '"dlh"'))
    (mended,) = take(desk, Path(desk.folder) / "quarantine" / "inbox")
    assert (mended.state, mended.ticket) == (MOVED, one.ticket)
    assert (lying(desk), now(desk, one).status) == ([], "acknowledged")
    assert states(take(desk)) == [WAITING], "what it came from is not taken once more"


def test_what_was_mended_badly_says_why_anew_in_its_own_place(desk: HereDesk) -> None:
    one = desk.log("sampah")
    put(desk, "a.csv", f"{one.ticket},ack,bpbd,,1")
    (bad,) = take(desk)
    path = Path(desk.folder) / str(bad.place)
    path.write_text(path.read_text().replace('"bpbd"', '"tidak ada"'))
    (again,) = take(desk, path)
    assert (again.state, again.place) == (REFUSED, bad.place)
    (kept,) = refused(desk)
    assert (kept.why, kept.path) == (again.why, str(path))
    assert again.why != bad.why


def test_a_trial_stores_marks_and_moves_nothing(desk: HereDesk) -> None:
    one = desk.log("sampah")
    put(desk, "a.csv", f"{one.ticket},ack,dlh,,1", "UJI-261123-0099-0,ack,dlh,,2")
    before = types(desk, one)
    came = take(desk, how=How(dry_run=True))
    assert [(each.state, each.place) for each in came] == [(MOVED, None), (REFUSED, None)]
    assert (types(desk, one), lying(desk)) == (before, [])
    assert states(take(desk)) == [MOVED, REFUSED]


def test_a_quarantine_that_can_not_be_written_stops_the_run_and_nothing_is_lost(desk: HereDesk) -> None:
    (Path(desk.folder) / "quarantine").write_text("")
    path = put(desk, "a.csv", "UJI-261123-0099-0,ack,dlh,,1")
    with pytest.raises(StoreError, match="can't be written"):
        take(desk)
    assert path.exists()


def test_a_file_that_can_not_be_read_is_told_and_the_next_is_taken(desk: HereDesk) -> None:
    one = desk.log("sampah")
    put(desk, "a.csv", "x,y", head="tidak,dikenal\n")
    put(desk, "b.csv", f"{one.ticket},ack,dlh,,1")
    bad, good = take(desk)
    assert (bad.state, bad.source, bad.place, good.state) == (REFUSED, "a.csv", None, MOVED)
    assert lying(desk) == [], "it stays where it is"


def test_a_place_that_is_not_there_is_a_mistake(desk: HereDesk) -> None:
    with pytest.raises(NotFoundError, match="no such file or folder"):
        take(desk, Path(desk.folder) / "tidak-ada")


# -- a person


def test_what_a_person_dealt_with_is_put_aside_all_or_nothing(desk: HereDesk) -> None:
    put(desk, "a.csv", "UJI-261123-0099-0,ack,dlh,,1", "UJI-261123-0098-0,ack,dlh,,2")
    take(desk)
    names = [one.name for one in refused(desk)]
    with pytest.raises(UsageError, match="salah: nothing of this name lies in the quarantine"):
        dismiss(desk, [names[0], "salah"])
    assert [one.name for one in refused(desk)] == names
    dismiss(desk, names[:1])
    assert [one.name for one in refused(desk)] == names[1:]
    assert states(take(desk)) == [WAITING, WAITING]


def test_who_looks_after_the_desk_sees_what_waits_the_oldest_first(desk: HereDesk) -> None:
    put(desk, "a.csv", "UJI-261123-0099-0,ack,dlh,,1", "UJI-261123-0098-0,ack,dlh,,2")
    take(desk)
    first, second = refused(desk)
    os.utime(first.path, (2_000, 2_000))
    os.utime(second.path, (1_000, 1_000))
    assert [(item.ticket, item.at) for item in waiting(desk)] == [(second.name, 1_000), (first.name, 2_000)]
    assert waiting(desk)[0].words == f"{second.source}: {second.why}"


# -- mails


def maildir(desk: HereDesk, *several: Any) -> Path:
    """Make the folder a mailbox with some mails."""
    place = Path(desk.folder) / "masuk"
    for part in ("new", "cur", "tmp"):
        (place / part).mkdir(exist_ok=True)
    for number, mail in enumerate(several):
        (place / "new" / f"{number}.host").write_bytes(raw(mail))
    return place


def test_a_mail_is_marked_as_seen_once_it_is_stored_whatever_became_of_it(desk: HereDesk) -> None:
    one = desk.log("sampah")
    good = reply("diterima", f"Re: [{one.ticket}]", id_="<1@x>")
    bad = reply("diterima", f"Re: [{one.ticket}]", sender="orang@lain.example", id_="<2@x>")
    place = maildir(desk, good, bad)
    assert states(take(desk)) == [MOVED, REFUSED]
    assert sorted(path.name for path in (place / "cur").iterdir()) == ["0.host:2,S", "1.host:2,S"]
    assert take(desk) == []
    assert [name[-4:] for name in lying(desk)] == [".eml"]


def test_a_mailbox_that_can_not_be_marked_is_told_and_known_the_next_time(desk: HereDesk) -> None:
    one = desk.log("sampah")
    place = maildir(desk, reply("diterima", f"Re: [{one.ticket}]"))
    (place / "cur" / "0.host:2,S").mkdir()
    assert states(take(desk)) == [MOVED]
    assert any("it can't be marked as seen" in sentence for sentence in desk.warned)
    assert now(desk, one).status == "acknowledged"
    assert states(take(desk)) == [KNOWN]


def test_in_a_trial_no_mail_is_marked(desk: HereDesk) -> None:
    one = desk.log("sampah")
    place = maildir(desk, reply("diterima", f"Re: [{one.ticket}]"))
    assert states(take(desk, how=How(dry_run=True))) == [MOVED]
    assert [path.name for path in (place / "new").iterdir()] == ["0.host"]


# -- the job of cron


def test_the_job_of_cron_takes_the_folder_of_the_rules(desk: HereDesk) -> None:
    one = desk.log("sampah")
    put(desk, "a.csv", f"{one.ticket},ack,dlh,,1", "UJI-261123-0099-0,ack,dlh,,2")
    done = receive(desk, Bounds())
    (sentence,) = done.told
    (kept,) = refused(desk)
    assert (done.stage, done.done, done.left) == (inbox.RECEIVE, 1, 0)
    assert sentence == f"a.csv:2: {kept.why} → quarantine/inbox/{Path(kept.path).name}"
    again = receive(desk, Bounds())
    assert (again.done, again.left, again.told) == (0, 0, ())


def test_a_bounded_run_says_that_something_is_left_and_the_next_goes_on(desk: HereDesk) -> None:
    several = [desk.log(f"sampah {number}") for number in range(3)]
    for number, one in enumerate(several):
        put(desk, f"{number}.csv", f"{one.ticket},ack,dlh,,{number}")
    first = receive(desk, Bounds(limit=2))
    assert (first.done, first.left) == (2, 3)
    second = receive(desk, Bounds(limit=2))
    assert (second.done, second.left) == (1, 0)
    assert {now(desk, one).status for one in several} == {"acknowledged"}


def test_what_is_known_or_waits_costs_nothing_of_the_bounds(desk: HereDesk) -> None:
    one, two = desk.log("sampah satu"), desk.log("sampah dua")
    put(desk, "a.csv", f"{one.ticket},ack,dlh,,1", "UJI-261123-0099-0,ack,dlh,,2")
    receive(desk, Bounds())
    put(desk, "b.csv", f"{two.ticket},ack,dlh,,3")
    done = receive(desk, Bounds(limit=1))
    assert (done.done, now(desk, two).status) == (1, "acknowledged")


def test_while_somebody_is_at_it_the_job_of_cron_leaves_it_to_them(desk: HereDesk) -> None:
    one = desk.log("sampah")
    put(desk, "a.csv", f"{one.ticket},ack,dlh,,1")
    with receiving(desk.folder):
        done = receive(HereDesk(Path(desk.folder)), Bounds())
        assert list(foreseen(HereDesk(Path(desk.folder)), desk.said.append)) == []
    assert (done.done, done.told, now(desk, one).status) == (0, (), "routed")
    assert receive(desk, Bounds()).done == 1


@pytest.mark.parametrize("act", ["receive", "foresee"])
def test_a_folder_that_is_gone_is_told_by_its_key(desk: HereDesk, act: str) -> None:
    (Path(desk.folder) / "masuk").rmdir()
    told: list[str] = []
    if act == "receive":
        told += receive(desk, Bounds()).told
    else:
        assert list(foreseen(desk, told.append)) == []
    (sentence,) = told
    assert sentence.startswith("[inbox] folder: ")
    assert sentence.endswith("masuk: no such file or folder")


def test_what_is_foreseen_is_what_is_new_and_nothing_is_done(desk: HereDesk) -> None:
    one, two = desk.log("sampah satu"), desk.log("sampah dua")
    put(desk, "a.csv", f"{one.ticket},ack,dlh,,1", "UJI-261123-0099-0,ack,dlh,,2")
    receive(desk, Bounds())
    assert list(foreseen(desk, desk.said.append)) == []
    put(desk, "b.csv", f"{two.ticket},ack,dlh,,3", "UJI-261123-0098-0,ack,dlh,,4")
    assert states(list(foreseen(desk, desk.said.append))) == [MOVED, REFUSED]
    assert (now(desk, two).status, len(lying(desk))) == ("routed", 1)


def test_a_desk_whose_rules_name_no_folder_foresees_nothing(tmp_path: Path) -> None:
    desk = desk_here(tmp_path, MAILS)
    assert list(foreseen(desk, desk.said.append)) == []
    assert desk.said == []


def test_a_folder_of_the_rules_counts_from_the_desks_folder_or_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    desk = desk_here(tmp_path, MAILS + FOLDER.replace('"masuk"', '"~/kiriman"'))
    one = desk.log("sampah")
    (tmp_path / "kiriman").mkdir()
    (tmp_path / "kiriman" / "a.csv").write_text(f"{HEAD}{one.ticket},ack,dlh,,1\n")
    assert receive(desk, Bounds()).done == 1
