"""The register of kinds: those that come with Regulars, and the company's own."""

from __future__ import annotations

from functools import cache
from importlib import resources

import yaml

from regulars.survey.happenings import HappeningKind
from regulars.web.research.events.models import EventKind

PURCHASE = "purchase"


@cache
def starts() -> tuple[HappeningKind, ...]:
    """Those that come with Regulars."""
    file = resources.files("regulars").joinpath("content", "events.yaml")
    return tuple(HappeningKind.from_dict(one) for one in yaml.safe_load(file.read_text("utf-8"))["kinds"])


def kinds() -> dict[str, EventKind]:
    """All of them by key. Those that come with Regulars get their rows when they are first asked for."""
    found = {one.key: one for one in EventKind.objects.all()}
    missing = [one for one in starts() if one.key not in found]
    if missing:
        EventKind.objects.bulk_create(
            [EventKind(key=one.key, name=one.name, fields=[f.to_dict() for f in one.fields]) for one in missing],
            ignore_conflicts=True,
        )
        found = {one.key: one for one in EventKind.objects.all()}
    return found
