"""The navigation: the loop, and the pages that each app puts into it."""

from __future__ import annotations

from dataclasses import dataclass

from regulars.language import Message, message
from regulars.web.accounts.roles import Permission


@dataclass(frozen=True)
class Place:
    """One link of the navigation. ``part``: the stage of the loop it belongs to; ``url``: a name of ``urls.py``."""

    part: str
    label: Message
    url: str
    needs: Permission
    rank: int = 0


# The navigation is the loop; each app adds its pages where they belong.
PARTS: dict[str, Message] = {
    "identify": message("Identify"),
    "listen": message("Listen"),
    "understand": message("Understand"),
    "act": message("Act"),
    "keep": message("Keep"),
}
PLACES: list[Place] = []
_WITHIN: dict[str, str] = {}


def place(part: str, label: Message, url: str, needs: Permission, rank: int = 0) -> None:
    """Add a page to the navigation; called by each app's ``ready``. Part ``company`` is the menu by the user's name.

    A higher ``rank`` stands further back, whatever the order of the apps.
    """
    PLACES.append(Place(part, label, url, needs, rank))
    PLACES.sort(key=lambda one: one.rank)


def within(app: str, part: str) -> None:
    """The pages of an app without a place of its own, which others lead to, belong to this part."""
    _WITHIN[app] = part


def part_of(view_name: str) -> str:
    """The part whose place shares the app of this view: a page deep in an app stays within its part."""
    app = view_name.rpartition(":")[0]
    exact = next((one.part for one in PLACES if one.url == view_name), "")
    return exact or next(
        (one.part for one in PLACES if app and one.url.rpartition(":")[0] == app), _WITHIN.get(app, "")
    )
