"""Words in templates. ``tools/catalogues.py`` finds them by the names of these tags."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django import template
from django.http import QueryDict

from regulars.language import message, plural
from regulars.web.words import say as said_by

register = template.Library()


@register.simple_tag(takes_context=True)
def say(context: template.Context, english: str, **values: Any) -> str:
    """``{% say "{n} answers" n=count %}``: a message with its values."""
    return said_by(replace(message(english, **values), home=_home(context)))


@register.simple_tag(takes_context=True)
def say_plural(context: template.Context, one: str, many: str, count: int, **values: Any) -> str:
    """``{% say_plural "{count} row" "{count} rows" n %}``."""
    return said_by(replace(plural(one, many, count, **values), home=_home(context)))


def _home(context: template.Context) -> str:
    # The template that is being rendered: an included one has its own words.
    return _home_of(context.render_context.template.origin.name)


@cache
def _home_of(file: str) -> str:
    """The catalogue of a template: that of the app whose folder it lies in."""
    _, _, below = Path(file).as_posix().rpartition("/regulars/")
    return ".".join(below.split("/")[:2])


@register.filter
def said(value: Any) -> str:
    """Anything that a message may hold: a message, a number, a day, an instant, an estimate."""
    return "" if value is None else said_by(value)


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: Any) -> str:
    """The address of this page with parts of its query changed; an empty value takes a part away."""
    request = context.get("request")
    now = QueryDict(mutable=True) if request is None else request.GET.copy()
    for name, value in changes.items():
        now.pop(name, None)
        if value not in (None, ""):
            now[name] = str(value)
    return "?" + urlencode(list(now.lists()), doseq=True)
