"""A server's desk beside a file's: whatever is done in whatever order, both say the same and keep the same rows."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from json import dumps, loads
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from aduan_cli.complaint.attachments import Attached, data_of
from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.events import ATTACHED, DUPLICATE_ADDED, EDITED, MERGED, NOTED, REVEALED
from aduan_cli.complaint.incidents import Incident
from aduan_cli.complaint.messages import DEAD, FAILED, QUEUED, SENT, SKIPPED, Message
from aduan_cli.complaint.step import Step, changing, noting, taking
from aduan_cli.digest import revision_name, sha256
from aduan_cli.errors import AduanError
from aduan_cli.outbox import Rate, SendResult
from aduan_cli.ports import Query, Shared, Store
from aduan_cli.privacy import CALLERS, TEXTS, Ended
from aduan_cli.store.postgres import PostgresStore
from aduan_cli.store.sqlite import SqliteStore
from aduan_cli.testing.store_contract.calls import DAY, MORNING, PHONES, STATUSES, UNITS, call
from aduan_cli.testing.store_contract.given import failed, ran, values
from aduan_cli.testing.store_contract.walk import queries, shared_things
from aduan_cli.tickets import parse_ticket
from database import Server
from thorough import EXPLORES

WORDS = st.sampled_from(
    [
        "sampah menumpuk",
        "Café É di Gg. Melati",
        "lampu 'mati' \\ %s",
        "baris\nsatu\ttab",
        "a\0b",
        "banjir, setinggi lutut",
    ]
)
OFFICE, PHONE = "kantor", "hp"
NUMBER = st.integers(0, 60)


class DesksMachine(RuleBasedStateMachine):
    """Does the same to both; what a verb returns or refuses is the same, and what is stored then."""

    server: Server

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.stores: tuple[Store, Store] = (
            SqliteStore(str(Path(self.folder.name) / "aduan.db")),
            PostgresStore(self.server.address()),
        )
        self.clock = MORNING
        self.tickets: list[str] = []
        self.old: dict[str, tuple[Complaint, Complaint]] = {}
        """By its ticket a complaint as both read it once."""

    def both(self, ask: Callable[[Store], Any], plain: Callable[[Any], Any] = lambda said: said) -> Any:
        """Ask both; return what the file says."""
        said = [plain(_said(ask, store)) for store in self.stores]
        assert said[0] == said[1]
        return said[0]

    def each(self, ticket: str, ask: Callable[[Store, Complaint], Any], old: bool = False) -> Any:
        """Ask both about a complaint, as each reads it now, or read it once."""
        found = [store.resolve(parse_ticket(ticket)) for store in self.stores]
        assert found[0] is not None
        assert found[1] is not None
        assert _values(found[0]) == _values(found[1])
        pair = self.old.setdefault(ticket, (found[0], found[1])) if old else (found[0], found[1])
        said = [
            _said(lambda store, one=one: ask(store, one), store) for store, one in zip(self.stores, pair, strict=True)
        ]
        assert _plain(said[0]) == _plain(said[1])
        return said[0]

    def ticket(self, number: int) -> str:
        return self.tickets[number % len(self.tickets)]

    @initialize()
    def begin(self) -> None:
        self.take([{"text": "sampah"}], (), None)

    @rule(
        given=st.lists(
            st.fixed_dictionaries(
                {},
                optional={
                    "text": WORDS,
                    "status": st.sampled_from(STATUSES),
                    "unit": st.sampled_from(UNITS),
                    "support": st.lists(st.sampled_from(UNITS), max_size=2, unique=True).map(tuple),
                    "caller_phone": st.sampled_from(PHONES),
                    "caller_name": st.sampled_from(["Budi Contoh", "Ibu Ani"]),
                    "key": st.sampled_from(["k1", "wa-081200000001"]),
                    "record": st.tuples(st.sampled_from(["m:1:1", "m:2:1"]), st.sampled_from(["a", "b"])),
                    "answers": st.dictionaries(st.sampled_from(["a", "é"]), st.integers(0, 3) | WORDS, max_size=2),
                    "kelurahan": st.sampled_from(["Margahayu", None]),
                },
            ),
            min_size=1,
            max_size=3,
        ),
        messages=st.lists(st.sampled_from([OFFICE, PHONE]), max_size=2, unique=True),
        link=st.none() | NUMBER,
    )
    def take(self, given: list[dict[str, Any]], messages: Any, link: int | None) -> None:
        """Take some calls, that may be there already, that tell units, and that are linked."""
        self.clock += 60
        linked = (self.ticket(link),) if link is not None and self.tickets else ()
        told = tuple(Message("routed", to, "dlh", 0, 60 * len(messages), "unit") for to in messages)

        def commit(store: Store) -> Any:
            calls = [call(self.clock, linked=linked, **_of_record(one)) for one in given]
            return store.commit([taking(one)._replace(messages=told) for one in calls])

        outcomes = self.both(commit, _plain)
        self.tickets += [ticket for ticket, state, _there in outcomes if state == "taken"]

    @rule(
        number=NUMBER,
        old=st.booleans(),
        columns=st.fixed_dictionaries(
            {},
            optional={
                "status": st.sampled_from(STATUSES),
                "unit": st.sampled_from(UNITS),
                "support": st.lists(st.sampled_from(UNITS), max_size=2, unique=True).map(tuple),
                "text": WORDS,
                "caller_phone": st.sampled_from(PHONES),
                "reported_at": st.integers(MORNING - 2 * DAY, MORNING),
                "answers": st.dictionaries(st.sampled_from(["a", "b"]), WORDS, max_size=2),
                "priority": st.sampled_from(["low", "emergency"]),
            },
        ).filter(bool),
        tells=st.booleans(),
    )
    def change(self, number: int, old: bool, columns: dict[str, Any], tells: bool) -> None:
        """Change one, as it is or as it was read once: then it may be a conflict."""
        self.clock += 60
        messages = (Message("assigned", OFFICE, "bpbd"),) if tells else ()
        before = dict.fromkeys(columns, "semula")

        def commit(store: Store, one: Complaint) -> Any:
            step = changing(one, columns, EDITED, {"fields": list(columns), "before": before}, "rina", self.clock)
            return store.commit([step._replace(messages=messages)])

        self.each(self.ticket(number), commit, old)

    @rule(number=NUMBER, other=NUMBER, unlink=st.booleans(), file=st.booleans())
    def note(self, number: int, other: int, unlink: bool, file: bool) -> None:
        """Tell something of one, link it with another or take the link away."""
        self.clock += 60
        event = (ATTACHED, data_of([Attached("a" * 64, 3, "foto.jpg")])) if file else (NOTED, {"notes": ["catatan é"]})
        to = {"unlinks" if unlink else "links": (self.ticket(other),)}
        self.each(
            self.ticket(number),
            lambda store, one: store.commit([noting(one, (event,), "rina", self.clock)._replace(**to)]),
        )

    @rule(number=NUMBER, other=NUMBER)
    def merge(self, number: int, other: int) -> None:
        """One is merged into another; what becomes of that one later goes along."""
        one, into = self.ticket(number), self.ticket(other)
        if one == into:
            return
        self.clock += 60
        gone = {"merged_into": into, "status": "closed"}
        done = self.each(one, lambda s, c: s.commit([changing(c, gone, MERGED, {"into": into}, "rina", self.clock)]))
        if done[0].state == "done":
            self.each(into, lambda s, c: s.commit([self._with_one_more(c, one)]))

    def _with_one_more(self, hub: Complaint, ticket: str) -> Step:
        more = {"duplicates": (hub.duplicates or 0) + 1}
        return changing(hub, more, DUPLICATE_ADDED, {"ticket": ticket}, "rina", self.clock)

    @rule(number=NUMBER, status=st.sampled_from(["resolved", "in_progress", "closed"]))
    def move(self, number: int, status: str) -> None:
        """A move, of which those that are merged into it are owed a call, or are not any more."""
        self.clock += 60
        said = {"unit": "dlh"}
        self.each(
            self.ticket(number),
            lambda s, c: s.commit([changing(c, {"status": status}, "started", said, "rina", self.clock)]),
        )

    @rule(number=NUMBER, why=st.sampled_from([None, "permintaan"]))
    def erase(self, number: int, why: str | None) -> None:
        self.both(lambda store: store.erase(self.ticket(number), "rina", self.clock, why))

    @rule(part=st.sampled_from([CALLERS, TEXTS]), limit=st.integers(1, 3))
    def forget(self, part: str, limit: int) -> None:
        """What has ended lets its caller, or all words, go."""
        wanted = Ended(part, self.clock + 1)
        self.both(lambda store: [one.ticket for one in store.privacy.ended(wanted, limit)])
        self.both(
            lambda store: store.privacy.forget(
                store.privacy.ended(wanted, limit), part, "masa simpan", None, self.clock
            )
        )

    @rule(day=st.sampled_from([20251123, 20251124, 20261399]), past=st.integers(0, 12))
    def skip(self, day: int, past: int) -> None:
        self.both(lambda store: store.skip_numbers(day, past, None, self.clock))

    @rule(
        texts=st.dictionaries(st.sampled_from(["rules.toml", "words.toml"]), WORDS, min_size=1), noticed=st.booleans()
    )
    def accept(self, texts: dict[str, str], noticed: bool) -> None:
        name = revision_name({path: sha256(text.encode()).hexdigest() for path, text in texts.items()})
        self.both(lambda store: store.accept(name, texts, "rina", self.clock, noticed=noticed))

    @rule(plugin=st.sampled_from(["pju", "air"]), fails=st.booleans(), many=st.integers(1, 3))
    def run_code(self, plugin: str, fails: bool, many: int) -> None:
        run = failed(plugin, failures=many, in_row=many, calls=many) if fails else ran(plugin, calls=many)
        self.both(lambda store: store.commit([], [run], self.clock))
        self.both(lambda store: store.plugin_states())

    @rule(plugin=st.sampled_from(["pju", "air"]))
    def enable(self, plugin: str) -> None:
        self.both(lambda store: store.enable_plugin(plugin, "rina", self.clock))

    @rule(number=st.integers(1, 4), end=st.booleans())
    def incident(self, number: int, end: bool) -> None:
        one = Incident("banjir", ("banjir",), (), ("Margahayu",), None, 5, self.clock)
        self.both(
            lambda store: store.incidents.end(number, None, self.clock) if end else store.incidents.start(one, "rina")
        )
        self.both(lambda store: (store.incidents.open(), store.incidents.all()))

    @rule(
        later=st.integers(0, 500),
        limit=st.integers(1, 4),
        rate=st.sampled_from([Rate(), Rate(1, None), Rate(None, 2)]),
        state=st.sampled_from([SENT, FAILED, DEAD, None]),
        doubtful=st.booleans(),
    )
    def lease(self, later: int, limit: int, rate: Rate, state: str | None, doubtful: bool) -> None:
        """Have some messages, and say what became of them, or nothing."""
        self.clock += later
        leased = self.both(
            lambda store: store.outbox.lease(OFFICE, self.clock, self.clock + 60, limit, (), rate), _messages
        )
        if state is not None:
            again = self.clock + 90 if state == FAILED else None
            settled = [
                SendResult(id_, attempts, state, again, "kata server", doubtful) for id_, attempts, *_rest in leased
            ]
            self.both(lambda store: store.outbox.lease(OFFICE, self.clock, self.clock + 60, 0, settled), _messages)
        self.both(lambda store: store.outbox.due(self.clock))

    @rule(number=st.integers(1, 12), state=st.sampled_from([QUEUED, SKIPPED]), wholly=st.none() | st.booleans())
    def mend_message(self, number: int, state: str, wholly: bool | None) -> None:
        """A person says that one goes again, or never; or it came back."""
        if wholly is None:
            self.both(lambda store: store.outbox.set_message(number, state, "rina", self.clock, "sebab"))
        else:
            self.both(lambda store: store.outbox.bounced(number, "kunci", "tidak ada", wholly, None, self.clock))
        self.both(lambda store: list(store.outbox.together(number)), _messages)

    @rule()
    def tell_of_the_desk(self) -> None:
        self.both(lambda store: store.note_event(REVEALED, "joko", self.clock, {"command": "list", "count": 2}))

    @rule(query=queries())
    def ask(self, query: Query) -> None:
        self.both(lambda store: [_values(one) for one in store.find(query)])
        self.both(lambda store: store.count(query))

    @rule(words=st.sampled_from(["sampah", "caf*", '"gg melati"', "mati", "satu tab", "b", "* -", "selutut banjir"]))
    def search(self, words: str) -> None:
        self.both(lambda store: [one.ticket for one in store.search(words, 5)])
        self.both(lambda store: store.search_count(words))

    @rule(shared=st.lists(shared_things(), max_size=3))
    def nearby(self, shared: list[Shared]) -> None:
        self.both(lambda store: sorted(one.ticket for one in store.nearby(self.clock, shared)))

    @rule(since=st.integers(-2, 1))
    def count(self, since: int) -> None:
        """What is counted, and what happened."""
        at, end = MORNING + since * DAY, self.clock + 1
        self.both(lambda store: (store.figures.standing(at, end), store.figures.received(at, end)))
        self.both(lambda store: (store.figures.states(at, end), store.figures.numbers(at, end)))
        self.both(lambda store: (store.figures.due(None, end, 9), store.figures.board(end, 5, 5)), _plain)
        self.both(lambda store: (store.units(), store.states(UNITS), store.filed(), store.decided()))
        self.both(lambda store: [(ticket, event.type, event.at) for ticket, event in store.feed(since=at)])
        self.both(lambda store: [(ticket, event.type) for ticket, event in store.privacy.noted((REVEALED, EDITED), at)])
        self.both(lambda store: (list(store.attached()), store.acceptances(), store.accepted()))
        self.both(lambda store: [one.ticket for one in (*store.awaiting_callback(9), *store.pending(9))])

    @precondition(lambda self: self.tickets)
    @invariant()
    def same_rows(self) -> None:
        """All that is kept is the same, but for what is drawn by chance."""
        mine, theirs = (list(_rows(store)) for store in self.stores)
        assert mine == theirs

    def teardown(self) -> None:
        for store in self.stores:
            assert (store.breaks(), list(store.differences())) == ([], [])
            store.close()
        self.folder.cleanup()


def _said(ask: Callable[[Store], Any], store: Store) -> Any:
    """Return what a store says, or how it refuses."""
    try:
        return ask(store)
    except AduanError as error:
        return type(error), str(error)


def _of_record(given: dict[str, Any]) -> dict[str, Any]:
    """Return what is given of a call, with what a record of a file brings along."""
    if "record" not in given:
        return given
    key, content = given["record"]
    left = {name: value for name, value in given.items() if name != "record"}
    return {**left, "import_key": key, "content_hash": content, "source_file": "log.csv", "source_row": 7}


def _values(complaint: Complaint) -> dict[str, Any]:
    """Return all that is kept of a complaint; of digests under a store's own secret, whether there is one."""
    found = values(complaint)
    return {**found, **{name: found[name] is not None for name in _SALTED["complaint"]}}


