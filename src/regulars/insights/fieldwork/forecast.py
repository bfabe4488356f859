"""How many answers there will be on the last day: from the answers so far, the people still to answer, the reminders.

After an invitation answers come quickly at first and then ever more slowly, in each day a part ``q`` of the day before:
Huxley's modified exponential [huxley1980], beside which some put it off. Each reminder brings a smaller course of the
same shape. For each ``q`` and each strength of reminders the expected answers of each day are known but for their
common rate, whose posterior is a gamma distribution and whose future a negative binomial one; the values of the grid
are weighed by how well they explain the days so far. Days differ by more than chance (weekends, a newsletter): both the
past and the future are widened by the ratio of the scatter found to that expected. Open links go on as they did in the
last fortnight.

How often its 80 % ranges hold the final number: ``prove/fieldwork_coverage.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

from regulars.insights.fieldwork.counts import PERSONAL, WAITING, WRITTEN, Counts, Stage

Floats = NDArray[np.float64]
LEAST_ANSWERS, LEAST_DAYS = 10, 2.0
DRAWS = 2000
DECAYS = np.linspace(0.2, 0.9, 12)
SLOW, SLOW_PARTS = 0.9, (0.0, 0.25)  # some put it off
REMINDED = np.linspace(0.05, 0.95, 10)
LATER = 0.75  # each reminder brings this part of the one before it
COMMON = 0.4  # what the first one brings, as a part of what the invitation did
# Before anything is known of it: days differ by a seventh or so beyond chance.
SCATTER, SCATTER_DAYS = 0.02, 6.0
FORTNIGHT = 14
LONGEST = 400
MOST_DAYS = 14  # by which a study is sensibly extended


@dataclass(frozen=True)
class Range:
    """What is expected, and eight of ten cases like this lie between ``low`` and ``high``."""

    low: int
    expected: int
    high: int


@dataclass(frozen=True)
class Forecast:
    """``path``: all answers by the end of each day to come. ``days_more``: so much longer reaches what is wanted.

    ``draw_more``: so many more people would; None where nothing says how many of them answer.
    """

    total: Range
    parts: dict[str, Range]
    path: tuple[tuple[date, Range], ...]
    days_more: int | None
    draw_more: int | None


@dataclass(frozen=True)
class _Course:
    """Expected answers of each day, for each value of the grid, at a rate of 1: so far, to come, and by day to come."""

    past: Floats  # grid x days
    ahead: Floats  # grid x days


def forecast(counts: Counts) -> Forecast | None:
    """None where it is too early, or where no last day is set."""
    if counts.over or counts.last is None or too_early(counts) or (counts.last - counts.today).days > LONGEST:
        return None
    horizon = (counts.last - counts.today).days + 1
    ahead = _ahead(counts, horizon + MOST_DAYS)
    by_day = np.cumsum(ahead, axis=1)
    future = by_day[:, horizon - 1]
    parts, total = _parts(counts, future)
    mean = by_day.mean(axis=0)
    later = _parts(counts, mean[horizon:])[1]
    shape = mean[:horizon] / mean[horizon - 1] if mean[horizon - 1] > 0 else np.ones(horizon)
    found = _range(total)
    got = counts.got
    path = tuple(
        (counts.today + timedelta(days=day), Range(*(round(got + (end - got) * share) for end in _ends(found))))
        for day, share in enumerate(shape)
    )
    short = (counts.wanted or 0) - found.expected
    return Forecast(
        found,
        parts,
        path,
        _days_more(counts, later) if short > 0 else None,
        _draw_more(counts, future, short) if short > 0 else None,
    )


def too_early(counts: Counts) -> bool:
    """Whether there is too little to go by."""
    known = [*(day for day, _ in counts.invited), *(one.day for one in counts.came)]
    if not known:
        return True
    first = min(known)
    return (counts.today - first).days + counts.elapsed < LEAST_DAYS or counts.got < LEAST_ANSWERS


def _ahead(counts: Counts, days: int) -> Floats:
    """Draws x days to come: new answers, by personal invitations and by open links."""
    rng = np.random.default_rng(20_261_122)
    return _invited(counts, days, rng) + _open(counts, days, rng)


def _invited(counts: Counts, days: int, rng: np.random.Generator) -> Floats:
    cohorts, start = _cohorts(counts)
    if not cohorts.any():
        return np.zeros((DRAWS, days))
    past_days = (counts.today - start).days + 1
    answers = np.zeros(past_days)
    for one in counts.came:
        if one.complete and one.channel == PERSONAL and one.day <= counts.today:
            answers[max(0, (one.day - start).days)] += one.count
    course = _courses(counts, cohorts, past_days, days)
    prior = np.log(np.tile(1 - np.abs(REMINDED - COMMON) / 1.2, len(DECAYS) * len(SLOW_PARTS)))
    expected = counts.ways and sum(way.response for way in counts.ways) / len(counts.ways)
    return _drawn(answers, course, prior, 1.0, 1.0 / (expected or 0.15), rng, most=_may_answer(counts))


def _cohorts(counts: Counts) -> tuple[Floats, date]:
    """People reached on each day up to today, and the first day; who waits is invited today."""
    start = min((day for day, _ in counts.invited), default=counts.today)
    found = np.zeros((counts.today - start).days + 1)
    for day, count in counts.invited:
        found[min((day - start).days, len(found) - 1)] += count
    reached = counts.people(WRITTEN) - counts.people((Stage.UNREACHED,))
    found *= reached / max(found.sum(), 1)
    found[-1] += counts.people(WAITING)
    return found, start


def _courses(counts: Counts, cohorts: Floats, past: int, days: int) -> _Course:
    """Today is in both: as much of it as has passed, and the rest."""
    length = past + days - 1
    invited = np.zeros(length)
    invited[: len(cohorts)] = cohorts
    reminded = np.zeros(length)
    sent = max((one.reminded for one in counts.asked), default=0)
    for number, after in enumerate(counts.reminders):
        moved = np.zeros(length)
        moved[after:] = invited[: max(0, length - after)]
        if number >= sent:  # none of these has gone out yet, whatever the calendar says
            moved[: past - 1] = 0
        if counts.last is not None:
            moved[past + (counts.last - counts.today).days :] = 0
        reminded += LATER**number * moved
    rows, slow = [], _kernel(SLOW, length)
    for part in SLOW_PARTS:
        for decay in DECAYS:
            kernel = (1 - part) * _kernel(decay, length) + part * slow
            first, again = (np.convolve(one, kernel)[:length] for one in (invited, reminded))
            rows.append(first + REMINDED[:, None] * again)
    course = np.concatenate(rows)
    here = course[:, past - 1 : past]
    so_far = np.hstack([course[:, : past - 1], here * counts.elapsed])
    return _Course(so_far, np.hstack([here * (1 - counts.elapsed), course[:, past:]]))


def _kernel(decay: float, length: int) -> Floats:
    return np.asarray((1 - decay) * decay ** np.arange(length))


def _drawn(
    answers: Floats,
    course: _Course,
    prior: Floats,
    shape: float,
    rate: float,
    rng: np.random.Generator,
    *,
    most: float = np.inf,
) -> Floats:
    """Draws x days of the future, over the grid and the rate."""
    past = np.maximum(course.past, 1e-3 * course.past.mean(axis=1, keepdims=True) + 1e-12)
    scatter = _scatter(answers, past)
    total, exposure = shape + answers.sum() / scatter, rate + past.sum(axis=1) / scatter
    weight = prior + (np.log(past) @ answers) / scatter + gammaln(total) - total * np.log(exposure)
    chance = np.exp(weight - weight.max())
    places = rng.choice(len(chance), DRAWS, p=chance / chance.sum())
    rates = rng.gamma(total, 1.0, DRAWS) / exposure[places]
    sums = rates * course.ahead[places].sum(axis=1)
    future = np.minimum(scatter * rng.poisson(sums / scatter), most)
    split = course.ahead[places] / np.maximum(course.ahead[places].sum(axis=1, keepdims=True), 1e-12)
    return np.asarray(future[:, None] * split)


def _scatter(answers: Floats, past: Floats) -> float:
    """How much more the days differ than chance alone would let them, held to what is usual while they are few."""
    fits = past * (answers.sum() / past.sum(axis=1, keepdims=True))
    best = fits[np.argmax(np.log(past) @ answers - answers.sum() * np.log(past.sum(axis=1)))]
    seen = best >= 1
    found = float(((answers - best)[seen] ** 2 / best[seen]).sum())
    usual = 1 + SCATTER * float(answers.mean())
    return max(1.0, (found + usual * SCATTER_DAYS) / (max(0, int(seen.sum()) - 2) + SCATTER_DAYS))


def _open(counts: Counts, days: int, rng: np.random.Generator) -> Floats:
    """Answers by open links: as many a day as lately."""
    rows = [one for one in counts.came if one.complete and one.channel != PERSONAL and one.day <= counts.today]
    if not rows:
        return np.zeros((DRAWS, days))
    length = min(FORTNIGHT, (counts.today - min(one.day for one in rows)).days + 1)
    answers = np.zeros(length)
    for one in rows:
        place = length - 1 - (counts.today - one.day).days
        if place >= 0:
            answers[place] += one.count
    past, ahead = np.ones((1, length)), np.ones((1, days))
    past[0, -1], ahead[0, 0] = max(counts.elapsed, 1e-6), 1 - counts.elapsed
    return _drawn(answers, _Course(past, ahead), np.zeros(1), 0.5, 1e-6, rng)


def _parts(counts: Counts, future: Floats) -> tuple[dict[str, Range], Floats]:
    """Each part with its share of what is to come, none above its quota; and their sum."""
    if not counts.parts:
        return {}, _grown(counts.got, future, counts.quota)
    keys = [part.key for part in counts.parts]
    pulls = np.array([_pull(counts, key) for key in keys])
    rest = _pull(counts, "")
    share = pulls / max(float(pulls.sum() + rest), 1e-12)
    total = counts.answers(part="") + future * (1 - share.sum())
    found: dict[str, Range] = {}
    for part, own in zip(counts.parts, share, strict=True):
        drawn = _grown(counts.answers(part=part.key), future * own, part.quota)
        found[part.key] = _range(drawn)
        total = total + drawn
    return found, _grown(counts.got, total - counts.got, counts.quota)


def _pull(counts: Counts, part: str) -> float:
    """Of the answers to come, how strongly a part draws: its people who may still answer, and how they answered."""
    asked, open_ = counts.people(WRITTEN, part=part), _may_answer(counts, part)
    overall = max(counts.answers(channel=PERSONAL), 1) / max(counts.people(WRITTEN), 1)
    own = (counts.answers(part=part, channel=PERSONAL) + 10 * overall) / (asked + 10)
    lately = counts.answers(part=part) - counts.answers(part=part, channel=PERSONAL)
    return open_ * own + lately


def _may_answer(counts: Counts, part: str | None = None) -> float:
    return float(counts.people((*WAITING, Stage.SENT, Stage.BEGUN), part=part))


def _days_more(counts: Counts, later: Floats) -> int | None:
    """So many days more reach what is wanted; None where even a fortnight does not. ``later``: all by each of them."""
    enough = np.flatnonzero(np.round(later) >= (counts.wanted or 0))
    return int(enough[0]) + 1 if len(enough) else None


def _draw_more(counts: Counts, future: Floats, short: int) -> int | None:
    """So many more people would give what is missing, if they answer like those before them."""
    asked = counts.people(WRITTEN | WAITING)
    each = (counts.answers(channel=PERSONAL) + float(future.mean())) / asked if asked else 0.0
    return int(np.ceil(short / each)) if each > 0 else None


def _grown(got: int, more: Floats, quota: int | None) -> Floats:
    """As far as the quota, but nothing that came is lost."""
    return np.asarray(got + (more if quota is None else np.minimum(more, max(0, quota - got))))


def _range(drawn: Floats) -> Range:
    low, middle, high = np.quantile(drawn, [0.1, 0.5, 0.9])
    return Range(int(np.floor(low)), round(float(middle)), int(np.ceil(high)))


def _ends(found: Range) -> tuple[int, int, int]:
    return found.low, found.expected, found.high
