"""Words in templates. ``tools/catalogues.py`` finds them by the names of these tags."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django import template
from django.http import QueryDict
from django.template.base import Parser, Token
from django.template.library import SimpleNode
from django.utils.html import escape
from django.utils.safestring import mark_safe

from regulars.documents.view import CellView, cell_view
from regulars.insights.report import Cell
from regulars.language import Language, message, plural
from regulars.web.words import current
from regulars.web.words import say as said_by

register = template.Library()
# A number and the limits behind it, in either kind of brackets.
WHOLE = re.compile(
    r"[−+0-9A-Z¥£$€.,%]*\s?[(（][−0-9.,]+(?:–| to |至)[−0-9.,]+[)）]"
    r"|\d{1,2} [A-Z][a-z]{2,4} \d{4}"
)


@register.simple_tag
def say(english: str, *, home: str = "", **values: Any) -> str:
    """``{% say "{n} answers" n=count %}``: a message with its values."""
    return said_by(replace(message(english, **values), home=home))


@register.simple_tag
def say_plural(one: str, many: str, count: int, *, home: str = "", **values: Any) -> str:
    """``{% say_plural "{count} row" "{count} rows" n %}``."""
    return said_by(replace(plural(one, many, count, **values), home=home))


def _at_home(tag: str) -> None:
    """Tell a tag the catalogue of the file that it is written in.

    That is known only while the file is read: what stands in a block is rendered as part of the page it extends.
    """
    read = register.tags[tag]

    def read_at_home(parser: Parser, token: Token) -> SimpleNode:
        node = read(parser, token)
        node.kwargs["home"] = parser.compile_filter(f'"{_home(parser.origin.name)}"')
        return node

    register.tags[tag] = read_at_home


def _home(file: str) -> str:
    # That of the app whose folder the template lies in.
    _, _, below = Path(file).as_posix().rpartition("/regulars/")
    return ".".join(below.split("/")[:2])


_at_home("say")
_at_home("say_plural")


@register.simple_tag
def gap() -> str:
    """What stands between two sentences: a blank, and nothing in Chinese."""
    return "" if current() is Language.CHINESE else " "


@register.filter
def cell(value: Cell) -> CellView:
    """A number as a table shows it: value, and interval in narrow brackets."""
    return cell_view(value, current())


@register.filter
def said(value: Any) -> str:
    """Anything that a message may hold: a message, a number, a day, an instant, an estimate."""
    return "" if value is None else said_by(value)


@register.filter
def whole(words: object) -> str:
    """A sentence in which neither an interval nor a day is torn at the end of a line: "65% (62–68)" stays together."""
    return mark_safe(WHOLE.sub(r'<span class="nowrap">\g<0></span>', escape(words)))  # noqa: S308 (escaped)


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
