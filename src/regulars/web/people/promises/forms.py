"""A promise, as somebody at the desk types it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q

from regulars.language import message
from regulars.web.accounts.models import Grant, User
from regulars.web.accounts.roles import Permission, roles_with
from regulars.web.days import DayField
from regulars.web.people.promises.models import today
from regulars.web.words import later


class PromiseForm(forms.Form):
    """What, until when, and who keeps it."""

    what = forms.CharField(
        max_length=400,
        label=later(message("What was promised")),
        help_text=later(message("So that anybody can tell whether it was kept: new towels by six o’clock.")),
        error_messages={"required": later(message("Write what was promised."))},
    )
    due = DayField(label=later(message("Until")))
    owner = forms.ModelChoiceField(
        User.objects.none(), to_field_name="public_id", label=later(message("Who keeps it")), empty_label=None
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"owner": user.public_id, "due": today()}, **kwargs)
        able = Grant.objects.filter(role__in=[one.value for one in roles_with(Permission.EDIT_CUSTOMERS)])
        people = User.objects.filter(Q(pk=user.pk) | Q(pk__in=able.values("user")), is_active=True)
        self.fields["owner"].queryset = people.order_by("name", "email")
        self.fields["owner"].label_from_instance = lambda one: one.shown_name
