"""A page of the keep list as values that know how to write themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from regulars.insights.customer.satisfaction import Mood, on_scale
from regulars.language import NO_CURRENCY, Day, Estimate, Kind, Message, Missing, Money, message
from regulars.web.accounts.access import UnitScope, may
from regulars.web.accounts.roles import Permission
from regulars.web.cases.causes import causes
from regulars.web.cases.models import Case
from regulars.web.people.models import CustomerScore
from regulars.web.people.promises.models import today
from regulars.web.people.queries import untold
from regulars.web.words import current, say
from regulars.web.worth.keep.drawing import alone
from regulars.web.worth.keep.queries import REASONS

TOLD = ("dissatisfied", "disloyal")


@dataclass(frozen=True)
class Line:
    """One customer. ``known``: what is known of why, the strongest first; ``open``: the case that is open.

    ``alone``: until when they are left alone, by lot.
    """

    public_id: str
    name: str
    number: str
    organisation: bool
    stake: Estimate | Missing
    if_stayed: Estimate | Missing
    risk: Estimate | Missing
    alive: Estimate | Missing
    net: Money | Missing
    last_day: Day | Missing
    known: list[Message]
    open: Case | None
    alone: Day | None = None


def lines(rows: Iterable[CustomerScore], scopes: tuple[UnitScope, ...], user: Any) -> list[Line]:
    """A page of them; cases by one query."""
    listed = list(rows)
    customers = [row.customer_id for row in listed]
    cases, away = cases_of(customers, user), alone(customers, today())
    return [_line(row, scopes, cases.get(row.customer_id, []), away.get(row.customer_id)) for row in listed]


def cases_of(customers: list[int], user: Any) -> dict[int, list[Case]]:
    """Those in sight, the open one first, then the latest."""
    found: dict[int, list[Case]] = {}
    if may(user, Permission.SEE_CASES):
        seen = Case.objects.visible_to(user, Permission.SEE_CASES).filter(customer__in=customers)
        for one in sorted(seen.order_by("-opened", "-pk"), key=lambda one: not one.is_open):
            found.setdefault(one.customer_id, []).append(one)
    return found


def _line(row: Any, scopes: tuple[UnitScope, ...], cases: list[Case], until: date | None) -> Line:
    customer, currency, none = row.customer, row.currency or NO_CURRENCY, Missing(message("none"))

    def money(amount: float | None) -> Estimate | Missing:
        return none if amount is None else Estimate(amount, kind=Kind.MONEY, currency=currency, digits=0)

    return Line(
        public_id=customer.public_id,
        name=customer.shown_name,
        number=customer.number if customer.name else "",
        organisation=customer.kind == "organisation",
        stake=money(row.at_stake),
        if_stayed=money(row.if_stayed),
        risk=none if row.risk is None else Estimate(row.risk, kind=Kind.SHARE, digits=0),
        alive=untold(row.alive_reason) if row.alive is None else Estimate(row.alive, kind=Kind.SHARE, digits=0),
        net=none if row.net is None else Money(row.net, currency, 0),
        last_day=Day(row.last_day) if row.last_day else none,
        known=list(known(row, scopes, cases)),
        open=next((one for one in cases if one.is_open), None),
        alone=Day(until) if until else None,
    )


def known(row: Any, scopes: tuple[UnitScope, ...], cases: list[Case]) -> Iterator[Message]:
    """A low last rating with its day, what the answers say, the last case with its cause, silence; or nothing."""
    low = row.mood == Mood.DISSATISFIED and row.is_told_to(*scopes)
    if low and row.rating_day and row.rating_high:
        yield message(
            "rated {rating} on {day}", rating=on_scale(row.rating, row.rating_high), day=Day(row.rating_day)
        )  # fmt: skip
    elif row.reason in TOLD:
        yield REASONS[row.reason]
    if cases:
        yield _case(cases[0])
    if row.reason == "silent" and row.last_day:
        yield message("nothing bought since {day}", day=Day(row.last_day))
    elif row.reason == "none" and not cases:
        yield REASONS["none"]


def _case(one: Case) -> Message:
    cause = causes().get(one.cause)
    day = Day(timezone.localtime(one.opened).date())
    if cause is None:
        return message("case of {day}, {state}, no cause noted", day=day, state=one.state_words)
    return message(
        "case of {day}, {state}: {cause}", day=day, state=one.state_words, cause=cause.name.in_language(current().tag)
    )


HEADS = (
    message("Number"), message("Name"), message("E-mail"), message("Telephone"), message("At stake"),
    message("If they stay"), message("Risk"), message("Still a customer"), message("Brought in"), message("Currency"),
    message("Last purchase"), message("Reason known so far"), message("Case"), message("As of"),
)  # fmt: skip


def plain_rows(rows: Iterable[Any], scopes: tuple[UnitScope, ...], user: Any) -> Iterator[list[Any]]:
    """The list as a file has it: figures as figures."""
    listed = list(rows)
    cases = cases_of([row.customer_id for row in listed], user)
    for row in listed:
        one, theirs = row.customer, cases.get(row.customer_id, [])
        open_ = next((case.pk for case in theirs if case.is_open), None)
        yield [
            one.number, one.name, one.email, one.phone, row.at_stake, row.if_stayed, row.risk, row.alive, row.net,
            row.currency, row.last_day, "; ".join(say(why) for why in known(row, scopes, theirs)), open_, row.day,
        ]  # fmt: skip
