"""Where the names of points go: beside their region, clear of each other, of the points and of the lines.

Each label has a fixed set of places about its region, near ones first, each with a cost. Labels are placed
one after the other at their cheapest place; a few more rounds let early ones give way to later ones. A
label that would have to cover another one or a point is left out: its name stands in the table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
HARD = 1e6


@dataclass(frozen=True)
class Box:
    """A rectangle in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def overlap(self, other: Box) -> float:
        """The shared area."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(0.0, across) * max(0.0, down)

    def outside(self, frame: Box) -> float:
        """How far it sticks out of a frame."""
        return (
            max(0.0, frame.left - self.left)
            + max(0.0, self.right - frame.right)
            + max(0.0, frame.top - self.top)
            + max(0.0, self.bottom - frame.bottom)
        )


@dataclass(frozen=True)
class Named:
    """A point with its region and the size of its label."""

    x: float
    y: float
    region: Box
    width: float
    height: float


@dataclass(frozen=True)
class Placed:
    """The place of one label; ``leader`` when it stands so far off that a line must lead to it."""

    box: Box
    align: str
    leader: bool


def place(
    points: Sequence[Named], frame: Box, walls: Sequence[Box] = (), lines: Sequence[Box] = ()
) -> list[Placed | None]:
    """One place for each point, or None where nothing is free. ``walls`` are never covered, ``lines`` rarely."""
    if not points:
        return []
    dots = [Box(point.x - 5, point.y - 5, point.x + 5, point.y + 5) for point in points]
    options = [_options(point, frame) for point in points]
    fixed = _fixed(points, options, frame, [*walls, *dots], lines)
    boxes = _corners([place.box for own in options for _, place in own])
    clash = _areas(boxes, boxes) > 0
    # What is placed first has the choice, so a few orders are tried and the cheapest whole is taken.
    across = sorted(range(len(points)), key=lambda index: points[index].x)
    orders = [range(len(points)), range(len(points) - 1, -1, -1), across, across[::-1]]
    _, chosen = min((_settle(order, fixed, clash) for order in orders), key=lambda found: found[0])
    return [None if where is None else options[index][where][1] for index, where in enumerate(chosen)]


def _fixed(
    points: Sequence[Named],
    options: list[list[tuple[float, Placed]]],
    frame: Box,
    walls: Sequence[Box],
    lines: Sequence[Box],
) -> Floats:
    """What each place costs whatever the other labels do, shape (points, places)."""
    boxes = _corners([place.box for own in options for _, place in own])
    regions = _areas(boxes, _corners([point.region for point in points]))
    own = np.repeat(np.arange(len(points)), len(options[0]))
    regions[np.arange(len(boxes)), own] = 0.0
    outside = np.array([place.box.outside(frame) > 0 for mine in options for _, place in mine])
    cost = np.array([base for mine in options for base, _ in mine])
    cost += HARD * outside + HARD * (_areas(boxes, _corners(walls)) > 0).any(axis=1)
    cost += 0.4 * regions.sum(axis=1) + 0.6 * _areas(boxes, _corners(lines)).sum(axis=1)
    return np.asarray(cost.reshape(len(points), -1))


def _corners(boxes: Sequence[Box]) -> Floats:
    return np.array([(box.left, box.top, box.right, box.bottom) for box in boxes], dtype=np.float64).reshape(-1, 4)


def _areas(these: Floats, those: Floats) -> Floats:
    """The area that each of these boxes shares with each of those."""
    low = np.maximum(these[:, None, :2], those[None, :, :2])
    high = np.minimum(these[:, None, 2:], those[None, :, 2:])
    return np.asarray(np.maximum(high - low, 0.0).prod(axis=2))


def _settle(order: Sequence[int], fixed: Floats, clash: NDArray[np.bool_]) -> tuple[float, list[int | None]]:
    """Place labels in this order, and again until nothing moves; what it costs, and where each stands."""
    count, places = fixed.shape
    chosen: list[int | None] = [None] * count
    costs = [HARD] * count
    for _ in range(4):
        before = list(chosen)
        for index in order:
            taken = [
                other * places + where for other, where in enumerate(chosen) if where is not None and other != index
            ]
            mine = slice(index * places, (index + 1) * places)
            here = fixed[index] + HARD * clash[mine, taken].any(axis=1)
            best = int(here.argmin())
            costs[index] = float(here[best])
            chosen[index] = best if here[best] < HARD else None
        if chosen == before:
            break
    return sum(costs), chosen


def _options(point: Named, frame: Box) -> list[tuple[float, Placed]]:
    """The places about a region, with what each costs by itself."""
    found = []
    for ring, gap in enumerate((5.0, 16.0, 30.0, 48.0)):
        region = point.region
        left, right = region.left - gap, region.right + gap
        top, bottom = region.top - gap, region.bottom + gap
        middle, near = point.y - point.height / 2, 0.7
        inward_x, inward_y = (region.right - point.x) * near + gap * 0.7, (region.bottom - point.y) * near + gap * 0.7

        def within(x: float) -> float:
            """A name above or below may slide along its region to stay within the picture."""
            return min(max(x, frame.left), frame.right - point.width)

        across = within(point.x - point.width / 2)
        spots = [
            (right, middle, "left", 0.0),
            (across, top - point.height, "center", 4.0),
            (across, bottom, "center", 5.0),
            (left - point.width, middle, "right", 6.0),
            (within(point.x + inward_x), point.y - inward_y - point.height, "left", 8.0),
            (within(point.x + inward_x), point.y + inward_y, "left", 9.0),
            (within(point.x - inward_x - point.width), point.y - inward_y - point.height, "right", 10.0),
            (within(point.x - inward_x - point.width), point.y + inward_y, "right", 11.0),
        ]
        for x, y, align, cost in spots:
            box = Box(x, y, x + point.width, y + point.height)
            found.append((cost + 60.0 * ring, Placed(box, align, leader=ring > 0)))
    return found
