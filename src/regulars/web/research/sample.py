"""The study of the sample company: its history was imported; this lets guests go on answering it."""

from __future__ import annotations

from copy import deepcopy

from regulars.facts.questionnaires import study as template
from regulars.simulate.content import content
from regulars.survey import Origin
from regulars.web.accounts.models import User
from regulars.web.company.models import Unit
from regulars.web.research.actions import (
    change_draft,
    create_links,
    create_questionnaire,
    create_study,
    open_study,
    publish,
)
from regulars.web.research.models import Link, Questionnaire

MADE_FROM = "stay-satisfaction"
# What guests of Juniper Hotels wrote when they were asked an open question.
NAMED_BY_GUESTS = ("breakfast", "wifi", "sleep", "cleanliness", "staff")


def seed(*, by: User | None = None) -> list[Link]:
    """An open study of the sample survey with a link for each unit that has none. A second time adds what is new."""
    name = content().survey["name"]
    asked = Questionnaire.objects.filter(name=name).first() or _made(name, by)
    study = asked.studies.first()
    if study is None:
        study = create_study(questionnaire=asked, by=by)
        open_study(study=study, by=by)
    return create_links(study=study, units=Unit.objects.filter(closed=None), by=by)


def _made(name: str, by: User | None) -> Questionnaire:
    asked = create_questionnaire(made_from=MADE_FROM, name=name, title=template(MADE_FROM).title, by=by)
    draft = deepcopy(asked.draft)
    for block in draft["blocks"]:
        for key in NAMED_BY_GUESTS:
            if key in block.get("items", {}):
                block["items"][key]["origin"] = Origin.CUSTOMER.value
    change_draft(questionnaire=asked, draft=draft, by=by)
    publish(questionnaire=asked, by=by)
    return asked
