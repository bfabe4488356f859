"""The commands about what satisfaction does to loyalty, and attributes to satisfaction."""

from __future__ import annotations

from regulars.cli.calculations import options
from regulars.cli.calculations.loyalty import LOYALTY_SCALE
from regulars.cli.calculations.table import SCALE, Calculation, Setting, Take
from regulars.language import message

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
        ),
        draws=True,
        shown=(
            *("levels", "level_n", "loyalty", "loyalty_low", "loyalty_high"),
            *("step_from", "step_to", "step_gain", "step_gain_low", "step_gain_high"),
            *("group_names", "group_n", "group_rise", "group_rise_low", "group_rise_high", "group_shape"),
        ),
        begins=("step_from", "group_names"),
    ),
)
