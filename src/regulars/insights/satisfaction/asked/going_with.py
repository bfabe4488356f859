"""Which dimension goes with coming back: the values, blocks or layers against the intention."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from regulars.insights.answers import Answers
from regulars.insights.pictures.attributes import drivers as picture
from regulars.insights.report import Section, Words
from regulars.insights.satisfaction.asked.base import Floats, Rows, column, relabelled, who
from regulars.insights.satisfaction.counts import ends
from regulars.insights.satisfaction.specify import Question
from regulars.language import Estimate, Kind, Message, message
from regulars.methods import Drivers, drivers
from regulars.methods.errors import MethodError
from regulars.survey import Item

RESAMPLES = 300
MOST_ANSWERS = 20_000  # the intervals of more are narrower than the digits that are shown


def going_with(question: Question, again: Item) -> Section | None:
    """The part of the intention that goes with each dimension of the tree; nothing where too few answered for that."""
    tree = question.survey.tree
    attributes = {item.key: item for item in question.attributes}
    inside = {
        one.key: [attributes[key] for own in one.attributes for key in own.items if key in attributes]
        for one in (() if tree is None else tree.dimensions)
    }
    inside = {key: own for key, own in inside.items() if own}

    def answered(answers: Answers) -> Rows:
        found = answers.answered(again)
        for own in inside.values():
            found = found & np.logical_or.reduce([answers.answered(item) for item in own])
        return np.asarray(found)

    if tree is None or len(inside) < 2 or (rows := who(question, answered)) is None:
        return None
    if int(rows.sum()) < max(question.minimum, Drivers.minimum_n):
        return None
    chosen = np.flatnonzero(rows)[:MOST_ANSWERS]
    means = {key: _mean(question.answers, own, chosen) for key, own in inside.items()}
    try:
        result = drivers(means, column(question.answers, again)[chosen], "johnson", n_resamples=RESAMPLES)
    except MethodError:  # all the same, or two dimensions that are one
        return None
    names: dict[str, Words] = {one.key: one.label for one in tree.dimensions}
    drawn = relabelled(picture(result), names)
    return replace(
        drawn,
        key="going-with",
        title=message("What goes with “{item}”", item=again.label),
        sentence=_in_words(result, names, again),
        definition=message(
            "Of the differences between answers to “{item}”, the part that goes with each dimension (Johnson’s "
            "relative weights). An association; it need not be a cause.",
            item=again.label,
        ),
    )


def _mean(answers: Answers, items: list[Item], chosen: np.ndarray) -> Floats:
    """Of each person, on 0 to 100, over what he or she answered."""
    indices = []
    for item in items:
        low, high = ends(item)
        indices.append(100 * (column(answers, item)[chosen] - low) / (high - low))
    return np.asarray(np.nanmean(np.column_stack(indices), axis=1))


def _in_words(result: Drivers, names: dict[str, Words], again: Item) -> Message:
    first = int(np.argmax(result.importance))
    if not result.above_noise[first]:
        return message("No dimension goes with “{item}” beyond chance.", item=again.label)
    return message(
        "Most goes with “{dimension}”: {share} of the differences.",
        dimension=names[result.names[first]],
        share=Estimate(
            float(result.importance[first]), float(result.low[first]), float(result.high[first]), Kind.SHARE
        ),
    )
