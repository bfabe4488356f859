"""What each customer last said of satisfaction and of loyalty, in one response: one row a customer and survey.

Only answers to identified surveys: those to confidential and anonymous ones belong to nobody.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from regulars.insights.errors import ScopeError
from regulars.insights.scope import Scope, identified
from regulars.language import message
from regulars.survey import Item, Role, Survey

if TYPE_CHECKING:
    from regulars.facts import Facts

PROMOTERS_FROM = 9

# Of two responses of one moment the later id counts: any rule would do, but none would tell one scoring from another.
LATEST = """
    select customer, latest.s as satisfaction, latest.l as loyalty, latest.unit as unit, latest.day as "day" from (
        select customer, max_by(struct_pack(s := {satisfaction}, l := {loyalty}, unit := "unit", day := "day"),
                                struct_pack(moment := coalesce("at", "day"), "source", response)) as latest
        from {table}
        where customer is not null and {satisfaction} is not null and {loyalty} is not null
            and ($until is null or "day" <= $until) and ($since is null or "day" >= $since)
        group by customer)
    order by customer
"""

# The response before that one, of those who gave two.
BEFORE = """
    with said as (
        select customer, {satisfaction} as s, {loyalty} as l, "unit" as unit, "day" as "day",
               row_number() over (
                   partition by customer order by coalesce("at", "day") desc, "source" desc, response desc) as place
        from {table}
        where customer is not null and {satisfaction} is not null and {loyalty} is not null
            and ($until is null or "day" <= $until) and ($since is null or "day" >= $since))
    select customer, s as satisfaction, l as loyalty, unit, "day" from said where place = 2 order by customer
"""


@dataclass(frozen=True)
class Pair:
    """The two questions of a survey that say which kind of loyal somebody is; loyal is who answers ``loyal_from``."""

    survey: Survey
    satisfaction: Item
    loyalty: Item
    loyal_from: int

    @property
    def scales(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """Of satisfaction and of loyalty."""
        return _ends(self.satisfaction), _ends(self.loyalty)


@dataclass(frozen=True)
class Latest:
    """The last such answers of each customer, in the order of ``customer``; ``unit`` "" where none is known."""

    customer: NDArray[np.int64]
    satisfaction: NDArray[np.float64]
    loyalty: NDArray[np.float64]
    unit: NDArray[np.str_]
    day: NDArray[np.datetime64]

    def __len__(self) -> int:
        return len(self.customer)

    def only(self, rows: NDArray[np.bool_]) -> Latest:
        """These customers alone."""
        return Latest(*(column[rows] for column in vars(self).values()))

    @property
    def last_day(self) -> date | None:
        """The day of the latest of them; None where no day is known."""
        known = self.day[~np.isnat(self.day)]
        return known.max().astype(date) if len(known) else None


def loyal_item(items: Iterable[Item]) -> tuple[Item, int] | None:
    """What asks about loyalty, and from which answer on somebody is loyal: one of the two highest on coming back,
    or a promoter.
    """
    asked = list(items)
    for item in asked:
        if item.role is Role.REPURCHASE and item.scale is not None:
            return item, again_from(item)
    for item in asked:
        if item.role is Role.RECOMMEND and item.scale is not None and _ends(item) == (0, 10):
            return item, PROMOTERS_FROM
    return None


def again_from(item: Item) -> int:
    """From which answer on coming back somebody is loyal: one of the two highest, of three points the highest."""
    low, high = _ends(item)
    return high - (1 if high - low >= 3 else 0)


def pair_of(survey: Survey) -> Pair | None:
    """The questions of one survey; None where it does not ask both."""
    overall = next((item for item in survey.with_role(Role.OVERALL) if item.numeric and item.scale is not None), None)
    loyal = loyal_item(survey.items)
    return None if overall is None or loyal is None else Pair(survey, overall, *loyal)


def pairs_of(facts: Facts, hidden: Collection[str] = ()) -> list[Pair]:
    """Those of all surveys whose answers may stand beside a name, but for the hidden ones."""
    found = [pair_of(survey) for survey in identified(facts) if survey.name not in hidden]
    return [pair for pair in found if pair is not None]


def latest(
    facts: Facts,
    pair: Pair,
    *,
    scope: Scope,
    since: date | None = None,
    until: date | None = None,
    units: Collection[str] | None = None,
) -> Latest:
    """The last response of each customer that answers both, of those within the days and the units.

    Raises ``ScopeError`` for units out of scope.
    """
    return _asked(LATEST, facts, pair, scope, since, until, units)


def before_last(
    facts: Facts,
    pair: Pair,
    *,
    scope: Scope,
    since: date | None = None,
    until: date | None = None,
    units: Collection[str] | None = None,
) -> Latest:
    """The response before that one, of customers who gave two."""
    return _asked(BEFORE, facts, pair, scope, since, until, units)


def _asked(
    query: str,
    facts: Facts,
    pair: Pair,
    scope: Scope,
    since: date | None,
    until: date | None,
    units: Collection[str] | None,
) -> Latest:
    allowed = scope.units if units is None else frozenset(units)
    if scope.units is not None and allowed is not None and not allowed <= scope.units:
        raise ScopeError(
            message("These units are out of reach: {units}.", units=", ".join(sorted(allowed - scope.units)))
        )
    table = facts.answers_table(pair.survey)
    names = set(table.contract.names)
    if table.schema() is None or not {pair.satisfaction.key, pair.loyalty.key} <= names:
        return nobody()
    query = query.replace("{satisfaction}", _quoted(pair.satisfaction.key)).replace(
        "{loyalty}", _quoted(pair.loyalty.key)
    )
    found = _table(facts.ask(table, query, {"since": since, "until": until}))
    return found if allowed is None else found.only(np.isin(found.unit, sorted(allowed)))


_NOTHING = pa.schema(
    [
        ("customer", pa.int64()),
        ("satisfaction", pa.float64()),
        ("loyalty", pa.float64()),
        ("unit", pa.string()),
        ("day", pa.date32()),
    ]
)


def nobody() -> Latest:
    """The answers of a survey that lacks one of the questions."""
    return _table(_NOTHING.empty_table())


def _table(found: pa.Table) -> Latest:
    return Latest(
        found["customer"].to_numpy(),
        found["satisfaction"].cast(pa.float64()).to_numpy(),
        found["loyalty"].cast(pa.float64()).to_numpy(),
        np.asarray([unit or "" for unit in found["unit"].to_pylist()], dtype=np.str_),
        found["day"].to_numpy().astype("datetime64[D]"),
    )


def _ends(item: Item) -> tuple[int, int]:
    return (item.scale.low, item.scale.high) if item.scale is not None else (0, 0)


def _quoted(key: str) -> str:
    return '"' + key.replace('"', '""') + '"'


__all__ = [
    "PROMOTERS_FROM",
    "Latest",
    "Pair",
    "again_from",
    "before_last",
    "latest",
    "loyal_item",
    "nobody",
    "pair_of",
    "pairs_of",
]
