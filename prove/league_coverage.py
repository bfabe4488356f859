"""How often the limits of a league hold what is true. Writes ``prove/results/league_coverage.md``.

Units are made with a known truth: their values around a centre, their answers around their values. Counted over all
units of all leagues: shrunken limits that hold the true value; rank limits that hold the true rank (ranks are whole
numbers, so these hold more); mean squared error of shrunken and raw values; units called clear on the wrong side of
the centre or, where all units are alike, at all.

    python prove/league_coverage.py
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from regulars.methods import league, league_of

RESULTS = Path(__file__).parent / "results" / "league_coverage.md"
SEED = 20261122
UNITS = (3, 5, 10, 30, 100)
RATIOS = (0.0, 0.3, 1.0, 3.0)  # sd between units, in standard errors of a middling unit
LEAGUES = 1500  # units in all, for each row of estimates
SHARES = ((0.8, 0.0), (0.8, 0.05), (0.95, 0.02))  # true centre of a share, sd between units
DRAWS = 1000


@dataclass
class Tally:
    """What happened to the units of one row."""

    units: int = 0
    leagues: int = 0
    held: int = 0
    ranks: int = 0
    raw: float = 0.0
    shrunken: float = 0.0
    called: int = 0
    wrong: int = 0
    leagues_wrong: int = 0

    def add(self, result: object, truth: np.ndarray, *, alike: bool) -> None:
        """One league."""
        place = 1 + (truth[None, :] > truth[:, None]).sum(axis=1)
        side = np.array([{"above": 1, "below": -1, "": 0}[one] for one in result.clear])
        wrong = (side != 0) & (alike | (np.sign(truth - truth.mean()) != side))
        self.units += len(truth)
        self.leagues += 1
        self.held += int(((result.shrunken_low <= truth) & (truth <= result.shrunken_high)).sum())
        if not alike:
            self.ranks += int(((result.rank_low <= place) & (place <= result.rank_high)).sum())
        self.raw += float(((result.value - truth) ** 2).sum())
        self.shrunken += float(((result.shrunken - truth) ** 2).sum())
        self.called += int((side != 0).sum())
        self.wrong += int(wrong.sum())
        self.leagues_wrong += bool(wrong.any())

    def row(self, *names: object, alike: bool) -> str:
        """A line of the table."""
        figures = (
            f"{self.held / self.units:.1%}",
            "–" if alike else f"{self.ranks / self.units:.1%}",
            f"{self.shrunken / self.raw:.2f}",
            f"{self.called / self.units:.1%}",
            f"{self.wrong / max(self.called, 1):.1%}",
            f"{self.leagues_wrong / self.leagues:.1%}",
        )
        return "| " + " | ".join([*map(str, names), *figures]) + " |"


def estimates(units: int, ratio: float) -> str:
    """Normal values with known errors, those of units of 10 to 300 answers."""
    random, tally = np.random.default_rng([SEED, units, int(10 * ratio)]), Tally()
    for _ in range(LEAGUES // units):
        n = np.exp(random.uniform(np.log(10), np.log(300), units)).astype(int)
        error = 1 / np.sqrt(n)
        truth = ratio * np.sqrt(1 / np.exp(np.log(n).mean())) * random.normal(size=units)
        value = truth + error * random.normal(size=units)
        tally.add(league_of(range(units), value, error, n, n_resamples=DRAWS), truth, alike=ratio == 0)
    return tally.row("normal", units, ratio, alike=ratio == 0)


def answers(units: int, centre: float, between: float) -> Iterator[str]:
    """Shares from answers, units of 5 to 150, by the errors of all answers together and by each unit's own."""
    random = np.random.default_rng([SEED, units, int(1000 * between)])
    pooled, own = Tally(), Tally()
    for _ in range(LEAGUES // units // 2):
        n = np.exp(random.uniform(np.log(5), np.log(150), units)).astype(int)
        truth = np.clip(centre + between * random.normal(size=units), 0.01, 0.99)
        hits = random.binomial(n, truth)
        if 0 < hits.sum() < n.sum():
            values = np.tile([5, 1], units)
            counts = np.column_stack([hits, n - hits]).ravel()
            found = league(
                values, np.repeat(np.arange(units) + 10_000, 2), measure="share", counts=counts, n_resamples=DRAWS
            )
            pooled.add(found, truth, alike=between == 0)
            share = hits / n
            error = np.sqrt(share * (1 - share) / n)
            if error.any():
                own.add(league_of(range(units), share, error, n, n_resamples=DRAWS), truth, alike=between == 0)
    yield pooled.row(f"share {centre:.0%}, from answers", units, f"{100 * between:.0f} points", alike=between == 0)
    yield own.row(
        f"share {centre:.0%}, each unit's own error", units, f"{100 * between:.0f} points", alike=between == 0
    )


def main() -> None:
    """Run the study and write its table."""
    begun = time.perf_counter()
    lines = [estimates(units, ratio) for units in UNITS for ratio in RATIOS]
    lines += [line for units in (5, 30) for share in SHARES for line in answers(units, *share)]
    took = time.perf_counter() - begun
    RESULTS.write_text(
        "# Coverage of the limits of a league\n\n"
        f"{datetime.now(UTC):%Y-%m-%d}, seed {SEED}, {took:.0f} s. Made by `prove/league_coverage.py`.\n\n"
        f"{LEAGUES:,} units for each row of estimates, half of it for shares: leagues of 100 units are few.\n\n"
        "95 % limits. Between: true standard deviation between units, in standard errors of a middling unit, or in\n"
        "points of a share. Error: mean squared error of the shrunken values over that of the raw ones. Clear: units\n"
        "called so; wrong: of those, on the wrong side of the mean of all units, or units that are alike; leagues\n"
        "wrong: with at least one such unit.\n\n"
        "| values | units | between | shrunken limits | rank limits | error | clear | wrong | leagues wrong |\n"
        "|---|---|---|---|---|---|---|---|---|\n" + "\n".join(lines) + "\n",
        "utf-8",
    )


if __name__ == "__main__":
    main()
