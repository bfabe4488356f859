"""The commands about what customers want, and what they would pay."""

from __future__ import annotations

from regulars.cli.calculations.table import Calculation, Setting, Take
from regulars.language import message

PREFERENCE_CALCULATIONS: tuple[Calculation, ...] = (
    Calculation(
        "kano",
        message("Kano: is a feature taken for granted, wanted, a delight, or of no interest?"),
        (
            Take("functional", "--functional", message("Column: how would you feel if it were there? 1 to 5.")),
            Take("dysfunctional", "--dysfunctional", message("Column: how would you feel if it were not? 1 to 5.")),
            Take("groups", "--group", message("Column with the segment of each respondent."), required=False),
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
    ),
)
