"""What people do with rules. Each change stands in the trail; the first that fits decides, so their order counts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from regulars.web.audit import Event, record
from regulars.web.cases.intake.models import CaseRule


@transaction.atomic
def add_rule(*, fields: Mapping[str, Any], by: Any) -> CaseRule:
    """Behind the others, and off: first see what it would open."""
    last = CaseRule.objects.aggregate(last=Max("rank"))["last"] or 0
    made = CaseRule.objects.create(rank=last + 1, on=False, **fields)
    record(Event.CASE_RULE_ADDED, target=made, by=by)
    return made


@transaction.atomic
def change_rule(*, rule: CaseRule, fields: Mapping[str, Any], by: Any) -> None:
    """Cases that it opened stay as they are."""
    changed = [name for name, value in fields.items() if getattr(rule, name) != value]
    if changed:
        CaseRule.objects.filter(pk=rule.pk).update(changed=timezone.now(), **{name: fields[name] for name in changed})
        record(Event.CASE_RULE_CHANGED, target=rule, by=by, fields=changed)


@transaction.atomic
def switch(*, rule: CaseRule, on: bool, by: Any) -> None:
    """Pressed twice, it is written once."""
    if CaseRule.objects.filter(pk=rule.pk, on=not on).update(on=on, changed=timezone.now()):
        record(Event.CASE_RULE_SWITCHED, target=rule, by=by, on=on)


@transaction.atomic
def move(*, rule: CaseRule, earlier: bool, by: Any) -> None:
    """One place on; at the end of the list it stays."""
    order = list(CaseRule.objects.select_for_update().order_by("rank", "pk"))
    at = [one.pk for one in order].index(rule.pk)
    to = at - 1 if earlier else at + 1
    if not 0 <= to < len(order):
        return
    order[at], order[to] = order[to], order[at]
    for rank, one in enumerate(order, 1):
        if one.rank != rank:
            CaseRule.objects.filter(pk=one.pk).update(rank=rank)
    record(Event.CASE_RULE_CHANGED, target=rule, by=by, fields=["rank"])


@transaction.atomic
def remove(*, rule: CaseRule, by: Any) -> None:
    """Of the company's own, once it is off; what comes with Regulars is only switched off."""
    if CaseRule.objects.select_for_update().filter(pk=rule.pk, key="", on=False).exists():
        record(Event.CASE_RULE_REMOVED, target=rule, by=by)
        rule.delete()
