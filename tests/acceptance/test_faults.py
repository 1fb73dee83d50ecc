"""Under every fault that the loader knows, a call is taken and routed by the last accepted text."""

from __future__ import annotations

import shutil

import pytest

from aduan_cli.testing import desk
from faultless import FAULTS, LEFT_OUT, RULES, WARNED
from faultless import MANIFEST as BARE
from office import Office

MANIFEST = (
    BARE
    + """\
[categories.uji]
unit = "uji"
text = "uji coba"
"""
)


@pytest.fixture
def office(office: Office) -> Office:
    """Return a desk whose rules are in force."""
    shutil.rmtree(office.folder)
    desk(office.folder, RULES, {"uji": {"plugin.toml": MANIFEST}})
    office.log("sampah besar")
    return office


@pytest.mark.parametrize("fault", LEFT_OUT)
def test_a_call_is_taken_under_every_fault(fault: str, office: Office) -> None:
    """`log` stores, routes as before under the same revision, exits 0, and warns of the file that was left out."""
    before = office.run("show", "1", "--format", "json").data
    text = (FAULTS / f"{fault}.toml").read_text(encoding="utf-8")
    path = "plugins/uji/plugin.toml" if fault.startswith("manifest-") else "rules.toml"
    (office.folder / path).write_text(text, encoding="utf-8")
    for sentence, unit in (("sampah besar lagi", "dlh"), ("uji coba", "uji")):
        ran = office.run("log", sentence, "--format", "json")
        after = ran.data
        assert (after["unit"], after["revision"]) == (unit, before["revision"])
        warnings = [line for line in ran.err.splitlines() if line.startswith("warning: ")]
        assert len(warnings) == 1, ran.err
        assert warnings[0].startswith(f"warning: {path}")
        assert "last accepted text stays in force" in warnings[0]
    assert (after["rule"], after["step"]) == (None, "category")
    assert len(office.run("rules", "history", "--format", "json").data) == 1


@pytest.mark.slow
@pytest.mark.parametrize("fault", LEFT_OUT)
def test_accepting_by_hand_says_what_is_wrong(fault: str, office: Office) -> None:
    """`rules accept` exits 3 with the fixture's sentence, and what was in force stays so."""
    expected = (FAULTS / f"{fault}.toml").read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")
    path = "plugins/uji/plugin.toml" if fault.startswith("manifest-") else "rules.toml"
    (office.folder / path).write_text((FAULTS / f"{fault}.toml").read_text(encoding="utf-8"), encoding="utf-8")
    ran = office.run("rules", "accept")
    assert ran.code == 3
    assert expected in ran.err.splitlines()
    assert len(office.run("rules", "history", "--format", "json").data) == 1


@pytest.mark.parametrize("fault", sorted(WARNED))
def test_what_is_only_warned_of_comes_into_force_and_is_told(fault: str, office: Office) -> None:
    """`rules accept` exits 0 with the fixture's sentence as a warning."""
    expected = (FAULTS / f"{fault}.toml").read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")
    (office.folder / "rules.toml").write_text((FAULTS / f"{fault}.toml").read_text(encoding="utf-8"), encoding="utf-8")
    ran = office.run("rules", "accept")
    assert ran.code == 0
    assert f"warning: {expected}" in ran.err
