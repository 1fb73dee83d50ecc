"""Which columns of a file a map means."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.config.maps import read_map
from aduan_cli.formats.columns import OWN_COLUMNS, kept_columns, named_columns, needed_columns, places_of
from sheets import HEAD, MAP

NAMES = st.lists(st.sampled_from(["a", "A", "b", "B", "ISI", "isi", "", "ß", "SS"]), max_size=8)


@given(NAMES, NAMES)
def test_an_exact_name_wins_and_else_the_first_in_other_letters(names: list[str], columns: list[str]) -> None:
    """What is found has the name, or is called so in other letters and not named itself; others are left out."""
    found = places_of(names, columns)
    for name in names:
        if name in columns:
            assert found[name] == columns.index(name)
            continue
        alike = [n for n, column in enumerate(columns) if column.casefold() == name.casefold() and column not in names]
        assert found.get(name) == (alike[0] if alike else None)
    assert set(found) <= set(names)


def test_a_file_needs_text_date_and_key_and_nothing_else() -> None:
    """Each once, in that order; the others may be missing."""
    map_ = read_map("uji", "uji.toml", MAP.encode())
    assert needed_columns(map_) == ["ISI", "TGL", "JAM", "NO"]
    assert sorted(named_columns(map_)) == sorted(HEAD)
    twice = read_map("uji", "uji.toml", MAP.replace('key = ["NO"]', 'key = ["TGL", "ISI"]').encode())
    assert needed_columns(twice) == ["ISI", "TGL", "JAM"]


@given(st.lists(st.sampled_from([*HEAD, "LAIN", "", "text", "ticket"]), unique=True))
def test_with_a_star_what_is_not_named_is_kept_under_its_own_name(columns: list[str]) -> None:
    """Without it only what is named as kept; a column without a name is never kept."""
    for fields, kept in (('["*"]', None), ('["KET"]', {"KET"})):
        map_ = read_map("uji", "uji.toml", MAP.replace('["KET"]', fields).encode())
        at = places_of(named_columns(map_), columns)
        found = kept_columns(map_, at, columns)
        assert all(columns[place] == name for name, place in found)
        expected = {c for c in columns if c and c not in at} if kept is None else kept & {*columns}
        assert {name for name, _place in found} == expected


def test_of_our_own_exports_only_what_we_did_not_write_is_kept() -> None:
    """Our own columns have their places; one in other letters is ours as well."""
    text = 'own = true\nfields = ["*"]\n[columns]\ntext = "text"\n[dates]\nformats = ["%Y-%m-%d"]\n'
    map_ = read_map("own", "own.toml", text.encode())
    columns = ["Ticket", "text", "STATUS", "lain", *OWN_COLUMNS[:3]]
    at = places_of(named_columns(map_), columns)
    assert [name for name, _place in kept_columns(map_, at, columns)] == ["lain"]
