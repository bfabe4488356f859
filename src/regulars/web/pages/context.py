"""What the frame of every page shows: the company, the loop, the reader's language and the other one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from regulars.language import Language, Message
from regulars.web.pages.places import PARTS, PLACES, Place, part_of, place
from regulars.web.words import current

__all__ = ["PARTS", "PLACES", "Place", "frame", "place"]
NAMES = {Language.ENGLISH: "English", Language.CHINESE: "中文"}


def frame(request: HttpRequest) -> dict[str, Any]:
    """The context of the frame."""
    from regulars.web.company.models import Company

    language = current()
    other = next(one for one in Language if one is not language)
    open_ = _open_to(getattr(request, "user", None))
    here = getattr(request.resolver_match, "view_name", "") if getattr(request, "resolver_match", None) else ""
    part = part_of(here)
    return {
        "company": Company.current(),
        "language": language,
        "other_language": other,
        "other_language_name": NAMES[other],
        "loop": [_stage(key, label, open_, part) for key, label in PARTS.items()],
        "places": [(one, url, one.url == here) for one, url in open_ if one.part == part],
        "menu": [(one, url, one.url == here) for one, url in open_ if one.part == "company"],
        "part": part,
    }


def _open_to(user: Any) -> list[tuple[Place, str]]:
    from regulars.web.accounts.access import may

    if user is None or not user.is_authenticated:
        return []
    return [(one, url) for one in PLACES if may(user, one.needs) and (url := _url(one.url))]


def _url(name: str) -> str:
    """Empty for a page whose app is not mounted."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _stage(key: str, label: Message, places: list[tuple[Place, str]], part: str) -> dict[str, Any]:
    first = next((url for one, url in places if one.part == key), "")
    return {"key": key, "label": label, "url": first, "here": key == part}
