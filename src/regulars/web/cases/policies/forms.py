"""A policy as it is written."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from regulars.language import Text, message
from regulars.web.cases.policies.models import Policy, Version
from regulars.web.days import DayField
from regulars.web.words import later, say

_AREA = {"rows": 8}


class PolicyForm(forms.Form):
    """In one language or both; where one is missing the other is shown."""

    title_en = forms.CharField(required=False, max_length=120, label=later(message("Title, English")))
    title_zh = forms.CharField(required=False, max_length=120, label=later(message("Title, Chinese")))
    body_en = forms.CharField(
        required=False, max_length=20_000, label=later(message("Text, English")), widget=forms.Textarea(attrs=_AREA)
    )
    body_zh = forms.CharField(
        required=False, max_length=20_000, label=later(message("Text, Chinese")), widget=forms.Textarea(attrs=_AREA)
    )
    since = DayField(label=later(message("In force from")))

    def __init__(self, *args: Any, policy: Policy | None = None, version: Version | None = None, **kwargs: Any) -> None:
        title, body = (policy.title.words if policy else {}), (version.body.words if version else {})
        initial = {f"title_{tag}": title.get(tag, "") for tag in ("en", "zh")}
        initial |= {f"body_{tag}": body.get(tag, "") for tag in ("en", "zh")}
        initial["since"] = version.since if version and not version.published else timezone.localdate()
        super().__init__(*args, initial=initial, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Each of the two in one language at least."""
        found: dict[str, Any] = super().clean() or {}
        for name, fault in (("title", message("Write a title.")), ("body", message("Write the text."))):
            words = {tag: found.get(f"{name}_{tag}", "").strip() for tag in ("en", "zh")}
            words = {tag: said for tag, said in words.items() if said}
            if words:
                found[name] = Text(words)
            else:
                self.add_error(f"{name}_en", say(fault))
        return found
