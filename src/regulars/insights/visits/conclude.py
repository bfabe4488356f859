"""The sentences about visits."""

from __future__ import annotations

from collections.abc import Sequence

from regulars.insights.visits.estimate import Found, Score
from regulars.insights.visits.specify import FEWEST, Question
from regulars.language import Message, message, plural


def conclusion(found: Found) -> Message:
    """How well the standards are kept, in all."""
    if found.whole is None:
        return message("There is no visit yet.")
    if found.whole.n == 1:
        return message("One visit so far: the standards are kept to {score}.", score=found.whole.estimate)
    return message(
        "The standards are kept to {score}, over {count} visits.", score=found.whole.estimate, count=found.whole.n
    )


def reason(found: Found) -> Message | None:
    """The weakest area, where one clearly is."""
    if len(found.areas) < 2:
        return None
    area, score = found.areas[0]
    near = clearly_lowest([one for _, one in found.areas])
    if near == 1:
        return message("The weakest area is {area}: {score}.", area=area.label, score=score.estimate)
    if score.low is None:
        return message(
            "Lowest so far: {area}, {score}. From {fewest} visits on it can be told whether that is more than chance.",
            area=area.label,
            score=score.estimate,
            fewest=FEWEST,
        )
    return message(
        "No clear weakest area: {areas} lie close together.",
        areas=tuple(one.label for one, _ in found.areas[: min(near, 4)]),
    )


def clearly_lowest(scores: Sequence[Score]) -> int:
    """How many of these, the lowest first, may be the lowest; 1: it clearly is the first.

    Only those with an interval are held against each other; 0 where the lowest has none.
    """
    first = scores[0]
    if first.high is None:
        return 0
    return 1 + sum(one.low is not None and one.low <= first.high for one in scores[1:])


def notes(question: Question) -> tuple[Message, ...]:
    """What a reader has to know."""
    if not question.visits:
        return ()
    said = [
        plural(
            "A score is the weighted mean of what was seen, from 0 to 100; what was not seen counts neither way. "
            "{count} visit.",
            "A score is the weighted mean of what was seen, from 0 to 100; what was not seen counts neither way. "
            "{count} visits.",
            len(question.visits),
        )
    ]
    if len(question.visits) >= FEWEST:
        said.append(message("Intervals hold as if these visits were a random draw of all days, hours and colleagues."))
    return tuple(said)
