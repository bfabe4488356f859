"""A step by hand, and the filters of the page."""

from __future__ import annotations

from typing import Any

from django import forms

from regulars.language import message
from regulars.web.people.stages.models import Stage
from regulars.web.words import later


def _stages() -> list[tuple[str, Any]]:
    return [(one.value, later(one.said)) for one in Stage]


class MoveForm(forms.Form):
    """Where the relationship stands, and why one thinks so."""

    stage = forms.ChoiceField(label=later(message("Where it stands")), choices=_stages)
    words = forms.CharField(
        label=later(message("Why")),
        max_length=400,
        help_text=later(message("Such as: told us on the phone that they are with somebody else now.")),
    )
