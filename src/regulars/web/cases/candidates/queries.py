"""The queue, and how often its proposals were right."""

from __future__ import annotations

from dataclasses import dataclass

from regulars.language import Estimate, Kind, Message, Missing, message, plural
from regulars.methods import ShareInterval, share_interval
from regulars.web.cases.candidates.models import Candidate, CandidateQuerySet, Decision
from regulars.web.cases.intake.vocabulary import written
from regulars.web.research.inbox.shown import definitions

SHOWN: dict[str, Message] = {one.value: one.said for one in Decision}


@dataclass(frozen=True)
class Line:
    """A proposal with what was written."""

    one: Candidate
    words: str
    why: str


def lines(page: list[Candidate]) -> list[Line]:
    """Of one page; words that were put out of sight stay there."""
    known = definitions([one.response for one in page])
    made = []
    for one in page:
        asked = known.get((one.response.study.questionnaire_id, one.response.version))
        why = "" if one.response.hidden_at else " · ".join(one.why)
        made.append(Line(one, "\n".join(written(one.response, asked)), why))
    return made


def precision(rows: CandidateQuerySet) -> Estimate | Missing:
    """Of the proposals that somebody decided about, how many were complaints."""
    decided = rows.exclude(decision=Decision.WAITING)
    n = decided.count()
    if n < ShareInterval.minimum_n:
        return Missing(plural("too few to judge: {count} decided", "too few to judge: {count} decided", n))
    found = share_interval(decided.filter(decision=Decision.OPENED).count(), n)
    return Estimate(found.share, found.low, found.high, kind=Kind.SHARE, digits=0)


def headline(waiting: int) -> Message:
    """The one sentence."""
    if not waiting:
        return message("No open answer waits to be looked at.")
    return plural(
        "{count} open answer sounds like a complaint.", "{count} open answers sound like complaints.", waiting
    )
