"""What was done in a case can only grow, whoever writes to the database. Reversible: the triggers go."""

from __future__ import annotations

from django.db import migrations

from regulars.web.cases import guard


class Migration(migrations.Migration):
    """Triggers, in the words of each database."""

    dependencies = [("cases", "0001_initial")]

    operations = [
        migrations.RunPython(
            lambda apps, editor: guard.put_up(editor.connection), lambda apps, editor: guard.take_down(editor.connection)
        )
    ]
