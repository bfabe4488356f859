"""The public page: shown, sent (``answering.py``), thanked for. Everything that can go wrong is said kindly."""

from __future__ import annotations

import gzip
import logging
from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from regulars.language import Language
from regulars.survey import Questionnaire
from regulars.web.accounts.access import public
from regulars.web.channels.kiosk.returning import ended, idle
from regulars.web.channels.link import notices, partials
from regulars.web.channels.link.answering import answered, shown_later
from regulars.web.channels.link.door import Door, Status, definition, door, mended, mended_token, now
from regulars.web.channels.link.rendering import Asked, logo_of, page, style_of, thanks, turn_for
from regulars.web.channels.link.rules import rules
from regulars.web.channels.link.tokens import new_token
from regulars.web.channels.link.wire import BACK, answer, css, to
from regulars.web.company.models import Company
from regulars.web.research.fieldwork.arriving import who
from regulars.web.research.fieldwork.declining import decline
from regulars.web.research.fieldwork.models import State
from regulars.web.research.models import Channel

log = logging.getLogger(__name__)
NOT_FOR_ALL = (Channel.INTERVIEWER, Channel.PERSONAL)
FOR_GOOD = "public, max-age=31536000, immutable"


@csrf_exempt
@public
def survey(request: HttpRequest, address: str) -> HttpResponse:
    """Show the page, or take what it sends."""
    found = _anybodys(address)
    return _unknown(request, address) if found is None else _asked(request, found)


@csrf_exempt
@public
def personal(request: HttpRequest, token: str) -> HttpResponse:
    """The same for somebody who was invited by name: answered once. Looking at it writes nothing, whoever looks."""
    found = _invited(token)
    if found is None or found.who is None:
        return _lost_invitation(request, token)
    if found.who.withdrawn:
        return notices.withdrawn(request, found)
    # A form that is sent twice is thanked for twice; a second form is told.
    if request.method != "POST" and found.who.answered:
        return notices.answered_before(request, found)
    if "no" in request.GET:
        return _declined(request, found)
    return _begun(request, found) or _asked(request, found)


@csrf_exempt
@public
def personal_on(request: HttpRequest, token: str, key: str) -> HttpResponse:
    """Where somebody stopped whose answers have no name: their own address to go on at, and the invitation in it."""
    found = _invited(token)
    if found is None or found.who is None:
        return _lost_invitation(request, token)
    if found.who.withdrawn:
        return notices.withdrawn(request, found)
    return notices.answered_before(request, found) if found.who.answered else _gone_on(request, found, key)


@public
def personal_thanked(request: HttpRequest, token: str) -> HttpResponse:
    """The page after sending."""
    found = _invited(token)
    return _lost_invitation(request, token) if found is None else _thanks(request, found)


def _invited(token: str) -> Door | None:
    one = who(token)
    found = door(one.address) if one is not None else None
    return found.of(one) if one is not None and found is not None else None


def _lost_invitation(request: HttpRequest, token: str) -> HttpResponse:
    guess = mended_token(token)
    if guess and guess != token and request.method in ("GET", "HEAD") and who(guess) is not None:
        return to(f"/s/to/{guess}")
    return notices.unknown(request)


def _declined(request: HttpRequest, found: Door) -> HttpResponse:
    if request.method != "POST" or found.who is None:
        return notices.declining(request, found)
    if not decline(found.who, somebody_else=request.POST.get("why") == "somebody-else"):
        return notices.answered_before(request, found)
    return notices.declined(request, found)


def _begun(request: HttpRequest, found: Door) -> HttpResponse | None:
    """Where they stopped, on whatever device; None where there is nothing yet."""
    if request.method not in ("GET", "HEAD") or found.who is None or found.who.state != State.BEGUN:
        return None
    part = partials.of_person(found.who)
    if part is None or found.status(now(), nearly=True) is not Status.OPEN:
        return None
    return shown_later(request, found, part, now(), request.GET.get("lang", "")[:35] or part.language)


