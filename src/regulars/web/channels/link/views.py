"""The public page: shown, sent, thanked for. Everything that can go wrong is said kindly, and nothing typed is lost."""

from __future__ import annotations

import gzip
import logging
from functools import lru_cache
from urllib.parse import parse_qs, urlencode

from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from regulars.language import Language, Message, message
from regulars.survey import Questionnaire, Submission, read_answers
from regulars.web.accounts.access import public
from regulars.web.channels.link import notices
from regulars.web.channels.link.door import Door, Status, definition, door, mended, now
from regulars.web.channels.link.rendering import Asked, filled, logo_of, page, style_of, thanks
from regulars.web.channels.link.rules import rules
from regulars.web.channels.link.shown import Filled
from regulars.web.channels.link.storing import store
from regulars.web.channels.link.tokens import Token, new_token, opened
from regulars.web.channels.link.wire import answer, css, to
from regulars.web.company.models import Company

log = logging.getLogger(__name__)
LARGEST = 256 * 1024  # of a form; the longest honest one is a tenth of it
MOST_READ = 8 << 20  # so much of one that is too long is read and thrown away
MOST_FIELDS = 500
FOR_GOOD = "public, max-age=31536000, immutable"
FORM = "application/x-www-form-urlencoded"

AGAIN = message("Please look at this again. Everything else is as you left it.")
STALE = message("This page has been open for very long. Your answers are all still here: please send them again.")
NOTHING = message("Nothing is answered yet. Choose at least one number, or write a few words.")
UNSTORED = message(
    "Your answers could not be stored just now. They are all still here: please send them again in a minute."
)


@csrf_exempt
@public
def survey(request: HttpRequest, address: str) -> HttpResponse:
    """Show the page, or take what it sends."""
    found = door(address)
    if found is None:
        return _unknown(request, address)
    if request.method == "POST":
        return _post(request, found)
    if request.method not in ("GET", "HEAD"):
        return answer(request, b"", 405, Allow="GET, HEAD, POST")
    status = found.status(now())
    if status is not Status.OPEN:
        return notices.closed(request, found, status)
    asked = Asked.of(found, found.version or 0, _language(request, found, found.version or 0))
    before, after = page(asked)
    return answer(request, before + new_token(address, asked.version).encode() + after)


@public
def thanked(request: HttpRequest, address: str) -> HttpResponse:
    """The page after sending."""
    found = door(address)
    if found is None:
        return _unknown(request, address)
    if found.version is None:
        return to(f"/s/{address}")
    asked = Asked.of(found, found.version, _language(request, found, found.version))
    return answer(request, thanks(asked, request.GET.get("late") == "1"))


@public
def sheet(request: HttpRequest, digest: str) -> HttpResponse:
    """The style sheet. An address of an earlier colour gets today's, and is not kept."""
    changed = Company.objects.filter(pk=1).values_list("changed", flat=True).first()
    own = style_of(changed)
    kept = FOR_GOOD if digest == own.digest else "no-cache"
    return css(own.body, kept)


@public
def rules_of(request: HttpRequest, questionnaire: str, version: int) -> HttpResponse:
    """Which questions hang on which answers, of a version; a version never changes."""
    one = definition(questionnaire, version)
    if one is None:
        return notices.unknown(request)
    return css(_rules(questionnaire, version), FOR_GOOD)


@lru_cache(maxsize=64)
def _rules(questionnaire: str, version: int) -> bytes:
    """Worked out once: a version never changes."""
    one = definition(questionnaire, version)
    return gzip.compress(b"" if one is None else rules(one), 9, mtime=0)


@public
def logo(request: HttpRequest, digest: str) -> HttpResponse:
    """The company's logo. An address of an earlier one gets today's, and is not kept."""
    found = logo_of(Company.objects.filter(pk=1).values_list("changed", flat=True).first())
    if found is None:
        return notices.unknown(request)
    try:
        body = found.path.read_bytes()
    except OSError:
        log.exception("the logo cannot be read")
        return notices.unknown(request)
    kept = FOR_GOOD if found.digest.startswith(digest) else "no-cache"
    return HttpResponse(
        body,
        content_type=found.kind,
        headers={
            "Content-Length": str(len(body)),
            "Cache-Control": kept,
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "X-Content-Type-Options": "nosniff",
        },
    )


