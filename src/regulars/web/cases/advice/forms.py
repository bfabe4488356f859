"""What somebody types about gestures."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone

from regulars.language import Text, message
from regulars.web.accounts.roles import NAMES, Role
from regulars.web.cases.advice.limits import LIMITED, May, limits
from regulars.web.cases.advice.models import Gesture, Sort
from regulars.web.cases.causes import groups
from regulars.web.cases.models import Severity
from regulars.web.cases.workflows import workflows
from regulars.web.company.models import Company, Unit
from regulars.web.days import DayField
from regulars.web.people.promises.models import today
from regulars.web.words import current, later, say

TAGS = ("en", "zh")
_AREA = {"rows": 2}
_AMOUNT = {
    "required": later(message("Write an amount, 0 for none.")),
    "invalid": later(message("Write an amount like 120 or 12.50.")),
    "min_value": later(message("An amount is 0 or more.")),
}


def amount_field(label: Any, *, required: bool = True, help_text: Any = "", digits: int = 12) -> forms.DecimalField:
    """An amount in the company's currency."""
    return forms.DecimalField(
        label=label, required=required, help_text=help_text, min_value=Decimal(0), max_digits=digits, decimal_places=2,
        error_messages=_AMOUNT,
    )  # fmt: skip


class GestureForm(forms.Form):
    """In one language or both; where one is missing the other is shown."""

    name_en = forms.CharField(required=False, max_length=120, label=later(message("Name, English")))
    name_zh = forms.CharField(required=False, max_length=120, label=later(message("Name, Chinese")))
    sees_en = forms.CharField(
        required=False, max_length=1000, label=later(message("What the customer sees, English")),
        widget=forms.Textarea(attrs=_AREA), help_text=later(message("As it may stand in the answer.")),
    )  # fmt: skip
    sees_zh = forms.CharField(
        required=False, max_length=1000, label=later(message("What the customer sees, Chinese")),
        widget=forms.Textarea(attrs=_AREA),
    )  # fmt: skip
    sort = forms.ChoiceField(label=later(message("What it does")))
    cost = amount_field(later(message("Costs us")))
    worth = amount_field(
        later(message("Worth to the customer")),
        help_text=later(message("What they would have to pay for it themselves.")),
    )
    stays_low = forms.FloatField(
        label=later(message("More stay, at least (percentage points)")), min_value=-100, max_value=100,
        help_text=later(message("An assumption, until enough cases of your own tell.")),
    )  # fmt: skip
    stays_high = forms.FloatField(
        label=later(message("More stay, at most (percentage points)")), min_value=-100, max_value=100
    )
    severity_low = forms.TypedChoiceField(label=later(message("For severity from")), coerce=int)
    severity_high = forms.TypedChoiceField(label=later(message("For severity up to")), coerce=int)
    kinds = forms.MultipleChoiceField(
        required=False, label=later(message("Only for these kinds")), widget=forms.CheckboxSelectMultiple
    )
    groups = forms.MultipleChoiceField(
        required=False, label=later(message("Only for these causes")), widget=forms.CheckboxSelectMultiple
    )
    unit = forms.ModelChoiceField(
        Unit.objects.none(), to_field_name="public_id", required=False, label=later(message("Only at")),
        empty_label=later(message("everywhere")),
    )  # fmt: skip

    def __init__(self, *args: Any, gesture: Gesture | None = None, **kwargs: Any) -> None:
        super().__init__(*args, initial=_initial(gesture), **kwargs)
        tag = current().tag
        words = [message("{number} · {words}", number=str(one.value), words=one.said) for one in Severity]
        grades = [(one.value, say(said)) for one, said in zip(Severity, words, strict=True)]
        self.fields["sort"].choices = [(one.value, say(one.said)) for one in Sort]
        self.fields["severity_low"].choices = self.fields["severity_high"].choices = grades
        self.fields["kinds"].choices = [(one.key, one.name.in_language(tag)) for one in workflows().values()]
        self.fields["groups"].choices = [(key, one.name.in_language(tag)) for key, one in groups().items()]
        self.fields["unit"].queryset = Unit.objects.filter(closed=None).order_by("code")
        self.fields["unit"].label_from_instance = lambda one: one.shown_name

    def clean(self) -> dict[str, Any]:
        """A name and what is seen, in one language at least; ranges that go upwards."""
        found: dict[str, Any] = super().clean() or {}
        faults = {"name": message("Write a name."), "sees": message("Write what the customer sees.")}
        for name, fault in faults.items():
            words = {tag: found.get(f"{name}_{tag}", "").strip() for tag in TAGS}
            words = {tag: said for tag, said in words.items() if said}
            if words:
                found[name] = Text(words)
            else:
                self.add_error(f"{name}_en", say(fault))
        for low, high in (("stays_low", "stays_high"), ("severity_low", "severity_high")):
            if None not in (found.get(low), found.get(high)) and found[low] > found[high]:
                self.add_error(high, say(message("The upper end is below the lower one.")))
        return found

    def fields_of(self) -> dict[str, Any]:
        """As the model has them."""
        shown = {f"{name}_{tag}" for name in ("name", "sees") for tag in TAGS}
        return {name: value for name, value in self.cleaned_data.items() if name not in shown}


