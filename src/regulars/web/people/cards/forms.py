"""An arrival, as somebody at the desk types it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from regulars.language import message
from regulars.web.accounts.roles import Permission
from regulars.web.company.models import Unit
from regulars.web.days import DayField
from regulars.web.people.cards.models import Traveller
from regulars.web.people.duplicates.known_as import numbered
from regulars.web.people.models import Customer
from regulars.web.people.promises.models import today
from regulars.web.words import later

_TIME = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class ArrivalForm(forms.Form):
    """Who, where, when, for how long and as what. ``customer`` is given where the page is theirs."""

    number = forms.CharField(
        max_length=200,
        label=later(message("Number of the guest")),
        error_messages={"required": later(message("Write the number; the customer list finds it."))},
    )
    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        to_field_name="code",
        empty_label=None,
        label=later(message("Where")),
        error_messages={
            "required": later(message("Choose a unit.")),
            "invalid_choice": later(message("Choose a unit.")),
        },
    )
    on = DayField(label=later(message("Day")))
    at = forms.TimeField(
        required=False,
        label=later(message("Hour")),
        widget=_TIME,
        help_text=later(message("Empty where it is not known. From nine in the evening on it is late.")),
        error_messages={"invalid": later(message("Write the hour like 18:30."))},
    )
    nights = forms.IntegerField(
        min_value=0,
        max_value=365,
        initial=1,
        label=later(message("Nights")),
        error_messages={
            key: later(message("Write a number of nights from 0 to 365."))
            for key in ("required", "invalid", "min_value", "max_value")
        },
    )
    traveller = forms.ChoiceField(
        required=False,
        label=later(message("Comes as")),
        choices=[("", later(message("what is known")))] + [(one.value, later(one.said)) for one in Traveller],
    )
    long_trip = forms.BooleanField(required=False, label=later(message("After a long journey")))
    room = forms.CharField(required=False, max_length=40, label=later(message("Room")))
    note = forms.CharField(required=False, max_length=400, label=later(message("Note")))

    def __init__(self, *args: Any, user: Any, customer: Customer | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._user, self.customer = user, customer
        self.fields["on"].initial = today()
        self.fields["unit"].queryset = Unit.objects.visible_to(user, Permission.EDIT_CUSTOMERS).filter(closed=None)
        if customer is not None:
            del self.fields["number"]
            places = set(customer.places.values_list("unit_id", flat=True))
            known = self.fields["unit"].queryset.filter(pk__in=places).first()
            self.fields["unit"].initial = known.code if known else None

    def clean_number(self) -> str:
        """Of a guest whom the reader sees."""
        number = self.cleaned_data["number"].strip()
        people = Customer.objects.visible_to(self._user, Permission.EDIT_CUSTOMERS)
        self.customer = numbered(people, number).first()
        if self.customer is None:
            raise ValidationError(later(message("No customer that you see has the number “{number}”.", number=number)))
        return number

    def clean(self) -> dict[str, Any]:
        """The guest has to be known where they arrive, or the desk there would not see them."""
        wish, customer = super().clean() or {}, self.customer
        unit = wish.get("unit")
        if customer is not None and unit is not None and not customer.places.filter(unit=unit).exists():
            self.add_error(
                "unit",
                later(
                    message(
                        "This guest is not known at {unit}, so nobody there would see the card. Say on the guest’s "
                        "page that they belong there.",
                        unit=unit.shown_name,
                    )
                ),
            )
        return wish
