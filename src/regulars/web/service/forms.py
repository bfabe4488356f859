"""Forms of visits and findings."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone

from regulars.language import message
from regulars.web.accounts.access import UnitScope
from regulars.web.accounts.models import User
from regulars.web.company.forms.units import UnitChoice
from regulars.web.company.models import Unit
from regulars.web.days import DayField
from regulars.web.research.models import Questionnaire
from regulars.web.research.teams.models import Team, TeamMembership
from regulars.web.service.models import Finding, Visit
from regulars.web.words import later, say

_CHOOSE = {name: later(message("Choose one of the list.")) for name in ("required", "invalid_choice")}


class TeamChoice(forms.ModelChoiceField):
    """A team, with its unit."""

    def label_from_instance(self, obj: Team) -> str:
        """Both names."""
        return f"{obj.shown_name} · {obj.unit.shown_name}"


class StartForm(forms.Form):
    """What the visit is about, and when it was. Nothing is stored before the checklist itself is sent."""

    unit = UnitChoice(
        Unit.objects.none(),
        label=later(message("Unit")),
        to_field_name="public_id",
        empty_label=None,
        error_messages=_CHOOSE,
    )
    team = TeamChoice(
        Team.objects.none(),
        label=later(message("Team")),
        to_field_name="public_id",
        empty_label=None,
        error_messages=_CHOOSE,
    )
    person = forms.ModelChoiceField(
        User.objects.none(),
        label=later(message("Person who was observed")),
        required=False,
        to_field_name="public_id",
        empty_label=later(message("The team as a whole")),
        error_messages=_CHOOSE,
        help_text=later(message("Members of your teams. Leave it open where several were observed.")),
    )
    day = DayField(label=later(message("Day of the visit")))

    def __init__(self, data: Any, *, subject: str, scope: UnitScope) -> None:
        super().__init__(data, initial={"day": timezone.localdate()})
        if subject == "team":
            del self.fields["unit"]
            teams = Team.objects.within(scope).open().select_related("unit")
            self.fields["team"].queryset = teams
            members = TeamMembership.objects.filter(team__in=teams).values("user")
            self.fields["person"].queryset = User.objects.filter(pk__in=members, is_active=True).order_by("name")
            self.fields["person"].label_from_instance = lambda user: user.shown_name
        else:
            del self.fields["team"], self.fields["person"]
            self.fields["unit"].queryset = Unit.objects.within(scope).filter(closed=None)

    @property
    def nothing(self) -> bool:
        """Whether there is no unit or team to choose."""
        name = "team" if "team" in self.fields else "unit"
        return not self.fields[name].queryset.exists()

    def clean_day(self) -> date:
        """Nobody has visited tomorrow."""
        day = self.cleaned_data["day"]
        if day > timezone.localdate():
            raise forms.ValidationError(say(message("This day is still to come. Enter the day of the visit.")))
        return day

    def clean(self) -> dict[str, Any]:
        """Somebody is observed as a member of the team, on that day."""
        data = super().clean()
        team, person, day = data.get("team"), data.get("person"), data.get("day")
        if team and person and day and not team.memberships.on(day).filter(user=person).exists():
            self.add_error(
                "person",
                say(
                    message(
                        "{name} did not belong to {team} on that day.", name=person.shown_name, team=team.shown_name
                    )
                ),
            )
        return data

    def about(self) -> dict[str, Any]:
        """Unit, team, person and day."""
        team = self.cleaned_data.get("team")
        return {
            "unit": team.unit if team else self.cleaned_data["unit"],
            "team": team,
            "person": self.cleaned_data.get("person"),
            "day": self.cleaned_data["day"],
        }


class FindingForm(forms.Form):
    """What is done about it."""

    note = forms.CharField(
        label=later(message("What was seen")), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    action = forms.CharField(
        label=later(message("What is to be done")),
        required=False,
        max_length=400,
        help_text=later(message("Such as: a second colleague at the desk from three to six.")),
    )
    owner = forms.ModelChoiceField(
        User.objects.none(),
        label=later(message("Who does it")),
        required=False,
        to_field_name="public_id",
        empty_label=later(message("Nobody yet")),
        error_messages=_CHOOSE,
    )
    due = DayField(label=later(message("Until")), required=False)

    def __init__(self, data: Any = None, *, finding: Finding) -> None:
        names = ("note", "action", "due")
        initial = {name: getattr(finding, name) for name in names}
        initial["owner"] = finding.owner.public_id if finding.owner else None
        super().__init__(data, initial=initial)
        self.fields["owner"].queryset = User.objects.filter(is_active=True).order_by("name", "email")
        self.fields["owner"].label_from_instance = lambda user: user.shown_name

    def clean(self) -> dict[str, Any]:
        """Whoever has a day has something to do."""
        data = super().clean()
        if (data.get("due") or data.get("owner")) and not data.get("action"):
            self.add_error("action", say(message("Say what is to be done.")))
        return data


class StandardsFilter(forms.Form):
    """Which visits a reader wants to see."""

    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label=later(message("Unit")),
        required=False,
        to_field_name="code",
        empty_label=later(message("All units")),
    )
    team = TeamChoice(
        Team.objects.none(),
        label=later(message("Team")),
        required=False,
        to_field_name="public_id",
        empty_label=later(message("All teams")),
    )
    person = forms.ModelChoiceField(
        User.objects.none(),
        label=later(message("Person")),
        required=False,
        to_field_name="public_id",
        empty_label=later(message("Everybody")),
    )
    since = DayField(label=later(message("From")), required=False)
    until = DayField(label=later(message("Until")), required=False)

    def __init__(self, data: QueryDict, *, checklist: Questionnaire, scope: UnitScope, named: bool) -> None:
        super().__init__(data)
        visits = Visit.objects.within(scope).standing().filter(questionnaire=checklist)
        self._scope = scope
        self.fields["unit"].queryset = Unit.objects.within(scope)
        self.fields["unit"].label_from_instance = lambda unit: unit.shown_name
        teams = Team.objects.filter(pk__in=visits.exclude(team=None).values("team")).select_related("unit")
        people = User.objects.filter(pk__in=visits.exclude(person=None).values("person")).order_by("name")
        self.fields["team"].queryset, self.fields["person"].queryset = teams, people
        self.fields["person"].label_from_instance = lambda user: user.shown_name
        if not teams.exists():
            del self.fields["team"]
        if not named or not people.exists():
            del self.fields["person"]
        self.is_valid()

    @property
    def wanted(self) -> dict[str, Any]:
        """What could be read."""
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def one_site(self) -> bool:
        """Whether a single team or person is asked for."""
        return bool({"team", "person"} & set(self.wanted))
