"""Anonymous invitations: used once, and nothing that is stored says by which response.

A response and the mark that its invitation was used must be one transaction, and a database remembers transactions:
in the order of its rows, in PostgreSQL's ``xmin``. So the mark is one row for each study that is written anew each
time, sorted; and with the people it is written for many at once, never for fewer than a group, and never for all.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from random import SystemRandom

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from regulars.insights.satisfaction.specify import SMALLEST_GROUP
from regulars.web.messages.models import Outgoing
from regulars.web.messages.models import State as Sent
from regulars.web.prepared import Prepared
from regulars.web.research.fieldwork import grouping
from regulars.web.research.fieldwork.grouping import Group
from regulars.web.research.fieldwork.models import Asked, Spent, State
from regulars.web.research.models import Response

ROWS = 500  # names in one statement
AT_ONCE = 1000  # as many are company enough, however many there are
FORGET = timedelta(days=31)  # a form that was opened before the closing is taken for thirty
REMINDERS = range(1, 10)
_LOT = SystemRandom()
# Written out: these stand on the way of each answer, and Django takes longer over them than the database.
_TABLE = Spent._meta.db_table
_HELD = {
    "sqlite": f"SELECT hashes FROM {_TABLE} WHERE study_id = %s",  # noqa: S608
    "postgresql": f"SELECT hashes FROM {_TABLE} WHERE study_id = %s FOR UPDATE",  # noqa: S608
}
_WRITTEN = Prepared(Asked.objects.filter(state=State.ANSWERED).order_by().values_list("pk"), by="token_hash")
_KEEP = f"UPDATE {_TABLE} SET hashes = %s WHERE study_id = %s"  # noqa: S608
_IS_SPENT = {
    "sqlite": f"SELECT 1 FROM {_TABLE} WHERE study_id = %s AND instr(hashes, %s) > 0",  # noqa: S608
    "postgresql": f"SELECT 1 FROM {_TABLE} WHERE study_id = %s AND hashes @> to_jsonb(%s::text)",  # noqa: S608
}


def spend(study: int, token_hash: str) -> bool:
    """Within the transaction of the response; False: it was used before."""
    with connection.cursor() as cursor:
        cursor.execute(_HELD[connection.vendor], [study])
        found = cursor.fetchone()
        if found is None:
            Spent.objects.get_or_create(pk=study)
            cursor.execute(_HELD[connection.vendor], [study])
            found = cursor.fetchone()
        hashes = json.loads(found[0]) if isinstance(found[0], str) else found[0]
        if token_hash in hashes or _written(token_hash):
            return False
        cursor.execute(_KEEP, [json.dumps(sorted((*hashes, token_hash))), study])
    return True


def is_spent(study: int, token_hash: str) -> bool:
    """Whether it was used, as far as that is not yet written with the people."""
    with connection.cursor() as cursor:
        cursor.execute(_IS_SPENT[connection.vendor], [study, token_hash])
        return cursor.fetchone() is not None


def spent(study: int) -> frozenset[str]:
    """Invitations that were used, and are not yet written with the people: these are not reminded either."""
    hashes = Spent.objects.filter(study_id=study).values_list("hashes", flat=True).first()
    return frozenset(hashes or ())


def no_reminders(public_ids: Iterable[str]) -> None:
    """Take back the reminders that wait for the morning, or for the mail server."""
    nonces = [f"remind:{one}:{number}" for one in public_ids for number in REMINDERS]
    for some in _by(nonces):
        waiting = Outgoing.objects.filter(nonce__in=some, state=Sent.WAITING)
        waiting.update(state=Sent.CANCELLED, ended=timezone.now())


def write_down(now: datetime | None = None) -> int:
    """With the people, whatever may be written; returns how many."""
    now = now or timezone.now()
    count = sum(_write(study, now) for study in list(Spent.objects.exclude(hashes=[]).values_list("pk", flat=True)))
    _empty_the_log()
    return count


@transaction.atomic
def _write(study: int, now: datetime) -> int:
    row = Spent.objects.select_for_update(of=("self",)).select_related("study").get(study_id=study)
    over = row.study.over(now)
    ready = _ready(study, row.hashes)
    before = Asked.objects.filter(study=study, test=False, state=State.ANSWERED)
    count = before.count() if ready else 0
    if not over:  # who stays is drawn by lot: of the latest answer it must not be known that it is of the latest person
        ready = set(_LOT.sample(sorted(ready), max(0, len(ready) - SMALLEST_GROUP)))
    # Many against those before: or each small batch would have its place among the responses.
    if ready and (over or len(ready) >= min(AT_ONCE, max(SMALLEST_GROUP, count // 8))):
        for some in _by(sorted(ready)):
            Asked.objects.filter(token_hash__in=some).update(state=State.ANSWERED)
        if connection.vendor == "postgresql" and (over or count <= 10 * AT_ONCE):
            before.update(state=State.ANSWERED)  # all of one transaction, so that none tells when it was written
        no_reminders(Asked.objects.filter(token_hash__in=ready).values_list("public_id", flat=True))
    else:
        ready = set()
    left = sorted(set(row.hashes) - ready)
    if left and over and _long_ago(study, now):
        row.forgotten, left = row.forgotten + len(left), []
    if left != row.hashes:
        row.hashes = left
        row.save(update_fields=["hashes", "forgotten"])
    return len(ready)


def _ready(study: int, hashes: Collection[str]) -> set[str]:
    """Those whose answers lie among at least a group's of others that look the same."""
    if not hashes:
        return set()
    there = grouping.groups(study)
    fields = ("token_hash", "cell", "link", "language")
    found = {
        one: there.get(Group(cell, link, language), Group())
        for some in _by(sorted(hashes))
        for one, cell, link, language in Asked.objects.filter(token_hash__in=some).values_list(*fields)
    }
    sizes = Counter(found.values())
    answered = Asked.objects.filter(study=study, test=False, state=State.ANSWERED).order_by()
    for cell, link, language in answered.values_list("cell", "link", "language"):
        sizes[there.get(Group(cell, link, language), Group())] += 1
    return {one for one, group in found.items() if sizes[group] >= SMALLEST_GROUP}


def _written(token_hash: str) -> bool:
    return _WRITTEN.row(token_hash) is not None


def _long_ago(study: int, now: datetime) -> bool:
    last = Response.objects.filter(study=study).aggregate(last=Max("day"))["last"]
    return last is None or last < (now - FORGET).date()


def _by(names: Iterable[str]) -> Iterator[list[str]]:
    rest = list(names)
    return (rest[start : start + ROWS] for start in range(0, len(rest), ROWS))


def _empty_the_log() -> None:
    """SQLite's log beside the database holds each answer with what was written in its transaction, until it is cut."""
    if connection.vendor != "sqlite" or not Spent.objects.exists():
        return
    log = Path(f"{connection.settings_dict['NAME']}-wal")
    if not log.exists() or not log.stat().st_size:
        return
    with connection.cursor() as cursor:
        patience = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute("PRAGMA busy_timeout = 200")  # it keeps writers out while it waits for readers
        try:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {int(patience)}")
