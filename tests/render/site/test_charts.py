"""Charts of a site: well-formed whatever people call their units, within their frame, each figure as large as it is."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from any_complaint import TEXTS

pytest.importorskip("svg", reason="the extra [html] is not installed")

from aduan_cli.render.site.charts import STEPS, WIDTH, Bar, ChartWords, MapArea, areas, bars, columns, heat, step

TOLD = ChartWords("kartu", "Judul & <b>", 'Isi "penuh"')
COUNTS = st.integers(0, 10**7)
PLAIN = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=80)
SQUARE = [[[(106.0, -6.0), (106.1, -6.0), (106.1, -6.1), (106.0, -6.1)]]]


def parsed(chart: str) -> ElementTree.Element:
    """Return a chart as a browser reads it; it lies within its frame."""
    root = ElementTree.fromstring(chart)
    _x, _y, wide, high = map(float, root.attrib["viewBox"].split())
    assert wide == WIDTH
    for rect in root.iter("rect"):
        x, y, width, height = (float(rect.attrib[name]) for name in ("x", "y", "width", "height"))
        assert min(x, y, width, height) >= 0
        assert (x + width <= wide + 0.5, y + height <= high + 0.5) == (True, True)
    return root


def widths(root: ElementTree.Element, mark: str) -> list[float]:
    """Return how wide the bars of a series are."""
    return [float(rect.attrib["width"]) for rect in root.iter("rect") if rect.attrib["class"] == mark]


@given(st.lists(st.tuples(PLAIN, COUNTS, COUNTS), max_size=6))
def test_bars_are_as_long_as_their_figures_and_any_label_is_text(rows: list[tuple[str, int, int]]) -> None:
    made = [Bar(label, None, (one, other), (str(one), label)) for label, one, other in rows]
    root = parsed(bars(TOLD, made, ("a", "b")))
    assert [root.find("title").text, root.find("desc").text] == [TOLD.title, TOLD.text]  # type: ignore[union-attr]
    shown = [text.text or "" for text in root.iter("text") if text.attrib["class"] == "label"]
    assert all(label.startswith(text.removesuffix("…")) for text, (label, *_more) in zip(shown, rows, strict=True))
    most = max((max(one, other) for _label, one, other in rows), default=0)
    wanted = [one for _label, one, _other in rows if one]
    assert len(widths(root, "a")) == len(wanted)
    for value, width in zip(wanted, widths(root, "a"), strict=True):
        assert width == pytest.approx(max(1, (WIDTH - 70) * value / most), abs=0.06)


def test_what_is_unknown_has_no_bar_but_its_words() -> None:
    root = parsed(bars(TOLD, [Bar("x", 'a"b.html?x=1&y', (None,), ("–",))], ("a",), 100.0))
    assert widths(root, "a") == []
    assert [one.attrib["href"] for one in root.iter("a")] == ['a"b.html?x=1&y']


@given(st.lists(st.tuples(PLAIN, COUNTS, COUNTS), max_size=60))
def test_columns_stand_side_by_side_however_many_there_are(given_: list[tuple[str, int, int]]) -> None:
    whole = [one + other for _label, one, other in given_]
    part = [one for _label, one, _other in given_]
    root = parsed(columns(TOLD, [label for label, *_more in given_], (whole, part)))
    tall = [rect for rect in root.iter("rect") if rect.attrib["class"] == "c0"]
    assert len(tall) == sum(map(bool, whole))
    heights = [float(rect.attrib["height"]) for rect in tall]
    ordered = sorted(zip([value for value in whole if value], heights, strict=True))
    assert [height for _value, height in ordered] == sorted(heights)


@given(st.integers(1, 7).flatmap(lambda n: st.lists(st.lists(COUNTS, min_size=n, max_size=n), max_size=4)))
def test_a_square_is_the_fuller_the_more_there_are(counts: list[list[int]]) -> None:
    heads = ["j"] * len(counts[0]) if counts else []
    root = parsed(heat(TOLD, ["r"] * len(counts), heads, counts))
    most = max((count for row in counts for count in row), default=0)
    marks = [rect.attrib["class"] for rect in root.iter("rect")]
    assert marks == [f"heat h{step(count, most)}" for row in counts for count in row]


@given(COUNTS, COUNTS)
def test_nothing_has_no_colour_and_only_the_most_the_fullest(count: int, more: int) -> None:
    most = count + more
    found = step(count, most)
    assert (found == 0) is (count == 0)
    assert 0 <= found <= STEPS
    assert step(most, most) == (STEPS if most else 0)
    assert step(count, most) <= step(min(count + 1, most), most)


@given(PLAIN)
def test_a_map_names_each_area_and_keeps_its_shape(name: str) -> None:
    shown = {("A", "B"): MapArea(3, name, "x.html"), ("A", "C"): MapArea(0, "C", None)}
    root = parsed(areas(TOLD, {("A", "B"): SQUARE, ("A", "C"): SQUARE, ("A", "D"): SQUARE}, shown))
    paths = [(path.attrib["class"], path.find("title").text or "") for path in root.iter("path")]  # type: ignore[union-attr]
    assert paths == [("area h6", name), ("area h0", "C"), ("area h0", "D, A")]
    _x, _y, wide, high = map(float, root.attrib["viewBox"].split())
    assert high == pytest.approx(wide, rel=0.01)  # near the equator a square stays one


def test_a_map_of_one_point_is_no_mistake() -> None:
    point = [[[(106.0, -6.0), (106.0, -6.0), (106.0, -6.0)]]]
    assert parsed(areas(TOLD, {("A", "B"): point}, {})).attrib["viewBox"].startswith("0 0 480")


@given(TEXTS)
def test_a_label_is_cut_between_characters_and_never_within_a_sign_for_one(label: str) -> None:
    """`&amp;` is one character of the label."""
    root = parsed(bars(TOLD, [Bar("&" * 60 + "x", None, (1,), ("&",))], ("a",)))
    shown = next(text.text for text in root.iter("text") if text.attrib["class"] == "label")
    assert shown == "&" * 45 + "…"
