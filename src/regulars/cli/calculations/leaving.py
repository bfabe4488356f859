"""The commands about customers who leave: how long they stay, who is next, what it costs, who comes back."""

from __future__ import annotations

from regulars.cli.calculations import options
from regulars.cli.calculations.table import CONFIDENCE, COUNTS, MISSING, Calculation, Setting, Take
from regulars.language import message

LEFT = Take("left", "--left", message("Column that says whether the customer left: yes or no, 1 or 0."))
YES = Setting("yes", "--yes", "VALUE", message("The value that means yes, if it is a word of your own."))
WEIGHTS = Take("weights", "--weight", message("Column with the survey weight."), required=False)
DURATIONS = Take(
    "durations", "--duration", message("Column with the time from the start to leaving, or to the last day known.")
)
ENTRY = Take(
    "entry",
    "--entry",
    message("Column with the time at which an old customer came into view."),
    required=False,
)

LEAVING_CALCULATIONS: tuple[Calculation, ...] = (
    Calculation(
        "survival",
        message("How long do customers stay? The share still there over time, by group if wanted."),
        (
            DURATIONS,
            LEFT,
            Take("groups", "--group", message("Column with the group of each customer."), required=False),
            ENTRY,
            WEIGHTS,
            COUNTS,
        ),
        (
            YES,
            Setting("at", "--at", "NUMBERS", message("Times to show, such as 12,24,36."), options.decimals),
            MISSING,
            CONFIDENCE,
        ),
        samples=False,
        draws=True,
        shown=(
            *("asked", "kept", "kept_low", "kept_high", "kept_at_risk"),
            *("group_names", "group_size", "group_left", "group_median", "group_median_low", "group_median_high"),
        ),
    ),
)
