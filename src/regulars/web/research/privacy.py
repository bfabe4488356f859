"""What those who answered were promised. A promise may grow; nobody takes it back after the first answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef

from regulars.language import message
from regulars.survey.questionnaire import strictest
from regulars.web.research.errors import PrivacyError

if TYPE_CHECKING:
    from regulars.web.research.models import Questionnaire, Study


def promised(survey: str) -> str:
    """The strictest promise that a response to this survey was given under: the facts hold them in one table."""
    from regulars.web.research.models import Response, Study

    answered = Exists(Response.objects.counted().filter(study=OuterRef("pk")))
    found = Study.objects.filter(answered, questionnaire__name=survey).order_by().values_list("privacy", flat=True)
    return strictest(*found)


def own(questionnaire: Questionnaire) -> str:
    """What the questionnaire itself promises, in its draft and in every version."""
    contents = (questionnaire.draft, *questionnaire.versions.order_by().values_list("content", flat=True))
    return strictest(*(content["privacy"] for content in contents if content.get("privacy")))


def check(study: Study, wanted: str) -> None:
    """Raise ``PrivacyError`` where less privacy is wanted than was promised."""
    least = own(study.questionnaire)
    if study.pk and study.responses.counted().exists():
        least = strictest(least, study.privacy)
    if strictest(least, wanted) != wanted:
        raise PrivacyError(
            message(
                "Those who answer “{title}” were promised more privacy than this, and the promise stays. "
                "Make another study for answers with names.",
                title=study.title,
            )
        )