def _plain(said: Any) -> Any:
    """Return what is said with each complaint as its values."""
    if isinstance(said, Complaint):
        return _values(said)
    if hasattr(said, "_asdict"):
        return tuple(_plain(one) for one in said._asdict().values())
    return [_plain(one) for one in said] if isinstance(said, (list, tuple)) else said


def _messages(said: Any) -> Any:
    """Return messages without their ids, which are made of hashes."""
    if not isinstance(said, list):
        return said
    return [
        (one.id, one.attempts, one.state, one.repeated, one.next_at, one.error, one.tried_at, one.ticket, one.unit)
        for one in said
    ]


_BY_CHANCE = {"identity": {"store", "secret"}, "event": {"private", "salt", "hash"}, "outbox": {"message_id", "letter"}}
"""Of tables the columns that are drawn, or made of what is."""
_SALTED = {"complaint": {"import_key", "content_hash"}, "erased": {"key"}}
"""Of tables the columns that are digests under the secret: whether there is one must be the same."""
_DIGESTS = ("private", "key_digest", "kept", "bodies")


def _rows(store: Store) -> Iterator[tuple[str, list[Any]]]:
    letters: dict[str, int] = {}
    for table, row in store.transfer.rows():
        told = []
        for name, value in zip(table.columns, row, strict=True):
            if name == "letter" and value is not None:
                told.append(letters.setdefault(value, len(letters)))  # which go together
            elif name in _SALTED.get(table.name, ()):
                told.append(value is not None)
            elif table.name == "event" and name in ("body", "private"):
                told.append(value and dumps(_without_digests(loads(value)), sort_keys=True))
            elif name not in _BY_CHANCE.get(table.name, ()):
                told.append(value)
        yield table.name, told


def _without_digests(said: dict[str, Any]) -> dict[str, Any]:
    data = said.get("data")
    if isinstance(data, dict):
        said["data"] = {name: value for name, value in data.items() if name not in _DIGESTS}
    return {name: value for name, value in said.items() if name not in _DIGESTS or not isinstance(value, str)}


@pytest.mark.slow
def test_a_desk_on_a_server_is_that_in_a_file(server: Server) -> None:
    DesksMachine.server = server
    many = settings(max_examples=12 * (10 if EXPLORES else 1), stateful_step_count=20, deadline=None)
    run_state_machine_as_test(DesksMachine, settings=many)
