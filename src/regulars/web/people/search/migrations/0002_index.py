"""The index over the pieces, in the words of each database."""

from __future__ import annotations

from django.db import migrations

from regulars.web.people.search import table


class Migration(migrations.Migration):
    """Reversible: the index goes."""

    dependencies = [("search", "0001_initial")]

    operations = [
        migrations.RunPython(
            lambda apps, editor: table.put_up(editor.connection), lambda apps, editor: table.take_down(editor.connection)
        )
    ]
