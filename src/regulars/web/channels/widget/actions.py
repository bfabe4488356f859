"""Making a widget, and saying on which sites it may stand."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from regulars.web.accounts.models import User
from regulars.web.audit import Event, record
from regulars.web.channels.widget.models import Widget
from regulars.web.company.models import Unit
from regulars.web.research.actions import create_links
from regulars.web.research.models import Channel, Link, Study


@transaction.atomic
def create_widgets(
    *, study: Study, units: Iterable[Unit | None], label: str, sites: list[str], by: User | None
) -> list[Link]:
    """A link of its own for each unit that has none with this label, for these sites."""
    made = create_links(study=study, units=units, label=label, channel=Channel.WIDGET, by=by)
    for link in made:
        Widget.objects.create(link=link, sites=sites)
        record(Event.WIDGET_CHANGED, target=link, by=by, sites=sites)
    return made


@transaction.atomic
def change_sites(*, link: Link, sites: list[str], by: User | None) -> None:
    """From now on it may stand on these, and no other."""
    found, _ = Widget.objects.select_for_update().get_or_create(link=link)
    if found.sites != sites:
        found.sites = sites
        found.save(update_fields=["sites"])
        record(Event.WIDGET_CHANGED, target=link, by=by, sites=sites)
