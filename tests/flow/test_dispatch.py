"""What waits is sent once; what a killed process may have sent is sent again and marked; nothing is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timezone
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Barrier, active_count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.complaint.messages import Message
from aduan_cli.complaint.step import taking
from aduan_cli.flow.dispatch import ATTEMPTS, LEASE, Way, pause, send_waiting
from aduan_cli.notify.smtp import SmtpNotifier
from aduan_cli.outbox import Delivered, Letter, Posted, Rate
from aduan_cli.store.sqlite import SqliteStore
from invented import MORNING, call
from servers import MailServer, closing


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    store = SqliteStore(str(tmp_path / "aduan.db"))
    yield store
    assert list(store.differences()) == []
    store.close()


def tell(store: SqliteStore, *notifiers: str) -> None:
    """Take a call that tells its unit over some channels."""
    store.commit([taking(call())._replace(messages=tuple(Message("routed", one, "dlh") for one in notifiers))])


def wait(store: SqliteStore, notifier: str, at: int = MORNING) -> None:
    """Take a call whose message waits a minute for others."""
    message = Message("routed", notifier, "dlh", 0, 60, "unit")
    store.commit([taking(call(at))._replace(messages=(message,))])


def answering(*answers: Delivered) -> tuple[Way, list[Posted]]:
    """Return what answers so, the last for ever, and the list of what it was handed."""
    got: list[Posted] = []

    def prepared(messages: Sequence[Posted]) -> Callable[[], Delivered]:
        got.extend(messages)
        answer = answers[min(len(got), len(answers)) - 1]
        return lambda: answer

    return Way(prepared), got


TAKEN, LATER, NEVER = Delivered("sent"), Delivered("retry", "no"), Delivered("failed", "never")
DOWN = Delivered("retry", "no route", down=True)


def test_each_message_goes_once(store: SqliteStore) -> None:
    for _each in range(3):
        tell(store, "kantor", "hp")
    way, got = answering(TAKEN)
    sent = send_waiting(store, {"kantor": way, "hp": way}, MORNING)
    assert (sent.counts, sent.left, sent.failures) == ({"sent": 6}, 0, ())
    assert [one.notifier for one in got[:4]] in (["kantor", "hp"] * 2, ["hp", "kantor"] * 2)
    assert send_waiting(store, {"kantor": way, "hp": way}, MORNING).counts == {}
    assert len(got) == 6


def test_a_channel_that_is_down_is_asked_once_and_holds_up_no_other(store: SqliteStore) -> None:
    for _each in range(5):
        tell(store, "kantor", "hp")
    off, asked = answering(DOWN)
    on, got = answering(TAKEN)
    sent = send_waiting(store, {"kantor": off, "hp": on}, MORNING)
    assert (len(asked), len(got)) == (1, 5)
    assert (sent.counts, sent.left) == ({"failed": 1, "sent": 5}, 4)
    assert [(one.state, one.why) for one in sent.failures] == [("failed", "no route")]


def test_what_fails_goes_again_after_pauses_that_double_and_is_dead_in_the_end(store: SqliteStore) -> None:
    tell(store, "kantor")
    way, got = answering(LATER)
    now, pauses = MORNING, []
    for _attempt in range(ATTEMPTS):
        send_waiting(store, {"kantor": way}, now)
        (one,) = store.outbox.posted()
        if one.next_at is not None:
            assert send_waiting(store, {"kantor": way}, one.next_at - 1).counts == {}
            pauses.append(one.next_at - now)
            now = one.next_at
    assert (one.state, one.attempts, one.error, len(got)) == ("dead", ATTEMPTS, "no", ATTEMPTS)
    assert 60 <= pauses[0] <= 75
    assert max(pauses) == 86_400
    assert now - MORNING > 4 * 86_400
    assert len({one.message_id for one in got}) == 1
    assert not any(one.repeated for one in got)


def test_what_makes_no_sense_is_dead_at_once(store: SqliteStore) -> None:
    tell(store, "kantor")
    sent = send_waiting(store, {"kantor": answering(NEVER)[0]}, MORNING)
    assert (sent.counts, sent.left, sent.failures[0].state) == ({"dead": 1}, 0, "dead")


def test_what_may_have_arrived_is_marked_from_then_on(store: SqliteStore) -> None:
    tell(store, "kantor")
    way, got = answering(Delivered("retry", "hung up", doubtful=True), LATER, TAKEN)
    for day in range(3):
        send_waiting(store, {"kantor": way}, MORNING + day * 86_400)
    assert [one.repeated for one in got] == [False, True, True]


def test_the_receiver_is_not_asked_before_it_wants_to_be(store: SqliteStore) -> None:
    tell(store, "kantor")
    send_waiting(store, {"kantor": answering(Delivered("retry", "503", after=7_200))[0]}, MORNING)
    (one,) = store.outbox.posted()
    assert one.next_at == MORNING + 7_200


@given(st.integers(1, 10_000), st.none() | st.integers(0, 10**9), st.floats(0, 1))
def test_a_pause_is_never_longer_than_a_day(attempts: int, after: int | None, chance: float) -> None:
    assert 60 <= pause(attempts, after, lambda: chance) <= 86_400
    assert pause(attempts, after, lambda: chance) >= min(after or 0, 86_400)


def test_a_run_ends_at_its_bounds_and_says_what_is_left(store: SqliteStore) -> None:
    for _each in range(6):
        tell(store, "kantor")
    way, _got = answering(TAKEN)
    assert send_waiting(store, {"kantor": way}, MORNING, limit=2).left == 4
    ticks = iter(range(0, 1_000, 10))
    sent = send_waiting(store, {"kantor": way}, MORNING, seconds=45, clock=lambda: next(ticks))
    assert 0 < sent.counts["sent"] < 4
    assert sent.left == 4 - sent.counts["sent"]


def test_a_channel_that_is_no_longer_declared_waits(store: SqliteStore) -> None:
    tell(store, "kantor")
    sent = send_waiting(store, {}, MORNING)
    assert (sent.counts, sent.left) == ({}, 1)


def test_what_goes_as_one_is_sent_once_and_has_one_fate(store: SqliteStore) -> None:
    """Each message keeps its own row; all go again at the same time, under the same id."""
    for _each in range(3):
        wait(store, "kantor")
    way, got = answering(LATER, LATER, LATER, TAKEN)
    sent = send_waiting(store, {"kantor": way}, MORNING + 60)
    assert (sent.counts, sent.letters, len(sent.failures), len(sent.failures[0].messages)) == ({"failed": 3}, 1, 1, 3)
    (again,) = {one.next_at for one in store.outbox.posted()}
    assert again is not None
    wait(store, "kantor")
    assert send_waiting(store, {"kantor": way}, again).counts == {"sent": 4}
    letters = [one.letter for one in got]
    assert sorted(letters.count(letter) for letter in set(letters)) == [1, 6]


def test_over_a_channel_go_as_many_at_once_as_it_bears(store: SqliteStore) -> None:
    """Each waits until the others of its wave are on their way as well."""
    for _each in range(6):
        tell(store, "kantor")
    met = Barrier(3, timeout=20)

    def send() -> Delivered:
        met.wait()
        return TAKEN

    sent = send_waiting(store, {"kantor": Way(lambda _messages: send, Rate(at_once=3))}, MORNING)
    assert (sent.counts, sent.left) == ({"sent": 6}, 0)


def test_channels_do_not_wait_for_each_other(store: SqliteStore) -> None:
    tell(store, "kantor", "hp")
    met = Barrier(2, timeout=20)
    way = Way(lambda _messages: lambda: Delivered("sent", str(met.wait() < 2)))
    assert send_waiting(store, {"kantor": way, "hp": way}, MORNING).counts == {"sent": 2}


def test_what_goes_apart_goes_while_nothing_else_is_on_its_way(store: SqliteStore) -> None:
    """A process is forked for it, which must find no other thread."""
    tell(store, "kantor", "hp", "kode")
    threads: list[int] = []

    def send() -> Delivered:
        threads.append(active_count())
        return TAKEN

    usual = Way(lambda _messages: lambda: TAKEN)
    ways = {"kantor": usual, "hp": usual, "kode": Way(lambda _messages: send, apart=True)}
    before = active_count()
    assert send_waiting(store, ways, MORNING).counts == {"sent": 3}
    assert threads == [before]


def test_in_a_minute_goes_what_a_channel_bears_and_the_rest_is_not_left(store: SqliteStore) -> None:
    """Over several runs, and whatever another run sent."""
    for _each in range(7):
        tell(store, "kantor")
    way, got = answering(TAKEN)
    bearing = {"kantor": way._replace(rate=Rate(per_minute=3))}
    runs = [send_waiting(store, bearing, MORNING + seconds) for seconds in (0, 30, 59, 60, 61, 130)]
    assert [sent.counts.get("sent", 0) for sent in runs] == [3, 0, 0, 3, 0, 1]
    assert [sent.left for sent in runs] == [0] * 6
    assert len(got) == 7


@given(st.lists(st.integers(-40, 90), min_size=1, max_size=12), st.integers(1, 4))
def test_no_minute_has_more_than_a_channel_bears(steps: list[int], most: int) -> None:
    """However often cron comes; a clock that is set back sends no more than a minute's worth each time."""
    with TemporaryDirectory() as folder:
        store = SqliteStore(f"{folder}/aduan.db")
        for _each in range(30):
            tell(store, "kantor")
        way, sent_at, now, back = answering(TAKEN)[0]._replace(rate=Rate(per_minute=most)), [], MORNING + 1_000, 0
        for step in steps:
            now, back = now + step, back + (step < 0)
            sent_at += [now] * send_waiting(store, {"kantor": way}, now).letters
        store.close()
    for at in sent_at:
        assert sum(at - 60 < one <= at for one in sent_at) <= most * (1 + back)


