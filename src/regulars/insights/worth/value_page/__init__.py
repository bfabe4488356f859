"""Who is worth what: the own concentration curve, whale curve, tiers, expectations, what is at risk and to be had."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from regulars.facts.errors import MixedCurrenciesError
from regulars.facts.scores import last_scorings
from regulars.insights.pictures.cells import share
from regulars.insights.report import Figure, Report, Section, Source
from regulars.insights.scoring.starting import Starts
from regulars.insights.wording import interval_in_words
from regulars.insights.worth.pages import Option, Page, Wish
from regulars.insights.worth.value_page import future, spending
from regulars.insights.worth.value_page.reading import FEWEST, Expected, Spent, expected, spent
from regulars.insights.worth.value_page.tiers import by_tier, kept_simple, moves
from regulars.language import Count, Estimate, Kind, Message, message
from regulars.methods import Concentration, Headroom
from regulars.methods.sample import Sample
from regulars.methods.scores.estimates import mean_of

if TYPE_CHECKING:
    from regulars.facts import Facts

TITLE = message("Value of customers")


def value(facts: Facts, wish: Wish) -> Report:
    """The report; what cannot be told says so in its place."""
    refused = None
    try:
        bought = spent(facts, wish)
    except MixedCurrenciesError as error:
        bought, refused = None, error.message
    now = expected(facts, wish)
    if now is not None and now.found.n < FEWEST:
        now = None
    spread = None if bought is None else spending.spread_of(bought)
    if now is None and spread is None:
        return _empty(wish, bought, refused)
    room = None if now is None else future.room(facts, now, wish)
    risk, risk_section = (None, None) if now is None else future.at_risk(facts, now, wish)
    return Report(
        key="value",
        title=TITLE,
        conclusion=_conclusion(now, spread),
        reason=refused,
        figures=tuple(_figures(now, spread, risk, room)),
        sections=tuple(_sections(facts, wish, now, bought, spread, room, risk_section)),
        source=Source("purchases", None, None if now is None else now.day),
        notes=tuple(_notes(facts, now)),
        scope=wish.scope.to_dict(),
    )


def _sections(
    facts: Facts,
    wish: Wish,
    now: Expected | None,
    bought: Spent | None,
    spread: Concentration | None,
    room: Headroom | None,
    risk: Section | None,
) -> Iterator[Section]:
    """In the order of reading: who stands where and moves, what is to come, what came."""
    if now is not None:
        yield by_tier(now)
        yield moves(facts, now, wish)
    if bought is not None:
        yield spending.repeated(facts, wish)
    if now is not None:
        yield from kept_simple(now)
        yield from future.spread_of_value(now)
        if risk is not None:
            yield risk
        if room is not None:
            yield future.room_section(room, now.currency, now.found.names[1])
    if bought is not None and spread is not None:
        whale = spending.whale_of(bought)
        yield spending.spread(spread)
        yield from spending.profit(bought, whale, wish)
        yield spending.best(spread, whale, bought.currency)
    if bought is not None and now is not None:
        yield from future.wallet(facts, now, wish)


def _empty(wish: Wish, bought: Spent | None, refused: Message | None) -> Report:
    if refused is not None:
        why = refused
    elif bought is None:
        why = message("There are no purchases of known customers to look at, and no scores.")
    else:
        why = message("Too few customers to judge: {n}.", n=Count(len(bought.customer)))
    return Report("value", TITLE, why, None, (), (), Source("purchases", None), scope=wish.scope.to_dict())


def _conclusion(now: Expected | None, spread: Concentration | None) -> Message:
    brought = None if spread is None else share(spread.top_share(0.2), *spread.top_share_interval(0.2))
    if now is None:
        return message(
            "The best fifth of {n} customers brought {share} of the revenue; there are no scores of them yet.",
            n=Count(0 if spread is None else spread.n),
            share=brought,
        )
    found = now.found
    if found.n < found.minimum_n:
        return message(
            "Too few customers to judge: {n}; from {least} on the shares hold.", n=Count(found.n), least=found.minimum_n
        )
    best = share(found.value_share[0], found.value_share_low[0], found.value_share_high[0])
    part = Estimate(float(found.customer_share[0]), kind=Kind.SHARE, digits=0)
    if not now.forecast or brought is None:
        return message("{part} of {n} customers, the best tier, bring {share} of the value.", part=part,
                       n=Count(found.n), share=best)  # fmt: skip
    return message(
        "{part} of {n} customers, the best tier, hold {share} of what is expected; the best fifth brought {brought} of "
        "the revenue.",
        part=part,
        n=Count(found.n),
        share=best,
        brought=brought,
    )


def _figures(
    now: Expected | None, spread: Concentration | None, risk: Figure | None, room: Headroom | None
) -> Iterator[Figure]:
    if spread is not None:
        yield Figure(
            "best_fifth",
            message("Revenue from the best fifth"),
            Estimate(spread.top_share(0.2), *spread.top_share_interval(0.2), Kind.SHARE),
            spread.n,
            method=interval_in_words(spread.interval),
        )
    if now is not None and now.forecast:
        said = mean_of(Sample.of(now.worth), now.found.confidence)
        yield Figure(
            "expected_mean",
            message("Expected from a customer"),
            Estimate(said.mean, max(0.0, said.low), said.high, Kind.MONEY, now.currency),
            now.found.n,
            method=interval_in_words("student"),
            note=message("in {weeks} weeks, on average", weeks=now.weeks),
            exact_digits=0,
        )
    if risk is not None:
        yield risk
    if now is not None and room is not None and room.headroom == room.headroom:
        yield Figure(
            "headroom",
            message("Headroom of the middle tier"),
            Estimate(room.headroom, room.headroom_low, room.headroom_high, Kind.MONEY, now.currency),
            room.middle_n,
            method=message("order statistics of the quantile"),
            exact_digits=0,
        )


def _notes(facts: Facts, now: Expected | None) -> Iterator[Message]:
    if now is None:
        return
    if now.stale:
        yield message(
            "The rule of the tiers has changed since the last scoring. Tiers shown here are those of the scores; the "
            "next scoring takes the new rule."
        )
    if now.forecast:
        day = now.day.isoformat()
        fitted = next((one.note.get("models", "") for one in last_scorings(facts) if one.note["day"] == day), "")
        yield from Starts.read(fitted).notes
    yield from now.found.notes


VALUE = Page(
    "value",
    TITLE,
    message("Who brings how much, what it hangs on, and where more is to be had"),
    value,
    options=(
        Option("purchase_cost", message("Serving a purchase costs"), low=0, high=1e9,
               hint=message("Order, delivery, advice: for each day with a purchase.")),
        Option("return_cost", message("Handling a return costs"), low=0, high=1e9),
        Option("span", message("Days of each of two periods"), default=spending.SPAN, low=28, high=1096, whole=True),
        Option("alike", message("Look-alikes"), "all", choices={
            "all": message("all customers"),
            "unit": message("those of the same unit"),
            "channel": message("those of the same way of selling"),
        }),
        Option("wallet", message("Question about all spending"), future.NONE, among=future.wallets, of_surveys=True),
    ),
    by_days=True,
)  # fmt: skip

__all__ = ["VALUE", "value"]
