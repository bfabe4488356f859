"""How often the models of buying find their own truth: parameters, totals, ranges of customers, verdicts.

    python prove/buying_recovery.py [REPETITIONS]      60 by default; writes prove/results/buying_recovery.md

Customers are drawn purchase by purchase, not by the models' own ``simulate``: at whole days, over a year and a half, of
which the fit sees the first year. One row for each model and number of customers.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from regulars.methods import BetaGeoBetaBinomial, BetaGeoNBD, ModifiedBetaGeoNBD, ParetoNBD, ShiftedBetaGeometric
from regulars.methods.buying.buying_model import BuyingModel
from regulars.methods.buying.cut import Cut
from regulars.methods.buying.hold_out import held_out
from regulars.methods.errors import MethodError

RESULTS = Path(__file__).parent / "results" / "buying_recovery.md"
SIZES = (100, 300, 1000)
YEAR, AHEAD = 364.0, 182.0
TRUTHS: dict[str, BuyingModel] = {
    "bg_nbd": BetaGeoNBD(r=0.6, alpha=40.0, a=0.8, b=2.5),
    "mbg_nbd": ModifiedBetaGeoNBD(r=0.6, alpha=40.0, a=0.8, b=2.5),
    "pareto_nbd": ParetoNBD(r=0.6, alpha=40.0, s=0.7, beta=80.0),
}
HEAD = """# Models of buying: their own truth, found again

Made by `prove/buying_recovery.py` on {day}, {repetitions} trials for each row, {seconds:.0f} s. Confidence 95 %; a true
95 % would show {band}. *Total*: interval of the expectation. *Hold-out*: range that the count must fall in; *called
wrong*: verdict too high or too low though the model is true. *Customers*: share within their range of 80 % or more.
*None*: chance of no purchase, forecast and as it came. *Level*: trials in which the data did not determine a parameter,
or there was no maximum; their intervals of parameters are not counted.

