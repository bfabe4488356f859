"""Sending a file through the pages, as a person does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

SALES = "customer,date,amount,shop\nC1,2026-01-02,10.50,lakeside\nC2,2026-01-03,20,harbour\n"


@dataclass
class Desk:
    """A desk with what one does on these pages."""

    client: Any
    commit: Callable[..., Any]

    def send(self, name: str, content: bytes | str, kind: str = "purchases", **more: Any) -> Any:
        """Send a file; the answer."""
        file = SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)
        with self.commit(execute=True):
            return self.client.post(reverse("imports:send"), {"file": file, "kind": kind, **more})

    def post(self, name: str, /, *arguments: str, **data: Any) -> Any:
        """Press a button."""
        with self.commit(execute=True):
            return self.client.post(reverse(name, args=arguments), data)

    def get(self, name: str, *arguments: str) -> Any:
        """Open a page."""
        return self.client.get(reverse(name, args=arguments))

    def upload(self) -> Any:
        """The latest file."""
        from regulars.web.imports.models import Upload

        return Upload.objects.first()

    def check(self, **corrections: Any) -> Any:
        """Send the mapping as it is shown, with corrections; the preview's answer."""
        page = self.get("imports:columns", self.upload().public_id)
        form = page.context["form"]
        shown = {name: form[name].value() for name in form.fields}
        data = {name: _typed(form, name, value) for name, value in {**shown, **corrections}.items()}
        answer = self.post(
            "imports:columns", self.upload().public_id, **{k: v for k, v in data.items() if v is not None}
        )
        if answer.status_code == 400:
            return answer
        return self.get("imports:detail", self.upload().public_id)

    def run(self, **data: Any) -> Any:
        """Import; the result's answer."""
        self.post("imports:run", self.upload().public_id, **data)
        return self.get("imports:detail", self.upload().public_id)


def _typed(form: Any, name: str, value: Any) -> Any:
    return form[name].field.prepare_value(value) if value is not None else None


@pytest.fixture
def desk(people: Any, client_of: Any, django_capture_on_commit_callbacks: Any) -> Desk:
    """The analyst's."""
    return Desk(client_of(people.analyst), django_capture_on_commit_callbacks)


@pytest.fixture
def left() -> Callable[[], list[Path]]:
    """The uploaded files that are on the disk."""

    def look() -> list[Path]:
        from django.conf import settings

        folder = settings.HOME / "uploads"
        return sorted(file for file in folder.rglob("*") if file.is_file()) if folder.exists() else []

    return look
