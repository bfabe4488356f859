"""Pages that say why there is nothing to answer here, and what one can do."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from regulars.language import Language, Message, message
from regulars.web.channels.link.door import Door, Status
from regulars.web.channels.link.rendering import Asked, notice
from regulars.web.channels.link.wire import answer
from regulars.web.company.models import Company

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
    asked = Asked.of(door, 0, _interface(request))
    return answer(request, notice(heading, [line], asked), code)


def answered_before(request: HttpRequest, door: Door) -> HttpResponse:
    """Somebody opens their invitation again."""
    heading = message("You have already answered")
    line = message("Your answers were stored. Thank you: there is nothing more to do.")
    return answer(request, notice(heading, [line], Asked.of(door, 0, _interface(request))), 200)


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
    return answer(request, notice(heading, [line], Asked.of(door, 0, _interface(request))), 404)


def too_long(request: HttpRequest, door: Door) -> HttpResponse:
    """More than fits; the browser still has it."""
    heading = message("This is more than fits")
    line = message(
        "Nothing was stored. Go back with your browser: your answers are still there. Please shorten your words and "
        "send again."
    )
    return answer(request, notice(heading, [line], Asked.of(door, 0, _interface(request))), 413)


def _interface(request: HttpRequest) -> str:
    """Ours, for there is no questionnaire whose languages could count."""
    wished = [request.GET.get("lang", ""), *request.META.get("HTTP_ACCEPT_LANGUAGE", "")[:200].split(",")]
    for tag in wished:
        if language := Language.parse(tag.strip().partition(";")[0] or "-"):
            return language.value
    return Language.ENGLISH.value
