"""What the forms of the desk ask for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from regulars.language import message
from regulars.web.accounts.access import scope_of
from regulars.web.accounts.models import Grant, User
from regulars.web.accounts.roles import Permission, roles_with
from regulars.web.cases.desk.models import Digest, Do
from regulars.web.cases.models import Severity
from regulars.web.company.models import Unit
from regulars.web.words import later, say


def colleagues(user: Any, permission: Permission = Permission.WORK_CASES) -> Any:
    """Everybody who may work on cases in a unit that this reader sees; each case asks again."""
    roles = [role.value for role in roles_with(Permission.WORK_CASES)]
    grants = Grant.objects.on(timezone.localdate()).filter(role__in=roles)
    scope = scope_of(user, permission)
    if scope.unit_ids is not None:
        grants = grants.filter(unit__in=scope.unit_ids)
    return User.objects.filter(is_active=True, pk__in=grants.values("user")).order_by("name", "email")


class ManyForm(forms.Form):
    """What is to be done with many cases."""

    do = forms.ChoiceField(label=later(message("Do")))
    to = forms.ModelChoiceField(User.objects.none(), to_field_name="public_id", required=False)
    severity = forms.TypedChoiceField(coerce=int, required=False, empty_value=0)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["do"].choices = [(one.value, say(one.said)) for one in Do]
        self.fields["to"].queryset = colleagues(user)
        self.fields["severity"].choices = [(one.value, str(one.value)) for one in Severity]

    def clean(self) -> dict[str, Any]:
        """What the wish needs beside."""
        wish: dict[str, Any] = super().clean() or {}
        if wish.get("do") == Do.HAND and not wish.get("to"):
            self.add_error("to", say(message("Choose to whom.")))
        if wish.get("do") == Do.GRADE and not wish.get("severity"):
            self.add_error("severity", say(message("Choose a severity.")))
        return wish


class FilterForm(forms.Form):
    """A name for what the list shows now."""

    name = forms.CharField(
        max_length=60, label=later(message("Name")),
        error_messages={"required": later(message("Give it a name, such as: grave ones of my hotel."))},
    )  # fmt: skip
    unit = forms.ModelChoiceField(
        Unit.objects.none(), to_field_name="public_id", required=False, label=later(message("Shared with")),
        empty_label=later(message("nobody")),
    )  # fmt: skip
    first = forms.BooleanField(required=False, label=later(message("Open the list with it")))

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Unit.objects.visible_to(user, Permission.SEE_CASES).filter(closed=None)
        self.fields["unit"].queryset = units.order_by("code")
        self.fields["unit"].label_from_instance = lambda one: one.shown_name


class DigestForm(forms.ModelForm):
    """Whether, and at what hour."""

    class Meta:
        model = Digest
        fields = ("on", "hour")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].label = say(message("Send me a mail on working days when there is something to do"))
        hours = [(hour, f"{hour:02d}:00") for hour in range(24)]
        self.fields["hour"] = forms.TypedChoiceField(
            label=say(message("From this hour on")), coerce=int, choices=hours,
            help_text=say(message("In the zone of the company. In quiet hours it waits until they are over.")),
        )  # fmt: skip
