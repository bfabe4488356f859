"""Where it takes customers most effort: each unit and touchpoint, the worst first."""

from __future__ import annotations

from regulars.insights.report import ChartKind, Column, Row, Section, Table, Words
from regulars.insights.satisfaction.scores import TOO_FEW
from regulars.insights.tracking.estimate import Effort, Estimates
from regulars.insights.tracking.specify import Question
from regulars.language import Count, Estimate, Kind, Missing, Text, message
from regulars.methods.scores.ces import VERSIONS


def effort(question: Question, found: Estimates) -> tuple[Section, ...]:
    """One list for each version of the question: an answer to one says nothing about the other."""
    return tuple(_list(question, version, rows, alone=len(found.effort) == 1) for version, rows in found.effort.items())


def _list(question: Question, version: str, places: tuple[Effort, ...], *, alone: bool) -> Section:
    touchpoints = tuple(dict.fromkeys(place.touchpoint for place in places))
    several = len(touchpoints) > 1
    rows = tuple(
        Row(
            key=str(number),
            name=_name(question, place, several=several),
            cells=(_easy(place), _mean(place), Count(place.n)),
        )
        for number, place in enumerate(places)
    )
    low, high = VERSIONS[version].easy
    ends = VERSIONS[version].scale
    key = "effort" if alone else f"effort-{version.replace('.', '-')}"
    return Section(
        key=key,
        title=message("Where it takes most effort"),
        sentence=message("{touchpoints}, the worst first.", touchpoints=touchpoints),
        table=Table(
            key=key,
            columns=(
                Column("place", message("Touchpoint") if several else message("Unit"), numeric=False),
                Column("easy", message("Found it easy")),
                Column("mean", message("Mean, {low} to {high}", low=ends[0], high=ends[1])),
                Column("n", message("Answers")),
            ),
            rows=rows,
        ),
        chart=ChartKind.BARS,
        definition=message(
            "Customer Effort Score, version {version}: the share that answered {low} to {high}, with its interval, "
            "over the time that this page shows. Below {minimum} answers there is no number.",
            version=version,
            low=low,
            high=high,
            minimum=question.least,
        ),
    )


def _name(question: Question, place: Effort, *, several: bool) -> Words:
    unit = message("no unit") if place.unit is None else question.names.get(place.unit, Text.of(place.unit))
    if not several:
        return unit
    return message("{touchpoint}, {unit}", touchpoint=place.touchpoint, unit=unit)


def _easy(place: Effort) -> Estimate | Missing:
    if place.score is None:
        return Missing(TOO_FEW)
    return Estimate(place.score.share, place.score.share_low, place.score.share_high, Kind.SHARE)


def _mean(place: Effort) -> Estimate | Missing:
    if place.score is None:
        return Missing(TOO_FEW)
    return Estimate(place.score.mean, place.score.low, place.score.high)
