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

COLUMNS = Take(
    "columns",
    "--column",
    message("Column that could say who leaves; name several with commas, or repeat the option."),
    many=True,
)
CATEGORICAL = Setting(
    "categorical",
    "--categorical",
    "NAMES",
    message("Columns of numbers that are names, such as the number of a branch."),
    lambda _, text: options.codes(text),
)
SEED = Setting("seed", "--seed", "N", message("The same seed holds out the same customers."), options.whole, "0")

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
    Calculation(
        "churn_risk",
        message("Which customers will leave within a stated time? Risks, checked on customers held out."),
        (
            COLUMNS,
            LEFT,
            Take(
                "customers",
                "--customer",
                message("Column with the customer id, where one has several rows."),
                required=False,
            ),
            Take(
                "dates", "--date", message("Column with the day of each row; the latest are held out."), required=False
            ),
        ),
        (
            Setting(
                "horizon",
                "--horizon",
                "WORDS",
                message("Within what time they leave, such as “90 days”."),
                required=True,
            ),
            YES,
            CATEGORICAL,
            Setting("held_out", "--held-out", "SHARE", message("The part that is held out."), options.decimal, "0.3"),
            Setting(
                "tolerance",
                "--tolerance",
                "SHARE",
                message("How far the mean risk may lie off, as a part of those who left."),
                options.decimal,
                "0.1",
            ),
            Setting("n_groups", "--groups", "N", message("How many groups of rising risk."), options.whole, "10"),
            SEED,
            MISSING,
            CONFIDENCE,
        ),
        samples=False,
        name="churn",
        draws=True,
        shown=(
            *("group_size", "group_risk", "group_observed", "group_observed_low", "group_observed_high"),
            *("lift", "lift_low", "lift_high", "captured", "names", "bases", "odds_ratio", "odds_low", "odds_high"),
        ),
        begins=("names",),
    ),
    Calculation(
        "discrete_hazard",
        message("What goes with leaving, all else equal, and when? Odds ratios from whole periods."),
        (DURATIONS, LEFT, COLUMNS, ENTRY, COUNTS),
        (
            YES,
            Setting(
                "baseline",
                "--baseline",
                "smooth|each",
                message("Course of time: smooth, or each period for itself."),
                default="smooth",
            ),
            CATEGORICAL,
            MISSING,
            CONFIDENCE,
        ),
        samples=False,
        draws=True,
        shown=("names", "bases", "odds_ratio", "odds_low", "odds_high", "odds_p", "clear"),
    ),
)
