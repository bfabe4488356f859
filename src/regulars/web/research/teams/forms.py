"""Forms of teams."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from regulars.language import Text, message
from regulars.web.accounts.access import UnitScope
from regulars.web.accounts.models import User
from regulars.web.company.forms.fields import initial_words, words_of
from regulars.web.company.forms.units import UnitChoice
from regulars.web.company.models import Unit
from regulars.web.days import DayField
from regulars.web.research.teams.models import Team
from regulars.web.words import later, say


class TeamForm(forms.Form):
    """What a team is called."""

    name_en = forms.CharField(label=later(message("Name in English")), max_length=120, required=False)
    name_zh = forms.CharField(label=later(message("Name in Chinese")), max_length=120, required=False)
    closed = DayField(
        label=later(message("No longer since")),
        required=False,
        help_text=later(message("Its visits stay; it is no longer offered for new ones.")),
    )

    @classmethod
    def of(cls, team: Team, data: Any = None) -> TeamForm:
        """Filled in with what holds now."""
        return cls(data, initial={**initial_words(team.name, "name"), "closed": team.closed})

    def clean(self) -> dict[str, Any]:
        """One name is needed."""
        data = super().clean()
        if not words_of(data, "name").words:
            self.add_error("name_en", say(message("Enter a name in one language at least, such as Reception.")))
        return data

    def name(self) -> Text:
        """Both languages."""
        return words_of(self.cleaned_data, "name")


class NewTeamForm(TeamForm):
    """A new team."""

    unit = UnitChoice(
        Unit.objects.none(),
        label=later(message("Unit")),
        to_field_name="public_id",
        empty_label=None,
        error_messages={
            "required": later(message("Choose a unit.")),
            "invalid_choice": later(message("Choose a unit.")),
        },
    )
    field_order = ("unit", "name_en", "name_zh")

    def __init__(self, *args: Any, scope: UnitScope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["closed"]
        self.fields["unit"].queryset = Unit.objects.within(scope).filter(closed=None)


class JoinForm(forms.Form):
    """Who belongs to it, from when."""

    user = forms.ModelChoiceField(
        User.objects.none(),
        label=later(message("Person")),
        to_field_name="public_id",
        empty_label=None,
        error_messages={"required": later(message("Choose a person."))},
    )
    since = DayField(label=later(message("From day")), required=False, help_text=later(message("Empty: since ever.")))
    until = DayField(label=later(message("Until day")), required=False, help_text=later(message("Empty: without end.")))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"since": timezone.localdate()})
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = User.objects.filter(is_active=True).order_by("name", "email")
        self.fields["user"].label_from_instance = lambda user: user.shown_name


class TeamFileForm(forms.Form):
    """Many members at once."""

    file = forms.FileField(
        label=later(message("File")),
        help_text=later(
            message(
                "CSV or XLSX with the columns unit, team, email, since and until: a row for each member. Teams that "
                "are not here yet are added. A second name of the team may stand in team_zh."
            )
        ),
        error_messages={"required": later(message("Choose a file."))},
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.xlsx"}),
    )

    def clean_file(self) -> Any:
        """A list of members is no large file."""
        sent = self.cleaned_data["file"]
        if sent.size > 5 << 20:
            raise forms.ValidationError(say(message("The file is larger than 5 MB. Send the list of members alone.")))
        return sent
