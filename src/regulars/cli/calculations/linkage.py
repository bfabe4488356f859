"""The commands about what satisfaction does to loyalty, and attributes to satisfaction."""

from __future__ import annotations

from regulars.cli.calculations import options
from regulars.cli.calculations.loyalty import LOYALTY_SCALE
from regulars.cli.calculations.table import (
    ANY_SCALE,
    ATTRIBUTES,
    MISSING,
    OUTCOME_SCALE,
    SCALE,
    Calculation,
    Setting,
    Take,
)
from regulars.language import message

OUTCOME = Take("y", "--outcome", message("Column with overall satisfaction."))
OUTCOMES = Take(
    "y",
    "--outcome",
    message("Column with overall satisfaction; several that all ask for it with commas."),
    many=True,
)
LINKAGE_CALCULATIONS: tuple[Calculation, ...] = (
    Calculation(
        "loyalty_curve",
        message("What satisfaction does to loyalty: the curve, straight or not, and its steepest step."),
        (
            Take("satisfaction", "--satisfaction", message("Column with satisfaction.")),
            Take("loyalty", "--loyalty", message("Column with loyalty: yes or no, or an answer on a scale.")),
            Take("groups", "--group", message("Column with the segment of each respondent."), required=False),
        ),
        (
            SCALE,
            LOYALTY_SCALE,
            Setting(
                "loyal_from",
                "--loyal-from",
                "ANSWER",
                message("Lowest answer on the scale of loyalty that counts as loyal."),
                options.decimal,
            ),
            Setting(
                "bands",
                "--bands",
                "N",
                message("Put satisfaction into so many bands of equal width."),
                options.whole,
            ),
            Setting(
                "loyalty_missing",
                "--loyalty-missing",
                "CODES",
                message("Codes of loyalty that mean “no answer”, where they are others."),
                lambda _, text: options.codes(text),
            ),
        ),
        draws=True,
        shown=(
            *("levels", "level_n", "loyalty", "loyalty_low", "loyalty_high"),
            *("step_from", "step_to", "step_gain", "step_gain_low", "step_gain_high"),
            *("group_names", "group_n", "group_rise", "group_rise_low", "group_rise_high", "group_shape"),
        ),
        begins=("step_from", "group_names"),
    ),
    Calculation(
        "penalty_reward",
        message("Penalty and reward: which attributes cost when they fail, which please when they excel?"),
        (ATTRIBUTES, OUTCOME),
        (
            SCALE,
            OUTCOME_SCALE,
            Setting(
                "low_to",
                "--low-to",
                "ANSWER",
                message("Highest rating that is low; a third of the scale, if not given."),
                options.decimal,
            ),
            Setting(
                "high_from",
                "--high-from",
                "ANSWER",
                message("Lowest rating that is high; a third of the scale, if not given."),
                options.decimal,
            ),
        ),
        left_out=("names",),
        draws=True,
        shown=(
            *("names", "category", "penalty", "penalty_low", "penalty_high"),
            *("reward", "reward_low", "reward_high", "p_adjusted", "same_class"),
        ),
    ),
    Calculation(
        "satisfied_leavers",
        message("How many of the customers who left had said that they were satisfied?"),
        (
            Take("rating", "--rating", message("Column with the last rating of each customer.")),
            Take("left", "--left", message("Column: whether the customer left, yes or no.")),
            Take("rating_day", "--rating-day", message("Column with the day of the rating."), required=False),
            Take("leaving_day", "--leaving-day", message("Column with the day of leaving."), required=False),
        ),
        (
            Setting("as_of", "--as-of", "DAY", message("Last day known of those who stayed."), options.day),
            Setting(
                "within",
                "--within",
                "DAYS",
                message("How many days before leaving a rating counts."),
                options.decimal,
                "365",
            ),
            SCALE,
            Setting(
                "satisfied_from",
                "--satisfied-from",
                "ANSWER",
                message("Lowest rating that is satisfied; the second highest, if not given."),
                options.decimal,
            ),
            Setting(
                "claim",
                "--claim",
                "LOW-HIGH",
                message("Share that is claimed, such as 0.65-0.85."),
                options.scale,
                "0.65-0.85",
            ),
        ),
        counted=message("Customers with a rating in time"),
        draws=True,
    ),
    Calculation(
        "unexplained",
        message("How much of the overall judgement do the attributes not explain?"),
        (ATTRIBUTES, OUTCOMES),
        (
            ANY_SCALE,
            OUTCOME_SCALE,
            Setting(
                "reliability",
                "--reliability",
                "SHARE",
                message("Reliability of the overall judgement, 0 to 1, where it is known."),
                options.decimal,
            ),
        ),
        left_out=("names",),
        draws=True,
        shown=(),
    ),
    Calculation(
        "departures",
        message("Whose overall judgement departs most from what they say of the attributes?"),
        (
            ATTRIBUTES,
            OUTCOMES,
            Take("customers", "--customer", message("Column with the customer’s name or number."), required=False),
        ),
        (
            ANY_SCALE,
            OUTCOME_SCALE,
            Setting("most", "--most", "N", message("How many customers are listed."), options.whole, "20"),
            MISSING,
        ),
        samples=False,
        left_out=("names",),
        shown=("called", "row", "judgement", "expected", "less", "distance"),
        counted=message("Customers who answered all of it"),
        draws=True,
    ),
    Calculation(
        "latent_dissatisfaction",
        message("Who shows signs of dissatisfaction and never complained? One row for each customer."),
        (
            Take("complained", "--complained", message("Column: whether the customer complained, yes or no.")),
            Take("rating", "--rating", message("Column with the last rating of each customer."), required=False),
            Take("previous_rating", "--previous-rating", message("Column with the rating before."), required=False),
            Take(
                "days_since", "--days-since", message("Column with the days since the last purchase."), required=False
            ),
            Take(
                "usual_days",
                "--usual-days",
                message("Column with the usual days between the customer’s purchases."),
                required=False,
            ),
            Take("comment", "--comment", message("Column with what the customer wrote."), required=False),
            Take("replied", "--replied", message("Column: whether the customer replied, yes or no."), required=False),
        ),
        (
            SCALE,
            Setting(
                "low_to",
                "--low-to",
                "ANSWER",
                message("Highest rating that is low; a third of the scale, if not given."),
                options.decimal,
            ),
            Setting("falls_by", "--falls-by", "POINTS", message("By how much a rating falls."), options.decimal, "1"),
            Setting(
                "lapsed_after",
                "--lapsed-after",
                "TIMES",
                message("After how many usual intervals purchases have lapsed."),
                options.decimal,
                "3",
            ),
            Setting(
                "words_from",
                "--words-from",
                "N",
                message("Fewer letters and figures than this are hardly a word."),
                options.whole,
                "4",
            ),
            Setting(
                "at_least",
                "--at-least",
                "N",
                message("How many signs it takes to count as dissatisfied."),
                options.whole,
                "1",
            ),
        ),
        counted=message("Customers who can be judged"),
        draws=True,
        shown=(
            *("signs", "sign_judged", "sign_shown", "sign_complained", "sign_silent"),
            *("sign_share", "sign_share_low", "sign_share_high"),
        ),
    ),
)
