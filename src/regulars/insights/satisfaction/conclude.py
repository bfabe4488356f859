"""The sentence, its reason and its reservations, written from the results by rules."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from regulars.insights.points import between
from regulars.insights.satisfaction.asked import NOTHING_ELSE, Asked
from regulars.insights.satisfaction.asked.ratings import boxes
from regulars.insights.satisfaction.counts import counted, pair_sums
from regulars.insights.satisfaction.estimate import Estimates
from regulars.insights.satisfaction.expected import in_words as gaps_in_words
from regulars.insights.satisfaction.layers import INDEX_SCALE
from regulars.insights.satisfaction.scores import enough
from regulars.insights.satisfaction.specify import Question
from regulars.insights.satisfaction.sure import sure_importance, sure_performance
from regulars.language import Count, Estimate, Kind, Message, Text, message, plural
from regulars.methods import Csat, ImportancePerformance, Nps, Quadrant, TopBox, weighted_index
from regulars.survey import Item


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


def conclusion(question: Question, found: Estimates, asked: Asked = NOTHING_ELSE) -> Message:
    """The one sentence: what to mend first, or that nothing stands out. Chance alone never names a candidate.

    A survey that is asked for something else says that first: the reasons of those who left, the prices, the index.
    """
    return (
        asked.lead
        or _mend(question, found)
        or gaps_in_words(found.gaps)
        or _lowest(question, found)
        or _satisfied(question, found, asked)
    )


def _mend(question: Question, found: Estimates) -> Message | None:
    """What to mend first, where the attributes can be told apart."""
    result = found.priorities
    if result is None:
        return None
    ranked = candidates(question, found)
    if ranked and ranked[0].clear:
        return message(
            "Mend {attribute} first: it matters more than the average attribute and is rated {score}, clearly below "
            "the average.",
            attribute=ranked[0].name,
            score=ranked[0].score,
        )
    if ranked:
        return message(
            "{attribute}, at {score}, is the first candidate to mend: clearly rated below the average, but whether it "
            "matters more than the average is too close to call.",
            attribute=ranked[0].name,
            score=ranked[0].score,
        )
    if not np.any(sure_performance(result) & (result.performance_distance < 0)):
        return message("No attribute stands out: none is clearly rated below the average.")
    lowest = min(_rows(question, found), key=lambda row: row.score.value)
    return message(
        "No attribute is clearly both important and weak. {attribute} is rated lowest, at {score}.",
        attribute=lowest.name,
        score=lowest.score,
    )


def reason(question: Question, found: Estimates, asked: Asked = NOTHING_ELSE) -> Message | None:
    """How things stand over all, without saying again what the conclusion says."""
    if asked.lead is not None and (mend := _mend(question, found)) is not None:
        return mend
    if found.csat is None:
        return None
    if found.priorities is None and question.overall is not None:
        if asked.lead is not None:
            return _best_answers(question.overall, found.csat)
        if gaps_in_words(found.gaps) is None and _lowest(question, found) is None:
            return _dissatisfied(question, found)
    satisfied = Estimate(found.csat.share, found.csat.low, found.csat.high, Kind.SHARE)
    if found.nps is None and found.priorities is None and question.overall is not None:
        return _best_answers(question.overall, found.csat)
    if found.nps is None:
        return message("{satisfied} are satisfied.", satisfied=satisfied)
    return message(
        "{satisfied} are satisfied; promoters less detractors make {nps} points.",
        satisfied=satisfied,
        nps=_points(found.nps),
    )


def _dissatisfied(question: Question, found: Estimates) -> Message | None:
    item = question.overall
    answers = None if item is None else counted(question.answers, item)
    if item is None or not enough(question, answers, TopBox) or answers is None:
        return None
    box = boxes(item, answers)
    low = Estimate(box.bottom_share, box.bottom_low, box.bottom_high, Kind.SHARE)
    if found.nps is None:
        return message("{share} gave one of the two lowest.", share=low)
    return message(
        "{share} gave one of the two lowest; promoters less detractors make {nps} points.",
        share=low,
        nps=_points(found.nps),
    )


def _lowest(question: Question, found: Estimates) -> Message | None:
    """The attribute that is rated lowest, where so many attributes do not bring one so low by chance."""
    if found.index_equal is None or len(question.attributes) < 2 or found.index_equal.n < question.minimum:
        return None
    level = 1 - 0.05 / len(question.attributes)
    sums, equal = pair_sums(question.answers, question.attributes), np.ones(len(question.attributes))
    strict = weighted_index(sums, equal, scale=INDEX_SCALE, confidence=level)
    at = int(np.argmin(strict.item_scores))
    if not strict.gap_high[at] < 0 or strict.item_n[at] < question.minimum:
        return None
    index = found.index_equal
    return message(
        "Rated lowest is “{attribute}”, at {score}, clearly below the average of all attributes.",
        attribute=next(item.label for item in question.attributes if item.key == index.names[at]),
        score=Estimate(index.item_scores[at], index.item_low[at], index.item_high[at], Kind.INDEX),
    )


def _best_answers(item: Item, found: Csat) -> Message:
    return message(
        "{share} gave one of the two best answers to “{item}”.",
        share=Estimate(found.share, found.low, found.high, Kind.SHARE),
        item=item.label,
    )


def _points(found: Nps) -> Estimate:
    return Estimate(found.points, found.low, found.high, Kind.POINTS)


def notes(question: Question, found: Estimates) -> tuple[Message, ...]:
    """What a careful reader has to know before using the numbers."""
    first = (*_left_early(question), *_weighted(question), *_between(question))
    if found.priorities is None:
        return (*first, *_why_no_priorities(question, found))
    return (
        *first,
        message(
            "Importance is associated with overall satisfaction and need not cause it: {share} of its variation goes "
            "with the attributes.",
            share=Estimate(found.priorities.r_squared, kind=Kind.SHARE),
        ),
    )


def _left_early(question: Question) -> tuple[Message, ...]:
    left = question.answers.left_early
    if not left:
        return ()
    return (
        plural(
            "{count} of {all} responses ends before the last page. What it answers counts, question by question.",
            "{count} of {all} responses end before the last page. What they answer counts, question by question.",
            left,
            all=len(question.answers),
        ),
    )


def _between(question: Question) -> tuple[Message, ...]:
    """What becomes of answers that nobody could tick: means of several, and a slider's."""
    columns = question.answers.columns
    items = [item for item in question.asked if item.key in columns and between(columns[item.key])]
    if not items:
        return ()
    return (
        plural(
            "Answers to {count} question lie between the points of its scale, such as those to “{item}”. Means take "
            "them as they are; shares count each at the last point that it has reached.",
            "Answers to {count} questions lie between the points of their scale, such as those to “{item}”. Means "
            "take them as they are; shares count each at the last point that it has reached.",
            len(items),
            item=items[0].label,
        ),
    )