def _initial(gesture: Gesture | None) -> dict[str, Any]:
    if gesture is None:
        return {"sort": Sort.GESTURE, "severity_low": 1, "severity_high": 4, "stays_low": 0, "stays_high": 10}
    names = ("sort", "cost", "worth", "stays_low", "stays_high", "severity_low", "severity_high", "kinds", "groups")
    found = {name: getattr(gesture, name) for name in names}
    found |= {f"name_{tag}": gesture.name.words.get(tag, "") for tag in TAGS}
    found |= {f"sees_{tag}": gesture.sees.words.get(tag, "") for tag in TAGS}
    return found | {"unit": gesture.unit.public_id if gesture.unit else ""}


class BudgetForm(forms.Form):
    """So much a month, from a month on."""

    unit = forms.ModelChoiceField(
        Unit.objects.none(), to_field_name="public_id", required=False, label=later(message("Unit")),
        empty_label=later(message("the whole company")),
    )  # fmt: skip
    since = forms.CharField(
        max_length=7, label=later(message("From the month")), widget=forms.TextInput(attrs={"type": "month"})
    )
    amount = amount_field(later(message("Amount a month")), digits=14)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"since": f"{timezone.localdate():%Y-%m}"}, **kwargs)
        self.fields["unit"].queryset = Unit.objects.filter(closed=None).order_by("code")
        self.fields["unit"].label_from_instance = lambda one: one.shown_name

    def clean_since(self) -> date:
        """The first day of the month."""
        year, _, month = str(self.cleaned_data["since"]).partition("-")
        if year.isdecimal() and month.isdecimal() and 2000 <= int(year) <= 2200 and 1 <= int(month) <= 12:
            return date(int(year), int(month), 1)
        raise forms.ValidationError(say(message("Write the month like 2026-10.")))


class LimitsForm(forms.Form):
    """For each role, in one case and in a month; empty: as much as is right."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for role, may in limits().items():
            name = NAMES[role]
            self.fields[f"{role.value}_once"] = amount_field(
                say(message("{role}: in one case", role=name)), required=False
            )
            self.fields[f"{role.value}_month"] = amount_field(
                say(message("{role}: in a month", role=name)), required=False, digits=14
            )
            self.initial |= {f"{role.value}_once": may.once, f"{role.value}_month": may.month}

    def wanted(self) -> dict[Role, May]:
        """As the action takes them."""
        found = self.cleaned_data
        return {role: May(found[f"{role.value}_once"], found[f"{role.value}_month"]) for role in LIMITED}


class ChooseForm(forms.Form):
    """What it costs in this case, until when it is promised, and why, where somebody has to be asked."""

    amount = amount_field(later(message("Costs us in this case")))
    due = DayField(
        required=False, label=later(message("Promise it until")),
        help_text=later(message("Left empty, no promise is noted.")),
    )  # fmt: skip
    words = forms.CharField(
        required=False,
        max_length=1000,
        label=later(message("Why, where somebody has to approve")),
    )

    def __init__(self, *args: Any, gesture: Gesture, customer: bool, **kwargs: Any) -> None:
        super().__init__(*args, initial={"amount": gesture.cost}, prefix=f"g{gesture.pk}", **kwargs)
        if not customer:
            del self.fields["due"]
        else:
            self.fields["due"].widget.attrs["min"] = f"{today():%Y-%m-%d}"
        currency = Company.current().currency
        if currency:
            self.fields["amount"].help_text = say(message("In {currency}.", currency=currency))
