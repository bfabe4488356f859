"""Whether lost customers come back when somebody talks to them, and whether more do than come back by themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Min
from django.utils import timezone

from regulars.insights.pictures.cells import part_of
from regulars.language import Estimate, Kind, Message, Missing, RegularsError, message, plural
from regulars.methods import Uplift, WinBack, uplift, win_back
from regulars.methods.comparison.difference import Verdict
from regulars.web.accounts.access import UnitScope
from regulars.web.cases.models import Case
from regulars.web.cases.states import Outcome
from regulars.web.facts import facts
from regulars.web.people.models import Customer
from regulars.web.people.models.customer import known_at
from regulars.web.worth.counted import last_bought
from regulars.web.worth.keep.models import DAYS, Drawn
from regulars.web.worth.keep.opening import WON

EACH_SIDE = Uplift.minimum_n // 2
VERDICTS = {
    Verdict.HIGHER: message("Talking to them clearly brings more of them back."),
    Verdict.LOWER: message("Clearly fewer of those who were talked to came back."),
    Verdict.SAME: message("Clearly about as many come back by themselves."),
    Verdict.UNCLEAR: message("No clear difference."),
}
# Who bought within the days after the approach; a later purchase takes nothing from it.
BACK = """
    select distinct s.at as at from (select unnest($ats) as at, unnest($keys) as customer, unnest($since) as since) s
    join {table} p on p.customer = s.customer
    where p.amount > 0 and p."day" > cast(s.since as date) and p."day" <= cast(s.since as date) + cast($days as integer)
"""


@dataclass(frozen=True)
class Side:
    """``returned`` of ``n`` bought again."""

    n: int
    returned: int
    share: Estimate | Missing


@dataclass(frozen=True)
class WonBack:
    """``approached``: by a case, drawn or not. The others are of the lots: who got a case, who was left alone."""

    approached: Side
    drawn: Side
    alone: Side
    effect: Estimate | Missing
    verdict: Message | None
    waiting: int
    notes: tuple[Message, ...]


def won_back(scope: UnitScope) -> WonBack:
    """Of the customers of a scope whose days are over."""
    last = last_bought(facts())
    first = _approached(scope, last)
    back = _returned(first)
    rows = Drawn.objects.within(scope)
    over = _first_draws(rows.over(last)) if last else []
    came = _back({at: (customer, since) for at, (customer, since, _) in enumerate(over)})
    sides = [[at in came for at, row in enumerate(over) if row[2] is held] for held in (False, True)]
    effect, verdict = _effect(over, came)
    return WonBack(
        approached=_side(len(first), len(back)),
        drawn=_drawn(len(sides[0]), sum(sides[0])),
        alone=_drawn(len(sides[1]), sum(sides[1])),
        effect=effect,
        verdict=verdict,
        waiting=rows.exclude(since__lte=last - timedelta(days=DAYS)).count() if last else rows.count(),
        notes=() if over else (_unproven(),),
    )


def approached_and_returned(scope: UnitScope) -> tuple[int, int]:
    """Counts alone, for the claim of the textbooks."""
    first = _approached(scope, last_bought(facts()))
    return len(first), len(_returned(first))


def _unproven() -> Message:
    return message("Nobody was left alone long enough: what they would have done by themselves cannot be told.")


def _first_draws(rows: Any) -> list[tuple[int, date, bool]]:
    """Customer, day and side; one who was drawn twice is one customer, and counts by the first lot."""
    found: dict[int, tuple[int, date, bool]] = {}
    for one in rows.order_by("since", "pk").values_list("customer_id", "since", "held_out"):
        found.setdefault(one[0], one)
    return list(found.values())


def _approached(scope: UnitScope, last: date | None) -> Mapping[int, date]:
    """Customer -> day of the first case from the list of the lost, where its days are over."""
    if last is None:
        return {}
    cases = Case.objects.filter(rule__startswith=f"{WON}.", customer__isnull=False).exclude(outcome=Outcome.INVALID)
    if scope.unit_ids is not None:
        cases = cases.filter(known_at(scope.unit_ids, "customer_id"), unit__in=scope.unit_ids)
    first = cases.order_by().values_list("customer").annotate(at=Min("opened"))
    since = {customer: timezone.localtime(at).date() for customer, at in first}
    return {customer: day for customer, day in since.items() if day <= last - timedelta(days=DAYS)}


def _returned(first: Mapping[int, date]) -> set[int]:
    return _back({customer: (customer, day) for customer, day in first.items()})


def _back(asked: Mapping[int, tuple[int, date]]) -> set[int]:
    """Which of these, by their own names, bought within the days."""
    if not asked:
        return set()
    wanted = sorted({customer for customer, _ in asked.values()})
    keys: dict[int, int] = {}
    for start in range(0, len(wanted), 500):
        keys |= dict(Customer.objects.filter(pk__in=wanted[start : start + 500]).values_list("pk", "key"))
    given: dict[str, Any] = {
        "ats": list(asked),
        "keys": [keys[customer] for customer, _ in asked.values()],
        "since": [since.isoformat() for _, since in asked.values()],
        "days": DAYS,
    }
    return set(facts().ask(facts().purchases_table, BACK, given)["at"].to_pylist())


def _side(n: int, returned: int) -> Side:
    if not n:
        return Side(0, 0, Missing(message("nobody yet")))
    if n < WinBack.minimum_n:
        return Side(n, returned, Missing(plural("too few to judge: {count}", "too few to judge: {count}", n)))
    found = win_back([1, 0], counts=[returned, n - returned])
    share = Estimate(found.won_back, found.won_back_low, found.won_back_high, kind=Kind.SHARE, digits=0)
    return Side(n, returned, share)


def _drawn(n: int, returned: int) -> Side:
    """As few as the effect is told of."""
    return Side(n, returned, part_of(returned, n, least=EACH_SIDE)) if n else _side(0, 0)


def _effect(over: list[Any], came: set[int]) -> tuple[Estimate | Missing, Message | None]:
    """Everybody counts on the side on which they were drawn."""
    sides = sum(not held for *_, held in over), sum(held for *_, held in over)
    few = message(
        "too few yet: {shown} approached and {held} left alone whose days are over; {least} each are needed",
        shown=sides[0], held=sides[1], least=EACH_SIDE,
    )  # fmt: skip
    if min(sides) < EACH_SIDE:
        return Missing(few), None
    try:
        found = uplift([at in came for at in range(len(over))], [not held for *_, held in over])
    except RegularsError as error:
        return Missing(error.message), None
    effect = Estimate(found.effect, found.effect_low, found.effect_high, kind=Kind.SHARE, digits=0)
    return effect, VERDICTS.get(Verdict(found.effect_verdict))
