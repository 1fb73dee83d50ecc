"""To whom the newest hash is handed: a file, a program with its arguments, or nobody."""

from __future__ import annotations

from typing import Any

import pytest

from aduan_cli.rules.language.compile import compile_rules
from compiling import SMALLEST, documents, sentences


def audit(witness: Any) -> tuple[list[str], Any]:
    (city,) = documents(SMALLEST)
    table = {} if witness is None else {"audit": {"witness": witness}}
    found = compile_rules(documents({**city.data, **table}))
    return sentences(found), found.rules["audit"]


@pytest.mark.parametrize(
    ("witness", "kept"),
    [
        (None, {}),
        ("/srv/saksi/hash.txt", {"file": "/srv/saksi/hash.txt"}),
        (["/usr/bin/saksi"], {"run": ["/usr/bin/saksi"]}),
        (["saksi", "--desk", "meja"], {"run": ["saksi", "--desk", "meja"]}),
        ("saksi --desk meja", {"file": "saksi --desk meja"}),
    ],
)
def test_a_text_is_a_file_and_a_list_a_program(witness: Any, kept: dict[str, Any]) -> None:
    """A list of one as well: nothing of a text is taken for a program and its arguments."""
    assert audit(witness) == ([], kept)


def test_an_argument_without_words_is_told() -> None:
    told, _kept = audit(["saksi", " ", "meja"])
    assert len(told) == 1
    assert told[0].startswith("rules.toml: audit.witness[2]: ' ' is malformed")
