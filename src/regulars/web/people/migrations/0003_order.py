"""PostgreSQL reads a descending index with the empty values first; the list shows them last, from the same order.

SQLite reads its index both ways. The indexes of the first migration stay: they serve the ascending orders.
"""

from __future__ import annotations

from django.db import migrations

COLUMNS = {"value": "customer_id", "net": "customer_id", "last_day": "customer_id", "rating_index": "customer_id DESC"}


def put_up(apps: object, editor: object) -> None:
    """One for each head of the list."""
    if editor.connection.vendor == "postgresql":
        for name, ties in COLUMNS.items():
            editor.execute(
                f"CREATE INDEX people_last_without_{name} ON people_customerscore ({name} DESC NULLS LAST, {ties})"
            )


def take_down(apps: object, editor: object) -> None:
    """Remove them."""
    if editor.connection.vendor == "postgresql":
        for name in COLUMNS:
            editor.execute(f"DROP INDEX people_last_without_{name}")


class Migration(migrations.Migration):
    """Reversible: the indexes go."""

    dependencies = [("people", "0002_guard")]

    operations = [migrations.RunPython(put_up, take_down)]
