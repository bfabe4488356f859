"""A questionnaire that is not published yet, as guests will see it. The form carries all; nothing is stored."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from regulars.language import Message, message
from regulars.survey import Questionnaire, Submission, read_answers
from regulars.survey.fields import SEPARATOR
from regulars.survey.pages import names_on, next_page, page_before
from regulars.web.channels.link import forms
from regulars.web.channels.link.answering import AGAIN, NOTHING
from regulars.web.channels.link.forms import AWAY, GO, PAGE, Sent
from regulars.web.channels.link.rendering import Asked, Form, speaking, survey_page, thanks_page
from regulars.web.channels.link.shown import Filled
from regulars.web.channels.link.uploads import blocks_of
from regulars.web.channels.link.views import chosen
from regulars.web.channels.link.wire import answer
from regulars.web.company.models import Company

TRYING = message("This is how guests will see it. You may try it out: nothing is stored.")


def previewed(request: HttpRequest, key: str, one: Questionnaire) -> HttpResponse:
    """The page, what is wrong with what was sent, the next page, or the thanks."""
    asked = Asked(key, 0, chosen(request, one), None, Company.current().changed)
    with speaking(asked.language):
        if request.method != "POST":
            return _shown(request, one, asked, Submission(), _page_of(request.GET.get("at", ""), one), TRYING)
        sent = forms.read(request, files=bool(blocks_of(one))) or Sent()
        return _led(request, one, asked, sent)


def _page_of(at: str, one: Questionnaire) -> int:
    """The page of a block, which the editor asks for; the first otherwise."""
    block = int(at) if at.isascii() and at.isdigit() and len(at) < 9 else 0
    return next((number for number, page in enumerate(one.pages) if block in page), 0)


def _led(request: HttpRequest, one: Questionnaire, asked: Asked, sent: Sent) -> HttpResponse:
    number, go = sent.take(PAGE), sent.take(GO)
    sent.take("form")
    sent.take_all(AWAY)
    page = min(int(number) - 1 if number.isascii() and number.isdigit() else 0, len(one.pages) - 1)
    files = {name: [file.name or "file"] for name, file in sent.files.items()}
    read = read_answers(one, {**sent.fields, **files}, today=timezone.localdate())
    if go == "back":
        before = page_before(one, page, read.asked)
        return _shown(request, one, asked, read, page if before is None else before, None)
    if go in ("here", "later"):
        return _shown(request, one, asked, read, page, TRYING if go == "later" else None)
    here = names_on(one, page)
    known = {field.name for field in one.fields}
    if wrong := {name: error for name, error in read.errors.items() if name in here or name not in known}:
        return _shown(request, one, asked, read, page, AGAIN, wrong)
    following = next_page(one, page, read.asked)
    if following is not None:
        return _shown(request, one, asked, read, following, None)
    if read.empty:
        return _shown(request, one, asked, read, page, NOTHING, {})
    return answer(request, thanks_page(one, asked))


def _shown(
    request: HttpRequest,
    one: Questionnaire,
    asked: Asked,
    read: Submission,
    page: int,
    alert: Message | None,
    wrong: dict[str, Message] | None = None,
) -> HttpResponse:
    here, files = names_on(one, page), blocks_of(one)
    hidden = tuple(
        (name, value)
        for name, text in read.typed.items()
        if name not in here or name in files
        for value in text.split(SEPARATOR)
    )
    typed = Filled(read.typed, wrong or {}, read.values, read.asked, today=timezone.localdate())
    form = Form("", page, hidden=hidden, alert=alert, calm=alert is TRYING, again=bool(read.typed))
    return answer(request, survey_page(one, asked, form, typed), 200 if wrong is None else 422)
