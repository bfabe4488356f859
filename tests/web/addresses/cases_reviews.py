"""Addresses of public reviews, channels and changes."""

from __future__ import annotations

from typing import Any

from tests.web.addresses.cases import OTHER, SEE, WORK
from tests.web.addresses.shape import Address


def review_of(world: Any) -> Any:
    """A low one of Lakeside."""
    from django.utils import timezone

    from regulars.web.cases.reviews.models import Review

    fields = {"key": "0" * 64, "platform": "Tripsite", "rating": 25, "given": "2", "best": "5", "words": "Cold eggs."}
    return Review.objects.create(unit=world.units.lakeside, at=timezone.now(), **fields)


def _review(world: Any) -> dict[str, str]:
    return {"public_id": review_of(world).public_id}


def _case(world: Any) -> dict[str, str]:
    from regulars.web.cases.reviews.actions import open_for

    return {"case": open_for(review=review_of(world), by=None).public_id}


def _listed(world: Any) -> dict[str, str]:
    _case(world)
    return {}


def _change(world: Any) -> dict[str, str]:
    from datetime import date

    from regulars.web.cases.reviews.models import Change

    made = Change.objects.create(what="Breakfast from six", day=date(2026, 10, 1), unit=world.units.lakeside)
    return {"public_id": made.public_id}


def _changes(world: Any) -> dict[str, str]:
    _change(world)
    return {}


def _file(world: Any) -> dict[str, Any]:
    from django.core.files.uploadedfile import SimpleUploadedFile

    file = SimpleUploadedFile("reviews.csv", b"platform,rating,at,unit\nTripsite,2,2026-10-01,LAK\n")
    return {"file": file, "low": "1", "high": "5"}


ROWS = [
    Address("reviews:reviews", (*SEE, *OTHER), arguments=_listed),
    Address("reviews:reviews", (*SEE, *OTHER), note="empty"),
    Address("reviews:send", (*WORK, *OTHER), method="post", data=_file, note="preview"),
    Address("reviews:send", (*WORK, *OTHER)),
    Address("reviews:take", (*WORK, *OTHER), method="post", data=lambda world: {"rows": "forged"}, good=(302,)),
    Address("reviews:open", WORK, OTHER, _review, method="post", good=(302,)),
    Address(
        "reviews:answer", WORK, OTHER, _case, method="post", data=lambda world: {"answer-on": "2026-10-01"}, good=(302,)
    ),
    Address("reviews:channels", (*SEE, *OTHER), arguments=_listed),
    Address("reviews:changes", (*SEE, *OTHER), arguments=_changes),
    Address("reviews:changes", (*SEE, *OTHER), note="empty"),
    Address("reviews:new-change", (*WORK, *OTHER)),
    Address("reviews:change", WORK, OTHER, _change),
]
