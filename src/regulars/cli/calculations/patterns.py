"""The commands about patterns of buying: baskets, cohorts, forecasts."""

from __future__ import annotations

from regulars.cli.calculations import options
from regulars.cli.calculations.table import CONFIDENCE, MISSING, Calculation, Setting, Take
from regulars.language import message

QUANTITY = Take(
    "quantity", "--quantity", message("Column with the pieces; returns (none or fewer) are left out."), required=False
)
DATES = Take("dates", "--date", message("Column with the day or time."))
CUSTOMERS = Take("customers", "--customer", message("Column with the customer id."))
UNTIL = Setting("until", "--until", "DATE", message("Last day that counts; else the last one in the file."))

PATTERNS_CALCULATIONS: tuple[Calculation, ...] = (
    Calculation(
        "basket_rules",
        message("Which products are bought together more often than by chance? From lines of invoices."),
        (
            Take("baskets", "--basket", message("Column with the invoice.")),
            Take("products", "--product", message("Column with the product.")),
            Take(
                "customers",
                "--customer",
                message("Column with the customer, if customers have several baskets."),
                required=False,
            ),
            QUANTITY,
        ),
        (
            Setting(
                "min_support",
                "--min-support",
                "SHARE",
                message("Share of the baskets in which a pair must be."),
                options.decimal,
                "0.01",
            ),
            Setting("most", "--most", "N", message("How many pairs are kept."), options.whole, "200"),
            MISSING,
            CONFIDENCE,
        ),
        samples=False,
        draws=True,
        counted=message("Baskets"),
        shown=("if_bought", "then_bought", "together", "certainty", "lift", "lift_low", "lift_high"),
    ),
    Calculation(
        "cohort_retention",
        message("Of those who first bought in one period, how many buy in each period after it?"),
        (CUSTOMERS, DATES, QUANTITY),
        (
            Setting(
                "period",
                "--period",
                "day|week|month|quarter|year",
                message("Length of a period."),
                default="month",
            ),
            UNTIL,
            MISSING,
            CONFIDENCE,
        ),
        samples=False,
        draws=True,
        shown=("age", "all_size", "all_kept", "all_kept_low", "all_kept_high", "cohorts", "cohort_size"),
        begins=("cohorts",),
    ),
)
