"""What is each customer worth, and who is still one? One row for every customer, as of a day.

Staged: ``specify`` reads facts, ``estimate`` asks the methods, ``rows`` writes the table that facts keep. The models
are those of the report on the value of customers, so that list, page and report agree.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import count
from typing import TYPE_CHECKING

import pyarrow as pa

from regulars.insights.scoring.conclude import conclusion, notes
from regulars.insights.scoring.estimate import Scores, estimate
from regulars.insights.scoring.rows import Untold, rows
from regulars.insights.scoring.specify import Before, Grades, specify
from regulars.insights.scoring.starting import Starts
from regulars.insights.value.specify import Terms
from regulars.language import Message, message

if TYPE_CHECKING:
    from regulars.facts import Facts
    from regulars.insights.scope import Scope

STEPS = 4

__all__ = ["Grades", "Scoring", "Untold", "score_customers"]


@dataclass(frozen=True)
class Scoring:
    """The scores of all customers. ``rows`` fits ``facts.write_scores``; ``as_of`` None means no purchase at all.

    ``scores`` holds the models and the segments; None where nobody has a transaction.
    """

    as_of: date | None
    rows: pa.Table
    scores: Scores | None
    conclusion: Message
    notes: tuple[Message, ...]


def score_customers(
    facts: Facts,
    *,
    scope: Scope,
    until: date | str | None = None,
    terms: Terms | None = None,
    grades: Grades | None = None,
    now: datetime | None = None,
    starts: Starts | None = None,
    before: Before | None = None,
    progress: Callable[[Message, int, int | None], None] | None = None,
) -> Scoring:
    """Score everybody who has a purchase line.

    Parameters:
        facts: where the purchases lie.
        scope: units, privacy class and purpose; scores are of the whole company, so a scope of single units raises
            ``ScopeError``.
        until: last day to count; the last day in the data when omitted.
        terms: horizon, margin and discount rate of the values; see ``Terms``.
        grades: where tiers are cut and stages begin; see ``Grades``.
        now: when it was computed, for the record.
        starts: models of an earlier scoring, from which the fits begin.
        before: what was bought until an earlier scoring, and what came in since; only the last day can begin there.
        progress: told each step, its number, and how many there are.
    """
    steps = count()

    def told(step: Message) -> None:
        if progress is not None:
            progress(step, next(steps), STEPS)

    told(message("Reading purchases and answers"))
    question = specify(facts, scope, until, terms or Terms(), grades or Grades(), before)
    found = estimate(question, starts or Starts(), told) if len(question.customers) else None
    told(message("Writing down the scores"))
    return Scoring(
        as_of=question.until,
        rows=rows(question, found, now or datetime.now(UTC)),
        scores=found,
        conclusion=conclusion(question, found),
        notes=notes(question, found),
    )
