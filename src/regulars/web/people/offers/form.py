"""The form of a rule: its words, whom it means, what counts, and how many are left alone."""

from __future__ import annotations

from typing import Any

from django import forms

from regulars.language import Text, message
from regulars.survey.conditions import ConditionError, read_condition
from regulars.web.people.offers.content import ReadyRule
from regulars.web.people.offers.models import OfferRule, Sequence
from regulars.web.people.offers.models.rule import HELD_OUT, MOST_HELD
from regulars.web.people.segments import vocabulary
from regulars.web.words import later, say

WORDS = ("says", "reason")


def _days(label: Any, low: int, high: int) -> forms.IntegerField:
    wrong = later(message("Enter a number of days from {low} to {high}.", low=low, high=high))
    return forms.IntegerField(
        label=later(label),
        min_value=low,
        max_value=high,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 6}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), wrong),
    )


class RuleForm(forms.Form):
    """All of a rule."""

    name = forms.CharField(
        max_length=120,
        label=later(message("Name of the rule")),
        error_messages={"required": later(message("Give it a name, such as Oil after a perm."))},
    )
    says = forms.CharField(
        max_length=200,
        label=later(message("What to suggest")),
        error_messages={"required": later(message("Write what staff should suggest."))},
    )
    reason = forms.CharField(
        max_length=400,
        label=later(message("Why, as staff say it to the customer")),
        help_text=later(message("A reason that would please whoever it is about. It stands beside the suggestion.")),
        error_messages={"required": later(message("Write the reason. Nothing is suggested without one."))},
    )
    after = forms.CharField(
        max_length=200,
        required=False,
        label=later(message("Who bought")),
        help_text=later(message("A category of your purchases. Empty: whatever they bought.")),
        widget=forms.TextInput(attrs={"list": "categories", "autocomplete": "off"}),
    )
    first_day = _days(message("from so many days ago"), 0, 2000)
    last_day = _days(message("to so many days ago"), 0, 2000)
    topic = forms.CharField(
        max_length=80,
        required=False,
        label=later(message("Who wants something about")),
        help_text=later(message("A topic from the customers’ pages, such as room. Empty: any.")),
        widget=forms.TextInput(attrs={"list": "topics", "autocomplete": "off"}),
    )
    condition = forms.CharField(
        max_length=2000,
        required=False,
        label=later(message("Of whom holds")),
        help_text=later(message("As in segments, such as: purchases >= 3 and rating > 60. Empty: everybody.")),
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false"}),
    )
    brings = forms.CharField(
        max_length=200,
        required=False,
        label=later(message("It is taken when they buy")),
        help_text=later(message("A category; who bought it since is not suggested it. Empty: anything.")),
        widget=forms.TextInput(attrs={"list": "categories", "autocomplete": "off"}),
    )
    days = _days(message("within so many days"), 1, 400)
    held_out = forms.IntegerField(
        label=later(message("Left alone, of a hundred")),
        help_text=later(
            message(
                "Drawn by chance. They tell what would have been bought anyway; with none, nobody can say what the "
                "suggestion moved."
            )
        ),
        min_value=0,
        max_value=MOST_HELD,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 6}),
        error_messages={
            key: later(message("Enter a number from 0 to {most}.", most=MOST_HELD))
            for key in ("required", "invalid", "min_value", "max_value")
        },
    )

    def clean_condition(self) -> str:
        """One that can be read."""
        text = " ".join(self.cleaned_data["condition"].split())
        if text:
            try:
                read_condition(text, vocabulary())
            except ConditionError as error:
                raise forms.ValidationError(say(error.message)) from None
        return text

    def clean(self) -> dict[str, Any]:
        """From the nearer day to the farther."""
        wish = super().clean() or {}
        first, last = wish.get("first_day"), wish.get("last_day")
        if first is not None and last is not None and first > last:
            self.add_error("last_day", say(message("Enter {first} days or more.", first=first)))
        return wish

    def fields_of(self, rule: OfferRule, tag: str) -> dict[str, Any]:
        """For the action; words in other languages stay."""
        wish = dict(self.cleaned_data)
        for name in WORDS:
            kept = dict(getattr(rule, name).words) if rule.pk else {}
            wish[name] = Text({**kept, tag: wish[name]})
        return wish


def initial_of(rule: OfferRule, tag: str) -> dict[str, Any]:
    """A stored rule as the form shows it."""
    plain = {name: getattr(rule, name) for name in RuleForm.base_fields if name not in WORDS}
    return plain | {name: getattr(rule, name).in_language(tag) for name in WORDS}


def initial_of_ready(ready: ReadyRule, tag: str) -> dict[str, Any]:
    """A ready-made rule in the reader's language, to be fitted to the company."""
    texts = {name: getattr(ready, name) for name in ("name", "says", "reason", "topic", "after", "brings")}
    said = {name: text.in_language(tag) if text else "" for name, text in texts.items()}
    plain = {name: getattr(ready, name) for name in ("condition", "first_day", "last_day", "days")}
    return said | plain | {"held_out": HELD_OUT}


def initial_of_sequence(row: Sequence) -> dict[str, Any]:
    """What is often bought next, as a rule."""
    return {
        "name": f"{row.after} → {row.then}"[:120],
        "says": say(message("Suggest: {category}.", category=row.then)),
        "reason": say(message("Many who bought {after} took {then} next.", after=row.after, then=row.then)),
        "after": row.after,
        "brings": row.then,
        "first_day": 0,
        "last_day": row.days,
        "days": row.days,
        "held_out": HELD_OUT,
    }


EMPTY = {"first_day": 0, "last_day": 90, "days": 60, "held_out": HELD_OUT}
