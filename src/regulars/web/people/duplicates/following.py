"""The facts follow what was decided in the application: after each decision, and whenever one was cut short."""

from __future__ import annotations

from typing import Any

from regulars.facts import Facts
from regulars.facts.joins import Join
from regulars.web.people.duplicates.models import Follows, Merge


def follow(facts: Facts) -> dict[str, Any]:
    """All that is still to be done, in the order of the decisions; done twice, it changes nothing."""
    count = 0
    for merge in Merge.objects.exclude(follows=Follows.NOTHING).order_by("pk"):
        if merge.follows == Follows.JOIN:
            parts = merge.parts.order_by("place").select_related("survivor")
            facts.merge_customers([Join(merge.rule(one.place), one.key, _key_then(one)) for one in parts])
        else:
            facts.part_customers(set(merge.rules), live=merge.live)
        # Taken back in the meantime, it is still to be done.
        Merge.objects.filter(pk=merge.pk, follows=merge.follows).update(follows=Follows.NOTHING, live={})
        count += 1
    return {"merges": count}


def _key_then(part: Any) -> int:
    """The key of whom they were put together with then, who may have gone into somebody else before this was done."""
    if part.into == part.survivor_id:
        return int(part.survivor.key)
    later = type(part).objects.filter(former=part.into).values_list("key", flat=True).first()
    return int(part.survivor.key if later is None else later)
