"""The satisfaction pyramid: base conditions carry touchpoints, these satisfaction, this loyalty.

A layer whose index lies clearly below the middle of the scale is broken: whatever stands on it holds no more than it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from regulars.insights.lenses.lens import Lens, Seen
from regulars.insights.report import Behind, Cell, ChartKind, Column, Row, Section, Table
from regulars.insights.satisfaction.counts import pair_sums
from regulars.insights.satisfaction.layers import INDEX_SCALE
from regulars.insights.satisfaction.scores import TOO_FEW
from regulars.insights.satisfaction.specify import Question
from regulars.language import Count, Estimate, Kind, Message, Missing, message
from regulars.methods import WeightedIndex, weighted_index
from regulars.survey import Item, Role, Survey
from regulars.survey.tags import PYRAMID, PYRAMID_LEVELS, by_tag
from regulars.survey.touchpoints import touched

MIDDLE = 50.0
NAMES: Mapping[str, Message] = {
    "base": message("Base conditions"),
    "touchpoints": message("Touchpoints"),
    "satisfaction": message("Satisfaction"),
    "loyalty": message("Loyalty"),
}


@dataclass(frozen=True)
class Level:
    """A layer of the pyramid. ``cap``: the index of the lowest broken layer beneath it, where there is one."""

    key: str
    items: tuple[Item, ...]
    index: WeightedIndex | None
    broken: bool
    cap: float | None = None

    @property
    def capped(self) -> bool:
        """Whether a broken layer beneath is lower than this one."""
        return self.cap is not None and self.index is not None and self.index.index > self.cap


def levels_of(items: tuple[Item, ...]) -> dict[str, tuple[Item, ...]]:
    """The items of each layer, the base first.

    Attributes stand where their tags put them. Where no tag says so, those that judge a touchpoint are touchpoints, and
    what is material or procedural is the base.
    """
    attributes = [item for item in items if item.role is Role.ATTRIBUTE]
    found = by_tag(attributes, PYRAMID, PYRAMID_LEVELS)
    if not found:
        met = tuple(item for item in attributes if touched(item.tags))
        found = {
            "base": tuple(item for item in attributes if item not in met and {"material", "procedural"} & {*item.tags}),
            "touchpoints": met,
        }
    found["satisfaction"] = tuple(item for item in items if item.role is Role.OVERALL)[:1]
    found["loyalty"] = tuple(item for item in items if item.role in (Role.REPURCHASE, Role.RECOMMEND) and item.scale)
    return {key: found[key] for key in NAMES if found.get(key)}


def _fits(survey: Survey, _: object) -> bool:
    found = levels_of(survey.items)
    return len(found) > 2 and bool({"base", "touchpoints"} & found.keys())


def _sections(seen: Seen) -> Iterator[Section | None]:
    question = seen.question
    found = _levels(question, levels_of(question.asked))
    if any(level.index for level in found):
        yield _pyramid(found)
        yield _parts(question, found)


def _levels(question: Question, groups: Mapping[str, tuple[Item, ...]]) -> tuple[Level, ...]:
    """From the base up. All layers are looked at at once, so each is held to a stricter level."""
    found: list[Level] = []
    for key, items in groups.items():
        index, broken = _index(question, items), False
        if index is not None:
            broken = index_at(question, items, len(groups)).high < MIDDLE
        beneath = [one.index.index for one in found if one.broken and one.index is not None]
        found.append(Level(key, items, index, broken, min(beneath, default=None)))
    return tuple(found)


def _index(question: Question, items: tuple[Item, ...]) -> WeightedIndex | None:
    sums = pair_sums(question.answers, items)
    return index_at(question, items, 1) if sums.n >= max(question.minimum, WeightedIndex.minimum_n) else None


def index_at(question: Question, items: tuple[Item, ...], looked_at: int) -> WeightedIndex:
    """The index of a layer, every item counting once; the interval allows for how many are looked at."""
    sums = pair_sums(question.answers, items)
    return weighted_index(sums, np.ones(len(items)), scale=INDEX_SCALE, confidence=1 - 0.05 / looked_at)


def _pyramid(found: tuple[Level, ...]) -> Section:
    broken = any(level.broken for level in found)
    rows = tuple(
        Row(level.key, NAMES[level.key], _cells(level, capped=broken), "weakest" if level.broken else _mark(level))
        for level in reversed(found)
    )
    caps = (Column("cap", message("Holds at most")),) if broken else ()
    return Section(
        "pyramid",
        message("Satisfaction pyramid"),
        _in_words(found),
        table=Table(
            "pyramid",
            (
                Column("level", message("Layer"), numeric=False),
                Column("index", message("Index, 0–100")),
                *caps,
                Column("n", message("Answers")),
            ),
            rows,
            references={"index": MIDDLE},
            reference_names={"index": message("middle of the scale")},
        ),
        chart=ChartKind.BARS,
        caption=_not_asked(found),
        definition=message(
            "The base carries the touchpoints, these carry satisfaction, this carries loyalty. The index of a layer is "
            "the mean of its ratings, each counting once, rescaled to 0–100. A layer is broken where it lies clearly "
            "below the middle, all layers looked at at once; what stands on it holds at most its index."
        ),
    )


def _cells(level: Level, *, capped: bool) -> tuple[Cell, ...]:
    if level.index is None:
        return (Missing(TOO_FEW),) * (3 if capped else 2)
    own = Estimate(level.index.index, level.index.low, level.index.high, Kind.INDEX)
    cap = Missing(message("no limit")) if level.cap is None else Estimate(level.cap, kind=Kind.INDEX)
    return (own, *((cap,) if capped else ()), Count(level.index.n))


def _mark(level: Level) -> str:
    return "above" if level.index is not None and level.index.low > MIDDLE else "same"


def _in_words(found: tuple[Level, ...]) -> Message:
    broken = tuple(NAMES[level.key] for level in found if level.broken)
    capped = tuple(NAMES[level.key] for level in found if level.capped)
    if broken and capped:
        lowest = min(level.cap for level in found if level.capped and level.cap is not None)
        return message(
            "Broken: {broken}. What stands on it holds at most {cap}: {capped}.",
            broken=broken,
            cap=Estimate(lowest, kind=Kind.INDEX),
            capped=capped,
        )
    if broken:
        return message("Broken: {broken}. Nothing above it is rated higher.", broken=broken)
    return message("No layer is broken: none lies clearly below the middle of the scale.")


def _not_asked(found: tuple[Level, ...]) -> Message | None:
    there = {level.key for level in found}
    missing = tuple(name for key, name in NAMES.items() if key not in there)
    return message("This survey asks nothing about: {layers}.", layers=missing) if missing else None


def _parts(question: Question, found: tuple[Level, ...]) -> Section:
    """What the layers are made of, the lowest first; all parts are looked at at once."""
    parts = [(level, item) for level in found for item in level.items if level.key in PYRAMID_LEVELS]
    rows = [_part(question, level, item, len(parts)) for level, item in parts]
    rows.sort(key=lambda row: getattr(row.cells[0], "value", np.inf))
    low = tuple(row.name for row in rows if row.mark == "below")
    return Section(
        "pyramid-parts",
        message("What the pyramid stands on"),
        message("Clearly below the middle: {parts}.", parts=low)
        if low
        else message("No part of it lies clearly below the middle."),
        table=Table(
            "pyramid-parts",
            (
                Column("part", message("Part"), numeric=False),
                Column("index", message("Index, 0–100")),
                Column("level", message("Layer"), numeric=False),
                Column("n", message("Answers")),
            ),
            tuple(rows),
            references={"index": MIDDLE},
            reference_names={"index": message("middle of the scale")},
        ),
        chart=ChartKind.BARS,
    )


def _part(question: Question, level: Level, item: Item, parts: int) -> Row:
    index = _index(question, (item,))
    behind = None if question.privacy.hides else Behind(item.key)
    if index is None:
        sums = pair_sums(question.answers, (item,))
        return Row(item.key, item.label, (Missing(TOO_FEW), NAMES[level.key], Count(sums.n)), behind=behind)
    strict = index_at(question, (item,), parts)
    mark = "below" if strict.high < MIDDLE else "above" if strict.low > MIDDLE else "same"
    cells = (Estimate(index.index, index.low, index.high, Kind.INDEX), NAMES[level.key], Count(index.n))
    return Row(item.key, item.label, cells, mark, behind)


LENS = Lens(
    "pyramid",
    message("Pyramid"),
    message(
        "Ask for overall satisfaction and the intention to come back, and tag attributes as “pyramid:base” or "
        "“pyramid:touchpoints”."
    ),
    _fits,
    _sections,
)
