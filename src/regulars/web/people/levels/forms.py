"""The matrix as it is written: for each level the same fields."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils import timezone

from regulars.language import Text, message
from regulars.web.company.forms.fields import initial_words, words_of
from regulars.web.days import DayField
from regulars.web.people.levels.errors import LevelsError
from regulars.web.people.levels.matrix import (
    CONTACTS,
    HOURS,
    LEVELS,
    WORDS,
    Caller,
    Level,
    Matrix,
    Way,
    complaint_standard,
)
from regulars.web.words import later, say

NAMED = {
    "content": (message("Content, English"), message("Content, Chinese")),
    "channel": (message("Channel, English"), message("Channel, Chinese")),
    "image": (message("Image, English"), message("Image, Chinese")),
}
_NUMBER = {"inputmode": "numeric", "size": 6}


def _whole(label: Any, hint: Any, low: int, high: int, example: int) -> forms.IntegerField:
    fault = later(
        message("Enter a whole number from {low} to {high}, such as {example}.", low=low, high=high, example=example)
    )
    return forms.IntegerField(
        label=label, help_text=hint, min_value=low, max_value=high, required=False,
        widget=forms.TextInput(attrs=_NUMBER),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), fault),
    )  # fmt: skip


class LevelsForm(forms.Form):
    """One part for each level. What may not be promised is said at the field that asks for it."""

    since = DayField(label=later(message("In force from")))
    seen = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for tier in LEVELS:
            self._words(tier)
            self._promises(tier)

    def _words(self, tier: str) -> None:
        for name, labels in NAMED.items():
            for tag, label in zip(("en", "zh"), labels, strict=True):
                area = forms.Textarea(attrs={"rows": 2})
                self.fields[f"{tier}-{name}_{tag}"] = forms.CharField(
                    label=later(label), required=False, max_length=600, widget=area
                )

    def _promises(self, tier: str) -> None:
        self.fields[f"{tier}-ways"] = forms.MultipleChoiceField(
            label=later(message("Ways of contact")),
            required=False,
            choices=[(one.value, later(one.said)) for one in Way],
            widget=forms.CheckboxSelectMultiple,
        )
        self.fields[f"{tier}-caller"] = forms.ChoiceField(
            label=later(message("Who calls")), choices=[(one.value, later(one.said)) for one in Caller]
        )
        self.fields[f"{tier}-contacts"] = _whole(
            later(message("Care contacts a year")), later(message("0: no active follow-up.")), 0, CONTACTS, 4
        )
        self.fields[f"{tier}-answer"] = _whole(
            later(message("First answer to what is no complaint, business hours")),
            later(message("Empty: as the workflow of the case has it.")), 1, HOURS, 8,
        )  # fmt: skip
        self.fields[f"{tier}-complaints"] = _whole(
            later(message("First answer to a complaint, business hours")),
            later(
                message(
                    "The same for every tier, {hours} at most. Empty: as the workflow has it.",
                    hours=int(complaint_standard()),
                )
            ),
            1, HOURS, 24,
        )  # fmt: skip

    @property
    def parts(self) -> Iterator[tuple[str, Any, list[forms.BoundField], list[forms.BoundField]]]:
        """Level by level: its key, its name, the fields of words, the fields of promises."""
        for tier, name in LEVELS.items():
            mine = [self[field] for field in self.fields if field.startswith(f"{tier}-")]
            yield tier, name, mine[: 2 * len(WORDS)], mine[2 * len(WORDS) :]

    @staticmethod
    def initial_of(matrix: Matrix, since: Any, seen: str) -> dict[str, Any]:
        """What stands in it at first."""
        found: dict[str, Any] = {"since": since or timezone.localdate(), "seen": seen}
        for tier, level in matrix.items():
            for name in WORDS:
                words = initial_words(getattr(level, name), name)
                found |= {f"{tier}-{key}": value for key, value in words.items()}
            found |= {
                f"{tier}-ways": [one.value for one in level.ways],
                f"{tier}-caller": level.caller.value,
                f"{tier}-contacts": level.contacts,
                f"{tier}-answer": level.answer,
                f"{tier}-complaints": level.complaints,
            }
        return found

    def clean(self) -> dict[str, Any]:
        """Each cell in one language at least."""
        data: dict[str, Any] = super().clean() or {}
        for tier in LEVELS:
            for name in WORDS:
                if not self._text(data, tier, name).words and f"{tier}-{name}_en" not in self.errors:
                    self.add_error(f"{tier}-{name}_en", say(message("Say it in one language at least.")))
        return data

    @staticmethod
    def _text(data: dict[str, Any], tier: str, name: str) -> Text:
        mine = {key.removeprefix(f"{tier}-"): value for key, value in data.items() if key.startswith(f"{tier}-")}
        return words_of(mine, name)

    def matrix(self) -> Matrix:
        """As it was written."""
        data = self.cleaned_data
        return {
            tier: Level(
                **{name: self._text(data, tier, name) for name in WORDS},
                ways=tuple(one for one in Way if one in data[f"{tier}-ways"]),
                caller=Caller(data[f"{tier}-caller"]),
                contacts=data[f"{tier}-contacts"] or 0,
                answer=data[f"{tier}-answer"],
                complaints=data[f"{tier}-complaints"],
            )
            for tier in LEVELS
        }

    def refuse(self, error: LevelsError) -> None:
        """Say it at the field it is about."""
        name = f"{error.tier}-{error.field}"
        self.add_error(name if name in self.fields else None, say(error.message))
