"""A field that is not filled in as it needs says how to, in both languages."""

from __future__ import annotations

import pytest
from django import forms
from django.utils import translation

FIELDS = {
    "": (forms.CharField, {}, "Enter something here.", "请填写此项。"),
    "x": (forms.IntegerField, {}, "Enter a whole number, such as 3.", "请输入整数，例如3。"),
    "2": (forms.IntegerField, {"min_value": 3}, "Enter 3 or more.", "请输入不小于3的数。"),
    "4": (forms.IntegerField, {"max_value": 3}, "Enter at most 3.", "请输入不大于3的数。"),
    "long": (forms.CharField, {"max_length": 3}, "Write at most 3 characters; these are 4.", "最多3个字符，现有4个。"),
    "me": (forms.EmailField, {}, "Enter an address such as name@example.com.", "请输入邮箱，例如name@example.com。"),
    "b": (forms.ChoiceField, {"choices": [("a", "A")]}, "Choose from the list.", "请从列表中选择。"),
    "soon": (forms.DateField, {}, "Enter a day such as 2026-11-22.", "请输入日期，例如2026-11-22。"),
    "1.234": (
        forms.DecimalField, {"max_digits": 5, "decimal_places": 2},
        "Write at most 2 digits after the decimal mark.", "小数点后最多2位。",
    ),
}  # fmt: skip


@pytest.mark.parametrize("value", FIELDS)
def test_a_field_says_what_to_enter(value: str) -> None:
    """Never that something is not valid."""
    kind, options, english, chinese = FIELDS[value]
    for language, words in (("en", english), ("zh-hans", chinese)):
        with translation.override(language), pytest.raises(forms.ValidationError) as refused:
            kind(**options).clean(value)
        with translation.override(language):
            assert refused.value.messages == [words]
