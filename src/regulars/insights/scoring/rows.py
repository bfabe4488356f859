"""The scores as the facts keep them: one row for everybody, empty where nothing can be said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from regulars.facts.scores import SCORES
from regulars.insights.loyalty.types import TYPES
from regulars.insights.scoring.estimate import Scores
from regulars.insights.scoring.specify import Question
from regulars.insights.value.specify import DAYS
from regulars.language import Message, message
from regulars.methods.loyalty.stage_rules import STAGES, Stage
from regulars.methods.value.rfm import Segment, segments_by_score


class Untold(StrEnum):
    """Why nobody can say whether a customer is still one."""

    ONCE = "once"
    NO_PURCHASE = "no-purchase"
    NO_MODEL = "no-model"

    @property
    def words(self) -> Message:
        """For people."""
        return _WORDS[self]


_WORDS = {
    Untold.ONCE: message("cannot be told from one purchase"),
    Untold.NO_PURCHASE: message("no purchase yet"),
    Untold.NO_MODEL: message("cannot be told: too few customers have bought again"),
}


def rows(question: Question, found: Scores | None, now: datetime) -> pa.Table:
    """A table that fits the contract ``customer_scores``; without rows where nobody has bought.

    Columns of words are dictionaries: a million rows of eight words cost as much as their numbers.
    """
    schema = SCORES.schema
    size = len(question.keys)
    columns: dict[str, Any] = {
        "customer": question.keys,
        "day": _same(question.until, size, schema.field("day").type),
        "at": _same(now, size, schema.field("at").type),
        "net": question.net,
        "net_again": question.again,
        "lines": question.lines,
        "currency": _same(question.currency, size, pa.string()),
        "alive_reason": _same(Untold.NO_PURCHASE.value, size, pa.string()),
    }
    columns |= _typed(question)
    if found is not None:
        place = question.place
        known = {**_counted(question), **_segments(found), **_graded(found), **_forecast(question, found)}
        columns |= {name: _spread(values, place, size) for name, values in known.items()}
        columns["alive_reason"] = _reasons(found, place, size)
    return pa.table({field.name: _as(columns[field.name], field.type) for field in schema if field.name in columns})


def _counted(question: Question) -> dict[str, Any]:
    customers = question.customers
    age = np.rint(customers.T * DAYS).astype(np.int64)
    silent = np.rint((customers.T - customers.recency) * DAYS).astype(np.int64)
    last = np.datetime64(question.until, "D")  # somebody bought, so there is a last day
    return {
        "first_day": last - age.astype("timedelta64[D]"),
        "last_day": last - silent.astype("timedelta64[D]"),
        "recency_days": silent,
        "purchases": customers.frequency.astype(np.int64) + 1,
    }


def _segments(found: Scores) -> dict[str, Any]:
    scored = found.segments
    kinds = [kind.value for kind in Segment]
    called = segments_by_score(scored.bins).tolist()
    place_of_score = np.array([kinds.index(name) if name else -1 for name in called])
    return {
        "recency_score": scored.recency,
        "frequency_score": scored.frequency,
        "monetary_score": scored.monetary,
        "segment": _words(place_of_score[scored.score], kinds),
    }


def _graded(found: Scores) -> dict[str, Any]:
    stages = [stage.value for stage in STAGES]
    columns: dict[str, Any] = {
        "loyalty_stage": _words(np.where(found.active, found.stage, STAGES.index(Stage.INACTIVE)), stages),
        "left_from": _words(np.where(found.active, -1, found.stage), stages),
    }
    if found.tiers is not None:
        columns |= {
            "value_tier": _words(found.tiers.place, found.tiers.names),
            "tier_unclear": found.tiers.unclear,
            "tier_could_be": _words(found.tiers.best, found.tiers.names),
        }
    return columns


def _typed(question: Question) -> dict[str, Any]:
    """Of everybody, whether they bought or not: answers say the type."""
    typed = question.typed
    return {
        "loyalty_type": _words(typed.kind, TYPES),
        "type_chance": pa.array(typed.chance, from_pandas=True),
        "type_clear": typed.clear,
        "satisfaction": pa.array(typed.satisfaction, from_pandas=True),
        "loyalty": pa.array(typed.loyalty, from_pandas=True),
        "answered_day": typed.day,
        "answered_unit": _words(typed.place, typed.units),
    }


def _words(places: NDArray[np.integer[Any]], words: Sequence[str]) -> pa.Array:
    """A column of few different words, each of them once, and the place of each row's; empty at -1."""
    return pa.DictionaryArray.from_arrays(
        pa.array(places.astype(np.int32), mask=places < 0), pa.array(words, pa.string())
    )


def _forecast(question: Question, found: Scores) -> dict[str, Any]:
    future, value, terms, size = found.future, found.value, question.terms, len(question.customers)
    if future is None or found.model is None:
        return {}
    columns = {
        "horizon_weeks": _same(terms.horizon, size, pa.int32()),
        "range_level": _same(future.range_level, size, pa.float64()),
        "expected_purchases": future.expected,
        "purchases_low": future.predicted_low,
        "purchases_high": future.predicted_high,
        "chance_of_none": future.chance_of_none,
        "alive": found.alive,
        "buying_model": _same(type(found.model).__name__, size, pa.string()),
    }
    if value is not None:
        columns |= {
            "margin": _same(terms.margin, size, pa.float64()),
            "discount_rate": _same(terms.discount_rate, size, pa.float64()),
            "value": value.value,
            "predicted_low": value.value_low,
            "predicted_high": value.value_high,
            "spending_model": _same(type(found.spending).__name__, size, pa.string()),
        }
    return columns


def _reasons(found: Scores, place: NDArray[np.intp], size: int) -> pa.Array:
    """Empty where there is a chance of being alive."""
    words = list(Untold)
    reasons = np.full(size, words.index(Untold.NO_PURCHASE))
    untold = np.isnan(found.alive) if found.alive is not None else True
    why = Untold.NO_MODEL if found.alive is None else Untold.ONCE
    reasons[place] = np.where(untold, words.index(why), -1)
    return _words(reasons, [word.value for word in words])


def _spread(values: Any, place: NDArray[np.intp], size: int) -> pa.Array:
    """The values of those with a transaction at their places among everybody; empty elsewhere and for NaN."""
    if len(place) == size:
        return pa.array(values, from_pandas=True)
    taken = np.full(size, len(values), dtype=np.int64)
    taken[place] = np.arange(len(values))
    array = pa.array(values, from_pandas=True)
    return array.take(pa.array(taken, mask=taken == len(values)))


def _same(value: Any, size: int, kind: pa.DataType) -> pa.Array:
    if isinstance(value, str):
        return _words(np.zeros(size, dtype=np.int32), [value])
    return pa.repeat(pa.scalar(value, kind), size)


def _as(column: Any, kind: pa.DataType) -> pa.Array:
    """Of the type that the contract says; words stay each of them once."""
    array = pa.array(column)
    return array if pa.types.is_dictionary(array.type) else array.cast(kind, safe=False)
