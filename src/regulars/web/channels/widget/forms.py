"""For which units, and on which sites."""

from __future__ import annotations

from typing import Any

from django import forms

from regulars.language import message
from regulars.web.channels.widget.sites import origins
from regulars.web.research.forms import LinksForm
from regulars.web.words import later, say


class SitesField(forms.CharField):
    """One site a line."""

    def __init__(self) -> None:
        super().__init__(
            label=later(message("Sites")),
            required=False,
            widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
            help_text=later(
                message(
                    "One a line, such as https://www.example.com. No other page can hold the question. Empty: none can."
                )
            ),
        )

    def clean(self, value: Any) -> list[str]:
        """The origins."""
        found, wrong = origins(super().clean(value))
        if wrong is not None:
            raise forms.ValidationError(say(wrong))
        return found


class SitesForm(forms.Form):
    """The sites of one widget."""

    sites = SitesField()


class WidgetsForm(LinksForm):
    """New ones."""

    sites = SitesField()
