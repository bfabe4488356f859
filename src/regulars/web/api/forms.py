"""Forms of tokens."""

from __future__ import annotations

from typing import Any

from django import forms

from regulars.language import message
from regulars.web.api.scopes import Scope
from regulars.web.api.tokens import MOST_DAYS, YEAR, may_be_given
from regulars.web.words import later


class TokenForm(forms.Form):
    """A new one: what for, what it may do, how long."""

    name = forms.CharField(
        max_length=80,
        label=later(message("What for")),
        help_text=later(message("Such as: web shop.")),
        error_messages={"required": later(message("Enter a name, such as: web shop."))},
    )
    scopes = forms.MultipleChoiceField(
        label=later(message("What it may do")),
        help_text=later(message("Where it may do it is where you may, and it ends with your account.")),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": later(message("Choose at least one."))},
    )
    days = forms.IntegerField(
        label=later(message("For how many days")),
        min_value=1,
        max_value=MOST_DAYS,
        initial=YEAR,
        help_text=later(message("A year is usual, two are the most.")),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scopes"].choices = [(one.value, later(one.said)) for one in may_be_given(user)]

    @property
    def wanted(self) -> list[Scope]:
        """The scopes that were ticked."""
        return [Scope(one) for one in self.cleaned_data["scopes"]]
