"""The index over the pieces, in the words of each database."""

from __future__ import annotations

from django.db import migrations

from regulars.web.cases.desk import table


class Migration(migrations.Migration):
    """Reversible: the index goes."""

    dependencies = [("desk", "0001_initial"), ("cases", "0002_guard")]

    operations = [
        migrations.RunPython(
            lambda apps, editor: table.put_up(editor.connection), lambda apps, editor: table.take_down(editor.connection)
        )
    ]
