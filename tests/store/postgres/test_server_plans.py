"""What the desk asks all day costs the same with any backlog on a server too: it reads about what it tells."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from aduan_cli.ports import Query
from aduan_cli.store.postgres import PostgresStore, cases
from aduan_cli.store.postgres.query import select
from aduan_cli.store.postgres.session import Session
from aduan_cli.store.sqlite import SqliteStore
from aduan_cli.testing.store_contract.calls import MORNING, call, varied
from aduan_cli.testing.store_contract.given import take
from aduan_cli.testing.store_contract.walk import FILTERS
from database import Server

pytestmark = pytest.mark.slow
MANY, LIMIT = 12_000, 20


@pytest.fixture(scope="module")
def session(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """Return a session in a large desk, of whose tables the server knows what they are like."""
    file = SqliteStore(str(tmp_path_factory.mktemp("large") / "aduan.db"))
    for start in range(0, MANY, 4_000):
        take(file, [varied(number) for number in range(start, start + 4_000)])
    take(file, [call(MORNING - 86_400, text="Melaporkan beringinraksasa tumbang")])
    address = server.address()
    store = PostgresStore(address)
    store.transfer.fill(file.transfer.rows())
    file.close()
    store.close()
    found = Session(address.url, address.desk)
    found.execute("ANALYZE complaint, phone, assignment, event, clock, link, outbox")  # Not every desk on the server.
    yield found
    found.close()


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield every step of a plan."""
    yield plan
    for one in plan.get("Plans", ()):
        yield from nodes(one)


def explained(session: Session, sql: str, values: list[object], before: str = "") -> list[dict[str, Any]]:
    """Run a statement; return the steps of its plan with what each read."""
    session.begin(before=before)
    found = session.value(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", values)
    session.rollback()
    return list(nodes(found[0]["Plan"]))


def read(steps: list[dict[str, Any]]) -> int:
    """Return how many rows were looked at in the tables, those that did not fit among them."""
    scans = [one for one in steps if "Relation Name" in one and one["Node Type"] != "Bitmap Heap Scan"]
    return sum(
        int(one["Actual Rows"] + one.get("Rows Removed by Filter", 0)) * int(one["Actual Loops"]) for one in scans
    )


QUERIES = [Query(limit=LIMIT), Query(ascending=True, limit=LIMIT), Query(open_only=True, limit=LIMIT)]
QUERIES += [Query(((name, values[:some]),), limit=LIMIT) for name, values in FILTERS.items() for some in (1, 3)]
QUERIES += [
    Query((("unit", ("dlh", "bpbd")), ("status", ("routed", "closed"))), limit=LIMIT),
    Query(unanswered=True, limit=LIMIT), Query(bounced=True, limit=LIMIT), Query(escalated=True, limit=LIMIT),
    Query(given_back=True, limit=LIMIT),
]  # fmt: skip


@pytest.mark.parametrize("query", QUERIES, ids=[f"{number}-{query.where}" for number, query in enumerate(QUERIES)])
def test_a_question_reads_no_more_than_it_could_tell(session: Session, query: Query) -> None:
    """No table is walked from end to end, whatever order its rows have; each value is asked for no more than LIMIT."""
    steps = explained(session, *select(query))
    values = max([len(given) for _name, given in query.where] or [1]) * max(len(query.where), 1) ** 2
    assert [one for one in steps if one["Node Type"] == "Seq Scan" and one["Actual Rows"] > LIMIT] == []
    assert read(steps) <= LIMIT * (values * 4 + 2), [(one["Node Type"], one.get("Index Name")) for one in steps]


def test_a_rare_word_goes_through_the_index_of_words(session: Session) -> None:
    """However old its one complaint is."""
    from aduan_cli.store.postgres.wording import condition

    contains = condition("beringinraksasa")
    assert contains is not None
    few = f"SELECT count(*) FROM (SELECT 1 FROM complaint c WHERE {contains[0]} LIMIT 500) f"
    steps = explained(session, few, contains[1], cases._THROUGH_WORDS)
    assert "complaint_words" in {one.get("Index Name") for one in steps}
    assert read(steps) <= 5


def test_one_complaint_with_what_hangs_on_it_is_found_by_its_number(session: Session) -> None:
    for table in ("event", "assignment", "clock", "phone", "link", "outbox"):
        steps = explained(session, f"SELECT * FROM {table} WHERE complaint_id = %s", [77])
        assert "Seq Scan" not in {one["Node Type"] for one in steps if one["Actual Rows"] > 5}, table
        assert read(steps) <= 20, table
