"""What the columns of a file of customers are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from regulars.language import RegularsError, message
from regulars.web.imports.actions import READING
from regulars.web.imports.forms.columns import ListField, column_field
from regulars.web.people.importing.mapping import COLUMNS, CustomerMapping
from regulars.web.words import later, say

LABELS = {
    "number": message("Customer number"),
    "name": message("Name"),
    "kind": message("Person or organisation"),
    "email": message("E-mail"),
    "phone": message("Telephone"),
    "language": message("Language"),
    "unit": message("Belongs to the unit"),
    "organisation": message("Works for (number of the organisation)"),
    "role": message("As what"),
}
HINTS = {
    "number": message("How your other systems name the customer; the purchases use the same."),
    "unit": message("Its code or its name."),
}
MAIN = ("number", "name", "email", "phone", "language")


class CustomersForm(forms.Form):
    """One choice for each thing that is known of a customer."""

    missing = ListField(
        label=later(message("Codes that mean “nothing known”")),
        required=False,
        help_text=later(message("With commas between them, such as NULL, -.")),
    )

    def __init__(self, *args: Any, columns: Sequence[str], base: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, initial=base, **kwargs)
        own = {
            name: column_field(LABELS[name], columns, required=name == "number", hint=HINTS.get(name))
            for name in COLUMNS
        }
        self.fields = {**own, **self.fields}
        self._base = base
        self.mapping: dict[str, Any] = {}

    @property
    def main(self) -> list[Any]:
        """What nearly every file has."""
        return [self[name] for name in MAIN]

    @property
    def more(self) -> list[Any]:
        """The other columns."""
        return [self[name] for name in LABELS if name not in MAIN]

    @property
    def written(self) -> list[Any]:
        """How values are written."""
        return [self["missing"]]

    def clean(self) -> dict[str, Any]:
        """As a mapping."""
        data = super().clean()
        if self.errors:
            return data
        kept = {name: value for name, value in self._base.items() if name in READING}
        found = {name: data[name] for name in (*COLUMNS, "missing") if data.get(name)}
        try:
            self.mapping = CustomerMapping.from_dict({**found, **kept}).to_dict()
        except RegularsError as error:
            raise forms.ValidationError(say(error.message)) from error
        return data
