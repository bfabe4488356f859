"""Grade, risk, interests and habits of one customer, as the reader may know them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from regulars.insights.customer.habits import habits_of
from regulars.language import Estimate, Kind, Message, message
from regulars.methods.loyalty.loyalty_type import LoyaltyType
from regulars.web.accounts.access import UnitScope, scope_of
from regulars.web.accounts.roles import Permission
from regulars.web.company.models import Unit
from regulars.web.facts import facts
from regulars.web.people.grades import LADDER, LOYALTY, SLIPPING, TIERS
from regulars.web.people.models import Customer, CustomerScore
from regulars.web.words import current

UNTOLD = message("whether still a customer cannot be told")


def profile_of(customer: Customer, user: Any) -> Mapping[str, Any] | None:
    """For the card; None where nothing is known."""
    scope = scope_of(user, Permission.SEE_CUSTOMERS)
    names = Unit.objects.values_list("code", "name")
    places = {code: (name.in_language(current().tag) if name else "") or code for code, name in names}
    habits = habits_of(facts(), customer.key, scope=scope.insight(purpose="customer page"), places=places)
    score = getattr(customer, "score", None) or CustomerScore()
    if score.day is None and not habits.purchases:
        return None
    told = scope.unit_ids is None or score.type_unit_id in scope.unit_ids
    kind = score.loyalty_type if told and score.loyalty_type != LoyaltyType.UNKNOWN else ""
    return {
        "grade": TIERS.get(score.value_tier),
        "unclear": score.tier_unclear,
        "stage": LADDER.get(score.loyalty_stage),
        "left": LADDER.get(score.left_from),
        "alive": _alive(score),
        "type": LOYALTY.get(kind),
        "chance": _share(score.type_chance) if kind and score.type_chance is not None else None,
        "slip": _slip(score, scope),
        "habits": habits,
    }


def _alive(score: CustomerScore) -> Message:
    return UNTOLD if score.alive is None else message("still a customer: {chance}", chance=_share(score.alive))


def _slip(score: CustomerScore, scope: UnitScope) -> Message | None:
    known = scope.unit_ids is None or score.slip_unit_id in scope.unit_ids
    return SLIPPING.get(score.slip) if known else None


def _share(value: float) -> Estimate:
    return Estimate(value, kind=Kind.SHARE, digits=0)
