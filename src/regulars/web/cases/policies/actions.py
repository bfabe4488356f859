"""Writing a policy, putting it in force, and noting by which one a case was settled."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from regulars.language import Text, message
from regulars.web.audit import Event, record
from regulars.web.cases.history import write as note
from regulars.web.cases.models import Case
from regulars.web.cases.policies.errors import PolicyError
from regulars.web.cases.policies.models import Applied, Policy, Version


@transaction.atomic
def write(*, policy: Policy | None, title: Text, body: Text, since: date, by: Any) -> Policy:
    """A new policy, or the draft of the next version of one that there is."""
    if policy is None:
        policy = Policy.objects.create(title=title, by=by)
    elif policy.retired:
        raise PolicyError(message("This policy is retired. Write a new one."))
    else:
        Policy.objects.filter(pk=policy.pk).update(title=title)
    draft = policy.draft()
    if draft is None:
        last = policy.versions.order_by("-number").values_list("number", flat=True).first() or 0
        draft = Version(policy=policy, number=last + 1)
    draft.body, draft.since, draft.by = body, since, by
    try:
        draft.save()
    except (IntegrityError, ValueError):
        raise PolicyError(
            message("Somebody else wrote at it just now. Look at their words, then write again.")
        ) from None
    record(Event.POLICY_CHANGED, target=policy, by=by, version=draft.number)
    return policy


@transaction.atomic
def publish(*, policy: Policy, by: Any) -> None:
    """From its day on it holds, and is never changed again. Pressed twice, it is done once."""
    draft = policy.draft()
    if draft and Version.objects.filter(pk=draft.pk, published=None).update(published=timezone.now()):
        record(Event.POLICY_PUBLISHED, target=policy, by=by, version=draft.number)


@transaction.atomic
def retire(*, policy: Policy, by: Any) -> None:
    """It is applied no more."""
    if Policy.objects.filter(pk=policy.pk, retired=None).update(retired=timezone.now()):
        record(Event.POLICY_RETIRED, target=policy, by=by)


@transaction.atomic
def apply(*, case: Case, policy: Policy, by: Any) -> None:
    """By the version that held when the case was opened; a policy that came later, by the one that holds today."""
    version = policy.in_force(timezone.localdate(case.opened)) or policy.in_force(timezone.localdate())
    if version is None or policy.retired:
        raise PolicyError(message("This policy is not in force."))
    _, fresh = Applied.objects.get_or_create(case=case, version=version, defaults={"by": by})
    if fresh:
        note(case, "policy", by=by, policy=policy.public_id, number=version.number)


@transaction.atomic
def take_off(*, case: Case, applied: int, by: Any) -> None:
    """It was applied by mistake."""
    row = Applied.objects.filter(case=case, pk=applied).select_related("version__policy").first()
    if row is not None:
        row.delete()
        note(case, "policy-off", by=by, policy=row.version.policy.public_id, number=row.version.number)
