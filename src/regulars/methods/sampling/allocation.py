"""A sample shared out among the parts of a population."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from regulars.language import message
from regulars.methods.columns import (
    MOST_COUNTED,
    Floats,
    IntoColumn,
    Ints,
    numbers,
    same_length,
    text_of,
    texts,
    within_reach,
)
from regulars.methods.errors import MethodError, OptionError, PopulationError
from regulars.methods.registry import method
from regulars.methods.result import Result
from regulars.methods.sampling.settings import one_of, whole

METHODS = ("proportional", "equal", "neyman")
NOTHING = 1e-9  # attraction, as a part of the largest, below which a stratum counts as without spread


@dataclass(frozen=True, kw_only=True)
class Allocation(Result):
    """Answers for each stratum, in the order given: ``sizes`` in whole numbers that sum to ``n``.

    ``exact`` is the bare formula, before limits and rounding; ``fractions`` the part of each stratum that is drawn,
    ``weights`` its inverse, the design weight. ``design_effect`` is what these unequal weights cost an estimate of
    the whole, if the strata were alike. ``cost`` is the sum over all answers where costs were given.
    """

    strata: tuple[str, ...]
    population: Ints = field(compare=False)
    exact: Floats = field(compare=False)
    sizes: Ints = field(compare=False)
    fractions: Floats = field(compare=False)
    weights: Floats = field(compare=False)
    design_effect: float
    rule: str
    cost: float | None = None


@method(message("How should the sample be shared out among the groups?"), rows=("M10", "M11"), samples=False)
def allocate_sample(
    n: int,
    population: Mapping[Any, float] | IntoColumn,
    *,
    method: Literal["proportional", "equal", "neyman"] = "proportional",
    standard_deviations: Mapping[Any, float] | IntoColumn | None = None,
    costs: Mapping[Any, float] | IntoColumn | None = None,
    least: int = 2,
    names: Sequence[str] | None = None,
) -> Allocation:
    """Sample sizes of the strata of a population; they sum to ``n`` and none exceeds its stratum.

    Parameters:
        n: answers in all.
        population: how many people each stratum has: name -> number, or one number for each.
        method: "proportional" to the population; "equal" for comparing strata; "neyman" for the most exact estimate
            of the whole: more where the stratum is large, varied or, with ``costs``, cheap.
        standard_deviations: that of one answer in each stratum, needed for "neyman".
        costs: of one answer in each stratum, above 0; with "neyman" they move answers to where they are cheap.
        least: answers that every stratum gets; two allow an estimate of its variance. A smaller stratum is taken whole.
        names: of the strata, where ``population`` gives none; else they are "1", "2", …

    Proportional n N_h / N; Neyman n N_h S_h / Σ N_h S_h, over √cost where there are costs. What a full stratum cannot
    take goes to the others in the same proportion. Rounding is by largest remainder, ties to the stratum named first.

    Source: [neyman1934]; [cochran1977] sections 5.5 to 5.9.

    >>> result = allocate_sample(200, {"E": 4421, "H": 755, "M": 1018})
    >>> dict(zip(result.strata, result.sizes.tolist()))
    {'E': 143, 'H': 24, 'M': 33}
    """
    wanted, floor = whole(1, n, name="n"), whole(0, least, name="least")
    one_of(METHODS, method, name="method")
    strata, people = _strata(population, names)
    attraction = people.astype(np.float64) if method != "equal" else np.ones(len(people))
    if method == "neyman":
        attraction = people * _spread(standard_deviations, strata)
    price = None if costs is None else within_reach(_column(costs, strata, name="costs"), name="costs")
    if price is not None:
        _check_costs(price)
        if method == "neyman":
            attraction = attraction / np.sqrt(price)
    lower = np.minimum(floor, people)
    _check_size(wanted, people, lower, floor)
    sizes = _rounded(_within(wanted, attraction, lower, people), wanted)
    drawn = sizes > 0
    weight = np.divide(people, sizes, out=np.zeros(len(people)), where=drawn)
    return Allocation(
        n=wanted,
        strata=strata,
        population=people,
        exact=wanted * attraction / attraction.sum(),
        sizes=sizes,
        fractions=sizes / people,
        weights=weight,
        design_effect=float(wanted * (sizes @ weight**2) / (sizes @ weight) ** 2),
        rule=method,
        cost=None if price is None else float(sizes @ price),
    )


def _strata(population: Any, names: Sequence[str] | None) -> tuple[tuple[str, ...], Ints]:
    if isinstance(population, Mapping):
        strata = tuple(text_of(name) for name in population)
        values = numbers(list(population.values()), name="population")
    else:
        values = numbers(population, name="population")
        strata = tuple(str(row + 1) for row in range(len(values)))
        if names is not None:
            given = texts(names, name="names")
            same_length(len(values), ("names", given))
            strata = tuple(given.tolist())
    if not strata:
        raise MethodError(message("There is no stratum. Give the population of at least one."))
    if len(set(strata)) < len(strata):
        twice = next(name for name in strata if strata.count(name) > 1)
        raise MethodError(message("The stratum {name} stands twice. Give each its own name.", name=twice))
    bad = np.flatnonzero(~((values >= 1) & (values == np.floor(values)) & (values <= MOST_COUNTED)))
    if bad.size:
        raise PopulationError(
            message(
                "The population of stratum {name} is {value}. It is a whole number from 1 up; leave out a stratum "
                "with nobody in it.",
                name=strata[bad[0]],
                value=float(values[bad[0]]),
            )
        )
    return strata, values.astype(np.int64)


def _column(values: Any, strata: tuple[str, ...], *, name: str) -> Floats:
    """One number for each stratum; by name from a mapping, else in order."""
    if isinstance(values, Mapping):
        found = {text_of(key): value for key, value in values.items()}
        for stratum in strata:
            if stratum not in found:
                raise MethodError(message("{column} has nothing for stratum {name}.", column=name, name=stratum))
        values = [found[stratum] for stratum in strata]
    column = numbers(values, name=name)
    same_length(len(strata), (name, column))
    return column


def _spread(values: Any, strata: tuple[str, ...]) -> Floats:
    if values is None:
        raise OptionError(
            message(
                "Neyman's allocation needs standard_deviations, one for each stratum. Take them from the last wave; "
                "without any, use method=“proportional”."
            )
        )
    deviations = within_reach(_column(values, strata, name="standard_deviations"), name="standard_deviations")
    bad = np.flatnonzero(~(deviations >= 0))
    if bad.size:
        raise OptionError(
            message(
                "The standard deviation of stratum {name} is {value}. It is 0 or more.",
                name=strata[bad[0]],
                value=float(deviations[bad[0]]),
            )
        )
    if not deviations.any():
        raise OptionError(message("All standard deviations are 0: no stratum varies, so none needs more answers."))
    return deviations


def _check_costs(price: Floats) -> None:
    bad = np.flatnonzero(~(price > 0))
    if bad.size:
        raise OptionError(
            message(
                "Row {row} of costs is {value}. A cost lies above 0.", row=int(bad[0]) + 1, value=float(price[bad[0]])
            )
        )


def _check_size(n: int, people: Ints, lower: Ints, least: int) -> None:
    if n > people.sum():
        raise PopulationError(
            message(
                "A sample of {n} cannot be drawn from {population} people. Ask everybody, or want fewer.",
                n=n,
                population=int(people.sum()),
            )
        )
    if n < lower.sum():
        raise OptionError(
            message(
                "A sample of {n} is too small for at least {least} answers in each of {count} strata. It takes "
                "{needed}; merge strata, or lower least.",
                n=n,
                least=least,
                count=len(people),
                needed=int(lower.sum()),
            )
        )


def _within(n: int, attraction: Floats, lower: Ints, upper: Ints) -> Floats:
    """Sizes in proportion to the attraction, but within the limits, that sum to ``n``.

    Σ clip(λ · attraction, lower, upper) only grows with λ, in straight pieces between the values of λ at which a
    stratum reaches a limit: λ is read off between two of them.
    """
    # A stratum without spread attracts nothing until all others are full; then by its size.
    relative = attraction / attraction.max()
    pull = np.where(relative > NOTHING, relative, NOTHING * upper / upper.max())
    turns = np.unique(np.concatenate(([0.0], lower / pull, upper / pull)))
    totals = np.clip(turns[:, None] * pull, lower, upper).sum(axis=1)
    # The first turn that reaches n; the sum rises on the way to it, though it may have stood still before.
    k = int(np.searchsorted(totals, n))
    rate = turns[k] if k == 0 else np.interp(n, totals[k - 1 : k + 1], turns[k - 1 : k + 1])
    return np.asarray(np.clip(rate * pull, lower, upper))


def _rounded(sizes: Floats, n: int) -> Ints:
    """Largest remainder: whole numbers that sum to ``n``."""
    whole_part = np.floor(sizes + 1e-9).astype(np.int64)
    short = n - int(whole_part.sum())
    order = np.argsort(-(sizes - whole_part), kind="stable")
    whole_part[order[:short]] += 1
    return whole_part
