"""Files of holidays: what is read of them, and what is told of those that can't be."""

from __future__ import annotations

import pytest
import tomli

from aduan_cli.config.rule_files.holiday_files import csv_holidays, toml_holidays
from aduan_cli.config.rule_files.toml_lines import locate

NATAL = {
    "dates": ["2026-12-24", "2026-12-25"],
    "names": {"2026-12-24": "Cuti Bersama Natal", "2026-12-25": "Hari Raya Natal"},
    "joint_leave": ["2026-12-24"],
}


def test_csv_with_a_head_says_what_a_day_is_called_and_whether_it_is_joint_leave() -> None:
    text = (
        "\ufeffdate,weekday,category,name_id,name_en\n"
        "2026-12-24,Thu,cuti_bersama,Cuti Bersama Natal,Christmas Joint Holiday\n"
        "\n# and the day itself\n"
        "2026-12-25,Fri,libur_nasional,Hari Raya Natal,Christmas Day\n"
    )
    found = csv_holidays("libur.csv", text)
    assert (found.data, found.problems) == (NATAL, [])
    assert found.lines == {("dates", 0): 2, ("dates", 1): 5}


@pytest.mark.parametrize(
    "text", ["2026-12-25\n", "tanggal\n2026-12-25\n", "2026-12-25,Natal\n", "date,day\n2026-12-25"]
)
def test_csv_without_such_columns_has_dates_alone(text: str) -> None:
    assert csv_holidays("libur.csv", text).data == {"dates": ["2026-12-25"], "names": {}, "joint_leave": []}


def test_what_is_no_csv_is_told() -> None:
    (problem,) = csv_holidays("libur.csv", '2026-12-25,"a\n').problems or [None]
    assert problem is None or "not CSV" in problem.what


def test_toml_says_the_same() -> None:
    text = """
[[holiday]]
date = 2026-12-24
name = "Cuti Bersama Natal"
joint_leave = true
[[holiday]]
date = "2026-12-25"
name = "Hari Raya Natal"
"""
    found = toml_holidays("libur.toml", tomli.loads(text), locate(text))
    assert (found.data, found.problems) == (NATAL, [])
    assert found.lines[("dates", 0)] == 3


@pytest.mark.parametrize(
    "text",
    [
        "[holidays]\n",
        "[[holiday]]\ndate = 5\n",
        "[[holiday]]\nname = 'x'\n",
        "holiday = [3]\n",
        "[[holiday]]\nday = 1\n",
    ],
)
def test_what_is_wrong_in_toml_is_told_with_its_line(text: str) -> None:
    (problem,) = toml_holidays("libur.toml", tomli.loads(text), locate(text)).problems
    assert (problem.line, "[[holiday]]" in (problem.right or "")) == (1, True)


@pytest.mark.parametrize("order", [1, -1])
def test_a_day_that_stands_there_twice_is_joint_leave_only_where_both_say_so(order: int) -> None:
    national, joint = "2026-12-25,libur_nasional,Natal\n", "2026-12-25,cuti_bersama,Cuti Bersama\n"
    for rows, is_joint in (([national, joint], False), ([joint, joint], True)):
        found = csv_holidays("libur.csv", "date,category,name\n" + "".join(rows[::order])).data
        assert found["joint_leave"] == (["2026-12-25"] if is_joint else [])
        assert found["names"] == {"2026-12-25": "Cuti Bersama" if is_joint else "Natal"}
