"""What readers do with a response: tag it, put its words out of sight, take it out of the house."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from regulars.language import message
from regulars.web.accounts.models import User
from regulars.web.audit import Event, record
from regulars.web.research.errors import InboxError
from regulars.web.research.models import Response, Tag

MOST_TAGS = 20


def see(*, response: Response) -> None:
    """Note that somebody has read it, once."""
    now = timezone.now()
    if Response.objects.filter(pk=response.pk, seen_at=None).update(seen_at=now):
        response.seen_at = now


def unsee(*, response: Response) -> None:
    """Let it stand among the unseen again."""
    Response.objects.filter(pk=response.pk).update(seen_at=None)


@transaction.atomic
def tag(*, response: Response, name: str, by: User) -> Tag:
    """Put a tag on it; the tag is made where there is none of the name."""
    name = " ".join(name.split())
    if not name or len(name) > 40:
        raise InboxError(message("Write a tag of at most 40 letters, such as breakfast."))
    if response.tags.count() >= MOST_TAGS:
        raise InboxError(message("There are {most} tags on this response; take one off first.", most=MOST_TAGS))
    made = Tag.objects.filter(name__iexact=name).first() or Tag.objects.create(name=name)
    if not response.tags.filter(pk=made.pk).exists():
        response.tags.add(made)
        record(Event.RESPONSE_TAGGED, target=response, by=by, tag=made.public_id)
    return made


@transaction.atomic
def untag(*, response: Response, tag: Tag, by: User) -> None:
    """Take it off. A tag that is on nothing any more goes."""
    if response.tags.filter(pk=tag.pk).exists():
        response.tags.remove(tag)
        record(Event.RESPONSE_UNTAGGED, target=response, by=by, tag=tag.public_id)
    if not tag.responses.exists():
        tag.delete()


@transaction.atomic
def hide(*, response: Response, reason: str, by: User) -> None:
    """Put its words out of sight. Its numbers count on: nobody hides a bad score."""
    reason = " ".join(reason.split())
    if not reason:
        raise InboxError(message("Say why, such as: names another guest. The reason is kept."))
    hidden = Response.objects.filter(pk=response.pk, hidden_at=None)
    if not hidden.update(hidden_at=timezone.now(), hidden_by=by, hidden_reason=reason[:400]):
        raise InboxError(message("The words of this response are out of sight already."))
    record(Event.RESPONSE_HIDDEN, target=response, by=by)


@transaction.atomic
def show(*, response: Response, by: User) -> None:
    """Show its words again."""
    hidden = Response.objects.filter(pk=response.pk, hidden_at__isnull=False)
    if hidden.update(hidden_at=None, hidden_by=None, hidden_reason=""):
        record(Event.RESPONSE_SHOWN, target=response, by=by)


@transaction.atomic
def take_out(*, count: int, purpose: str, kind: str, by: User) -> None:
    """Note an export with what it is for."""
    purpose = " ".join(purpose.split())
    if not purpose:
        raise InboxError(message("Say what the table is for, such as: meeting of the hotel on Monday."))
    record(Event.RESPONSES_EXPORTED, by=by, count=count, purpose=purpose[:200], kind=kind)
