"""Who is this customer: what did they buy and answer, how satisfied were they, what is to be expected?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from regulars.insights.customer.conclude import conclusion, reason
from regulars.insights.customer.figures import figures
from regulars.insights.customer.satisfaction import Rating, Satisfaction
from regulars.insights.customer.specify import Standing, specify
from regulars.insights.customer.timeline import PAGE_SIZE, Entry, Timeline, timeline
from regulars.insights.report import Figure
from regulars.language import Message

if TYPE_CHECKING:
    from regulars.facts import Facts
    from regulars.insights.scope import Scope

__all__ = ["CustomerRecord", "Entry", "Rating", "Satisfaction", "Standing", "Timeline", "one_customer"]


@dataclass(frozen=True)
class CustomerRecord:
    """One customer. ``standing`` is None before the first scoring; ``satisfaction`` where nothing was answered.

    ``figures`` are those that can be told: ``satisfaction``, ``value``, ``alive``, ``net``.
    """

    key: int
    conclusion: Message
    reason: Message | None
    figures: tuple[Figure, ...]
    satisfaction: Satisfaction | None
    standing: Standing | None
    timeline: Timeline


def one_customer(facts: Facts, key: int, *, scope: Scope, page: int = 1, page_size: int = PAGE_SIZE) -> CustomerRecord:
    """Everything about one customer that the scope may see.

    Parameters:
        facts: where it lies.
        key: the customer's key in the facts.
        scope: a scope of single units sees the purchases at and the answers about these units. The scores are
            those of the customer in the whole company: the half of a customer has no value of its own.
        page: of the timeline, latest first.

    Answers to confidential and anonymous surveys belong to nobody and never stand here.
    """
    question = specify(facts, key, scope, limit=page * page_size)
    return CustomerRecord(
        key=key,
        conclusion=conclusion(question),
        reason=reason(question),
        figures=figures(question),
        satisfaction=question.satisfaction,
        standing=question.standing,
        timeline=timeline(question, page, page_size),
    )
