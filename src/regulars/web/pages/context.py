"""What the frame of every page shows: the company, the loop, the reader's language and the other one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from regulars.language import Language, Message, message
from regulars.web.accounts.access import may
from regulars.web.accounts.roles import Permission
from regulars.web.company.models import Company
from regulars.web.words import current

NAMES = {Language.ENGLISH: "English", Language.CHINESE: "中文"}


@dataclass(frozen=True)
class Place:
    """One link of the navigation. ``part``: the stage of the loop it belongs to; ``url``: a name of ``urls.py``."""

    part: str
    label: Message
    url: str
    needs: Permission


# The navigation is the loop; each app adds its pages where they belong.
PARTS: dict[str, Message] = {
    "identify": message("Identify"),
    "listen": message("Listen"),
    "understand": message("Understand"),
    "act": message("Act"),
    "keep": message("Keep"),
}
PLACES: list[Place] = []


def place(part: str, label: Message, url: str, needs: Permission) -> None:
    """Add a page to the navigation; called by each app's ``ready``."""
    PLACES.append(Place(part, label, url, needs))


def frame(request: HttpRequest) -> dict[str, Any]:
    """The context of the frame."""
    language = current()
    other = next(one for one in Language if one is not language)
    user = getattr(request, "user", None)
    open_ = [one for one in PLACES if user is not None and user.is_authenticated and may(user, one.needs)]
    here = getattr(request.resolver_match, "view_name", "") if getattr(request, "resolver_match", None) else ""
    part = _part_of(here)
    return {
        "company": Company.current(),
        "language": language,
        "other_language": other,
        "other_language_name": NAMES[other],
        "loop": [_stage(key, label, open_, part) for key, label in PARTS.items()],
        "places": [(one, reverse(one.url), one.url == here) for one in open_ if one.part == part],
        "part": part,
    }


def _part_of(view_name: str) -> str:
    """The part whose place shares the app of this view: a page deep in an app stays within its part."""
    app = view_name.rpartition(":")[0]
    exact = next((one.part for one in PLACES if one.url == view_name), "")
    return exact or next((one.part for one in PLACES if app and one.url.rpartition(":")[0] == app), "")


def _stage(key: str, label: Message, places: list[Place], part: str) -> dict[str, Any]:
    first = next((one for one in places if one.part == key), None)
    return {"key": key, "label": label, "url": reverse(first.url) if first else "", "here": key == part}
