"""What a guest card and the lists of arrivals show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from regulars.language import Day, Estimate, Kind, Message, Missing, Text, message, plural
from regulars.methods import ShareInterval, share_interval
from regulars.web.accounts.access import UnitScope
from regulars.web.people.cards.models import REGULAR, Arrival, ArrivalQuerySet, Outcome, Traveller
from regulars.web.people.cards.styles import Style, recommended, styles
from regulars.web.people.models import CustomerScore
from regulars.web.people.promises.models import Outcome as Kept

LEAST = ShareInterval.minimum_n  # fewer are counted, not rated
YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Card:
    """One arrival, with the style that fits it as far as the reader may know. ``known``: what it follows from."""

    one: Arrival
    style: Style
    traveller: Message | None
    chosen: bool
    score: CustomerScore | None
    rated: bool

    @property
    def stay(self) -> Message:
        """How long."""
        n = self.one.nights
        return plural("{count} night", "{count} nights", n) if n else message("leaves the same day")

    @property
    def arrives(self) -> str:
        """The hour; empty where nobody knows."""
        return f"{self.one.at:%H:%M}" if self.one.at else ""

    @property
    def day(self) -> Day:
        """The day."""
        return Day(self.one.on)

    @property
    def outcome(self) -> Message | None:
        """What became of it."""
        return Outcome(self.one.outcome).said if self.one.outcome else None

    @property
    def visits(self) -> int:
        """Purchases so far."""
        return (self.score.purchases or 0) if self.score else 0

    @property
    def rating(self) -> Message | None:
        """The last one, where the reader may know it."""
        if not self.rated or self.score is None or self.score.rating is None:
            return None
        scale = {"low": self.score.rating_low, "high": self.score.rating_high, "day": self.score.rating_day}
        return message("{rating} on {low} to {high}, {day}", rating=f"{self.score.rating:g}", **scale)


def cards(rows: Any, scope: UnitScope, today: date) -> list[Card]:
    """Each with its style; three queries for all of them."""
    found = list(rows.select_related("customer__score", "unit", "told_by"))
    people = [one.customer_id for one in found]
    scores = {one.pk: one for one in CustomerScore.objects.filter(customer__in=people)}
    counted = Arrival.objects.filter(pk__in=[one.pk for one in found]).annotate(
        open=Count("customer__promises", filter=Q(customer__promises__outcome=Kept.OPEN))
    )
    promises = dict(counted.order_by().values_list("pk", "open"))
    return [_card(one, scores.get(one.customer_id), promises.get(one.pk, 0), scope, today) for one in found]


def _card(one: Arrival, score: CustomerScore | None, promises: int, scope: UnitScope, today: date) -> Card:
    rated = score is not None and score.is_told_to(scope)
    visits = score.purchases if score else None
    traveller = one.traveller or _known(visits)
    values = {
        "traveller": traveller,
        "nights": one.nights,
        "late": one.late,
        "long_trip": one.long_trip,
        "visits": visits,
        "rating": score.rating_index if rated and score else None,
        "promises": promises,
    }
    said = Traveller(traveller).said if traveller else None
    return Card(one, recommended(values, today), said, bool(one.traveller), score, rated)


def _known(visits: int | None) -> str:
    if visits is None:
        return ""
    return Traveller.REGULAR if visits >= REGULAR else "" if visits else Traveller.FIRST


@dataclass(frozen=True)
class Row:
    """What became of one style. The shares: followed, of all that were told; went well, of those followed."""

    style: Text
    n: int
    followed: Estimate | Missing
    well: Estimate | Missing


def outcomes(rows: ArrivalQuerySet) -> list[Row]:
    """Style by style over the last year; a style of which nobody told anything is not there."""
    told = rows.filter(told_at__gte=timezone.now() - YEAR).exclude(outcome="").order_by().values("style")
    counts = {one["style"]: one for one in told.annotate(n=Count("pk"), **{o.value: _of(o) for o in Outcome})}
    keys = [one.key for one in styles()]
    found = sorted(counts.items(), key=lambda pair: (keys.index(pair[0]) if pair[0] in keys else len(keys), pair[0]))
    return [_row(style_of(key), one) for key, one in found]


def _of(outcome: Outcome) -> Count:
    return Count("pk", filter=Q(outcome=outcome))


def _row(style: Text, one: dict[str, Any]) -> Row:
    followed = one["well"] + one["badly"]
    return Row(style, one["n"], share(followed, one["n"]), share(one["well"], followed))


def share(count: int, n: int) -> Estimate | Missing:
    """A share with its interval (Wilson); of too few only how many they are."""
    if n < LEAST:
        return Missing(plural("too few: {count} of {n}", "too few: {count} of {n}", count, n=n))
    found = share_interval(count, n)
    return Estimate(found.share, found.low, found.high, kind=Kind.SHARE, digits=0)


@dataclass(frozen=True)
class Told:
    """What became of one recommendation."""

    one: Arrival
    style: Text
    outcome: Message
    day: Day


def told(rows: Any) -> list[Told]:
    """As the list says it."""
    found = rows.select_related("customer", "unit", "told_by")
    return [Told(one, style_of(one.style), Outcome(one.outcome).said, Day(one.on)) for one in found]


def style_of(key: str) -> Text:
    """The words of a style; its key where the rules have it no more."""
    return next((one.style for one in styles() if one.key == key), Text({"en": key}))


def headline(count: int, day: date, today: date) -> Message:
    """Who is expected."""
    if not count:
        return message("Nobody is expected today.") if day == today else message("Nobody is on the list of this day.")
    return plural("{count} guest is expected.", "{count} guests are expected.", count)
