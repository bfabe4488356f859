"""The commands about patterns of buying: baskets, cohorts, forecasts."""

from __future__ import annotations

from typing import Any

from regulars.cli.calculations import options
from regulars.cli.calculations.table import CONFIDENCE, MISSING, Calculation, Setting, Take
from regulars.language import message

QUANTITY = Take(
    "quantity", "--quantity", message("Column with the pieces; returns (none or fewer) are left out."), required=False
)
DATES = Take("dates", "--date", message("Column with the day or time."))
CUSTOMERS = Take("customers", "--customer", message("Column with the customer id."))
UNTIL = Setting("until", "--until", "DATE", message("Last day that counts; else the last one in the file."))


def _groups(result: Any) -> dict[str, Any]:
    """The means of each group as columns, and the group of each customer."""
    means = {f"mean_group_{at + 1}": result.profile[at] for at in range(result.size)}
    numbers = [str(at + 1) for at in range(result.size)]
    return {"group_number": numbers, "column": list(result.names), **means, "groups": result.group}


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
        "next_purchases",
        message("What do customers buy next, more often than they buy it anyway? From lines of purchases."),
        (CUSTOMERS, DATES, Take("products", "--product", message("Column with the product or its kind.")), QUANTITY),
        (
            Setting("within", "--within", "DAYS", message("So many days after it count as next."), options.whole, "90"),
            Setting(
                "min_support",
                "--min-support",
                "SHARE",
                message("Share of the customers who must have bought both in this order."),
                options.decimal,
                "0.01",
            ),
            Setting("most", "--most", "N", message("How many pairs are kept."), options.whole, "200"),
            MISSING,
            CONFIDENCE,
        ),
        samples=False,
        draws=True,
        counted=message("Occasions"),
        shown=("if_bought", "then_bought", "followers", "certainty", "after_anything", "lift", "lift_low", "lift_high"),
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
    Calculation(
        "customer_clusters",
        message("Groups of customers alike: how many, whether they would be found again, and what marks each."),
        (
            Take(
                "columns",
                "--column",
                message("Column of one measure; name several with commas, or repeat the option."),
                many=True,
            ),
        ),
        (
            Setting("most", "--most", "N", message("How many groups are tried at most."), options.whole, "6"),
            Setting("size", "--size", "N", message("A number of groups of your own."), options.whole),
            Setting(
                "logarithms",
                "--logarithms",
                "NAMES",
                message("Columns to take in logarithms; skewed amounts, if not given."),
                lambda _, text: options.codes(text),
            ),
            MISSING,
            CONFIDENCE,
            Setting(
                "n_resamples",
                "--resamples",
                "N",
                message("How many pairs of resamples stability is taken from."),
                options.whole,
                "100",
            ),
            Setting("seed", "--seed", "N", message("The same seed gives the same groups."), options.whole, "0"),
        ),
        samples=False,
        draws=True,
        shown=(
            *("tried", "tightness", "cloud_low", "cloud_high", "stability"),
            *("group_number", "group_customers", "group_share", "group_share_low", "group_share_high"),
            *("column", *(f"mean_group_{number}" for number in range(1, 10))),
        ),
        begins=("group_number", "column"),
        more=_groups,
    ),
    Calculation(
        "forecast_counts",
        message("How many will the next periods bring? A forecast with its range, checked on the past."),
        (Take("values", "--column", message("Column with the count of each period, oldest first.")),),
        (
            Setting(
                "periods", "--periods", "N", message("How many periods to look ahead."), options.whole, required=True
            ),
            Setting(
                "season",
                "--season",
                "N",
                message("Periods in a season: 12 for months, 7 for days."),
                options.whole,
                "1",
            ),
            CONFIDENCE,
        ),
        samples=False,
        draws=True,
        counted=message("Periods"),
        shown=("ahead", "forecast", "forecast_low", "forecast_high"),
    ),
)
