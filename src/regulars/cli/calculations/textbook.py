"""The command that tests what the textbooks say."""

from __future__ import annotations

from regulars.cli.calculations import options
from regulars.cli.calculations.table import CONFIDENCE, COUNTS, MISSING, RESAMPLING, SCALE, Calculation, Setting, Take
from regulars.language import message

TEXTBOOK_CALCULATIONS: tuple[Calculation, ...] = (
    Calculation(
        "textbook",
        message("Does what the textbooks say hold for our customers? Each claim against own data."),
        (
            Take("value", "--value", message("Column with what each customer bought."), required=False),
            Take("margin", "--margin", message("Column with the margin in one period."), required=False),
            Take("left", "--left", message("Column that says whether the customer left."), required=False),
            Take("rating", "--rating", message("Column with the satisfaction, said before leaving."), required=False),
            Take("problem", "--problem", message("Column that says who had a problem."), required=False),
            Take("complained", "--complained", message("Column that says who complained of it."), required=False),
            Take(
                "returned",
                "--returned",
                message("Column that says which lost customers returned; empty for all who were not approached."),
                required=False,
            ),
            COUNTS,
        ),
        (
            Setting("periods", "--periods", "N", message("How many periods count."), options.whole),
            Setting(
                "discount_rate",
                "--discount",
                "RATE",
                message("Discount rate of one period; 0.1 is ten per cent."),
                options.decimal,
            ),
            Setting(
                "customers", "--customers", "N", message("How many customers there were in that time."), options.whole
            ),
            Setting("logged", "--logged", "N", message("How many of them complained."), options.whole),
            Setting(
                "prospects",
                "--prospects",
                "N",
                message("How many prospects were approached in the same way."),
                options.whole,
            ),
            Setting(
                "prospects_won", "--prospects-won", "N", message("How many of them became customers."), options.whole
            ),
            SCALE,
            Setting(
                "satisfied_from",
                "--satisfied-from",
                "RATING",
                message("Lowest rating that says satisfied."),
                options.decimal,
            ),
            Setting("yes", "--yes", "VALUE", message("The value that means yes, if it is a word of your own.")),
            MISSING,
            CONFIDENCE,
            *RESAMPLING,
        ),
        samples=False,
        draws=True,
        shown=("claims", "figure", "figure_low", "figure_high", "claimed_low", "claimed_high", "figure_n", "verdict"),
    ),
)
