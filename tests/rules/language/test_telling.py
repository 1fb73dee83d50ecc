"""What rule files say of messages to units, and what is told of what is wrong."""

from __future__ import annotations

import pytest
import tomli

from aduan_cli.rules.language.compile import Compiled, Document, compile_rules

DESK = """
[desk]
name = "Uji"
prefix = "UJI"
timezone = "Asia/Jakarta"
[kecamatan]
"Bekasi Timur" = ["Margahayu"]
[units.dlh]
name = "Dinas Lingkungan Hidup"
tell = ["kantor", "hp"]
[units.dlh-truk]
name = "Truk"
parent = "dlh"
[units.bpbd]
name = "BPBD"
[units.kecamatan]
name = "Kantor Kecamatan"
each = "kecamatan"
tell = "hp"
"""
SMTP = '[notifiers.kantor]\ntype = "smtp"\nhost = "mail.example"\nfrom = "desk@example.org"\nto = ["dlh@example.org"]\n'
SPOOL = '[notifiers.hp]\ntype = "spool"\nfolder = "pesan"\n'


def compiled(*more: str) -> Compiled:
    """Return the compiled rules of a small city, with these tables."""
    return compile_rules([Document("rules.toml", "city", tomli.loads(DESK + "\n".join(more)))])


def test_a_crew_and_an_office_are_told_as_their_parent_is() -> None:
    found = compiled(SMTP, SPOOL)
    assert found.problems == []
    assert found.rules["tell"] == {
        "dlh": ["kantor", "hp"],
        "dlh-truk": ["kantor", "hp"],
        "kecamatan": ["hp"],
        "kecamatan-bekasi-timur": ["hp"],
    }
    assert found.rules["notifiers"]["kantor"]["to"] == ["dlh@example.org"]


def test_the_queue_of_the_desk_has_a_head_that_there_is() -> None:
    named = DESK.replace("[kecamatan]", 'head = "hp"\n[kecamatan]', 1)
    found = compile_rules([Document("rules.toml", "city", tomli.loads(named + SMTP + SPOOL))])
    assert (found.problems, found.rules["heads"]) == ([], {"triage": ["hp"]})
    assert "triage" not in found.rules["tell"]
    wrong = compile_rules(
        [Document("rules.toml", "city", tomli.loads(named.replace('"hp"', '"hq"', 1) + SMTP + SPOOL))]
    )
    assert "desk.head" in str(wrong.problems[0])


def test_a_desk_without_notifiers_tells_nobody() -> None:
    bare = compile_rules([Document("rules.toml", "city", tomli.loads('[units.dlh]\nname = "DLH"\n'))])
    assert (bare.rules["tell"], bare.rules["notifiers"], bare.rules["messages"]) == ({}, {}, {})


NO_ADDRESSES = (
    "file:///etc",
    "https://",
    "https:///kotak",
    "http://[::1",
    "https://x:y/",
    "https://x:70000/",
    "https://:8443",
)
WRONG = {
    "no notifier of that name": (SMTP, "units.dlh.tell", "unknown notifier 'hp'"),
    "no host": ('[notifiers.x]\ntype = "smtp"\nfrom = "a@b"\nto = "c@d"\n', "notifiers.x", "'host' is missing"),
    "a key of another type": (SPOOL + 'url = "https://x"\n', "notifiers.hp.url", "has no 'url'"),
    **{
        f"no address: {url}": (
            f'[notifiers.x]\ntype = "webhook"\nurl = "{url}"\n', "notifiers.x.url", "no address of the web",
        )
        for url in NO_ADDRESSES
    },
    "a port that is none": (SMTP + "port = 70000\n", "notifiers.kantor.port", "out of range"),
    "a password": (SMTP + 'password = "rahasia"\n', "notifiers.kantor.password", "a secret stands in no file"),
    "a password in an address": (
        '[notifiers.x]\ntype = "webhook"\nurl = "https://desk:rahasia@x.test/"\n', "notifiers.x.url",
        "a secret stands in no file",
    ),
    "an unknown type": ('[notifiers.x]\ntype = "fax"\n', "notifiers.x.type", "fax"),
    "an event that tells nobody": ('[messages.closed]\nsubject = "x"\n', "messages.closed", "unknown key"),
}  # fmt: skip


@pytest.mark.parametrize("which", WRONG)
def test_what_is_wrong_is_told_with_its_place(which: str) -> None:
    text, place, what = WRONG[which]
    needed = "".join(table for table in (SMTP, SPOOL) if table.split("\n")[0] not in text)
    if which == "no notifier of that name":
        needed = ""
    problems = compiled(text, needed).problems
    found = [problem for problem in problems if ".".join(map(str, problem.path)).startswith(place)]
    assert found, problems
    assert what in found[0].what


@pytest.mark.parametrize(
    "url", ["https://x", "http://10.0.0.7:8080/kotak?a=1", "https://[::1]:8443/é b", "https://péngaduan.id/"]
)
def test_an_address_of_the_web_may_have_letters_of_any_script(url: str) -> None:
    """What the web wants encoded is encoded when something is sent."""
    found = compiled(SMTP, SPOOL, f'[notifiers.x]\ntype = "webhook"\nurl = "{url}"\n')
    assert found.problems == []
    assert found.rules["notifiers"]["x"]["url"] == url


def test_a_secret_is_told_where_it_belongs() -> None:
    (problem,) = compiled(SMTP + 'password = "rahasia"\n', SPOOL).problems
    assert "password_env" in (problem.right or "")
    assert "rahasia" not in f"{problem.what} {problem.right}"
