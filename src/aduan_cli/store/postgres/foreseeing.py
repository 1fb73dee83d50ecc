"""What `commit` would say of records, without storing them."""

from __future__ import annotations

from collections.abc import Sequence

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.store.postgres.session import Session
from aduan_cli.store.postgres.steps import records
from aduan_cli.stored import CHANGED, KNOWN, TAKEN, Outcome

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_KNOWN = "SELECT known(value) FROM jsonb_array_elements(%s) WITH ORDINALITY ORDER BY ordinality"


def known(session: Session, complaints: Sequence[Complaint]) -> list[dict[str, str] | None]:
    """Return what the server says of complaints that it knows; None of each other one."""
    return [said for (said,) in session.rows(_KNOWN, (records(complaints),))]


def foresee(complaints: Sequence[Complaint], known: Sequence[dict[str, str] | None]) -> list[Outcome]:
    """Return what would come of complaints: known to the server, or to those before them in the same batch."""
    batch: dict[tuple[str, object], tuple[str, Any]] = {}
    found = []
    for complaint, there in zip(complaints, known, strict=True):
        outcome = Outcome(there["ticket"], there["state"]) if there else _in_batch(batch, complaint)
        if outcome is None:
            outcome = Outcome(complaint.ticket, TAKEN)
            batch.update((name, (complaint.ticket, said)) for name, said in _names(complaint))
        found.append(outcome)
    return found


def _in_batch(batch: dict[tuple[str, object], tuple[str, Any]], complaint: Complaint) -> Outcome | None:
    for name, said in _names(complaint):
        if name in batch:
            ticket, there = batch[name]
            is_repeated = name[0] == "key" and not (complaint.import_key or complaint.number)
            return Outcome(ticket, KNOWN if is_repeated or there == said else CHANGED)
    return None


def _names(complaint: Complaint) -> list[tuple[tuple[str, object], Any]]:
    """Return by what a complaint is known, each with what tells another version of it."""
    names: list[tuple[tuple[str, object], Any]] = []
    if complaint.import_key:
        names.append((("import_key", complaint.import_key), complaint.content_hash))
    if complaint.number:
        said = {name: value for name, value in vars(complaint).items() if name not in ("id", "version", "sources")}
        names.append((("number", (complaint.number, complaint.day)), said))
    if complaint.key:
        names.append((("key", complaint.key), complaint.text))
    return names
