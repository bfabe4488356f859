"""The commands about service: expectations against experience, and problems."""

from __future__ import annotations

from regulars.cli.calculations import options
from regulars.cli.calculations.table import SCALE, Calculation, Setting, Take
from regulars.language import message

SERVICE_CALCULATIONS: tuple[Calculation, ...] = (
    Calculation(
        "disconfirmation",
        message("Did customers get less than they expected, about that, or more? For one attribute."),
        (
            Take("expectation", "--expectation", message("Column with what was expected.")),
            Take("performance", "--performance", message("Column with what was experienced.")),
        ),
        (
            SCALE,
            Setting(
                "tolerance",
                "--tolerance",
                "POINTS",
                message("Gaps up to this many points of the scale count as what was expected."),
                options.decimal,
                "0",
            ),
        ),
    ),
    Calculation(
        "problems_per_hundred",
        message("Problems per 100 customers, and the share of customers with any."),
        (Take("problems", "--column", message("Column with the number of problems of each customer, 0 included.")),),
        (
            Setting(
                "most",
                "--most",
                "N",
                message("Largest number that can be meant; beyond it stand codes such as 99."),
                options.whole,
                "50",
            ),
        ),
    ),
)
