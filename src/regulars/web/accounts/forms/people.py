"""Forms about people: filters, roles, invitations, one's own account."""

from __future__ import annotations

import zoneinfo
from typing import Any

from django import forms
from django.contrib.auth import password_validation

from regulars.language import Language, message
from regulars.web.accounts.access import UnitScope
from regulars.web.accounts.actions.invitations import Wish
from regulars.web.accounts.forms.library import PASSWORD_HINT
from regulars.web.accounts.models import User
from regulars.web.accounts.roles import NAMES, Role
from regulars.web.company.models import Unit
from regulars.web.days import DayField
from regulars.web.words import later

_ROLES = [(role.value, later(name)) for role, name in NAMES.items()]
_LANGUAGES = [(Language.ENGLISH.value, "English"), (Language.CHINESE.value, "中文")]
_MISSING = later(message("Enter something here."))
_EMAIL = {
    "required": later(message("Enter an address such as mei@example.com.")),
    "invalid": later(message("This is not an address. Write one such as mei@example.com.")),
}


class PeopleFilter(forms.Form):
    """Search and filters of the list."""

    q = forms.CharField(required=False, max_length=120, label=later(message("Name or address")))
    role = forms.ChoiceField(
        required=False, label=later(message("Role")), choices=[("", later(message("All"))), *_ROLES]
    )
    unit = forms.ModelChoiceField(
        Unit.objects.none(), required=False, to_field_name="public_id", label=later(message("Unit"))
    )
    state = forms.ChoiceField(
        required=False,
        label=later(message("Account")),
        choices=[("", later(message("Active"))), ("closed", later(message("Closed"))), ("all", later(message("All")))],
    )

    def __init__(self, *args: Any, scope: UnitScope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.within(scope)
        self.fields["unit"].empty_label = later(message("All"))

    def people(self, scope: UnitScope) -> Any:
        """Whom they leave. What cannot be read filters nothing."""
        self.is_valid()
        wish = self.cleaned_data
        found = User.objects.within(scope).found_by(wish.get("q", ""))
        if role := wish.get("role"):
            found = found.filter(grants__role=role)
        if unit := wish.get("unit"):
            found = found.filter(grants__unit=unit)
        if wish.get("state") != "all":
            found = found.filter(is_active=wish.get("state") != "closed")
        return found.distinct().order_by("name", "email").prefetch_related("grants__unit")


class GrantForm(forms.Form):
    """A role somewhere, for some time."""

    role = forms.ChoiceField(label=later(message("Role")), choices=_ROLES)
    unit = forms.ModelChoiceField(
        Unit.objects.none(), required=False, to_field_name="public_id", label=later(message("Where"))
    )
    since = DayField(required=False, label=later(message("First day")), help_text=later(message("Empty: from now on.")))
    until = DayField(
        required=False, label=later(message("Last day")), help_text=later(message("Empty: without an end."))
    )

    def __init__(self, *args: Any, scope: UnitScope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.within(scope)
        self.fields["unit"].empty_label = later(message("The whole company"))
        if not scope.whole:
            self.fields["unit"].required = True
            self.fields["unit"].error_messages["required"] = later(message("Choose one of your units."))

    @property
    def grant(self) -> dict[str, Any]:
        """Role, unit and days as the actions want them."""
        wish = self.cleaned_data
        return {**{name: wish[name] for name in ("unit", "since", "until")}, "role": Role(wish["role"])}


class InviteForm(GrantForm):
    """Somebody new."""

    email = forms.EmailField(label=later(message("Mail address")), error_messages=_EMAIL)
    name = forms.CharField(required=False, max_length=120, label=later(message("Full name")))
    language = forms.ChoiceField(label=later(message("Language of the mail")), choices=_LANGUAGES)

    field_order = ["email", "name", "language", "role", "unit", "since", "until"]

    @property
    def wish(self) -> Wish:
        """What they wish for."""
        words = self.cleaned_data
        return Wish(words["email"], words["name"], words["language"], **self.grant)


class PeopleFileForm(forms.Form):
    """A list of people."""

    file = forms.FileField(
        label=later(message("CSV file")),
        help_text=later(
            message(
                "Columns: email, name, language, role, unit, since, until; email and role must be there. "
                "At most 1,000 rows."
            )
        ),
        error_messages={
            "required": later(message("Choose a file.")),
            "empty": later(message("The file is empty. Choose one that has something in it.")),
        },
    )


class WelcomeForm(forms.Form):
    """What somebody says who accepts an invitation."""

    name = forms.CharField(max_length=120, label=later(message("Your name")), error_messages={"required": _MISSING})
    language = forms.ChoiceField(label=later(message("Language")), choices=_LANGUAGES)
    password = forms.CharField(
        label=later(message("Password")),
        strip=False,
        help_text=later(PASSWORD_HINT),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        error_messages={"required": _MISSING},
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self._email = email

    def clean(self) -> dict[str, Any]:
        """The password may not be like the name or the address."""
        words = super().clean() or {}
        if password := words.get("password"):
            try:
                password_validation.validate_password(password, User(email=self._email, name=words.get("name", "")))
            except forms.ValidationError as error:
                self.add_error("password", error)
        return words


class ProfileForm(forms.ModelForm):
    """One's own account."""

    language = forms.ChoiceField(
        required=False, label=later(message("Language")), choices=[("", later(message("As the browser"))), *_LANGUAGES]
    )
    zone = forms.ChoiceField(
        required=False,
        label=later(message("Time zone")),
        help_text=later(message("Times on every page are shown in it.")),
    )

    class Meta:
        model = User
        fields = ["name", "language", "zone"]
        labels = {"name": later(message("Your name"))}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True
        self.fields["name"].error_messages["required"] = _MISSING
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        zones = sorted(name for name in zoneinfo.available_timezones() if "/" in name and not name.startswith("Etc/"))
        self.fields["zone"].choices = [("", later(message("As the company"))), ("UTC", "UTC"), *((z, z) for z in zones)]
