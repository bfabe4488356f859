"""The bootstrap: one definition for all methods that resample.

What a resample needs are sums over respondents (Σ weight, Σ weight · x, Σ weight · x y): every estimate is
computed from such sums. Rows that are alike are drawn together, as one cell of a multinomial draw. The order
of the rows therefore changes nothing, and a row with count 3 is exactly three rows; the cost grows with the
number of different rows, not with the number of respondents. With clusters, whole clusters are drawn.
Source: [efron1993].
"""

from __future__ import annotations

import numbers
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from regulars.language import message
from regulars.methods.columns import Floats, Ints
from regulars.methods.errors import OptionError

CELLS = 1 << 22  # numbers held at once: 32 MB
MANY = 4096  # groups


def resampled_sums(
    sums: Floats,
    *,
    key: Floats,
    counts: Ints,
    clusters: Ints | None,
    n_resamples: int,
    seed: int,
) -> Floats:
    """Sums over each resample, shape (n_resamples, columns).

    Parameters:
        sums: what one respondent of each row adds, shape (rows, columns).
        key: what makes two rows alike, shape (rows, keys).
        counts: how often each row stands for a respondent.
        clusters: code of the cluster of each row, or ``None``.
        n_resamples: how many resamples; 0 gives none.
        seed: the same seed gives the same resamples.
    """
    check_resamples(n_resamples)
    seed = check_seed(seed)
    groups, often = drawn_together(sums, key=key, counts=counts, clusters=clusters)
    random = np.random.default_rng(seed)
    batch = max(1, CELLS // len(groups))
    sizes = [min(batch, n_resamples - start) for start in range(0, n_resamples, batch)]
    total = _adder(groups)
    return np.concatenate([np.empty((0, sums.shape[1])), *(total(_draw(random, often, size)) for size in sizes)])


def _adder(groups: Floats) -> Callable[[Floats], Floats]:
    """From how often each group is drawn to the sums; of many groups that add mostly nothing, the zeros are skipped."""
    if len(groups) < MANY or 4 * np.count_nonzero(groups) > groups.size:
        return lambda drawn: drawn @ groups
    from scipy import sparse

    filled = sparse.csr_array(groups.T)
    return lambda drawn: np.asarray((filled @ drawn.T).T)


def resampled_rows(
    *, key: Floats, counts: Ints, clusters: Ints | None, n_resamples: int, seed: int, width: int = 1
) -> Iterator[tuple[Ints, Floats]]:
    """Batches of resamples: some rows, and how often each stands in each resample, shape (size, rows).

    For estimates that no small set of sums gives. ``width`` is how many numbers a resample needs beside its rows;
    the other parameters are those of ``resampled_sums``.
    """
    check_resamples(n_resamples)
    seed = check_seed(seed)
    if clusters is None:
        rows, often = alike(key, counts)
        own, times = np.arange(len(rows)), np.ones(len(rows))
    else:
        code, own = np.unique(clusters, return_inverse=True)
        rows, often, times = np.arange(len(counts)), np.ones(len(code), dtype=np.int64), counts.astype(np.float64)
    random = np.random.default_rng(seed)
    batch = max(1, CELLS // max(len(rows), width))
    for start in range(0, n_resamples, batch):
        yield rows, _draw(random, often, min(batch, n_resamples - start))[:, own] * times


def drawn_together(sums: Floats, *, key: Floats, counts: Ints, clusters: Ints | None) -> tuple[Floats, Ints]:
    """What is drawn: one respondent of each kind and how many there are, or each cluster as a whole."""
    if clusters is None:
        first, often = alike(key, counts)
        return sums[first], often
    code, row = np.unique(clusters, return_inverse=True)
    groups = np.zeros((len(code), sums.shape[1]))
    np.add.at(groups, row, sums * counts[:, None])
    return groups, np.ones(len(code), dtype=np.int64)


def alike(key: Floats, counts: Ints) -> tuple[Ints, Ints]:
    """First row of each group of equal rows, and how many respondents the group holds; sorted by key.

    >>> first, often = alike(np.array([[5.0], [4.0], [5.0]]), np.array([1, 1, 2]))
    >>> first.tolist(), often.tolist()
    ([1, 0], [1, 3])
    """
    order = np.lexsort(key.T[::-1])
    ordered = key[order]
    starts = np.flatnonzero(np.append(True, (ordered[1:] != ordered[:-1]).any(axis=1)))
    return order[starts], np.add.reduceat(counts[order], starts)


def limits(draws: Floats, confidence: float) -> tuple[Floats, Floats]:
    """Percentile interval over the first axis; NaN where there is no draw.

    The limits are the (B + 1) α-th of B draws, as in [efron1993] chapter 12; a plain quantile is too narrow.
    """
    if not len(draws):
        nothing = np.full(draws.shape[1:], np.nan)
        return nothing, nothing
    low, high = np.quantile(draws, [(1 - confidence) / 2, (1 + confidence) / 2], axis=0, method="weibull")
    return low, high


def check_resamples(count: int) -> int:
    """None, or enough for the limits of a 95 % interval to mean something."""
    given: Any = count
    whole = isinstance(given, numbers.Real) and float(given).is_integer()
    if not whole or (count != 0 and count < 100):
        raise OptionError(
            message(
                "n_resamples is {value}. Give a whole number of at least 100, or 0 for no interval.",
                value=count if whole else str(count)[:60],
            )
        )
    return count


def check_seed(seed: int) -> int:
    """A whole number from 0 up."""
    given: Any = seed
    whole = isinstance(given, numbers.Integral) or (isinstance(given, numbers.Real) and float(given).is_integer())
    if not whole or isinstance(given, bool) or given < 0:
        raise OptionError(
            message(
                "seed is {value}. Give a whole number from 0 up: the same one gives the same result.",
                value=str(given)[:60],
            )
        )
    return int(given)


def _draw(random: np.random.Generator, often: Ints, size: int) -> Floats:
    """How often each group is drawn, shape (size, groups)."""
    total, groups = int(often.sum()), len(often)
    if total > 8 * groups:
        return random.multinomial(total, often / total, size=size).astype(np.float64)
    # Nearly every row is one of its kind: drawing respondents one by one is several times as fast.
    member = np.repeat(np.arange(groups), often)
    drawn = member[random.integers(0, total, size=(size, total))] + groups * np.arange(size)[:, None]
    return np.bincount(drawn.ravel(), minlength=size * groups).reshape(size, groups).astype(np.float64)
