"""What rule files say of what comes back from units, and what is told of what is wrong."""

from __future__ import annotations

import pytest
import tomli

from aduan_cli.rules.language.compile import Compiled, Document, compile_rules

DESK = '[desk]\nname = "Uji"\nprefix = "UJI"\ntimezone = "Asia/Jakarta"\n[units.dlh]\nname = "DLH"\n'
PLUGIN = (
    '[plugin]\nname = "pu"\napi = 1\n[unit]\nid = "pu"\nname = "PU"\nmail = "@pu.example"\n'
    '[crews.jalan]\nname = "Regu"\n'
)


def compiled(city: str, plugin: str = "") -> Compiled:
    """Return the compiled rules of a small city with one plugin."""
    documents = [Document("rules.toml", "city", tomli.loads(DESK + city + '[plugins]\nenable = ["pu"]\n'))]
    documents.append(Document("plugins/pu/plugin.toml", "plugin", tomli.loads(PLUGIN + plugin)))
    return compile_rules(documents)


def test_senders_are_of_units_and_crews_in_small_letters() -> None:
    found = compiled('mail = ["DLH@Example.go.id", "dlh@example.go.id"]\n', 'mail = ["regu@pu.example"]\n')
    assert found.problems == []
    assert found.rules["inbox"]["mail"] == {
        "dlh": ["dlh@example.go.id"],
        "pu": ["@pu.example"],
        "pu-jalan": ["regu@pu.example"],
    }


def test_a_desk_has_a_folder_a_code_and_words() -> None:
    found = compiled(
        '[inbox]\nfolder = "surat"\nhold = "waiting"\nverified_by = "MX.example"\n'
        '[inbox.words]\nack = ["siap"]\nresolve = "rampung"\n'
    )
    assert found.problems == []
    assert found.rules["inbox"] == {
        "words": {"ack": ["siap"], "resolve": ["rampung"]},
        "mail": {"pu": ["@pu.example"]},
        "folder": "surat",
        "hold": "waiting",
        "verified_by": "mx.example",
    }


WRONG = {
    "no address": ('mail = ["dlh"]\n', "units.dlh.mail[1]", "'dlh' is malformed; an address as in"),
    "no reason": ('[inbox]\nhold = "wating"\n', "inbox.hold", "no code of [reasons.hold]; did you mean 'waiting'?"),
    "no move": ('[inbox.words]\nclose = "tutup"\n', "inbox.words.close", "unknown key"),
    "no word": ('[inbox.words]\nack = "!"\n', "inbox.words.ack", "has no letter or digit"),
    "no key": ('[inbox]\nfoldr = "x"\n', "inbox.foldr", "unknown key; did you mean 'folder'?"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_told_where_it_stands(name: str) -> None:
    text, path, said = WRONG[name]
    found = compiled(text)
    (problem,) = found.problems
    assert str(problem).startswith(f"rules.toml: {path}: ")
    assert said in str(problem)
    assert "hold" not in found.rules["inbox"]
