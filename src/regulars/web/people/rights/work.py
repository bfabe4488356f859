"""What is done by the clock: erasures whose time has come, files that ended, what was kept long enough."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from regulars.language import message
from regulars.web.files.access import readable
from regulars.web.files.leaving import let_go
from regulars.web.files.models import StoredFile
from regulars.web.imports.models import Stage, Upload
from regulars.web.jobs.registry import Progress, daily, every, work
from regulars.web.people.models import Customer
from regulars.web.people.rights.erasing import TOGETHER, Person, erase_together, numbers_of
from regulars.web.people.rights.keeping import clear_away
from regulars.web.people.rights.models import Claim, Policy, Sort

PATIENCE = timedelta(hours=6)  # an import that never ends must not keep anybody here


@work("rights.act", message("Erasing customers who asked for it"))
def act(progress: Progress) -> dict[str, Any]:
    """Those whose days to take it back are over. While a file is imported they wait: it may name them."""
    now, done = timezone.now(), set[int]()
    # Asked anew each time: whoever took it back while others were erased was told that nothing is erased.
    while claims := _due(now, done)[:TOGETHER]:
        people = [Person(numbers_of(one.customer.number), one, one.by) for one in claims if one.customer]
        erase_together(people, progress=progress)
        done.update(one.pk for one in claims)
    _let_files_go(now)
    return {"erased": len(done)}


def _due(now: datetime, done: set[int]) -> list[Claim]:
    due = Claim.objects.open().filter(sort=Sort.ERASE, act_at__lte=now, customer__isnull=False).exclude(pk__in=done)
    if Upload.objects.filter(stage=Stage.RUNNING).exists():
        due = due.filter(act_at__lte=now - PATIENCE)
    return list(due.select_related("customer", "by").order_by("act_at", "pk"))


def _let_files_go(now: Any) -> None:
    """Files of data to take along end by themselves."""
    old = now - timedelta(days=Policy.current().file_days)
    for file in StoredFile.objects.filter(owner_type=Claim._meta.label_lower, at__lt=old):
        let_go(file)


@work("rights.retention", message("Clearing away what was kept long enough"))
def retention(progress: Progress) -> dict[str, Any]:
    """Only kinds that somebody switched on."""
    return clear_away(progress)


@readable("rights.claim")
def _reader(user: Any, claim: Claim) -> bool:
    """Whoever may take names along and sees the customer."""
    from regulars.web.accounts.roles import Permission

    mine = Customer.objects.visible_to(user, Permission.EXPORT)
    return claim.customer_id is not None and mine.filter(pk=claim.customer_id).exists()


every("rights.act", minutes=10, catch_up=True)
daily("rights.retention", at="02:40")
