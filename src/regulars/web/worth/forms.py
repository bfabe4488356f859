"""What a reader asks of a page: units, a segment, days, and the options that the page has."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cached_property
from typing import Any

from django import forms
from django.http import Http404, QueryDict

from regulars.facts import Facts
from regulars.insights.errors import OptionError
from regulars.insights.worth import Option, Page
from regulars.insights.worth.pages import Value
from regulars.language import Message, message
from regulars.survey.conditions import ConditionError
from regulars.web.people.details.models import OwnField
from regulars.web.people.details.values import name_of
from regulars.web.people.models import Segment
from regulars.web.people.segments.finding import sentence_of
from regulars.web.people.segments.warning import warned
from regulars.web.results.forms import UnitsAndDays
from regulars.web.results.units import Tree
from regulars.web.words import later, say
from regulars.web.worth.own_fields import OWN, usable, warned_of


class WorthForm(UnitsAndDays):
    """The filters that every page has, and one field for each option; the address holds them."""

    segment = forms.ModelChoiceField(
        Segment.objects.none(), to_field_name="public_id", required=False, label=later(message("Segment"))
    )

    def __init__(
        self, data: QueryDict, *, page: Page, facts: Facts, tree: Tree, segments: bool, hidden: Collection[str] = ()
    ) -> None:
        units = data.getlist("unit") if page.by_unit else []
        super().__init__(data.dict() | {"unit": units}, tree=tree, units=units)
        self.page, self.facts, self.hidden = page, facts, hidden
        self.fields["segment"].queryset = Segment.objects.all() if segments and page.by_unit else Segment.objects.none()
        self.fields["segment"].empty_label = later(message("All customers"))
        if data.get("segment") and not self.fields["segment"].queryset.filter(public_id=data["segment"][:64]).exists():
            raise Http404
        if not page.by_days:
            del self.fields["since"], self.fields["until"]
        for option in page.options:
            self.fields[option.key] = _field(option, facts, self.hidden)
        own = usable() if segments and page.by_own else []
        if own:
            choices = [("", later(message("none"))), *((one.key, name_of(one)) for one in own)]
            self.fields[OWN] = forms.ChoiceField(
                required=False, label=later(message("Field of your own")), choices=choices
            )

    def clean(self) -> dict[str, Any]:
        """The options as the page reads them, each with what is wrong with it."""
        cleaned = super().clean()
        try:
            if cleaned.get("segment"):
                sentence_of(cleaned["segment"].condition)
        except ConditionError as error:  # it names a unit or a field that is gone since
            self.add_error("segment", say(error.message))
        self.options: dict[str, Value] = {}
        for option in self.page.options:
            try:
                self.options[option.key] = option.read(str(cleaned.get(option.key) or ""), self.facts, self.hidden)
            except OptionError as error:
                self.add_error(option.key, say(error.message))
                self.options[option.key] = option.default
        return cleaned

    def show_known(self, known: Mapping[str, Value]) -> None:
        """In an empty field stands the number that the application takes."""
        for key, value in known.items():
            self.fields[key].widget.attrs["placeholder"] = f"{value:g}"

    @property
    def option_fields(self) -> list[Any]:
        """The bound fields of the options, in order."""
        return [self[option.key] for option in self.page.options] + ([self[OWN]] if OWN in self.fields else [])

    @property
    def day_fields(self) -> list[Any]:
        """Those of the days, where the page has any."""
        return [self[name] for name in ("since", "until") if name in self.fields]

    @property
    def chosen_segment(self) -> Segment | None:
        """The segment asked for."""
        return self.wish("segment")

    @cached_property
    def chosen_own(self) -> OwnField | None:
        """The field of the company's own asked for."""
        return next((one for one in usable() if one.key == self.wish(OWN)), None) if self.wish(OWN) else None

    @property
    def warned(self) -> list[Message]:
        """What to think of before people are looked at by the segment or the field asked for."""
        segment, own = self.chosen_segment, self.chosen_own
        found = [] if segment is None else warned(segment.condition, name=segment.name)
        return [*found, *(warned_of(own) if own is not None else ())]

    def asked(self) -> list[tuple[str, Any]]:
        """Name and value of what is asked for, in the order of the address."""
        asked: list[tuple[str, Any]] = [("unit", code) for code in self.wish("unit") or []]
        if self.chosen_segment is not None:
            asked.append(("segment", self.chosen_segment.public_id))
        names = ("since", "until", *(option.key for option in self.page.options), OWN)
        return asked + [(name, self.wish(name)) for name in names if self.wish(name)]

    def chips(self) -> list[tuple[str, str, str]]:
        """What is filtered, in words, and the query without it: (kind, words, rest)."""
        chips = [*self.chips_of_units(), *self.chips_of_days()]
        if self.chosen_segment is not None:
            chips.append((say(message("Segment")), self.chosen_segment.name, self.without("segment")))
        wished = [option for option in self.page.options if self.wish(option.key)]
        chips += [(say(one.label), self._words(one), self.without(one.key)) for one in wished]
        if self.chosen_own is not None:
            chips.append((say(message("Field of your own")), name_of(self.chosen_own), self.without(OWN)))
        return chips

    def _words(self, option: Option) -> str:
        value = str(self.wish(option.key))
        words = option.choices_in(self.facts, self.hidden).get(value)
        return value if words is None else say(words)


def _field(option: Option, facts: Facts, hidden: Collection[str]) -> forms.Field:
    label = later(option.label)
    hint = later(option.hint) if option.hint else ""
    choices = option.choices_in(facts, hidden)
    if option.choices or option.among:
        first = [] if option.default else [("", later(message("As the data suggest")))]
        listed = [*first, *((key, say(words)) for key, words in choices.items())]
        return forms.ChoiceField(required=False, label=label, help_text=hint, choices=listed, initial=option.default)
    usual = "" if option.default is None else f"{option.default:g}"
    attributes = {"inputmode": "decimal", "placeholder": usual}
    return forms.CharField(
        required=False, label=label, help_text=hint, max_length=20, widget=forms.TextInput(attrs=attributes)
    )
