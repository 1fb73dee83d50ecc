"""From tables to notifiers, with secrets from outside."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from aduan_cli.notify.making import notifier_of
from aduan_cli.notify.outcomes import UnreadyError
from aduan_cli.notify.smtp import SmtpNotifier
from aduan_cli.notify.webhook import WebhookNotifier

MAIL: Any = {"type": "smtp", "host": "mail.example", "from": "meja@example.org", "to": ["dlh@example.org"]}


def test_a_password_comes_from_the_environment_or_a_file(tmp_path: Path) -> None:
    (tmp_path / "kunci").write_text("dari berkas\nlain\n")
    by_name = notifier_of({**MAIL, "user": "u", "password_env": "KUNCI"}, str(tmp_path), {"KUNCI": "dari luar"})
    by_file = notifier_of({**MAIL, "user": "u", "password_file": "kunci"}, str(tmp_path), {})
    assert isinstance(by_name, SmtpNotifier)
    assert isinstance(by_file, SmtpNotifier)
    assert (by_name.password, by_file.password) == ("dari luar", "dari berkas")
    assert (by_name.port, by_name.tls) == (587, "starttls")


@pytest.mark.parametrize(
    "more", [{"password_env": "KUNCI"}, {"password_file": "tidak-ada"}, {"password_file": "kosong"}]
)
def test_a_secret_that_is_not_there_is_told(tmp_path: Path, more: dict[str, str]) -> None:
    (tmp_path / "kosong").write_text("\n")
    with pytest.raises(UnreadyError, match=r"KUNCI|tidak-ada|kosong"):
        notifier_of({**MAIL, **more}, str(tmp_path), {})


def test_a_webhook_has_its_key(tmp_path: Path) -> None:
    table: Any = {"type": "webhook", "url": "https://example.org/x", "secret_env": "K", "timeout": 3}
    made = notifier_of(table, str(tmp_path), {"K": "rahasia"})
    assert isinstance(made, WebhookNotifier)
    assert (made.secret, made.timeout) == ("rahasia", 3)
