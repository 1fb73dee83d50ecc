"""Charts as SVG, drawn with the library svg.py (extra `[html]`), for a page whose style gives them their colours.

Each has a title and a description, which a screen reader reads instead of it; its figures stand in a table beside it.
All is measured in units of which a chart is `WIDTH` wide; a page makes them as large as it has room.
"""

from __future__ import annotations

import html
import math
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING

from aduan_cli.errors import UsageError
from aduan_cli.i18n import _
from aduan_cli.points import Ring
from aduan_cli.record import Record

if TYPE_CHECKING:
    import svg

WIDTH = 480
_NEEDS = "svg.py"
_LEFT, _TOP = 44, 14
_BAR, _LABEL, _GAP = 13, 22, 8
"""Heights: of a bar, of the line above bars, between groups of bars."""
_LONGEST = 46
"""Characters of a label; the table beside a chart has all."""
_PLOT = 170
"""Height of what columns stand in."""
STEPS = 6
"""Steps of a colour, from the palest for some to the fullest for the most; nothing has none."""


class ChartWords(Record):
    """What a chart says to those who don't see it: what it is, and what it shows; `id` is its name in the page."""

    id: str
    title: str
    text: str


class Bar(Record):
    """A line of a chart of bars: its label, where that leads (nothing: nowhere), and a value for each series."""

    label: str
    href: str | None
    values: tuple[float | None, ...]
    texts: tuple[str, ...]
    """What stands at the end of each bar."""


def check_charts() -> None:
    """Raise `UsageError` where charts can't be drawn, for the library is missing."""
    if find_spec("svg") is None:
        what = _("charts are drawn with the library {library}; pip install {library} brings it")
        raise UsageError(what.format(library=_NEEDS))


def bars(told: ChartWords, rows: Sequence[Bar], marks: Sequence[str], most: float | None = None) -> str:
    """Return bars that lie one below another, in groups with a label above.

    `marks` are the classes of the series, `most` the value of the longest bar that there could be.
    """
    import svg

    whole = most or max((value for row in rows for value in row.values if value), default=1) or 1
    room = WIDTH - 70
    elements: list[svg.Element] = []
    y = 0.0
    for row in rows:
        label = svg.Text(x=0, y=round(y + _LABEL - 6, 1), class_=["label"], text=_cut(row.label, _LONGEST))
        elements.append(svg.A(href=html.escape(row.href), elements=[label]) if row.href else label)
        y += _LABEL
        for mark, value, text in zip(marks, row.values, row.texts, strict=True):
            if not value and mark != marks[0]:
                continue  # A second bar of nothing is none.
            length = room * (value or 0) / whole
            if value:
                elements.append(
                    svg.Rect(x=0, y=round(y, 1), width=round(max(length, 1), 1), height=_BAR, class_=[mark])
                )
            elements.append(svg.Text(x=round(length + 5, 1), y=y + _BAR - 2, class_=["value"], text=_escaped(text)))
            y += _BAR + 2
        y += _GAP
    return _drawn(told, y, elements)


