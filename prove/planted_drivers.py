"""Whether the planted drivers of the sample company are found. Writes ``prove/results/planted_drivers.md``.

    python prove/planted_drivers.py [SEEDS]

Each seed makes the whole company of 20,000 customers, ten attributes with planted importance (one of them none) and
planted contentment. ``drivers`` sees the answers of the latest wave, and of all waves with guests as clusters; the
results page is asked as a reader asks it. In order: of two attributes whose intervals lie apart, the one with more
has more in truth. The page's quadrants are held against those of the true scores and importances.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import permutations
from pathlib import Path

import numpy as np
import pyarrow.compute as pc

from regulars.facts import open_facts
from regulars.insights.satisfaction import satisfaction
from regulars.insights.satisfaction.sections import QUADRANTS
from regulars.insights.scope import Scope
from regulars.methods import Drivers, drivers
from regulars.simulate import Company, company
from regulars.simulate.truth import Truth

RESULTS = Path(__file__).parent / "results" / "planted_drivers.md"
SURVEY = "juniper-guests"
RESAMPLES = 400
Trial = tuple[str, bool]


def found_again(made: Company, where: str) -> Iterator[Trial]:
    """What ``drivers`` makes of the answers of one wave, or of all."""
    truth, answers, given = made.truth, made.responses, {}
    if where == "one wave":
        answers = answers.filter(pc.equal(answers["wave"], list(truth.waves)[-1]))
    else:
        given = {"clusters": answers["guest"]}
    X = {key: answers[key] for key in truth.importance}
    for method in ("johnson", "lmg"):
        result = drivers(X, answers["overall"], method, missing=[0], n_resamples=RESAMPLES, **given)
        for what, right in (*ordered(result, truth), *above_the_line(result, truth)):
            yield f"{method}, {where}: {what}", right
        if method == "johnson":  # the truth is Johnson's; LMG is close, but another number
            for key, low, high in zip(result.names, result.low, result.high, strict=True):
                if key not in truth.noise:
                    held = low <= truth.importance[key] * truth.explained <= high
                    yield f"{method}, {where}: interval holds the planted importance", held


def ordered(result: Drivers, truth: Truth) -> Iterator[Trial]:
    """Whether attributes stand where they were planted."""
    for one, other in permutations(range(len(result.names)), 2):
        if result.low[one] > result.high[other]:
            more, less = result.names[one], result.names[other]
            yield "pair told apart, in the planted order", truth.importance[more] > truth.importance[less]
    order = [result.names[at] for at in np.argsort(-result.importance)]
    yield "the three most important are those planted", set(order[:3]) == set(truth.importance_order[:3])
    for place, key in enumerate(order):
        yield "in its planted place, or the next", abs(place - truth.importance_order.index(key)) <= 1


def above_the_line(result: Drivers, truth: Truth) -> Iterator[Trial]:
    """Whether what matters stands above the line of noise, and what does not stays below."""
    for key, above in zip(result.names, result.above_noise, strict=True):
        if key in truth.noise:
            yield "the planted noise stays below the line", not above
        else:
            yield "planted driver above the line of noise", above


def quadrants(truth: Truth) -> dict[str, str]:
    """Where each attribute stands in truth, the lines at the means."""
    score, weight = truth.scores.attributes, truth.importance
    middle, line = (float(np.mean(list(values.values()))) for values in (score, weight))
    names = {
        (True, True): "keep_up",
        (True, False): "concentrate",
        (False, True): "overkill",
        (False, False): "low_priority",
    }
    return {key: names[weight[key] >= line, score[key] >= middle] for key in weight}


def on_the_page(made: Company) -> Iterator[Trial]:
    """What a reader of the results page is told to fix first."""
    true = quadrants(made.truth)
    with tempfile.TemporaryDirectory() as folder:
        facts = open_facts(Path(folder) / "facts")
        made.write(facts)
        report = satisfaction(facts, SURVEY, scope=Scope.whole(purpose="proof"))
    table = report.section("priorities").table
    weak = [key for key in true if true[key] == "concentrate"]
    planted = min(weak, key=lambda key: made.truth.scores.attributes[key])
    yield "results page: the first to fix is the planted one", table.rows[0].key == planted
    yield "results page: its first sentence names it", str(table.rows[0].name) in str(report.conclusion)
    for row in table.rows:
        right = row.cells[2] == QUADRANTS[true[row.key]]
        yield "results page: quadrant is the planted one", right
        if row.mark != "same":
            yield "results page: quadrant called clear, and the planted one", right


def main(seeds: int) -> None:
    """Run all seeds and write the table."""
    trials: Counter[str] = Counter()
    good: Counter[str] = Counter()
    start = time.monotonic()
    for seed in range(1, seeds + 1):
        made = company(seed=seed)
        for part in (found_again(made, "one wave"), found_again(made, "all waves"), on_the_page(made)):
            for name, right in part:
                trials[name] += 1
                good[name] += bool(right)
        print(seed, f"{time.monotonic() - start:.0f} s", flush=True)
    planted, order = made.truth, made.truth.importance_order
    lines = [
        "# The planted drivers of the sample company, found again",
        "",
        f"{datetime.now(UTC):%Y-%m-%d}, `python prove/planted_drivers.py {seeds}`: seeds 1 to {seeds}, 20,000",
        f"customers each, {RESAMPLES} resamples; {time.monotonic() - start:.0f} s.",
        "",
        "Planted importance: " + ", ".join(f"{key} {planted.importance[key]:.1%}" for key in order[:5]) + ",",
        ", ".join(f"{key} {planted.importance[key]:.1%}" for key in order[5:]) + ".",
        "",
        "| what | trials | so |",
        "|---|---:|---:|",
        *(f"| {name} | {count:,} | {good[name] / count:.1%} |" for name, count in trials.items()),
        "",
        "An interval of 95 % should hold the truth in 95 of 100 trials; the line of noise lets an attribute of noise",
        "above it in one of 200, as there are ten. Attributes of nearly the same importance may change places between",
        "samples; what their intervals tell apart may not.",
    ]
    RESULTS.write_text("\n".join(lines) + "\n", "utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 8)
