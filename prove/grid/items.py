"""Methods over several items: people drawn from large populations whose true figures are known."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import numpy as np

from grid.cells import FEWER, Cell, drawn, of, share_held
from regulars.methods import (
    drivers,
    importance_performance,
    index_sensitivity,
    lens_indices,
    reliability,
    service_gaps,
    weighted_index,
)

IMPORTANCE = np.array([5, 3, 2, 2, 1])
SOURCES = {"stated": IMPORTANCE, "equal": "equal", "last year": [3, 3, 2, 2, 2]}
LENSES = {"material": ["1", "2"], "spiritual": ["3", "4"], "social": ["5"]}
DIMENSIONS = {"staff": ["1", "2"], "house": ["3", "4"]}
WAVES = ("good", "fair")
GAPS = "a fifth of the answers missing"
PEOPLE = 200_000


def cells() -> Iterator[Cell]:
    """Indices and gaps from 10 answers on, reliability and importances from 50."""
    for wave in WAVES:
        for n in (10, 20, 50, 200):
            yield from drawn("weighted_index", GAPS, wave, n, _index(wave, n), repetitions=FEWER)
            yield from drawn("index_sensitivity", GAPS, wave, n, _sources(wave, n), repetitions=FEWER)
            yield from drawn("lens_indices", GAPS, wave, n, _lenses(wave, n), repetitions=FEWER)
            yield from drawn("service_gaps", GAPS, wave, n, _service(wave, n), repetitions=FEWER)
        for n in (30, 50, 100, 200):
            yield from drawn("reliability", "plain", wave, n, _reliability(wave, n), repetitions=FEWER)
        for n in (50, 100, 200, 500):
            yield from drawn("drivers", "johnson", wave, n, _drivers(wave, n), repetitions=FEWER)
            yield from drawn("importance_performance", "johnson", wave, n, _positions(wave, n), repetitions=FEWER)


@cache
def population(wave: str) -> np.ndarray:
    """Five attributes and overall satisfaction on 1 to 5 that hang together, attributes of unlike weight."""
    random = np.random.default_rng(len(wave))
    shift = {"good": 3.9, "fair": 3.2}[wave]
    raw = random.normal(size=(PEOPLE, 1)) + random.normal(size=(PEOPLE, 5))
    overall = raw @ np.array([0.7, 0.5, 0.4, 0.3, 0.25]) + random.normal(size=PEOPLE)
    points = np.column_stack([0.6 * raw + shift + np.array([0.3, -0.3, 0.1, 0.0, 0.2]), 0.45 * overall + shift])
    return np.clip(np.round(points), 1, 5)


@cache
def _true(kind: str, wave: str) -> Any:
    """The figures of the whole population."""
    everyone = population(wave)
    return {
        "index": lambda: weighted_index(everyone[:, :5], IMPORTANCE),
        "lenses": lambda: lens_indices(_named(everyone[:, :5]), LENSES),
        "sources": lambda: index_sensitivity(everyone[:, :5], SOURCES),
        "service": lambda: _gaps(everyone),
        "reliability": lambda: reliability(everyone[:, :4]),
        "drivers": lambda: drivers(everyone[:, :5], everyone[:, 5], method="johnson", n_resamples=0),
        "positions": lambda: importance_performance(everyone[:, :5], everyone[:, 5], n_resamples=0),
    }[kind]()


def _gaps(people: np.ndarray) -> Any:
    """Four items in two dimensions; what was expected are other columns of the same people."""
    expected, found = people[:, [3, 2, 5, 0]], people[:, [0, 1, 2, 3]]
    return service_gaps(_named(expected), _named(found), dimensions=DIMENSIONS, weights_given=[60, 40], scale=(1, 5))


def _some(wave: str, n: int, random: np.random.Generator, *, missing: float = 0.0) -> np.ndarray:
    everyone = population(wave)
    people = everyone[random.integers(0, len(everyone), n)]
    return np.where(random.random(people.shape) < missing, np.nan, people) if missing else people


def _named(columns: np.ndarray) -> dict[str, np.ndarray]:
    return {str(place + 1): columns[:, place] for place in range(columns.shape[1])}


def _index(wave: str, n: int) -> Callable[[np.random.Generator], Any]:
    true = _true("index", wave)
    apart = true.item_scores - true.index

    def once(random: np.random.Generator) -> tuple[float, dict[str, float]]:
        result = weighted_index(_some(wave, n, random, missing=0.2)[:, :5], IMPORTANCE)
        gaps = list(zip(result.gap_low, result.gap_high, strict=True))
        return n, {"index": share_held(of(result), [true.index]), "item less index": share_held(gaps, apart)}

    return once


def _sources(wave: str, n: int) -> Callable[[np.random.Generator], Any]:
    true = _true("sources", wave)

    def once(random: np.random.Generator) -> tuple[float, dict[str, float]]:
        result = index_sensitivity(_some(wave, n, random, missing=0.2)[:, :5], SOURCES)
        within = list(zip(result.low, result.high, strict=True))
        apart = list(zip(result.difference_low, result.difference_high, strict=True))[1:]
        return n, {"index": share_held(within, true.index), "difference": share_held(apart, true.difference[1:])}

    return once


def _lenses(wave: str, n: int) -> Callable[[np.random.Generator], Any]:
    true = _true("lenses", wave)

    def once(random: np.random.Generator) -> tuple[float, dict[str, float]]:
        result = lens_indices(_named(_some(wave, n, random, missing=0.2)[:, :5]), LENSES)
        within = list(zip(result.low, result.high, strict=True))
        apart = list(zip(result.difference_low, result.difference_high, strict=True))
        return n, {"index": share_held(within, true.index), "difference": share_held(apart, true.difference)}

    return once


def _service(wave: str, n: int) -> Callable[[np.random.Generator], Any]:
    true = _true("service", wave)

    def once(random: np.random.Generator) -> tuple[float, dict[str, float]]:
        result = _gaps(_some(wave, n, random, missing=0.2))
        dimensions = list(zip(result.dimension_low, result.dimension_high, strict=True))
        return n, {
            "gap": share_held(of(result), [true.gap]),
            "weighted": share_held(of(result, "weighted"), [true.weighted]),
            "dimension": share_held(dimensions, true.dimension_gap),
        }

    return once


def _reliability(wave: str, n: int) -> Callable[[np.random.Generator], Any]:
    true = _true("reliability", wave)

    def once(random: np.random.Generator) -> tuple[float, dict[str, float]]:
        result = reliability(_some(wave, n, random)[:, :4])
        omega = share_held(of(result, "omega"), [true.omega]) if result.proper else np.nan
        return n, {"alpha": share_held(of(result), [true.alpha]), "omega": omega}

    return once


def _drivers(wave: str, n: int) -> Callable[[np.random.Generator], Any]:
    true = _true("drivers", wave).importance

    def once(random: np.random.Generator) -> tuple[float, dict[str, float]]:
        people, seed = _some(wave, n, random), int(random.integers(2**31))
        result = drivers(people[:, :5], people[:, 5], method="johnson", n_resamples=400, seed=seed)
        return n, {"importance": share_held(list(zip(result.low, result.high, strict=True)), true)}

    return once


def _positions(wave: str, n: int) -> Callable[[np.random.Generator], Any]:
    true = _true("positions", wave)

    def once(random: np.random.Generator) -> tuple[float, dict[str, float]]:
        people, seed = _some(wave, n, random), int(random.integers(2**31))
        result = importance_performance(people[:, :5], people[:, 5], n_resamples=400, seed=seed)
        held = {}
        for axis in ("importance", "performance"):
            low, high = (getattr(result, f"{axis}_distance_{end}") for end in ("low", "high"))
            held[f"{axis}, from its line"] = share_held(
                list(zip(low, high, strict=True)), getattr(true, f"{axis}_distance")
            )
        return n, held

    return once
