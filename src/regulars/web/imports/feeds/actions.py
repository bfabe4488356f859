"""What people do with scheduled imports. Each is written into the trail; a password never is."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from regulars.language import message
from regulars.web.accounts.models import User
from regulars.web.audit import Event, record
from regulars.web.imports.feeds.errors import FeedError
from regulars.web.imports.feeds.models import Feed, Run
from regulars.web.imports.feeds.timing import following
from regulars.web.imports.feeds.watching import begin, bury
from regulars.web.messages.sealing import seal


@transaction.atomic
def keep(*, feed: Feed | None, fields: dict[str, Any], password: str, by: User) -> Feed:
    """Add one, or change it. No password given leaves the one that is sealed."""
    found = feed or Feed(by=by)
    moved = feed is None or feed.mapping_id != fields["mapping"].pk or feed.pattern != fields["pattern"]
    for name, value in fields.items():
        setattr(found, name, value)
    found.kind = fields["mapping"].kind
    if password:
        found.secret = seal(password)
    if moved:
        found.stopped, found.stopped_at, found.columns = {}, None, []
    found.next_at = following(found.at, timezone.now())
    found.save()
    event = Event.FEED_ADDED if feed is None else Event.FEED_CHANGED
    record(event, target=found, by=by, name=found.name, source=found.source)
    return found


@transaction.atomic
def switch(*, feed: Feed, paused: bool, by: User) -> None:
    """Pause it, or let it go on; what had stopped it is forgotten."""
    fields: dict[str, Any] = {"paused": paused}
    if not paused:
        fields |= {"stopped": {}, "stopped_at": None, "next_at": following(feed.at, timezone.now())}
    Feed.objects.filter(pk=feed.pk).update(**fields)
    record(Event.FEED_SWITCHED, target=feed, by=by, paused=paused)


@transaction.atomic
def remove(*, feed: Feed, by: User) -> None:
    """Its imports stay, and so do the files."""
    record(Event.FEED_REMOVED, target=feed, by=by, name=feed.name)
    feed.delete()


@transaction.atomic
def run_now(*, feed: Feed, trial: bool, by: User) -> Run:
    """At once; or only tried out, which writes nothing."""
    bury(timezone.now())
    if feed.stopped and not trial:
        raise FeedError(message("“{name}” has stopped. Look at why, then let it go on.", name=feed.name))
    one = begin(feed, by=by, trial=trial)
    if one is None:
        raise FeedError(message("“{name}” is running already.", name=feed.name))
    record(Event.FEED_STARTED, target=feed, by=by, trial=trial)
    return one
