"""Opening the form: questionnaire, study and addresses in one go."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from regulars.web.accounts.models import User
from regulars.web.channels.feedback.kinds import TEMPLATE
from regulars.web.company.models import Unit
from regulars.web.research import actions
from regulars.web.research.editing.keys import told_apart
from regulars.web.research.models import Channel, Link, Questionnaire, State, Study


def study() -> Study | None:
    """The one that is answered now, else the latest; None before the first."""
    found = Study.objects.filter(questionnaire__made_from=TEMPLATE).select_related("questionnaire")
    return found.filter(state=State.OPEN).order_by("pk").first() or found.order_by("-pk").first()


@transaction.atomic
def begin(*, units: Iterable[Unit | None], by: User | None) -> tuple[Study, list[Link]]:
    """An open study without an end, with an address for each unit. A second time adds what is missing."""
    found = study()
    if found is None:
        names = set(Questionnaire.objects.values_list("name", flat=True))
        name = TEMPLATE if TEMPLATE not in names else told_apart(TEMPLATE, names)
        asked = actions.create_questionnaire(made_from=TEMPLATE, name=name, by=by)
        actions.publish(questionnaire=asked, by=by)
        found = actions.create_study(questionnaire=asked, by=by)
    if found.state != State.OPEN:
        actions.open_study(study=found, by=by)
    return found, actions.create_links(study=found, units=units, channel=Channel.FEEDBACK, by=by)
