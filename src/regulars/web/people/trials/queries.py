"""What the pages of trials show: the list, and how many of those who tried something bought it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q

from regulars.insights.pictures.cells import part_of
from regulars.language import Day, Estimate, Message, Missing, message, plural
from regulars.web.people.models import Customer
from regulars.web.people.trials.models import Bought, State, Trial, TrialQuerySet
from regulars.web.people.trials.models.trial import OPEN, TOLD

LEAST = 20  # fewer are counted, not rated
WITHIN = timedelta(days=90)  # after it became known how it was
MOST = 50  # rows of a table
SHOWN: dict[str, Message] = {
    "": message("All trials"),
    "ask": message("To be asked"),
    "running": message("Running"),
    "offered": message("Offered"),
    "good": message("Were good"),
    "not-good": message("Were not good"),
    "bought": message("Bought"),
    "held": message("Hold offers back"),
    "off": message("Not taken up"),
}
LABELS = {State.GOOD: "ok", State.NOT_GOOD: "err", State.RUNNING: "", State.OFFERED: "", State.OFF: ""}


@dataclass(frozen=True)
class Line:
    """A trial as a page shows it."""

    one: Trial
    today: date

    @property
    def waits(self) -> bool:
        """Whether it is over and nobody knows how it was."""
        return self.one.state == State.RUNNING and self.one.until < self.today

    @property
    def state(self) -> Message:
        """Where it stands."""
        if self.waits:
            return message("over: ask how it was")
        return State(self.one.state).said

    @property
    def label(self) -> str:
        """How the page marks it."""
        return "warn" if self.waits else LABELS[State(self.one.state)]

    @property
    def sale(self) -> Message | None:
        """What came of it."""
        return Bought(self.one.bought).said if self.one.bought else None

    @property
    def told(self) -> bool:
        """Whether it is known how it was."""
        return self.one.state in TOLD

    @property
    def may_tell(self) -> bool:
        """Whether somebody may say how it was."""
        return self.one.state in OPEN and self.one.first <= self.today

    @property
    def is_open(self) -> bool:
        """Whether it may be called off."""
        return self.one.state in OPEN

    @property
    def holds(self) -> bool:
        """Whether it was not good and nobody let offers go again."""
        return self.one.state == State.NOT_GOOD and self.one.released is None

    @property
    def days(self) -> tuple[Day, Day]:
        """From when to when."""
        return Day(self.one.first), Day(self.one.until)

    @property
    def by_survey(self) -> bool:
        """Whether a survey said how it was."""
        return self.one.rating is not None


@dataclass(frozen=True)
class Step:
    """``count`` of ``of`` came so far; ``which``: the part of the list that holds them."""

    label: Message
    count: int
    of: int
    share: Estimate | Missing | None
    which: str | None = None


@dataclass(frozen=True)
class Row:
    """One product or one unit: how many, and the two shares; ``query``: what filters the list to them."""

    name: str
    tried: int
    good: Estimate | Missing
    told: int
    bought: Estimate | Missing
    over: int
    query: dict[str, str]


@dataclass(frozen=True)
class OfOne:
    """The card of a customer: those that are open, and the others."""

    open: list[Line]
    over: list[Line]


def found(rows: TrialQuerySet, *, which: str, day: date) -> TrialQuerySet:
    """Those of a part of the list; to be asked: the longest over first."""
    rows = rows.select_related("customer__score", "owner", "unit")
    if which == "ask":
        return rows.waiting(day).order_by("until", "pk")
    if which == "bought":
        return rows.filter(bought=Bought.BOUGHT)
    if which == "held":
        return rows.filter(Q(state__in=OPEN) | Q(state=State.NOT_GOOD, released=None))
    return rows.filter(state=which) if which else rows


def funnel(rows: TrialQuerySet, day: date) -> list[Step]:
    """From offered to bought, each of those who could have come so far by now."""
    n = rows.aggregate(**_counts(day))
    days = WITHIN.days
    asked: list[tuple[Message, str, str, str | None]] = [
        (message("Tried, of those whose first day has come"), "tried", "due", None),
        (message("Told us how it was, of those that are over"), "told", "ended", None),
        (message("Was good, of those who told us"), "good", "told", "good"),
        (message("Bought within {days} days after a good experience", days=days), "good_bought", "good_over", None),
        (message("Bought within {days} days after one that was not good", days=days), "bad_bought", "bad_over", None),
    ]
    steps = [Step(label, n[hits], n[of], _part(n[hits], n[of]), which) for label, hits, of, which in asked]
    return [Step(message("Offered"), n["all"], n["all"], None, ""), *steps]


def by_product(rows: TrialQuerySet, day: date) -> list[Row]:
    """What was tried most stands first."""
    groups = rows.order_by().values("what").annotate(**_counts(day)).order_by("-all", "what")[:MOST]
    return [_row(one["what"], one, {"what": one["what"]}) for one in groups]


def by_unit(rows: TrialQuerySet, day: date, names: dict[int, Any]) -> list[Row]:
    """Where most was tried stands first; ``names``: the units in sight."""
    groups = rows.filter(unit__in=names).order_by().values("unit").annotate(**_counts(day)).order_by("-all", "unit")
    return [_row(names[one["unit"]].shown_name, one, {"unit": names[one["unit"]].public_id}) for one in groups[:MOST]]


def headline(rows: TrialQuerySet, day: date) -> Message:
    """Whom somebody has to ask; else whether the good ones buy."""
    if waiting := rows.waiting(day).count():
        return plural(
            "{count} trial is over, and nobody knows how it was.",
            "{count} trials are over, and nobody knows how they were.",
            waiting,
        )
    n = rows.aggregate(**_counts(day))
    share = _part(n["good_bought"], n["good_over"])
    if isinstance(share, Estimate):
        return message("After a good experience {share} bought.", share=share)
    return plural("{count} trial was offered.", "{count} trials were offered.", n["all"])


def tried_by(customer: Customer, scope: Any, day: date) -> OfOne:
    """What one customer tries and has tried, as far as the reader may know."""
    mine = Trial.objects.within(scope).filter(customer=customer).select_related("owner", "unit")
    lines = [Line(one, day) for one in mine[:MOST]]
    return OfOne([one for one in lines if one.is_open], [one for one in lines if not one.is_open][:10])


def _counts(day: date) -> dict[str, Count]:
    """Neither those whose day is still to come nor those that can still be bought count in a share."""
    began, ended = Q(first__lte=day), Q(until__lt=day) | Q(state__in=TOLD)
    tried = Q(state__in=[State.RUNNING, *TOLD])
    over, bought = Q(told_on__lte=day - WITHIN), Q(bought=Bought.BOUGHT)
    good, bad = Q(state=State.GOOD), Q(state=State.NOT_GOOD)
    asked = {
        "all": Q(),
        "due": began,
        "tried": began & tried,
        "ended": tried & ended,
        "told": Q(state__in=TOLD),
        "good": good,
        "good_over": good & over,
        "good_bought": good & over & bought,
        "bad_over": bad & over,
        "bad_bought": bad & over & bought,
    }
    return {name: Count("pk", filter=one) if one else Count("pk") for name, one in asked.items()}


def _row(name: str, n: dict[str, int], query: dict[str, str]) -> Row:
    return Row(
        name, n["tried"], _part(n["good"], n["told"]), n["told"],
        _part(n["good_bought"], n["good_over"]), n["good_over"], query,
    )  # fmt: skip


def _part(hits: int, of: int) -> Estimate | Missing:
    return part_of(hits, of, least=LEAST)


def lines(rows: Iterable[Trial], day: date) -> list[Line]:
    """A page of them."""
    return [Line(one, day) for one in rows]
