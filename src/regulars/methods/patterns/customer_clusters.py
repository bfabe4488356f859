"""Groups of customers alike: how many there are, whether they would be found again, and what marks each."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import numpy as np

from regulars.language import Estimate, Kind, Message, message
from regulars.methods.columns import Floats, IntoColumn, Ints, frame_columns, numbers, same_length, within_reach
from regulars.methods.errors import DependentColumnsError, OptionError, TooFewAnswersError
from regulars.methods.intervals import Interval, check_confidence, critical, wilson_of_each
from regulars.methods.patterns.k_means import Grouped, adjusted_rand, k_means
from regulars.methods.patterns.one_cloud import Cloud
from regulars.methods.registry import method
from regulars.methods.resampling import check_resamples, check_seed, limits
from regulars.methods.result import Result
from regulars.methods.sample import Sample
from regulars.methods.sampling.settings import whole
from regulars.methods.scores.estimates import mean_of

MOST_GROUPS, STARTS = 9, 2
STABLE = 0.8  # of the adjusted Rand index: nearly all customers are with the same others again
ENOUGH = 0.8  # of the largest gap
SKEWED = 1.0  # skewness from which on a column of amounts is taken in logarithms
ENDS = 3.0  # standard deviations: what lies farther out counts as so far
REFERENCES = 99
MOST_ROWS = 1_000  # that structure is looked for in; all customers are then given a group
STANDS_OUT, FAR_OUT = 0.5, 1.0  # standard deviations


class Structure(StrEnum):
    """What was found."""

    STABLE = "stable groups"
    UNSTABLE = "no stable groups"
    NONE = "one cloud"


@dataclass(frozen=True, kw_only=True)
class CustomerClusters(Result):
    """``structure`` is one of "stable groups", "no stable groups", "one cloud"; ``size`` groups (1 where none hold).

    Over ``tried`` numbers of groups: ``tightness`` is how much tighter the customers lie than a single cloud like them
    does, with the clouds' own limits; ``stability`` the median adjusted Rand index of pairs of resamples.
    Over the groups, the largest first: ``share`` with limits; ``profile`` the mean of each column in its own unit with
    limits, shape (groups, columns); ``distance`` the same from the mean of all, in standard deviations of the column as
    it was used. ``group`` is that of each customer, 1 the largest; 0 where a value is missing.
    """

    minimum_n = 200
    kept_back = ("group",)

    structure: str
    size: int
    p_value: float
    stability_of_size: float
    stability_of_size_low: float
    stability_of_size_high: float
    tried: Ints
    tightness: Floats
    cloud_low: Floats
    cloud_high: Floats
    stability: Floats
    stability_low: Floats
    stability_high: Floats
    names: tuple[str, ...]
    logarithms: tuple[bool, ...]
    group_customers: Ints
    group_share: Floats
    group_share_low: Floats
    group_share_high: Floats
    profile: Floats
    profile_low: Floats
    profile_high: Floats
    distance: Floats
    n_resamples: int
    seed: int
    group: Ints = field(compare=False, repr=False)

    @property
    def notes(self) -> tuple[Message, ...]:
        """What was found, what marks each group, and what it must not be used for."""
        found = [_STRUCTURES[Structure(self.structure)]]
        if self.size > 1:
            found += [
                message(
                    "Group {number}, {share} of the customers: {traits}.",
                    number=at + 1,
                    share=Estimate(float(self.group_share[at]), kind=Kind.SHARE, digits=0),
                    traits=self.traits(at) or (message("like the average"),),
                )
                for at in range(self.size)
            ]
        found.append(
            message("A group describes customers by the columns given. It is no reason to serve a person worse.")
        )
        return tuple(found)

    def traits(self, at: int) -> tuple[Message, ...]:
        """What marks a group: the columns whose mean lies half a standard deviation or more off that of all."""
        order = np.argsort(-np.abs(self.distance[at]), kind="stable").tolist()
        return tuple(
            _trait(self.names[column], float(self.distance[at, column]))
            for column in order
            if abs(self.distance[at, column]) >= STANDS_OUT
        )


_STRUCTURES = {
    Structure.STABLE: message("The customers form groups that other customers of the kind would show again."),
    Structure.UNSTABLE: message(
        "The customers are no single cloud, but no grouping of them is stable: other customers of the kind would be "
        "grouped otherwise. Take cuts of your own instead."
    ),
    Structure.NONE: message(
        "The customers form one cloud: no grouping is tighter than chance would make it. Take cuts of your own instead."
    ),
}


def _trait(name: str, distance: float) -> Message:
    if distance >= FAR_OUT:
        return message("{column} much above average", column=name)
    if distance > 0:
        return message("{column} above average", column=name)
    if distance <= -FAR_OUT:
        return message("{column} much below average", column=name)
    return message("{column} below average", column=name)


@method(
    message("Which groups of customers are alike, and would the same groups be found again?"),
    rows=("V22",),
    minimum_n=CustomerClusters.minimum_n,
    samples=False,
)
def customer_clusters(
    columns: Any,
    *,
    most: int = 6,
    size: int | None = None,
    logarithms: Collection[str] | None = None,
    missing: Collection[Any] = (),
    confidence: float = 0.95,
    n_resamples: int = 100,
    seed: int = 0,
) -> CustomerClusters:
    """Groups about means (k-means) in standardised columns; their number chosen, and their stability shown.

    1. **Are there any?** The within-group sum of squares for 2 … ``most`` groups is held against 99 single clouds:
       each column with one peak and otherwise as it is, the columns going together as they do. The largest gap over
       all numbers, in the clouds' own spread, must lie beyond that of the clouds at the level ``confidence``. Else the
       answer is "one cloud".
    2. **How many?** The smallest number whose gap reaches four fifths of the largest: more groups gain little.
    3. **Would they come again?** Each of ``n_resamples`` pairs of bootstrap samples is grouped, each grouping is given
       to all customers, and both are compared by the adjusted Rand index. A median below 0.8 is not stable: the largest
       smaller number that is stable (and beyond the clouds) is taken, and without one "no stable groups".

    Amounts of 0 or more with a skewness above 1 are taken as log(1 + value / median of what is above 0); columns are
    standardised, and what lies more than 3 standard deviations out counts as 3. Of more than 1,000 customers 1,000
    drawn ones serve to look for structure; all are then given a group.

    Parameters:
        columns: a dict or frame of numbers, one column for each measure, one row for each customer.
        most: how many groups are tried at most, 2 to 9.
        size: a number of groups of your own; structure and stability are then of that number.
        logarithms: names of the columns to take in logarithms, instead of the rule above; () for none.
        missing: codes that mean "not known"; those customers stay out and count in ``n_missing``.
        confidence: level of the test and of the intervals.
        n_resamples: how many pairs of resamples, at least 100; 0 gives no stability, and no verdict on it.
        seed: the same seed gives the same groups.

    Limits of shares (Wilson) and means (Student) take the groups as given.

    Source: k-means [lloyd1982], [arthur2007]; the cloud [tibshirani2001], [hartigan1985]; stability [dolnicar2010],
    [hubert1985].

    >>> import numpy as np
    >>> random = np.random.default_rng(1)
    >>> visits, spend = np.repeat([2.0, 9.0], 150), np.tile([20.0, 60.0], 150)
    >>> table = {"visits": visits + random.normal(0, 0.5, 300), "spend": spend + random.normal(0, 5, 300)}
    >>> found = customer_clusters(table, most=5)
    >>> found.structure, found.size, found.group_customers.tolist()
    ('stable groups', 4, [75, 75, 75, 75])
    """
    check_confidence(confidence)
    check_resamples(n_resamples)
    seed = check_seed(seed)
    most = _most(most, size)
    names, raw = _columns(columns, missing)
    complete = ~np.isnan(raw).any(axis=1)
    people = raw[complete]
    if len(people) < 10 * most:
        raise TooFewAnswersError(
            message(
                "There are {count} customers with all values, too few to look for {most} groups. It takes {needed}.",
                count=len(people),
                most=most,
                needed=10 * most,
            )
        )
    logs = _logarithms(names, people, logarithms)
    used = _standardised(names, people, logs)
    random = np.random.default_rng(seed)
    part = used if len(used) <= MOST_ROWS else used[random.permutation(len(used))[:MOST_ROWS]]
    tried = np.arange(2, most + 1) if size is None else np.array([size])
    gap, drawn, p_value = _gaps(part, tried, random)
    cloud_low, cloud_high = limits(drawn, confidence)
    own_size = size is not None
    pairs = np.full((n_resamples, len(tried)), np.nan)
    structure, at = Structure.NONE, 0 if own_size else None
    if p_value <= 1 - confidence or own_size:
        structure = structure if p_value > 1 - confidence else Structure.UNSTABLE
        for place in range(_rule(gap), -1, -1) if n_resamples else ():
            pairs[:, place] = _pairs(part, int(tried[place]), n_resamples, random)
            beyond = p_value <= 1 - confidence and gap[place] > cloud_high[place]
            if beyond and np.median(pairs[:, place]) >= STABLE:
                structure, at = Structure.STABLE, place
                break
    stability = np.median(pairs, axis=0) if n_resamples else np.full(len(tried), np.nan)
    low, high = limits(pairs, confidence)
    k = 1 if at is None else int(tried[at])
    grouped = k_means(part, k, random, 5 * STARTS)
    own = _largest_first(grouped, used)
    group = np.zeros(len(raw), dtype=np.int64)
    group[complete] = own + 1
    counted = np.bincount(own, minlength=k)
    share_low, share_high = wilson_of_each(counted / len(own), np.full(k, float(len(own))), critical(confidence))
    means = [[mean_of(Sample.of(people[own == at, j]), confidence) for j in range(len(names))] for at in range(k)]
    profile = [np.array([[getattr(one, end) for one in row] for row in means]) for end in ("mean", "low", "high")]
    return CustomerClusters(
        structure=structure.value,
        size=k,
        p_value=p_value,
        stability_of_size=math.nan if at is None else float(stability[at]),
        stability_of_size_low=math.nan if at is None else float(low[at]),
        stability_of_size_high=math.nan if at is None else float(high[at]),
        tried=tried,
        tightness=gap,
        cloud_low=cloud_low,
        cloud_high=cloud_high,
        stability=stability,
        stability_low=low,
        stability_high=high,
        names=names,
        logarithms=logs,
        group_customers=counted,
        group_share=counted / len(own),
        group_share_low=share_low,
        group_share_high=share_high,
        profile=profile[0],
        profile_low=profile[1],
        profile_high=profile[2],
        distance=np.array([used[own == at].mean(axis=0) for at in range(k)]),
        n_resamples=n_resamples,
        seed=seed,
        n=len(people),
        n_missing=int((~complete).sum()),
        confidence=confidence,
        interval=Interval.STUDENT,
        group=group,
    )


def _most(most: int, size: int | None) -> int:
    found = whole(2, most if size is None else size, name="most" if size is None else "size")
    if found > MOST_GROUPS:
        raise OptionError(
            message("{count} groups are too many to describe. Take {most} at most.", count=found, most=MOST_GROUPS)
        )
    return found


def _columns(columns: Any, missing: Collection[Any]) -> tuple[tuple[str, ...], Floats]:
    given: dict[str, IntoColumn] = frame_columns(columns)
    found = {
        name: within_reach(numbers(column, name=name, missing=missing), name=name) for name, column in given.items()
    }
    if not found:
        raise OptionError(message("{name} has no column. Give at least one.", name="columns"))
    same_length(len(next(iter(found.values()))), *found.items())
    return tuple(found), np.column_stack(list(found.values()))


def _logarithms(names: tuple[str, ...], people: Floats, given: Collection[str] | None) -> tuple[bool, ...]:
    if given is None:
        return tuple(bool(column.min() >= 0 and _skewness(column) > SKEWED) for column in people.T)
    wanted = [given] if isinstance(given, str) else [str(name) for name in given]
    for name in wanted:
        if name not in names:
            raise OptionError(message("There is no column {column}. There are: {known}.", column=name, known=names))
        if people[:, names.index(name)].min() < 0:
            raise OptionError(
                message(
                    "{column} has values below 0, of which there are no logarithms. Leave it as it is.", column=name
                )
            )
    return tuple(name in wanted for name in names)


def _skewness(column: Floats) -> float:
    spread = float(column.std())
    return float((((column - column.mean()) / spread) ** 3).mean()) if spread > 0 else 0.0


def _standardised(names: tuple[str, ...], people: Floats, logs: tuple[bool, ...]) -> Floats:
    used = people.copy()
    for at, (name, log) in enumerate(zip(names, logs, strict=True)):
        if log and (used[:, at] > 0).any():
            used[:, at] = np.log1p(used[:, at] / np.median(used[used[:, at] > 0, at]))
        spread = float(used[:, at].std())
        if spread <= 1e-12 * max(1e-300, float(np.abs(used[:, at]).max())):
            raise DependentColumnsError(
                message("All values of {column} are the same, so it tells nobody apart. Leave it out.", column=name)
            )
    return _scaled(used)


def _scaled(rows: Floats) -> Floats:
    spread = rows.std(axis=0)
    return np.asarray(np.clip((rows - rows.mean(axis=0)) / np.where(spread > 0, spread, 1.0), -ENDS, ENDS))


def _gaps(part: Floats, tried: Ints, random: np.random.Generator) -> tuple[Floats, Floats, float]:
    """Gap of each number, those of the single clouds, and how often one of these is as striking as ours."""
    cloud = Cloud.like(part)

    def logs(rows: Floats) -> list[float]:
        whole_spread = float(((rows - rows.mean(axis=0)) ** 2).sum())
        within = [k_means(rows, int(k), random, STARTS).within / whole_spread for k in tried]
        return [math.log(max(share, 1e-12)) for share in within]

    own = np.array(logs(part))
    clouds = np.array([logs(_scaled(cloud.draw(len(part), random))) for _ in range(REFERENCES)])
    centre, spread = clouds.mean(axis=0), np.maximum(clouds.std(axis=0, ddof=1), 1e-9)
    striking = float(((centre - own) / spread).max())
    others = ((centre - clouds) / spread).max(axis=1)
    return centre - own, centre - clouds, float((1 + (others >= striking).sum()) / (REFERENCES + 1))


def _rule(gap: Floats) -> int:
    """The first place that reaches most of the largest gap: more groups than that gain little."""
    return int(np.flatnonzero(gap >= ENOUGH * gap.max() if gap.max() > 0 else gap == gap.max())[0])


def _pairs(part: Floats, k: int, count: int, random: np.random.Generator) -> Floats:
    """Adjusted Rand index of each pair of resamples [dolnicar2010]."""
    n, found = len(part), np.empty(count)
    for pair in range(count):
        one, other = (k_means(part[random.integers(0, n, n)], k, random, 2 * STARTS).of(part) for _ in range(2))
        found[pair] = adjusted_rand(one, other)
    return found


def _largest_first(grouped: Grouped, used: Floats) -> Ints:
    own = grouped.of(used)
    size = np.bincount(own, minlength=len(grouped.centres))
    place = np.empty(len(size), dtype=np.int64)
    place[np.argsort(-size, kind="stable")] = np.arange(len(size))
    return place[own]
