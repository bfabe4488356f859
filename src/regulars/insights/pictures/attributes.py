"""Pictures of what attributes do to satisfaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from regulars.insights.report import ChartKind, Column, Row, Section, Table
from regulars.language import Estimate, Kind, Text, message
from regulars.methods import Drivers


def drivers(result: Drivers) -> Section:
    """Importance of each attribute, most first, against what pure noise would score."""
    order = np.argsort(-result.importance, kind="stable")
    rows = tuple(
        Row(
            result.names[at],
            Text.of(result.names[at]),
            (Estimate(result.importance[at], result.low[at], result.high[at], Kind.SHARE, digits=1),),
            "above" if result.above_noise[at] else "same",
        )
        for at in order
    )
    found = int(np.sum(result.above_noise))
    return Section(
        "drivers",
        message("Importance for the overall judgement"),
        message(
            "{found} of {all} attributes stand out from noise; together they go with {share} of the differences.",
            found=found,
            all=len(rows),
            share=Estimate(result.r_squared, result.r_squared_low, result.r_squared_high, Kind.SHARE, digits=0),
        ),
        table=Table(
            "drivers",
            (Column("name", message("Attribute"), numeric=False), Column("importance", message("Importance"))),
            rows,
            {"importance": result.noise},
            {"importance": message("noise")},
        ),
        chart=ChartKind.BARS,
    )


ATTRIBUTE_PICTURES: Mapping[str, Callable[[Any], Section]] = {"drivers": drivers}
