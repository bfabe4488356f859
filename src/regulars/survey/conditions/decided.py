"""Whether a condition holds while some of what it asks for is still to be answered."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any as Anything

from regulars.survey.conditions.evaluate import holds
from regulars.survey.conditions.terms import All, Any, Condition, Not, names_in


def decided(condition: Condition, values: Mapping[str, Anything], today: date, still: Collection[str]) -> bool | None:
    """None while it hangs on a field in ``still``, whose answer may yet come or change."""
    match condition:
        case All(conditions):
            found = [decided(one, values, today, still) for one in conditions]
            return False if False in found else None if None in found else True
        case Any(conditions):
            found = [decided(one, values, today, still) for one in conditions]
            return True if True in found else None if None in found else False
        case Not(inner):
            one = decided(inner, values, today, still)
            return None if one is None else not one
    if any(name in still for name in names_in(condition)):
        return None
    return holds(condition, values, today)
