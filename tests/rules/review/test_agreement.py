"""Whether a decision is what the record says."""

from __future__ import annotations

from aduan_cli.rules.review.agreement import Agreement

RULES = {
    "units": {
        "dlh": {"parent": None},
        "dlh-taman": {"parent": "dlh"},
        "kecamatan": {},
        "kecamatan-a": {"parent": "kecamatan"},
    },
    "unit_names": {"dinaslh": "dlh"},
}


def test_a_unit_and_its_parts_are_one() -> None:
    """A crew or an area office agrees with its unit, and the unit with the crew; two crews don't."""
    agreement = Agreement(RULES)
    for unit, recorded in (("dlh", "dlh"), ("dlh-taman", "dlh"), ("dlh", "dlh-taman"), ("kecamatan-a", "kecamatan")):
        assert agreement.agrees(recorded, unit)
    assert not agreement.agrees("kecamatan", "dlh")
    assert not agreement.agrees("dlh", "triage")
    assert agreement.agrees("provinsi", "provinsi")


def test_of_a_record_with_several_any_of_lead_and_support_counts() -> None:
    """One recorded unit is the lead; of several the support may be one."""
    agreement = Agreement(RULES)
    assert agreement.agrees("kecamatan;dlh", "bpbd", ("dlh",))
    assert agreement.agrees("kecamatan;dlh", "kecamatan-a")
    assert not agreement.agrees("dlh", "bpbd", ("dlh",))


def test_spellings_are_known() -> None:
    """A record may be written as the old log wrote it; the first rules' names win over the others'."""
    agreement = Agreement(RULES)
    assert agreement.named("DINAS LH") == "dlh"
    assert agreement.named("DINAS LH;kecamatan") == "dlh;kecamatan"
    assert agreement.named("TIDAK ADA") == "TIDAK ADA"
    other = {"units": {"taman": {}}, "unit_names": {"dinaslh": "taman"}}
    assert Agreement(RULES, other).named("DINAS LH") == "dlh"
    assert Agreement(other, RULES).named("DINAS LH") == "taman"


def test_units_that_are_each_others_parents_end() -> None:
    """Malformed parents don't hang."""
    assert not Agreement({"units": {"a": {"parent": "b"}, "b": {"parent": "a"}}, "unit_names": {}}).agrees("c", "a")
