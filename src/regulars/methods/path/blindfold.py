"""Q²: how well the model predicts answers that were hidden from it. Source: [stone1974], [geisser1974]; [chin1998]."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from regulars.language import message
from regulars.methods.columns import Floats, Ints
from regulars.methods.errors import ConvergenceError, OptionError
from regulars.methods.path.algorithm import outer_model
from regulars.methods.path.estimates import Estimates
from regulars.methods.path.names import ByBlock, by_block
from regulars.methods.sampling.settings import finite

if TYPE_CHECKING:
    from regulars.methods.path.fitted import FittedPathModel


def q_squared(fitted: FittedPathModel, distance: int) -> ByBlock:
    """Cross-validated redundancy of each explained block: 1 − Σ error² / Σ deviation² over the hidden answers.

    Every ``distance``-th answer of the block, counted down its columns, is hidden and its item's mean put there; the
    model is fitted again and predicts it from the causes of the block. Done until each answer was hidden once.
    """
    cases, structure = fitted.answers.cases, fitted.model.structure
    rows = np.repeat(np.arange(len(cases.values)), cases.sample.counts)
    _check_distance(distance, len(rows))
    answers, weights = cases.values[rows], cases.sample.weights[rows] / cases.sample.weights[rows].sum()
    found = np.full(len(structure.blocks), np.nan)
    for block in structure.explained:
        own = structure.items_of(block)
        hidden = _hidden(len(rows), len(own), distance)
        filled, means = _filled(answers, own, hidden, weights)
        guesses = np.array(_predictions(fitted, filled, block, weights))
        shares, true = weights[:, None] * hidden, answers[:, own]
        error = (shares * (true - guesses) ** 2).sum()
        found[block] = 1 - error / (shares * (true - np.array(means)[:, None, :]) ** 2).sum()
    return by_block(structure, found, structure.explained)


def _hidden(n: int, items: int, distance: int) -> NDArray[np.bool_]:
    """Which answers are hidden in each turn, shape (distance, n, items)."""
    place = np.arange(n)[:, None] + n * np.arange(items)
    return np.asarray(place % distance == np.arange(distance)[:, None, None])


def _filled(
    answers: Floats, own: Ints, hidden: NDArray[np.bool_], weights: Floats
) -> tuple[list[Floats], list[Floats]]:
    """All answers in each turn, the hidden ones replaced; and the means that stand for them."""
    tables, means = [], []
    for blank in hidden:
        shares = weights[:, None] * ~blank
        mean = (shares * answers[:, own]).sum(axis=0) / shares.sum(axis=0)
        table = answers.copy()
        table[:, own] = np.where(blank, mean, answers[:, own])
        tables.append(table)
        means.append(mean)
    return tables, means


def _predictions(fitted: FittedPathModel, tables: list[Floats], block: int, weights: Floats) -> list[Floats]:
    """What each turn's model makes of the answers of one block, from the causes of the block."""
    model, structure = fitted.model, fitted.model.structure
    own = structure.items_of(block)
    means = np.array([weights @ table for table in tables])
    centred = [table - mean for table, mean in zip(tables, means, strict=True)]
    spread = np.array([np.sqrt(weights @ part**2) for part in centred])
    standard = [part / scale for part, scale in zip(centred, spread, strict=True)]
    correlation = np.array([(part * weights[:, None]).T @ part for part in standard])
    outer = outer_model(correlation, structure, model.scheme)
    if not outer.converged.all():
        raise ConvergenceError(
            message(
                "Without the hidden answers of {block} the weights do not settle; Q² is not known.",
                block=structure.blocks[block],
            )
        )
    found = Estimates.of(outer.turned(structure), correlation, structure, consistent=False)
    guesses = []
    for turn, part in enumerate(standard):
        scores = (part * found.weights[turn]) @ structure.member
        from_causes = scores @ found.paths[turn][:, block]
        guesses.append(means[turn][own] + spread[turn][own] * np.outer(from_causes, found.loadings[turn][own]))
    return guesses


def _check_distance(distance: int, n: int) -> None:
    if finite(distance, name="distance") != int(distance) or not 2 <= distance < n:
        raise OptionError(
            message(
                "The distance is {value}. Choose a whole number from {low} to {high}.",
                value=distance,
                low=2,
                high=n - 1,
            )
        )
    if n % distance == 0:
        raise OptionError(
            message(
                "{n} respondents are a multiple of the distance {value}: the same respondents would be hidden in every "
                "item. Choose another, such as {other}.",
                n=n,
                value=distance,
                other=next(other for other in (7, 8, 5, 6, 9, 11, n - 1) if n % other and other < n),
            )
        )
