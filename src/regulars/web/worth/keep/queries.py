"""At stake in SQL: the same product as ``methods.leaving.at_stake``, so that a list can be sorted by it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db.models import Case, CharField, Exists, F, FloatField, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce, Greatest

from regulars.insights.customer.satisfaction import Mood
from regulars.insights.worth.keep import DISSATISFIED, RISK, SILENCE
from regulars.language import Message, message
from regulars.methods.leaving.at_stake import LOST, NOT_LOYAL
from regulars.methods.loyalty.stage_rules import Stage
from regulars.web.accounts.access import UnitScope
from regulars.web.accounts.roles import Permission
from regulars.web.cases.models import Case as Complaint
from regulars.web.people.models.score import LIKELY, CustomerScore, ScoreQuerySet, told_to, typed_to

REASONS: Mapping[str, Message] = {
    "dissatisfied": message("dissatisfied the last time"),
    "disloyal": message("satisfied, but not loyal"),
    "silent": message("silent for longer than usual"),
    "none": message("no reason known"),
}
CASES: Mapping[str, Message] = {
    "open": message("a case is open"),
    "none": message("no case is open"),
    "never": message("never complained: no case at all"),
}
GONE = Q(alive__lte=LOST) | Q(loyalty_stage=Stage.INACTIVE.value)
LONGEST = 100_000  # days: a band beyond has no end
_ZERO = Value(0.0, FloatField())


def weighed(rows: ScoreQuerySet, scopes: tuple[UnitScope, ...]) -> ScoreQuerySet:
    """With ``if_stayed``, ``risk``, ``at_stake`` and ``reason``; answers count where all of these may know them."""
    typed, told = Q(), Q()
    for scope in scopes:
        typed, told = typed & typed_to(scope), told & told_to(scope)
    leaving = Case(When(typed & Q(loyalty_type__in=NOT_LOYAL), then=F("type_chance")), output_field=FloatField())
    stayed = Case(When(alive__gt=0, then=F("value") / F("alive")), default=F("value"), output_field=FloatField())
    reason = Case(
        When(told & Q(mood=Mood.DISSATISFIED), then=Value("dissatisfied")),
        When(typed & Q(loyalty_type__in=DISSATISFIED), then=Value("dissatisfied")),
        When(typed & Q(loyalty_type__in=NOT_LOYAL), then=Value("disloyal")),
        When(Q(alive__lt=LIKELY) | GONE, then=Value("silent")),
        default=Value("none"),
        output_field=CharField(),
    )
    found = rows.annotate(
        if_stayed=stayed, risk=Greatest(Coalesce("chance_of_none", _ZERO), Coalesce(leaving, _ZERO)), reason=reason
    )
    return found.annotate(at_stake=F("if_stayed") * F("risk"))


def stakes_kept() -> bool:
    """Whether the scores that stand have brought what is at stake along; after an upgrade the next ones do."""
    return CustomerScore.objects.filter(stake__isnull=False).exists()


def at_risk(rows: ScoreQuerySet, *, kept: bool = False) -> ScoreQuerySet:
    """Who stands on the list, the most at stake first. ``kept``: as it was computed for the whole company."""
    if kept:
        return rows.filter(stake__isnull=False).order_by("-stake", "customer_id")
    # Not "exclude": whose chance cannot be told is at risk as well.
    still = (Q(alive=None) | Q(alive__gt=LOST)) & ~Q(loyalty_stage=Stage.INACTIVE.value)
    return rows.filter(still, value__gt=0, risk__gte=RISK).order_by("-at_stake", "customer_id")


def lost(rows: ScoreQuerySet) -> ScoreQuerySet:
    """Who has probably gone, who brought most first."""
    return rows.filter(GONE).order_by(F("net").desc(nulls_last=True), "customer_id")


def silent_for(rows: ScoreQuerySet, wanted: str) -> ScoreQuerySet:
    """Whose last purchase lies so far back, by the day of the scores, which is one for all."""
    day = CustomerScore.objects.exclude(day=None).values_list("day", flat=True).first()
    if day is None:
        return rows.none()
    shortest = 0
    for key, longest, _ in SILENCE:
        if key == wanted:
            break
        shortest = longest + 1
    # Not by the index of last days: that of the list's own order leads to the first ones sooner.
    found = rows.alias(last=Coalesce("last_day", "first_day")).filter(last__lte=day - timedelta(days=shortest))
    return found if longest > LONGEST else found.filter(last__gte=day - timedelta(days=longest))


def with_case(rows: ScoreQuerySet, wanted: str, user: Any) -> ScoreQuerySet:
    """Those who have a case in sight, or have none."""
    theirs = Complaint.objects.visible_to(user, Permission.SEE_CASES).filter(customer=OuterRef("customer_id"))
    if wanted == "open":
        return rows.filter(Exists(theirs.open()))
    return rows.exclude(Exists(theirs.open() if wanted == "none" else theirs))
