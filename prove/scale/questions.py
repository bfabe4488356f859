"""What both engines are asked: calls of the product that take facts, whichever engine reads them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pyarrow as pa

from regulars.facts import Facts, heard, tracking
from regulars.facts.contracts import INSTANT
from regulars.insights.scope import Scope
from regulars.insights.scoring import score_customers
from regulars.insights.tracking import tracking as trends
from regulars.insights.value import customer_value
from regulars.methods import BetaGeoNBD, concentration

MIDDLE = "2025-11-03"
SURVEYS, ROLES = ("stay", "visit"), ("overall", "repurchase", "recommend")
ALL = tracking.Part("month", date(2024, 10, 1), date(2026, 12, 31))
TWO = tracking.Part("week", date(2025, 1, 15), date(2026, 3, 4), frozenset({"浦东", "King's Cross"}))
WHOLE = Scope.whole(purpose="proof")


def _instants(facts: Facts) -> Any:
    lines = facts.purchases()
    per_unit = lines.group_by("unit", "currency")
    found = per_unit.agg(n=lines.count(), first=lines["at"].min(), last=lines["at"].max(), sum=lines.amount.sum())
    table = found.to_pyarrow()
    # From Spark, Ibis hands out instants of UTC without saying so.
    return table.cast(
        pa.schema([(one.name, INSTANT if one.name in ("first", "last") else one.type) for one in table.schema])
    )


def _means(facts: Facts) -> Any:
    return heard.mean_ratings(facts, SURVEYS, "overall", ALL, least=1)


def _concentration(facts: Facts) -> Any:
    return concentration(facts.net_by_customer()["net"], negative="exclude")


def _fitted(facts: Any) -> tuple[BetaGeoNBD, Any]:
    """The fit from histories that the engine grouped: DuckDB hands out every customer, Spark only what differs."""
    from ibis import _

    if not hasattr(facts, "buying"):
        whole = facts.purchase_summary("week")
        return BetaGeoNBD().fit(whole["frequency"], whole["recency"], whole["T"]), whole
    rows = facts.arrow(facts.buying("week").group_by("frequency", "recency", "T").agg(n=_.count()))
    return BetaGeoNBD().fit(rows["frequency"], rows["recency"], rows["T"], counts=rows["n"]), rows


def _alive(facts: Any) -> Any:
    """Who is still a customer: of each different history once, put to its customers by the engine."""
    model, rows = _fitted(facts)
    rows = rows.append_column("alive", pa.array(model.probability_alive(rows["frequency"], rows["recency"], rows["T"])))
    if not hasattr(facts, "buying"):
        return rows.select(["customer", "alive"])
    facts.engine.session.createDataFrame(rows).createOrReplaceTempView("histories")
    known = facts.engine.ibis.table("histories")
    joined = facts.buying("week").join(known, ["frequency", "recency", "T"])
    return facts.arrow(joined.select("customer", "alive"))


def _scores(facts: Facts) -> Any:
    return score_customers(facts, scope=WHOLE).rows.drop_columns(["at"])


QUESTIONS: Mapping[str, tuple[str, Callable[[Any], Any]]] = {
    "summary": ("purchase summary, weeks", lambda facts: facts.purchase_summary("week")),
    "summary_until": ("purchase summary, days, up to a day", lambda facts: facts.purchase_summary("day", MIDDLE)),
    "net": ("what each customer brought", lambda facts: facts.net_by_customer()),
    "concentration": ("concentration of it", _concentration),
    "totals": ("counts and sums of all purchases", lambda facts: facts.purchase_totals(MIDDLE)),
    "days": ("days on which each customer bought", lambda facts: facts.transactions()),
    "instants": ("an Ibis expression over all lines, with instants", _instants),
    "ratings": ("ratings by month", lambda facts: tracking.ratings_by_period(facts, SURVEYS, ROLES, ALL)),
    "ratings_two": ("ratings by week, two units", lambda facts: tracking.ratings_by_period(facts, SURVEYS, ROLES, TWO)),
    "ratings_unit": ("ratings by unit", lambda facts: tracking.ratings_by_unit(facts, SURVEYS, "overall", TWO)),
    "means": ("mean ratings by unit and month", _means),
    "again": ("who bought again, by month", lambda facts: tracking.bought_again(facts, 60, ALL)),
    "again_two": ("who bought again, by week, two units", lambda facts: tracking.bought_again(facts, 60, TWO)),
    "lines": ("lines sold and returned by month", lambda facts: tracking.lines_by_period(facts, ALL)),
    "sales": ("sales, margin and returns by unit and month", lambda facts: heard.sales(facts, ALL)),
    "tracking": ("the whole report of `regulars tracking`", lambda facts: trends(facts, scope=WHOLE)),
    "value": ("the whole report of `regulars report value`", lambda facts: customer_value(facts, scope=WHOLE)),
    "scores": ("scores of every customer", _scores),
    "grouped": ("BG/NBD from histories grouped by the engine", lambda facts: _fitted(facts)[0].parameters),
    "alive": ("who is still a customer, put to each by the engine", _alive),
}  # fmt: skip

LONG = ("tracking", "value", "scores", "grouped", "alive")  # asked once
FITTED = ("value", "scores", "grouped", "alive")
