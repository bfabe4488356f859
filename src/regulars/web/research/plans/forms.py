"""The nine fields as a form, the parts of the population and the channels as its rows."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from regulars.insights.planning.sections import BREAKDOWNS, CHANNELS, EVERY, KINDS, PRIVACIES, SPLITS
from regulars.language import Message, message
from regulars.survey.errors import EntryError
from regulars.survey.plans.parts import Every, Measure
from regulars.survey.plans.plan import Plan
from regulars.web.company.forms.fields import initial_words, words_of
from regulars.web.days import DayField
from regulars.web.research.models import Questionnaire
from regulars.web.words import current, later, say

EVENT = "event"
MEASURES: dict[str, Message] = {
    Measure.NPS.value: message("Net Promoter Score; margin in points"),
    Measure.SHARE.value: message("a share, such as the satisfied; margin in percentage points"),
    Measure.MEAN.value: message("the mean of a rating; margin in points of the scale"),
}
_KEY = re.compile(r"[a-z][a-z0-9-]{0,39}")


def _choices(words: dict[Any, Message]) -> list[tuple[str, Any]]:
    return [(getattr(key, "value", key), later(text)) for key, text in words.items()]


class PlanForm(forms.Form):
    """Everything but the rows."""

    name = forms.CharField(
        label=later(message("Short name")),
        max_length=40,
        help_text=later(message("Small letters, digits and hyphens, such as guests-2027.")),
    )
    title_en = forms.CharField(label=later(message("Title in English")), max_length=120, required=False)
    title_zh = forms.CharField(label=later(message("Title in Chinese")), max_length=120, required=False)
    purpose_en = forms.CharField(
        label=later(message("Purpose in English")), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    purpose_zh = forms.CharField(
        label=later(message("Purpose in Chinese")), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    questionnaire = forms.ChoiceField(label=later(message("Questionnaire")))
    measure = forms.ChoiceField(label=later(message("What it is to measure")), choices=_choices(MEASURES))
    deviation = forms.FloatField(
        label=later(message("Standard deviation of one answer")),
        required=False,
        help_text=later(message("For a mean; that of an earlier wave serves.")),
    )
    people_en = forms.CharField(label=later(message("Whom it is about, in English")), max_length=200, required=False)
    people_zh = forms.CharField(label=later(message("Whom it is about, in Chinese")), max_length=200, required=False)
    kind = forms.ChoiceField(label=later(message("Who is asked")), choices=_choices(KINDS))
    margin = forms.FloatField(label=later(message("Margin of error (±)")))
    confidence = forms.FloatField(label=later(message("Confidence (%)")), initial=95)
    design_effect = forms.FloatField(
        label=later(message("Design effect")),
        initial=1,
        help_text=later(message("Above 1 where answers come in clusters or with weights.")),
    )
    split = forms.ChoiceField(label=later(message("Answers over the parts")), choices=_choices(SPLITS))
    least = forms.IntegerField(label=later(message("Answers from each part at least")), initial=2)
    every = forms.ChoiceField(
        label=later(message("How often")), choices=[*_choices(EVERY), (EVENT, later(message("after an event")))]
    )
    waves = forms.IntegerField(label=later(message("Waves")), initial=1, required=False)
    event = forms.CharField(
        label=later(message("Kind of event")),
        max_length=40,
        required=False,
        help_text=later(message("Such as stay or purchase; only where it is asked after an event.")),
    )
    wait_days = forms.IntegerField(label=later(message("Days after it")), initial=1, required=False)
    rate = forms.FloatField(label=later(message("Share of them that is asked (%)")), initial=100, required=False)
    first = DayField(label=later(message("First day")))
    days = forms.IntegerField(label=later(message("Days that it is open")), initial=14)
    reminders = forms.CharField(
        label=later(message("Reminders")),
        required=False,
        help_text=later(message("Days after the beginning, such as 4, 9.")),
    )
    currency = forms.CharField(label=later(message("Currency")), max_length=3, required=False)
    limit = forms.DecimalField(label=later(message("Budget in all")), required=False)
    fixed = forms.DecimalField(label=later(message("Paid once")), initial=0, required=False)
    report_after = forms.IntegerField(label=later(message("Report, days after the last day")), initial=14)
    to_en = forms.CharField(label=later(message("Report to, in English")), max_length=200, required=False)
    to_zh = forms.CharField(label=later(message("Report to, in Chinese")), max_length=200, required=False)
    privacy = forms.ChoiceField(label=later(message("Promised to those who answer")), choices=_choices(PRIVACIES))
    breakdowns = forms.MultipleChoiceField(
        label=later(message("Broken down by")),
        required=False,
        choices=_choices(BREAKDOWNS),
        widget=forms.CheckboxSelectMultiple,
        help_text=later(message("Declared beforehand: a confidential study is broken down by nothing else.")),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["questionnaire"].choices = [(one.name, one.shown_title) for one in Questionnaire.objects.all()]

    def clean(self) -> dict[str, Any]:
        """What one field alone cannot tell."""
        data = super().clean()
        for part in ("title", "purpose", "people"):
            if not words_of(data, part).words:
                self.add_error(f"{part}_{current().value}", say(message("Enter this in one language at least.")))
        if data.get("name") and not _KEY.fullmatch(data["name"]):
            self.add_error("name", say(message("Enter small letters, digits and hyphens, beginning with a letter.")))
        return data

    def reminder_days(self) -> list[Any]:
        """Numbers, or what was typed where it is none: the plan says what is wrong with it."""
        parts = [part for part in re.split(r"[\s,，、;；]+", self.cleaned_data["reminders"]) if part]
        return [int(part) if part.isdecimal() and len(part) < 6 else part for part in parts]


class StratumForm(forms.Form):
    """A part of the population."""

    label = forms.CharField(label=later(message("Part")), max_length=120, required=False)
    count = forms.IntegerField(label=later(message("People")), required=False)
    deviation = forms.FloatField(label=later(message("Own standard deviation")), required=False)


class ChannelForm(forms.Form):
    """A way to reach people."""

    channel = forms.ChoiceField(
        label=later(message("Channel")), required=False, choices=[("", "–"), *_choices(CHANNELS)]
    )
    share = forms.FloatField(label=later(message("Share of those asked (%)")), required=False)
    response = forms.FloatField(label=later(message("Expected response (%)")), required=False)
    cost = forms.DecimalField(label=later(message("Cost of asking one")), required=False)
    setup = forms.DecimalField(label=later(message("Cost once a wave")), required=False)


Strata = forms.formset_factory(StratumForm, extra=3, max_num=200)
Channels = forms.formset_factory(ChannelForm, extra=2, max_num=20)


class PlanForms:
    """The form and its rows together. ``content``: plain data of the plan, once all of it can be read."""

    def __init__(self, data: Any = None, plan: Plan | None = None, first: dict[str, Any] | None = None) -> None:
        self.plan = plan
        self.form = PlanForm(data, initial=first if plan is None else _initial(plan))
        self.strata = Strata(data, prefix="s", initial=None if plan is None else _strata(plan))
        self.channels = Channels(data, prefix="c", initial=None if plan is None else _channels(plan))
        if plan is not None:
            self.form.fields["name"].disabled = True

    def is_valid(self) -> bool:
        """Whether every field can be read by itself."""
        return all([self.form.is_valid(), self.strata.is_valid(), self.channels.is_valid()])

    def content(self) -> dict[str, Any]:
        """Plain data, as the file of a plan has it. Percentages become shares."""
        data = self.form.cleaned_data
        part = 0.01 if data["measure"] == Measure.SHARE.value else 1.0
        return {
            "name": data["name"],
            "title": words_of(data, "title").words,
            "purpose": words_of(data, "purpose").words,
            "content": {
                "questionnaire": data["questionnaire"],
                "measure": data["measure"],
                **_given(deviation=data["deviation"]),
            },
            "population": {"people": words_of(data, "people").words, "strata": self._strata()},
            "sample": {
                "kind": data["kind"],
                "margin": data["margin"] * part,
                "confidence": data["confidence"] / 100,
                "design_effect": data["design_effect"],
                "split": data["split"],
                "least": data["least"],
            },
            "method": self._channels(),
            "frequency": self._frequency(),
            "execution": {"first": data["first"], "days": data["days"], "reminders": self.form.reminder_days()},
            "budget": {
                **_given(limit=data["limit"], fixed=data["fixed"]),
                "currency": data["currency"].upper(),
            },
            "report": {"days_after": data["report_after"], **_given(to=words_of(data, "to").words or None)},
            "privacy": data["privacy"],
            "breakdowns": data["breakdowns"],
        }

    def sum_up(self) -> None:
        """Say above that something stands below, where it is a row that is wrong."""
        if self.form.errors:
            return
        for rows, words in (
            (self.strata, message("Please look at the parts of the population again.")),
            (self.channels, message("Please look at the ways to ask again.")),
        ):
            if rows.non_form_errors() or any(row.errors for row in rows):
                self.form.add_error(None, say(words))

    def blame(self, error: EntryError) -> None:
        """Put what the plan says about its plain data to the field that it came from."""
        match error.place:
            case ("method", int(row)):  # something is missing, and there is one thing that must be there
                self.channels.forms[self._used(self.channels, "channel")[row]].add_error("response", say(error.problem))
            case ("population", "strata", str(key)):
                place = int(key.removeprefix("part")) - 1
                name = (
                    "count"
                    if self.strata.forms[self._used(self.strata, "label")[place]].cleaned_data.get("count") is None
                    else "deviation"
                )
                self.strata.forms[self._used(self.strata, "label")[place]].add_error(name, say(error.problem))
            case ("method", int(row), str(name), *_):
                self.channels.forms[self._used(self.channels, "channel")[row]].add_error(name, say(error.problem))
            case ("population", "strata", str(key), str(name)):
                place = int(key.removeprefix("part")) - 1
                self.strata.forms[self._used(self.strata, "label")[place]].add_error(name, say(error.problem))
            case (*_, str(name)) if name in self.form.fields:
                self.form.add_error(name, say(error.problem))
            case (_, "waves" | "event" | "wait_days", *_):
                self.form.add_error(str(error.place[1]), say(error.problem))
            case _:
                self.form.add_error(None, say(error.message))

    def _frequency(self) -> dict[str, Any]:
        data = self.form.cleaned_data
        if data["every"] == EVENT:
            rate = 100.0 if data["rate"] is None else data["rate"]
            return {"event": data["event"], "wait_days": data["wait_days"] or 0, "rate": rate / 100}
        once = data["every"] == Every.ONCE.value
        return {"every": data["every"], "waves": 1 if once else data["waves"] or 1}

    def _strata(self) -> dict[str, Any]:
        rows = [self.strata.forms[at].cleaned_data for at in self._used(self.strata, "label")]
        return {
            f"part{number}": {
                "label": {"und": row["label"]},
                **_given(count=row.get("count"), deviation=row.get("deviation")),
            }
            for number, row in enumerate(rows, start=1)
        }

    def _channels(self) -> list[dict[str, Any]]:
        rows = [self.channels.forms[at].cleaned_data for at in self._used(self.channels, "channel")]
        return [
            {
                "channel": row["channel"],
                **_given(share=_part(row.get("share")), response=_part(row.get("response"))),
                **_given(cost=row.get("cost"), setup=row.get("setup")),
            }
            for row in rows
        ]

    @staticmethod
    def _used(rows: Any, name: str) -> list[int]:
        return [at for at, row in enumerate(rows.forms) if getattr(row, "cleaned_data", {}).get(name)]


def _given(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _part(percent: float | None) -> float | None:
    return None if percent is None else round(percent / 100, 6)


def _initial(plan: Plan) -> dict[str, Any]:
    data = plan.to_dict()
    sample, again = data["sample"], data["frequency"]
    part = 100 if plan.measure is Measure.SHARE else 1
    return {
        "name": plan.name,
        **initial_words(plan.title, "title"),
        **initial_words(plan.purpose, "purpose"),
        **initial_words(plan.people, "people"),
        **initial_words(plan.report_to, "to"),
        **data["content"],
        **{name: sample[name] for name in ("kind", "design_effect", "split", "least")},
        "margin": round(plan.margin * part, 6),
        "confidence": round(100 * plan.confidence, 6),
        "every": again.get("every", EVENT),
        "waves": again.get("waves", 1),
        "event": again.get("event", ""),
        "wait_days": again.get("wait_days", 0),
        "rate": round(100 * again.get("rate", 1), 6),
        "first": plan.first,
        "days": plan.days,
        "reminders": ", ".join(map(str, plan.reminders)),
        "currency": plan.currency,
        "limit": plan.limit,
        "fixed": plan.fixed,
        "report_after": plan.report_after,
        "privacy": plan.privacy,
        "breakdowns": list(plan.breakdowns),
    }


def _strata(plan: Plan) -> list[dict[str, Any]]:
    tag = current().value
    return [
        {
            "label": one.label.in_language(tag),
            "count": one.count,
            "deviation": None if one.deviation == plan.deviation else one.deviation,
        }
        for one in plan.strata
    ]


def _channels(plan: Plan) -> list[dict[str, Any]]:
    return [
        {
            "channel": one.key,
            "share": round(100 * one.share, 6),
            "response": round(100 * one.response, 6),
            "cost": one.cost or None,
            "setup": one.setup or None,
        }
        for one in plan.channels
    ]