def _anybodys(address: str) -> Door | None:
    """What this address leads to; those that only staff, or only the invited, may fill in are as unknown as none."""
    found = door(address)
    return None if found is not None and found.channel in NOT_FOR_ALL else found


def _asked(request: HttpRequest, found: Door) -> HttpResponse:
    if request.method == "POST":
        return answered(request, found, now(), language_of)
    if request.method not in ("GET", "HEAD"):
        return answer(request, b"", 405, Allow="GET, HEAD, POST")
    status = found.status(now(), nearly=True)
    if status is not Status.OPEN:
        return notices.closed(request, found, status)
    asked = Asked.of(found, found.version or 0, language_of(request, found, found.version or 0))
    token = new_token(found.address, asked.version)
    before, after = page(asked, turn_for(asked, token.nonce))
    headers = {**_kept_by_browser(asked), **idle(found)}
    return answer(request, before + token.sealed().encode() + after, **headers)


@csrf_exempt
@public
def on(request: HttpRequest, address: str, key: str) -> HttpResponse:
    """Where somebody stopped; from here they go on."""
    found = _anybodys(address)
    if found is None:
        return _unknown(request, address)
    return _gone_on(request, found, key)


def _gone_on(request: HttpRequest, found: Door, key: str) -> HttpResponse:
    if request.method not in ("GET", "HEAD"):
        return answer(request, b"", 405, Allow="GET, HEAD")
    part = partials.resumed(found.address, key, now())
    if part is None:
        return notices.nothing_kept(request, found)
    status = found.status(now(), nearly=True)
    if status is not Status.OPEN:
        return notices.closed(request, found, status)
    language = request.GET.get("lang", "")[:35] or part.language
    return shown_later(request, found, part, now(), language)


@public
def thanked(request: HttpRequest, address: str) -> HttpResponse:
    """The page after sending."""
    found = _anybodys(address)
    return _unknown(request, address) if found is None else _thanks(request, found)


def _thanks(request: HttpRequest, found: Door) -> HttpResponse:
    if found.version is None:
        return to(found.path)
    asked = Asked.of(found, found.version, language_of(request, found, found.version))
    body = thanks(asked, request.GET.get("late") == "1", request.GET.get("early") == "1")
    return answer(request, body, **ended(found))


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


def _kept_by_browser(asked: Asked) -> dict[str, str]:
    """On pages, the way back by the browser's own button must not open an empty form."""
    one = definition(asked.questionnaire, asked.version)
    return {"Cache_Control": BACK} if one is not None and len(one.pages) > 1 and not asked.shared else {}


def language_of(request: HttpRequest, found: Door, version: int) -> str:
    """In which a version is asked."""
    one = definition(found.questionnaire, version)
    own = found.who.language if found.who is not None else ""
    return chosen(request, one, own) if one is not None else Language.ENGLISH.value


def chosen(request: HttpRequest, one: Questionnaire, own: str = "") -> str:
    """The language that the address asks for, else the guest's ``own``, else the first of the browser's that there is,
    else the first.
    """
    wished = [request.GET.get("lang", "")[:35], own]
    header = request.META.get("HTTP_ACCEPT_LANGUAGE", "")[:200]
    wished += [part.partition(";")[0].strip() for part in header.split(",")]
    families = {tag.split("-")[0].lower() for tag in one.languages}
    fitting = (tag for tag in wished if tag and tag.split("-")[0].lower() in families)
    return one.language(next(fitting, ""))


def _unknown(request: HttpRequest, address: str) -> HttpResponse:
    """A messenger's full stop or a capital is mended; anything else is said to be unknown."""
    if address.startswith("to/"):
        return _lost_invitation(request, address[3:])
    guess = mended(address.partition("/")[0])
    if guess and guess != address and request.method in ("GET", "HEAD") and door(guess) is not None:
        return to(f"/s/{guess}")
    return notices.unknown(request)
