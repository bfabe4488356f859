"""What a case is called that nobody wrote a title for."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.utils import translation

from regulars.language import Language, message
from regulars.survey import Item, Questionnaire
from regulars.web.accounts.models import User
from regulars.web.cases.intake.vocabulary import rated, written
from regulars.web.company.models import Company
from regulars.web.research.inbox.shown import label_of, value_of
from regulars.web.research.models import Response
from regulars.web.words import CODES, say

LOW = 50
MOST = 3
LENGTH = 90


def company_language(tag: str = "") -> Language:
    """In which the house speaks among itself: what most of its people have chosen, else what its place tells.

    ``tag``: the language of what it is about, which goes before the place.
    """
    chosen = User.objects.filter(is_active=True).exclude(language="").order_by().values("language")
    most = chosen.annotate(count=Count("pk")).order_by("-count", "language").first()
    found = Language.parse(most["language"] if most else tag)
    return found or (Language.CHINESE if Company.current().zone.startswith("Asia/Shanghai") else Language.ENGLISH)


def title_of(one: Response, asked: Questionnaire | None) -> str:
    """The lowest ratings; where there are none, the first words."""
    low = [item for index, item in rated(one, asked) if index <= LOW][:MOST]
    with translation.override(CODES[company_language(one.language)]):
        if low and asked is not None:
            return say(message(", ")).join(_said(item, one.answers[item.key], asked) for item in low)
        return short(next(written(one, asked), "")) or say(message("An answer without words"))


def _said(item: Item, answer: Any, asked: Questionnaire) -> str:
    return say(message("{label} {value}", label=label_of(item, asked), value=value_of(item, answer, asked)))


def short(text: str) -> str:
    """The beginning of somebody's words, in one line."""
    flat = " ".join(text.split())
    return flat if len(flat) <= LENGTH else flat[: LENGTH - 1] + "…"
