"""The scores as the facts keep them: one row for everybody, empty where nothing can be said."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from regulars.facts.scores import SCORES
from regulars.insights.scoring.estimate import Scores, stage_names
from regulars.insights.scoring.specify import Question
from regulars.insights.value.specify import DAYS
from regulars.language import Message, message


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
    """A table that fits the contract ``customer_scores``; without rows where nobody has bought."""
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
    arrays = {
        name: pa.array(columns[name]).cast(schema.field(name).type, safe=False) for name in SCORES.names
        if name in columns
    }  # fmt: skip
    return pa.table(arrays)


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
    return {
        "recency_score": scored.recency,
        "frequency_score": scored.frequency,
        "monetary_score": scored.monetary,
        "segment": scored.segment,
    }


def _graded(found: Scores) -> dict[str, Any]:
    stage, left_from = stage_names(found)
    columns: dict[str, Any] = {"loyalty_stage": stage, "left_from": _blank(left_from)}
    if found.tiers is not None:
        could_be = found.tiers.could_be
        columns |= {
            "value_tier": _blank(found.tiers.tier),
            "tier_unclear": found.tiers.unclear,
            "tier_could_be": _blank(could_be),
        }
    return columns


def _typed(question: Question) -> dict[str, Any]:
    """Of everybody, whether they bought or not: answers say the type."""
    typed = question.typed
    return {
        "loyalty_type": typed.type,
        "type_chance": pa.array(typed.chance, from_pandas=True),
        "type_clear": typed.clear,
        "satisfaction": pa.array(typed.satisfaction, from_pandas=True),
        "loyalty": pa.array(typed.loyalty, from_pandas=True),
        "answered_day": typed.day,
        "answered_unit": typed.unit,
    }


def _blank(words: NDArray[np.str_]) -> NDArray[np.object_]:
    """Empty where there is no word."""
    found = words.astype(object)
    found[words == ""] = None
    return found


def _forecast(question: Question, found: Scores) -> dict[str, Any]:
    future, value, terms, size = found.future, found.value, question.terms, len(question.customers)
    if future is None or found.model is None:
        return {}
    columns = {
        "horizon_weeks": np.full(size, terms.horizon),
        "range_level": np.full(size, future.range_level),
        "expected_purchases": future.expected,
        "purchases_low": future.predicted_low,
        "purchases_high": future.predicted_high,
        "chance_of_none": future.chance_of_none,
        "alive": found.alive,
        "buying_model": np.full(size, type(found.model).__name__),
    }
    if value is not None:
        columns |= {
            "margin": np.full(size, terms.margin),
            "discount_rate": np.full(size, terms.discount_rate),
            "value": value.value,
            "predicted_low": value.value_low,
            "predicted_high": value.value_high,
            "spending_model": np.full(size, type(found.spending).__name__),
        }
    return columns


def _reasons(found: Scores, place: NDArray[np.intp], size: int) -> pa.Array:
    reasons = np.full(size, Untold.NO_PURCHASE.value, dtype=object)
    reasons[place] = Untold.NO_MODEL.value
    if found.alive is not None:
        reasons[place] = None
        reasons[place[np.isnan(found.alive)]] = Untold.ONCE.value
    return pa.array(reasons, pa.string())


def _spread(values: Any, place: NDArray[np.intp], size: int) -> pa.Array:
    """The values of those with a transaction at their places among everybody; empty elsewhere and for NaN."""
    if len(place) == size:
        return pa.array(values, from_pandas=True)
    taken = np.full(size, len(values), dtype=np.int64)
    taken[place] = np.arange(len(values))
    array = pa.array(values, from_pandas=True)
    return array.take(pa.array(taken, mask=taken == len(values)))


def _same(value: Any, size: int, kind: pa.DataType) -> pa.Array:
    return pa.repeat(pa.scalar(value, kind), size)
