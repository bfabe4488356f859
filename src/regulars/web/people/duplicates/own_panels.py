"""The card of merges on the pages of a customer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from regulars.web.accounts.roles import Permission
from regulars.web.people.duplicates.models import Opinion, Pair
from regulars.web.people.duplicates.queries import Line, merged_into
from regulars.web.people.panels import Asked, Tab, panel


def merged(asked: Asked) -> Mapping[str, Any] | None:
    """Who went into this one; who is perhaps the same."""
    rows = merged_into(asked.customer)
    if not asked.edits:
        return {"merged": rows} if rows else None
    pairs = Pair.objects.of(asked.customer.pk).filter(opinion=Opinion.OPEN).select_related("first", "second")
    seen = pairs.visible_to(asked.request.user, Permission.EDIT_CUSTOMERS)[:5]
    lines = [(Line(one), one.second if one.first_id == asked.customer.pk else one.first) for one in seen]
    return {"merged": rows, "pairs": lines}


panel(Tab.DATA, "merged", "duplicates/merged.html", merged, rank=70)
