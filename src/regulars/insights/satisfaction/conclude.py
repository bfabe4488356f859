"""The sentence, its reason and its reservations, written from the results by rules."""

from __future__ import annotations

from regulars.insights.satisfaction.estimate import Estimates
from regulars.insights.satisfaction.specify import MINIMUM_N, Question
from regulars.language import Estimate, Kind, Message, Text, message, plural
from regulars.methods import ImportancePerformance


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
        minimum=MINIMUM_N,
    )


def conclusion(question: Question, found: Estimates) -> Message:
    """The one sentence: what to mend first, or why that cannot be said."""
    if found.priorities is None:
        return _satisfied(question, found)
    ranked = candidates(question, found)
    clear = [row for row in ranked if row[2]]
    if clear:
        return message(
            "Mend {attribute} first: it matters more than most and is rated {score}, clearly below the others.",
            attribute=clear[0][0],
            score=clear[0][1],
        )
    if ranked:
        name, score, _, rated_low = ranked[0]
        if rated_low:
            return message(
                "{attribute}, at {score}, is the first candidate to mend: clearly rated below the others, but whether "
                "it matters more than they do is too close to call.",
                attribute=name,
                score=score,
            )
        return message(
            "{attribute}, at {score}, is the first candidate to mend, but too close to the others to be sure.",
            attribute=name,
            score=score,
        )
    name, score = worst(question, found)
    return message(
        "No attribute is both important and weak. {attribute} is rated lowest, at {score}.", attribute=name, score=score
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


def candidates(question: Question, found: Estimates) -> list[tuple[Text, Estimate, bool, bool]]:
    """Attributes that matter more than the line and are rated below it: clear ones first, worst first.

    Each with its score, whether its position is clear, and whether its rating alone is clearly below the line.
    """
    result = found.priorities
    if result is None:
        return []
    labels = {item.key: item.label for item in question.attributes}
    rows = [
        (
            labels[name],
            Estimate(result.performance[j], result.performance_low[j], result.performance_high[j], Kind.INDEX),
            bool(result.clear[j]),
            bool(result.clear_performance[j]),
        )
        for j, name in enumerate(result.names)
        if result.quadrant[j] == "concentrate"
    ]
    return sorted(rows, key=lambda row: (not row[2], row[1].value))


def worst(question: Question, found: Estimates) -> tuple[Text, Estimate]:
    """The attribute that is rated lowest."""
    result = found.priorities
    assert result is not None  # noqa: S101  asked only where there are priorities
    labels = {item.key: item.label for item in question.attributes}
    j = int(min(range(len(result.names)), key=lambda place: result.performance[place]))
    score = Estimate(result.performance[j], result.performance_low[j], result.performance_high[j], Kind.INDEX)
    return labels[result.names[j]], score


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
    return message("This survey asks neither for overall satisfaction nor for recommendation.")
