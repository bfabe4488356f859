"""Addresses of scheduled imports: for those who import for the whole company."""

from __future__ import annotations

from typing import Any

from tests.web.addresses.shape import Address

IMPORTERS = ("administrator", "analyst")


def feed(world: Any) -> dict[str, str]:
    """One with a run."""
    from regulars.web.imports.feeds.models import Feed, Run
    from regulars.web.imports.models import SavedMapping

    saved, _ = SavedMapping.objects.get_or_create(name="till", kind="purchases", defaults={"mapping": {}})
    one, _ = Feed.objects.get_or_create(
        name="nightly sales", defaults={"kind": "purchases", "mapping": saved, "pattern": "*.csv", "at": "03:30"}
    )
    told = {"name": "sales.csv", "state": "done", "upload": "", "problem": {}, "rows": 9, "new": 9}
    Run.objects.create(feed=one, state="done", files=[told])
    return {"public_id": one.public_id}


def _listed(world: Any) -> dict[str, str]:
    feed(world)
    return {}


PAUSE = {"do": "pause"}
ROWS = [
    Address("feeds:feeds", IMPORTERS, arguments=_listed),
    Address("feeds:feed", IMPORTERS, arguments=feed),
    Address("feeds:new", IMPORTERS),
    Address("feeds:edit", IMPORTERS, arguments=feed),
    Address("feeds:act", IMPORTERS, arguments=feed, method="post", data=lambda world: PAUSE, good=(302,)),
]
