"""Path diagrams: causes above effects, nothing on top of anything else, dashes where nothing is clear."""

from __future__ import annotations

import dataclasses
import re
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.charts import NotDrawnError, draw, drawable
from regulars.charts.layers import arrange
from regulars.insights.report import ChartKind, Column, Node, Row, Section, Table
from regulars.language import Estimate, Language, Text

SVG = "{http://www.w3.org/2000/svg}"
MODELS = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), min_size=1, max_size=14).map(
    lambda pairs: sorted({(str(min(pair)), str(max(pair))) for pair in pairs if pair[0] != pair[1]})
)


@settings(max_examples=60, deadline=None)
@given(MODELS.filter(bool), st.sampled_from([240, 316, 700]))
def test_boxes_stand_apart_and_causes_above(arrows: list[tuple[str, str]], width: int) -> None:
    """Whatever the model: each box once, within the picture, clear of boxes and lanes beside it."""
    keys = sorted({key for arrow in arrows for key in arrow})

    found = arrange(keys, arrows, width, 112, 12)

    depth = {slot: layer for layer, row in enumerate(found.rows) for slot in row}
    assert sorted(slot for slot in depth if isinstance(slot, str)) == keys
    assert all(depth[cause] < depth[effect] for cause, effect in arrows)
    for row in found.rows:
        ends = [(found.x[s], found.box / 2 if isinstance(s, str) else 1.0) for s in row]
        assert all(a + half <= b - other + 1e-6 for (a, half), (b, other) in pairwise(ends))
        assert ends[0][0] - ends[0][1] >= -1e-6
        assert ends[-1][0] + ends[-1][1] <= width + 1e-6


def test_a_tangle_that_can_be_undone_has_no_crossing() -> None:
    """Two causes written in the order that crosses."""
    found = arrange(["a", "b", "c", "d"], [("a", "d"), ("b", "c")], 600, 112, 12)

    assert (found.x["a"] < found.x["b"]) == (found.x["d"] < found.x["c"])


def test_what_may_be_nothing_is_dashed_and_said(report: Any) -> None:
    """Two of seven arrows, and the word for it; size by thickness; a path that lowers has its own colour."""
    svg = draw(report.section("paths"), Language.ENGLISH, 700)
    root = ElementTree.fromstring(svg)  # noqa: S314 - our own drawing
    arrows = [node for node in root.iter(f"{SVG}path") if node.get("fill") == "none"]
    wide = {node.get("stroke-width") for node in arrows if node.get("stroke") == "#1a5799"}

    assert len(arrows) == 7
    assert sum(node.get("stroke-dasharray") is not None for node in arrows) == 2
    assert {"4.2", "3.7", "3.6", "2.2"} == wide
    assert sum(node.get("stroke") == "#a93f0b" for node in arrows) == 1
    texts = [node.text for node in root.iter(f"{SVG}text")]
    assert {"not clearly different from zero", "0.50", "0.39–0.61", "−0.46 to −0.18", "70", "71 · R² 31%"} <= set(texts)
    assert texts.count("0.48") == 1


@pytest.mark.parametrize("width", [316, 700])
def test_labels_lie_neither_on_boxes_nor_on_each_other(report: Any, width: int) -> None:
    """Of the sample, in the widths of a telephone and of a page."""
    svg = draw(report.section("paths"), Language.CHINESE, width)
    labels = [
        tuple(map(float, found))
        for found in re.findall(r'<rect x="([^"]+)" y="([^"]+)" width="([^"]+)" height="([^"]+)"', svg)
    ]

    assert len(labels) == 7
    for at, (x, y, w, h) in enumerate(labels):
        for x2, y2, w2, h2 in labels[at + 1 :]:
            assert min(x + w, x2 + w2) - max(x, x2) <= 1 or min(y + h, y2 + h2) - max(y, y2) <= 1


def test_arrows_without_boxes_or_figures_are_left_out() -> None:
    """A row that joins nothing known is no arrow; without any arrow there is no picture."""
    columns = (Column("path", Text.of("Path")), Column("effect", Text.of("Effect")))
    rows = (
        Row("ab", Text.of("a → b"), (Estimate(0.5),)),
        Row("ax", Text.of("a → x"), (Estimate(0.5),)),
        Row("ba", Text.of("b → c"), (Estimate(float("nan")),)),
    )
    nodes = tuple(Node(key, Text.of(key)) for key in "abc")
    arrows = {"ab": ("a", "b"), "ax": ("a", "x"), "ba": ("b", "c")}
    section = Section(
        "s", Text.of("S"), table=Table("t", columns, rows, nodes=nodes, arrows=arrows), chart=ChartKind.PATHS
    )

    svg = draw(section, Language.ENGLISH, 316)
    assert {node.text for node in ElementTree.fromstring(svg).iter(f"{SVG}text")} == {"a", "b", "0.50"}  # noqa: S314

    without = dataclasses.replace(section, table=Table("t", columns, rows[1:], nodes=nodes, arrows=arrows))
    assert not drawable(without)
    with pytest.raises(NotDrawnError):
        draw(without, Language.ENGLISH)
