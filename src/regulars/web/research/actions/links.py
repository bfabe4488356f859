"""Making links and closing them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from regulars.language import message
from regulars.web.accounts.models import User
from regulars.web.audit import Event, record
from regulars.web.company.models import Unit
from regulars.web.research.errors import StateError
from regulars.web.research.models import Channel, Link, Study


def create_links(
    *,
    study: Study,
    units: Iterable[Unit | None],
    label: str = "",
    channel: Channel = Channel.LINK,
    by: User | None,
) -> list[Link]:
    """One link for each unit (None: the company as a whole) that has no open one of its kind with this label."""
    with transaction.atomic():
        known = study.links.open().filter(label=label, channel=channel, test=False)
        there = set(known.values_list("unit_id", flat=True))
        missing = [unit for unit in units if (unit and unit.pk) not in there]
        made = [Link.objects.create(study=study, unit=unit, label=label, channel=channel, by=by) for unit in missing]
        for link in made:
            record(Event.LINK_CREATED, target=link, by=by, study=study.public_id)
    return made


def close_link(*, link: Link, by: User | None) -> None:
    """The address says from now on that it is closed."""
    with transaction.atomic():
        now = timezone.now()
        if not Link.objects.filter(pk=link.pk, closed_at=None).update(closed_at=now):
            raise StateError(message("This link is already closed."))
        record(Event.LINK_CLOSED, target=link, by=by)
    link.closed_at = now
