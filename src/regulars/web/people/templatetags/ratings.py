"""The last rating wherever a customer is named: satisfaction is what a record of customers is about."""

from __future__ import annotations

from typing import Any

from django import template
from django.core.exceptions import ObjectDoesNotExist
from django.utils.html import format_html
from django.utils.safestring import SafeString

from regulars.insights.customer.satisfaction import on_scale
from regulars.language import Day, message
from regulars.web.accounts.access import scope_of
from regulars.web.accounts.roles import Permission
from regulars.web.words import say

register = template.Library()
_MARKS = {"dissatisfied": "neg", "satisfied": "pos"}


@register.simple_tag(takes_context=True)
def last_rating(context: template.Context, customer: Any) -> SafeString | str:
    """``{% last_rating customer %}``: nothing where there is none, or where it is about a unit out of sight.

    The rows should be read with ``select_related("score")``, or each costs a query.
    """
    try:
        score = customer.score
    except ObjectDoesNotExist:
        return ""
    scope = scope_of(context["request"].user, Permission.SEE_CUSTOMERS)
    if not score.is_told_to(scope) or score.rating is None:
        return ""
    rating = on_scale(score.rating, score.rating_high)
    words = message("Last rating: {rating}", rating=rating)
    if score.rating_day:
        words = message("Last rating: {rating}, {day}", rating=rating, day=Day(score.rating_day))
    return format_html('<span class="label wraps {}">{}</span>', _MARKS.get(score.mood, ""), say(words))
