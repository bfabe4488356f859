"""Segments: all of them, and who is in one."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path

from regulars.web.api import tokens
from regulars.web.api.entrance import scoped
from regulars.web.api.finding import listed, segment_of, told
from regulars.web.api.paging import page_of
from regulars.web.api.routes.customers import Cursor, Limit, note_read
from regulars.web.api.schemas import customers as people
from regulars.web.api.schemas import noted as shapes
from regulars.web.api.schemas.values import moment_text
from regulars.web.api.scopes import Scope
from regulars.web.api.service import api
from regulars.web.people.models import Segment

READ = Scope.SEGMENTS_READ


@api.get("/segments", response=shapes.Segments, url_name="segments", tags=["Segments"], summary="List segments")
@scoped(READ)
def list_segments(request: HttpRequest) -> Any:
    """Groups of customers by a condition over what is known of them."""
    return {
        "segments": [
            {"id": one.public_id, "name": one.name, "condition": one.condition, "changed": moment_text(one.changed)}
            for one in Segment.objects.order_by("name")
        ]
    }


@api.get(
    "/segments/{segment}/customers", response=people.CustomerPage, url_name="segment-customers", tags=["Segments"],
    summary="List customers of a segment",
)  # fmt: skip
@scoped(READ)
def list_members(
    request: HttpRequest,
    segment: Annotated[str, Path(description="Its id.")],
    cursor: Cursor = "",
    limit: Limit = 50,
) -> Any:
    """Who fits the condition now, of those whom the token may see."""
    scope = tokens.sight(request.token, READ)
    found = listed(scope, q=None, number=None, segment=segment_of(segment).public_id, kind=None, since=None)
    some, following = page_of(found, by="pk", cursor=cursor, limit=limit)
    note_read(request, len(some))
    return {"customers": [told(one) for one in some], "next": following}
