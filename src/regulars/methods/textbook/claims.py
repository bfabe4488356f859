"""What textbooks say of all companies. None of it is a fact about yours.

``low`` and ``high`` are the figure as it is printed; where one number is printed, five points on either side count as
the same. Where "more than" or "at least" is printed there is no upper end.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from regulars.language import Message, message
from regulars.methods.textbook import figures
from regulars.methods.textbook.figures import Figure
from regulars.methods.textbook.given import Given

PROFIT = ("left", "margin", "periods", "discount_rate")
SILENCE = (("problem", "customers", "logged"), ("problem", "complained"))

# What a claim takes, in words: for those who read that it was not asked.
TAKEN: dict[str, Message] = {
    "value": message("what each customer bought"),
    "margin": message("the margin of each customer"),
    "left": message("who left"),
    "rating": message("how satisfied each customer is"),
    "problem": message("who had a problem"),
    "complained": message("who complained"),
    "returned": message("which lost customers returned"),
    "periods": message("how many periods count"),
    "discount_rate": message("the discount rate"),
    "customers": message("how many customers there were"),
    "logged": message("how many complaints the log holds"),
    "prospects": message("how many prospects were approached"),
    "prospects_won": message("how many prospects were won"),
}


@dataclass(frozen=True)
class Claim:
    """One claim: its words, the range it stands for, and what it takes to test it.

    ``takes`` holds the ways to test it: one of these sets of columns and numbers is enough. ``times``: the figure is
    how many times, not a share.
    """

    key: str
    words: Message
    low: float
    high: float
    sources: tuple[str, ...]
    takes: tuple[tuple[str, ...], ...]
    ask: Callable[[Given], Figure]
    caution: Message
    times: bool = False

    def lacking(self, known: frozenset[str]) -> tuple[str, ...]:
        """What is still to be given, by the way that lacks least; nothing where it can be asked."""
        return min((tuple(name for name in way if name not in known) for way in self.takes), key=len)


CLAIMS: tuple[Claim, ...] = (
    Claim(
        "top_fifth",
        message("20% of the customers bring 80% of the revenue."),
        0.75,
        0.85,
        ("koch1998",),
        (("value",),),
        figures.top_fifth,
        message("80 from 20 is seldom exact; the longer the time, the more evenly it is spread."),
    ),
    Claim(
        "more_profit",
        message("Keeping 5% more of the customers brings 25 to 50% more profit."),
        0.25,
        0.50,
        ("reichheld1990",),
        (PROFIT,),
        figures.more_profit,
        message("More profit from five points is a thought experiment: nobody had to reach them or to pay for it."),
    ),
    Claim(
        "more_profit_first",
        message("Keeping 5% more of the customers brings 25 to 85% more profit, as it was first printed."),
        0.25,
        0.85,
        ("reichheld1990",),
        (PROFIT,),
        figures.more_profit,
        message("More profit from five points is a thought experiment: nobody had to reach them or to pay for it."),
    ),
    Claim(
        "silent",
        message("90 to 98% of unhappy customers never complain."),
        0.90,
        0.98,
        ("tarp1986", "goodman1999"),
        SILENCE,
        figures.silent,
        message("How many stay silent depends on the price of what went wrong, and on how easy it is to complain."),
    ),
    Claim(
        "one_in_ten",
        message("Only one unhappy customer in ten complains."),
        0.85,
        0.95,
        ("tarp1986", "goodman1999"),
        SILENCE,
        figures.silent,
        message("How many stay silent depends on the price of what went wrong, and on how easy it is to complain."),
    ),
    Claim(
        "said_satisfied",
        message("65 to 85% of the customers who left had said that they were satisfied."),
        0.65,
        0.85,
        ("reichheld1996",),
        (("rating", "left"),),
        figures.said_satisfied,
        message(
            "Where nearly all customers are satisfied, so are those who leave; the claim is told without its base."
        ),
    ),
    Claim(
        "times_as_easy",
        message("A lost customer is won more than twice as easily as a new one."),
        2.0,
        math.inf,
        ("griffin2001",),
        (("returned", "prospects", "prospects_won"),),
        figures.times_as_easy,
        message("Lost customers who are approached are seldom chosen as prospects are."),
        times=True,
    ),
    Claim(
        "satisfied_and_gone",
        message("Satisfied is not loyal: of the satisfied, at least one in twenty leaves."),
        0.05,
        math.inf,
        ("jones1995",),
        (("rating", "left"),),
        figures.satisfied_and_gone,
        message(
            "“One in twenty” is ours, for none is printed; how many satisfied customers leave is a matter of time."
        ),
    ),
    Claim(
        "stayed_more",
        message("Satisfied customers stay more often than others."),
        0.0,
        math.inf,
        ("oliver1999",),
        (("rating", "left"),),
        figures.stayed_more,
        message("How much more often satisfied customers stay, rating by rating, is told by the loyalty curve."),
    ),
)
