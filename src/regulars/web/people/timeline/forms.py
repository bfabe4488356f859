"""The period of a timeline."""

from __future__ import annotations

from typing import Any

from django import forms

from regulars.language import message
from regulars.web.days import DayField
from regulars.web.words import later, say


class PeriodForm(forms.Form):
    """First and last day, both optional."""

    since = DayField(label=later(message("First day")), required=False)
    until = DayField(label=later(message("Last day")), required=False)

    def clean(self) -> dict[str, Any]:
        """In this order."""
        found = super().clean() or {}
        since, until = found.get("since"), found.get("until")
        if since and until and until < since:
            raise forms.ValidationError(
                say(
                    message(
                        "{until} lies before {since}. Choose the later day as the last one.", until=until, since=since
                    )
                )
            )
        return found
