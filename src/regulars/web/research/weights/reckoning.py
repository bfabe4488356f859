"""From margins to weights: what each answer would count, and what that costs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from regulars.language import Message, message
from regulars.methods import post_stratify, rake
from regulars.methods.sampling.calibrated import Calibrated
from regulars.web.research.models import Study
from regulars.web.research.weights.breakdowns import NOBODY_KNOWS, Answered, answered
from regulars.web.research.weights.errors import WeightsError
from regulars.web.research.weights.margins import Margin
from regulars.web.research.weights.models import Way
from regulars.web.words import say

THIN = 10  # answers: below, one person's opinion would move a part of the population
UNKNOWN = message("nobody knows")


@dataclass(frozen=True)
class Share:
    """A part before and after: shares of all answers, 0 to 1. ``weight``: what an answer of it counts, on average."""

    name: str
    n: int
    before: float
    after: float
    population: float

    @property
    def weight(self) -> float:
        """How much more than its share it counts."""
        return self.after / self.before if self.before else 0.0

    @property
    def thin(self) -> bool:
        """Whether few carry it."""
        return self.n < THIN


@dataclass(frozen=True)
class Fitted:
    """A margin, before and after."""

    name: str
    shares: tuple[Share, ...]


@dataclass(frozen=True)
class Reckoned:
    """``weights`` have the mean 1, in the order of ``pks``."""

    pks: tuple[int, ...]
    weights: np.ndarray
    way: Way
    found: Calibrated
    trimmed: int
    margins: tuple[Fitted, ...]

    @property
    def thin(self) -> list[tuple[str, str, int]]:
        """Parts that few answers carry: breakdown, part, answers."""
        return [(one.name, share.name, share.n) for one in self.margins for share in one.shares if share.thin]


def problems(margin: Margin, values: Sequence[str]) -> dict[str, Message]:
    """Value of a part -> what is missing before these answers can be weighted by it."""
    answers, people = Counter(map(margin.home, filter(None, values))), margin.populations()
    found = {}
    for part in margin.parts:
        if part.into:
            continue
        if answers[part.value] and not people.get(part.value):
            # No number: in a confidential study it could be one person.
            found[part.value] = message(
                "Somebody answered from here. Enter how many people there are, or count it together with another part."
            )
        elif people.get(part.value) and not answers[part.value]:
            found[part.value] = message("Nobody answered from here. Count it together with another part.")
    return found


def reckon(study: Study, margins: Sequence[Margin], most: float | None) -> Reckoned:
    """The weights of all answers that count now.

    Raises ``WeightsError`` where a part lacks its population or its answers, and the errors of the methods where no
    weights meet the margins.
    """
    if not margins:
        raise WeightsError(message("Choose at least one breakdown."))
    found = answered(study, [margin.key for margin in margins])
    if not found.pks:
        raise WeightsError(message("Nobody has answered yet: there is nothing to weight."))
    _check(margins, found)
    columns, targets = {}, {}
    for margin in margins:
        columns[margin.shown], targets[margin.shown] = _column(margin, found.values[margin.key])
    way = Way.POST_STRATIFIED if len(margins) == 1 and most is None else Way.RAKED
    if way is Way.POST_STRATIFIED:
        [(name, column)] = columns.items()
        result: Calibrated = post_stratify(column, targets[name])
    else:
        result = rake(columns, targets, most=most)
    weights = result.weights * (len(found.pks) / result.weights.sum())
    fitted = tuple(_fitted(name, column, weights, targets[name]) for name, column in columns.items())
    return Reckoned(found.pks, weights, way, result, getattr(result, "n_trimmed", 0), fitted)


def out_of_sight(sizes: Sequence[int], smallest: int) -> set[int]:
    """Places of parts whose size is not shown: those that are too small, and one more where that would be the rest.

    >>> sorted(out_of_sight([40, 3, 25], 10)), sorted(out_of_sight([40, 25], 10)), sorted(out_of_sight([4, 3, 25], 10))
    ([1, 2], [], [0, 1])
    """
    small = {place for place, size in enumerate(sizes) if 0 < size < smallest}
    if len(small) == 1:
        rest = [place for place, size in enumerate(sizes) if size >= smallest]
        small |= set(sorted(rest, key=lambda place: sizes[place])[:1])
    return small


def _check(margins: Sequence[Margin], found: Answered) -> None:
    for margin in margins:
        values = found.values[margin.key]
        known = {part.value for part in margin.parts}
        if fresh := sorted(set(filter(None, values)) - known):
            raise WeightsError(
                message(
                    "{part} of {breakdown} has no population yet, and somebody answered from there. Enter it.",
                    part=fresh[0],
                    breakdown=margin.label,
                )
            )
        for value, problem in problems(margin, values).items():
            label = next(part.label for part in margin.parts if part.value == value)
            raise WeightsError(
                message("{breakdown}, {part}: {problem}", breakdown=margin.label, part=label, problem=problem)
            )


def _column(margin: Margin, values: Sequence[str]) -> tuple[list[str], dict[str, float]]:
    """The part of each answer by its name, and the share that each part shall have.

    Who did not say keep their own share: nothing is known of how many there are in the population.
    """
    names = {part.value: part.shown for part in margin.parts}
    if len(set(names.values())) < len(names):
        names = {value: f"{name} ({value})" for value, name in names.items()}
    column = [names[margin.home(value)] if value != NOBODY_KNOWS else say(UNKNOWN) for value in values]
    people = {names[home]: count for home, count in margin.populations().items() if count}
    unknown = column.count(say(UNKNOWN)) / len(column)
    total = sum(people.values())
    targets = {name: count / total * (1 - unknown) for name, count in people.items()}
    return column, {**targets, say(UNKNOWN): unknown} if unknown else targets


def _fitted(name: str, column: Sequence[str], weights: np.ndarray, targets: dict[str, float]) -> Fitted:
    parts, codes = np.unique(np.asarray(column, dtype=object), return_inverse=True)
    n, held = np.bincount(codes), np.bincount(codes, weights=weights) / weights.sum()
    rows = {
        part: Share(part, int(n[code]), float(n[code] / len(column)), float(held[code]), targets.get(part, 0.0))
        for code, part in enumerate(parts.tolist())
    }
    return Fitted(name, tuple(rows[part] for part in targets if part in rows))
