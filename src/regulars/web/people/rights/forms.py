"""What staff fill in."""

from __future__ import annotations

from typing import Any

from django import forms

from regulars.facts.keys import canonical_customer
from regulars.language import message
from regulars.web.people.models import Customer
from regulars.web.people.rights.keeping import Rule
from regulars.web.people.rights.models import Counted, Policy, Sort
from regulars.web.words import later, say


class AskForm(forms.Form):
    """A request that reached staff: what, why, and the number once more."""

    sort = forms.ChoiceField(label=later(message("What is asked for")), widget=forms.RadioSelect)
    reason = forms.CharField(
        min_length=5,
        max_length=400,
        label=later(message("Why, and how they asked")),
        help_text=later(message("Such as: asked on the telephone on 3 March. It goes when they are erased.")),
        error_messages={"min_length": later(message("Say it in a few words, such as: asked on the telephone."))},
    )
    number = forms.CharField(max_length=200, label=later(message("The number of the customer, typed again")))

    def __init__(self, *args: Any, customer: Customer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._customer = customer
        self.fields["sort"].choices = [(one.value, later(one.said)) for one in Sort]
        self.fields["sort"].initial = Sort.EXPORT
        self.fields["number"].widget.attrs["autocomplete"] = "off"

    def clean_number(self) -> str:
        """The same person, and no slip."""
        if canonical_customer(self.cleaned_data["number"]) != canonical_customer(self._customer.number):
            raise forms.ValidationError(
                say(message("This is not the number of this customer. Copy it from the top of the page."))
            )
        return self._customer.number


class PolicyForm(forms.ModelForm):
    """How requests are answered."""

    class Meta:
        model = Policy
        fields = ("grace_days", "within", "counted", "file_days")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "grace_days": message("Days in which an erasure can be taken back"),
            "within": message("Time to answer a request"),
            "counted": message("Counted in"),
            "file_days": message("Days for which data to take along lie ready"),
        }
        for name, words in labels.items():
            self.fields[name].label = later(words)
        self.fields["counted"].choices = [(one.value, later(one.said)) for one in Counted]
        self.fields["within"].help_text = later(
            message("The law of China says fifteen working days, that of Europe one month.")
        )


class RuleForm(forms.Form):
    """How long one kind is kept."""

    days = forms.IntegerField(min_value=1, max_value=36_600, label=later(message("Days")))
    on = forms.BooleanField(required=False, label=later(message("Clear away every night")))

    def __init__(self, *args: Any, rule: Rule, **kwargs: Any) -> None:
        super().__init__(*args, prefix=rule.key, initial={"days": rule.days, "on": rule.on}, **kwargs)
        self.rule = rule
        self.fields["days"].min_value = rule.kind.least
        if rule.kind.clear is None:
            self.fields["on"].label = later(message("Propose"))

    def clean_days(self) -> int:
        """Not shorter than the kind allows."""
        days: int = self.cleaned_data["days"]
        if days < self.rule.kind.least:
            raise forms.ValidationError(say(message("At least {days} days.", days=self.rule.kind.least)))
        return days
