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
        "touchpoints",
        message("Which touchpoint to mend first: importance, satisfaction and traffic. No rating means “not met”."),
        (
            Take(
                "X",
                "--column",
                message("Column of one touchpoint; name several with commas, or repeat the option."),
                many=True,
            ),
            Take("y", "--outcome", message("Column with overall satisfaction."), required=False),
        ),
        (
            Setting(
                "kinds",
                "--kinds",
                "GROUPS",
                message("What customers meet, such as “person: desk, phone; thing: lift; information: site”."),
                options.named_lists,
            ),
            Setting(
                "traffic",
                "--traffic",
                "NUMBERS",
                message("How many pass each touchpoint, in the same order; who rated it, if not given."),
                options.decimals,
            ),
            Setting(
                "importance",
                "--importance",
                "correlation|NUMBERS",
                message("How importance is derived, or the importance of each touchpoint, such as 3,2,1."),
                options.word_or_decimals,
                "correlation",
            ),
            Setting(
                "lines", "--lines", "means|medians|midpoint", message("Where the lines are drawn."), default="means"
            ),
            SCALE,
            OUTCOME_SCALE,
            *MORE_RESAMPLING,
        ),
        shown=("names", "kinds", "touchpoint_n", "performance", "importance", "traffic", "quadrant", "clear"),
        draws=True,
    ),
    Calculation(
        "value_map",
        message("Who gives the most for the money: quality against price, as customers see both. One row a rating."),
        (
            Take(
                "quality",
                "--quality",
                message("Column about what one gets; name several with commas, or repeat the option."),
                many=True,
            ),
            Take(
                "price",
                "--price",
                message("Column about what it costs; name several with commas, or repeat the option."),
                many=True,
            ),
            Take("segments", "--brand", message("Column with the brand, offer or segment that the row is about.")),
        ),
        (
            Setting(
                "high_price",
                "--high-price",
                "dear|cheap",
                message("What a high answer on price means."),
                default="dear",
            ),
            Setting(
                "quality_weight",
                "--quality-weight",
                "SHARE",
                message("What quality counts beside price, 0 to 1."),
                options.decimal,
                "0.5",
            ),
            SCALE,
        ),
        shown=("names", "segment_n", "quality", "price", "value", "low", "high", "p_adjusted", "verdict"),
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
