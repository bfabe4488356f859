"""A random sample that anybody can draw again."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from regulars.language import message
from regulars.methods.columns import Floats, IntoColumn, Ints, as_array, groups, same_length, text_of
from regulars.methods.errors import MethodError, OptionError, PopulationError
from regulars.methods.registry import method
from regulars.methods.result import Result
from regulars.methods.sampling.allocation import Allocation, allocate_sample
from regulars.methods.sampling.settings import one_of, whole

Shares: TypeAlias = Literal["proportional", "equal"]


@dataclass(frozen=True, kw_only=True)
class Drawn(Result):
    """The sample: ``ids`` and ``rows`` (from 0, ascending), each with its design weight N_h / n_h.

    ``strata`` names the strata, with ``population`` and ``sizes`` of each.
    """

    seed: int
    ids: NDArray[np.str_] = field(compare=False)
    rows: Ints = field(compare=False)
    weights: Floats = field(compare=False)
    strata: tuple[str, ...] = ()
    population: Ints = field(compare=False)
    sizes: Ints = field(compare=False)


@method(message("Whom do we ask?"), rows=("M11",), samples=False)
def draw_sample(
    ids: IntoColumn,
    n: int | Mapping[Any, int] | Allocation,
    *,
    seed: int,
    strata: IntoColumn | None = None,
    method: Shares = "proportional",
) -> Drawn:
    """Simple random sample without replacement, within strata where there are any.

    Each id gets a random number from the seed and the id alone, and the smallest numbers of each stratum are drawn.
    The order of the list changes nothing, a person added or removed moves at most one other, and whoever knows
    list and seed can check the draw.

    Parameters:
        ids: one id for each member of the population; each stands once.
        n: how many to draw in all; with strata also stratum -> how many, or the result of ``allocate_sample``.
        seed: a whole number; the same seed draws the same people. Note it before the draw.
        strata: the stratum of each member.
        method: how a plain ``n`` is shared out among strata, "proportional" or "equal".

    Source: [ohlsson1995], permanent random numbers; [cochran1977] chapters 2 and 5.

    >>> result = draw_sample(range(1000, 1100), 3, seed=7)
    >>> result.ids.tolist(), result.weights.round(2).tolist()
    (['1057', '1059', '1088'], [33.33, 33.33, 33.33])
    """
    one_of(("proportional", "equal"), method, name="method")
    start = whole(0, seed, name="seed")
    people = _written(ids)
    _check_once(people)
    names: tuple[str, ...] = ("",)
    place = np.zeros(len(people), dtype=np.int64)
    if strata is not None:
        names, place = groups(strata, name="strata")
        same_length(len(people), ("strata", place))
    population = np.bincount(place, minlength=len(names)).astype(np.int64)
    sizes = _sizes(n, names, population, method, stratified=strata is not None)
    luck = np.array([_luck(start, person) for person in people.tolist()], dtype=np.uint64)
    order = np.lexsort((people, luck, place))
    first = np.cumsum(population) - population
    rank = np.arange(len(people)) - first[place[order]]
    rows = np.sort(order[rank < sizes[place[order]]])
    return Drawn(
        n=len(rows),
        seed=start,
        ids=people[rows],
        rows=rows,
        weights=population[place[rows]] / sizes[place[rows]],
        strata=names if strata is not None else (),
        population=population,
        sizes=sizes,
    )


def _written(ids: Any) -> NDArray[np.str_]:
    """Ids as they are written: 007 is not 7, and a long number keeps its last digits; 7.0 from a data frame is 7."""
    values = list(ids) if isinstance(ids, list | tuple | range) else as_array(ids).tolist()
    found = []
    for row, value in enumerate(values):
        text = str(value).strip() if isinstance(value, str | int) else text_of(value)
        if not text:
            raise MethodError(
                message(
                    "Row {row} of ids is empty. Who has no id cannot be drawn; give one, or leave the row out.",
                    row=row + 1,
                )
            )
        found.append(text)
    return np.asarray(found, dtype=np.str_)


def _luck(seed: int, person: str) -> int:
    """64 random bits that depend on nothing but seed and id."""
    return int.from_bytes(hashlib.blake2b(f"{seed}\n{person}".encode(), digest_size=8).digest(), "big")


def _check_once(people: NDArray[np.str_]) -> None:
    found, first, often = np.unique(people, return_index=True, return_counts=True)
    if not people.size:
        raise PopulationError(message("There is nobody to draw from: the column of ids is empty."))
    if (often > 1).any():
        twice = int(np.flatnonzero(often > 1)[0])
        again = int(np.flatnonzero(people == found[twice])[1])
        raise MethodError(
            message(
                "Row {row} of ids is {value}, as is row {first}. Whoever stands twice has twice "
                "the chance: leave one out.",
                row=again + 1,
                value=str(found[twice]),
                first=int(first[twice]) + 1,
            )
        )


def _sizes(n: Any, names: tuple[str, ...], population: Ints, method: Shares, *, stratified: bool) -> Ints:
    if isinstance(n, Allocation):
        n = dict(zip(n.strata, n.sizes.tolist(), strict=True))
    if not isinstance(n, Mapping):
        if stratified:
            wanted = whole(len(names), n, name="n")
            people = dict(zip(names, population.tolist(), strict=True))
            return allocate_sample(wanted, people, method=method, least=1).sizes
        sizes = np.array([whole(1, n, name="n")])
    else:
        if not stratified:
            raise OptionError(message("n is given for each stratum, but there is no column of strata. Give strata=."))
        given = {text_of(name): size for name, size in n.items()}
        unknown = [name for name in given if name not in names]
        if unknown:
            raise MethodError(
                message(
                    "There is no stratum {name} in the list. There are: {known}.", name=unknown[0], known=names[:12]
                )
            )
        sizes = np.array([whole(0, given.get(name, 0), name="n") for name in names])
    short = np.flatnonzero(sizes > population)
    if short.size:
        raise PopulationError(
            message(
                "{n} people cannot be drawn from {population}. Ask everybody, or want fewer.",
                n=int(sizes[short[0]]),
                population=int(population[short[0]]),
            )
            if not stratified
            else message(
                "{n} people cannot be drawn from the {population} of stratum {name}. Ask them all, or want fewer.",
                n=int(sizes[short[0]]),
                population=int(population[short[0]]),
                name=names[short[0]],
            )
        )
    if not sizes.any():
        raise OptionError(message("Nobody is to be drawn. Want at least one person."))
    return sizes.astype(np.int64)
