"""The commands about attributes side by side: the weakest of them, and how they stand against competitors."""

from __future__ import annotations

from dataclasses import replace

from regulars.cli.calculations import options
from regulars.cli.calculations.table import ITEMS, RESAMPLING, SCALE, Calculation, Setting, Take
from regulars.language import message

ATTRIBUTES_CALCULATIONS: tuple[Calculation, ...] = (
    Calculation(
        "weakest_plank",
        message("The bucket effect: which dimension holds the whole down, and what raising it would bring."),
        (Take("frame", "--column", ITEMS, many=True),),
        (
            Setting(
                "dimensions",
                "--dimensions",
                "GROUPS",
                message("Items of each dimension, such as “people: P1, P2; place: P3”."),
                options.named_lists,
            ),
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
            replace(RESAMPLING[0], default="2000"),
            RESAMPLING[1],
        ),
        shown=("names", "score", "score_low", "score_high", "shrunken", "chance_shortest"),
    ),
)
