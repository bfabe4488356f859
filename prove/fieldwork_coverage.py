"""How often the forecast of a study's answers holds the final number. Writes ``prove/results/fieldwork_coverage.md``.

People are invited on the first day of a study of 14 days, reminded after 4 and 9 days, and answer after delays of
several laws, of which only the first is the one that the forecast supposes. The plan's response is wrong by half.

    python prove/fieldwork_coverage.py
"""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import numpy as np

from regulars.insights.fieldwork import Asked, Came, Counts, Stage, Way, forecast
from regulars.language import Text

RESULTS = Path(__file__).parent / "results" / "fieldwork_coverage.md"
SEED, REPEATS = 20261122, 300
FIRST, DAYS, REMINDERS = date(2026, 11, 2), 14, (4, 9)
LAWS = ("as supposed", "long waits", "calm weekends")
SIZES = ((400, 0.25), (2000, 0.12), (20_000, 0.15))
WHEN = (3, 6, 10)


def main() -> None:
    """Count, and write the page."""
    begun, random = time.perf_counter(), np.random.default_rng(SEED)
    rows = []
    for law in LAWS:
        for size, response in SIZES:
            cells = []
            for day in WHEN:
                found = [one for _ in range(REPEATS) if (one := _tried(random, law, size, response, day)) is not None]
                held = np.mean([low <= truth <= high for low, high, truth, _ in found])
                off = np.median([abs(middle - truth) / truth for _, _, truth, middle in found])
                cells.append(f"{held:.0%} (± {off:.1%})")
            rows.append(f"| {law} | {size:,} | {response:.0%} | " + " | ".join(cells) + " |")
            print(rows[-1])
    head = " | ".join(f"after {day} days" for day in WHEN)
    RESULTS.write_text(
        f"""# The forecast of fieldwork

{datetime.now(UTC).date()}, seed {SEED}, {time.perf_counter() - begun:.0f} s. Made by `prove/fieldwork_coverage.py`.

How often the 80 % range holds the final number of answers, {REPEATS} studies for each figure; in brackets, how far the
forecast itself lies from it, in the middle case. 14 days, reminders after 4 and 9; the plan had counted on half as many
answers again.

| delays | people | response | {head} |
|---|---|---|{"---|" * len(WHEN)}
{chr(10).join(rows)}

*As supposed*: in each day a fixed part of the day before. *Long waits*: log-normal delays, half of them within a day,
some of two weeks. *Calm weekends*: half as many answers on Saturdays and Sundays, and a day of its own luck each (a
quarter more or less).

Early ranges are wide and hold more than they promise. They hold less where a weekend has just passed, which the
forecast does not know of, and where many answers make the range narrow: there it is off by a few parts of a hundred.
""",
        "utf-8",
    )


def _tried(
    random: np.random.Generator, law: str, size: int, response: float, day: int
) -> tuple[int, int, int, int] | None:
    """Range, truth and middle of one study, seen at the end of a day."""
    each = _days(random, law, size, response)
    answers, reminded = each[: day + 1], sum(after <= day for after in REMINDERS)
    got = int(answers.sum())
    counts = Counts(
        "proof",
        Text({"en": "Proof"}),
        FIRST + timedelta(days=day),
        opens=FIRST,
        last=FIRST + timedelta(days=DAYS - 1),
        wanted=size,
        asked=(
            Asked("", "email", Stage.ANSWERED, reminded, got),
            Asked("", "email", Stage.SENT, reminded, size - got),
        ),
        invited=((FIRST, size),),
        came=tuple(
            Came("", "personal", FIRST + timedelta(days=number), True, int(count))
            for number, count in enumerate(answers)
        ),
        ways=(Way("email", 1.5 * response, Decimal(0), Decimal(0)),),
        reminders=REMINDERS,
    )
    found = forecast(counts)
    if found is None:
        return None
    return found.total.low, found.total.high, int(each.sum()), found.total.expected


def _days(random: np.random.Generator, law: str, size: int, response: float) -> np.ndarray:
    """Answers of each day."""
    rate = response * random.uniform(0.8, 1.2)
    power = random.uniform(0.2, 0.6)  # of the first reminder
    mean = np.zeros(DAYS)
    for after, strength in ((0, 1.0), (REMINDERS[0], power), (REMINDERS[1], 0.75 * power)):
        mean[after:] += rate * size * strength / 1.6 * _delays(random, law)[: DAYS - after]
    if law == "calm weekends":
        weekday = np.array([(FIRST + timedelta(days=number)).weekday() for number in range(DAYS)])
        mean *= np.where(weekday >= 5, 0.5, 1.0) * random.lognormal(-0.03, 0.25, DAYS)
    return random.poisson(mean)


def _delays(random: np.random.Generator, law: str) -> np.ndarray:
    """Which part of those who answer does so on each day after a letter."""
    if law == "long waits":
        edges = np.arange(DAYS + 1) + 1e-9
        from scipy.stats import norm

        share = np.diff(norm.cdf((np.log(edges) - np.log(1.0)) / 1.2))
        return np.asarray(share)
    decay = 0.55
    return (1 - decay) * decay ** np.arange(DAYS)


if __name__ == "__main__":
    main()