KILLED = """
import os, signal, sys
from aduan_cli.flow.dispatch import Way, send_waiting
from aduan_cli.outbox import Delivered
from aduan_cli.store.sqlite import SqliteStore
path, log, now, after = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
done = 0
def send(messages):
    global done
    done += 1
    (posted,) = messages
    with open(log, "a") as file:
        file.write(f"{posted.letter} {int(posted.repeated)}\\n")
        file.flush()
        os.fsync(file.fileno())
    if done == after:
        os.kill(os.getpid(), signal.SIGKILL)
    return Delivered("sent")
send_waiting(SqliteStore(path), {"kantor": Way(lambda messages: lambda: send(messages))}, now)
"""


def test_a_kill_between_sending_and_noting_it_loses_nothing_and_marks_every_second_copy(tmp_path: Path) -> None:
    """Killed at the second message of each run, until nothing is left."""
    path, log = tmp_path / "aduan.db", tmp_path / "log"
    store = SqliteStore(str(path))
    for _each in range(8):
        tell(store, "kantor")
    ids = {one.message_id for one in store.outbox.posted()}
    now, kills = MORNING, 0
    for _run in range(30):
        line = [sys.executable, "-c", KILLED, str(path), str(log), str(now), "2"]
        code = subprocess.run(line, env=os.environ, check=False).returncode
        kills += code == -signal.SIGKILL
        assert code in (0, -signal.SIGKILL)
        now += LEASE
        if not store.outbox.due(now):
            break
    assert kills >= 4
    copies = Counter[str]()
    for line_ in log.read_text().splitlines():
        id_, repeated = line_.split()
        assert (repeated == "1") == (copies[id_] > 0)
        copies[id_] += 1
    assert set(copies) == ids
    assert {one.state for one in store.outbox.posted()} == {"sent"}
    store.close()


