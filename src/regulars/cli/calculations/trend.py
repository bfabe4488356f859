"""The commands that tell signal from noise: waves of a trend, units of a company."""

from __future__ import annotations

from regulars.cli.calculations import options
from regulars.cli.calculations.table import Calculation, Setting, Take
from regulars.language import message

TREND_CALCULATIONS: tuple[Calculation, ...] = (
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
    ),
)
