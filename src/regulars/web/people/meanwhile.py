"""Two people at one form: what the other one stored meanwhile is never lost, and never overwritten unseen.

The form carries what it showed (``was.NAME``). What somebody did not touch stays as it is now; what nobody else
touched is stored; where both wrote, both values are shown with who wrote the other, and one of them is chosen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import models
from django.http import QueryDict

from regulars.web.audit import Event
from regulars.web.audit.models import Entry

_LOOKED_AT = 50  # entries of the trail in which the other one is looked for


@dataclass(frozen=True)
class Clash:
    """Two wrote one field. ``by`` and ``at``: who and when, where the trail knows."""

    name: str
    label: str
    mine: str
    theirs: str
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class Merged:
    """``fields``: what is to be stored."""

    fields: dict[str, Any]
    clashes: list[Clash] = field(default_factory=list)


def plain(value: Any) -> str:
    """A value as the form carries it."""
    if value is None:
        return ""
    if isinstance(value, models.Model):
        return str(value.pk)
    return value.isoformat() if isinstance(value, date) else str(value)


def shown(
    now: Mapping[str, Any], sent: Mapping[str, str] | None = None, clashes: Iterable[Clash] = ()
) -> list[tuple[str, str]]:
    """What a form shows, to be carried along. One that was ``sent`` and comes back still shows what it showed first."""
    fresh = {one.name for one in clashes}
    before = {} if sent is None else {name: sent[f"was.{name}"] for name in now if f"was.{name}" in sent}
    return [
        (name, before[name] if name in before and name not in fresh else plain(value)) for name, value in now.items()
    ]


def merged(form: Any, sent: QueryDict, wanted: Mapping[str, Any], now: Mapping[str, Any]) -> Merged:
    """``wanted``: what somebody sent, ``now``: what stands."""
    found: dict[str, Any] = {}
    clashing = []
    for name, value in wanted.items():
        mine, theirs = plain(value), plain(now[name])
        was = sent.get(f"was.{name}", theirs)
        if mine == theirs:
            continue
        if name in sent.getlist("clash"):
            choice = sent.get(f"keep.{name}") if theirs == was else None
            if choice == "mine":
                found[name] = value
            elif choice != "theirs":
                clashing.append(name)
        elif mine != was:
            if theirs == was:
                found[name] = value
            else:
                clashing.append(name)
    return Merged(found, [_clash(form, name, wanted[name], now[name]) for name in clashing])


def who_changed(clashes: Iterable[Clash], target: models.Model, event: Event) -> list[Clash]:
    """With who wrote the other value, as the trail says."""
    rows = Entry.objects.about(target).filter(event=event.value).select_related("by")[:_LOOKED_AT]
    known = []
    for clash in clashes:
        entry = next((one for one in rows if clash.name in one.details.get("fields", ())), None)
        by = entry.by.shown_name if entry and entry.by else ""
        known.append(Clash(clash.name, clash.label, clash.mine, clash.theirs, by, entry.at if entry else None))
    return known


def _clash(form: Any, name: str, mine: Any, theirs: Any) -> Clash:
    bound = form[name]
    return Clash(name, str(bound.label), _in_words(bound.field, mine), _in_words(bound.field, theirs))


def _in_words(spot: Any, value: Any) -> str:
    """As the form would show it: the words of a choice."""
    if isinstance(value, models.Model):
        return str(value)
    words = dict(getattr(spot, "choices", ()) or ()) if not hasattr(spot, "queryset") else {}
    return str(words.get(value, plain(value)))