def test_two_that_send_at_once_send_nothing_twice(tmp_path: Path) -> None:
    path, log = tmp_path / "aduan.db", tmp_path / "log"
    store = SqliteStore(str(path))
    for _each in range(20):
        tell(store, "kantor")
    line = [sys.executable, "-c", KILLED, str(path), str(log), str(MORNING), "-1"]
    both = [subprocess.Popen(line) for _each in "ab"]
    assert [one.wait() for one in both] == [0, 0]
    sent = [line_.split() for line_ in log.read_text().splitlines()]
    assert len(sent) == 20
    assert len({id_ for id_, _repeated in sent}) == 20
    store.close()


def test_a_server_of_mail_that_dies_in_the_middle_gets_all_and_every_second_copy_marked(store: SqliteStore) -> None:
    """It hangs up after the whole letter in two runs of three: nobody can know then whether it was kept."""
    for _each in range(6):
        tell(store, "kantor")
    with closing(MailServer()) as server:
        mail = SmtpNotifier("127.0.0.1", "meja@example.org", ("dlh@example.org",), server.port, "none", timeout=5.0)
        seen = Counter[str]()

        def send(posted: Posted) -> Delivered:
            assert posted.repeated == (seen[posted.message_id] > 0)
            seen[posted.message_id] += 1
            at = datetime.fromtimestamp(posted.at, timezone.utc)
            names = (posted.message_id, posted.event, posted.ticket, posted.unit)
            return mail.send(Letter(*names, "subjek", "isi", at, posted.repeated))

        for run in range(3):
            server.hang_up = "DATA" if run < 2 else None
            way = Way(lambda messages: lambda: send(messages[0]))
            send_waiting(store, {"kantor": way}, MORNING + run * 86_400)
        assert {one["X-Aduan-Repeated"] for one in server.mails} == {"maybe"}
        assert {one["Message-ID"] for one in server.mails} == {f"<{id_}@example.org>" for id_ in seen}
        assert (len(server.mails), server.tries, set(seen.values())) == (6, 18, {3})
    assert {one.state for one in store.outbox.posted()} == {"sent"}
