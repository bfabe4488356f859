"""Bars against what is claimed, and shares that are differences or more than a whole."""

from __future__ import annotations

import pytest

from regulars.charts import palette
from regulars.charts.bars import bars, bars_of
from regulars.insights.report import Column, Row, Table
from regulars.language import Estimate, Kind, Language, Missing, message


def table(*figures: tuple[float, float | None, float | None]) -> Table:
    rows = tuple(
        Row(
            str(place),
            message("row"),
            (
                Estimate(value, value - 0.05, value + 0.05, Kind.SHARE),
                *(
                    Missing(message("no upper end")) if end is None else Estimate(end, kind=Kind.SHARE)
                    for end in (low, high)
                ),
            ),
        )
        for place, (value, low, high) in enumerate(figures)
    )
    columns = ("value", "claimed_low", "claimed_high")
    return Table(
        "claims",
        (Column("name", message("Claim")), *(Column(key, message("Claim")) for key in columns)),
        rows,
        reference_names={"claimed_low": message("strip below a bar: what is claimed")},
    )


def test_a_claim_is_a_strip_below_its_bar() -> None:
    found = bars(table((0.6, 0.75, 0.85), (0.3, 0.05, None), (0.4, None, None)), Language.ENGLISH, 546)
    strips = [mark["encode"]["enter"] for mark in found.marks if palette.ABOVE in str(mark)]

    assert [(strip["x"]["value"], strip["x2"]["value"]) for strip in strips] == [(0.75, 0.85), (0.05, 1.0)]


@pytest.mark.parametrize(
    ("value", "low", "high"),
    [(0.4, 0.0, 0.5), (-0.3, -0.4, 0.0), (1.4, 0.0, 1.5), (0.97, 0.0, 1.0)],
)
def test_a_share_ends_at_a_whole_unless_it_goes_beyond(value: float, low: float, high: float) -> None:
    found = bars_of(table((value, None, None)))

    assert found is not None
    assert found.low <= low + 1e-9
    assert found.high >= min(high, value + 0.03)
    assert (found.low < 0) == (value < 0)
    assert (found.high > 1) == (value > 1)
