"""For which units the form is opened."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from regulars.language import message
from regulars.web.company.models import Unit
from regulars.web.words import later, say


class UnitsForm(forms.Form):
    """All of them, unless somebody takes some away."""

    units = forms.MultipleChoiceField(
        label=later(message("An address for each of these")), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Any = None, *, units: Iterable[Unit]) -> None:
        super().__init__(data)
        self._units = {unit.public_id: unit for unit in units}
        self.fields["units"].choices = [
            ("company", say(message("The company as a whole"))),
            *((key, unit.shown_name) for key, unit in self._units.items()),
        ]
        self.fields["units"].initial = ["company", *self._units]
        self.fields["units"].error_messages["required"] = later(message("Choose at least one."))

    def chosen(self) -> list[Unit | None]:
        """The units; None is the company."""
        return [self._units.get(key) for key in self.cleaned_data["units"]]
