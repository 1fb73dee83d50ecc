"""`list` and `search --format csv --excel`: a file for an office."""

from __future__ import annotations

import pytest

from office import Office


@pytest.fixture
def office(office: Office) -> Office:
    office.log("melaporkan sampah; menumpuk di Kel. Margahayu", "--phone", "0812-0000-0001", "--name", "Sari")
    return office


@pytest.mark.parametrize("command", [("list",), ("search", "sampah")], ids=" ".join)
def test_an_office_gets_a_file_that_excel_opens(office: Office, command: tuple[str, ...]) -> None:
    columns = "ticket,reported_at,status,caller.phone,text"
    line = (*command, "--format", "csv", "--excel", "--reveal", "--columns", columns, "--lang", "id")
    told = office.spawn(*line).out
    assert told == (
        "\ufefftiket;dilaporkan;status;penelepon.telepon;isi\r\n"
        'UJI-261123-0001-6;23/11/2026 14:05;menunggu;"=""+6281200000001""";'
        '"melaporkan sampah; menumpuk di Kel. Margahayu"\r\n'
    )
    masked = office.run(*line[:-2], "--lang", "en").out
    assert masked.startswith("\ufeffticket;reported_at;status;caller.phone;text\r\n")


def test_all_columns_are_there_without_columns(office: Office) -> None:
    head = office.run("list", "--format", "csv", "--excel").out.splitlines()[0]
    names = office.run("list", "--format", "csv").out.splitlines()[0].split(",")
    assert head.lstrip("\ufeff").split(";") == names
    said = office.run("list", "--format", "csv", "--excel", "--lang", "id").out.splitlines()[0].split(";")
    same = {"status", "unit", "kecamatan", "kelurahan"}
    assert [name for name, word in zip(names[1:], said[1:], strict=True) if name == word and name not in same] == []


@pytest.mark.parametrize("more", [(), ("--format", "json"), ("--format", "tsv"), ("--format", "table")])
@pytest.mark.parametrize("command", [("list",), ("search", "sampah")], ids=" ".join)
def test_excel_without_csv_is_refused(office: Office, command: tuple[str, ...], more: tuple[str, ...]) -> None:
    ran = office.run(*command, "--excel", *more)
    assert (ran.code, ran.out, ran.err) == (2, "", "error: --excel goes with --format csv\n")
