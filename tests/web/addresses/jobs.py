"""Addresses of jobs: a job is seen by whoever started it."""

from __future__ import annotations

from typing import Any

from tests.web.addresses.pages import ACCOUNTS
from tests.web.addresses.shape import Address


def _of_the_manager(world: Any) -> dict[str, str]:
    from regulars.language import message
    from regulars.web.jobs.models import Job
    from regulars.web.jobs.registry import WORKS, Work

    WORKS.setdefault("jobs.nothing", Work("jobs.nothing", message("Nothing"), lambda progress: None))
    return {"public_id": Job.objects.create(work="jobs.nothing", by=world.people.manager).public_id}


def _line(world: Any) -> dict[str, str]:
    from django.utils import timezone

    from regulars.web.jobs.models import Schedule

    return {"public_id": Schedule.objects.create(work="jobs.tidy", rule="", due=timezone.now()).public_id}


ROWS = [
    Address("jobs:own", ACCOUNTS),
    Address("jobs:schedule", ("administrator",)),
    Address("jobs:pause", ("administrator",), arguments=_line, method="post", good=(302,)),
    Address("jobs:resume", ("administrator",), arguments=_line, method="post", good=(302,)),
    Address("jobs:run-now", ("administrator",), arguments=_line, method="post", good=(302,)),
    Address(
        "jobs:progress",
        ("manager",),
        foreign=tuple(one for one in ACCOUNTS if one != "manager"),
        arguments=_of_the_manager,
    ),
]
