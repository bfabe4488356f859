"""A questionnaire that is not published yet, as guests will see it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from regulars.language import message
from regulars.survey import Questionnaire, Submission
from regulars.web.channels.link.rendering import Asked, speaking, survey_page, thanks_page
from regulars.web.channels.link.shown import Filled
from regulars.web.channels.link.views import AGAIN, NOTHING, chosen
from regulars.web.channels.link.wire import answer
from regulars.web.company.models import Company

TRYING = message("This is how guests will see it. You may try it out: nothing is stored.")


def previewed(request: HttpRequest, key: str, one: Questionnaire, sent: Submission | None) -> HttpResponse:
    """The page, what is wrong with what was sent, or the thanks."""
    asked = Asked(key, 0, chosen(request, one), None, Company.current().changed)
    with speaking(asked.language):
        if sent is None:
            return answer(request, survey_page(one, asked, "", Filled(), TRYING, calm=True))
        if sent.errors or sent.empty:
            alert = AGAIN if sent.errors else NOTHING
            return answer(request, survey_page(one, asked, "", Filled(sent.typed, sent.errors), alert), 422)
        return answer(request, thanks_page(one, asked))
