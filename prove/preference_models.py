"""MaxDiff beside another program, and how often preferences are found where there are none, or are hidden in chance.

    python prove/preference_models.py [REPETITIONS]      150 by default; writes prove/results/preference_models.md

The utilities of the logit are compared with those of statsmodels' conditional logit, in an environment of its own.
Where nobody prefers anything, a clear pair is a false one: at a confidence of 95 % at most 5 % of the studies may show
any. Where preferences are planted, 95 % of the intervals should hold them.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from regulars.methods import constant_sum, max_diff, ranking
from regulars.methods.preference.choice_model import Choices, fit

HERE = Path(__file__).parent
RESULTS = HERE / "results" / "preference_models.md"
ITEMS, SETS, WIDTH = 8, 6, 4
PLANTED = np.linspace(1, -1, ITEMS)
HEAD = """# What people prefer: another program, and chance

Made by `prove/preference_models.py` on {day}, {repetitions:,} studies for each row; confidence 95 %.

"""


def choices(random: np.random.Generator, people: int, utility: np.ndarray, apart: float) -> dict[str, Any]:
    """Each person answers six sets of four of eight items; persons differ by ``apart`` standard deviations."""
    own = utility + apart * random.normal(size=(people, ITEMS))
    who = np.repeat(np.arange(people), SETS)
    shown = np.array([random.permutation(ITEMS)[:WIDTH] for _ in who])
    liked = own[who[:, None], shown]
    best = (liked + random.gumbel(size=liked.shape)).argmax(axis=1)
    rows = np.arange(len(who))
    low = random.gumbel(size=liked.shape) - liked
    low[rows, best] = -np.inf
    return {"best": shown[rows, best], "worst": shown[rows, low.argmax(axis=1)], "shown": shown, "clusters": who}


def points(random: np.random.Generator, people: int, utility: np.ndarray, apart: float) -> np.ndarray:
    """Hundred points, in steps of five, by what each person likes."""
    parts = np.exp(utility + apart * random.normal(size=(people, ITEMS)))
    given = np.floor(20 * parts / parts.sum(axis=1, keepdims=True))
    given[np.arange(people), parts.argmax(axis=1)] += 20 - given.sum(axis=1)
    return 5 * given


def ranks(random: np.random.Generator, people: int, utility: np.ndarray, apart: float) -> np.ndarray:
    """Places by what each person likes."""
    return (-(utility + max(apart, 0.5) * random.normal(size=(people, ITEMS)))).argsort(axis=1).argsort(axis=1) + 1.0


def of_choices(table: dict[str, Any]) -> Any:
    """The method on a drawn study."""
    return max_diff(**table)


METHODS: dict[str, tuple[Callable[..., Any], Callable[..., Any], str, tuple[int, ...]]] = {
    "max_diff": (choices, of_choices, "utility", (30, 100)),
    "constant_sum": (points, constant_sum, "mean", (50, 100, 200)),
    "ranking": (ranks, ranking, "borda", (30, 100)),
}


def beside_statsmodels() -> Iterator[str]:
    """The same choices given to both."""
    sys.path.insert(0, str(HERE.parent / "bench"))
    from harness.environments import peer

    yield "| people | largest difference of a utility | of a standard error | of the log-likelihood |"
    yield "|---:|---:|---:|---:|"
    for people in (20, 200):
        table = choices(np.random.default_rng(people), people, PLANTED, 0.5)
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "choices.npz"
            np.savez(file, **{name: table[name] for name in ("shown", "best", "worst")})
            script = HERE / "peers" / "preference_statsmodels.py"
            said = subprocess.run([peer("statsmodels"), script, file], check=True, capture_output=True, text=True)
        other = json.loads(said.stdout)
        mine = fit(Choices(table["shown"], table["best"], table["worst"], np.ones(len(table["best"])), ITEMS))
        covariance = mine.covariance(mine.curvature)
        spread = np.diag(covariance)[:-1] + covariance[-1, -1] - 2 * covariance[-1, :-1]
        gaps = (
            np.abs(mine.utility[:-1] - mine.utility[-1] - other["utility"]).max(),
            np.abs(np.sqrt(spread) - other["error"]).max(),
            abs(mine.likelihood - other["likelihood"]),
        )
        if max(gaps) > 1e-4:
            raise SystemExit(f"The two programs differ: {gaps}")
        yield f"| {people} | " + " | ".join(f"{gap:.1e}" for gap in gaps) + " |"


def truths(repetitions: int) -> dict[str, np.ndarray]:
    """What each estimate would be from everybody: planted for utilities, else the mean of a very large study."""
    many = {"constant_sum": points, "ranking": ranks}
    found = {"max_diff": PLANTED - PLANTED.mean()}
    for name, draw in many.items():
        table = draw(np.random.default_rng(1), max(20_000, 200 * repetitions), PLANTED, 1.0)
        found[name] = table.mean(axis=0)
    found["ranking"] = 100 * (ITEMS - found["ranking"]) / (ITEMS - 1)
    return found


def rows(repetitions: int) -> Iterator[str]:
    """One line for each method and size: false orders, then how often an interval holds what was planted."""
    truth = truths(repetitions)
    yield "| method | people | any clear pair where there is none | limits that hold the truth | clear and wrong |"
    yield "|---|---:|---:|---:|---:|"
    for name, (draw, method, field, sizes) in METHODS.items():
        for people in sizes:
            random = np.random.default_rng([3, people])
            false = [
                bool(method(draw(random, people, np.zeros(ITEMS), 1.0)).rank_low.max() > 1) for _ in range(repetitions)
            ]
            held, wrong = [], []
            for _ in range(repetitions):
                result = method(draw(random, people, PLANTED, 0.0 if name == "max_diff" else 1.0))
                order = np.array([int(item) for item in result.names]) - (name != "max_diff")
                low, high = ends(result, field)
                held.append(np.mean((low <= truth[name][order]) & (truth[name][order] <= high)))
                wrong.append(bool((result.clear_next[:-1] & (np.diff(truth[name][order]) > 0)).any()))
            yield f"| {name} | {people} | {np.mean(false):.1%} | {np.mean(held):.1%} | {np.mean(wrong):.1%} |"
            print(f"{name} {people}", flush=True)


def ends(result: Any, field: str) -> tuple[np.ndarray, np.ndarray]:
    """The limits of an estimate."""
    if field == "mean":
        return result.low, result.high
    return getattr(result, f"{field}_low"), getattr(result, f"{field}_high")


def main(repetitions: int) -> None:
    """Write the page."""
    reach = 1.96 * (0.05 * 0.95 / repetitions) ** 0.5
    low, high = max(0.0, 0.05 - reach), 0.05 + reach
    lines = [
        "## The logit beside statsmodels",
        "",
        *beside_statsmodels(),
        "",
        "## Chance",
        "",
        f"{ITEMS} items; for MaxDiff {SETS} sets of {WIDTH} for each person. Where there is no preference, persons",
        "still differ from each other; all of it is chance. Where preferences are planted, they run from 1 to −1 in",
        "equal steps. The points of a constant sum are skewed: below 100 people their limits are too narrow.",
        f"Of {repetitions:,} studies 5 % are {low:.1%} to {high:.1%} by chance.",
        "",
        *rows(repetitions),
    ]
    head = HEAD.format(day=f"{datetime.now(UTC):%Y-%m-%d}", repetitions=repetitions)
    RESULTS.write_text(head + "\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 150)
