"""A promise and an expectation, as somebody at the desk types them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q

from regulars.language import message
from regulars.web.accounts.models import Grant, User
from regulars.web.accounts.roles import Permission, roles_with
from regulars.web.people.promises.models import today
from regulars.web.words import later

_DAY = {"invalid": later(message("Write the day like 2026-10-31.")), "required": later(message("Choose a day."))}
_DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PromiseForm(forms.Form):
    """What, until when, and who keeps it."""

    what = forms.CharField(
        max_length=400,
        label=later(message("What was promised")),
        help_text=later(message("So that anybody can tell whether it was kept: new towels by six o’clock.")),
        error_messages={"required": later(message("Write what was promised."))},
    )
    due = forms.DateField(label=later(message("Until")), widget=_DATE, error_messages=_DAY)
    owner = forms.ModelChoiceField(
        User.objects.none(), to_field_name="public_id", label=later(message("Who keeps it")), empty_label=None
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"owner": user.public_id, "due": today()}, **kwargs)
        able = Grant.objects.filter(role__in=[one.value for one in roles_with(Permission.EDIT_CUSTOMERS)])
        people = User.objects.filter(Q(pk=user.pk) | Q(pk__in=able.values("user")), is_active=True)
        self.fields["owner"].queryset = people.order_by("name", "email")
        self.fields["owner"].label_from_instance = lambda one: one.shown_name


class ExpectationForm(forms.Form):
    """What somebody wants, how far from it is still well, how much it matters, and who says so."""

    topic = forms.CharField(
        max_length=80,
        label=later(message("About what")),
        help_text=later(message("Such as: price, colour, quiet, time of delivery. The same topic again follows it.")),
        error_messages={"required": later(message("Say what it is about."))},
    )
    level = forms.CharField(
        max_length=200,
        label=later(message("What they want")),
        error_messages={"required": later(message("Write what they want."))},
    )
    latitude = forms.CharField(required=False, max_length=200, label=later(message("What would still be well")))
    importance = forms.TypedChoiceField(
        coerce=int,
        initial=3,
        label=later(message("How much it matters to them")),
        choices=[
            (5, later(message("5, decides everything"))),
            (4, later(message("4, much"))),
            (3, later(message("3, as other things do"))),
            (2, later(message("2, little"))),
            (1, later(message("1, hardly"))),
        ],
    )
    stated = forms.TypedChoiceField(
        coerce=lambda text: text == "yes",
        initial="yes",
        label=later(message("How we know")),
        choices=[("yes", later(message("they said so"))), ("no", later(message("we think so")))],
    )
    source = forms.CharField(
        required=False,
        max_length=120,
        label=later(message("From where")),
        help_text=later(message("Such as: at the desk, three stays.")),
    )
    evidence = forms.CharField(
        required=False,
        max_length=400,
        label=later(message("What was shown to them")),
        help_text=later(
            message("Needed where it is put lower than they said: a price list, a delivery date in writing.")
        ),
    )
