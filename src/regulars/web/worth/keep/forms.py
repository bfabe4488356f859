"""What a reader asks of the keep list."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django import forms
from django.db.models import Q, Value
from django.db.models.functions import Coalesce

from regulars.insights.worth.keep import SILENCE
from regulars.language import message
from regulars.methods.value.rfm import TITLES, Segment
from regulars.web.accounts.access import UnitScope, may, scope_of
from regulars.web.accounts.roles import Permission
from regulars.web.company.models import Unit
from regulars.web.people.forms import ALL
from regulars.web.people.grades import LOYALTY, TIERS
from regulars.web.people.models import CustomerScore
from regulars.web.people.models.customer import among_known_at
from regulars.web.people.models.score import ScoreQuerySet, typed_to
from regulars.web.words import later
from regulars.web.worth.keep.queries import CASES, REASONS, at_risk, lost, silent_for, stakes_kept, weighed, with_case

BANDS = {key: said for key, _, said in SILENCE}
SHOWN = {"": message("May go"), "lost": message("Lost customers")}


class KeepForm(forms.Form):
    """Filters of the list. A field that cannot be read filters nothing. ``also``: further scopes that must know."""

    show = forms.CharField(required=False, widget=forms.HiddenInput)
    unit = forms.ModelChoiceField(
        Unit.objects.none(), to_field_name="public_id", required=False, label=later(message("Known at"))
    )
    tier = forms.ChoiceField(required=False, label=later(message("Value tier")))
    type = forms.ChoiceField(required=False, label=later(message("Type of loyalty")))
    segment = forms.ChoiceField(required=False, label=later(message("Segment")))
    silent = forms.ChoiceField(required=False, label=later(message("Last purchase")))
    reason = forms.ChoiceField(required=False, label=later(message("Reason")))
    case = forms.ChoiceField(required=False, label=later(message("Case")))

    def __init__(self, data: Any, *, user: Any, also: tuple[UnitScope, ...] = ()) -> None:
        super().__init__(data)
        self.user = user
        self.scopes = (scope_of(user, Permission.SEE_CUSTOMERS), *also)
        self.fields["unit"].queryset = Unit.objects.visible_to(user, Permission.SEE_CUSTOMERS)
        self.fields["unit"].empty_label = ALL[1]
        choices = {"tier": TIERS, "type": LOYALTY, "reason": REASONS, "case": CASES, "silent": BANDS}
        for name, words in (*choices.items(), ("segment", {one.value: TITLES[one] for one in Segment})):
            self.fields[name].choices = [ALL, *((key, later(said)) for key, said in words.items())]
        if not may(user, Permission.SEE_CASES):
            del self.fields["case"]
        self.is_valid()

    @property
    def lost(self) -> bool:
        """Whether those are asked for who have gone already."""
        return self.cleaned_data.get("show") == "lost"

    @property
    def used(self) -> list[str]:
        """The filters in use."""
        return [name for name, wish in self.cleaned_data.items() if wish and name != "show"]

    def rows(self) -> ScoreQuerySet:
        """All that fit, in order. Sorted by a product, the whole is read: so it is asked as totals are."""
        found = CustomerScore.objects.all_visible_to(self.user, Permission.SEE_CUSTOMERS)
        for scope in self.scopes[1:]:
            found = found if scope.unit_ids is None else found.filter(among_known_at(scope.unit_ids, "customer_id"))
        rows = weighed(found, self.scopes)
        return self._filtered(lost(rows) if self.lost else at_risk(rows, kept=self.kept))

    @cached_property
    def kept(self) -> bool:
        """Whether what is at stake stands in the table: it does for who may know all answers."""
        return all(scope.whole for scope in self.scopes) and stakes_kept()

    def _filtered(self, rows: ScoreQuerySet) -> ScoreQuerySet:
        wish = self.cleaned_data
        if unit := wish.get("unit"):
            rows = rows.filter(among_known_at(Unit.objects.below([unit.pk]), "customer_id"))
        if wish.get("type"):
            told = Q()
            for scope in self.scopes:
                told &= typed_to(scope)
            rows = rows.filter(told)
        for name, column in (("tier", "value_tier"), ("type", "loyalty_type"), ("segment", "segment")):
            if value := wish.get(name):
                # Picked while the list is read in its order: those of a tier may be half a million, and sorted take a
                # second. As a bare column it would have the database read its index.
                rows = rows.alias(**{f"{name}_told": Coalesce(column, Value(""))}).filter(**{f"{name}_told": value})
        if reason := wish.get("reason"):
            rows = rows.filter(reason=reason)
        if band := wish.get("silent"):
            rows = silent_for(rows, band)
        return with_case(rows, wish["case"], self.user) if wish.get("case") else rows
