"""Forms of programmes, their stages, evidence and actions."""

from __future__ import annotations

from typing import Any

from django import forms

from regulars.language import message
from regulars.web.accounts.models import User
from regulars.web.company.forms.fields import initial_words, words_of
from regulars.web.company.forms.units import UnitChoice
from regulars.web.company.models import Unit
from regulars.web.days import DayField
from regulars.web.facts import facts
from regulars.web.research.models import Study
from regulars.web.research.plans.models import Plan
from regulars.web.research.programme.following import items, scope_for, waves
from regulars.web.research.programme.models import Action, Programme, Stage, State
from regulars.web.words import current, later, say

_NOBODY = later(message("nobody yet"))


class PersonField(forms.ModelChoiceField):
    """Somebody with an account."""

    def __init__(self, **options: Any) -> None:
        people = User.objects.filter(is_active=True).order_by("name", "email")
        super().__init__(people, required=False, empty_label=_NOBODY, **options)

    def label_from_instance(self, obj: User) -> str:
        """By name."""
        return obj.shown_name


class ProgrammeForm(forms.Form):
    """What it is for, and by what survey it is followed."""

    name_en = forms.CharField(label=later(message("Name in English")), max_length=120, required=False)
    name_zh = forms.CharField(label=later(message("Name in Chinese")), max_length=120, required=False)
    goal = forms.CharField(
        label=later(message("What shall get better")),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    survey = forms.ChoiceField(
        label=later(message("Survey")),
        required=False,
        help_text=later(message("Its waves show whether actions helped.")),
    )
    owner = PersonField(label=later(message("Owner")))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["survey"].choices = surveys()

    @classmethod
    def of(cls, programme: Programme, data: Any = None) -> ProgrammeForm:
        """Filled in with what holds now."""
        now = {name: getattr(programme, name) for name in ("goal", "survey", "owner")}
        return cls(data, initial={**initial_words(programme.name, "name"), **now})

    def clean(self) -> dict[str, Any]:
        """One name is needed."""
        data = super().clean()
        if not words_of(data, "name").words:
            self.add_error("name_en", say(message("Enter a name in one language at least, such as Breakfast 2027.")))
        return data

    def values(self) -> dict[str, Any]:
        """For the action."""
        data = self.cleaned_data
        return {"name": words_of(data, "name"), **{name: data[name] for name in ("goal", "survey", "owner")}}


class StageForm(forms.Form):
    """Who, until when, how far, what was done."""

    owner = PersonField(label=later(message("Owner")))
    due = DayField(label=later(message("Due")), required=False)
    state = forms.ChoiceField(label=later(message("State")))
    note = forms.CharField(
        label=later(message("What was done, what came of it")),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = states()

    @classmethod
    def of(cls, stage: Stage, data: Any = None) -> StageForm:
        """Filled in with what holds now."""
        return cls(data, initial={name: getattr(stage, name) for name in ("owner", "due", "state", "note")})


class EvidenceForm(forms.Form):
    """One thing that shows it: a plan, a study, a report, or an address."""

    plan = forms.ModelChoiceField(Plan.objects.none(), label=later(message("A plan")), required=False)
    study = forms.ModelChoiceField(Study.objects.none(), label=later(message("A study")), required=False)
    report = forms.ChoiceField(label=later(message("The report of a wave")), required=False)
    words = forms.CharField(
        label=later(message("Something else, in words")),
        max_length=200,
        required=False,
        help_text=later(message("Such as: minutes of the meeting of 3 May.")),
    )
    address = forms.CharField(
        label=later(message("Its address")),
        max_length=500,
        required=False,
        help_text=later(message("Beginning with https:// or, within Regulars, with a slash; empty: none.")),
    )

    def __init__(self, *args: Any, survey: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nothing = say(message("none"))
        for name, rows in (("plan", Plan.objects.all()), ("study", Study.objects.select_related("questionnaire"))):
            self.fields[name].queryset, self.fields[name].empty_label = rows, nothing
            self.fields[name].label_from_instance = lambda one: one.shown_title
        own = [(wave.name, wave.name) for wave in reversed(waves(survey))] if survey else []
        self.fields["report"].choices = [("", nothing), *own]
        self.survey = survey

    def clean_address(self) -> str:
        """Only what is safe to follow."""
        address = self.cleaned_data["address"].strip()
        inside = address.startswith("/") and not address.startswith(("//", "/\\"))
        if address and not inside and not address.startswith(("https://", "http://")):
            raise forms.ValidationError(say(message("Begin the address with https:// or with a slash.")))
        return address

    def clean(self) -> dict[str, Any]:
        """Something, and an address only with words."""
        data = super().clean()
        if not self.errors and not any(data.get(name) for name in ("plan", "study", "report", "words")):
            self.add_error("words", say(message("Choose a plan, a study or a report, or say in words what there is.")))
        return data

    def values(self) -> list[dict[str, Any]]:
        """One row for each thing that was named."""
        data = self.cleaned_data
        found: list[dict[str, Any]] = [{name: data[name]} for name in ("plan", "study") if data[name]]
        if data["report"]:
            found.append({"survey": self.survey, "wave": data["report"]})
        if data["words"]:
            found.append({"words": data["words"], "address": data["address"]})
        return found


class ActionForm(forms.Form):
    """What is changed, which figure shall move, and by which waves that is judged."""

    title = forms.CharField(
        label=later(message("What is changed")),
        max_length=200,
        error_messages={"required": later(message("Say in a few words what is changed, such as: warm breakfast."))},
    )
    what = forms.CharField(
        label=later(message("How")), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    item = forms.ChoiceField(
        label=later(message("The figure that shall move")),
        error_messages={"required": later(message("Choose the question that will show it."))},
    )
    selected = forms.ChoiceField(
        label=later(message("The wave that showed the weakness")),
        help_text=later(message("It is never the baseline: the worst of many figures would rise by itself.")),
        error_messages={"required": later(message("Choose the wave in which you saw it."))},
    )
    baseline = forms.ChoiceField(label=later(message("Baseline")), required=False)
    unit = UnitChoice(
        Unit.objects.none(),
        label=later(message("Where")),
        required=False,
        empty_label=later(message("everywhere")),
    )
    starts = DayField(
        label=later(message("Customers meet it from")),
        required=False,
        help_text=later(message("The first wave that begins on this day or later shows the after.")),
    )
    target = forms.FloatField(
        label=later(message("Target")),
        required=False,
        help_text=later(message("Per cent of the two best answers, such as 75; points of an NPS, such as 40.")),
        min_value=-100,
        max_value=100,
        error_messages={
            "invalid": later(message("Enter a number, such as 75.")),
            "min_value": later(message("Enter a number from −100 to 100, such as 75.")),
            "max_value": later(message("Enter a number from −100 to 100, such as 75.")),
        },
    )
    owner = PersonField(label=later(message("Owner")))
    due = DayField(label=later(message("Due")), required=False)
    state = forms.ChoiceField(label=later(message("State")))

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tag, survey = current().tag, programme.survey
        there = [(wave.name, wave.name) for wave in reversed(waves(survey))] if survey else []
        questions = [(item.key, item.label.in_language(tag)) for item in items(survey)] if survey else []
        self.fields["item"].choices = [("", say(message("choose"))), *questions]
        self.fields["selected"].choices = [("", say(message("choose"))), *there]
        self.fields["baseline"].choices = [("", say(message("chosen by the waves there are"))), *there]
        self.fields["state"].choices = states(dropped=True)
        if survey and survey in facts().surveys() and scope_for(survey).privacy.hides:
            del self.fields["unit"]  # nobody may be told apart: an action is followed over all units
        else:
            self.fields["unit"].queryset = Unit.objects.filter(closed=None).order_by("code")

    @classmethod
    def of(cls, action: Action, data: Any = None) -> ActionForm:
        """Filled in with what holds now."""
        names = ("title", "what", "item", "selected", "baseline", "unit", "starts", "target", "owner", "due", "state")
        return cls(data, programme=action.programme, initial={name: getattr(action, name) for name in names})

    def clean(self) -> dict[str, Any]:
        """The baseline is another wave."""
        data = super().clean()
        if data.get("baseline") and data["baseline"] == data.get("selected"):
            self.add_error(
                "baseline",
                say(
                    message(
                        "Choose another wave than the one that showed the weakness. Of many figures the worst is "
                        "partly so by chance, and would rise by itself."
                    )
                ),
            )
        return data


def surveys() -> list[tuple[str, str]]:
    """Those that have answers, by title."""
    found, tag = facts(), current().tag
    named = [(name, found.survey(name).title.in_language(tag) or name) for name in found.surveys()]
    return [("", say(message("none"))), *sorted(named, key=lambda one: one[1])]


def states(*, dropped: bool = False) -> list[tuple[str, str]]:
    """How far something can be; a stage is not given up."""
    return [(one.value, say(one.said)) for one in State if dropped or one is not State.DROPPED]
