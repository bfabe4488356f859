"""The answers that a bar stands for, one by one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from regulars.insights.answers import read_answers
from regulars.insights.behind import Answer, Page, answers_behind
from regulars.insights.report import Behind
from regulars.insights.satisfaction.specify import specify
from regulars.language import Day, Message, message
from regulars.survey import Item
from regulars.web.accounts.access import needs
from regulars.web.accounts.roles import Permission
from regulars.web.facts import facts
from regulars.web.research.models import Response
from regulars.web.results.reading import Asked, asked
from regulars.web.words import say


class BehindForm(forms.Form):
    """The part of the address that a bar adds; what cannot be read asks for nothing."""

    b_item = forms.CharField(required=False, max_length=200)
    b_low = forms.IntegerField(required=False, min_value=-1000, max_value=1000)
    b_high = forms.IntegerField(required=False, min_value=-1000, max_value=1000)
    b_unit = forms.CharField(required=False, max_length=80)
    b_wave = forms.CharField(required=False, max_length=200)
    b_first = forms.DateField(required=False)
    b_last = forms.DateField(required=False)

    @property
    def behind(self) -> Behind:
        """What is asked for."""
        self.is_valid()
        return Behind(
            **{name.removeprefix("b_"): value for name, value in self.cleaned_data.items() if value not in (None, "")}
        )


@dataclass(frozen=True)
class Line:
    """One answer as the page shows it; ``hidden``: its words are out of sight."""

    answer: Answer
    unit: str
    words: tuple[tuple[Item, str], ...]
    hidden: bool


@needs(Permission.SEE_RESPONSES)
def answers(request: HttpRequest, survey: str) -> HttpResponse:
    """A page of them, the lowest first."""
    found = asked(survey, request.GET, request.scope, purpose="answers behind a number")
    if found.hides:
        raise Http404
    behind = BehindForm(request.GET).behind
    if behind.unit is not None:
        found.tree.codes([behind.unit])
    page = answers_behind(
        facts(),
        survey,
        scope=found.scope,
        filters=found.form.filters,
        behind=behind,
        # A step of the trend lies outside the wave that the rest of the page is about.
        wave=None if behind.first or behind.wave else found.form.wave or _shown_wave(found),
        page=_number(request.GET),
    )
    context = {
        "asked": found,
        "page": page,
        "lines": _lines(page, found),
        "about": _about(page.item, behind, found),
        "before": page.number - 1,
        "after": page.number + 1,
        "query": found.form.query,
    }
    return render(request, "results/answers.html", context)


def _shown_wave(found: Asked) -> str | None:
    """The wave that the page of results is about when none is asked for."""
    return specify(read_answers(facts(), found.survey.name, found.scope), None, found.form.filters).wave


def _lines(page: Page, found: Asked) -> list[Line]:
    """Words that somebody hid stay hidden; their ratings count and are shown."""
    ids = [answer.response for answer in page.rows]
    hidden = set(Response.objects.filter(public_id__in=ids).exclude(hidden_at=None).values_list("public_id", flat=True))
    return [
        Line(
            answer,
            found.tree.shown(answer.unit),
            () if answer.response in hidden else answer.words,
            answer.response in hidden,
        )
        for answer in page.rows
    ]


def _about(item: Item | None, behind: Behind, found: Asked) -> list[str]:
    """What these answers have in common, in words."""
    parts: list[Message] = []
    if item is not None and behind.item is not None:
        parts.append(_rating_in_words(item, behind))
    if behind.unit is not None:
        parts.append(message("{unit}", unit=found.tree.shown(behind.unit)))
    if behind.wave is not None:
        parts.append(message("Wave {wave}", wave=behind.wave))
    if behind.first is not None and behind.last is not None:
        parts.append(message("{first} to {last}", first=Day(behind.first), last=Day(behind.last)))
    return [say(part) for part in parts]


def _rating_in_words(item: Item, behind: Behind) -> Message:
    if behind.low is None or behind.high is None:
        return message("{item}, the lowest first", item=item.label)
    if behind.low == behind.high:
        return message("{item}: {rating}", item=item.label, rating=behind.low)
    return message("{item}: {low} to {high}", item=item.label, low=behind.low, high=behind.high)


def _number(query: QueryDict) -> int:
    text: Any = query.get("page", "1")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 1
