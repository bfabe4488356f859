"""The commands about how customers buy and stay, from a table of customers."""

from __future__ import annotations

from regulars.cli.calculations.table import CONFIDENCE, COUNTS, FREQUENCY, OBSERVED, RECENCY, Calculation
from regulars.language import message

BUYING_CALCULATIONS: tuple[Calculation, ...] = (
    Calculation(
        "pareto_nbd",
        message("Pareto/NBD model, in which a customer may leave at any time, from a table of customers."),
        (FREQUENCY, RECENCY, OBSERVED, COUNTS),
        (CONFIDENCE,),
        samples=False,
        fits=True,
        shown=(),
    ),
)
