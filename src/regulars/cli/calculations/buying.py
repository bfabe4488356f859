"""The commands about how customers buy and stay, from a table of customers."""

from __future__ import annotations

from dataclasses import replace

from regulars.cli.calculations import options
from regulars.cli.calculations.leaving import CATEGORICAL
from regulars.cli.calculations.table import (
    CONFIDENCE,
    COUNTS,
    FREQUENCY,
    MISSING,
    OBSERVED,
    RECENCY,
    Calculation,
    Setting,
    Take,
)
from regulars.language import message

PURCHASES = (
    Take("customers", "--customer", message("Column with the customer id.")),
    Take("dates", "--date", message("Column with the day of the purchase.")),
)
SPLIT = Setting("split", "--split", "DATE", message("Last day that the fit may see."), required=True)
UNTIL = Setting("until", "--until", "DATE", message("Last day that counts; else the last one in the file."))
TOLERANCE = Setting(
    "tolerance",
    "--tolerance",
    "SHARE",
    message("By how much a forecast may be missed and still hold."),
    options.decimal,
    "0.1",
)

RETENTION = (
    Take("customers", "--column", message("Column with the customers at the start and after each renewal.")),
    Take("cohorts", "--cohort", message("Column with the cohort, where there are several."), required=False),
)
CONTRACT = (
    Setting(
        "starters",
        "--starters",
        "N",
        message("Customers at the start, where the column holds percentages."),
        options.decimal,
    ),
    Setting(
        "periods",
        "--periods",
        "N",
        message("Fit to so many renewals, and check the forecast on the others."),
        options.whole,
    ),
    TOLERANCE,
    CONFIDENCE,
)

BUYING_CALCULATIONS: tuple[Calculation, ...] = (
    Calculation(
        "pareto_nbd",
        message("Pareto/NBD model, in which a customer may leave at any time, from a table of customers."),
        (FREQUENCY, RECENCY, OBSERVED, COUNTS),
        (CONFIDENCE,),
        samples=False,
        fits=True,
        left_out=("start",),
        shown=(),
        draws=True,
    ),
    Calculation(
        "bg_bb",
        message("BG/BB model of purchases at set occasions, each taken or not, from a table of customers."),
        (
            replace(FREQUENCY, help=message("Column with the number of occasions that were taken.")),
            replace(RECENCY, help=message("Column with the last occasion that was taken; 0 for none.")),
            replace(OBSERVED, help=message("Column with the number of occasions since the first purchase.")),
            COUNTS,
        ),
        (CONFIDENCE,),
        samples=False,
        fits=True,
        left_out=("start",),
        shown=(),
        draws=True,
    ),
    Calculation(
        "shifted_beta_geometric",
        message("How many customers renew their contract each time, and how many still will."),
        RETENTION,
        CONTRACT,
        samples=False,
        fits=True,
        shown=("stayed", "modelled", "modelled_low", "modelled_high"),
        draws=True,
    ),
    Calculation(
        "beta_discrete_weibull",
        message("The same where a customer's own chance to leave may rise or fall with time, and whether it does."),
        RETENTION,
        CONTRACT,
        samples=False,
        fits=True,
        shown=("stayed", "modelled", "modelled_low", "modelled_high"),
        draws=True,
    ),
    Calculation(
        "buying_covariates",
        message("Do channel, satisfaction or region go with how often customers buy and how soon they leave?"),
        (
            FREQUENCY,
            RECENCY,
            OBSERVED,
            Take(
                "columns",
                "--column",
                message("Column of what is known of the customer; name several with commas, or repeat the option."),
                many=True,
            ),
            COUNTS,
        ),
        (
            Setting("model", "--model", "bg-nbd|mbg-nbd|pareto-nbd", message("Model of buying."), default="pareto-nbd"),
            CATEGORICAL,
            MISSING,
            CONFIDENCE,
        ),
        samples=False,
        begins=("leaving",),
        renamed=True,
        shown=(
            *("names", "bases", "buying", "buying_low", "buying_high", "buying_p", "buying_clear"),
            *("leaving", "leaving_low", "leaving_high", "leaving_p", "leaving_clear"),
        ),
        draws=True,
    ),
    Calculation(
        "hold_out",
        message("Would the forecast have been right? Fits to purchases up to a day and checks what followed."),
        PURCHASES,
        (
            SPLIT,
            UNTIL,
            Setting("model", "--model", "bg-nbd|mbg-nbd|pareto-nbd", message("Model of buying."), default="bg-nbd"),
            TOLERANCE,
            CONFIDENCE,
        ),
        samples=False,
        shown=(),
        draws=True,
    ),
    Calculation(
        "choose_model",
        message("Which model of buying to forecast with, by what each would have said of time held out."),
        PURCHASES,
        (
            SPLIT,
            UNTIL,
            Setting(
                "models",
                "--models",
                "NAMES",
                message("Models to compare, such as bg-nbd,pareto-nbd; all if not given."),
                lambda _, text: options.codes(text),
            ),
            TOLERANCE,
            CONFIDENCE,
        ),
        samples=False,
        shown=(
            *("model", "expected", "expected_low", "expected_high", "verdict"),
            *("log_score", "behind", "behind_low", "behind_high", "clear"),
        ),
        draws=True,
    ),
)
