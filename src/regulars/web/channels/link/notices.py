"""Pages that say why there is nothing to answer here, and what one can do."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse

from regulars.language import Language, Message, Text, message
from regulars.web.channels.link.door import Door, Status
from regulars.web.channels.link.rendering import Asked, notice, speaking, told
from regulars.web.channels.link.wire import answer
from regulars.web.company.models import Company
from regulars.web.words import say

WHY: dict[Status, tuple[int, Message, Message]] = {
    Status.CLOSED: (
        410,
        message("This survey is closed"),
        message(
            "Thank you for coming. Answers are no longer taken here; if something went wrong, please tell us directly."
        ),
    ),
    Status.FULL: (
        410,
        message("This survey has all the answers it needs"),
        message("Thank you for coming. So many have answered that this survey is full."),
    ),
    Status.NOT_YET: (
        403,
        message("This survey has not begun yet"),
        message("Thank you for coming. Please try this address again later."),
    ),
}


def closed(request: HttpRequest, door: Door, status: Status) -> HttpResponse:
    """Closed, full, or not begun."""
    code, heading, line = WHY[status]
    asked = Asked.of(door, 0, _interface(request, door))
    return answer(request, notice(heading, [line], asked), code)


BEFORE = message("You have already answered")


def answered_before(request: HttpRequest, door: Door) -> HttpResponse:
    """Somebody opens their invitation again."""
    line = message("Your answers were stored. Thank you: there is nothing more to do.")
    return answer(request, notice(BEFORE, [line], Asked.of(door, 0, _interface(request, door))), 200)


def second(request: HttpRequest, asked: Asked, words: Iterable[tuple[Text | Message, str]]) -> HttpResponse:
    """Somebody sends a second form, from another device or window. What they wrote in it is theirs to keep."""
    shown = [{"label": _said(label, asked.language), "text": text} for label, text in words]
    lines = [message("The answers that you sent first were stored and stay as they are. These were not stored.")]
    if shown:
        lines.append(message("What you wrote is still here, so that you can copy it and tell us in another way:"))
    return answer(request, told("link/second.html", BEFORE, lines, asked, (), words=shown), 409)


def withdrawn(request: HttpRequest, door: Door) -> HttpResponse:
    """Somebody took the invitation back."""
    heading = message("This invitation was taken back")
    line = message("Thank you for coming. There is nothing to answer here any more, and you need not do anything.")
    return answer(request, notice(heading, [line], Asked.of(door, 0, _interface(request, door))), 410)


def declining(request: HttpRequest, door: Door) -> HttpResponse:
    """Whether they mean it; looking at it changes nothing."""
    heading = message("You do not want to answer?")
    line = message("Then you get no reminder of it. Nothing else changes for you, and we do not ask why.")
    asked = Asked.of(door, 0, _interface(request, door))
    return answer(request, told("link/decline.html", heading, [line], asked, ()), 200)


def declined(request: HttpRequest, door: Door) -> HttpResponse:
    """And the way back."""
    heading = message("You will not be reminded")
    line = message("Thank you for telling us. The address goes on to work, should you change your mind.")
    asked = Asked.of(door, 0, _interface(request, door))
    return answer(request, told("link/decline.html", heading, [line], asked, (), done=True), 200)


def unknown(request: HttpRequest) -> HttpResponse:
    """Nobody knows this address."""
    changed = Company.objects.filter(pk=1).values_list("changed", flat=True).first()
    heading = message("There is no survey at this address")
    line = message("A part of the address may be missing. Open the link in the message again, or scan the code again.")
    return answer(request, notice(heading, [line], Asked("", 0, _interface(request), None, changed)), 404)


def nothing_kept(request: HttpRequest, door: Door) -> HttpResponse:
    """An address to go on at, and nothing to go on with."""
    heading = message("There is nothing to go on with here")
    line = message(
        "Either these answers were sent already, or the time to go on has passed: then what was answered has been "
        "counted. A part of the address may also be missing."
    )
    return answer(request, notice(heading, [line], Asked.of(door, 0, _interface(request, door))), 404)


def too_long(request: HttpRequest, door: Door) -> HttpResponse:
    """More than fits; the browser still has it."""
    heading = message("This is more than fits")
    line = message(
        "Nothing was stored. Go back with your browser: your answers are still there. Please shorten your words and "
        "send again."
    )
    return answer(request, notice(heading, [line], Asked.of(door, 0, _interface(request, door))), 413)


def _said(label: Text | Message, language: str) -> str:
    if isinstance(label, Text):
        return label.in_language(language)
    with speaking(language):
        return say(label)


def _interface(request: HttpRequest, door: Door | None = None) -> str:
    """Ours, for there is no questionnaire whose languages could count."""
    own = door.who.language if door is not None and door.who is not None else ""
    wished = [request.GET.get("lang", ""), own, *request.META.get("HTTP_ACCEPT_LANGUAGE", "")[:200].split(",")]
    for tag in wished:
        if language := Language.parse(tag.strip().partition(";")[0] or "-"):
            return language.value
    return Language.ENGLISH.value
