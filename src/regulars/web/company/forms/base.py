"""What the forms of the settings share."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from regulars.language import Message
from regulars.web.company.models import Company


class PartForm(forms.Form):
    """One part of the settings."""

    title: ClassVar[Message]
    names: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def of(cls, company: Company, data: Any = None, files: Any = None) -> PartForm:
        """Filled in with what holds now."""
        return cls(data, files, initial=cls.initial_of(company))

    @classmethod
    def initial_of(cls, company: Company) -> dict[str, Any]:
        """What holds now."""
        return {name: getattr(company, name) for name in cls.names}

    def values(self) -> dict[str, Any]:
        """Fields of the company -> values."""
        return {name: self.cleaned_data[name] for name in self.names}
