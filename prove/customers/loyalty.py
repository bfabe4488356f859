"""Loyalty: types, hostages set free, stages and moves, attitude beside behaviour; service types and value maps."""

from __future__ import annotations

from typing import Any

import numpy as np

from customers.cases import Case, Draw, Parts, effective, of_each, three
from regulars.methods import hostage_flip, loyalty_measure, loyalty_types, service_type, stages, value_map

BETWEEN = np.array([-1.5, -0.5, 0.5, 1.5])  # between the points of the scale
SHAPES = {"middling": 0.0, "skewed": 1.2, "strongly skewed": 2.2}


def _answers(random: np.random.Generator, centre: float, n: int, items: int) -> np.ndarray:
    """Items of people who like or dislike all of them (correlation about 0.4)."""
    felt = centre + 0.63 * random.normal(size=(n, 1)) + 0.77 * random.normal(size=(n, items))
    return 1 + (felt[:, :, None] > BETWEEN).sum(axis=2)


def _two(centre: float) -> Draw:
    return lambda random, n: _answers(random, centre, n, 2)


def _types(table: np.ndarray) -> Parts:
    found = loyalty_types(table[:, 0], table[:, 1], reliability=0.8)
    moved = {"moved": (found.moved, found.moved_low, found.moved_high)}
    return {**three(found, "loyal", "told"), **of_each(found, "shares", "corrected"), **moved}


def _measure(table: np.ndarray) -> Parts:
    found = loyalty_measure(table[:, 0], table[:, 1])
    index = {"index": (found.index, found.low, found.high)}
    return {**index, **three(found, "attitude", "behaviour", "agreement"), **of_each(found, "shares")}


def _held(centre: float) -> Draw:
    def draw(random: np.random.Generator, n: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        held = random.random(n) < 0.4
        table = _answers(random, centre, n, 2)
        table[held, 1] = np.maximum(table[held, 1], random.integers(2, 6, int(held.sum())))
        return table, held.astype(float), random.lognormal(4, 1, n)

    return draw


def _flipped(data: Any) -> Parts:
    table, held, value = data
    several = 200 if len(table) < 10_000 else 0
    found = hostage_flip(table[:, 0], table[:, 1], held=held, value=value, n_resamples=several)
    sides = three(found, "turning", "exposed", "exposed_share", "goes_unsatisfied", "goes_satisfied")
    if not several:
        return {name: (value, 0, 0) for name, (value, _, _) in {**sides, **of_each(found, "freed")}.items()}
    return {**effective(found), **sides, **of_each(found, "freed")}


def _events(pace: float) -> Draw:
    """A year of purchases: paces and lives of one's own, a few referrals."""

    def draw(random: np.random.Generator, n: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        born, life = random.integers(0, 365, n), random.exponential(400, n)
        often = random.poisson(np.minimum(life, 730 - born) * random.gamma(1.5, pace / 1.5, n))
        who = np.concatenate([np.arange(n), np.repeat(np.arange(n), often)])
        room = np.minimum(life, 730 - born)
        day = np.concatenate([born, born[who[n:]] + (random.random(int(often.sum())) * room[who[n:]]).astype(int)])
        kind = np.where(random.random(len(who)) < 0.05, "referral", "purchase")
        kind[:n] = np.where(random.random(n) < 0.3, "contact", "purchase")
        return who, np.datetime64("2024-01-01") + day, kind

    return draw


def _stages(data: Any) -> Parts:
    found = stages(data[0], data[1], event=data[2], until="2025-12-30", every=60)
    # Moves from a stage that hardly anybody stood in have limits too; those of fewer than 20 customers say little.
    few = found.move_customers < 20
    for column in (found.move_low, found.move_high):
        column[few] = np.nan
    return three(found, "share", "move", "stay")


def _brands(centre: float) -> Draw:
    def draw(random: np.random.Generator, n: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        brand = np.repeat(np.arange(3), n)
        table = _answers(random, centre, 3 * n, 4)
        better = (random.random(3 * n) < 0.3) & (brand == 1)
        table[better, :2] = np.minimum(table[better, :2] + 1, 5)
        return table[:, :2], table[:, 2:], brand

    return draw


def _mapped(data: Any) -> Parts:
    found = value_map(*data)
    return {**three(found, "quality", "price"), "value": (found.value, found.low, found.high)}


def _teams(centre: float) -> Draw:
    def draw(random: np.random.Generator, n: int) -> tuple[np.ndarray, np.ndarray]:
        table = _answers(random, centre, 2 * n, 4)
        return table, np.repeat(np.arange(2), n)

    return draw


def _service(data: Any) -> Parts:
    table, team = data
    return three(service_type(table[:, :2], table[:, 2:], team), "personal", "procedural")


def _of_shapes(make: Any) -> dict[str, Draw]:
    return {name: make(centre) for name, centre in SHAPES.items()}


CASES = (
    Case("loyalty_types", _of_shapes(_two), _types, sizes=(20, 50, 100, 300), repetitions=300),
    Case("loyalty_measure", _of_shapes(_two), _measure),
    Case(
        "hostage_flip",
        _of_shapes(_held),
        _flipped,
        per=("exposed",),
        repetitions=300,
        sizes=(50, 100, 300, 800),
    ),
    Case(
        "stages",
        {"seldom": _events(1 / 200), "often": _events(1 / 40)},
        _stages,
        sizes=(20, 50, 100, 300),
        repetitions=300,
        big=60_000,
    ),
    Case(
        "value_map",
        _of_shapes(_brands),
        _mapped,
        sizes=(10, 15, 20, 30, 50, 100),
        big=200_000,
        counted="ratings of a brand",
    ),
    Case(
        "service_type",
        _of_shapes(_teams),
        _service,
        sizes=(10, 15, 20, 30, 50, 100),
        counted="answers of a team",
    ),
)
