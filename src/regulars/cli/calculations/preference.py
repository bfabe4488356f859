"""The commands about what customers want, and what they would pay."""

from __future__ import annotations

from dataclasses import replace

from regulars.cli.calculations import options
from regulars.cli.calculations.table import (
    ITEMS,
    RESAMPLING,
    SAMPLING,
    SAMPLING_TAKES,
    Calculation,
    Setting,
    Take,
)
from regulars.language import message

GROUP = Take("groups", "--group", message("Column with the segment of each respondent."), required=False)

PREFERENCE_CALCULATIONS: tuple[Calculation, ...] = (
    Calculation(
        "kano",
        message("Kano: is a feature taken for granted, wanted, a delight, or of no interest?"),
        (
            Take("functional", "--functional", message("Column: how would you feel if it were there? 1 to 5.")),
            Take("dysfunctional", "--dysfunctional", message("Column: how would you feel if it were not? 1 to 5.")),
            GROUP,
        ),
        (
            Setting("table", "--table", "classic|variant", message("Which evaluation table."), default="classic"),
            Setting(
                "decided_by",
                "--decided-by",
                "mode|berger",
                message("The class is the most frequent one, or found by Berger’s rule."),
                default="mode",
            ),
        ),
        shown=(
            *("counts", "shares", "shares_low", "shares_high"),
            *("segment_names", "segment_n", "segment_category", "segment_clear"),
            *("segment_better", "segment_better_low", "segment_better_high"),
            *("segment_worse", "segment_worse_low", "segment_worse_high"),
        ),
        draws=True,
    ),
    Calculation(
        "price_sensitivity",
        message("Van Westendorp: the range of prices that customers accept, and with intentions the best price."),
        (
            Take("too_cheap", "--too-cheap", message("Column with the price at which the quality is doubted.")),
            Take("cheap", "--cheap", message("Column with the price that is a bargain.")),
            Take("expensive", "--expensive", message("Column with the price that is getting expensive.")),
            Take("too_expensive", "--too-expensive", message("Column with the price at which nobody would buy.")),
            Take(
                "intention_cheap",
                "--intention-cheap",
                message("Column: how likely is a purchase at the cheap price?"),
                required=False,
            ),
            Take(
                "intention_expensive",
                "--intention-expensive",
                message("Column: how likely is a purchase at the expensive price?"),
                required=False,
            ),
        ),
        (
            Setting(
                "counting",
                "--counting",
                "inclusive|exclusive|psm",
                message("How an answer exactly at a price counts."),
                default="inclusive",
            ),
            Setting(
                "price_range",
                "--price-range",
                "LOW-HIGH",
                message("Lowest and highest price that can be meant; codes such as 9999 lie beyond."),
                options.scale,
            ),
            Setting(
                "intention_scale",
                "--intention-scale",
                "LOW-HIGH",
                message("Scale of the intentions; high is sure to buy."),
                options.scale,
                "1-5",
            ),
            Setting(
                "calibration",
                "--calibration",
                "NUMBERS",
                message("Chance of a purchase for each point of that scale, lowest first."),
                options.decimals,
                "0,0.1,0.3,0.5,0.7",
            ),
            *RESAMPLING,
        ),
        draws=True,
        shown=("plateau_from", "plateau_to", "prices", "too_cheap", "cheap", "expensive", "too_expensive", "trial"),
    ),
    Calculation(
        "gabor_granger",
        message("Gabor-Granger: how many would buy at each price, and at which price is most earned?"),
        (
            Take(
                "intentions",
                "--column",
                message("Column with the answers at one price; name several with commas, or repeat the option."),
                many=True,
            ),
        ),
        (
            Setting(
                "prices",
                "--prices",
                "NUMBERS",
                message("The price of each column in the same order, such as 10,20,30."),
                options.decimals,
                required=True,
            ),
            Setting(
                "scale",
                "--scale",
                "LOW-HIGH",
                message("Lowest and highest answer; high is sure to buy."),
                options.scale,
                "0-1",
            ),
            Setting(
                "top",
                "--top",
                "N",
                message("How many answers at the top mean that a person would buy."),
                options.whole,
                "1",
            ),
            Setting("unit_cost", "--unit-cost", "AMOUNT", message("What one piece costs us."), options.decimal, "0"),
            *RESAMPLING,
        ),
        shown=(
            *("prices", "price_n", "demand", "demand_low", "demand_high", "earned", "earned_low", "earned_high"),
            *("elasticity", "chance_best"),
        ),
        draws=True,
    ),
    Calculation(
        "max_diff",
        message("MaxDiff: what do people prefer, from the best and the worst of several sets?"),
        (
            Take("best", "--best", message("Column with the best item of a set, or 1 where a row’s item was chosen.")),
            Take("worst", "--worst", message("Column with the worst item, in the same way."), required=False),
            Take(
                "shown",
                "--shown",
                message("Columns with the items shown, one for each place of a set; one row for each set."),
                many=True,
                required=False,
            ),
            Take("item", "--item", message("Column with the item, one row for each item of a set."), required=False),
            Take("task", "--set", message("Column with the set, one row for each item of a set."), required=False),
            GROUP,
            SAMPLING_TAKES[0],
            replace(SAMPLING_TAKES[1], help=message("Column that says how many sets a row stands for.")),
            replace(SAMPLING_TAKES[2], flag="--respondent", help=message("Column with the respondent.")),
        ),
        (
            Setting(
                "errors",
                "--errors",
                "respondents|model",
                message("Intervals from how respondents differ, or as if all choices were independent."),
                default="respondents",
            ),
            *SAMPLING,
        ),
        samples=False,
        shown=(
            *("names", "share", "share_low", "share_high", "utility", "score", "times_shown", "times_best"),
            *("times_worst", "rank_low", "rank_high", "clear_next"),
            *("segment_names", "segment_items", "segment_n", "segment_share", "segment_share_low"),
            *("segment_share_high", "segment_utility", "segment_too_few"),
        ),
        begins=("segment_names",),
        counted=message("Sets answered"),
        draws=True,
    ),
    Calculation(
        "constant_sum",
        message("Constant sum: how do people divide points among what they value?"),
        (Take("X", "--column", ITEMS, many=True), GROUP),
        (
            Setting(
                "total", "--total", "N", message("What the points of each person add up to."), options.decimal, "100"
            ),
            Setting(
                "tolerance",
                "--tolerance",
                "SHARE",
                message("How far a sum may be off, in parts of the total."),
                options.decimal,
                "0.02",
            ),
            Setting(
                "off",
                "--off",
                "set_aside|rescale",
                message("What happens to sums that are farther off."),
                default="set_aside",
            ),
        ),
        shown=(
            *("names", "mean", "low", "high", "times_equal", "times_equal_low", "times_equal_high", "given_none"),
            *("rank_low", "rank_high", "clear_next"),
            *("segment_names", "segment_items", "segment_n", "segment_mean", "segment_mean_low", "segment_mean_high"),
            "segment_too_few",
        ),
        begins=("segment_names",),
        draws=True,
    ),
    Calculation(
        "ranking",
        message("Ranking: in which order do people put the items, and do they agree? 1 is the most preferred."),
        (Take("ranks", "--column", ITEMS, many=True), GROUP),
        (
            Setting(
                "ties",
                "--ties",
                "refuse|share",
                message("Ranks that repeat or skip a place: leave the respondent out, or let items share places."),
                default="refuse",
            ),
        ),
        shown=(
            *("names", "borda", "borda_low", "borda_high", "mean_rank", "ranked_first", "rank_low", "rank_high"),
            *("preferred_next", "clear_next"),
            *("segment_names", "segment_items", "segment_n", "segment_borda", "segment_borda_low"),
            *("segment_borda_high", "segment_too_few"),
        ),
        begins=("segment_names",),
        draws=True,
    ),
)
