"""What is asked, for which unit, and how."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from regulars.language import message
from regulars.web.channels.interviewer.models import Way
from regulars.web.company.models import Unit
from regulars.web.research.models import Study
from regulars.web.words import later, say


class StartForm(forms.Form):
    """Before the first question."""

    study = forms.ChoiceField(label=later(message("Study")))
    unit = forms.ChoiceField(label=later(message("Unit")))
    way = forms.ChoiceField(label=later(message("How")), widget=forms.RadioSelect)

    def __init__(
        self, data: Any, *, studies: Iterable[Study], units: Iterable[Unit], whole: bool, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self._studies = {one.public_id: one for one in studies}
        self._units = {one.public_id: one for one in units}
        company = [("company", say(message("The company as a whole")))] if whole else []
        self.fields["study"].choices = [(key, one.shown_title) for key, one in self._studies.items()]
        self.fields["unit"].choices = [*company, *((key, one.shown_name) for key, one in self._units.items())]
        self.fields["way"].choices = [(one.value, say(one.said)) for one in Way]
        self.fields["way"].initial = Way.TELEPHONE.value

    @property
    def chosen_study(self) -> Study:
        """What is asked."""
        return self._studies[self.cleaned_data["study"]]

    @property
    def chosen_unit(self) -> Unit | None:
        """For which; None: the company."""
        return self._units.get(self.cleaned_data["unit"])
