"""Where relationships stood in the months before the rules were first asked, from what was bought and answered.

The same conditions, asked of the facts as they were at the end of each month; what nobody kept of those days (the
chance of still being a customer, complaints) is missing there, and a comparison with it does not hold. The steps are
marked as worked out later.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import reduce
from typing import Any

import ibis
import pyarrow as pa

from regulars.facts import Facts
from regulars.facts.conditions import expression
from regulars.insights.customer.satisfaction import last_ratings, mood_of
from regulars.insights.scope import Scope
from regulars.language import message
from regulars.web.jobs.registry import Progress
from regulars.web.people.models import Customer
from regulars.web.people.segments.fields import FIELDS, bare_vocabulary
from regulars.web.people.stages.moving import Move, write_steps
from regulars.web.people.stages.rules import Rules, rules

MONTHS = 12
WHOLE = Scope.whole(purpose="relationships")


def replay(facts: Facts, progress: Progress, today: date) -> int:
    """The ends of the last twelve months, oldest first; says how many steps were found."""
    people = dict(Customer.objects.values_list("key", "pk"))
    stands = _nobody()
    count = 0
    for number, day in enumerate(ends_of_months(today), start=1):
        progress(message("Working out how relationships went"), number, MONTHS)
        rows = _then(facts, stands, day)
        if not len(rows):
            continue
        found = _moved(rows, rules(), day)
        count += write_steps(_moves(found, people), day, reckoned=True)
        stands = _after(found, day)
    return count


def ends_of_months(today: date) -> list[date]:
    """The last days of the twelve months before this one."""
    first, found = today.replace(day=1), []
    for _ in range(MONTHS):
        found.append(first - timedelta(days=1))
        first = found[-1].replace(day=1)
    return found[::-1]


def _then(facts: Facts, stands: pa.Table, day: date) -> pa.Table:
    """What was known of each customer on a day: purchases, the last rating, where the relationship stood."""
    sold = _bought(facts, day)
    rated = _rated(facts, day)
    whole = sold.join(rated, "customer", join_type="full outer")
    return whole.join(stands, "customer", join_type="left outer")


def _bought(facts: Facts, day: date) -> pa.Table:
    rows = ibis.memtable(facts.purchase_summary("day", until=day))
    last = rows.first.cast("date") + rows.recency.round().cast("int64").as_interval("D")
    known = rows.select(
        "customer",
        first_purchase=rows.first.cast("date"),
        last_purchase=last.cast("date"),
        purchases=rows.frequency.cast("int64") + 1,
    )
    return known.to_pyarrow()


def _rated(facts: Facts, day: date) -> pa.Table:
    found = last_ratings(facts, scope=WHOLE, until=day)
    moods = pa.array([mood_of(index).value for index in found["index"].to_pylist()], pa.string())
    return pa.table({"customer": found["customer"], "rating": found["index"], "rated_on": found["day"], "mood": moods})


def _moved(rows: pa.Table, known: Rules, day: date) -> pa.Table:
    """Each row with the number of the rule that moves it; none for those who stay."""
    table = ibis.memtable(rows)
    columns = {name: table[name] if name in rows.column_names else _missing(name) for name in FIELDS}
    words = bare_vocabulary()
    stage = table.stage.fill_null("")
    cases = [
        (stage.isin(list(one.before)) & expression(one.when, words, columns, day), number)
        for number, one in enumerate(known.rules)
    ]
    rule = reduce(lambda rest, case: case[0].ifelse(case[1], rest), reversed(cases), ibis.null("int64"))
    return table.select("customer", stage=stage, stage_since=table.stage_since, rule=rule).to_pyarrow()


def _missing(name: str) -> Any:
    kind = {"number": "float64", "day": "date", "flag": "boolean"}.get(FIELDS[name].kind.value, "string")
    return ibis.null(kind)


def _moves(found: pa.Table, people: dict[int, int]) -> Iterator[Move]:
    keys, stages, numbers = (found[name].to_pylist() for name in ("customer", "stage", "rule"))
    for key, before, number in zip(keys, stages, numbers, strict=True):
        if number is not None and key in people:
            rule = rules().rules[number]
            yield people[key], before, rule.to.value, rule.key


def _after(found: pa.Table, day: date) -> pa.Table:
    """Where everybody stands when the month is over."""
    to = [one.to.value for one in rules().rules]
    numbers = found["rule"].to_pylist()
    stages = zip(found["stage"].to_pylist(), numbers, strict=True)
    since = zip(found["stage_since"].to_pylist(), numbers, strict=True)
    return pa.table(
        {
            "customer": found["customer"],
            "stage": pa.array([old if number is None else to[number] for old, number in stages], pa.string()),
            "stage_since": pa.array([old if number is None else day for old, number in since], pa.date32()),
        }
    )


def _nobody() -> pa.Table:
    return pa.schema([("customer", pa.int64()), ("stage", pa.string()), ("stage_since", pa.date32())]).empty_table()
