"""Problems per 100 customers, gaps from expectation, the bootstrap, the next wave's mean and score."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from scipy import stats

from grid.cells import Cell, Found, Study, of, seeded, tables_of
from grid.scores import POINTS, RECOMMENDING, points_of
from grid.truths import RATINGS, RECOMMEND, SIZES, mean_of
from regulars.methods import bootstrap, disconfirmation, predictive_range, problems_per_hundred

PROBLEMS = np.arange(16)
TO_200 = SIZES[:-1]
NEXT = 100
DRAWS = 400  # of each bootstrap here; 2,000 by default, which is a little better


def cells() -> Iterator[Cell]:
    """Each of them plain."""
    yield from _problems()
    yield from _disconfirmation()
    yield from _bootstrap()
    yield from _next_wave()


def _problems() -> Iterator[Cell]:
    """Poisson's numbers, and more spread: few customers with many."""
    truths = {}
    for mean in (0.05, 0.2, 1.0):
        truths[f"{100 * mean:.0f}, Poisson"] = stats.poisson.pmf(PROBLEMS, mean)
    for mean in (0.2, 1.0):
        truths[f"{100 * mean:.0f}, twice the spread"] = stats.nbinom.pmf(PROBLEMS, mean, 0.5)

    def limits(table: np.ndarray) -> tuple[float, Found]:
        result = problems_per_hundred(PROBLEMS, counts=table)
        return result.n_effective, {"rate": of(result)}

    known = {name: (p / p.sum(), {"rate": [100 * mean_of(PROBLEMS, p / p.sum())]}) for name, p in truths.items()}
    yield from Study("problems_per_hundred", "plain", SIZES, known, limits).cells()


def _disconfirmation() -> Iterator[Cell]:
    """Expectation and performance of the same people, alike; what counts is their gap, from -4 to 4."""
    gaps = np.arange(-4, 5)
    expected, found = np.where(gaps < 0, 5.0, 1.0), np.where(gaps < 0, 5.0 + gaps, 1.0 + gaps)

    def limits(table: np.ndarray) -> tuple[float, Found]:
        result = disconfirmation(expected, found, counts=table)
        return result.n_effective, {"gap": of(result), "states": of(result, "dissatisfied", "indifferent", "delighted")}

    known = {}
    for name, (before, after) in {
        "met": ("good", "good"),
        "missed": ("good", "fair"),
        "beaten": ("fair", "good"),
    }.items():
        p = _gaps(RATINGS[before], RATINGS[after])
        known[name] = (p, {"gap": [mean_of(gaps, p)], "states": [p[:4].sum(), p[4], p[5:].sum()]})
    yield from Study("disconfirmation", "plain", TO_200, known, limits).cells()


def _gaps(before: Sequence[float], after: Sequence[float]) -> np.ndarray:
    """Chance of each gap: half of the people answer independently, half from the same place in the order."""
    apart = np.outer(before, after)
    low, high = (np.concatenate([[0.0], np.cumsum(p)]) for p in (before, after))
    alike = np.maximum(0, np.minimum.outer(low[1:], high[1:]) - np.maximum.outer(low[:-1], high[:-1]))
    both = (apart + alike) / 2
    p = np.array([np.trace(both, offset=gap) for gap in range(-4, 5)])
    return p / p.sum()


def _bootstrap() -> Iterator[Cell]:
    truths = {name: (RATINGS[name], {"mean": [mean_of(POINTS, RATINGS[name])]}) for name in ("fair", "splendid")}
    for kind in ("percentile", "bca"):

        def limits(table: np.ndarray, kind: str = kind) -> tuple[float, Found]:
            result = bootstrap(POINTS, counts=table, interval=kind, n_resamples=DRAWS)
            return result.n_effective, {"mean": of(result)}

        name = "bootstrap" if kind == "percentile" else "bootstrap bca"
        yield from Study(name, "plain", (10, 20, 30, 50, 100, 200), truths, limits).cells()


def _next_wave() -> Iterator[Cell]:
    """The first wave gives the range, a second one of 100 is drawn for it."""
    for measure, answers, truths, true in (
        ("mean", POINTS, {name: RATINGS[name] for name in ("fair", "good", "splendid")}, lambda p: mean_of(POINTS, p)),
        ("nps", RECOMMENDING, {name: RECOMMEND[name] for name in ("90/8/2", "52/35/13", "20/30/50")}, points_of),
    ):
        for n in TO_200:
            for name, p in truths.items():
                yield from _next(measure, answers, name, p, true, n)


def _next(measure, answers, name, p, true, n) -> Iterator[Cell]:
    tables, chance = tables_of(p, n, seeded("next", measure, name, n))
    ranges = [predictive_range(answers, NEXT, measure=measure, counts=table) for table in tables]
    low, high = np.array([(r.low, r.high) for r in ranges]).T
    random = seeded("the next", measure, name, n)
    coming = random.multinomial(NEXT, p, size=len(ranges) * max(1, 10_000 // len(ranges)))
    figures = np.array(coming / NEXT) @ (answers if measure == "mean" else np.array([100.0, 0.0, -100.0]))
    which = np.arange(len(figures)) % len(ranges)
    near = 1e-9
    held = (low[which] - near <= figures) & (figures <= high[which] + near)
    weight = chance[which] / chance[which].sum()
    yield Cell("predictive_range", measure, f"the next {NEXT}", name, n, float(weight @ held), 0.8)
