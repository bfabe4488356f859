"""Two questions that went through everybody: of whom nothing can be told, and whose first purchase was on a day.

PostgreSQL reads the first in the order of its list from an index of its own, see ``0003_order``.
"""

from __future__ import annotations

from django.db import migrations, models

ORDERED = (
    "CREATE INDEX people_untold_last ON people_customerscore (value DESC NULLS LAST, customer_id) WHERE alive IS NULL"
)


def put_up(apps: object, editor: object) -> None:
    """As the list has it."""
    if editor.connection.vendor == "postgresql":
        editor.execute(ORDERED)


def take_down(apps: object, editor: object) -> None:
    """Remove it."""
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP INDEX people_untold_last")


class Migration(migrations.Migration):
    """Reversible: the indexes go."""

    dependencies = [("people", "0003_order")]

    operations = [
        migrations.AddIndex(
            model_name="customerscore",
            index=models.Index(
                condition=models.Q(("alive__isnull", True)), fields=["-value", "customer"], name="people_untold"
            ),
        ),
        migrations.AddIndex(
            model_name="customerscore",
            index=models.Index(
                condition=models.Q(("first_day__isnull", False)), fields=["first_day"], name="people_came_first_on"
            ),
        ),
        migrations.RunPython(put_up, take_down),
    ]
