"""The form of the rule by which customers are sorted."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from regulars.insights.scoring import Grades
from regulars.language import message
from regulars.web.company.forms.base import PartForm
from regulars.web.company.grades import FIELDS, grades_from, grades_of
from regulars.web.company.models import Company
from regulars.web.words import later, say

SHARES, AMOUNTS = ("premium_part", "middle_part"), ("premium_from", "middle_from")
BY_PARTS, BY_AMOUNTS = "parts", "amounts"


def _percent(label: Any, hint: Any = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label, help_text=hint, min_value=Decimal("0.1"), max_value=Decimal("99.8"), max_digits=5,
        decimal_places=2, required=False,
    )  # fmt: skip


def _amount(label: Any, hint: Any = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label, help_text=hint, min_value=Decimal(0), max_digits=16, decimal_places=2, required=False
    )


class GradesForm(PartForm):
    """Tiers by parts of the customers or by amounts, and the stages of loyalty."""

    title = message("Tiers and stages")
    names = FIELDS
    by = forms.ChoiceField(
        label=later(message("Tiers of value are cut by")),
        choices=[
            (BY_PARTS, later(message("parts of the customers"))),
            (BY_AMOUNTS, later(message("amounts in money"))),
        ],
        widget=forms.RadioSelect,
    )
    premium_part = _percent(
        later(message("Premium tier, % of the customers")),
        later(message("Those of whom most is expected, such as 20.")),
    )
    middle_part = _percent(
        later(message("Middle tier, % of the customers")), later(message("The next ones, such as 30."))
    )
    premium_from = _amount(
        later(message("Premium tier from")),
        later(message("Margin expected within a year, in the company’s currency.")),
    )
    middle_from = _amount(later(message("Middle tier from")))
    client_from = forms.IntegerField(
        min_value=2,
        max_value=1000,
        label=later(message("A client has bought on so many days")),
        help_text=later(message("From then on a customer counts as buying regularly, such as 4.")),
    )
    inactive_after = forms.IntegerField(
        min_value=1,
        max_value=3650,
        label=later(message("Inactive after so many days without a purchase")),
        help_text=later(message("Such as 180; longer where people buy seldom.")),
    )

    @classmethod
    def initial_of(cls, company: Company) -> dict[str, Any]:
        """What holds now, with the usual parts where nothing is set."""
        now = grades_of(company)
        shares = {name: f"{100 * part:g}" for name, part in zip(SHARES, now.parts, strict=True)}
        amounts = {name: getattr(company, name) for name in AMOUNTS}
        rules = {"client_from": now.stages.client_from, "inactive_after": now.stages.inactive_after}
        return {"by": BY_PARTS if now.cuts is None else BY_AMOUNTS, **shares, **amounts, **rules}

    def clean(self) -> dict[str, Any]:
        """Of parts or amounts, those chosen are needed and have to leave room for each tier."""
        data = super().clean()
        if self.errors:
            return data
        names = SHARES if data.get("by") == BY_PARTS else AMOUNTS
        for name in names:
            if data.get(name) is None:
                self.add_error(name, say(message("Enter a number.")))
        if self.errors:
            return data
        upper, lower = (data[name] for name in names)
        if names is SHARES and upper + lower >= 100:
            self.add_error(
                "middle_part", say(message("Both parts make 100% or more: nobody is left for the low tier."))
            )
        if names is AMOUNTS and upper <= lower:
            self.add_error("premium_from", say(message("The premium tier begins above the middle one: enter more.")))
        return data

    def values(self) -> dict[str, Any]:
        """Percentages as shares; the amounts only where tiers are cut by them."""
        data = self.cleaned_data
        by_amounts = data["by"] == BY_AMOUNTS
        shares = {
            name: None if data[name] is None else (data[name] / 100).quantize(Decimal("0.0001")) for name in SHARES
        }
        if by_amounts:
            shares = dict.fromkeys(SHARES)
        amounts = {name: data[name] if by_amounts else None for name in AMOUNTS}
        return {**shares, **amounts, "client_from": data["client_from"], "inactive_after": data["inactive_after"]}

    def grades(self) -> Grades:
        """The rule as it stands in the form."""
        return grades_from(self.values())
