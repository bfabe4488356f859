"""Fields that several apps share."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.db import models

from regulars.language import Text


class TextField(models.JSONField):
    """Words in any number of languages: a ``Text`` in Python, ``{tag: words}`` in the database."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"default": dict, "blank": True, **options})

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Text | None:
        """The stored words as a ``Text``."""
        words = super().from_db_value(value, expression, connection)
        return None if words is None else Text(words)

    def to_python(self, value: Any) -> Any:
        """Plain words hold in every language."""
        return value if value is None or isinstance(value, Text) else Text.of(value)

    def get_prep_value(self, value: Any) -> Any:
        """What the database keeps."""
        if isinstance(value, Text):
            value = dict(value.words)
        return super().get_prep_value(dict(value) if isinstance(value, Mapping) else value)

    def value_to_string(self, obj: Any) -> Any:
        """For dumps."""
        return dict(Text.of(self.value_from_object(obj) or {}).words)


class OrderedJSONField(models.TextField):
    """Plain data whose keys keep their order, as the items of a mapping must: PostgreSQL's own JSON sorts them."""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """The data."""
        return None if value is None else json.loads(value)

    def to_python(self, value: Any) -> Any:
        """From a dump, or as it is."""
        return json.loads(value) if isinstance(value, str) else value

    def get_prep_value(self, value: Any) -> Any:
        """What the database keeps."""
        return None if value is None else json.dumps(value, ensure_ascii=False)

    def value_to_string(self, obj: Any) -> Any:
        """For dumps."""
        return self.get_prep_value(self.value_from_object(obj))
