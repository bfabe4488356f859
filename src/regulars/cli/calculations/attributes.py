"""The commands about attributes side by side: the weakest of them, and how they stand against competitors."""

from __future__ import annotations

from regulars.cli.calculations import options
from regulars.cli.calculations.table import (
    ATTRIBUTES,
    CONFIDENCE,
    DIMENSIONS,
    DRIVER_METHOD,
    IMPORTANCE,
    ITEMS,
    MORE_RESAMPLING,
    ORDERS,
    OUTCOME_SCALE,
    RESAMPLING,
    SCALE,
    Calculation,
    Setting,
    Take,
)
from regulars.language import message

ATTRIBUTES_CALCULATIONS: tuple[Calculation, ...] = (
    Calculation(
        "drivers_of",
        message("Which attributes go with overall satisfaction, from a table of their correlations?"),
        (
            Take(
                "correlation",
                "--column",
                message("Columns of the table in the order of its rows, overall satisfaction last."),
                many=True,
            ),
        ),
        (
            Setting(
                "n",
                "--n",
                "N",
                message("Answers behind the correlations; effective ones where they are weighted."),
                options.decimal,
                required=True,
            ),
            DRIVER_METHOD,
            ORDERS,
            CONFIDENCE,
            *RESAMPLING,
        ),
        samples=False,
        left_out=("names",),
        draws=True,
        counted=message("Answers"),
        shown=("names", "importance", "low", "high", "above_noise"),
    ),
    Calculation(
        "weakest_plank",
        message("The bucket effect: which dimension holds the whole down, and what raising it would bring."),
        (Take("frame", "--column", ITEMS, many=True),),
        (
            DIMENSIONS,
            Setting(
                "importance",
                "--importance",
                "NUMBERS",
                message("Importance of each dimension in the same order, such as 3,2,1; equal if not given."),
                options.decimals,
            ),
            Setting(
                "lifts",
                "--lifts",
                "index|lowest|soft_minimum",
                message("Which index the gain is for."),
                default="index",
            ),
            Setting(
                "softness",
                "--softness",
                "POINTS",
                message("How far above the lowest a dimension still matters to the soft minimum."),
                options.decimal,
                "10",
            ),
            SCALE,
            *MORE_RESAMPLING,
        ),
        shown=("names", "score", "score_low", "score_high", "shrunken", "chance_shortest"),
        draws=True,
    ),
    Calculation(
        "competitive_position",
        message("Where are we ahead of competitors, where behind, and does it matter? One row for each brand rated."),
        (
            ATTRIBUTES,
            Take("brands", "--brand", message("Column with the brand that the row is about.")),
            Take("y", "--outcome", message("Column with overall satisfaction."), required=False),
        ),
        (
            Setting("own", "--own", "NAME", message("Our brand."), required=True),
            Setting("against", "--against", "all|NAME", message("All competitors, or one of them."), default="all"),
            IMPORTANCE,
            Setting(
                "lines", "--lines", "means|medians", message("Where importance begins to be high."), default="means"
            ),
            SCALE,
            OUTCOME_SCALE,
            *MORE_RESAMPLING,
        ),
        left_out=("names",),
        shown=("names", "performance", "rivals", "difference", "low", "high", "importance", "standing", "clear"),
        draws=True,
    ),
)
