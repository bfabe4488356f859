"""The figures of the report: tiles on top, the rest in the table of exact figures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from regulars.insights.report import Figure, Section
from regulars.insights.satisfaction.counts import ends
from regulars.insights.satisfaction.estimate import Estimates
from regulars.insights.satisfaction.scores import Measure, method_in_words
from regulars.insights.satisfaction.specify import Question
from regulars.insights.wording import change_in_words, interval_in_words
from regulars.language import Estimate, Kind, Message, Text, message
from regulars.methods import Csat, IndexSensitivity, Nps
from regulars.survey import SampleKind


def tiles(question: Question, found: Estimates) -> tuple[Figure, ...]:
    """Index, NPS, CSAT, mean and effort: what stands at the top."""
    figures = [
        _index(question, found),
        _nps(question, found),
        _csat(question, found),
        _mean(question, found),
        _ces(question, found),
    ]
    return hedged(question, figures)


def hedged(question: Question, figures: Iterable[Figure | None]) -> tuple[Figure, ...]:
    """Those that are there. Where people chose themselves, every interval says on what it rests."""
    found = tuple(figure for figure in figures if figure is not None)
    if question.survey.sample is not SampleKind.OPT_IN:
        return found
    return tuple(
        replace(figure, method=message("{method}, as if those who answered were a random draw", method=figure.method))
        for figure in found
    )


def exact_figures(question: Question, found: Estimates) -> tuple[Section, ...]:
    """The same quantities without weights, and under others: how much they depend on them."""
    parts = []
    if plain := hedged(question, [_index_plain(found), *_scores_plain(found)]):
        parts.append(
            Section(
                key="without-weights",
                title=message("The same without weights"),
                sentence=message("What those who answered say, each of them counted as one."),
                figures=plain,
            )
        )
    if others := hedged(question, _other_indices(question, found)):
        parts.append(
            Section(
                key="other-weights",
                title=message("The same under other weights"),
                sentence=message("How far the index depends on how attributes are weighted."),
                figures=others,
            )
        )
    return tuple(parts)


def _index(question: Question, found: Estimates) -> Figure | None:
    index = found.index
    if index is None:
        return None
    return _figure(
        "index",
        message("Satisfaction index"),
        Estimate(index.index, index.low, index.high, Kind.INDEX),
        index,
        question,
        definition=message(
            "Each attribute rescaled to 0–100 and weighted by its derived importance (Johnson's relative weights), "
            "which the interval takes as known."
        ),
    )


_SOURCES = {
    "equal": message("Satisfaction index, all attributes equal"),
    "tree": message("Satisfaction index, as the questionnaire weighs"),
}


def _index_plain(found: Estimates) -> Figure | None:
    index = found.index_plain
    if index is None:
        return None
    return _figure(
        "index_plain",
        message("Satisfaction index, unweighted"),
        Estimate(index.index, index.low, index.high, Kind.INDEX),
        index,
        note=message("attributes weighted as in the index above"),
    )


def _scores_plain(found: Estimates) -> list[Figure]:
    figures = []
    if (nps := found.nps_plain) is not None:
        figures.append(_figure("nps_plain", message("Recommendation (NPS), unweighted"), _points(nps), nps))
    if (csat := found.csat_plain) is not None:
        figures.append(_figure("csat_plain", message("Satisfied (CSAT), unweighted"), _share(csat), csat))
    if (mean := found.mean_plain) is not None:
        shown = Estimate(mean.mean, mean.low, mean.high, Kind.NUMBER)
        figures.append(_figure("mean_plain", message("Mean rating, unweighted"), shown, mean, exact_digits=4))
    if (ces := found.ces_plain) is not None:
        shown = Estimate(ces.mean, ces.low, ces.high, Kind.NUMBER)
        figures.append(_figure("ces_plain", message("Effort (CES), unweighted"), shown, ces, exact_digits=4))
    return figures


def _other_indices(question: Question, found: Estimates) -> list[Figure]:
    """The index under weights from elsewhere, and whether they matter."""
    result = found.sensitivity
    if result is None:
        return []
    return [
        _figure(
            f"index_{source}",
            _SOURCES[source],
            Estimate(float(result.index[i]), float(result.low[i]), float(result.high[i]), Kind.INDEX),
            result,
            question,
            note=_apart(result, i) if found.index is not None else None,
        )
        for i, source in enumerate(result.sources)
        if source in _SOURCES
    ]


def _apart(result: IndexSensitivity, i: int) -> Message:
    """Against the index above, from the same people."""
    low, high = float(result.difference_low[i]), float(result.difference_high[i])
    if low <= 0 <= high:
        return message("no clear difference from the index above")
    return message(
        "{difference} against the index above",
        difference=Estimate(float(result.difference[i]), low, high, Kind.POINTS),
    )


def _nps(question: Question, found: Estimates) -> Figure | None:
    if found.nps is None:
        return None
    return _figure(
        "nps",
        message("Recommendation (NPS)"),
        _points(found.nps),
        found.nps,
        question,
        note=_change(question, found, Measure.RECOMMENDED)
        or message(
            "{promoters} promoters, {detractors} detractors",
            promoters=Estimate(found.nps.promoters, kind=Kind.SHARE),
            detractors=Estimate(found.nps.detractors, kind=Kind.SHARE),
        ),
        definition=message(
            "Share of 9–10 less share of 0–6 on the question whether one would recommend, in points from −100 to "
            "+100. Who did not answer is left out and counted."
        ),
    )


def _csat(question: Question, found: Estimates) -> Figure | None:
    if found.csat is None or question.overall is None:
        return None
    return _figure(
        "csat",
        message("Satisfied (CSAT)"),
        _share(found.csat),
        found.csat,
        question,
        note=_change(question, found, Measure.SATISFIED)
        or message("top two answers to “{item}”", item=question.overall.label),
        definition=message("Share of answers in the top two boxes of “{item}”.", item=question.overall.label),
    )


def _mean(question: Question, found: Estimates) -> Figure | None:
    mean, item = found.mean, question.overall
    if mean is None or item is None:
        return None
    low, high = ends(item)
    return _figure(
        "mean",
        message("Mean rating, {low} to {high}", low=low, high=high),
        Estimate(mean.mean, mean.low, mean.high, Kind.NUMBER),
        mean,
        question,
        note=message("as an index: {index}", index=Estimate(mean.index, mean.index_low, mean.index_high, Kind.INDEX)),
        definition=message("Sum of the ratings divided by their number; the index is the same rescaled to 0–100."),
        exact_digits=4,
    )


def _ces(question: Question, found: Estimates) -> Figure | None:
    result, item = found.ces, question.effort
    if result is None or item is None:
        return None
    easy = Estimate(result.share, result.share_low, result.share_high, Kind.SHARE)
    return _figure(
        "ces",
        message("Effort (CES)"),
        Estimate(result.mean, result.low, result.high, Kind.NUMBER),
        result,
        question,
        note=message("{easy} say that it was easy", easy=easy),
        definition=message(
            "Mean answer to “{item}”, 1 to 7, high is easy (version 2.0 of the score). Easy is 5 to 7.", item=item.label
        )
        if result.high_is_good
        else message(
            "Mean answer to “{item}”, 1 to 5, low is easy (version 1.0 of the score). Easy is 1 or 2.", item=item.label
        ),
        exact_digits=4,
    )


def _figure(
    key: str, label: Message, estimate: Estimate, result: Any, question: Question | None = None, **more: Any
) -> Figure:
    """A figure with the n, the missing answers and the method of the result that it comes from.

    ``question``: of the answers that were taken with their weights, if they have any.
    """
    method = interval_in_words(result.interval) if question is None else method_in_words(question, result)
    return Figure(key, label, estimate, result.n, result.n_missing, method, **more)


def _points(result: Nps) -> Estimate:
    return Estimate(result.points, result.low, result.high, Kind.POINTS)


def _share(result: Csat) -> Estimate:
    return Estimate(result.share, result.low, result.high, Kind.SHARE)


def _change(question: Question, found: Estimates, measure: Measure) -> Message | None:
    """Against the wave before, where the trend goes by waves; the same test as there, so that both say one thing."""
    course = found.trend.courses.get(measure)
    change = None if course is None or question.wave is None else course.changes.get(question.wave)
    if change is None or change.before != question.before:
        return None
    return change_in_words(change.verdict, change.estimate, Text.of(change.before))
