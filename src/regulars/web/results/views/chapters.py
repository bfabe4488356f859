"""The report of a study in four chapters, and the question that fills an empty one."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from regulars.insights.chapters import Blank
from regulars.language import RegularsError, message
from regulars.web.accounts.access import may, needs, scope_of
from regulars.web.accounts.roles import Permission
from regulars.web.results.chapters import add_questions, chapters_of, in_chapters, questionnaire_of
from regulars.web.results.panels import page_of
from regulars.web.results.reading import as_of, asked, survey_named
from regulars.web.words import current, say


@needs(Permission.SEE_RESULTS)
def chapters(request: HttpRequest, survey: str) -> HttpResponse:
    """Needs, loyal customers, prices, competitors, method."""
    found = asked(survey, request.GET, request.scope, purpose="results page")
    query = found.form.query
    linked = may(request.user, Permission.SEE_RESPONSES)
    report = in_chapters(found, request.scope)
    page = page_of(report, current(), survey=survey, query=query, linked=linked, part="chapters")
    manages = scope_of(request.user, Permission.MANAGE_STUDIES).whole
    context = {
        "asked": found,
        "page": page,
        "report": page.report,
        "chapters": chapters_of(page),
        "at": as_of(survey, page.report),
        "query": query,
        "may_export": may(request.user, Permission.EXPORT),
        "may_add": manages and questionnaire_of(survey) is not None,
    }
    return render(request, "results/chapters.html", context)


@needs(Permission.MANAGE_STUDIES)
@require_POST
def add(request: HttpRequest, survey: str) -> HttpResponse:
    """Add the questions of a chapter to the draft of the questionnaire, and show it."""
    if not request.scope.whole:
        raise PermissionDenied
    survey_named(survey)
    questionnaire = questionnaire_of(survey)
    wanted = request.POST.get("blank", "")
    if questionnaire is None or wanted not in {one.value for one in Blank}:
        raise Http404
    try:
        add_questions(questionnaire=questionnaire, blank=Blank(wanted), by=request.user)
    except RegularsError as error:
        messages.warning(request, say(error.message))
        return redirect("results:chapters", survey)
    messages.success(
        request, say(message("Added at the end of the draft. Fit its words to your business, then publish it."))
    )
    return redirect(reverse("research:questionnaire", args=[questionnaire.public_id]))
