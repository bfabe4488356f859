"""The commands that tell signal from noise: waves of a trend, units of a company."""

from __future__ import annotations

from regulars.cli.calculations import options
from regulars.cli.calculations.table import RESAMPLING, Calculation, Setting, Take
from regulars.language import message

VALUES = Take("values", "--column", message("Column with the answers."))
MEASURE = (
    Setting("measure", "--measure", "mean|share|nps", message("What is compared."), default="mean"),
    Setting(
        "scale",
        "--scale",
        "LOW-HIGH",
        message("Lowest and highest answer; 1-5 for a share, 0-10 for an NPS, free for a mean."),
        options.scale,
    ),
    Setting("top", "--top", "N", message("How many of the highest answers count as a hit."), options.whole, "2"),
)

TREND_CALCULATIONS: tuple[Calculation, ...] = (
    Calculation(
        "compare",
        message("Do groups differ, or waves, or the same people before and after? One row for each answer."),
        (
            VALUES,
            Take("groups", "--by", message("Column with the group or wave of each answer.")),
            Take(
                "paired",
                "--respondent",
                message("Column with the respondent: only those who answered in both groups are compared."),
                required=False,
            ),
        ),
        (
            *MEASURE,
            Setting(
                "against",
                "--against",
                "all|rest|first|before",
                message("Each group against all others, against the rest, the first, or the one before."),
                default="all",
            ),
            Setting(
                "order",
                "--order",
                "GROUPS",
                message("The groups in their order, with commas, if it is not that of their names."),
                lambda _, text: options.codes(text),
            ),
            Setting(
                "margin",
                "--margin",
                "NUMBER",
                message("A difference that does not matter; within it two groups are clearly about the same."),
                options.decimal,
            ),
            Setting(
                "adjust",
                "--adjust",
                "bh|holm|none",
                message("How many comparisons at once are allowed for."),
                default="bh",
            ),
            Setting(
                "n_resamples",
                "--resamples",
                "N",
                message("How many resamples the intervals are made from; 0 uses the formulas."),
                options.whole,
                "0",
            ),
            RESAMPLING[1],
        ),
        shown=(
            *("names", "group_n", "value", "low", "high"),
            *("first", "second", "difference", "difference_low", "difference_high"),
            *("p_value", "p_adjusted", "verdict"),
        ),
        begins=("first",),
        draws=True,
    ),
    Calculation(
        "control_chart",
        message("Is a wave of a trend a signal, or only noise? One row for each wave, oldest first."),
        (
            Take("value", "--value", message("Column with the value of each wave."), required=False),
            Take(
                "hits", "--hits", message("Column with the hits of each wave, in place of the value."), required=False
            ),
            Take("n", "--n", message("Column with the number of answers of each wave."), required=False),
            Take("standard_error", "--error", message("Column with the standard error of each value."), required=False),
            Take("names", "--name", message("Column with the name of each wave."), required=False),
        ),
        (
            Setting("kind", "--kind", "p|u|xmr", message("Shares, rates, or anything else."), default="p"),
            Setting(
                "baseline",
                "--baseline",
                "N",
                message("How many waves, from the first on, centre and limits come from; all if not given."),
                options.whole,
            ),
        ),
        samples=False,
        shown=("names", "value", "n_of", "low", "high", "signal"),
        counted=message("Waves"),
        draws=True,
    ),
    Calculation(
        "league",
        message("Units beside each other, with what chance makes of small ones taken out. One row for each answer."),
        (
            VALUES,
            Take("units", "--unit", message("Column with the unit of each answer, such as the hotel.")),
            Take(
                "case_mix",
                "--case-mix",
                message("Column that says what kind of customer answered; name several with commas."),
                many=True,
                required=False,
            ),
        ),
        (
            *MEASURE,
            Setting(
                "n_resamples",
                "--draws",
                "N",
                message("How many draws the ranks are counted in."),
                options.whole,
                "10000",
            ),
            Setting("seed", "--seed", "N", message("The same seed gives the same ranks."), options.whole, "0"),
        ),
        shown=(
            *("names", "unit_n", "adjusted", "shrunken", "shrunken_low", "shrunken_high"),
            *("rank", "rank_low", "rank_high", "chance_worst", "clear"),
        ),
        draws=True,
    ),
)
