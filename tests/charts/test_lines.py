"""Several lines against one x, and the names of what stands upright among them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.charts import draw, drawable, specification
from regulars.charts.flags import flags
from regulars.insights.report import ChartKind, Column, Row, Section, Table
from regulars.language import Estimate, Kind, Language, Missing, Text

PLACES = st.lists(
    st.tuples(st.floats(60, 500), st.text(st.characters(codec="ascii"), min_size=1, max_size=20)), max_size=5
)


def section(*values: list[float | None], keys: tuple[str, ...] = ("a", "b"), **references: float) -> Section:
    rows = tuple(
        Row(
            str(x),
            Text.of(str(x)),
            (
                Estimate(float(x)),
                *(Missing(Text.of("none")) if cell is None else Estimate(cell, kind=Kind.SHARE) for cell in cells),
            ),
        )
        for x, cells in enumerate(zip(*values, strict=True))
    )
    titles = [Column(key, Text.of(f"line {key}")) for key in ("x", *keys[: len(values)])]
    table = Table("t", (Column("name", Text.of("x")), *titles), rows, references)
    return Section("s", Text.of("S"), table=table, chart=ChartKind.LINES)


@settings(max_examples=40)
@given(PLACES)
def test_names_cover_neither_each_other_nor_a_line(named: list[tuple[float, str]]) -> None:
    """Each name stands on its line and within the picture; one that fits nowhere is left out."""
    found = flags(named, 0, 546)

    assert len(found) <= len(named)
    for number, flag in enumerate(found):
        assert -1e-9 <= flag.start <= flag.end <= 546 + 1e-9
        assert flag.start - 5 <= flag.x <= flag.end + 5
        assert not any(flag.crosses(other) for other in found[:number])


def test_names_that_fit_share_a_row() -> None:
    """Rows are opened only where names would touch."""
    assert {flag.row for flag in flags([(100, "one"), (300, "two"), (500, "three")], 0, 546)} == {0}
    assert len(flags([(100, "a long name"), (110, "a long name"), (120, "a long name")], 0, 546)) == 3


def test_a_line_breaks_where_there_is_no_value() -> None:
    """What was not measured is not drawn as if it were."""
    marks = specification(section([0.1, 0.2, None, 0.4, 0.5]), Language.ENGLISH)["marks"]

    assert sum(mark["type"] == "line" for mark in marks) == 2


def test_a_step_stays_until_the_next_place() -> None:
    """A share that holds between its changes, such as of those who are still customers."""
    found = specification(section([1.0, 0.5, 0.2], keys=("kept_step",)), Language.ENGLISH)

    line = next(data["values"] for data in found["data"] if data["name"] == "series0")
    assert [(at["x"], at["y"]) for at in line] == [(0, 1.0), (1, 1.0), (1, 0.5), (2, 0.5), (2, 0.2)]


def test_lines_whose_ends_meet_are_named_in_a_key() -> None:
    """Names at the ends need room; otherwise each stands in the key with a piece of its line."""
    apart = draw(section([0.1, 0.2], [0.8, 0.9]), Language.ENGLISH)
    together = draw(section([0.1, 0.5], [0.8, 0.5]), Language.ENGLISH)

    assert apart.count("line a") == together.count("line a") == 1
    assert together.count("<path") == apart.count("<path") + 2


def test_one_place_is_no_line() -> None:
    """A line needs two places; a table without x has none."""
    assert not drawable(section([0.5]))
    assert drawable(section([0.5, 0.5]))


@pytest.mark.parametrize("references", [{"x": 1.0, "x.from": 0.0, "x.to": 2.0, "level": 0.0}, {"x.far": 1e6}])
def test_references_are_said_with_their_values(references: dict[str, float]) -> None:
    """Also zero, and one far beyond what was measured."""
    svg = draw(section([0.5, 0.4, 0.1], **references), Language.ENGLISH, 316)

    assert "NaN" not in svg
    assert ("1,000,000" if "x.far" in references else "0%") in svg


def test_many_lines_differ_without_their_colour(report: Any) -> None:
    """Beyond five lines the next are dashed."""
    values = [[0.1 * k, 0.5] for k in range(7)]
    svg = draw(section(*values, keys=tuple("abcdefg")), Language.CHINESE, 316)

    assert svg.count("stroke-dasharray") >= 2


def test_a_whole_number_is_written_whole() -> None:
    """The step from 4 to 5 stood as 4.00 to 5.00, over an axis of 1 to 5."""
    found = draw(section([0.1, 0.2, 0.4], **{"x.from": 1.0, "x.to": 3.0}), Language.ENGLISH)

    assert ">1<" in found
    assert ">3<" in found
    assert "3.00" not in found
