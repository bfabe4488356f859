"""The pages that stand beside the list of cases: each app below registers its own."""

from __future__ import annotations

from dataclasses import dataclass

from regulars.language import Message
from regulars.web.accounts.roles import Permission
from regulars.web.pages.places import within


@dataclass(frozen=True)
class Corner:
    """``url``: a name of ``urls.py``; a higher ``rank`` stands further back."""

    label: Message
    url: str
    needs: Permission
    rank: int


CORNERS: list[Corner] = []


def corner(label: Message, url: str, needs: Permission, rank: int = 50) -> None:
    """Add a page; called by an app's ``ready``. It belongs to the part in which cases stand."""
    CORNERS.append(Corner(label, url, needs, rank))
    CORNERS.sort(key=lambda one: one.rank)
    within(url.rpartition(":")[0], "act")
