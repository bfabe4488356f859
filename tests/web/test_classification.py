"""Every field of every model says what it tells about a person."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps

OWN = [app for app in apps.get_app_configs() if app.name.startswith("regulars.") and list(app.get_models())]


@pytest.mark.parametrize("app", OWN, ids=lambda app: app.label)
def test_every_field_is_classified(app) -> None:
    """The app's ``personal.py`` names each field that is stored, and no other."""
    stored = {
        f"{model.__name__}.{field.name}"
        for model in app.get_models()
        for field in (*model._meta.local_fields, *model._meta.local_many_to_many)
    }

    classified = set(import_module(f"{app.name}.personal").FIELDS)

    assert stored == classified
