"""Taking one call: understood, decided and stored in one transaction (design section 3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aduan_cli.errors import UsageError
from aduan_cli.i18n import _
from aduan_cli.model import Complaint, Decision
from aduan_cli.phones import normalise_phone
from aduan_cli.rules.router import Router

if TYPE_CHECKING:
    from aduan_cli.ports import Store


class Call:
    """A call that was taken: the complaint as stored, and the decision.

    `repeated`: the same `--key` was there already; nothing was stored.
    """

    __slots__ = ("complaint", "decision", "repeated")

    def __init__(self, complaint: Complaint, decision: Decision, repeated: bool = False) -> None:
        self.complaint = complaint
        self.decision = decision
        self.repeated = repeated


def storable(text: str) -> str:
    """Return `text` such that any store can keep it: bytes that are no UTF-8 stand as `\\udcff`.

    A terminal whose locale is not UTF-8 hands over the bytes of "é" one by one; they are put together again.
    """
    if text.isascii():
        return text
    try:
        return text.encode("utf-8", "surrogateescape").decode()
    except UnicodeError:
        return text.encode("utf-8", "backslashreplace").decode()


def clean(complaint: Complaint) -> None:
    """Bring what was given into the form that is stored: text as it was said, phones in one form.

    Raises `UsageError` when there is no text.
    """
    for name in ("text", "answer", "address", "caller_name", "caller_phone", "caller_address", "key"):
        value = getattr(complaint, name)
        if value is not None:
            setattr(complaint, name, storable(value).strip() or None)
    if not complaint.text:
        raise UsageError(_("there is no text; say in a sentence what the call is about"))
    complaint.phone_original = complaint.caller_phone
    complaint.caller_phone = normalise_phone(complaint.caller_phone)


def understand(complaint: Complaint, router: Router, given: str = "given") -> Decision:
    """Fill in what the text says and what the rules decide. Nothing is stored.

    `complaint` carries what was given: `kind`, `status` and `priority` are empty strings when they were not.
    """
    facts = router.understand(complaint, given)
    decision = router.decide(facts)
    router.settle(complaint, decision)
    if not complaint.number:
        complaint.ticket = router.compiled["desk"]["prefix"]
    return decision


def take(complaint: Complaint, router: Router, store: Store) -> Call:
    """Store a call and return it with its ticket. A `--key` that is there already gives the first call again."""
    decision = understand(complaint, router)
    taken = store.take([complaint])[0]
    if taken.state == "taken":
        return Call(complaint, decision)
    stored = store.by_key(complaint.key or "")
    return Call(stored or complaint, decision, repeated=True)
