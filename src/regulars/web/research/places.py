"""The pages of one study, each app's among them: the small navigation below its title."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from regulars.language import Message, message
from regulars.web.accounts.access import may
from regulars.web.accounts.roles import Permission
from regulars.web.facts import facts
from regulars.web.research.models import Study


class Group(Enum):
    """What belongs together stands under one word, in this order."""

    OVERVIEW = message("Overview")
    PREPARE = message("Prepare")
    FIELDWORK = message("Fieldwork")
    WAYS = message("Ways in")
    WEIGHTS = message("Weights")
    RESULTS = message("Results")


@dataclass(frozen=True)
class StudyPlace:
    """One link. ``url``: a name of ``urls.py`` that takes the public id of the study.

    ``address``: where it is not that; empty hides it. ``whole``: only for those who manage the whole company.
    """

    group: Group
    label: Message
    url: str
    needs: Permission
    rank: int
    whole: bool
    address: Callable[[Study], str] | None

    def leads(self, study: Study) -> str:
        """Its address; empty where there is none."""
        if self.address is not None:
            return self.address(study)
        try:
            return reverse(self.url, args=[study.public_id])
        except NoReverseMatch:
            return ""


PLACES: list[StudyPlace] = []


def study_place(
    group: Group,
    label: Message,
    url: str,
    needs: Permission = Permission.MANAGE_STUDIES,
    *,
    rank: int = 50,
    whole: bool = False,
    address: Callable[[Study], str] | None = None,
) -> None:
    """Add a page to those of a study; called by an app's ``ready``. A higher ``rank`` stands further back."""
    PLACES.append(StudyPlace(group, label, url, needs, rank, whole, address))
    PLACES.sort(key=lambda one: one.rank)


def places_of(study: Study, request: HttpRequest) -> list[dict[str, Any]]:
    """The groups with the links that this reader may follow; ``here``: the page they are on, or lead to it."""
    view, scope = getattr(request.resolver_match, "view_name", ""), getattr(request, "scope", None)
    shown = [
        (one, address)
        for one in PLACES
        if may(request.user, one.needs)
        and (not one.whole or (scope is not None and scope.whole))
        and (address := one.leads(study))
    ]
    here = next((one for one, _ in shown if one.url == view), None)
    app = view.partition(":")[0]
    if here is None and app != "research":
        here = next((one for one, _ in shown if one.url.partition(":")[0] == app), None)
    found = []
    for group in Group:
        links = [
            {"label": one.label, "address": address, "here": one is here}
            for one, address in shown
            if one.group is group
        ]
        if links:
            on = any(one["here"] for one in links)
            found.append({"label": group.value, "address": links[0]["address"], "here": on, "links": links})
    return found


def results_of(study: Study) -> str:
    """The address of the results, once there are some."""
    name = study.questionnaire.name
    return reverse("results:report", args=[name]) if name in facts().surveys() else ""
