"""The page: stages now, moves, leaks, what helps at each, and who comes back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from regulars.insights.pictures.cells import estimate, share
from regulars.insights.report import Figure, Report, Source
from regulars.insights.wording import interval_in_words
from regulars.insights.worth.pages import Option, Page, Wish
from regulars.insights.worth.stages.cards import cards
from regulars.insights.worth.stages.coming_back import Again, cohorts, next_purchases, next_section, repeat_rate
from regulars.insights.worth.stages.sections import leaks, moves, now
from regulars.insights.worth.stages.standing import Standing, rules_of, standing_of
from regulars.language import Count, Estimate, Kind, Message, message
from regulars.methods import Stage

if TYPE_CHECKING:
    from regulars.facts import Facts

TITLE = message("Stages")


def stages_page(facts: Facts, wish: Wish) -> Report:
    """The report. The stage of a customer is that of the nightly scores while no rule is set."""
    standing = standing_of(facts, wish)
    if standing is None:
        return _empty(wish)
    again = next_purchases(standing.customer, standing.day, standing.found)
    parts = (
        now(standing),
        *moves(standing),
        leaks(standing),
        cards(),
        next_section(again, standing.found),
        cohorts(standing),
    )
    return Report(
        key="stages",
        title=TITLE,
        conclusion=_conclusion(standing),
        reason=_reason(standing),
        figures=tuple(_figures(standing, again)),
        sections=tuple(one for one in parts if one is not None),
        source=Source("purchases", standing.found.n, standing.last),
        notes=(*standing.found.notes, _unseen()),
        scope=wish.scope.to_dict(),
    )


def _empty(wish: Wish) -> Report:
    rules = rules_of(wish)
    why = message(
        "Nobody here has bought anything yet. Import purchases with the customer’s number; from {count} days with a "
        "purchase on somebody is a client.",
        count=rules.client_from,
    )
    return Report("stages", TITLE, why, None, (), (), Source("purchases", 0), scope=wish.scope.to_dict())


def _conclusion(standing: Standing) -> Message:
    found = standing.found
    if found.n < found.minimum_n:
        return message(
            "Too few customers to judge: {n} have bought; from {least} on the shares hold.",
            n=Count(found.n),
            least=found.minimum_n,
        )
    at = found.names.index(Stage.CLIENT.value)
    return message(
        "{silent} of the customers who ever bought have fallen silent; {clients} are clients.",
        silent=Estimate(found.share[-1], found.share_low[-1], found.share_high[-1], Kind.SHARE, digits=0),
        clients=Estimate(found.share[at], found.share_low[at], found.share_high[at], Kind.SHARE, digits=0),
    )


def _reason(standing: Standing) -> Message:
    found = standing.found
    said = message(
        "A client has bought on {days} days or more; whoever has not bought for more than {silent} days is inactive.",
        days=found.client_from,
        silent=found.inactive_after,
    )
    if standing.usual:
        return said
    return message("{said} Customers are scored by other rules, so no list of them is linked.", said=said)


def _figures(standing: Standing, again: tuple[Again, ...]) -> Iterator[Figure]:
    found, second = standing.found, again[0] if again else None
    wilson = interval_in_words(found.interval)
    rate = repeat_rate(standing.customer)
    yield Figure(
        "repeat_rate",
        message("Bought again"),
        Estimate(rate.share, rate.low, rate.high, Kind.SHARE),
        rate.n,
        method=interval_in_words("wilson"),
        definition=message(
            "Share of customers with a second transaction on a later day. Customers who came lately had less time."
        ),
    )
    if second is not None and np.isfinite(second.curve.median):
        yield Figure(
            "second_purchase",
            message("Days to the second purchase"),
            _whole(second.curve.median, second.curve.median_low, second.curve.median_high),
            second.curve.n,
            method=message("median by Kaplan and Meier, with its interval"),
            definition=message("Half of the customers buy a second time within so many days of the first purchase."),
        )
    for stage, label in ((Stage.CLIENT, message("Clients")), (Stage.INACTIVE, message("Inactive"))):
        at = found.names.index(stage.value)
        part = share(found.share[at], found.share_low[at], found.share_high[at], digits=None)
        if isinstance(part, Estimate):
            yield Figure(stage.value, label, part, found.n, found.n_missing, wilson)
    yield Figure(
        "unsold",
        message("Known, no purchase yet"),
        Estimate(float(standing.unsold), digits=0),
        definition=message("Suspects and prospects: they have a number, but nothing that they bought is known."),
    )


def _whole(value: float, low: float, high: float) -> Estimate:
    found = estimate(value, low, high, digits=0)
    return found if isinstance(found, Estimate) else Estimate(value, digits=0)


def _unseen() -> Message:
    return message(
        "Stages are by purchases alone: inquiries and referrals are not in the data, so nobody is shown as a prospect "
        "or an advocate."
    )


STAGES_PAGE = Page(
    "stages",
    TITLE,
    message("How far customers have come, where they fall silent, and what helps there"),
    stages_page,
    options=(
        Option("client_from", message("A client has bought on so many days"), low=2, high=50, whole=True),
        Option("inactive_after", message("Inactive after so many days without a purchase"), low=7, high=3650,
               whole=True),
        Option("every", message("Days from one look to the next"), low=7, high=366, whole=True),
    ),
)  # fmt: skip