def _weighted(question: Question) -> tuple[Message, ...]:
    """What weighting changes, and what it does not reach."""
    answers = question.answers
    if answers.weighed is None:
        return ()
    inside = answers.weighed[answers.weighed > 0]
    effective = Count(round(float(inside.sum()) ** 2 / float((inside**2).sum())))
    found = [
        message(
            "Each answer counts by its survey weight in the index, NPS, satisfaction, effort, attributes and other "
            "ratings, problems, gaps, prices, competitors, units and steps of time; in what else was asked each counts "
            "as one. {n} answers tell as much as {effective} would without weights, and the heaviest counts {largest} "
            "times the mean.",
            n=Count(len(inside)),
            effective=effective,
            largest=Estimate(float(inside.max() / inside.mean()), digits=1),
        )
    ]
    if answers.unweighed is not None and (late := int(answers.unweighed.sum())):
        found.append(
            plural(
                "{count} answer came after its wave was weighted, and counts as one until the wave is weighted again.",
                "{count} answers came after their wave was weighted, and count as one until it is weighted again.",
                late,
            )
        )
    return tuple(found)


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
    """An attribute with its score from all answers.

    ``rated_low``: clearly below the average; ``clear``: and clearly more important than it; ``minor``: clearly less.
    ``gain``: of the index, if the attribute came up to it.
    """

    name: Text
    score: Estimate
    clear: bool
    rated_low: bool
    minor: bool
    gain: float


def candidates(question: Question, found: Estimates) -> list[Candidate]:
    """Attributes that are clearly rated low and do not clearly matter less, those first that would lift the index most.

    Chance decides on which side of the line of importance an attribute lies that is near to it: the one that holds the
    index down most must not give its place to one that is weak by little.
    """
    rows = (row for row in _rows(question, found) if row.rated_low and not row.minor)
    return sorted(rows, key=lambda row: -row.gain)


def _rows(question: Question, found: Estimates) -> list[Candidate]:
    result, index = found.priorities, found.index
    if result is None or index is None:
        return []
    labels = {item.key: item.label for item in question.attributes}
    rated, weighs = sure_performance(result), sure_importance(result)
    return [
        Candidate(
            name=_inline(labels[name]),
            # The score of "worst first": one attribute has one score in a report, whoever skipped another item.
            score=Estimate(index.item_scores[j], index.item_low[j], index.item_high[j], Kind.INDEX),
            clear=bool(rated[j] and weighs[j] and result.quadrant[j] == Quadrant.CONCENTRATE),
            rated_low=bool(rated[j] and result.performance_distance[j] < 0),
            minor=bool(weighs[j] and result.importance_distance[j] < 0),
            gain=float(index.importance[j] * (index.index - index.item_scores[j])),
        )
        for j, name in enumerate(result.names)
    ]


def _inline(label: Text) -> Text:
    """A statement within a sentence stands in quotation marks, without its full stop."""
    return Text(
        {tag: f"“{words[:-1]}”" if words.endswith((".", "。")) else words for tag, words in label.words.items()}
    )


def _satisfied(question: Question, found: Estimates, asked: Asked) -> Message:
    if found.csat is not None and question.overall is not None:
        return _best_answers(question.overall, found.csat)
    if found.nps is not None:
        return message("Promoters less detractors make {nps} points.", nps=_points(found.nps))
    if found.ces is not None:
        return message(
            "{share} say that it was easy.",
            share=Estimate(found.ces.share, found.ces.share_low, found.ces.share_high, Kind.SHARE),
        )
    if question.judged is not None or question.recommend is not None:
        return message("Too few have answered to say how satisfied they are.")
    said = next((section.sentence for section in asked.sections if section.sentence is not None), None)
    return said or message("This survey asks neither for overall satisfaction nor for recommendation nor for effort.")
