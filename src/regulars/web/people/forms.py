"""What a reader asks of the list, what an agent changes about a customer, what an export is for."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.db.models import Case, F, IntegerField, OrderBy, Q, When

from regulars.insights.customer.satisfaction import Mood
from regulars.insights.worth.crm import STATUSES
from regulars.language import Message, message
from regulars.methods.value.rfm import TITLES, Segment
from regulars.web.accounts.access import UnitScope, scope_of
from regulars.web.accounts.roles import Permission
from regulars.web.company.models import Unit
from regulars.web.days import DayField
from regulars.web.people.grades import FORMER, LADDER, LOYALTY, SLIPPING, TIERS
from regulars.web.people.models import Alive, Customer, CustomerScore, Kind, Part, Relation, Way
from regulars.web.people.models.customer import among_known_at, known_at
from regulars.web.people.models.score import ScoreQuerySet, slipping_to, told_to, typed_to
from regulars.web.people.search.finding import Found, find
from regulars.web.words import later

NEVER = "never"
ALL = ("", later(message("All")))
# Filters by what the nightly scores say: name in the address -> column, and the words of its values.
GRADE_COLUMNS = {
    "segment": "segment",
    "tier": "value_tier",
    "type": "loyalty_type",
    "stage": "loyalty_stage",
    "left_from": "left_from",
}
GRADES = {"tier": TIERS, "type": LOYALTY, "stage": LADDER, "left_from": FORMER}
# Whether the customer's own range reaches beyond the tier: name in the address -> words, ``tier_unclear``.
RANGES = {"inside": (message("stays in the value tier"), False), "open": (message("reaches another value tier"), True)}


BOUGHT = STATUSES


def bought_since(status: str, day: date | None) -> Q:
    """Where a customer stands in the CRM funnel of the days from one on; all days where none is given."""
    first = day or date.min
    return {
        "known": Q(last_day=None),
        "new": Q(first_day__gte=first, purchases=1),
        "developed": Q(first_day__gte=first, purchases__gt=1),
        "kept": Q(first_day__lt=first, last_day__gte=first),
        "away": Q(last_day__lt=first),
    }[status]


def _by(field: Any, *, descending: bool, backwards: bool = False) -> tuple[OrderBy, str]:
    """Who has no value stands last; ties in one order, so that pages do not overlap.

    ``backwards``: against the order of the index, ties too, so that the index is read from its end: sorting a million
    takes five seconds.
    """
    value = F(field) if isinstance(field, str) else field
    order = value.desc(nulls_last=True) if descending else value.asc(nulls_last=True)
    return order, "-customer_id" if backwards else "customer_id"


SORTS: dict[str, tuple[Any, ...]] = {
    "-value": _by("value", descending=True),
    "value": _by("value", descending=False, backwards=True),
    "-net": _by("net", descending=True),
    "net": _by("net", descending=False, backwards=True),
    "-last": _by("last_day", descending=True),
    "last": _by("last_day", descending=False, backwards=True),
    "satisfaction": _by("rating_index", descending=False),
    "-satisfaction": _by("rating_index", descending=True, backwards=True),
    "name": ("customer__name", "customer__number"),
    "-name": ("-customer__name", "-customer__number"),
}
RATED = ("satisfaction", "-satisfaction")
USUAL = "-value"


def unrated(scope: UnitScope) -> Message:
    """Who sees some units only cannot be told that somebody never answered, nor that they answered elsewhere."""
    return message("never answered") if scope.whole else message("none about your units")


class ListForm(forms.Form):
    """Search, filters and order of the list. A field that cannot be read filters nothing."""

    q = forms.CharField(required=False, max_length=100, label=later(message("Number, name, e-mail or telephone")))
    unit = forms.ModelChoiceField(
        Unit.objects.none(), to_field_name="public_id", required=False, label=later(message("Known at"))
    )
    mood = forms.ChoiceField(required=False, label=later(message("Last rating")))
    alive = forms.ChoiceField(required=False, label=later(message("Still a customer")))
    segment = forms.ChoiceField(required=False, label=later(message("Segment")))
    tier = forms.ChoiceField(required=False, label=later(message("Value tier")))
    range = forms.ChoiceField(required=False, label=later(message("Own range of the value")))
    type = forms.ChoiceField(required=False, label=later(message("Type of loyalty")))
    stage = forms.ChoiceField(required=False, label=later(message("Stage of loyalty")))
    left_from = forms.ChoiceField(required=False, label=later(message("Fell silent as")))
    slip = forms.ChoiceField(required=False, label=later(message("Loyal, and slipping")))
    bought = forms.ChoiceField(required=False, label=later(message("Bought since a day")))
    since = DayField(required=False, label=later(message("Since the day")))
    kind = forms.ChoiceField(required=False, label=later(message("Person or organisation")))
    sort = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, user: Any) -> None:
        super().__init__(data)
        self.user, self.scope = user, scope_of(user, Permission.SEE_CUSTOMERS)
        self.fields["unit"].queryset = Unit.objects.visible_to(user, Permission.SEE_CUSTOMERS)
        self.fields["unit"].empty_label = later(message("All"))
        self.fields["mood"].choices = [
            ALL,
            *((one.value, later(one.words)) for one in Mood),
            (NEVER, later(unrated(self.scope))),
        ]
        self.fields["alive"].choices = [ALL, *((one.value, later(one.said)) for one in Alive)]
        self.fields["segment"].choices = [ALL, *((one.value, later(TITLES[one])) for one in Segment)]
        for name, words in GRADES.items():
            self.fields[name].choices = [ALL, *((key, later(said)) for key, said in words.items())]
        self.fields["slip"].choices = [ALL, *((key, later(said)) for key, said in SLIPPING.items())]
        self.fields["bought"].choices = [ALL, *((key, later(said)) for key, said in BOUGHT.items())]
        self.fields["range"].choices = [ALL, *((key, later(said)) for key, (said, _) in RANGES.items())]
        self.fields["kind"].choices = [ALL, *((one.value, later(one.said)) for one in Kind)]
        self.is_valid()

    @property
    def order(self) -> str:
        """The order that is asked for."""
        wanted = self.cleaned_data.get("sort", "")
        return wanted if wanted in SORTS else USUAL

    @property
    def used(self) -> list[str]:
        """The filters in use; a day alone filters nothing."""
        without = {"sort"} if self.cleaned_data.get("bought") else {"sort", "since"}
        return [name for name, wish in self.cleaned_data.items() if wish and name not in without]

    def found(self) -> ScoreQuerySet:
        """All customers that this person may see and asked for, to be counted."""
        return self._filtered(CustomerScore.objects.all_visible_to(self.user, Permission.SEE_CUSTOMERS), whole=True)

    def ordered(self) -> ScoreQuerySet:
        """The same in the order asked for, with names, to be read page by page."""
        rows = self._filtered(CustomerScore.objects.visible_to(self.user, Permission.SEE_CUSTOMERS))
        return rows.select_related("customer").order_by(*self._order())

    @cached_property
    def hits(self) -> Found | None:
        """Whom the words mean; None where there are none."""
        return find(self.cleaned_data.get("q") or "", self.scope)

    def _order(self) -> tuple[Any, ...]:
        """As asked for; of those that were searched for, whose name begins so comes first."""
        if self.hits is not None and self.order == USUAL:
            begins = Case(When(customer__in=self.hits.first, then=0), default=1, output_field=IntegerField())
            return begins, *self._usual_order()
        return self._usual_order()

    def _usual_order(self) -> tuple[Any, ...]:
        """By satisfaction, who gave a rating that this person may not know stands with those who gave none."""
        if self.scope.whole or self.order not in RATED:
            return SORTS[self.order]
        known = Case(When(told_to(self.scope), then="rating_index"))
        return _by(known, descending=self.order.startswith("-"))

    def _filtered(self, rows: ScoreQuerySet, *, whole: bool = False) -> ScoreQuerySet:
        """``whole``: all of them are wanted, in no order; else the first ones soon."""
        wish = self.cleaned_data
        if self.hits is not None:
            rows = rows.filter(customer__in=self.hits.all)
        if unit := wish.get("unit"):
            below = set(Unit.objects.below([unit.pk]))
            rows = rows.filter((among_known_at if whole else known_at)(below, "customer_id"))
        if mood := wish.get("mood"):
            told = told_to(self.scope)
            rows = rows.exclude(told) if mood == NEVER else rows.filter(told, mood=mood)
        if alive := wish.get("alive"):
            rows = rows.filter(Alive(alive).condition)
        rows = self._graded(rows)
        if kind := wish.get("kind"):
            # Organisations are few and have an index. Persons are all others: one who filters them reads on in order.
            few = Customer.objects.organisations().order_by().values("pk")
            rows = rows.exclude(customer__in=few) if kind == Kind.PERSON else rows.filter(customer__in=few)
        return rows

    def _graded(self, rows: ScoreQuerySet) -> ScoreQuerySet:
        """By what the nightly scores say."""
        wish = self.cleaned_data
        for name, column in GRADE_COLUMNS.items():
            if grade := wish.get(name):
                rows = rows.filter(typed_to(self.scope) if name == "type" else Q(), **{column: grade})
        if slip := wish.get("slip"):
            rows = rows.filter(slipping_to(self.scope, slip))
        if bought := wish.get("bought"):
            rows = rows.filter(bought_since(bought, wish.get("since")))
        within = wish.get("range")
        return rows.filter(tier_unclear=RANGES[within][1]) if within else rows


class PurposeForm(forms.Form):
    """Names leave the house for a purpose, and the purpose stands in the trail."""

    purpose = forms.CharField(
        max_length=200,
        min_length=5,
        label=later(message("What for")),
        help_text=later(message("Stands in the audit trail, such as: call list for the week.")),
        error_messages={
            "required": later(message("Say what the data are for, such as: call list for the week.")),
            "min_length": later(message("Say it in a few words, such as: call list for the week.")),
        },
    )
    kind = forms.ChoiceField(label=later(message("File")))

    def __init__(self, *args: Any, kinds: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = list(kinds.items())


class CustomerForm(forms.ModelForm):
    """What may be changed by hand. The number stays: it is how the company's other systems name the customer."""

    class Meta:
        model = Customer
        fields = ("name", "kind", "email", "phone", "way", "language", "unit")

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "name": message("Name"),
            "kind": message("Person or organisation"),
            "email": message("E-mail"),
            "phone": message("Telephone"),
            "way": message("Likes to hear from us by"),
            "language": message("Language"),
            "unit": message("Belongs to"),
        }
        for name, words in labels.items():
            self.fields[name].label = later(words)
        self.fields["kind"].choices = [(one.value, later(one.said)) for one in Kind]
        ways = [(one.value, later(one.said)) for one in Way if one is not Way.ALL]
        self.fields["way"].choices = [("", later(message("did not say"))), *ways]
        self.fields["language"].help_text = later(message("A code such as en, zh or de."))
        self.fields["email"].error_messages["invalid"] = later(message("Enter an address such as name@example.com."))
        mine = scope_of(user, Permission.EDIT_CUSTOMERS)
        own = Q() if mine.unit_ids is None else Q(pk__in=mine.unit_ids)
        # A unit that is somebody else's may stay, and cannot be chosen.
        self.fields["unit"].queryset = Unit.objects.filter(own | Q(pk=self.instance.unit_id))
        self.fields["unit"].empty_label = later(message("none"))


