"""Small drawings that stand inside a line of text or a table: percentages as coordinates, no view box.

They stretch with their cell, so they need one drawing for all widths, and none of a renderer's start-up.
"""

from __future__ import annotations

from regulars.charts import palette
from regulars.charts.bars import Bar, Bars, soft_end, solid_end
from regulars.language import Estimate, Kind

_SOFT = f'fill="{palette.INK}" fill-opacity="0.28"'


def plank(bars: Bars, bar: Bar) -> str:
    """One bar as inline SVG; hidden from readers of the screen, because the cell beside it holds the number."""
    if bar.spot is None:
        return ""
    colour = palette.bar_colour(bar.row.mark)
    zero, near, far, value = (
        _percent(at, bars.low, bars.high) for at in (0.0, solid_end(bar.spot), soft_end(bar.spot), bar.spot.value)
    )
    parts = [
        '<rect x="0" y="4" width="100%" height="14" fill="' + palette.SUNK + '"/>',
        _rect(zero, near, colour),
        _rect(near, far, colour, ' fill-opacity="0.45"'),
        _stripes(zero, far) if bar.row.mark in palette.STRIPED else "",
        _rule(value, 1, 21, palette.INK, ' stroke-width="2"'),
    ]
    if bar.target is not None:
        parts.append(_rule(_percent(bar.target.value, bars.low, bars.high), 0, 22, palette.TARGET, ' stroke-width="2"'))
    if bars.reference is not None:
        at = _percent(bars.reference, bars.low, bars.high)
        parts.append(_rule(at, 0, 22, palette.INK_2, ' stroke-width="1" stroke-dasharray="2 2"'))
    return _svg(22, "viz", "".join(parts))


def whisker(estimate: Estimate, target: Estimate | None = None) -> str:
    """The interval of a figure on the whole scale of its kind, and its target; nothing for kinds without ends."""
    ends = {Kind.INDEX: (0.0, 100.0), Kind.SHARE: (0.0, 1.0), Kind.POINTS: (-100.0, 100.0)}.get(estimate.kind)
    if ends is None or estimate.low is None or estimate.high is None or not ends[0] <= estimate.value <= ends[1]:
        return ""
    low, value, high = (_percent(at, *ends) for at in (estimate.low, estimate.value, estimate.high))
    labels = {Kind.INDEX: ("0", "100"), Kind.SHARE: ("0%", "100%"), Kind.POINTS: ("−100", "+100")}[estimate.kind]
    parts = [
        f'<line x1="0" x2="100%" y1="9" y2="9" stroke="{palette.LINE}" stroke-width="2"/>',
        f'<rect x="{low:.2f}%" y="5" width="{high - low:.2f}%" height="8" rx="2" {_SOFT}/>',
        _rule(value, 1, 17, palette.INK, ' stroke-width="3"'),
        f'<text x="0" y="31" font-size="12" fill="{palette.INK_3}">{labels[0]}</text>',
        f'<text x="100%" y="31" font-size="12" fill="{palette.INK_3}" text-anchor="end">{labels[1]}</text>',
    ]
    if target is not None:
        parts.append(_rule(_percent(target.value, *ends), 0, 18, palette.TARGET, ' stroke-width="2"'))
    if estimate.kind is Kind.POINTS:
        parts.insert(1, _rule(50, 5, 13, palette.LINE_STRONG, ' stroke-width="1"'))
        parts.append(f'<text x="50%" y="31" font-size="12" fill="{palette.INK_3}" text-anchor="middle">0</text>')
    return _svg(36, "viz whisker", "".join(parts))


def dot(mark: str) -> str:
    """The colour of a mark, for the key."""
    circle = f'<circle cx="6" cy="6" r="4.2" fill="{palette.bar_colour(mark)}"/>'
    if mark in palette.STRIPED:
        circle += f'<path class="paper" d="M4 1v10M8 1v10" stroke="{palette.SURFACE}" stroke-width="1.5"/>'
    return f'<svg class="viz" viewBox="0 0 12 12" aria-hidden="true">{circle}</svg>'


def _svg(height: int, classes: str, inner: str) -> str:
    return f'<svg class="{classes}" width="100%" height="{height}" aria-hidden="true">{inner}</svg>'


def _rect(start: float, end: float, fill: str, more: str = "") -> str:
    left, width = min(start, end), abs(end - start)
    return f'<rect x="{left:.2f}%" y="4" width="{width:.2f}%" height="14" fill="{fill}"{more}/>' if width else ""


def _stripes(start: float, end: float) -> str:
    """Across a bar below, on paper alone: printed in grey it is told from one above by these."""
    left, right = sorted((start, end))
    return (
        f'<line class="paper" x1="{left:.2f}%" x2="{right:.2f}%" y1="11" y2="11" stroke="{palette.SURFACE}" '
        'stroke-width="14" stroke-dasharray="1 5"/>'
    )


def _rule(at: float, top: int, foot: int, stroke: str, more: str) -> str:
    return f'<line x1="{at:.2f}%" x2="{at:.2f}%" y1="{top}" y2="{foot}" stroke="{stroke}"{more}/>'


def _percent(value: float, low: float, high: float) -> float:
    return min(100.0, max(0.0, 100 * (value - low) / (high - low)))
