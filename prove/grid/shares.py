"""Shares: every possible number of hits, so there is no error of simulation but in the largest weighted samples."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy import stats

from grid.cells import Cell, Found, Study, of
from grid.truths import (
    CLUSTER_NUMBERS,
    CLUSTERED,
    SHARES,
    SIZES,
    WEIGHTED,
    WEIGHTED_SIZES,
    clusters_of_hits,
    percent,
    weighted_kinds,
    weights_of,
)
from regulars.methods import csat, predictive_range, share_interval, top_box

ANSWERS = np.array([5.0, 1.0])
NEXT = 100


def cells() -> Iterator[Cell]:
    """CSAT and top_box plain, weighted and in clusters; the five intervals of counted shares; the next customers."""
    plain = {percent(p): ((p, 1 - p), {"share": [p]}) for p in SHARES}
    yield from Study("csat", "plain", SIZES, plain, _csat).cells()
    yield from Study("top_box", "plain", SIZES, plain, _top_box).cells()
    weighted = {percent(p): (weighted_kinds((p, 1 - p)), {"share": [p]}) for p in SHARES}
    yield from Study("csat", WEIGHTED, WEIGHTED_SIZES, weighted, _weighted).cells()
    clustered = {percent(p): (clusters_of_hits(p), {"share": [p]}) for p in SHARES}
    yield from Study("csat", CLUSTERED, CLUSTER_NUMBERS, clustered, _clustered).cells()
    for kind in ("wilson", "clopper-pearson", "agresti-coull", "jeffreys", "wald"):
        name = "share_interval" if kind == "wilson" else f"share_interval {kind}"
        yield from Study(name, "plain", (*SIZES, 1000), plain, _counted(kind)).cells()
    yield from _next()


def _csat(table: np.ndarray) -> tuple[float, Found]:
    result = csat(ANSWERS, counts=table)
    return result.n_effective, {"share": of(result)}


def _top_box(table: np.ndarray) -> tuple[float, Found]:
    result = top_box(ANSWERS, counts=table)
    return result.n_effective, {"share": of(result)}


def _weighted(table: np.ndarray) -> tuple[float, Found]:
    result = csat(np.tile(ANSWERS, 2), counts=table, weights=weights_of(2))
    return result.n_effective, {"share": of(result)}


def _clustered(table: np.ndarray) -> tuple[float, Found]:
    """``table``: clusters with 0, 1, 2, 3 hits."""
    hits = np.repeat(np.arange(4), table)
    counts = np.column_stack([hits, 3 - hits]).ravel()
    result = csat(np.tile(ANSWERS, len(hits)), counts=counts, clusters=np.repeat(np.arange(len(hits)), 2))
    return result.n_effective, {"share": of(result)}


def _counted(kind: str):
    def limits(table: np.ndarray) -> tuple[float, Found]:
        result = share_interval(int(table[0]), int(table.sum()), interval=kind)
        return result.n, {"share": of(result)}

    return limits


def _next() -> Iterator[Cell]:
    """Of the next hundred: both samples with all their chances."""
    for n in SIZES:
        ranges = [predictive_range(ANSWERS, NEXT, counts=[k, n - k]) for k in range(n + 1)]
        low, high = np.array([(r.low, r.high) for r in ranges], dtype=int).T
        for p in SHARES:
            reached = np.concatenate([[0.0], stats.binom.cdf(np.arange(NEXT + 1), NEXT, p)])
            held = float(stats.binom.pmf(np.arange(n + 1), n, p) @ (reached[high + 1] - reached[low]))
            yield Cell("predictive_range", "share", f"the next {NEXT}", percent(p), n, held, 0.8)
