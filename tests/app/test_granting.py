"""Who may do what with a desk on a server: SQL that names each role with its units, and quotes whatever they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from aduan_cli.app.granting import grants_of
from aduan_cli.database_url import Address
from aduan_cli.errors import NotAllowedError, UsageError
from aduan_cli.testing import RULES
from desk_here import HereDesk, desk_here

CREWS = RULES.replace(
    "[categories.sampah]",
    '[units.dlh-truk]\nname = "Regu Truk"\nparent = "dlh"\n[outside.pln]\nname = "PLN"\nreferral = "123"\n'
    "[categories.sampah]",
)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> HereDesk:
    """Return a desk whose rules are read already, and whose data lie on a server, which is asked nothing."""
    made = desk_here(tmp_path, CREWS)
    assert made.rules
    monkeypatch.setattr(HereDesk, "address", Address("postgresql://meja@db.test/kota", "cabang"))
    return made


def test_a_desk_in_a_file_has_nobody_to_grant_to(tmp_path: Path) -> None:
    with pytest.raises(NotAllowedError, match="the data lie in a file"):
        grants_of(desk_here(tmp_path), ["sari"], [], [])


def test_each_role_is_given_what_it_is_for_in_the_desks_schema(desk: HereDesk) -> None:
    sql = grants_of(desk, ["sari"], ["pengawas"], ["dlh=kantor_dlh"])
    for role in ("sari", "pengawas", "kantor_dlh"):
        assert f'"{role}"' in sql
    assert "cabang" in sql
    assert "sari" not in grants_of(desk, [], ["pengawas"], ["dlh=kantor_dlh"])


def test_a_unit_is_given_with_its_crews_once_and_several_units_may_be_one_roles(desk: HereDesk) -> None:
    sql = grants_of(desk, [], [], ["dlh=kantor", "dlh-truk=kantor", "bpbd=kantor", "bpbd=posko"])
    assert "dlh-truk" in sql
    for unit in ("dlh", "dlh-truk", "bpbd"):
        assert unit in sql
    alone = grants_of(desk, [], [], ["bpbd=posko"])
    assert "dlh" not in alone


def test_a_unit_may_be_said_as_people_say_it(desk: HereDesk) -> None:
    assert grants_of(desk, [], [], ["Dinas Lingkungan Hidup=kantor"]) == grants_of(desk, [], [], ["dlh=kantor"])


@pytest.mark.parametrize("given", ["dlh", "dlh=", "=kantor", "", "triage=meja", "pln=pln"])
def test_what_is_no_unit_with_its_role_is_told_as_it_was_given(desk: HereDesk, given: str) -> None:
    with pytest.raises(UsageError, match="UNIT=ROLE would be right") as error:
        grants_of(desk, [], [], [given])
    assert given in str(error.value)


def test_an_unknown_unit_is_told(desk: HereDesk) -> None:
    with pytest.raises(UsageError, match="zzz"):
        grants_of(desk, [], [], ["zzz=kantor"])


@pytest.mark.parametrize("role", ['ka"ntor', "kan'tor", "kantor; DROP TABLE x", "Kantor Pusat", "kañtor"])
def test_whatever_a_role_is_called_it_is_one_name(desk: HereDesk, role: str) -> None:
    """The administrator runs this as superuser: no name may end its quotes."""
    quoted = '"' + role.replace('"', '""') + '"'
    text = "'" + role.replace("'", "''") + "'"
    sql = grants_of(desk, [role], [role], [f"dlh={role}"])
    assert quoted in sql
    assert role not in sql.replace(quoted, "").replace(text, "")
