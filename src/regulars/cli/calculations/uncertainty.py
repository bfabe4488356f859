"""The commands that say how far chance carries a number. One of them takes no file: its share is counted already."""

from __future__ import annotations

from regulars.cli.calculations import options
from regulars.cli.calculations.table import ANSWERS, ANY_SCALE, CONFIDENCE, MORE_RESAMPLING, Calculation, Setting, Take
from regulars.language import message

TOP = Setting("top", "--top", "N", message("How many answers at the top count as satisfied."), options.whole, "2")

UNCERTAINTY_CALCULATIONS: tuple[Calculation, ...] = (
    Calculation(
        "share_interval",
        message("How sure is a share that is already counted? Takes no file."),
        (),
        (
            Setting("hits", "--hits", "N", message("How many of the answers count."), options.whole, required=True),
            Setting("n", "--n", "N", message("Answers in all."), options.whole, required=True),
            Setting(
                "interval",
                "--interval",
                "wilson|clopper-pearson|agresti-coull|jeffreys|wald",
                message("How the interval is made."),
                default="wilson",
            ),
            CONFIDENCE,
        ),
        samples=False,
        counted=message("Answers"),
    ),
    Calculation(
        "predictive_range",
        message("What will the next customers say? Of how many are satisfied, or the next mean or NPS."),
        (ANSWERS,),
        (
            Setting("m", "--next", "N", message("How many answers come next."), options.whole, required=True),
            Setting("measure", "--measure", "share|mean|nps", message("What is foretold."), default="share"),
            TOP,
            ANY_SCALE,
        ),
    ),
    Calculation(
        "bootstrap",
        message("How sure is a figure that has no formula for it? By drawing the answers again."),
        (Take("values", "--column", message("Column with the numbers.")),),
        (
            Setting("statistic", "--statistic", "mean|median|share|nps", message("The figure wanted."), default="mean"),
            TOP,
            ANY_SCALE,
            Setting(
                "interval", "--interval", "percentile|bca", message("How the interval is made."), default="percentile"
            ),
            *MORE_RESAMPLING,
        ),
    ),
)
