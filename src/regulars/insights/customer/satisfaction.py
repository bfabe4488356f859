"""The last word on satisfaction: the latest answer to the question about the whole, with its scale and its day.

Only answers to identified surveys: those to confidential and anonymous ones belong to nobody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from regulars.insights.errors import ScopeError
from regulars.insights.scope import Scope, identified
from regulars.language import Estimate, Message, Text, message
from regulars.survey import Item, Role, Survey

if TYPE_CHECKING:
    from regulars.facts import Facts

LOW, HIGH = 40, 60  # of the scale's 0 to 100: two fifths are below, two fifths above


class Mood(StrEnum):
    """A rating by where it stands on its scale: below 40, from 60 on, or between."""

    DISSATISFIED = "dissatisfied"
    BETWEEN = "between"
    SATISFIED = "satisfied"

    @property
    def words(self) -> Message:
        """For people."""
        return _MOODS[self]


_MOODS = {
    Mood.DISSATISFIED: message("dissatisfied"),
    Mood.BETWEEN: message("neither satisfied nor dissatisfied"),
    Mood.SATISFIED: message("satisfied"),
}


@dataclass(frozen=True)
class Rating:
    """One answer to the question about the whole, on its own scale."""

    survey: str
    title: Text
    item: Text
    value: float
    low: int
    high: int
    day: date | None
    at: datetime | None
    unit: str | None

    @property
    def index(self) -> float:
        """From 0 to 100."""
        return 100 * (self.value - self.low) / (self.high - self.low)

    @property
    def mood(self) -> Mood:
        """Satisfied or not."""
        return mood_of(self.index)

    @property
    def words(self) -> Message:
        """With the end of the scale: a 4 says nothing by itself."""
        return on_scale(self.value, self.high)


@dataclass(frozen=True)
class Satisfaction:
    """The latest rating and the one before it."""

    last: Rating
    before: Rating | None = None


def mood_of(index: float) -> Mood:
    """Where a rating stands on its scale."""
    return Mood.DISSATISFIED if index < LOW else Mood.SATISFIED if index >= HIGH else Mood.BETWEEN


def on_scale(value: float, high: int) -> Message:
    """“2 of 5”."""
    return message("{rating} of {high}", rating=Estimate(value, digits=0), high=high)


def about_the_whole(survey: Survey) -> Item | None:
    """The item that asks about the whole; where there is none, whether they would recommend."""
    for role in (Role.OVERALL, Role.RECOMMEND):
        for item in survey.with_role(role):
            if item.numeric and item.scale is not None:
                return item
    return None


def rating_in(survey: Survey, row: Mapping[str, Any]) -> Rating | None:
    """The rating in one response, where the question was answered."""
    item = about_the_whole(survey)
    value = None if item is None else row.get(item.key)
    if item is None or item.scale is None or value is None:
        return None
    return Rating(
        survey.name, survey.title, item.label, value, item.scale.low, item.scale.high,
        row["day"], row["at"], row["unit"],
    )  # fmt: skip


LATEST = """
    select customer, latest.value as value, latest.unit as unit, day from (
        select customer, max_by(struct_pack(value := value, unit := unit), moment) as latest, max(day) as day from (
            select customer, {item} as value, "unit", "day",
                struct_pack(at := coalesce("at", "day"), "source", response) as moment from {table}
            where customer is not null and {item} is not null and ($until is null or "day" <= $until))
        group by customer)
"""


def last_ratings(facts: Facts, *, scope: Scope, until: date | None = None) -> pa.Table:
    """The latest rating of every customer, for lists of people: value, low, high, index, day, unit, survey.

    ``until``: as it was at the end of that day.
    """
    if scope.units is not None:
        raise ScopeError(message("The last ratings of all customers are read for the whole company."))
    parts = [_ratings(facts, survey, item, until) for survey in identified(facts) if (item := about_the_whole(survey))]
    whole = pa.concat_tables([part for part in parts if part is not None] or [_nothing()])
    order = pc.sort_indices(whole, [("customer", "ascending"), ("day", "descending")])
    sorted_rows = whole.take(order)
    first = pc.not_equal(sorted_rows["customer"].combine_chunks()[1:], sorted_rows["customer"].combine_chunks()[:-1])
    kept = pa.concat_arrays([pa.array([True] * min(1, len(whole))), first]) if len(whole) else pa.array([], pa.bool_())
    return sorted_rows.filter(kept)


_COLUMNS = pa.schema(
    [
        ("customer", pa.int64()),
        ("value", pa.float64()),
        ("day", pa.date32()),
        ("low", pa.int32()),
        ("high", pa.int32()),
        ("index", pa.float64()),
        ("unit", pa.string()),
        ("survey", pa.string()),
    ]
)


def _ratings(facts: Facts, survey: Survey, item: Item, until: date | None) -> pa.Table | None:
    table = facts.answers_table(survey)
    if item.scale is None or item.key not in table.contract.names or table.schema() is None:
        return None
    name = '"' + item.key.replace('"', '""') + '"'
    found = facts.ask(table, LATEST.replace("{item}", name), {"until": until})
    low, high, size = item.scale.low, item.scale.high, len(found)
    index = pc.multiply(pc.divide(pc.subtract(found["value"], float(low)), float(high - low)), 100.0)
    return pa.table(
        {
            "customer": found["customer"],
            "value": found["value"],
            "day": found["day"],
            "low": pa.repeat(pa.scalar(low, pa.int32()), size),
            "high": pa.repeat(pa.scalar(high, pa.int32()), size),
            "index": index,
            "unit": found["unit"].cast(pa.string()),
            "survey": pa.repeat(survey.name, size),
        }
    )


def _nothing() -> pa.Table:
    """No rows. Not made at import: making a table brings in half of pandas where it is installed."""
    return _COLUMNS.empty_table()