@public
def lost(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Any other address below ``/s/``."""
    return _unknown(request, rest)


def _post(request: HttpRequest, found: Door) -> HttpResponse:
    sent = _form(request)
    if sent is None:
        return notices.too_long(request, found)
    form = sent.pop("form", [""])[0]
    token = opened(form, found.address)
    version = token.version if token else found.version
    one = definition(found.questionnaire, version) if version else None
    if version is None or one is None:
        return notices.closed(request, found, Status.NOT_YET)
    read = read_answers(one, sent, today=found.day(now()))  # of the unit: its morning is yesterday in UTC
    asked = Asked.of(found, version, _language(request, found, version))
    if token is None:
        # Not a form of ours, or one from long ago: whoever sent it sees it once more, with everything in it.
        return _shown_again(request, found, asked, read, STALE)
    if read.errors or read.empty:
        return _again(request, asked, form, read, AGAIN if read.errors else NOTHING, 422)
    return _kept(request, found, token, asked, read, form)


def _kept(request: HttpRequest, found: Door, token: Token, asked: Asked, read: Submission, form: str) -> HttpResponse:
    at = now()
    try:
        late = found.status(at) is not Status.OPEN
        store(door=found, token=token, submission=read, language=asked.language, at=at, late=late)
    except (DatabaseError, OSError):
        log.exception("a response could not be stored")
        return _again(request, asked, form, read, UNSTORED, 503, Retry_After="60")
    query = {"lang": asked.language, **({"late": "1"} if late else {})}
    return to(f"/s/{found.address}/thanks?{urlencode(query)}")


def _shown_again(request: HttpRequest, found: Door, asked: Asked, read: Submission, alert: Message) -> HttpResponse:
    status = found.status(now())
    if status is not Status.OPEN:
        return notices.closed(request, found, status)
    return _again(request, asked, new_token(found.address, asked.version), read, alert, 422)


def _again(
    request: HttpRequest, asked: Asked, form: str, read: Submission, alert: Message, status: int, **more: str
) -> HttpResponse:
    return answer(request, filled(asked, form, Filled(read.typed, read.errors), alert), status, **more)


def _form(request: HttpRequest) -> dict[str, list[str]] | None:
    """What was sent; None when it is longer than any honest form. Another kind of body is an empty form."""
    try:
        if (length := int(request.META.get("CONTENT_LENGTH") or 0)) > LARGEST:
            _let_finish(request, length)
            return None
        if request.content_type != FORM:
            return {}
        body = request.body
    except (RequestDataTooBig, ValueError):
        return None
    if len(body) > LARGEST or body.count(b"&") > MOST_FIELDS:
        return None
    return parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True)


def _let_finish(request: HttpRequest, length: int) -> None:
    """A browser that is cut off while it sends shows its own error, and never our page that says why."""
    if length <= MOST_READ:
        while request.read(1 << 16):
            pass


def _language(request: HttpRequest, found: Door, version: int) -> str:
    one = definition(found.questionnaire, version)
    return chosen(request, one) if one is not None else Language.ENGLISH.value


def chosen(request: HttpRequest, one: Questionnaire) -> str:
    """The language that the address asks for, else the first of the browser's that there is, else the first."""
    wished = [request.GET.get("lang", "")[:35]]
    header = request.META.get("HTTP_ACCEPT_LANGUAGE", "")[:200]
    wished += [part.partition(";")[0].strip() for part in header.split(",")]
    families = {tag.split("-")[0].lower() for tag in one.languages}
    fitting = (tag for tag in wished if tag and tag.split("-")[0].lower() in families)
    return one.language(next(fitting, ""))


def _unknown(request: HttpRequest, address: str) -> HttpResponse:
    """A messenger's full stop or a capital is mended; anything else is said to be unknown."""
    guess = mended(address.partition("/")[0])
    if guess and guess != address and request.method in ("GET", "HEAD") and door(guess) is not None:
        return to(f"/s/{guess}")
    return notices.unknown(request)
