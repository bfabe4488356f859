"""How much of what is to be expected hangs on customers who are dissatisfied?"""

from __future__ import annotations

import math
from dataclasses import dataclass

from regulars.insights.report import Figure
from regulars.insights.wording import interval_in_words
from regulars.language import Estimate, Kind, Message, message
from regulars.methods.intervals import critical

MINIMUM_N = 10
CONFIDENCE = 0.95


@dataclass(frozen=True)
class Held:
    """``n`` customers whose values are known: their sum, and the sum of their squares; ``unknown`` of the others."""

    n: int
    total: float
    squares: float
    unknown: int
    currency: str


def value_at_risk(held: Held) -> Figure | None:
    """The sum of their expected values; None where they are too few.

    The interval is that of a sum of so many customers of such values, drawn anew. What a single one does varies more,
    and the page of the customer says how much.
    """
    if held.n < MINIMUM_N:
        return None
    variance = max(0.0, held.squares - held.total**2 / held.n) / (held.n - 1)
    reach = critical(CONFIDENCE, held.n - 1) * math.sqrt(variance * held.n)
    return Figure(
        key="value_at_risk",
        label=message("Value at risk"),
        estimate=Estimate(held.total, max(0.0, held.total - reach), held.total + reach, Kind.MONEY, held.currency),
        n=held.n,
        n_missing=held.unknown,
        method=_method(),
        definition=message(
            "What is expected to be spent by customers whose last rating was low, or who are probably lost after one "
            "that was not high. The interval holds as if these customers were a random draw; the forecast of each "
            "has a range of its own. That they are dissatisfied does not say that they will leave."
        ),
        exact_digits=0,
    )


def _method() -> Message:
    return message("{method}, as if these customers were a random draw", method=interval_in_words("student"))