def columns(told: ChartWords, labels: Sequence[str], series: Sequence[Sequence[int]]) -> str:
    """Return columns side by side, in each those of all series one in front of another: the first holds the others."""
    import svg

    top = _nice(max(series[0], default=0))
    width = (WIDTH - _LEFT) / max(len(labels), 1)
    elements: list[svg.Element] = []
    for part in range(5) if top >= 4 else range(0, 5, 4):
        value = top * part // 4
        y = _TOP + _PLOT - _PLOT * value / top
        elements.append(svg.Line(x1=_LEFT, x2=WIDTH, y1=round(y, 1), y2=round(y, 1), class_=["grid"]))
        elements.append(svg.Text(x=_LEFT - 6, y=round(y + 4, 1), text_anchor="end", class_=["tick"], text=str(value)))
    every = -(-len(labels) // 8)
    for number, label in enumerate(labels):
        x = _LEFT + number * width
        for which, values in enumerate(series):
            height = _PLOT * values[number] / top
            if height:
                elements.append(
                    svg.Rect(
                        x=round(x + width * 0.1, 2),
                        y=round(_TOP + _PLOT - height, 1),
                        width=round(min(width * 0.8, 60), 2),
                        height=round(height, 1),
                        class_=[f"c{which}"],
                    )
                )
        if number % every == 0:
            elements.append(
                svg.Text(x=round(x + width * 0.1, 1), y=_TOP + _PLOT + 18, class_=["tick"], text=_escaped(label))
            )
    return _drawn(told, _TOP + _PLOT + 26, elements)


def heat(told: ChartWords, rows: Sequence[str], heads: Sequence[str], counts: Sequence[Sequence[int]]) -> str:
    """Return a field of squares, the fuller their colour the more there are; `heads` of columns may be empty."""
    import svg

    most = max((count for row in counts for count in row), default=0)
    size = (WIDTH - _LEFT) / max(len(heads), 1)
    high = max(size, 22)
    elements: list[svg.Element] = []
    for number, head in enumerate(heads):
        if head:
            elements.append(svg.Text(x=round(_LEFT + number * size, 1), y=13, class_=["tick"], text=_escaped(head)))
    for line, (label, values) in enumerate(zip(rows, counts, strict=True)):
        y = 20 + line * high
        elements.append(svg.Text(x=0, y=round(y + high / 2 + 5, 1), class_=["tick"], text=_escaped(label)))
        for number, count in enumerate(values):
            elements.append(
                svg.Rect(
                    x=round(_LEFT + number * size, 2),
                    y=round(y, 1),
                    width=round(size - 1, 2),
                    height=round(high - 1, 1),
                    class_=["heat", f"h{step(count, most)}"],
                )
            )
    return _drawn(told, 20 + len(rows) * high, elements)


def areas(
    told: ChartWords,
    polygons: Mapping[tuple[str, str], Sequence[Sequence[Ring]]],
    shown: Mapping[tuple[str, str], MapArea],
) -> str:
    """Return a map: areas by their keys with the lines around them, the fuller their colour the more there are."""
    import svg

    corners = [corner for parts in polygons.values() for rings in parts for corner in rings[0]]
    west, east = min(x for x, _y, *_z in corners), max(x for x, _y, *_z in corners)
    south, north = min(y for _x, y, *_z in corners), max(y for _x, y, *_z in corners)
    # A degree to the east is shorter the farther from the equator: a city is small enough for one measure of it.
    across = WIDTH / ((east - west) or 1)
    along = across / math.cos(math.radians((north + south) / 2))
    height = (north - south) * along
    most = max((one.count for one in shown.values()), default=0)
    elements: list[svg.Element] = []
    for key, parts in polygons.items():
        one = shown.get(key)
        path = svg.Path(
            d=[point for rings in parts for ring in rings for point in _around(ring, west, north, across, along)],
            class_=["area", f"h{step(one.count, most) if one else 0}"],
            elements=[svg.Title(text=_escaped(one.text if one else ", ".join(reversed(key))))],
            fill_rule="evenodd",
        )
        elements.append(svg.A(href=html.escape(one.href), elements=[path]) if one and one.href else path)
    return _drawn(told, height, elements)


class MapArea(Record):
    """What a map shows of an area: how many, in words with its name, and where it leads."""

    count: int
    text: str
    href: str | None


def step(count: int, most: int) -> int:
    """Return which of `STEPS` a count has, of the most that there are; 0 of nothing."""
    return -(-STEPS * count // most) if most else 0


def _around(ring: Ring, west: float, north: float, across: float, along: float) -> list[svg.PathData]:
    import svg

    found: list[svg.PathData] = []
    last = None
    for corner in ring:
        point = round((corner[0] - west) * across, 1), round((north - corner[1]) * along, 1)
        if point != last:
            found.append(svg.L(*point) if found else svg.M(*point))
        last = point
    return [*found, svg.Z()]


def _drawn(told: ChartWords, height: float, elements: list[svg.Element]) -> str:
    import svg

    title = svg.Title(id=f"{told.id}-t", text=_escaped(told.title))
    text = svg.Desc(id=f"{told.id}-d", text=_escaped(told.text))
    drawn = svg.SVG(
        xmlns=None,
        viewBox=svg.ViewBoxSpec(0, 0, WIDTH, round(height, 1)),
        class_=["chart"],
        elements=[title, text, *elements],
        extra={"role": "img", "aria-labelledby": f"{told.id}-t {told.id}-d"},
    )
    return drawn.as_str()


def _escaped(text: str) -> str:
    """Return a text as it may stand in SVG: the library takes it for markup."""
    return html.escape(text)


def _cut(text: str, most: int) -> str:
    return _escaped(text if len(text) <= most else text[: most - 1] + "…")


def _nice(most: int) -> int:
    """Return the least of 4, 8, 12, 20, 40, 60, 80, 120 ... that isn't less: a quarter of it is a whole number."""
    size = 1
    while True:
        for part in (4, 8, 12, 20, 28):
            if part * size >= most:
                return part * size
        size *= 10
