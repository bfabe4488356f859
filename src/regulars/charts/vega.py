"""A Vega specification, mark by mark.

Values stay in the unit of the data and go through Vega's scales; only text is moved by pixels. The
specification is a plain dict: the server draws it, and an interactive page may take the same one.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from regulars.charts import palette
from regulars.charts.lettering import printable
from regulars.charts.scales import Axis

FONT = "Noto Sans CJK SC"
Place = tuple[str, float]  # ("x", value in data units) or ("", pixels)


class Drawing:
    """Collects marks between two axes; later ones lie on top."""

    def __init__(self, width: int, height: int, x: Axis, y: Axis) -> None:
        self.width, self.height, self.x, self.y = width, height, x, y
        self.row = ""  # the key of the row that is being drawn: its marks can become one link
        self._marks: list[dict[str, Any]] = []
        self._data: list[dict[str, Any]] = []

    @property
    def marks(self) -> list[dict[str, Any]]:
        """All marks, the lowest first."""
        return self._marks

    def rows(self, name: str) -> list[dict[str, float]]:
        """The points of a line or a band."""
        found: list[dict[str, float]] = next(data["values"] for data in self._data if data["name"] == name)
        return found

    def rect(self, x: float, x2: float, y: float, y2: float, fill: str, *, opacity: float = 1.0) -> None:
        """A box between values."""
        self._add(
            "rect",
            x=_scaled("x", x),
            x2=_scaled("x", x2),
            y=_scaled("y", y),
            y2=_scaled("y", y2),
            fill=_value(fill),
            fillOpacity=None if opacity == 1 else _value(opacity),
        )

    def rule(
        self,
        x: float,
        x2: float,
        y: float,
        y2: float,
        stroke: str,
        *,
        width: float = 1.0,
        dash: Sequence[float] | None = None,
        shift: tuple[float, float, float, float] = (0, 0, 0, 0),
    ) -> None:
        """A line between values; ``shift`` moves its ends by pixels."""
        self._add(
            "rule",
            x=_scaled("x", x, shift[0]),
            x2=_scaled("x", x2, shift[1]),
            y=_scaled("y", y, shift[2]),
            y2=_scaled("y", y2, shift[3]),
            stroke=_value(stroke),
            strokeWidth=_value(width),
            strokeDash=_value(list(dash)) if dash else None,
        )

    def circle(
        self, x: float, y: float, radius: float, fill: str, *, stroke: str | None = None, opacity: float = 1.0
    ) -> None:
        """A point of fixed size."""
        self._add(
            "symbol",
            x=_scaled("x", x),
            y=_scaled("y", y),
            size=_value(round(3.14159265 * radius**2, 1)),
            fill=_value(fill),
            fillOpacity=None if opacity == 1 else _value(opacity),
            stroke=_value(stroke) if stroke else None,
            strokeWidth=_value(1.5) if stroke else None,
        )

    def ellipse(self, x: float, y: float, low: tuple[float, float], high: tuple[float, float], fill: str) -> None:
        """A region about a point: four quarter ellipses, because an interval need not be symmetric."""
        left, right = self.x.length(x - low[0]), self.x.length(high[0] - x)
        below, above = self.y.length(y - low[1]), self.y.length(high[1] - y)
        path = (
            f"M{-left:.1f},0A{left:.1f},{above:.1f},0,0,1,0,{-above:.1f}A{right:.1f},{above:.1f},0,0,1,{right:.1f},0"
            f"A{right:.1f},{below:.1f},0,0,1,0,{below:.1f}A{left:.1f},{below:.1f},0,0,1,{-left:.1f},0Z"
        )
        self._add(
            "path",
            x=_scaled("x", x),
            y=_scaled("y", y),
            path=_value(path),
            fill=_value(fill),
            fillOpacity=_value(0.14),
            stroke=_value(fill),
            strokeWidth=_value(1),
        )

    def outline(
        self,
        path: str,
        *,
        fill: str | None = None,
        stroke: str | None = None,
        width: float = 1.0,
        dash: Sequence[float] | None = None,
    ) -> None:
        """Any shape, its places in pixels of the picture: the path of an SVG. Nothing is filled without ``fill``."""
        self._add(
            "path",
            x=_value(0),
            y=_value(0),
            path=_value(path),
            fill=_value(fill) if fill else None,
            stroke=_value(stroke) if stroke else None,
            strokeWidth=_value(width) if stroke else None,
            strokeDash=_value(list(dash)) if dash else None,
        )

    def line(
        self, points: Sequence[tuple[float, float]], stroke: str, *, width: float = 1.5, dash: Sequence[float] = ()
    ) -> None:
        """A line through points."""
        self._series(
            "line",
            [{"x": x, "y": y} for x, y in points],
            stroke=_value(stroke),
            strokeWidth=_value(width),
            strokeDash=_value(list(dash)) if dash else None,
        )

    def band(self, points: Sequence[tuple[float, float, float]], fill: str, opacity: float) -> None:
        """The field between two curves."""
        rows = [{"x": x, "y": low, "y2": high} for x, low, high in points]
        self._series(
            "area",
            rows,
            y2={"scale": "y", "field": "y2"},
            fill=_value(fill),
            fillOpacity=None if opacity == 1 else _value(opacity),
        )

    def text(
        self,
        x: Place,
        y: Place,
        words: str,
        *,
        fill: str = palette.INK_3,
        size: int = 12,
        align: str = "left",
        weight: int | None = None,
        shift: tuple[float, float] = (0, 0),
    ) -> None:
        """Words; each of ``x`` and ``y`` is a value on a scale or a pixel."""
        self._add(
            "text",
            x=_placed(x, shift[0]),
            y=_placed(y, shift[1]),
            text=_value(printable(words)),
            fill=_value(fill),
            fontSize=_value(size),
            font=_value(FONT),
            align=_value(align),
            fontWeight=_value(weight) if weight else None,
        )

    def specification(self, description: str) -> dict[str, Any]:
        """The whole as Vega takes it."""
        return {
            "$schema": "https://vega.github.io/schema/vega/v6.json",
            "description": printable(description),
            "width": self.width,
            "height": self.height,
            "padding": 0,
            "autosize": "none",
            "scales": [_scale("x", self.x), _scale("y", self.y)],
            **_joined([{k: v for k, v in mark.items() if k != "row"} for mark in self._marks], self._data),
        }

    def _series(self, kind: str, rows: list[dict[str, float]], **channels: Any) -> None:
        name = f"series{len(self._data)}"
        self._data.append({"name": name, "values": rows})
        self._add(kind, x={"scale": "x", "field": "x"}, y={"scale": "y", "field": "y"}, **channels)
        self._marks[-1]["from"] = {"data": name}

    def _add(self, kind: str, **channels: Any) -> None:
        encode = {name: channel for name, channel in channels.items() if channel is not None}
        mark = {"type": kind, "aria": False, "encode": {"enter": encode}}
        self._marks.append({**mark, "row": self.row} if self.row else mark)


def _joined(marks: list[dict[str, Any]], data: list[dict[str, Any]]) -> dict[str, Any]:
    """Neighbours of one shape become one mark over a table: the picture is the same, drawn several times faster."""
    result: list[dict[str, Any]] = []
    tables = list(data)
    for shape, run in groupby(marks, key=_shape):
        group = list(run)
        if len(group) == 1 or "from" in group[0]:
            result += group
            continue
        name = f"marks{len(tables)}"
        members = [mark["encode"]["enter"] for mark in group]
        tables.append({"name": name, "values": [_row(member) for member in members]})
        encode = {channel: _field(channel, rule) for channel, rule in members[0].items()}
        result.append({"type": shape[0], "aria": False, "from": {"data": name}, "encode": {"enter": encode}})
    return {"data": tables, "marks": result}


def _shape(mark: dict[str, Any]) -> tuple[Any, ...]:
    """What marks must share to be one: type, channels, scales."""
    rules = mark["encode"]["enter"]
    return (
        mark["type"],
        mark.get("from", {}).get("data"),
        *((name, rule.get("scale")) for name, rule in rules.items()),
    )


def _row(rules: dict[str, Any]) -> dict[str, Any]:
    values = {name: rule["value"] for name, rule in rules.items()}
    return values | {f"{name}_offset": rule.get("offset", 0) for name, rule in rules.items() if "scale" in rule}


def _field(name: str, rule: dict[str, Any]) -> dict[str, Any]:
    if "scale" in rule:
        return {"scale": rule["scale"], "field": name, "offset": {"field": f"{name}_offset"}}
    return {"field": name}


def _scale(name: str, axis: Axis) -> dict[str, Any]:
    return {
        "name": name,
        "type": "linear",
        "domain": [axis.low, axis.high],
        "range": [axis.start, axis.end],
        "zero": False,
        "nice": False,
    }


def _value(value: Any) -> dict[str, Any]:
    return {"value": value}


def _scaled(scale: str, value: float, offset: float = 0) -> dict[str, Any]:
    return {"scale": scale, "value": value, **({"offset": offset} if offset else {})}


def _placed(place: Place, offset: float) -> dict[str, Any]:
    scale, value = place
    return _scaled(scale, value, offset) if scale else _value(value + offset)
