"""What the columns of a file of purchases are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from regulars.facts import PurchaseMapping
from regulars.facts.imports.mapping import COLUMNS
from regulars.language import RegularsError, message
from regulars.web.imports.actions import READING
from regulars.web.imports.forms.columns import ListField, ZoneField, column_field
from regulars.web.words import later, say

LABELS = {
    "customer": message("Customer"),
    "at": message("Date or time"),
    "amount": message("Amount"),
    "quantity": message("Quantity"),
    "unit_price": message("Price of one piece"),
    "purchase": message("Number of the purchase"),
    "line": message("Number of the line"),
    "currency_column": message("Currency, by row"),
    "unit": message("Unit (shop, hotel)"),
    "product": message("Product"),
    "category": message("Category"),
    "channel": message("Channel"),
    "promotion": message("Promotion"),
    "cost": message("Cost"),
}
HINTS = {
    "customer": message("Without it all sales count as anonymous."),
    "amount": message("Or map quantity and price of one piece below."),
    "purchase": message("An invoice, a booking, a receipt. Without it each row is a purchase of its own."),
}
MAIN = ("customer", "at", "amount", "purchase", "unit")


class PurchaseForm(forms.Form):
    """One choice for each column that the facts have; then how values are written."""

    source = forms.CharField(
        label=later(message("Name of the source")),
        max_length=60,
        help_text=later(message("Which till or system the numbers come from. Use the same name every time.")),
    )
    currency = forms.RegexField(
        "^[A-Za-z]{3}$",
        label=later(message("Currency of the whole file")),
        required=False,
        help_text=later(message("Three letters, such as CNY.")),
        error_messages={"invalid": later(message("Write three letters, such as CNY."))},
    )
    zone = ZoneField(
        label=later(message("Zone of the times")),
        required=False,
        help_text=later(message("Such as Asia/Shanghai. Empty: days stay as they are written.")),
    )
    date_format = ListField(
        label=later(message("How dates are written")),
        required=False,
        help_text=later(message("Only where they are misread: %d/%m/%Y for 31/12/2026, %m/%d/%Y for 12/31/2026.")),
    )
    decimal = forms.ChoiceField(
        label=later(message("Decimal mark")),
        required=False,
        choices=[("", later(message("Find it out"))), (".", "1,234.50"), (",", "1.234,50")],
    )
    missing = ListField(
        label=later(message("Codes that mean “nothing known”")),
        required=False,
        help_text=later(message("With commas between them, such as NULL, -.")),
    )
    walk_ins = ListField(
        label=later(message("Customer ids that stand for nobody")),
        required=False,
        help_text=later(message("Such as 0, 99999. Their sales count as anonymous.")),
    )
    baskets = forms.ChoiceField(
        label=later(message("A purchase that is in the facts already, with other lines")),
        required=False,
        choices=[
            ("ask", later(message("Set its rows aside and ask"))),
            ("whole", later(message("This file holds it whole: replace what is there"))),
            ("parts", later(message("This file holds further lines: add them"))),
        ],
    )

    def __init__(self, *args: Any, columns: Sequence[str], base: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, initial={"source": "default", **base}, **kwargs)
        own = {
            name: column_field(LABELS[name], columns, required=name == "at", hint=HINTS.get(name)) for name in LABELS
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
        return [self[name] for name in self.fields if name not in LABELS]

    def clean(self) -> dict[str, Any]:
        """As a mapping; what contradicts itself is said in the engine's words."""
        data = super().clean()
        if self.errors:
            return data
        kept = {name: value for name, value in self._base.items() if name in READING}
        found = {name: data[name] for name in (*COLUMNS, *self.base_fields) if data.get(name)}
        if "currency" in found:
            found["currency"] = found["currency"].upper()
        if found.get("amount"):
            found.pop("unit_price", None)
        try:
            self.mapping = PurchaseMapping.from_dict({**found, **kept}).to_dict() | kept
        except RegularsError as error:
            raise forms.ValidationError(say(error.message)) from error
        return data
