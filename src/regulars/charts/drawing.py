"""From a section to SVG: the specification of its kind, drawn on the server, made fit for a page."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from regulars.charts.bars import bars
from regulars.charts.cells import column_or_none, first_estimates, spot, words
from regulars.charts.curve import curve, curve_of
from regulars.charts.distribution import distribution
from regulars.charts.errors import NotDrawnError
from regulars.charts.importance import importance_performance
from regulars.charts.lettering import printable
from regulars.charts.trend import trend
from regulars.insights.report import ChartKind, Section, Table
from regulars.language import Language

SVG = "http://www.w3.org/2000/svg"
WIDE, NARROW = 546, 316
KINDS: dict[ChartKind, Callable[[Table, Language, int, str], dict[str, Any]]] = {
    ChartKind.IMPORTANCE_PERFORMANCE: importance_performance,
    ChartKind.BARS: bars,
    ChartKind.DISTRIBUTION: distribution,
    ChartKind.CURVE: curve,
    ChartKind.TREND: trend,
}


def specification(section: Section, language: Language, width: int = WIDE) -> dict[str, Any]:
    """The Vega specification of a section's chart; a plain dict."""
    if section.chart is None or section.table is None or not drawable(section):
        raise NotDrawnError(section.key)
    return KINDS[section.chart](section.table, language, max(240, width), finding(section, language))


def draw(section: Section, language: Language, width: int = WIDE) -> str:
    """The chart as SVG: text as text, colours as attributes, no script, no style; its title is the finding."""
    return tidy(_renderer()(specification(section, language, width)), finding(section, language))


def drawable(section: Section) -> bool:
    """Whether there is something to draw: the right columns, and values in them."""
    table = section.table
    if table is None or section.chart is None:
        return False
    if section.chart is ChartKind.CURVE:
        return curve_of(table) is not None
    if section.chart is ChartKind.IMPORTANCE_PERFORMANCE:
        pairs = zip(*(column_or_none(table, name) or () for name in ("performance", "importance")), strict=False)
        return any(spot(one) and spot(other) for one, other in pairs)
    key = first_estimates(table)
    return key is not None and any(spot(cell) for cell in table.column(key))


def finding(section: Section, language: Language) -> str:
    """What the chart says, for those who hear it: the section's title and its sentence."""
    parts = [words(section.title, language), words(section.sentence, language)]
    return printable(("：" if language is Language.CHINESE else ": ").join(part for part in parts if part))


def tidy(svg: str, title: str) -> str:
    """Keep the drawing and drop what a page has no use for: roles of single marks, fixed sizes, empty groups."""
    # What is parsed comes from the renderer beside us, which escapes all words.
    root = ElementTree.fromstring(svg)  # noqa: S314
    for parent in root.iter():
        for child in list(parent):
            if child.get("class") in ("background", "foreground"):
                parent.remove(child)
    for node in root.iter():
        for name in ("role", "aria-roledescription", "aria-hidden", "aria-label", "class", "font-family"):
            node.attrib.pop(name, None)
        if node.get("font-size", "").endswith("px"):
            node.set("font-size", node.attrib["font-size"][:-2])
    box = root.get("viewBox", "")
    width, height = box.split()[2:]
    root.attrib.clear()
    root.attrib.update(
        {"class": "viz", "viewBox": box, "width": width, "height": height, "role": "img", "font-family": FAMILY}
    )
    heading = ElementTree.Element(f"{{{SVG}}}title")
    heading.text = title
    root.insert(0, heading)
    ElementTree.register_namespace("", SVG)
    return ElementTree.tostring(root, encoding="unicode")


FAMILY = "Noto Sans CJK SC, Noto Sans SC, PingFang SC, Microsoft YaHei, sans-serif"


@lru_cache
def _renderer() -> Callable[[dict[str, Any]], str]:
    """The renderer, told of the fonts: without any font it leaves all words out and says nothing."""
    import vl_convert

    vl_convert.register_font_directory(str(font_folder()))
    return lambda specification: str(vl_convert.vega_to_svg(specification, allowed_base_urls=[]))


def font_folder() -> Path:
    """The folder of the Chinese font that comes with the package."""
    found = importlib.util.find_spec("noto_cjk_sans_otc")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("noto_cjk_sans_otc")
    return Path(found.origin).parent
