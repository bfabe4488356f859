"""Means of a drawn survey: weights, clusters, and strata of a population with an end."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from grid.cells import Cell, Found, Study, drawn, of, share_held
from grid.scores import POINTS
from grid.truths import (
    CLUSTER_NUMBERS,
    CLUSTERED,
    RATINGS,
    SIZES,
    WEIGHTED,
    WEIGHTED_SIZES,
    clustered_answers,
    mean_of,
    weighted_kinds,
    weights_of,
)
from regulars.methods import survey_mean

TRUTHS = ("fair", "good", "polar")
STRATA = {"fair": 300, "good": 700}  # people of two strata that differ
STRATIFIED = "two strata of 1,000 people"


def cells() -> Iterator[Cell]:
    """Plain, weighted, in clusters, and stratified."""
    truths = {name: (RATINGS[name], {"mean": [mean_of(POINTS, RATINGS[name])]}) for name in TRUTHS}
    yield from Study("survey_mean", "plain", SIZES[:-1], truths, _plain).cells()
    weighted = {name: (weighted_kinds(p), truth) for name, (p, truth) in truths.items()}
    yield from Study("survey_mean", WEIGHTED, WEIGHTED_SIZES, weighted, _weighted).cells()
    for number in CLUSTER_NUMBERS:
        yield from _clustered(number)
    for n in (20, 40, 100, 200):
        yield from _stratified(n)


def _plain(table: np.ndarray) -> tuple[float, Found]:
    result = survey_mean(np.repeat(POINTS, table))
    return result.n_effective, {"mean": of(result)}


def _weighted(table: np.ndarray) -> tuple[float, Found]:
    result = survey_mean(np.repeat(np.tile(POINTS, 2), table), weights=np.repeat(weights_of(5), table))
    # Its effective n is that of the design effect measured, which scatters; the cell has Kish's.
    w = np.repeat(weights_of(5), table)
    return float(w.sum() ** 2 / (w**2).sum()), {"mean": of(result)}


def _clustered(number: int) -> Iterator[Cell]:
    for name in TRUTHS:
        truth = [mean_of(POINTS, RATINGS[name])]

        def once(random: np.random.Generator, name: str = name, truth: list[float] = truth) -> tuple[float, dict]:
            codes, own = clustered_answers(RATINGS[name], number, random)
            result = survey_mean(POINTS[own], clusters=codes)
            return result.n_effective, {"mean": share_held(of(result), truth)}

        yield from drawn("survey_mean", CLUSTERED, name, number, once)


def _stratified(n: int) -> Iterator[Cell]:
    """Half of the sample from each stratum, without replacement, weighted back."""
    random = np.random.default_rng(8)
    people = {name: random.choice(POINTS, size, p=RATINGS[name]) for name, size in STRATA.items()}
    truth = [float(np.concatenate(list(people.values())).mean())]
    strata = np.repeat(list(STRATA), n // 2)
    population = np.repeat(list(STRATA.values()), n // 2)

    def once(random: np.random.Generator) -> tuple[float, dict]:
        answers = np.concatenate([random.permutation(column)[: n // 2] for column in people.values()])
        result = survey_mean(answers, weights=population / (n // 2), strata=strata, population=population)
        return n, {"mean": share_held(of(result), truth)}

    yield from drawn("survey_mean", STRATIFIED, "fair, good", n, once)
