"""What docs/store.md says about verifying and erasing is run as it stands; then the person is gone from the files."""

from __future__ import annotations

from pathlib import Path

import pytest
from session import DOCS, Shell, blocks, session

from aduan_cli.store.sqlite import SqliteStore

PAGE = DOCS / "store.md"
CALL = (
    'aduan log "Warga melaporkan pohon beringinraksasa tumbang di Gang Kenangamanis" --name "Zulkarnaen Hidayatullah"'
    ' --phone 0812-0000-7788 --caller-address "Perumahan Bintangkejora" --key wa:6281200007788 --answer Qwertyjawab'
    ' --now "2026-11-23 14:05"'
)
WORDS = (
    "beringinraksasa", "Kenangamanis", "Zulkarnaen", "Hidayatullah", "81200007788", "0812-0000-7788", "Bintangkejora",
    "Qwertyjawab",
)  # fmt: skip


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """Return a shell in a desk whose call of the page was logged, under the ticket of the page, among others."""
    folder = tmp_path / "meja"
    folder.mkdir()
    shell = Shell(folder)
    assert shell.run("aduan init .").returncode == 0
    store = SqliteStore(str(folder / "aduan.db"))
    store.skip_numbers(20261123, 41, None, 0)
    store.close()
    for command in (CALL, 'aduan log "lampu jalan mati" --now "2026-11-23 14:06"'):
        assert shell.run(command).returncode == 0
    return shell


def everything(folder: Path) -> str:
    """Return all bytes of the desk's files, folded."""
    return "".join(path.read_bytes().decode("latin-1") for path in folder.rglob("*") if path.is_file()).casefold()


@pytest.mark.slow
def test_every_session_runs_as_shown_and_erases_everywhere(shell: Shell) -> None:
    """Before, every word is in the desk's files; afterwards none, in no page and no log, not even without its head."""
    desk = [shell.folder / "aduan.db", *shell.folder.glob("aduan.db-*")]
    before = "".join(path.read_bytes().decode("latin-1") for path in desk).casefold()
    assert all(word.casefold() in before for word in WORDS)
    commands = [one for language, _more, text in blocks(PAGE) if language == "console" for one in session(text)]
    assert len(commands) == 6
    for command, shown in [*commands, *commands[:3]]:
        shell.expect(command, shown)
    files = [path for path in shell.folder.iterdir() if path.name.startswith("aduan.db")]
    after = "".join(path.read_bytes().decode("latin-1") for path in files).casefold()
    assert [word for word in WORDS if word.casefold() in after or word.casefold()[3:] in after] == []
    assert "lampu jalan mati" in after
    assert all(word.casefold() not in everything(shell.folder / ".aduan") for word in ("Zulkarnaen", "81200007788"))


def test_the_only_block_that_is_not_run_begins_anew() -> None:
    """It is what `desk begin-anew` is tested for."""
    rest = [text for language, _more, text in blocks(PAGE) if language != "console"]
    assert len(rest) == 1
    assert rest[0].startswith("aduan desk begin-anew --reason ")
