"""The answers that a bar stands for, one by one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from regulars.insights.answers import read_answers
from regulars.insights.behind import Answer, Page, answers_behind
from regulars.insights.report import Behind, Words
from regulars.insights.satisfaction.specify import specify
from regulars.language import Day, Message, message
from regulars.survey import Item, ItemKind
from regulars.web.accounts.access import may, needs
from regulars.web.accounts.roles import Permission
from regulars.web.facts import facts
from regulars.web.people.models import Customer
from regulars.web.research.models import Response
from regulars.web.results.reading import Asked, asked, least
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
    """One answer as the page shows it; ``hidden``: its words are out of sight. ``url`` opens the whole response."""

    answer: Answer
    unit: str
    words: tuple[tuple[Item, str], ...]
    hidden: bool
    url: str
    customer: str
    customer_url: str
    given: Words | int | None


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
    lines = _lines(page, found, request)
    context = {
        "asked": found,
        "page": page,
        "lines": lines,
        "customers": any(line.customer for line in lines),
        "about": _about(page.item, behind, found),
        "before": page.number - 1,
        "after": page.number + 1,
        "query": found.form.query,
    }
    return render(request, "results/answers.html", context)


def _shown_wave(found: Asked) -> str | None:
    """The wave that the page of results is about when none is asked for."""
    answers = read_answers(facts(), found.survey.name, found.scope)
    return specify(answers, None, found.form.filters, least=least()).wave


def _lines(page: Page, found: Asked, request: HttpRequest) -> list[Line]:
    """Words that somebody hid stay hidden; their ratings count and are shown."""
    responses = _responses(page, request)
    customers = _customers(page, request)
    lines = []
    for answer in page.rows:
        url, hidden = responses.get(answer.response, ("", False))
        customer = customers.get(answer.customer, ("", ""))
        words = () if hidden else answer.words
        given = None if page.item is None or answer.rating is None else _given(page.item, answer.rating)
        lines.append(Line(answer, found.tree.shown(answer.unit), words, hidden, url, *customer, given))
    return lines


def _responses(page: Page, request: HttpRequest) -> dict[str, tuple[str, bool]]:
    """Of the responses that came through Regulars itself: where each is read, and whether its words are hidden."""
    ids = [answer.response for answer in page.rows]
    rows = Response.objects.filter(public_id__in=ids).values_list("public_id", "unit_id", "hidden_at")
    scope = request.scope
    return {
        public_id: (
            reverse("inbox:response", args=[public_id]) if scope.whole or unit in scope.unit_ids else "",
            hidden is not None,
        )
        for public_id, unit, hidden in rows
    }


def _customers(page: Page, request: HttpRequest) -> dict[int | None, tuple[str, str]]:
    """Name and page of the customers whom the reader may see."""
    keys = {answer.customer for answer in page.rows if answer.customer is not None}
    if not keys or not may(request.user, Permission.SEE_CUSTOMERS):
        return {}
    seen = Customer.objects.visible_to(request.user, Permission.SEE_CUSTOMERS).filter(key__in=keys)
    return {
        customer.key: (customer.name or customer.number, reverse("people:customer", args=[customer.public_id]))
        for customer in seen
    }


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
        return message("{item}: {rating}", item=item.label, rating=_given(item, behind.low))
    return message("{item}: {low} to {high}", item=item.label, low=behind.low, high=behind.high)


def _given(item: Item, value: int) -> Words | int:
    """A choice by its words, a box by yes or no, a rating as it stands."""
    if item.kind is ItemKind.CHOICE:
        words = list(item.options.values())
        return words[value] if 0 <= value < len(words) else message("another answer")
    if item.kind is ItemKind.NUMBER and item.scale is not None and (item.scale.low, item.scale.high) == (0, 1):
        return message("yes") if value else message("no")
    return value


def _number(query: QueryDict) -> int:
    text: Any = query.get("page", "1")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 1
