"""The migrations say what the models say."""

from __future__ import annotations

import pytest
from django.core.management import call_command


@pytest.mark.django_db
def test_no_change_waits_for_a_migration() -> None:
    """``makemigrations`` has nothing to add."""
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
