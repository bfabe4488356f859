"""Dealers: goods, service, business and company, worst first, and by who answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from regulars.insights.lenses.lens import Lens, Seen
from regulars.insights.report import Cell, Column, Row, Section, Table, Words
from regulars.insights.satisfaction.counts import pair_sums
from regulars.insights.satisfaction.layers import INDEX_SCALE
from regulars.insights.satisfaction.scores import TOO_FEW
from regulars.language import Count, Estimate, Kind, Message, Missing, Text, message
from regulars.methods import WeightedIndex, weighted_index
from regulars.survey import Item, ItemKind, Survey
from regulars.survey.tags import DEALER, DEALER_BLOCKS, by_tag

MOST_TYPES = 8
NAMES: Mapping[str, Message] = {
    "goods": message("Goods"),
    "service": message("Service"),
    "economics": message("Business"),
    "image": message("Company"),
}


def _blocks(survey: Survey) -> dict[str, tuple[Item, ...]]:
    """By tag; without tags by the dimensions of a tree that has all four."""
    tagged = by_tag(survey.items, DEALER, DEALER_BLOCKS)
    if tagged or survey.tree is None:
        return tagged
    inside = {one.key: [key for own in one.attributes for key in own.items] for one in survey.tree.dimensions}
    items = {item.key: item for item in survey.items}
    if not set(DEALER_BLOCKS) <= set(inside):
        return {}
    return {block: tuple(items[key] for key in inside[block] if key in items) for block in DEALER_BLOCKS}


def _sections(seen: Seen) -> Iterator[Section | None]:
    groups = _blocks(seen.question.survey)
    names = {key: NAMES.get(key) or Text.of(key) for key in groups}
    yield seen.by_groups(
        "dealer-blocks",
        message("Dealers’ satisfaction by block"),
        message("Block"),
        groups,
        names,
        nothing=message("No block differs clearly from the index."),
        definition=message("An index of the attributes of each block, weighted as in the index of all."),
    )
    yield _by_type(seen, seen.attributes(groups), names)
    yield from seen.parts("worst-first")


def _by_type(seen: Seen, groups: Mapping[str, tuple[Item, ...]], names: Mapping[str, Words]) -> Section | None:
    """The same of each answer to the first choice that was asked, such as the work that somebody does."""
    question, index = seen.question, seen.index
    asked = next((item for item in question.asked if item.kind is ItemKind.CHOICE), None)
    if question.privacy.hides or asked is None or index is None or not 1 < len(asked.options) <= MOST_TYPES:
        return None
    weight = dict(zip(index.names, index.importance.tolist(), strict=True))
    chosen = question.answers.item(asked)
    rows = []
    for place, (option, label) in enumerate(asked.options.items()):
        here = question.answers.only(np.asarray(chosen == place), ("option", asked.key, option))
        cells: list[Cell] = []
        for own in groups.values():
            sums = pair_sums(here, own)
            weights = {item.key: weight[item.key] for item in own}
            few = sums.n < max(question.minimum, WeightedIndex.minimum_n) or not any(weights.values())
            cells.append(Missing(TOO_FEW) if few else _estimate(weighted_index(sums, weights, scale=INDEX_SCALE)))
        rows.append(Row(option, label, (*cells, Count(len(here)))))
    columns = (Column(key, names[key]) for key in groups)
    return Section(
        "dealer-types",
        message("By “{question}”", question=asked.label),
        table=Table(
            "dealer-types",
            (Column("type", message("Answer"), numeric=False), *columns, Column("n", message("Answers"))),
            tuple(rows),
        ),
    )


def _estimate(found: WeightedIndex) -> Estimate:
    return Estimate(found.index, found.low, found.high, Kind.INDEX)


LENS = Lens(
    "dealers",
    message("Dealers"),
    message(
        "Tag attributes with their block, such as “dealer:economics”; the questionnaire “Dealer satisfaction” asks for "
        "all four."
    ),
    lambda survey, _: len(_blocks(survey)) > 1,
    _sections,
)
