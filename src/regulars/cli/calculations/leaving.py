"""The commands about customers who leave: how long they stay, who is next, what it costs, who comes back."""

from __future__ import annotations

from regulars.cli.calculations import options
from regulars.cli.calculations.patterns import CUSTOMERS, DATES, QUANTITY, UNTIL
from regulars.cli.calculations.table import CONFIDENCE, COUNTS, MISSING, RESAMPLING, Calculation, Setting, Take
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
    Calculation(
        "retention_whatif",
        message("What would it be worth to keep more customers? From your own margins."),
        (
            Take("retained", "--retained", message("Column that says whether the customer stayed: yes or no, 1 or 0.")),
            Take("margins", "--margin", message("Column with the margin of the customer in one period.")),
            Take("groups", "--group", message("Column with the segment of each customer."), required=False),
            COUNTS,
        ),
        (
            Setting(
                "points",
                "--points",
                "SHARE",
                message("What is added to retention; 0.05 are five points."),
                options.decimal,
                required=True,
            ),
            Setting("periods", "--periods", "N", message("How many periods count."), options.whole, required=True),
            Setting(
                "discount_rate",
                "--discount",
                "RATE",
                message("Discount rate of one period; 0.1 is ten per cent."),
                options.decimal,
                required=True,
            ),
            YES,
            MISSING,
            CONFIDENCE,
            *RESAMPLING,
        ),
        samples=False,
        draws=True,
        shown=("part_names", "part_n", "retention", "mean_margin", "value_now", "gain", "gain_low", "gain_high"),
    ),
    Calculation(
        "staff_departure_exposure",
        message("How much value hangs on a member of staff, and what is at risk if that one leaves?"),
        (
            Take("staff", "--staff", message("Column with the member of staff who serves the customer.")),
            Take("values", "--value", message("Column with what the customer is worth.")),
            Take(
                "contact_share",
                "--contact-share",
                message("Column with that person’s part of the contacts, 0 to 1."),
                required=False,
            ),
        ),
        (
            Setting(
                "followed",
                "--followed",
                "LEFT,ALL",
                message("Customers who left when their contact left, and how many there were."),
                options.decimals,
            ),
            Setting(
                "otherwise",
                "--otherwise",
                "LEFT,ALL",
                message("The same of customers whose contact stayed."),
                options.decimals,
            ),
            MISSING,
            CONFIDENCE,
        ),
        samples=False,
        name="staff-departure",
        draws=True,
        shown=("staff_names", "staff_customers", "tied", "tied_share", "at_risk", "at_risk_low", "at_risk_high"),
    ),
    Calculation(
        "hidden_complaints",
        message("How many problems never become a complaint? A survey against the log."),
        (
            Take("problems", "--problem", message("Column that says whether the customer had a problem.")),
            Take(
                "complained",
                "--complained",
                message("Column that says whether the customer complained of it."),
                required=False,
            ),
            WEIGHTS,
            Take("counts", "--count", message("Column that says how many answers a row stands for."), required=False),
            Take(
                "clusters",
                "--cluster",
                message("Column with the customer or account that gave several answers."),
                required=False,
            ),
        ),
        (
            Setting(
                "customers",
                "--customers",
                "N",
                message("How many customers there were in that time."),
                options.whole,
                required=True,
            ),
            Setting("logged", "--logged", "N", message("How many of them complained."), options.whole, required=True),
            YES,
            MISSING,
            CONFIDENCE,
        ),
        samples=False,
        draws=True,
        counted=message("Answers"),
        shown=(),
    ),
    Calculation(
        "uplift",
        message("What did a campaign move, against customers left alone?"),
        (
            Take("outcome", "--outcome", message("Column that says whether it happened: yes or no, 1 or 0.")),
            Take("treated", "--treated", message("Column that says whether the customer was approached.")),
            Take("values", "--value", message("Column with what the customer brought in that time."), required=False),
            WEIGHTS,
            COUNTS,
            Take("clusters", "--cluster", message("Column with the household or account."), required=False),
        ),
        (
            Setting("cost", "--cost", "AMOUNT", message("Cost of approaching one customer."), options.decimal, "0"),
            YES,
            MISSING,
            CONFIDENCE,
        ),
        samples=False,
        draws=True,
        shown=(),
    ),
    Calculation(
        "win_back",
        message("How many lost customers return, and what are they worth?"),
        (
            Take("returned", "--returned", message("Column that says whether the lost customer returned.")),
            Take("values", "--value", message("Column with what a customer brings after returning."), required=False),
            COUNTS,
        ),
        (
            Setting("cost", "--cost", "AMOUNT", message("Cost of approaching one customer."), options.decimal, "0"),
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
            YES,
            MISSING,
            CONFIDENCE,
        ),
        samples=False,
        draws=True,
        shown=(),
    ),
    Calculation(
        "purchase_rhythm",
        message("Who is silent for longer than their own rhythm of buying allows?"),
        (CUSTOMERS, DATES, QUANTITY),
        (
            Setting(
                "false_alarm",
                "--false-alarm",
                "SHARE",
                message("Share of those who come back that may be called overdue."),
                options.decimal,
                "0.05",
            ),
            UNTIL,
            MISSING,
            CONFIDENCE,
            Setting(
                "seed", "--seed", "N", message("The same seed checks with the same customers."), options.whole, "0"
            ),
        ),
        samples=False,
        draws=True,
        shown=("who", "silent_days", "usual", "latest", "overdue", "gaps", "own_rhythm"),
    ),
)
