"""What the columns of a file of answers are: first who answered and when, then one row for each item."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from regulars.facts import Facts
from regulars.language import Message, RegularsError, Text, message
from regulars.survey import ResponseMapping
from regulars.survey.definition import Role, SampleKind
from regulars.web.days import DayField
from regulars.web.imports.forms.columns import ListField, ZoneField, column_field
from regulars.web.words import later, say

PLACES = {
    "response": message("Number of the response"),
    "customer": message("Customer"),
    "at": message("Date or time"),
    "unit": message("Unit (shop, hotel)"),
    "wave": message("Wave"),
    "weight": message("Weight"),
    "language": message("Language"),
    "channel": message("Channel"),
}
KINDS = {
    "": message("left out"),
    "rating": message("rating"),
    "nps": message("would recommend, 0 to 10"),
    "number": message("number"),
    "choice": message("choice"),
    "text": message("words"),
}
ROLES = {
    Role.OTHER: message("none in particular"),
    Role.OVERALL: message("satisfaction overall"),
    Role.ATTRIBUTE: message("attribute"),
    Role.RECOMMEND: message("would recommend"),
    Role.REPURCHASE: message("would come again"),
    Role.EFFORT: message("effort"),
    Role.PROBLEM: message("number of problems"),
}
SAMPLES = {
    SampleKind.OPT_IN: message("whoever wanted to (opt-in)"),
    SampleKind.PROBABILITY: message("a probability sample"),
    SampleKind.CENSUS: message("everybody (census)"),
}
PRIVACY = {
    "identified": message("identified: people are shown to those who may see them"),
    "confidential": message("confidential: only groups are shown"),
    "anonymous": message("anonymous: nobody is known"),
}


def _choices(words: dict[Any, Message]) -> list[tuple[str, Any]]:
    return [(str(getattr(key, "value", key)), later(one)) for key, one in words.items()]


class ResponseForm(forms.Form):
    """The survey, the columns that place a response."""

    survey = forms.SlugField(
        label=later(message("Short name of the survey")),
        max_length=60,
        allow_unicode=True,
        help_text=later(message("Such as guests-2026. An existing name adds to that survey.")),
        error_messages={"invalid": later(message("Use letters, digits and hyphens, such as guests-2026."))},
    )
    title_en = forms.CharField(label=later(message("Title in English")), required=False, max_length=120)
    title_zh = forms.CharField(label=later(message("Title in Chinese")), required=False, max_length=120)
    sample = forms.ChoiceField(label=later(message("Who was asked")), choices=_choices(SAMPLES))
    privacy = forms.ChoiceField(label=later(message("Privacy")), choices=_choices(PRIVACY))
    source = forms.CharField(label=later(message("Name of the source")), max_length=60, required=False)
    day = DayField(
        label=later(message("Day of all answers")),
        required=False,
        help_text=later(message("Only where the file has no column of dates.")),
    )
    zone = ZoneField(label=later(message("Zone of the times")), required=False)
    date_format = forms.CharField(label=later(message("How dates are written")), required=False, max_length=60)
    missing = ListField(label=later(message("Codes that mean “no answer”")), required=False)

    def __init__(
        self, *args: Any, columns: Sequence[str], base: dict[str, Any], facts: Facts | None = None, **kwargs: Any
    ) -> None:
        self._columns, self._base, self._facts = list(columns), base, facts
        super().__init__(*args, initial=self._initial(), **kwargs)
        self.fields = {**{name: column_field(label, columns) for name, label in PLACES.items()}, **self.fields}
        self._add_items()
        self.mapping: dict[str, Any] = {}

    @property
    def places(self) -> list[Any]:
        """The columns that place a response."""
        return [self[name] for name in PLACES]

    @property
    def about(self) -> list[Any]:
        """The survey itself."""
        return [self[name] for name in ("survey", "title_en", "title_zh", "sample", "privacy")]

    @property
    def written(self) -> list[Any]:
        """How values are written."""
        return [self[name] for name in ("source", "day", "zone", "date_format", "missing")]

    @property
    def items(self) -> list[dict[str, Any]]:
        """One row for each column."""
        names = ("kind", "low", "high", "role", "label_en", "label_zh")
        return [
            {"column": column, "answers": self._answers(column), "fields": [self[f"{name}_{i}"] for name in names]}
            for i, column in enumerate(self._columns)
        ]

    def _initial(self) -> dict[str, Any]:
        head = self._base.get("survey") or {}
        title = Text.of(head.get("title") or {}).words if isinstance(head.get("title"), dict | str) else {}
        found = {
            **{name: self._base.get(name, "") for name in (*PLACES, "source", "day", "zone", "date_format")},
            "missing": self._base.get("missing") or [],
            "survey": head.get("name", ""),
            "title_en": title.get("en", title.get("und", "")),
            "title_zh": title.get("zh", ""),
            "sample": head.get("sample", "opt-in"),
            "privacy": head.get("privacy", "identified"),
        }
        keys = self._keys()
        for i, column in enumerate(self._columns):
            spec = (self._base.get("items") or {}).get(keys.get(column))
            if spec is None:
                continue
            own = self._scale(spec, spec.get("kind", "rating"))
            label = Text.of(spec.get("label") or {}).words
            found |= {
                f"kind_{i}": spec.get("kind", "rating"),
                f"low_{i}": own.get("low", ""),
                f"high_{i}": own.get("high", ""),
                f"role_{i}": spec.get("role", "recommend" if spec.get("kind") == "nps" else "other"),
                f"label_en_{i}": label.get("en", label.get("und", "")),
                f"label_zh_{i}": label.get("zh", ""),
            }
        return found

    def _scale(self, spec: dict[str, Any], kind: str) -> dict[str, Any]:
        """The scale of an item: its own; ratings alone may leave it to the one of the whole mapping."""
        return spec.get("scale") or (self._base.get("scale") if kind == "rating" else None) or {}

    def _answers(self, column: str) -> str:
        """What the codes of a column mean, as far as the file or the mapping says."""
        spec = (self._base.get("items") or {}).get(self._keys().get(column)) or {}
        meant = {**(spec.get("labels") or {}), **(spec.get("options") or {})}
        return " · ".join(
            f"{code} {say(Text.of(text))}" for code, text in meant.items() if isinstance(text, dict | str)
        )

    def _keys(self) -> dict[str, str]:
        """Column -> key of its item, as the mapping to begin with has it."""
        items = self._base.get("items") or {}
        return {str((spec or {}).get("column", key)): key for key, spec in items.items()}

    def _add_items(self) -> None:
        for i, column in enumerate(self._columns):
            about = {"column": column}
            self.fields |= {
                f"kind_{i}": forms.ChoiceField(
                    label=later(message("{column}: kind", **about)), choices=_choices(KINDS), required=False
                ),
                f"low_{i}": forms.IntegerField(label=later(message("{column}: lowest", **about)), required=False),
                f"high_{i}": forms.IntegerField(label=later(message("{column}: highest", **about)), required=False),
                f"role_{i}": forms.ChoiceField(
                    label=later(message("{column}: part in the results", **about)),
                    choices=_choices(ROLES),
                    required=False,
                ),
                f"label_en_{i}": forms.CharField(
                    label=later(message("{column}: label in English", **about)), required=False, max_length=200
                ),
                f"label_zh_{i}": forms.CharField(
                    label=later(message("{column}: label in Chinese", **about)), required=False, max_length=200
                ),
            }

    def clean(self) -> dict[str, Any]:
        """As a mapping; what contradicts itself is said in the engine's words."""
        data = super().clean()
        if self.errors:
            return data
        try:
            self.mapping = self._mapping(data)
            ResponseMapping.from_dict(self.mapping)
        except RegularsError as error:
            raise forms.ValidationError(say(error.message)) from error
        return data

    def _mapping(self, data: dict[str, Any]) -> dict[str, Any]:
        title = {tag: data[f"title_{tag}"] for tag in ("en", "zh") if data[f"title_{tag}"]}
        head = {**(self._base.get("survey") or {}), "name": data["survey"], "title": title or data["survey"]}
        found: dict[str, Any] = {
            **{name: value for name, value in self._base.items() if name not in (*PLACES, "guessed")},
            "survey": {**head, "sample": data["sample"], "privacy": data["privacy"]},
            "items": self._items(data),
            "missing": data["missing"],
            **{name: data[name] for name in PLACES if data[name]},
        }
        for name in ("source", "day", "zone", "date_format"):
            found.pop(name, None)
            if data[name]:
                found[name] = str(data[name])
        return found

    def _items(self, data: dict[str, Any]) -> dict[str, Any]:
        keys, before = self._keys(), self._base.get("items") or {}
        found = {}
        for i, column in enumerate(self._columns):
            kind = data[f"kind_{i}"]
            if not kind:
                continue
            key = keys.get(column, column)
            spec = {**(before.get(key) or {}), "kind": kind, "role": data[f"role_{i}"] or "other", "column": column}
            label = {tag: data[f"label_{tag}_{i}"] for tag in ("en", "zh") if data[f"label_{tag}_{i}"]}
            spec["label"] = label or key
            low, high = data[f"low_{i}"], data[f"high_{i}"]
            if low is not None and high is not None:
                spec["scale"] = {**self._scale(spec, kind), "low": low, "high": high}
            elif kind != "rating":
                spec.pop("scale", None)
            found[key] = spec
        return found