class RelationForm(forms.Form):
    """Somebody belongs to an organisation: who is named by number."""

    number = forms.CharField(max_length=200)
    part = forms.ChoiceField(required=False, label=later(message("As what")))
    role = forms.CharField(
        required=False,
        max_length=80,
        label=later(message("In words of your own")),
        help_text=later(message("Such as: booker.")),
    )
    since = DayField(required=False, label=later(message("Since")))

    def __init__(self, *args: Any, customer: Customer, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._customer, self._user = customer, user
        self.fields["part"].choices = [(one.value, later(one.said)) for one in (Part.OTHER, *list(Part)[:-1])]
        asks_for_person = customer.kind == Kind.ORGANISATION
        self.fields["number"].label = later(
            message("Number of the person") if asks_for_person else message("Number of the organisation")
        )

    def clean(self) -> dict[str, Any]:
        """The other one must be there, in sight, of the other kind, and not related already."""
        wish = super().clean()
        number = (wish.get("number") or "").strip()
        if not number:
            return wish
        wanted = Kind.PERSON if self._customer.kind == Kind.ORGANISATION else Kind.ORGANISATION
        other = Customer.objects.visible_to(self._user, Permission.EDIT_CUSTOMERS).filter(number=number).first()
        if other is None:
            self.add_error("number", later(message("There is no customer {number} that you may see.", number=number)))
            return wish
        if other.kind != wanted:
            problem = (
                message("{number} is an organisation. Enter the number of a person.", number=number)
                if wanted == Kind.PERSON
                else message(
                    "{number} is a person. Enter the number of an organisation, or change its kind.", number=number
                )
            )
            self.add_error("number", later(problem))
            return wish
        person, organisation = (other, self._customer) if wanted == Kind.PERSON else (self._customer, other)
        same = Relation.objects.filter(
            person=person,
            organisation=organisation,
            part=wish.get("part") or "",
            role=wish.get("role") or "",
            until=None,
        )
        if same.exists():
            self.add_error("number", later(message("That is noted already.")))
        return {**wish, "person": person, "organisation": organisation}
