"""How often the methods' 95 % intervals hold the truth of the sample company, over many seeds.

    python prove/recovery.py [SEEDS]      50 by default; writes prove/results/recovery.md

Each seed makes the whole company of 20,000 customers. The models of buying see its exported lines, the scores the
answers of each wave, the drivers the answers of the latest one.
"""

from __future__ import annotations

import math
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from regulars.methods import BetaGeoNBD, GammaGamma, csat, drivers, mean_rating, nps, weighted_index
from regulars.simulate import Company, company

RESULTS = Path(__file__).parent / "results" / "recovery.md"
RESAMPLES = 200
Trial = tuple[str, bool]


def inside(name: str, low: float, true: float, high: float) -> Trial:
    """One interval, and whether it holds the truth."""
    return name, bool(low <= true <= high)


def buying(made: Company) -> Iterator[Trial]:
    """All parameters of BG/NBD and gamma-gamma, from the exported lines."""
    lines = made.purchases.filter(pc.is_valid(made.purchases["guest"]))
    frame = pa.table(
        {
            "guest": lines["guest"],
            "day": pc.cast(pc.cast(lines["closed"], pa.date32()), pa.int32()),
            "amount": pc.cast(lines["amount"], pa.float64()),
        }
    )
    days = frame.group_by(["guest", "day"]).aggregate([("amount", "sum")])
    days = days.filter(pc.greater(days["amount_sum"], 0)).sort_by([("guest", "ascending"), ("day", "ascending")])
    guest = np.unique(days["guest"].to_numpy(), return_inverse=True)[1]
    day, amount = days["day"].to_numpy(), days["amount_sum"].to_numpy()
    first = np.flatnonzero(np.r_[True, guest[1:] != guest[:-1]])
    last = np.r_[first[1:], len(guest)] - 1
    frequency, end = last - first, (made.truth.totals.last_day - datetime(1970, 1, 1).date()).days  # noqa: DTZ001
    fitted = BetaGeoNBD().fit(frequency, (day[last] - day[first]) / 7, (end - day[first]) / 7)
    for name, (low, high) in fitted.intervals.items():
        yield inside(f"BG/NBD {name}", low, getattr(made.truth.buying, name), high)
    again = frequency > 0
    monetary = (np.bincount(guest, weights=amount) - amount[first])[again] / frequency[again]
    spend = GammaGamma().fit(frequency[again], monetary)
    for name, (low, high) in spend.intervals.items():
        yield inside(f"Gamma-gamma {name}", low, getattr(made.truth.spend, name), high)


def scores(made: Company) -> Iterator[Trial]:
    """NPS, CSAT, index and the ten attributes of each wave."""
    truth = made.truth
    for label, true in truth.waves.items():
        answers = made.responses.filter(pc.equal(made.responses["wave"], label))
        points, share = nps(answers["recommend"]), csat(answers["overall"])
        index = weighted_index({key: answers[key] for key in truth.importance}, truth.importance, missing=[0])
        yield inside("NPS, one wave", points.low, true.nps_points, points.high)
        yield inside("CSAT, one wave", share.low, true.csat_share, share.high)
        yield inside("Weighted index, one wave", index.low, true.index, index.high)
        found = {key: mean_rating(answers[key], missing=[0]) for key in truth.importance}
        for key, mean in found.items():
            yield inside("Attribute mean, one wave", mean.index_low, true.attributes[key], mean.index_high)
        yield "Breakfast found weakest, one wave", min(found, key=lambda key: found[key].mean) == truth.weakest
    pooled = nps(made.responses["recommend"], clusters=made.responses["guest"])
    yield inside("NPS, all waves, guests as clusters", pooled.low, truth.scores.nps_points, pooled.high)


def importance(made: Company) -> Iterator[Trial]:
    """Johnson's relative weights in the latest wave."""
    truth = made.truth
    answers = made.responses.filter(pc.equal(made.responses["wave"], list(truth.waves)[-1]))
    found = drivers(
        {key: answers[key] for key in truth.importance},
        answers["overall"],
        "johnson",
        missing=[0],
        n_resamples=RESAMPLES,
    )
    for key, low, high in zip(found.names, found.low, found.high, strict=True):
        if key not in truth.noise:
            yield inside("Importance (Johnson), one wave", low, truth.importance[key] * truth.explained, high)
    share = dict(zip(found.names, found.importance, strict=True))
    yield "Noise found least important, one wave", min(share, key=lambda key: share[key]) in truth.noise


def table(trials: Counter[str], held: Counter[str]) -> Iterator[str]:
    """One row for each quantity, with the range in which a true 95 % would show."""
    yield "| quantity | trials | held the truth | a true 95 % would show |"
    yield "|---|---:|---:|---:|"
    for name, count in trials.items():
        reach = 1.96 * math.sqrt(0.95 * 0.05 / count)
        band = "" if "found" in name else f"{95 - 100 * reach:.1f} to {min(100, 95 + 100 * reach):.1f} %"
        yield f"| {name} | {count:,} | {100 * held[name] / count:.1f} % | {band} |"


def main(seeds: int) -> None:
    """Run all seeds and write the table."""
    trials: Counter[str] = Counter()
    held: Counter[str] = Counter()
    start = time.monotonic()
    for seed in range(1, seeds + 1):
        made = company(seed=seed)
        for part in (buying, scores, importance):
            for name, good in part(made):
                trials[name] += 1
                held[name] += good
        print(f"\r{seed} of {seeds}", end="", file=sys.stderr)
    print(file=sys.stderr)
    lines = [
        "# The truth of the sample company, found again",
        "",
        f"{datetime.now().astimezone():%Y-%m-%d}, `python prove/recovery.py {seeds}`: seeds 1 to {seeds},",
        f"20,000 customers each, {RESAMPLES} resamples for the drivers; {time.monotonic() - start:.0f} s.",
        "",
        *table(trials, held),
        "",
        "Trials of one seed are not independent (waves share guests, attributes share moods), so the last column is a",
        "little too narrow where a row has more trials than seeds. The true scores are of the guests who could be",
        "asked, and a wave asks half of them or more: intervals made for a large population hold a little more often.",
    ]
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text("\n".join(lines) + "\n", "utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50)