"""


@dataclass
class Tally:
    """What the trials of one row found."""

    inside: list[np.ndarray] = field(default_factory=list)
    total: list[bool] = field(default_factory=list)
    count: list[bool] = field(default_factory=list)
    customers: list[float] = field(default_factory=list)
    none: list[tuple[float, float]] = field(default_factory=list)
    level: int = 0
    verdicts: list[str] = field(default_factory=list)


def drawn(truth: BuyingModel, n: int, random: np.random.Generator) -> Cut:
    """Customers who came in the first quarter, cut after a year."""
    first = np.floor(random.uniform(0, 91, n))
    rate = random.gamma(truth.r, 1 / truth.alpha, n)
    times = np.cumsum(random.exponential(size=(n, 400)) / rate[:, None], axis=1)
    if isinstance(truth, ParetoNBD):
        there = times <= (random.exponential(size=n) / random.gamma(truth.s, 1 / truth.beta, n))[:, None]
    else:
        leave = np.maximum(random.beta(truth.a, truth.b, n), 1e-12)
        there = np.arange(400) < (random.geometric(leave) - truth.drops_at_first)[:, None]
    at = first[:, None] + times
    early, late = there & (at <= YEAR), there & (at > YEAR) & (at <= YEAR + AHEAD)
    last = np.where(early, times, 0).max(axis=1)
    recency = np.minimum(np.ceil(last), YEAR - first)
    return Cut(
        early.sum(axis=1).astype(float), recency, YEAR - first, first, late.sum(axis=1).astype(float),
        np.sort(at[early | late]), YEAR, YEAR + AHEAD, 0, 0,
    )  # fmt: skip


def trial(truth: BuyingModel, cut: Cut, tally: Tally) -> None:
    """One study."""
    columns = cut.frequency, cut.recency, cut.T
    try:
        fitted = type(truth)().fit(*columns)
    except MethodError:
        tally.level += 1
        return
    limits = np.array(list(fitted.intervals.values()))
    tally.level += bool(fitted.boundary)
    if not fitted.boundary:
        tally.inside.append((limits[:, 0] <= truth.parameters) & (truth.parameters <= limits[:, 1]))
    total = fitted.total_expected_purchases(AHEAD, *columns)
    meant = truth.total_expected_purchases(AHEAD, *columns).value
    tally.total.append(total.expected_low <= meant <= total.expected_high)
    name = next(key for key, one in TRUTHS.items() if type(one) is type(truth))
    check = held_out(cut, name, type(truth)(), 0.1, 0.95)
    tally.count.append(check.low <= check.actual <= check.high)
    tally.verdicts.append(check.verdict)
    ahead = fitted.predict(AHEAD, *columns)
    tally.customers.append(float(((ahead.predicted_low <= cut.later) & (cut.later <= ahead.predicted_high)).mean()))
    tally.none.append((float(ahead.chance_of_none.mean()), float((cut.later == 0).mean())))


def rows(repetitions: int) -> Iterator[str]:
    """The table of models in time."""
    for name, truth in TRUTHS.items():
        for n in SIZES:
            tally = Tally()
            for seed in range(repetitions):
                trial(truth, drawn(truth, n, np.random.default_rng([11, n, seed])), tally)
            inside = np.mean(tally.inside, axis=0) if tally.inside else np.full(4, np.nan)
            none = np.mean(tally.none, axis=0)
            wrong = np.mean([one in ("too high", "too low") for one in tally.verdicts])
            yield (
                f"| {name} | {n:,} | "
                + " | ".join(f"{share:.0%}" for share in inside)
                + f" | {np.mean(tally.total):.0%} | {np.mean(tally.count):.0%} | {wrong:.0%} | "
                f"{np.mean(tally.customers):.0%} | {none[0]:.1%}, {none[1]:.1%} | {tally.level / repetitions:.0%} |"
            )


def fits(repetitions: int, draw: Callable[[int, int], tuple[bool, ...]], sizes: tuple[int, ...]) -> Iterator[str]:
    """Rows of models whose intervals alone are looked at."""
    for n in sizes:
        held = np.array([draw(n, seed) for seed in range(repetitions)], dtype=float)
        yield f"| {n:,} | " + " | ".join(f"{share:.0%}" for share in np.nanmean(held, axis=0)) + " |"


def donors(n: int, seed: int) -> tuple[bool, ...]:
    """BG/BB at eight occasions."""
    truth = BetaGeoBetaBinomial(alpha=1.2, beta=0.75, gamma=0.66, delta=2.8)
    columns = (*truth.simulate(np.full(n, 8), seed=seed), np.full(n, 8))
    fitted = BetaGeoBetaBinomial().fit(*columns)
    total = fitted.total_expected_purchases(4, *columns)
    meant = truth.total_expected_purchases(4, *columns).value
    pairs = zip(truth.parameters, fitted.intervals.values(), strict=True)
    inside = [low <= value <= high if low == low else np.nan for value, (low, high) in pairs]
    return (*inside, total.expected_low <= meant <= total.expected_high)


def contracts(n: int, seed: int) -> tuple[bool, ...]:
    """Shifted beta-geometric over six renewals, and the share after twelve."""
    truth = ShiftedBetaGeometric(alpha=0.7, beta=2.5)
    fitted = ShiftedBetaGeometric().fit(truth.simulate(n, 12, seed=seed), periods=6)
    pairs = zip(truth.parameters, fitted.intervals.values(), strict=True)
    inside = [low <= value <= high if low == low else np.nan for value, (low, high) in pairs]
    curve = fitted.modelled_low[-1] <= truth.survival(12) <= fitted.modelled_high[-1]
    held = fitted.forecast_held_out_low <= fitted.actual_held_out <= fitted.forecast_held_out_high
    return (*inside, curve, held, fitted.verdict in ("too high", "too low"))


def main(repetitions: int) -> None:
    """Write the page."""
    start = time.process_time()
    lines = [
        "## In time, without a contract",
        "",
        "| model | customers | r | α | a, s | b, β | total | hold-out | called wrong | customers | none | level |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
        *rows(repetitions),
        "",
        "## At set occasions (BG/BB, eight occasions)",
        "",
        "| customers | α | β | γ | δ | total |",
        "|---:|---:|---:|---:|---:|---:|",
        *fits(repetitions, donors, (100, 300, 1000)),
        "",
        "## Contracts (shifted beta-geometric, six renewals seen, twelve forecast)",
        "",
        "| customers | α | β | S(12) | hold-out | called wrong |",
        "|---:|---:|---:|---:|---:|---:|",
        *fits(repetitions, contracts, (100, 300, 1000, 3000)),
    ]
    reach = 196 * (0.95 * 0.05 / repetitions) ** 0.5
    head = HEAD.format(
        day=f"{datetime.now(UTC):%Y-%m-%d}",
        repetitions=repetitions,
        seconds=time.process_time() - start,
        band=f"{95 - reach:.0f} to {min(100, 95 + reach):.0f} %",
    )
    RESULTS.write_text(head + "\n".join(lines) + "\n", "utf-8")
    print(head + "\n".join(lines))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 60)
