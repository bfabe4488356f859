"""Let rows of the guarded ledger follow customers who are put together."""

from __future__ import annotations

from django.db import migrations

from regulars.web.people import guard
from regulars.web.people.duplicates.guard import MOVABLE


def movable(apps, editor):
    """Instead of the stricter guard."""
    guard.take_down(editor.connection)
    MOVABLE.put_up(editor.connection)


def strict(apps, editor):
    """Back again."""
    MOVABLE.take_down(editor.connection)
    guard.put_up(editor.connection)


class Migration(migrations.Migration):
    dependencies = [("duplicates", "0001_initial"), ("people", "0002_guard")]
    operations = [migrations.RunPython(movable, strict)]
