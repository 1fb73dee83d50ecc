"""What the built-in ways have in common: what was said in a line, and secrets from outside the rules."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.notify.outcomes import UnreadyError, down, line, secret_of
from aduan_cli.outbox import Delivered


@given(st.text() | st.binary())
def test_whatever_a_server_says_is_one_printable_line_of_fair_length(said: str | bytes) -> None:
    """No sign of it makes a terminal act, and what is cut says so."""
    told = line(said)
    assert told.isprintable()
    assert len(told) <= 200
    assert told == " ".join(told.split())
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    words = "".join(sign for sign in text if sign.isprintable() and not sign.isspace())
    bare = "".join(told.split())
    assert bare == words or (told.endswith("…") and words.startswith(bare[:-1]))


def test_what_could_not_be_reached_is_down_and_may_be_tried_again() -> None:
    """By the system's own words for it, where it has any."""
    assert down(FileNotFoundError(2, "No such file")) == Delivered("retry", "No such file", down=True)
    assert down(ValueError("no\nport")) == Delivered("retry", "no port", down=True)
    assert down("habis waktu").detail == "habis waktu"


def test_without_a_key_that_names_one_there_is_no_secret(tmp_path: Path) -> None:
    assert secret_of({}, "secret", str(tmp_path), {}) is None
    assert secret_of({"password_env": "X"}, "secret", str(tmp_path), {}) is None


def test_a_variable_wins_over_a_file(tmp_path: Path) -> None:
    """And its value is taken as it is, blanks and all."""
    (tmp_path / "kunci").write_text("dari berkas\n")
    table = {"secret_env": "KUNCI", "secret_file": "kunci"}
    assert secret_of(table, "secret", str(tmp_path), {"KUNCI": " dari luar "}) == " dari luar "


SECRETS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1)


@given(secret=SECRETS, behind=st.sampled_from(["", "\n", "\r\n", "\nlain\n"]))
def test_of_a_file_the_first_line_is_the_secret(
    secret: str, behind: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever is in it but the end of its line."""
    folder = tmp_path_factory.mktemp("rahasia")
    (folder / "kunci").write_bytes((secret + behind).encode())
    assert secret_of({"secret_file": "kunci"}, "secret", str(folder), {}) == secret
    assert secret_of({"secret_file": str(folder / "kunci")}, "secret", os.sep, {}) == secret


@pytest.mark.parametrize(
    ("content", "why"), [(None, "No such file"), (b"", "the first line is empty"), (b"\nx", "the first line is empty"),
                         (b"\xff\xfe", "can't decode")],
)  # fmt: skip
def test_a_file_without_a_secret_is_told_by_its_path(tmp_path: Path, content: bytes | None, why: str) -> None:
    """And never what is in it."""
    if content is not None:
        (tmp_path / "kunci").write_bytes(content)
    with pytest.raises(UnreadyError, match=why) as error:
        secret_of({"secret_file": "kunci"}, "secret", str(tmp_path), {})
    assert str(tmp_path / "kunci") in str(error.value)


@pytest.mark.parametrize("environment", [{}, {"KUNCI": ""}])
def test_a_variable_that_is_not_set_or_empty_is_told_by_its_name(environment: dict[str, str]) -> None:
    with pytest.raises(UnreadyError, match="KUNCI"):
        secret_of({"secret_env": "KUNCI"}, "secret", ".", environment)


def test_a_file_of_the_users_own_may_begin_with_a_tilde(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "kunci").write_text("rahasia")
    assert secret_of({"secret_file": "~/kunci"}, "secret", "/tidak/ada", {}) == "rahasia"
