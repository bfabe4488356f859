"""A trial as somebody at the desk types it; and what a reader asks of the list."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms

from regulars.language import message
from regulars.web.accounts.roles import Permission
from regulars.web.company.models import Unit
from regulars.web.days import DayField
from regulars.web.people.forms import ALL
from regulars.web.people.promises.forms import PromiseForm
from regulars.web.people.promises.models import today
from regulars.web.people.trials.models import Trial, TrialQuerySet
from regulars.web.people.trials.queries import SHOWN, found
from regulars.web.words import later


class TrialForm(forms.Form):
    """What, where, from when to when, and who sees to it."""

    what = forms.CharField(
        max_length=200,
        label=later(message("What they try")),
        help_text=later(
            message("Named as it stands in the purchases, by product or category, its sale is found by itself.")
        ),
        error_messages={"required": later(message("Write what they try."))},
        widget=forms.TextInput(attrs={"list": "whats", "autocomplete": "off"}),
    )
    unit = forms.ModelChoiceField(
        Unit.objects.none(), to_field_name="public_id", required=False, label=later(message("Where"))
    )
    first = DayField(label=later(message("From")))
    until = DayField(
        label=later(message("Until")),
        help_text=later(message("The day after, they are asked how it was.")),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        day = today()
        initial = {"first": day, "until": day + timedelta(days=14), **kwargs.pop("initial", {})}
        super().__init__(*args, initial=initial, **kwargs)
        units = Unit.objects.visible_to(user, Permission.EDIT_CUSTOMERS).filter(closed=None)
        self.fields["unit"].queryset = units
        self.fields["unit"].empty_label = later(message("no unit in particular"))
        self.fields["owner"] = PromiseForm(user=user).fields["owner"]
        self.fields["owner"].initial = user.public_id
        self.fields["owner"].label = later(message("Who sees to it"))


class ListForm(forms.Form):
    """Filters of the list and of its figures. A field that cannot be read filters nothing."""

    state = forms.CharField(required=False, widget=forms.HiddenInput)
    what = forms.ChoiceField(required=False, label=later(message("What they try")))
    unit = forms.ModelChoiceField(
        Unit.objects.none(), to_field_name="public_id", required=False, label=later(message("Where"))
    )
    since = DayField(required=False, label=later(message("Offered from")))
    until = DayField(required=False, label=later(message("Offered until")))

    def __init__(self, data: Any, *, user: Any, permission: Permission = Permission.SEE_CUSTOMERS) -> None:
        super().__init__(data)
        self.every: TrialQuerySet = Trial.objects.visible_to(user, Permission.SEE_CUSTOMERS)
        if permission is not Permission.SEE_CUSTOMERS:
            self.every = self.every.visible_to(user, permission)
        known = self.every.order_by("what").values_list("what", flat=True).distinct()[:200]
        self.fields["what"].choices = [ALL, *((one, one) for one in known)]
        self.fields["unit"].queryset = Unit.objects.visible_to(user, Permission.SEE_CUSTOMERS)
        self.fields["unit"].empty_label = ALL[1]
        self.is_valid()

    @property
    def which(self) -> str:
        """The part of the list."""
        asked = str(self.cleaned_data.get("state") or "")
        return asked if asked in SHOWN else ""

    @property
    def used(self) -> list[str]:
        """The filters in use, beside the part of the list."""
        return [name for name, wish in self.cleaned_data.items() if wish and name != "state"]

    @property
    def counted(self) -> TrialQuerySet:
        """Those that the figures are of."""
        wish, rows = self.cleaned_data, self.every
        if unit := wish.get("unit"):
            rows = rows.filter(unit__in=Unit.objects.below([unit.pk]))
        for name, column in (("what", "what"), ("since", "offered__gte"), ("until", "offered__lte")):
            if value := wish.get(name):
                rows = rows.filter(**{column: value})
        return rows

    @property
    def rows(self) -> TrialQuerySet:
        """Those of the list."""
        return found(self.counted, which=self.which, day=today())
