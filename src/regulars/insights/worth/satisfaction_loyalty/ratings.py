"""The ratings of overall satisfaction that customers gave under their name, and who of them has left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from regulars.insights.loyalty.answers import Pair, pair_of
from regulars.insights.scope import identified
from regulars.insights.worth.pages import Wish
from regulars.insights.worth.reading import among, chosen, floats, reach, scored, words
from regulars.language import Text
from regulars.methods import Stage
from regulars.survey import Item, Role, Survey

if TYPE_CHECKING:
    from regulars.facts import Facts

INACTIVE, UNLIKELY = "inactive", "unlikely"
HALF = 0.5

RATINGS = """
    select customer, {rating} as rating, "day" as "day" from {table}
    where customer is not null and {rating} is not null and "day" is not null
        and ($until is null or "day" <= $until) and ($since is null or "day" >= $since) {within}
    order by customer, coalesce("at", "day"), "source", response
"""


@dataclass(frozen=True)
class Rated:
    """A survey with its question on overall satisfaction; ``pair`` where it asks about loyalty too."""

    survey: Survey
    item: Item
    pair: Pair | None

    @property
    def scale(self) -> tuple[int, int]:
        """Lowest and highest rating."""
        return (self.item.scale.low, self.item.scale.high) if self.item.scale is not None else (0, 0)


@dataclass(frozen=True)
class Gone:
    """One row for each customer with a purchase: the last rating before they left, or until ``day`` if they stayed.

    ``left`` is NaN where it cannot be told; ``went`` is the day from which somebody counts as gone.
    """

    rating: NDArray[np.float64]
    rated: NDArray[np.datetime64]
    left: NDArray[np.float64]
    went: NDArray[np.datetime64]
    day: date

    @property
    def n_left(self) -> int:
        """All who left, rated or not."""
        return int((self.left == 1).sum())


def rated_surveys(facts: Facts, hidden: frozenset[str] = frozenset()) -> list[Rated]:
    """Every survey whose answers may stand beside a name, and that asks for overall satisfaction."""
    found = []
    for survey in identified(facts):
        item = next((one for one in survey.with_role(Role.OVERALL) if one.numeric and one.scale is not None), None)
        if item is not None and survey.name not in hidden:
            found.append(Rated(survey, item, pair_of(survey)))
    return found


def titles(facts: Facts) -> dict[str, Text]:
    """The choices of a survey."""
    return {one.survey.name: one.survey.title for one in rated_surveys(facts)}


def ratings_of(facts: Facts, rated: Rated, wish: Wish) -> pa.Table:
    """``customer``, ``rating``, ``day``: all of them, by customer and time, within units, days and customers asked."""
    table = facts.answers_table(rated.survey)
    if table.schema() is None or rated.item.key not in table.contract.names:
        kinds = {"customer": pa.int64(), "rating": pa.float64(), "day": pa.date32()}
        return pa.table({name: pa.array([], kind) for name, kind in kinds.items()})
    units = reach(wish)
    asked = {"since": wish.first, "until": wish.last} | ({} if units is None else {"units": sorted(units)})
    query = RATINGS.replace("{rating}", '"' + rated.item.key.replace('"', '""') + '"')
    query = query.replace("{within}", "" if units is None else 'and list_contains($units, "unit")')
    found = facts.ask(table, query, asked)
    return found if wish.among is None else among(found, chosen(facts, wish))


def gone_of(facts: Facts, ratings: pa.Table, wish: Wish, *, by: str) -> Gone | None:
    """Who left by the latest scores; None before the first scoring.

    ``by`` "inactive": silent for longer than the rule of the stages allows; "unlikely": the chance of still being a
    customer lies below a half. They count as gone from the day on which the rule of the stages says so.
    """
    scores = scored(facts, wish, "last_day", "loyalty_stage", "alive")
    scores = scores.filter(pa.compute.is_valid(scores["last_day"]))
    if not len(scores):
        return None
    day = scores["day"][0].as_py()
    if by == UNLIKELY:
        alive = floats(scores, "alive")
        left = np.where(np.isnan(alive), np.nan, (alive < HALF).astype(np.float64))
    else:
        left = (words(scores, "loyalty_stage") == Stage.INACTIVE.value).astype(np.float64)
    silent = np.timedelta64(wish.grades.stages.inactive_after, "D")
    last = scores["last_day"].to_numpy().astype("datetime64[D]")
    end = np.where(left == 1, np.minimum(last + silent, np.datetime64(day, "D")), np.datetime64(day, "D"))
    rating, rated = _last(ratings, scores["customer"].to_numpy(), end)
    went = np.where(left == 1, end, np.datetime64("NaT", "D"))
    return Gone(rating, rated, left, went, day)


def _last(
    ratings: pa.Table, customers: NDArray[np.int64], end: NDArray[np.datetime64]
) -> tuple[NDArray[np.float64], NDArray[np.datetime64]]:
    """The last rating of each customer up to a day of their own."""
    rating = np.full(len(customers), np.nan)
    rated = np.full(len(customers), np.datetime64("NaT", "D"))
    who, day = ratings["customer"].to_numpy(), ratings["day"].to_numpy().astype("datetime64[D]")
    place = np.minimum(np.searchsorted(customers, who), len(customers) - 1)
    counts = np.flatnonzero((customers[place] == who) & (day <= end[place]))
    if len(counts):
        counts = counts[np.append(np.diff(place[counts]) != 0, True)]
        rating[place[counts]], rated[place[counts]] = floats(ratings, "rating")[counts], day[counts]
    return rating, rated
