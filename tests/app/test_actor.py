"""Who is at the desk: who is named, who signed in and whose shift still runs, else whose account it is."""

from __future__ import annotations

import os
import pwd
import time
from pathlib import Path
from typing import Any

import pytest

import aduan_cli.app.actor as module
from aduan_cli.app.actor import LOGIN, OPTION, SIGNED_IN, ActorAtDesk, login_name
from aduan_cli.app.signing_in import SignedIn
from aduan_cli.errors import NotFoundError


@pytest.fixture(autouse=True)
def account(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the account be that of a desk."""
    monkeypatch.setenv("LOGNAME", "akun")
    monkeypatch.delenv("USER", raising=False)


def at_desk(monkeypatch: pytest.MonkeyPatch, found: Any, given: str | None = None) -> tuple[ActorAtDesk, list[str]]:
    """Return who is at the desk where somebody signed in (or an error is raised), and what is told."""
    said: list[str] = []

    def signed_in(_folder: str) -> SignedIn | None:
        if isinstance(found, Exception):
            raise found
        return found  # type: ignore[no-any-return]

    monkeypatch.setattr(module, "signed_in", signed_in)
    return ActorAtDesk(given, lambda: "/desk", said.append), said


def officer(seconds: int) -> SignedIn:
    """Return somebody whose shift ends in so many seconds."""
    return SignedIn("sari", int(time.time()) - 60, int(time.time()) + seconds, "pagi")


def test_who_is_named_counts_before_all_and_nothing_else_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    found, said = at_desk(monkeypatch, AssertionError("looked"), "rina")
    assert (found.name, found.by, found.officer, said) == ("rina", OPTION, None, [])


def test_who_signed_in_counts_while_the_shift_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    found, said = at_desk(monkeypatch, officer(600))
    assert (found.name, found.by, said) == ("sari", SIGNED_IN, [])


def test_with_the_shift_the_officer_goes_and_is_told_so_once(monkeypatch: pytest.MonkeyPatch) -> None:
    found, said = at_desk(monkeypatch, officer(-1))
    assert (found.name, found.by, found.name) == ("akun", LOGIN, "akun")
    assert said == ["sari's shift is over; this is in the name of akun: aduan whoami --as NAME"]


@pytest.mark.parametrize("found", [None, NotFoundError("no desk here")])
def test_where_nobody_signed_in_or_there_is_no_desk_yet_it_is_the_account(
    monkeypatch: pytest.MonkeyPatch, found: Any
) -> None:
    who, said = at_desk(monkeypatch, found)
    assert (who.name, who.by, said) == ("akun", LOGIN, [])


def test_who_signs_in_or_out_counts_from_then_on(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    who, _said = at_desk(monkeypatch, None)
    monkeypatch.setattr(module, "sign_in", lambda desk, name, now, until, shift: SignedIn(name, now, until, shift))
    monkeypatch.setattr(module, "sign_out", lambda desk: None)
    who.sign_in("joko", int(time.time()) + 600, "siang")
    assert (who.name, who.by) == ("joko", SIGNED_IN)
    who.sign_out()
    assert (who.name, who.by) == ("akun", LOGIN)


@pytest.mark.parametrize(
    ("environment", "name"),
    [
        ({"LOGNAME": "satu", "USER": "dua"}, "satu"),
        ({"USER": "dua"}, "dua"),
        ({"LOGNAME": "", "USER": "dua"}, "dua"),
        ({"LOGNAME": "a\udcffb"}, r"a\udcffb"),
    ],
)
def test_the_account_is_the_one_of_the_login_as_it_can_be_stored(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], name: str
) -> None:
    monkeypatch.delenv("LOGNAME")
    for key, value in environment.items():
        monkeypatch.setenv(key, value)
    assert login_name() == name


def test_an_account_without_a_name_is_a_question_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a bare container nobody is in the list of users."""
    monkeypatch.delenv("LOGNAME")

    def unknown(_number: int) -> None:
        raise KeyError

    assert login_name() == pwd.getpwuid(os.getuid()).pw_name
    monkeypatch.setattr(pwd, "getpwuid", unknown)
    assert login_name() == "?"
