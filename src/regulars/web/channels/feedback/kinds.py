"""The kinds of feedback, by the options of the questionnaire that comes with Regulars."""

from __future__ import annotations

from django.db.models import Q

from regulars.language import Message, message

TEMPLATE, ITEM = "feedback", "kind"
KINDS: dict[str, Message] = {
    "praise": message("Praise"),
    "complaint": message("Complaint"),
    "idea": message("Idea"),
    "question": message("Question"),
}


def of_kind(key: str) -> Q:
    """The filter of one kind; ``none``: none was chosen."""
    return Q(**{f"answers__{ITEM}__isnull": True}) if key == "none" else Q(**{f"answers__{ITEM}": key})
