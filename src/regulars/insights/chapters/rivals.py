"""The fourth chapter: where we are ahead of competitors, and where behind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from regulars.insights.chapters.blanks import LEADS, Blank, blank
from regulars.insights.chapters.standing import gaps, grid
from regulars.insights.pictures.attributes import competitive_position as picture
from regulars.insights.report import Section, Table, Words
from regulars.insights.satisfaction.asked.base import any_of, column, few, relabelled, who
from regulars.insights.satisfaction.counts import ends
from regulars.insights.satisfaction.specify import Question
from regulars.language import message
from regulars.methods import CompetitivePosition, competitive_position
from regulars.methods.attributes.competitive_position import EACH_BRAND
from regulars.methods.errors import MethodError
from regulars.survey import Item
from regulars.survey.tags import COMPETITOR, same_scale, tagged

KEY = "chapter-competitors"
US, THEM = "us", "others"
MANY = 5_000  # ratings; from here on fewer resamples tell as much
RESAMPLES, FEWER = 2000, 400


def rivals(question: Question, *, seed: int) -> Iterator[Section]:
    """Our attributes against those of the company that was used last."""
    title = message("Position against competitors")
    pairs = _pairs(question)
    if not pairs:
        yield Section(KEY, title, LEADS[Blank.COMPETITORS], opens=True)
        yield blank(Blank.COMPETITORS)
        return
    first, *more = _position(question, pairs, seed=seed)
    yield Section(KEY, title, first.sentence, opens=True)
    yield replace(first, sentence=None) if first.table is not None else first
    yield from more


def _pairs(question: Question) -> list[tuple[Item, Item]]:
    """Each attribute with the same of the competitor, where both were asked on one scale."""
    known = {key: item for item in question.asked if (key := tagged(item, COMPETITOR)) is not None}
    pairs = [(own, known[own.key]) for own in question.attributes if own.key in known]
    return [pair for pair in pairs if same_scale(*pair)]


def _position(question: Question, pairs: list[tuple[Item, Item]], *, seed: int) -> tuple[Section, ...]:
    """The plane, the gaps, the four cells; or why there are none."""
    title, overall, answers = message("Importance and what sets us apart"), question.overall, question.answers
    if overall is None or len({ends(own) for own, _ in pairs}) > 1:
        why = message("To be compared, all attributes need one scale and an overall rating.")
        return (Section("competitive-position", title, why),)
    rows = who(question, any_of([theirs for _, theirs in pairs]))
    needed, n = max(question.minimum, EACH_BRAND), 0 if rows is None else int(rows.sum())
    if rows is None or n < needed:
        return (few("competitive-position", title, n, needed),)
    own = np.asarray(any_of([one for one, _ in pairs])(answers))
    size, people = len(answers), np.arange(len(answers))
    columns = {one.key: np.concatenate([column(answers, one)[own], column(answers, theirs)[rows]])
               for one, theirs in pairs}  # fmt: skip
    weights = None if answers.weighed is None else np.concatenate([answers.weighed[own], answers.weighed[rows]])
    try:
        found: CompetitivePosition = competitive_position(
            columns,
            [US] * int(own.sum()) + [THEM] * n,
            np.concatenate([column(answers, overall)[own], np.full(n, np.nan)]),
            own=US,
            scale=ends(pairs[0][0]),
            outcome_scale=ends(overall),
            weights=weights,
            clusters=np.concatenate([people[own], people[rows]]),
            n_resamples=RESAMPLES if size < MANY else FEWER,
            seed=seed,
        )
    except MethodError as error:
        return (Section("competitive-position", title, error.message),)
    names: dict[str, Words] = {item.key: item.label for item, _ in pairs}
    names |= {US: message("we"), THEM: message("the competitors")}
    plane = relabelled(
        picture(found),
        names,
        definition=message(
            "Each of those who answered rates us and the other company that they used last. Left of the line we are "
            "behind, above it an attribute goes more with overall satisfaction. They are our customers: whoever left "
            "for a competitor is not among them."
        ),
    )
    return replace(plane, table=_ours(plane.table)), gaps(found, names), grid(found, names)


def _ours(table: Table | None) -> Table | None:
    """The axis in words of ours: a method knows brands by their keys alone."""
    if table is None:
        return None
    title = message("We less the others, points of the scale")
    columns = tuple(replace(one, title=title) if one.key == "x" else one for one in table.columns)
    return replace(table, columns=columns)
