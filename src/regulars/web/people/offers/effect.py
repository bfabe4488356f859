"""What suggesting moved: those who were shown it against those who were left alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from regulars.language import Estimate, Kind, Message, Missing, RegularsError, message
from regulars.methods import ShareInterval, Uplift, share_interval, uplift
from regulars.methods.comparison.difference import Verdict
from regulars.web.accounts.access import UnitScope
from regulars.web.facts import facts
from regulars.web.people.offers.finding import warnings_of
from regulars.web.people.offers.models import Answer, OfferRule, Suggestion
from regulars.web.people.offers.models.suggestion import SuggestionQuerySet

LEAST = ShareInterval.minimum_n
EACH_SIDE = Uplift.minimum_n // 2
VERDICTS = {
    Verdict.HIGHER: message("clearly more buy it"),
    Verdict.LOWER: message("clearly fewer buy it"),
    Verdict.SAME: message("clearly about as many buy it"),
    Verdict.UNCLEAR: message("no clear difference"),
}

BOUGHT = """
    select distinct s.customer as customer from (select unnest($keys) as customer, unnest($since) as since) s
    join {table} p on p.customer = s.customer
    where p."day" > cast(s.since as date) and p."day" <= cast(s.since as date) + cast($days as integer)
        and p.amount > 0 and ($category = '' or p.category = $category)
"""


@dataclass(frozen=True)
class Line:
    """A rule with what became of it."""

    rule: OfferRule
    shown: int
    held_out: int
    answers: dict[str, int]
    accepted: Estimate | Missing
    effect: Estimate | Missing
    verdict: Message | None
    finished: tuple[int, int]
    warned: list[Message]


def lines(rules: Iterable[OfferRule], scope: UnitScope) -> list[Line]:
    """Each rule, among the customers of a scope."""
    last = facts().last_purchase()
    return [_line(one, scope, last) for one in rules]


def _line(rule: OfferRule, scope: UnitScope, last: date | None) -> Line:
    rows = Suggestion.objects.within(scope).filter(rule=rule)
    answers = {one.value: rows.filter(answer=one).count() for one in Answer}
    asked = answers[Answer.ACCEPTED] + answers[Answer.DECLINED]
    effect, verdict, finished = effect_of(rule, rows, last)
    return Line(
        rule,
        rows.shown().count(),
        rows.filter(held_out=True).count(),
        answers,
        _share(answers[Answer.ACCEPTED], asked),
        effect,
        verdict,
        finished,
        warnings_of(rule),
    )


def effect_of(
    rule: OfferRule, suggestions: SuggestionQuerySet, last: date | None
) -> tuple[Estimate | Missing, Message | None, tuple[int, int]]:
    """Difference of the shares who bought within the days of the rule, of those whose days are over.

    Everybody counts on the side on which they were drawn, whatever was said to them.
    """
    over = suggestions.filter(since__lte=last - timedelta(days=rule.days)) if last else suggestions.none()
    rows = list(over.order_by("pk").values_list("customer__key", "since", "held_out"))
    sides = sum(not held for *_, held in rows), sum(held for *_, held in rows)
    if min(sides) < EACH_SIDE:
        return _few(sides), None, sides
    took = _took(rule, rows)
    try:
        found = uplift([key in took for key, *_ in rows], treated=[not held for *_, held in rows])
    except RegularsError as error:
        return Missing(error.message), None, sides
    effect = Estimate(found.effect, found.effect_low, found.effect_high, kind=Kind.SHARE, digits=0)
    return effect, VERDICTS.get(Verdict(found.effect_verdict)), sides


def _took(rule: OfferRule, rows: list[Any]) -> set[int]:
    about = {
        "keys": [key for key, *_ in rows],
        "since": [since.isoformat() for _, since, _ in rows],
        "days": rule.days,
        "category": rule.brings,
    }
    return set(facts().ask(facts().purchases_table, BOUGHT, about)["customer"].to_pylist())


def _few(sides: tuple[int, int]) -> Missing:
    return Missing(
        message(
            "too few yet: {shown} shown and {held} left alone whose days are over; {least} each are needed",
            shown=sides[0],
            held=sides[1],
            least=EACH_SIDE,
        )
    )


def _share(hits: int, n: int) -> Estimate | Missing:
    if n < LEAST:
        return Missing(message("too few to judge: {count} answered", count=n))
    found = share_interval(hits, n)
    return Estimate(found.share, found.low, found.high, kind=Kind.SHARE, digits=0)
