"""The sentence, its reason and its reservations, written from the results by rules."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from regulars.insights.satisfaction.estimate import Estimates
from regulars.insights.satisfaction.specify import Question
from regulars.language import Estimate, Kind, Message, Text, message, plural
from regulars.methods import ImportancePerformance, Quadrant


def named(question: Question) -> Message | Text:
    """The survey's own title, with the wave where there are several."""
    if len(question.waves) < 2 or question.wave is None:
        return question.survey.title
    return message("{survey}, wave {wave}", survey=question.survey.title, wave=question.wave)


def too_few(question: Question) -> Message:
    """Said, not drawn."""
    return plural(
        "{count} answer. A number appears from {minimum}.",
        "{count} answers. A number appears from {minimum}.",
        len(question.answers),
        minimum=question.minimum,
    )


def withheld(question: Question) -> Message:
    """Where the whole less its parts would be a small group."""
    return message(
        "These answers are not shown together, so that nobody can be told apart: less the waves that are shown they "
        "would be a group of fewer than {smallest}. Each wave is shown by itself.",
        smallest=question.least.group,
    )


def conclusion(question: Question, found: Estimates) -> Message:
    """The one sentence: what to mend first, or that nothing stands out. Chance alone never names a candidate."""
    result = found.priorities
    if result is None:
        return _satisfied(question, found)
    ranked = candidates(question, found)
    clear = [row for row in ranked if row.clear]
    if clear:
        return message(
            "Mend {attribute} first: it matters more than the average attribute and is rated {score}, clearly below "
            "the average.",
            attribute=clear[0].name,
            score=clear[0].score,
        )
    low = [row for row in ranked if row.rated_low]
    if low:
        return message(
            "{attribute}, at {score}, is the first candidate to mend: clearly rated below the average, but whether it "
            "matters more than the average is too close to call.",
            attribute=low[0].name,
            score=low[0].score,
        )
    if not np.any(result.clear_performance & (result.performance_distance < 0)):
        return message("No attribute stands out: none is clearly rated below the average.")
    lowest = min(_rows(question, found), key=lambda row: row.score.value)
    return message(
        "No attribute is clearly both important and weak. {attribute} is rated lowest, at {score}.",
        attribute=lowest.name,
        score=lowest.score,
    )


def reason(found: Estimates) -> Message | None:
    """How things stand over all."""
    if found.csat is None:
        return None
    satisfied = Estimate(found.csat.share, found.csat.low, found.csat.high, Kind.SHARE)
    if found.nps is None:
        return message("{satisfied} are satisfied.", satisfied=satisfied)
    return message(
        "{satisfied} are satisfied; promoters less detractors make {nps} points.",
        satisfied=satisfied,
        nps=Estimate(found.nps.points, found.nps.low, found.nps.high, Kind.POINTS),
    )


def notes(question: Question, found: Estimates) -> tuple[Message, ...]:
    """What a careful reader has to know before using the numbers."""
    if found.priorities is None:
        return _why_no_priorities(question, found)
    return (
        message(
            "Importance is associated with overall satisfaction and need not cause it: {share} of its variation goes "
            "with the attributes.",
            share=Estimate(found.priorities.r_squared, kind=Kind.SHARE),
        ),
    )


def _why_no_priorities(question: Question, found: Estimates) -> tuple[Message, ...]:
    needed = ImportancePerformance.minimum_n
    if len(question.attributes) < 2 or found.complete >= needed:
        return ()
    return (
        plural(
            "What matters most is not shown: {count} response answers every attribute, and {needed} are needed.",
            "What matters most is not shown: {count} responses answer every attribute, and {needed} are needed.",
            found.complete,
            needed=needed,
        ),
    )


@dataclass(frozen=True)
class Candidate:
    """An attribute with its score from all answers; ``rated_low``: clearly below the average."""

    name: Text
    score: Estimate
    concentrate: bool
    clear: bool
    rated_low: bool


def candidates(question: Question, found: Estimates) -> list[Candidate]:
    """Attributes that matter more than the line and are rated below it, the lowest first."""
    return sorted((row for row in _rows(question, found) if row.concentrate), key=lambda row: row.score.value)


def _rows(question: Question, found: Estimates) -> list[Candidate]:
    result, index = found.priorities, found.index
    if result is None or index is None:
        return []
    labels = {item.key: item.label for item in question.attributes}
    return [
        Candidate(
            name=labels[name],
            # The score of "worst first": one attribute has one score in a report, whoever skipped another item.
            score=Estimate(index.item_scores[j], index.item_low[j], index.item_high[j], Kind.INDEX),
            concentrate=result.quadrant[j] == Quadrant.CONCENTRATE,
            clear=bool(result.clear[j]),
            rated_low=bool(result.clear_performance[j] and result.performance_distance[j] < 0),
        )
        for j, name in enumerate(result.names)
    ]


def _satisfied(question: Question, found: Estimates) -> Message:
    if found.csat is not None and question.overall is not None:
        return message(
            "{share} gave one of the two best answers to “{item}”.",
            share=Estimate(found.csat.share, found.csat.low, found.csat.high, Kind.SHARE),
            item=question.overall.label,
        )
    if found.nps is not None:
        return message(
            "Promoters less detractors make {nps} points.",
            nps=Estimate(found.nps.points, found.nps.low, found.nps.high, Kind.POINTS),
        )
    if found.ces is not None:
        return message(
            "{share} say that it was easy.",
            share=Estimate(found.ces.share, found.ces.share_low, found.ces.share_high, Kind.SHARE),
        )
    if question.judged is not None or question.recommend is not None:
        return message("Too few have answered to say how satisfied they are.")
    return message("This survey asks neither for overall satisfaction nor for recommendation nor for effort.")
