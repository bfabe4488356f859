"""Days in forms and addresses."""

from __future__ import annotations

from datetime import date

import pytest
from django import forms
from django.utils import translation

from regulars.web.days import DayField, day_of


class Form(forms.Form):
    """One day."""

    day = DayField()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_day_stands_in_its_field_as_browsers_take_it(language: str) -> None:
    """In Chinese Django's own field writes 2026/11/02, which a browser shows as empty and sends back so."""
    with translation.override(language):
        shown = str(Form(initial={"day": date(2026, 11, 2)})["day"])

    assert 'value="2026-11-02"' in shown


def test_what_is_no_day_is_none() -> None:
    assert [day_of(text) for text in ("2026-11-02", "2026-11-31", "soon", "")] == [date(2026, 11, 2), None, None, None]
