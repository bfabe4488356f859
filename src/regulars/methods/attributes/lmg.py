"""Lindeman, Merenda and Gold's shares of R²: over all orders of entry, or over a sample of them.

Every order is a path through the 2^p models, so the average over all p! orders is a weighted sum of the R² of all
models. These come level by level: predictor after predictor, every state splits in two, left out (its row and column
go) or swept in (what is left becomes covariance given it). After the last one only the unexplained variance of the
outcome is left. A state holds the number of models in its last axis, so each step is a few operations on long vectors.
"""

from __future__ import annotations

from functools import lru_cache
from math import comb

import numpy as np

from regulars.methods.columns import Floats, Ints

EXACT_MOST = 20  # predictors up to which all orders are taken: 2^20 models, a tenth of a second
RESAMPLED_MOST = 12  # the same where a thousand resamples wait
ORDERS = 2000  # beyond: drawn in pairs, one the reverse of the other
RESAMPLED_ORDERS = 64
TAIL = 16  # predictors swept in one go: what a processor keeps close
CELLS = 1 << 21
FEW_MODELS = 256  # up to which calling numpy for each row costs more than the lower triangle


def lmg(correlation: Floats) -> Floats:
    """The increase in R² by each predictor, averaged over all orders of entry.

    Correlations with the outcome in the last row and column, shape (..., p + 1, p + 1), give shares of shape
    (..., p), never negative, that sum to R². Time doubles with each predictor.

    Source: [lindeman1980], [groemping2006].
    """
    p = correlation.shape[-1] - 1
    stack = correlation.reshape(-1, p + 1, p + 1)
    if p > TAIL:
        shares = [_of_many(matrix)[None] for matrix in stack]
    else:
        width = max(1, (1 << TAIL) >> p)
        shares = [_of_few(stack[start : start + width]) for start in range(0, len(stack), width)]
    return np.concatenate([np.empty((0, p)), *shares]).reshape(*correlation.shape[:-2], p)


def lmg_sampled(correlation: Floats, orders: int = ORDERS, seed: int = 0) -> tuple[Floats, Floats]:
    """The same over a sample of orders: shares, which still sum to R², and their standard errors, shape (..., p).

    Orders come in pairs, one the reverse of the other: who enters early in one enters late in the other. The error
    is that of the mean over the pairs, of drawing orders alone.

    Source: [groemping2006]; pairs [mitchell2022].
    """
    p = correlation.shape[-1] - 1
    random = np.random.default_rng([seed, p])
    pairs = max(2, orders // 2)
    total, squares = np.zeros((2, *correlation.shape[:-2], p))
    batch = max(1, CELLS // max(1, correlation.size))
    for start in range(0, pairs, batch):
        drawn = random.permuted(np.tile(np.arange(p), (min(batch, pairs - start), 1)), axis=1)
        both = (_entered(correlation, drawn) + _entered(correlation, drawn[:, ::-1])) / 2
        total += both.sum(axis=0)
        squares += (both**2).sum(axis=0)
    mean = total / pairs
    return mean, np.sqrt(np.maximum(squares / pairs - mean**2, 0) / (pairs - 1))


def _entered(correlation: Floats, orders: Ints) -> Floats:
    """Increase in R² by each predictor in each order, shape (orders, ..., p)."""
    p = orders.shape[1]
    full = np.column_stack([orders, np.full(len(orders), p)])
    ordered = correlation[..., full[:, :, None], full[:, None, :]]
    ordered = np.moveaxis(ordered, -3, 0)
    gained = np.linalg.cholesky(ordered)[..., -1, :-1] ** 2
    place = np.argsort(orders, axis=1).reshape(len(orders), *(1,) * (gained.ndim - 2), p)
    return np.asarray(np.take_along_axis(gained, place, axis=-1))


def _of_few(stack: Floats) -> Floats:
    with_each, _, waiting = _sums(np.ascontiguousarray(np.moveaxis(stack, 0, -1)), 0)
    return np.asarray((with_each - waiting).T)


def _of_many(matrix: Floats) -> Floats:
    """One matrix: the first predictors split into models that are then finished one by one."""
    low = len(matrix) - 1 - TAIL
    state = matrix[:, :, None]
    for _ in range(low):
        state = _split(state)
    totals, high, waiting = np.empty(1 << low), np.zeros(TAIL), 0.0
    for model, size in enumerate(_sizes(low)):
        with_each, total, waits = _sums(state[:, :, model : model + 1], int(size), low + TAIL)
        totals[model] = total[0]
        high += with_each[:, 0]
        waiting += float(waits[0])
    return np.concatenate([_marginals(totals[:, None])[:, 0], high]) - waiting


def _split(state: Floats) -> Floats:
    """One predictor less, twice as many models. Of many models only the upper triangle is kept."""
    pivot, column = state[0, 0], state[0, 1:]
    size, models = column.shape
    both = np.empty((size, size, 2 * models))
    slope = column / pivot
    if models <= FEW_MODELS:
        left, swept = both[..., :models], both[..., models:]
        left[:] = state[1:, 1:]
        np.multiply(slope[:, None], column, out=swept)
        np.subtract(left, swept, out=swept)
        return both
    for row in range(size):
        left, swept = both[row, row:, :models], both[row, row:, models:]
        left[:] = state[row + 1, row + 1 :]
        np.multiply(column[row:], slope[row], out=swept)
        np.subtract(left, swept, out=swept)
    return both


def _sums(state: Floats, inside: int, count: int | None = None) -> tuple[Floats, Floats, Floats]:
    """Weighted sums over the models of the predictors left in ``state``, shape (…, columns) each.

    Over the models that hold a predictor, for each; over all; and what all take from each. Every model already
    holds ``inside`` predictors of ``count``.
    """
    left, columns = len(state) - 1, state.shape[-1]
    for _ in range(left):
        state = _split(state)
    explained = 1 - state[0, 0].reshape(1 << left, columns)
    joining, waiting = _weights(left if count is None else count)
    sizes = _sizes(left) + inside
    weighted = explained * joining[sizes][:, None]
    return _marginals(weighted), weighted.sum(axis=0), waiting[sizes] @ explained


def _marginals(values: Floats) -> Floats:
    """Sum over the models that hold a predictor, for each; bit j of a model's number says whether j is in it."""
    found = []
    columns = values.shape[1]
    while len(values) > 1:
        half = len(values) // 2
        found.append(values[half:].sum(axis=0))
        values = values[:half] + values[half:]
    return np.array(found[::-1]).reshape(-1, columns)


@lru_cache(maxsize=32)
def _sizes(bits: int) -> Ints:
    sizes = np.zeros(1, dtype=np.int64)
    for _ in range(bits):
        sizes = np.concatenate([sizes, sizes + 1])
    return sizes


@lru_cache(maxsize=32)
def _weights(p: int) -> tuple[Floats, Floats]:
    """By size of the model: its weight for each predictor inside, plus that which all lose; and the latter.

    A predictor enters right after a given model of k others in one of p · (p − 1 over k) cases.
    """
    chance = np.array([1 / (p * comb(p - 1, k)) for k in range(p)])
    waiting = np.append(chance, 0.0)
    return np.append(0.0, chance) + waiting, waiting
