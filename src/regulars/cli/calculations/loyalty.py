"""The commands about which kind of loyal customers are."""

from __future__ import annotations

from regulars.cli.calculations import options
from regulars.cli.calculations.table import SCALE, Calculation, Setting, Take
from regulars.language import message

LOYALTY_SCALE = Setting(
    "loyalty_scale", "--loyalty-scale", "LOW-HIGH", message("Scale of loyalty, if it is another one."), options.scale
)
LOYALTY_CALCULATIONS: tuple[Calculation, ...] = (
    Calculation(
        "loyalty_types",
        message("Loyalists, mercenaries, hostages and defectors: satisfaction and loyalty together."),
        (
            Take(
                "satisfaction",
                "--satisfaction",
                message("Column with satisfaction; name several with commas, or repeat the option."),
                many=True,
            ),
            Take(
                "loyalty",
                "--loyalty",
                message("Column with loyalty, such as “would come back”; several as for satisfaction."),
                many=True,
            ),
            Take(
                "tells_others",
                "--tells-others",
                message("Column: 1 for customers seen to recommend or to warn, else 0."),
                required=False,
            ),
            Take(
                "leaving",
                "--leaving",
                message("Column: 1 for customers who intend to change, else 0."),
                required=False,
            ),
        ),
        (
            SCALE,
            LOYALTY_SCALE,
            Setting(
                "satisfied_from",
                "--satisfied-from",
                "ANSWER",
                message("Lowest answer that is satisfied; three quarters up the scale, if not given."),
                options.decimal,
            ),
            Setting(
                "loyal_from",
                "--loyal-from",
                "ANSWER",
                message("Lowest answer that is loyal; three quarters up the scale, if not given."),
                options.decimal,
            ),
            Setting(
                "extreme",
                "--extreme",
                "SHARE",
                message("Part of the scale at either end that is the very top or bottom."),
                options.decimal,
                "0",
            ),
            Setting(
                "reliability",
                "--reliability",
                "SHARE",
                message("Reliability of the answers, 0 to 1; alpha of several columns, if not given."),
                options.decimal,
            ),
        ),
        counted=message("Customers who answered both"),
        shown=(
            *("counts", "shares", "shares_low", "shares_high", "corrected"),
            *("type_satisfaction", "type_loyalty"),
            *("moves", "moved", "moved_low", "moved_high"),
        ),
        begins=("moves",),
        draws=True,
        more=lambda result: {
            "types": [str(kind) for kind in result.type],
            "probabilities": [None if p != p else p for p in result.probability.tolist()],
            "types_clear": result.clear.tolist(),
        },
    ),
)
