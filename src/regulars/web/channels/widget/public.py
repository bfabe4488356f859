"""The question in a frame: one tap stores what was chosen, words may follow. No script, no cookie."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from regulars.language import Message, message
from regulars.survey import Questionnaire, read_answers
from regulars.web.accounts.access import public
from regulars.web.channels.link import forms, notices, partials
from regulars.web.channels.link.answering import BROKEN, UNSTORED
from regulars.web.channels.link.door import Door, Status, definition, door, now
from regulars.web.channels.link.forms import GO
from regulars.web.channels.link.rendering import Asked
from regulars.web.channels.link.storing import store
from regulars.web.channels.link.tokens import Token, new_token, opened
from regulars.web.channels.link.views import FOR_GOOD, chosen
from regulars.web.channels.link.wire import POLICY, answer, css, to
from regulars.web.channels.widget import rendering
from regulars.web.channels.widget.models import Widget
from regulars.web.channels.widget.question import One, one_of
from regulars.web.channels.widget.sites import ancestors
from regulars.web.company.models import Company
from regulars.web.research.models import Channel

log = logging.getLogger(__name__)
HOUR = "public, max-age=3600"
CHOOSE = message("Please choose one of these.")
UNASKED = message("This survey has no question that fits here.")
LONG = message("This is more than fits. Please shorten your words and send again.")


@dataclass(frozen=True)
class Frame:
    """A frame that is open: behind which door, with what question, in which language."""

    request: HttpRequest
    door: Door
    asked: Asked
    one: Questionnaire
    question: One
    action: str
    policy: str

    def answer(self, body: bytes, status: int = 200) -> HttpResponse:
        """A page that only the sites of the link may hold."""
        return answer(self.request, body, status, Content_Security_Policy=self.policy)

    def ask(self, token: Token, error: Message | None = None, status: int = 200) -> HttpResponse:
        """The question."""
        page = rendering.ask(self.asked, self.one, self.question, token=token.sealed(), action=self.action, error=error)
        return self.answer(page, status)

    def words(self, token: Token, typed: str = "", error: Message | None = None, status: int = 200) -> HttpResponse:
        """What may follow."""
        page = rendering.words(
            self.asked, self.one, self.question, token=token.sealed(), action=self.action, typed=typed, error=error
        )
        return self.answer(page, status)


@csrf_exempt
@public
def widget(request: HttpRequest, address: str) -> HttpResponse:
    """Ask, or take what is sent."""
    found = door(address)
    if found is None or found.channel != Channel.WIDGET:
        return notices.unknown(request)
    policy = framed_by(_sites(found.link))
    if request.method not in ("GET", "HEAD", "POST"):
        return answer(request, b"", 405, Allow="GET, HEAD, POST")
    sent = forms.read(request) if request.method == "POST" else None
    token = opened(sent.take("form"), address) if sent is not None else None
    version = token.version if token else found.version
    one = definition(found.questionnaire, version) if version else None
    status = found.status(now())
    asked = Asked.of(found, version or 0, chosen(request, one) if one else "en")
    if one is None or (token is None and status is not Status.OPEN):
        return _closed(request, asked, status, policy)
    question = one_of(one)
    if question is None:
        body = rendering.notice(asked, message("Nothing to answer here"), UNASKED)
        return answer(request, body, 404, Content_Security_Policy=policy)
    frame = Frame(request, found, asked, one, question, f"/s/{address}/widget", policy)
    if request.method == "POST":
        if sent is None:
            return frame.ask(new_token(address, one.version), LONG, 413)
        known = token or new_token(address, version or 0, again=True)
        return _taken(frame, known, sent)
    if "done" in request.GET:
        return frame.answer(rendering.thanks(asked, one))
    return frame.ask(new_token(address, version or 0))


@public
def sheet(request: HttpRequest, digest: str) -> HttpResponse:
    """The style sheet of the frame."""
    own = rendering.style_of(Company.objects.filter(pk=1).values_list("colour", flat=True).first() or "")
    return css(own.body, FOR_GOOD if digest == own.digest else "no-cache")


@public
def script(request: HttpRequest) -> HttpResponse:
    """What makes a link a button. Its address stays, so it is asked for anew each hour."""
    plain, deflated = rendering.button()
    fits = "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", "")
    body = deflated if fits else plain
    headers = {
        "Content-Length": str(len(body)),
        "Cache-Control": HOUR,
        "Vary": "Accept-Encoding",
        "X-Content-Type-Options": "nosniff",
        # The one file that pages of others may load.
        "Cross-Origin-Resource-Policy": "cross-origin",
        **({"Content-Encoding": "gzip"} if fits else {}),
    }
    return HttpResponse(body, content_type="text/javascript; charset=utf-8", headers=headers)


def framed_by(sites: list[str]) -> str:
    """The policy of a page that these sites may hold, and no other."""
    return POLICY.replace("frame-ancestors 'none'", ancestors(sites))


def _taken(frame: Frame, token: Token, sent: forms.Sent) -> HttpResponse:
    go, question = sent.take(GO), frame.question
    words = question.words.question.key if question.words else ""
    typed = {name: values[0] for name, values in sent.fields.items() if name in (question.key, words) and values}
    try:
        part = partials.found(token)
        if part is None and partials.sent_before(token) is not None:
            return _thanked(frame)
        posted = {**(part.typed if part else {}), **typed}
        read = read_answers(frame.one, posted, today=frame.door.day(now()))
        if question.key in read.errors or question.key not in read.answers:
            return frame.ask(token, CHOOSE, 422)
        if words in read.errors:
            return frame.words(token, typed.get(words, ""), read.errors[words], 422)
        own = replace(read, errors={})
        language = frame.asked.language
        if go != "words" and question.words is not None:
            # The tap alone is on the disk now; should no words follow, it becomes an answer by itself.
            partials.save(frame.door, token, part, typed=dict(own.typed), language=language, page=0, at=now())
            return frame.words(token)
        store(door=frame.door, token=token, submission=own, language=language, at=now(), part=part)
    except BROKEN:
        log.exception("an answer in a frame could not be stored")
        if go == "words":
            return frame.words(token, typed.get(words, ""), UNSTORED, 503)
        return frame.ask(token, UNSTORED, 503)
    return _thanked(frame)


def _thanked(frame: Frame) -> HttpResponse:
    return to(f"{frame.action}?lang={frame.asked.language}&done=1")


def _closed(request: HttpRequest, asked: Asked, status: Status, policy: str) -> HttpResponse:
    code, heading, line = notices.WHY[status if status is not Status.OPEN else Status.NOT_YET]
    return answer(request, rendering.notice(asked, heading, line), code, Content_Security_Policy=policy)


def _sites(link: int) -> list[str]:
    found = Widget.objects.filter(link=link).values_list("sites", flat=True).first()
    return list(found or [])
