"""Whether a quota is reached: one answer for the guest's page, the page of the study and the fieldwork."""

from __future__ import annotations

from django.db import connection

# In plain SQL, for it is asked with every page of a guest; whoever is not among those who are meant is never complete.
_COUNTED = "SELECT 1 FROM research_response WHERE {} = %s AND complete AND NOT test LIMIT 1 OFFSET %s"


def reached(column: str, key: int, quota: int | None) -> bool:
    """Whether as many whole answers are there; counts no further than that. ``column``: ``study_id`` or ``cell_id``."""
    if quota is None:
        return False
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED.format(column), [key, quota - 1])
        return cursor.fetchone() is not None
