"""A drawing as SVG, written mark by mark: what a page shows in the milliseconds that it has.

A renderer of the whole grammar takes a fifteenth of a second for a chart; these few marks need none of it. Colours
are attributes, so that the page can turn them to its theme; there is no style, no script and no id.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING, Any

from regulars.charts.lettering import printable

if TYPE_CHECKING:
    from regulars.charts.vega import Drawing

FAMILY = "Noto Sans CJK SC, Noto Sans SC, PingFang SC, Microsoft YaHei, sans-serif"
_ANCHORS = {"left": "start", "center": "middle", "right": "end"}


def svg(drawing: Drawing, title: str, links: Mapping[str, tuple[str, str]] | None = None) -> str:
    """The picture; its title is what it says. ``links``: key of a row -> address and name of what it opens."""
    write = _Writer(drawing)
    if links:
        # A picture with links is a group, so that each link can be reached and read out.
        role, body = "group", "".join(write.grouped(links))
    else:
        role, body = "img", "".join(map(write.mark, drawing.marks))
    width, height = round(drawing.width), round(drawing.height)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="viz" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" role="{role}" font-family="{FAMILY}">'
        f"<title>{_said(title)}</title>{body}</svg>"
    )


class _Writer:
    """Marks in pixels."""

    def __init__(self, drawing: Drawing) -> None:
        self._scales = {"x": drawing.x, "y": drawing.y}
        self._drawing = drawing

    def grouped(self, links: Mapping[str, tuple[str, str]]) -> list[str]:
        """All marks; those of one row stand together within its link, where the first of them lies."""
        parts: list[str] = []
        done: set[str] = set()
        of_row: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for mark in self._drawing.marks:
            of_row[mark.get("row", "")].append(mark)
        for row, run in groupby(self._drawing.marks, key=lambda mark: mark.get("row", "")):
            if row not in links:
                parts += map(self.mark, run)
            elif row not in done:
                done.add(row)
                address, name = links[row]
                inner = "".join(map(self.mark, of_row[row]))
                parts.append(f'<a href="{_said(address)}" aria-label="{_said(name)}">{inner}</a>')
        return parts

    def mark(self, mark: dict[str, Any]) -> str:
        """One mark."""
        rules = mark["encode"]["enter"]
        if "from" in mark:
            return self._series(mark["type"], self._drawing.rows(mark["from"]["data"]), rules)
        place = {name: self._at(rules[name]) for name in ("x", "x2", "y", "y2") if name in rules}
        paint = {name: rule["value"] for name, rule in rules.items() if name not in place}
        return _KINDS[mark["type"]](place, paint)

    def _at(self, rule: dict[str, Any]) -> float:
        if "scale" not in rule:
            return float(rule["value"])
        return self._scales[rule["scale"]].at(rule["value"]) + float(rule.get("offset", 0))

    def _series(self, kind: str, rows: list[dict[str, float]], rules: dict[str, Any]) -> str:
        x, y = self._scales["x"], self._scales["y"]
        paint = {name: rule["value"] for name, rule in rules.items() if "value" in rule}
        there = [f"{_n(x.at(row['x']))},{_n(y.at(row['y']))}" for row in rows]
        if kind == "line":
            return f'<path d="M{"L".join(there)}" fill="none"{_paint(paint)}/>'
        back = [f"{_n(x.at(row['x']))},{_n(y.at(row['y2']))}" for row in reversed(rows)]
        return f'<path d="M{"L".join([*there, *back])}Z"{_paint(paint)}/>'


def _rect(at: dict[str, float], paint: dict[str, Any]) -> str:
    left, right = sorted((at["x"], at["x2"]))
    top, foot = sorted((at["y"], at["y2"]))
    return f'<rect x="{_n(left)}" y="{_n(top)}" width="{_n(right - left)}" height="{_n(foot - top)}"{_paint(paint)}/>'


def _rule(at: dict[str, float], paint: dict[str, Any]) -> str:
    return f'<line x1="{_n(at["x"])}" x2="{_n(at["x2"])}" y1="{_n(at["y"])}" y2="{_n(at["y2"])}"{_paint(paint)}/>'


def _symbol(at: dict[str, float], paint: dict[str, Any]) -> str:
    radius = (paint.pop("size") / 3.14159265) ** 0.5
    return f'<circle cx="{_n(at["x"])}" cy="{_n(at["y"])}" r="{_n(radius)}"{_paint(paint)}/>'


def _path(at: dict[str, float], paint: dict[str, Any]) -> str:
    outline = paint.pop("path")
    moved = f' transform="translate({_n(at["x"])},{_n(at["y"])})"' if at["x"] or at["y"] else ""
    return f'<path{moved} d="{outline}"{_paint({"fill": "none"} | paint)}/>'


def _text(at: dict[str, float], paint: dict[str, Any]) -> str:
    weight = f' font-weight="{paint["fontWeight"]}"' if "fontWeight" in paint else ""
    return (
        f'<text x="{_n(at["x"])}" y="{_n(at["y"])}" font-size="{paint["fontSize"]}" fill="{paint["fill"]}" '
        f'text-anchor="{_ANCHORS[paint["align"]]}"{weight}>{_said(paint["text"])}</text>'
    )


_KINDS: dict[str, Callable[[dict[str, float], dict[str, Any]], str]] = {
    "rect": _rect,
    "rule": _rule,
    "symbol": _symbol,
    "path": _path,
    "text": _text,
}
_ATTRIBUTES = {
    "fill": "fill",
    "fillOpacity": "fill-opacity",
    "stroke": "stroke",
    "strokeWidth": "stroke-width",
    "strokeDash": "stroke-dasharray",
}


def _paint(paint: dict[str, Any]) -> str:
    found = []
    for name, attribute in _ATTRIBUTES.items():
        if name in paint:
            value = paint[name]
            found.append(f' {attribute}="{" ".join(map(str, value)) if isinstance(value, list) else value}"')
    return "".join(found)


def _n(value: float) -> str:
    """A tenth of a pixel is enough; no minus before zero."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def _said(words: str) -> str:
    return escape(printable(words))
