"""The first chapter: how far needs are met, worst first, and what would be gained by mending it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from regulars.insights.chapters.blanks import Blank, blank
from regulars.insights.report import Column, Report, Row, Section, Table, Words
from regulars.insights.satisfaction.counts import Counted, counted, ends
from regulars.insights.satisfaction.scores import enough
from regulars.insights.satisfaction.specify import Question
from regulars.insights.satisfaction.weakest import name_of, weakest_of
from regulars.language import Count, Estimate, Kind, Message, message
from regulars.methods import TopBox, top_box
from regulars.methods.comparison.shrinkage import between_variance

KEY = "chapter-needs"
PARTS = ("dimensions", "gap-dimensions", "worst-first", "gaps", "states", "priorities", "changed")
Z = 1.959964


@dataclass(frozen=True)
class Gain:
    """What the index would gain if one attribute came up to the index; limits those of its gap."""

    key: str
    name: Words
    score: Estimate
    importance: float
    gain: Estimate
    observed: float

    @property
    def clear(self) -> bool:
        """Whether chance alone does not explain it."""
        return self.gain.low is not None and self.gain.low > 0


def needs(question: Question, report: Report, *, seed: int) -> Iterator[Section]:
    """The opening, the parts of the results that speak of needs, the gains, the weakest plank."""
    known = {section.key: section for section in report.sections}
    weakest = weakest_of(question, seed=seed)
    gains = expected_gains(report)
    yield Section(
        KEY,
        message("How far needs are met"),
        _sentence(question, report, weakest, gains),
        opens=True,
    )
    if not question.attributes and question.overall is None:
        yield blank(Blank.NEEDS)
        return
    for key in PARTS:
        if key == "states" and "states" not in known:
            if (states := _states(question)) is not None:
                yield states
        elif key in known:
            yield known[key]
    if gains:
        yield _gains(gains)
    if len(question.attributes) > 1:
        yield _chances(weakest)


def _chances(weakest: Section) -> Section:
    """The probabilities alone: the scores are drawn above, and its mean and its gain are others, with equal weights."""
    table = weakest.table
    if table is None:
        return weakest
    columns = (replace(table.columns[0], title=message("Attribute")), *table.columns[1:])
    alone = replace(table, columns=columns, references={}, reference_names={})
    return replace(weakest, chart=None, caption=None, table=alone)


def _sentence(question: Question, report: Report, weakest: Section, gains: list[Gain]) -> Message:
    name = name_of(weakest)
    first = _standing(report)
    clear = [gain for gain in gains if gain.clear]
    if name is not None:
        rest = message("{name} is clearly the weakest plank.", name=name)
    elif len(clear) > 1:
        rest = message(
            "Clearly below the index are {names}; which of them is weakest is unclear.",
            names=tuple(gain.name for gain in clear),
        )
    elif clear:
        rest = message(
            "Clearly below the index is {name}; that it is the weakest of all is unclear.", name=clear[0].name
        )
    elif len(question.attributes) > 1:
        rest = message("There is no clear weakest attribute.")
    else:
        return first
    return message("{one} {other}", one=first, other=rest)


def _standing(report: Report) -> Message:
    known = {figure.key: figure for figure in report.all_figures()}
    index = known.get("index") or known.get("index_equal")
    if index is not None:
        return message("The satisfaction index is {index} of 100.", index=index.estimate)
    if "csat" in known:
        return message("{share} are satisfied.", share=known["csat"].estimate)
    return report.conclusion


def expected_gains(report: Report) -> list[Gain]:
    """By attribute, the largest first: importance × what is missing to the index, shrunken.

    Of several scores the lowest is low by luck too. Each gap is therefore drawn towards zero by the part of the
    spread of all gaps that chance explains (empirical Bayes), before it is weighed.
    """
    known = {section.key: section.table for section in report.sections}
    scores, weighs = known.get("worst-first"), known.get("priorities")
    if scores is None or weighs is None or "score" not in scores.references:
        return []
    importance = {row.key: cell.value for row, cell in zip(weighs.rows, weighs.column("importance"), strict=True)
                  if isinstance(cell, Estimate)}  # fmt: skip
    found = [
        (row, cell, cell.high - cell.low)
        for row, cell in zip(scores.rows, scores.column("score"), strict=True)
        if isinstance(cell, Estimate) and cell.low is not None and cell.high is not None and row.key in importance
    ]
    total, index = sum(importance.values()), scores.references["score"]
    if len(found) < 3 or not total > 0:
        return []
    gaps = np.array([index - cell.value for _, cell, _ in found])
    errors = np.array([max(width / (2 * Z), 1e-9) for _, _, width in found])
    kept = between_variance(gaps, errors)
    made = []
    for (row, cell, _), gap, error in zip(found, gaps.tolist(), errors.tolist(), strict=True):
        share, reliability = importance[row.key] / total, kept / (kept + error**2)
        shrunken, reach = reliability * gap, Z * np.sqrt(reliability) * error
        made.append(
            Gain(
                row.key,
                row.name,
                cell,
                share,
                Estimate(
                    share * shrunken, share * (shrunken - reach), share * (shrunken + reach), Kind.POINTS, digits=1
                ),
                share * gap,
            )
        )
    return sorted((one for one in made if one.observed > 0), key=lambda one: -one.gain.value)


def _gains(gains: list[Gain]) -> Section:
    clear = [gain for gain in gains if gain.clear]
    if clear:
        said = message(
            "{name} comes first: up to the index, it would lift the index by {gain}.",
            name=clear[0].name,
            gain=clear[0].gain,
        )
    else:
        said = message("No attribute would lift the index beyond chance.")
    rows = tuple(
        Row(
            gain.key,
            gain.name,
            (
                gain.score,
                Estimate(gain.importance, kind=Kind.SHARE),
                gain.gain,
                Estimate(gain.observed, kind=Kind.POINTS, digits=1),
                message("clear") if gain.clear else message("unclear"),
            ),
        )
        for gain in gains
    )
    return Section(
        "improvement",
        message("What to improve first"),
        said,
        table=Table(
            "improvement",
            (
                Column("attribute", message("Attribute"), numeric=False),
                Column("score", message("Score, 0–100")),
                Column("importance", message("Weight in the index")),
                Column("gain", message("Expected gain of the index")),
                Column("observed", message("As observed")),
                Column("clear", message("Gain is"), numeric=False),
            ),
            rows,
        ),
        definition=message(
            "The gain of the index if the attribute came up to it: weight × what is missing. The lowest of several "
            "scores is low by luck too, so the expected gain is shrunken by the part of the differences that chance "
            "explains. It is associated with the attribute; that mending it brings as much is not proven."
        ),
    )


def _states(question: Question) -> Section | None:
    """Of the overall rating, where nobody was asked what they expected."""
    item = question.overall
    if item is None:
        return None
    low, high = ends(item)
    found = counted(question.answers, item)
    if high - low < 3 or not enough(question, found, TopBox):
        return None
    box = top_box(found.points, top=1, bottom=2, scale=(low, high), **found.options)
    middle = _middle(found, low, high)
    shares = (
        (
            "dissatisfied",
            message("Dissatisfied"),
            Estimate(box.bottom_share, box.bottom_low, box.bottom_high, Kind.SHARE),
        ),
        ("indifferent", message("Satisfied or indifferent"), middle),
        ("delighted", message("Delighted"), Estimate(box.share, box.low, box.high, Kind.SHARE)),
    )
    return Section(
        "states",
        message("Dissatisfied, satisfied or indifferent, delighted"),
        message(
            "{share} are dissatisfied; {middle} are satisfied or indifferent, which is no success.",
            share=shares[0][2],
            middle=shares[1][2],
        ),
        table=Table(
            "states",
            (Column("state", message("State"), numeric=False), Column("share", message("Share"))),
            tuple(Row(key, name, (share,)) for key, name, share in shares),
        ),
        caption=message("{n} answered “{item}”.", n=Count(box.n), item=item.label),
        definition=message(
            "By the overall rating: the two lowest answers, those between, the best answer. Against what was expected, "
            "attribute by attribute, the states are told where the questionnaire asks for expectations."
        ),
    )


def _middle(found: Counted, low: int, high: int) -> Estimate:
    """The share between, by the same method: its answers are the top of a scale of two."""
    inside = (found.points >= low + 2) & (found.points <= high - 1)
    box = top_box(np.where(np.isnan(found.points), np.nan, inside.astype(float)), scale=(0, 1), **found.options)
    return Estimate(box.share, box.low, box.high, Kind.SHARE)
