"""What a field of a model says about a person, and how it is erased. Each app classifies its own in ``personal.py``."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from importlib import import_module

from django.db import models


class Personal(StrEnum):
    """The classes; the test of classification fails on a field that has none."""

    NONE = "none"  # about the company, or about how the row came here
    KEY = "key"  # points to a person; meaningless without the row it points to
    NAME = "name"  # says who somebody is: name, address, number, their own id
    FACT = "fact"  # what one person did, answered or is worth
    WORDS = "words"  # what somebody wrote; may name anybody
    SECRET = "secret"  # a password, a token, a key; never shown, never exported


@cache
def classified(model: type[models.Model]) -> Mapping[str, Personal]:
    """What the app of a model says about its fields, by their names; nothing for tables of libraries."""
    try:
        found = import_module(f"{model._meta.app_config.name}.personal").FIELDS
    except ModuleNotFoundError:
        return {}
    start = f"{model.__name__}."
    return {name.removeprefix(start): sort for name, sort in found.items() if name.startswith(start)}
