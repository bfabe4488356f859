"""A day that somebody chooses in a form, or that stands in an address."""

from __future__ import annotations

from datetime import date

from django import forms
from django.utils.dateparse import parse_date

from regulars.language import message
from regulars.web.words import later


class DayField(forms.DateField):
    """Chosen from a calendar, which knows 2026-10-31 only, whatever the language of the page."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_error_messages = {
        "invalid": later(message("Write the day like 2026-10-31.")),
        "required": later(message("Choose a day.")),
    }


def day_of(text: str) -> date | None:
    """The day; None where it is none."""
    try:
        return parse_date(text)
    except ValueError:
        return None
