"""Where the boxes of a diagram stand, and which way its arrows go: in layers, causes above what they bring about.

An arrow that passes a layer takes a lane between its boxes. The order within the layers is the one with few crossings:
each layer in turn sorted by the middle of its neighbours, then neighbours swapped while that helps; the places are the
ones that keep lanes straight. Source: [sugiyama1981].
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

Arrow: TypeAlias = tuple[str, str]
# A box is named by its key, a lane by its arrow and its layer.
Slot: TypeAlias = str | tuple[Arrow, int]

LANE, NARROWEST_LANE = 76.0, 14.0
STRAIGHT = 12.0  # how much more a bend of a lane counts than a slope between boxes
ROUNDS = 12


@dataclass(frozen=True)
class Layers:
    """``rows``: the slots of each layer from left to right; ``x``: the middle of each slot; ``box``: width of boxes."""

    rows: tuple[tuple[Slot, ...], ...]
    x: Mapping[Slot, float]
    box: float

    def way(self, arrow: Arrow) -> tuple[int, list[float]]:
        """The layer in which an arrow begins, and its middle in each layer from there to its end."""
        first, last = (self._layer(key) for key in arrow)
        lanes = [self.x[arrow, layer] for layer in range(first + 1, last)]
        return first, [self.x[arrow[0]], *lanes, self.x[arrow[1]]]

    def _layer(self, key: str) -> int:
        return next(layer for layer, row in enumerate(self.rows) if key in row)


def arrange(keys: Sequence[str], arrows: Sequence[Arrow], width: float, box: float, gap: float) -> Layers:
    """Boxes of about this width into a picture of this width; ``arrows`` make no circle."""
    depth = _fitting(_depths(keys, arrows), keys, max(1, int((width + gap) // (0.8 * box + gap))))
    rows, joined = _slots(keys, arrows, depth)
    rows = _uncrossed(rows, joined)
    box = min([box, *((width - _room(row, NARROWEST_LANE, gap)) / _boxes(row) for row in rows if _boxes(row))])
    return Layers(tuple(map(tuple, rows)), _places(rows, joined, width, box, gap), box)


def _depths(keys: Sequence[str], arrows: Sequence[Arrow]) -> dict[str, int]:
    """The layer of each box: below all its causes, and no farther above its effects than it must be."""
    depth = dict.fromkeys(keys, 0)
    for _ in keys:
        for cause, effect in arrows:
            depth[effect] = max(depth[effect], depth[cause] + 1)
    effects: dict[str, list[str]] = defaultdict(list)
    for cause, effect in arrows:
        effects[cause].append(effect)
    caused = {effect for _, effect in arrows}
    for key in keys:
        if key not in caused and effects[key]:
            depth[key] = min(depth[effect] for effect in effects[key]) - 1
    return depth


def _fitting(depth: dict[str, int], keys: Sequence[str], most: int) -> dict[str, int]:
    """A layer with more boxes than fit side by side becomes several."""
    found: dict[str, int] = {}
    below = 0
    for layer in range(max(depth.values()) + 1):
        row = [key for key in keys if depth[key] == layer]
        parts = max(1, -(-len(row) // most))
        each = -(-len(row) // parts)
        found |= {key: below + place // each for place, key in enumerate(row)}
        below += parts
    return found


def _slots(
    keys: Sequence[str], arrows: Sequence[Arrow], depth: Mapping[str, int]
) -> tuple[list[list[Slot]], dict[Slot, list[tuple[Slot, float]]]]:
    """The layers in no good order yet; and what each slot is joined to, straight lanes counting most."""
    rows: list[list[Slot]] = [[] for _ in range(max(depth.values()) + 1)]
    for key in keys:
        rows[depth[key]].append(key)
    joined: dict[Slot, list[tuple[Slot, float]]] = defaultdict(list)
    for arrow in arrows:
        lanes: list[Slot] = [(arrow, layer) for layer in range(depth[arrow[0]] + 1, depth[arrow[1]])]
        way: list[Slot] = [arrow[0], *lanes, arrow[1]]
        for layer, lane in enumerate(lanes, depth[arrow[0]] + 1):
            rows[layer].append(lane)
        for one, other in pairwise(way):
            weight = STRAIGHT if isinstance(one, tuple) and isinstance(other, tuple) else 1.0
            joined[one].append((other, weight))
            joined[other].append((one, weight))
    # Lanes begin between the boxes that they pass, below where they come from.
    begun: dict[str, float] = {}
    for row in rows:
        boxes = [slot for slot in row if isinstance(slot, str)]
        begun |= {key: (at + 0.5) / len(boxes) for at, key in enumerate(boxes)}
        row.sort(key=lambda slot: begun[slot if isinstance(slot, str) else slot[0][0]])
    return rows, joined


def _uncrossed(rows: list[list[Slot]], joined: Mapping[Slot, list[tuple[Slot, float]]]) -> list[list[Slot]]:
    best, least = rows, _crossings(rows, joined)
    now = [list(row) for row in rows]
    for turn in range(ROUNDS):
        layers = range(1, len(now)) if turn % 2 == 0 else range(len(now) - 2, -1, -1)
        for layer in layers:
            beside = now[layer - 1] if turn % 2 == 0 else now[layer + 1]
            place = {slot: (at + 0.5) / len(beside) for at, slot in enumerate(beside)}
            now[layer] = sorted(now[layer], key=_Middle(now[layer], place, joined))
        _swap(now, joined)
        crossed = _crossings(now, joined)
        if crossed < least:
            best, least = [list(row) for row in now], crossed
    return best


class _Middle:
    """Where the neighbours of a slot stand on average; a slot without any stays where it is."""

    def __init__(
        self, row: Sequence[Slot], place: Mapping[Slot, float], joined: Mapping[Slot, list[tuple[Slot, float]]]
    ) -> None:
        self._now = {slot: (at + 0.5) / len(row) for at, slot in enumerate(row)}
        self._place, self._joined = place, joined

    def __call__(self, slot: Slot) -> float:
        found = [self._place[other] for other, _ in self._joined.get(slot, ()) if other in self._place]
        return sum(found) / len(found) if found else self._now[slot]


def _swap(rows: list[list[Slot]], joined: Mapping[Slot, list[tuple[Slot, float]]]) -> None:
    """Neighbours change places while that takes a crossing away."""
    least = _crossings(rows, joined)
    for row in rows:
        for at in range(len(row) - 1):
            row[at], row[at + 1] = row[at + 1], row[at]
            crossed = _crossings(rows, joined)
            if crossed < least:
                least = crossed
            else:
                row[at], row[at + 1] = row[at + 1], row[at]


def _crossings(rows: Sequence[Sequence[Slot]], joined: Mapping[Slot, list[tuple[Slot, float]]]) -> int:
    count = 0
    for upper, lower in pairwise(rows):
        place = {slot: at for at, slot in enumerate(lower)}
        ends = [[place[other] for other, _ in joined.get(slot, ()) if other in place] for slot in upper]
        lines = [(start, end) for start, found in enumerate(ends) for end in found]
        count += sum(a < c and b > d for a, b in lines for c, d in lines)
    return count


def _boxes(row: Sequence[Slot]) -> int:
    return sum(isinstance(slot, str) for slot in row)


def _room(row: Sequence[Slot], lane: float, gap: float) -> float:
    """What lanes and gaps take of a layer."""
    return lane * (len(row) - _boxes(row)) + gap * max(0, _boxes(row) - 1)


def _places(
    rows: Sequence[Sequence[Slot]],
    joined: Mapping[Slot, list[tuple[Slot, float]]],
    width: float,
    box: float,
    gap: float,
) -> dict[Slot, float]:
    """The middle of each slot: as near to what it is joined to as its neighbours leave room."""
    x: dict[Slot, float] = {}
    halves: list[list[float]] = []
    for row in rows:
        lanes = len(row) - _boxes(row)
        free = (width - box * _boxes(row) - gap * max(0, _boxes(row) - 1)) / max(1, lanes)
        lane = min(LANE, max(free, NARROWEST_LANE / 2))
        halves.append([(box + gap) / 2 if isinstance(slot, str) else lane / 2 for slot in row])
        x |= dict(zip(row, _spread([width / 2] * len(row), halves[-1], width + gap, gap), strict=True))
    for turn in range(4 * ROUNDS):
        order = range(len(rows)) if turn % 2 == 0 else range(len(rows) - 1, -1, -1)
        for layer in order:
            wanted = []
            for slot in rows[layer]:
                near = joined.get(slot) or [(slot, 1.0)]
                wanted.append(sum(weight * x[other] for other, weight in near) / sum(weight for _, weight in near))
            x |= dict(zip(rows[layer], _spread(wanted, halves[layer], width + gap, gap), strict=True))
    ends = [
        (x[row[at]] + side * halves[layer][at]) for layer, row in enumerate(rows) for at, side in ((0, -1), (-1, 1))
    ]
    aside = (width - max(ends) - min(ends)) / 2
    return {slot: place + aside for slot, place in x.items()}


def _spread(wanted: Sequence[float], halves: Sequence[float], width: float, gap: float) -> list[float]:
    """Places as near to those wanted as neighbours allow, within the picture: least squares by pooling."""
    offset, ahead = [], 0.0
    for place, half in enumerate(halves):
        ahead += half + (halves[place - 1] if place else 0.0)
        offset.append(ahead)
    pools: list[list[float]] = []  # sum, count
    for want, shift in zip(wanted, offset, strict=True):
        pools.append([want - shift, 1.0])
        while len(pools) > 1 and pools[-2][0] / pools[-2][1] > pools[-1][0] / pools[-1][1]:
            total, count = pools.pop()
            pools[-1][0] += total
            pools[-1][1] += count
    most = width - gap / 2 - (offset[-1] + halves[-1] if offset else 0.0)
    starts = [
        min(max(total / count, -gap / 2), max(most, -gap / 2)) for total, count in pools for _ in range(int(count))
    ]
    return [start + shift for start, shift in zip(starts, offset, strict=True)]
