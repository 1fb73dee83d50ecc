"""The one table of fields: what comes from it is whole, and nothing beside it is a second list."""

from __future__ import annotations

import ast
import inspect

import pytest

from aduan_cli.complaint.complaint import Complaint, copy_of
from aduan_cli.complaint.fields import (
    COMPLAINT_FIELDS,
    FIELDS,
    LIST,
    OBJECT,
    PRIVATE,
    STORED,
    TOLD,
    UNSAID,
)

EMPTY = {LIST: (), OBJECT: {}}


def test_a_complaint_has_every_field_and_begins_as_the_table_says() -> None:
    complaint = Complaint()
    for field in FIELDS:
        expected = EMPTY.get(field.type, field.default)
        assert getattr(complaint, field.name) == expected, field.name


def test_the_types_for_type_checkers_are_those_of_the_table() -> None:
    """The one list that has to be written twice, for no type checker runs our code."""
    tree = ast.parse(inspect.getsource(Complaint))
    named = [
        node.target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    ]
    assert named == ["id", "notes", *(field.name for field in FIELDS)]


def test_each_stored_field_is_told_private_of_the_event_itself_or_unsaid() -> None:
    itself = {"ticket", "day", "number", "logged_at", "actor", "version"}
    parts = [set(TOLD), set(PRIVATE), set(UNSAID), itself]
    assert sum(len(part) for part in parts) == len(STORED)
    assert set().union(*parts) == set(STORED)


def test_the_order_of_json_is_the_promised_one() -> None:
    promised = (
        "ticket kind status category text answer answers priority channel kecamatan kelurahan address unit support rule"
        " step revision recorded_unit reported_at logged_at shift actor caller linked key fields sources source_file"
        " source_row version due_at late incident agreed point"
    )
    assert tuple(promised.split()) == COMPLAINT_FIELDS


def test_a_complaint_never_changes() -> None:
    """Whoever wants another one makes a copy with other values."""
    complaint = Complaint({"text": "sampah", "unit": "dlh"}, unit="pju")
    assert (complaint.text, complaint.unit) == ("sampah", "pju")
    copy = copy_of(complaint, unit="bpbd", answers={"a": 1})
    assert (complaint.unit, complaint.answers, copy.unit, copy.answers) == ("pju", {}, "bpbd", {"a": 1})
    with pytest.raises(AttributeError, match="copy_of"):
        complaint.unit = "dlh"  # type: ignore[misc]
