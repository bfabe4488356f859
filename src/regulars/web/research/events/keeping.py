"""Writing down what was decided about many events: what is the same for many in one statement.

The ORM's own ``bulk_update`` builds a case for each row and field, and took most of the time of a round.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from django.db import connection

from regulars.web.research.events.models import Happening, State

_DUE = "update events_happening set due_at = %s where id = %s"
_ASKED = "update events_happening set asked_id = %s where id = %s"


def keep(rows: Sequence[Happening]) -> None:
    """State, trigger, times and who is asked. Inside a transaction."""
    moment = connection.ops.adapt_datetimefield_value
    waiting = [(moment(one.due_at), one.pk) for one in rows if one.state == State.WAITING]
    asked = [(one.asked_id, one.pk) for one in rows if one.asked_id is not None]
    with connection.cursor() as cursor:
        # Before the state: whatever waits has a time.
        for statement, values in ((_DUE, waiting), (_ASKED, asked)):
            if values:
                cursor.executemany(statement, values)
    for _, group in groupby(sorted(rows, key=_outcome), key=_outcome):
        some = list(group)
        first = some[0]
        Happening.objects.filter(pk__in=[one.pk for one in some]).update(
            state=first.state, trigger=first.trigger_id, decided_at=first.decided_at
        )


def _outcome(one: Happening) -> tuple[str, int]:
    return str(one.state), one.trigger_id or 0
