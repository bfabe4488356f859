"""What was expected and what was found: the gap of each attribute, and how many are in which state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from regulars.insights.answers import Answers
from regulars.insights.points import NONE
from regulars.insights.report import Cell, ChartKind, Column, Row, Section, Table, Words
from regulars.insights.satisfaction.counts import counted_together, ends
from regulars.insights.satisfaction.scores import TOO_FEW
from regulars.insights.satisfaction.specify import Question
from regulars.language import Count, Estimate, Kind, Message, Missing, Text, message
from regulars.methods import Disconfirmation, Expectation, disconfirmation, service_gaps
from regulars.survey import Item
from regulars.survey.tags import Expected

_NAMED = 4  # more names than these are a list, which is the table
_MARKS = {Expectation.DISSATISFIED: "below", Expectation.DELIGHTED: "above"}


@dataclass(frozen=True)
class Gap:
    """An attribute that was asked both ways; ``result`` None where too few answered both."""

    asked: Expected
    result: Disconfirmation | None
    n: int


def gaps(question: Question) -> tuple[Gap, ...]:
    """The gap of each attribute, the widest shortfall first; those with too few answers last."""
    return tuple(sorted((_gap(question, asked) for asked in question.expected), key=_order))


def _order(gap: Gap) -> tuple[bool, float]:
    return (gap.result is None, 0.0 if gap.result is None else _points(gap.asked, gap.result).value)


def _gap(question: Question, asked: Expected) -> Gap:
    both = counted_together(question.answers, asked.expectation, asked.attribute)
    if both.n < max(question.minimum, Disconfirmation.minimum_n):
        return Gap(asked, None, both.n)
    scale = ends(asked.attribute)
    tolerance = min(asked.tolerance, scale[1] - scale[0] - 1)
    return Gap(
        asked,
        disconfirmation(
            both.first, both.second, scale=scale, tolerance=tolerance, counts=both.counts, weights=both.weights
        ),
        both.n,
    )


def sections_of(question: Question, found: Sequence[Gap], dimensions: Section | None) -> tuple[Section | None, ...]:
    """How wide the gaps are, by dimension and by attribute, and whom they leave how.

    ``dimensions``: how these are rated; it stands beside their gaps.
    """
    if not any(gap.result for gap in found):
        return (dimensions,)
    tree = question.survey.tree
    inside = (
        {}
        if tree is None
        else {one.key: [key for own in one.attributes for key in own.items] for one in tree.dimensions}
    )
    names = {} if tree is None else {one.key: one.label for one in tree.dimensions}
    return by_dimension(question, found, inside, names), dimensions, _widths(found), _states(found)


def by_dimension(
    question: Question, found: Sequence[Gap], dimensions: Mapping[str, Sequence[str]], names: Mapping[str, Words]
) -> Section | None:
    """SERVQUAL: the gap of each dimension, where all was asked on one scale. ``dimensions``: keys of attributes."""
    pairs = {gap.asked.attribute.key: gap.asked for gap in found if gap.result}
    if len({ends(pair.attribute) for pair in pairs.values()}) != 1:
        return None
    inside = {key: [own for own in keys if own in pairs] for key, keys in dimensions.items()}
    inside = {key: own for key, own in inside.items() if own}
    if len(inside) < 2:
        return None
    wanted = [pairs[key] for own in inside.values() for key in own]
    answers, low, high = question.answers, *ends(wanted[0].attribute)
    before, after = (
        {pair.attribute.key: _points_of(answers, getattr(pair, side)) for pair in wanted}
        for side in ("expectation", "attribute")
    )
    result = service_gaps(before, after, dimensions=inside, scale=(low, high), weights=answers.weighed)
    unit = 100 / (high - low)
    rows = tuple(
        Row(
            result.dimensions[at],
            names[result.dimensions[at]],
            (
                Estimate(
                    unit * result.dimension_gap[at],
                    unit * result.dimension_low[at],
                    unit * result.dimension_high[at],
                    Kind.POINTS,
                ),
                Count(len(inside[result.dimensions[at]])),
            ),
            "below" if result.dimension_high[at] < 0 else "above" if result.dimension_low[at] > 0 else "same",
        )
        for at in np.argsort(result.dimension_gap, kind="stable")
    )
    return Section(
        key="gap-dimensions",
        title=message("Expected and found, by dimension"),
        sentence=message(
            "Widest is the gap of {dimension}; all in all it is {gap}.",
            dimension=rows[0].name,
            gap=Estimate(unit * result.gap, unit * result.low, unit * result.high, Kind.POINTS),
        ),
        table=Table(
            key="gap-dimensions",
            columns=(
                Column("dimension", message("Dimension"), numeric=False),
                Column("gap", message("Found less expected, points")),
                Column("n", message("Attributes")),
            ),
            rows=rows,
            references={"gap": 0.0},
            reference_names={"gap": message("as expected")},
        ),
        chart=ChartKind.GAPS,
        definition=message(
            "The mean gap of the attributes of each dimension, rescaled to 0–100, every attribute counting once "
            "(SERVQUAL)."
        ),
    )


def _points_of(answers: Answers, item: Item) -> NDArray[np.float64]:
    points = answers.item(item)
    return np.where(points == NONE, np.nan, points.astype(np.float64))


def _widths(found: Sequence[Gap]) -> Section:
    rows = tuple(
        Row(
            key=gap.asked.attribute.key,
            name=gap.asked.attribute.label,
            cells=_width_cells(gap),
            mark="" if gap.result is None else _MARKS.get(gap.result.state, "same"),
        )
        for gap in found
    )
    return Section(
        key="gaps",
        title=message("Expected and found"),
        sentence=_widths_in_words(found),
        table=Table(
            key="gaps",
            columns=(
                Column("attribute", message("Attribute"), numeric=False),
                Column("gap", message("Found less expected, points")),
                Column("state", message("Against expectation"), numeric=False),
                Column("n", message("Answers to both")),
            ),
            rows=rows,
            references={"gap": 0.0},
            reference_names={"gap": message("as expected")},
        ),
        chart=ChartKind.GAPS,
        definition=message(
            "Both ratings of the same person, rescaled to 0–100: what was found less what was expected. The mean gap "
            "has Student's interval; it is clear where the interval lies beyond what counts as expected."
        ),
    )


def _width_cells(gap: Gap) -> tuple[Cell, ...]:
    if gap.result is None:
        return Missing(TOO_FEW), TOO_FEW, Count(gap.n)
    return _points(gap.asked, gap.result), _state_in_words(gap.result), Count(gap.n)


def _points(asked: Expected, result: Disconfirmation) -> Estimate:
    """The gap on 0 to 100: ratings on different scales stand side by side."""
    low, high = ends(asked.attribute)
    unit = 100 / (high - low)
    return Estimate(unit * result.gap, unit * result.low, unit * result.high, Kind.POINTS)


def _state_in_words(result: Disconfirmation) -> Message:
    match result.state:
        case Expectation.DISSATISFIED:
            return message("clearly less than expected")
        case Expectation.DELIGHTED:
            return message("clearly more than expected")
    return message("as expected") if result.clear else message("no clear difference")


def _widths_in_words(found: Sequence[Gap]) -> Message:
    below = tuple(gap.asked.attribute.label for gap in found if _state(gap) is Expectation.DISSATISFIED)
    above = tuple(gap.asked.attribute.label for gap in reversed(found) if _state(gap) is Expectation.DELIGHTED)
    if len(below) + len(above) > _NAMED:
        return _counted_in_words(found, below, above)
    if below and above:
        return message("Clearly less than expected: {below}. Clearly more: {above}.", below=below, above=above)
    if below:
        return message("Clearly less than expected: {below}.", below=below)
    if above:
        return message("Clearly more than expected: {above}. Nothing is clearly less.", above=above)
    return message("No attribute differs clearly from what was expected.")


def _counted_in_words(found: Sequence[Gap], below: tuple[Text, ...], above: tuple[Text, ...]) -> Message:
    if below and not above:
        return message(
            "{below} of {all} attributes are clearly less than expected. Widest is the gap of “{attribute}”.",
            below=len(below),
            all=len(found),
            attribute=below[0],
        )
    if below:
        return message(
            "{below} of {all} attributes are clearly less than expected, {above} clearly more. Widest is the gap of "
            "“{attribute}”.",
            below=len(below),
            above=len(above),
            all=len(found),
            attribute=below[0],
        )
    return message(
        "{above} of {all} attributes are clearly more than expected, none is clearly less.",
        above=len(above),
        all=len(found),
    )


def in_words(found: Sequence[Gap]) -> Message | None:
    """What can be said of the gaps, where there are some."""
    return _widths_in_words(found) if any(gap.result for gap in found) else None


def _state(gap: Gap) -> Expectation | None:
    return None if gap.result is None else gap.result.state


def _states(found: Sequence[Gap]) -> Section:
    worst = max((gap for gap in found if gap.result), key=lambda gap: gap.result.dissatisfied if gap.result else 0.0)
    rows = tuple(
        Row(
            key=gap.asked.attribute.key,
            name=gap.asked.attribute.label,
            cells=(*([Missing(TOO_FEW)] * 3 if gap.result is None else _shares(gap.result)), Count(gap.n)),
        )
        for gap in found
    )
    return Section(
        key="states",
        title=message("Dissatisfied, satisfied or indifferent, delighted"),
        sentence=message(
            "{share} found less than they expected in “{attribute}”, the most of all.",
            share=_dissatisfied(worst.result) if worst.result else Missing(TOO_FEW),
            attribute=worst.asked.attribute.label,
        ),
        table=Table(
            key="states",
            columns=(
                Column("attribute", message("Attribute"), numeric=False),
                Column("dissatisfied", message("Dissatisfied")),
                Column("indifferent", message("Satisfied or indifferent")),
                Column("delighted", message("Delighted")),
                Column("n", message("Answers to both")),
            ),
            rows=rows,
        ),
        chart=ChartKind.STATES,
        definition=_definition(found),
    )


def _shares(result: Disconfirmation) -> list[Cell]:
    return [
        _dissatisfied(result),
        Estimate(result.indifferent, result.indifferent_low, result.indifferent_high, Kind.SHARE),
        Estimate(result.delighted, result.delighted_low, result.delighted_high, Kind.SHARE),
    ]


def _dissatisfied(result: Disconfirmation) -> Estimate:
    return Estimate(result.dissatisfied, result.dissatisfied_low, result.dissatisfied_high, Kind.SHARE)


def _definition(found: Sequence[Gap]) -> Message:
    if any(gap.asked.tolerance for gap in found):
        return message(
            "Who found less than expected is dissatisfied, who found more is delighted. As expected, within the steps "
            "that the questionnaire allows, is satisfied or indifferent: no success."
        )
    return message(
        "Who found less than expected is dissatisfied, who found more is delighted. Just as expected is satisfied or "
        "indifferent: no success."
    )
