"""From a section to SVG: the drawing of its kind, as a picture or as a specification."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from regulars.charts.bars import bars
from regulars.charts.cells import first_estimates, spot, words
from regulars.charts.curve import curve, curve_of
from regulars.charts.distribution import distribution
from regulars.charts.errors import NotDrawnError
from regulars.charts.gaps import gaps
from regulars.charts.heat import heat, heat_columns
from regulars.charts.league import league
from regulars.charts.lettering import printable
from regulars.charts.lines import line_keys, lines
from regulars.charts.paths import arrows_of, paths
from regulars.charts.plane import importance_performance, plane, points_of
from regulars.charts.states import parts_of, states
from regulars.charts.svg import svg
from regulars.charts.trend import trend
from regulars.charts.vega import Drawing
from regulars.insights.report import ChartKind, Section, Table
from regulars.language import Language

WIDE, NARROW = 546, 316
KINDS: dict[ChartKind, Callable[[Table, Language, int], Drawing]] = {
    ChartKind.IMPORTANCE_PERFORMANCE: importance_performance,
    ChartKind.PLANE: plane,
    ChartKind.BARS: bars,
    ChartKind.DISTRIBUTION: distribution,
    ChartKind.CURVE: curve,
    ChartKind.TREND: trend,
    ChartKind.LEAGUE: league,
    ChartKind.GAPS: gaps,
    ChartKind.STATES: states,
    ChartKind.PATHS: paths,
    ChartKind.LINES: lines,
    ChartKind.HEAT: heat,
}


def specification(section: Section, language: Language, width: int = WIDE) -> dict[str, Any]:
    """The Vega specification of a section's chart; a plain dict."""
    return _drawing(section, language, width).specification(finding(section, language))


def draw(
    section: Section, language: Language, width: int = WIDE, *, links: Mapping[str, tuple[str, str]] | None = None
) -> str:
    """The chart as SVG: text as text, colours as attributes, no script, no style; its title is the finding.

    ``links``: key of a row -> (address, name), for the rows whose mark opens something.
    """
    return svg(_drawing(section, language, width), finding(section, language), links)


def _drawing(section: Section, language: Language, width: int) -> Drawing:
    if section.chart is None or section.table is None or not drawable(section):
        raise NotDrawnError(section.key)
    return KINDS[section.chart](section.table, language, max(240, width))


def drawable(section: Section) -> bool:
    """Whether there is something to draw: the right columns, and values in them."""
    table = section.table
    if table is None or section.chart is None:
        return False
    if section.chart is ChartKind.CURVE:
        return curve_of(table) is not None
    if section.chart is ChartKind.LINES:
        return bool(line_keys(table))
    if section.chart is ChartKind.IMPORTANCE_PERFORMANCE:
        return bool(points_of(table, "performance", "importance"))
    if section.chart is ChartKind.PLANE:
        return bool(points_of(table, "x", "y"))
    if section.chart is ChartKind.STATES:
        return bool(parts_of(table))
    if section.chart is ChartKind.HEAT:
        return bool(heat_columns(table))
    if section.chart is ChartKind.PATHS:
        return bool(arrows_of(table))
    key = first_estimates(table)
    return key is not None and any(spot(cell) for cell in table.column(key))


def finding(section: Section, language: Language) -> str:
    """What the chart says, for those who hear it: the section's title and its sentence."""
    parts = [words(section.title, language), words(section.sentence, language)]
    return printable(("：" if language is Language.CHINESE else ": ").join(part for part in parts if part))


def font_folder() -> Path:
    """The folder of the Chinese font that comes with the package."""
    found = importlib.util.find_spec("noto_cjk_sans_otc")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("noto_cjk_sans_otc")
    return Path(found.origin).parent
