"""`aduan show`."""

from __future__ import annotations

from office import Office


def test_any_short_form_finds_the_ticket(office: Office) -> None:
    """The full ticket and each of its short forms show the same complaint."""
    office.log("sampah", "--at", "2026-11-20 08:00")
    ticket = office.log("Melaporkan pju mati")
    assert ticket.startswith("UJI-261123-0001-")
    check = ticket[-1]
    for form in (ticket, ticket.lower(), f"0001-{check}", "261123-1", "1", "#1", f"261123-0001-{check}"):
        assert office.run("show", form, "--format", "json").data["ticket"] == ticket


def test_what_is_not_there_or_misheard_exits_4(office: Office) -> None:
    """A ticket that isn't there, a wrong check digit and nonsense each exit 4 with a sentence, stdout empty."""
    ticket = office.log("sampah")
    wrong = ticket[:-1] + str((int(ticket[-1]) + 1) % 10)
    for form, sentence in ((wrong, "misheard"), ("77", "no ticket 77"), ("xyz", "can't be read")):
        ran = office.run("show", form)
        assert (ran.code, ran.out) == (4, "")
        assert sentence in ran.err


def test_of_a_desk_without_data_exits_4_and_makes_no_file(office: Office) -> None:
    """Asking an empty desk for a ticket makes nothing."""
    assert office.run("show", "1").code == 4
    assert not office.file.exists()


def test_table_has_every_field_and_the_history(office: Office) -> None:
    """The block shows what was said, who called, the decision, and the events with time and actor."""
    office.log(
        "Melaporkan pju mati di Jl. Mawar RT 01 Kel. Teluk Pucung", "--name", "Budi Contoh", "--phone", "081200000001",
        "--caller-address", "Jl. Melati 2", "--answer", "Akan diteruskan", "--detail", "tiang=7", "--key", "k1",
    )  # fmt: skip
    office.run("route", "1", "--to", "dlh", "--reason", "pohon dahulu", "--now", "2026-11-23 15:00")
    out = office.run("show", "1").out
    for part in (
        "pju-mati", "Dinas Lingkungan Hidup", "B***", "+6281******001", "***", "Akan diteruskan",
        "tiang = 7", "Teluk Pucung, Bekasi Utara", "Jl. Mawar RT 01", "2026-11-23 14:05 · sari · siang",
    ):  # fmt: skip
        assert part in out
    history = out.split("History\n")[1].splitlines()
    assert history == [
        "  2026-11-23 14:05  logged  sari  → bmsda-pju (category)",
        "  2026-11-23 15:00  routed  sari  bmsda-pju → dlh (manual): pohon dahulu",
    ]


def test_reveal_shows_the_phone_and_is_an_event(office: Office) -> None:
    """--reveal shows the phone whole, appends one event and leaves the version; without it nothing is recorded."""
    ticket = office.log("sampah", "--phone", "081200000001")
    assert office.run("show", "1", "--format", "json").data["caller"]["phone"] == "+6281******001"
    assert [event[0] for event in office.events(ticket)] == ["logged"]
    record = office.run("show", "1", "--reveal", "--format", "json", "--actor", "rina").data
    assert record["caller"]["phone"] == "+6281200000001"
    assert record["version"] == 1
    assert office.events(ticket)[1:] == [("revealed", "rina", {})]


def test_control_characters_are_shown_escaped(office: Office) -> None:
    """Nothing that a caller gave reaches the terminal as a control character, in fields nor in the history."""
    office.log("baris satu\nbaris \x1b]0;judul\x07dua \u2066x", "--name", "A\x9bB", "--phone", "tanya \x1b[2J")
    office.run("route", "1", "--to", "dlh", "--reason", "a\x1bb\nc")
    out = office.run("show", "1", "--reveal").out
    assert not set(out) & set("\x1b\x07\x9b\u2066")
    assert "A\\x9bB" in out
    assert "a\\x1bb c" in out
    assert "baris satu\n" in out


def test_other_formats_show_one_record(office: Office) -> None:
    """JSON is one object, JSON lines one line, CSV and TSV a header and one row, Markdown a table of one row."""
    ticket = office.log("sampah")
    assert isinstance(office.run("show", "1", "--format", "json").data, dict)
    for format_, lines in (("jsonl", 1), ("csv", 2), ("tsv", 2), ("md", 3)):
        out = office.run("show", "1", "--format", format_).out.splitlines()
        assert len(out) == lines
        assert ticket in out[-1]


def test_as_a_process(office: Office) -> None:
    """The installed command shows a ticket that the installed command logged."""
    ticket = office.spawn("log", "sampah menumpuk").out.strip()
    assert office.spawn("show", ticket, "--format", "json").data["text"] == "sampah menumpuk"
    assert office.spawn("show", ticket).out.startswith("Ticket")
