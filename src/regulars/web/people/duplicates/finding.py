"""Who is perhaps the same, over everybody: first those who share something, then how probable it is.

Comparing all with all would be half a billion pairs in a list of thirty thousand. So only those are compared who have
an e-mail address, its part before the @, a telephone number, a number elsewhere, or the sound of the name in common.
What more than a few share (the number of a switchboard, a very common name) says nothing and is passed over. Columns
and pairs lie on the disk, so that a million customers need little more memory than a thousand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import duckdb
import pyarrow as pa
from django.db import transaction
from django.utils import timezone

from regulars.facts import Facts
from regulars.facts.database import connection
from regulars.facts.disk import room_needed
from regulars.language import message
from regulars.web.ids import new_ids
from regulars.web.jobs.registry import Progress
from regulars.web.messages.addresses import home_country
from regulars.web.people.details.models import Identifier
from regulars.web.people.duplicates.models import Opinion, Pair
from regulars.web.people.duplicates.names import key_of
from regulars.web.people.duplicates.scoring import LISTED, Among, Known, score
from regulars.web.people.identifiers import Handle, mail, telephone
from regulars.web.people.models import Customer

ROWS = 20_000
MOST = 12  # who share something: more of them say nothing
SHORT = 6  # letters of a mailbox below which it is a common one
_SCHEMA = pa.schema(
    [
        ("pk", pa.int64()), ("kind", pa.string()), ("name", pa.string()), ("key", pa.string()), ("unit", pa.int64()),
        ("mails", pa.list_(pa.string())), ("phones", pa.list_(pa.string())), ("handles", pa.list_(pa.string())),
    ]
)  # fmt: skip
_SHARED = """
    create table shared as
    select pk, kind || ' m ' || m as what from (select pk, kind, unnest(mails) as m from people)
    union all
    select pk, kind || ' b ' || split_part(m, '@', 1) from (select pk, kind, unnest(mails) as m from people)
        where length(split_part(m, '@', 1)) >= $short
    union all select pk, kind || ' p ' || p from (select pk, kind, unnest(phones) as p from people)
    union all select pk, kind || ' h ' || h from (select pk, kind, unnest(handles) as h from people)
    union all select pk, kind || ' n ' || key from people where key <> ''
"""
_PAIRS = """
    create table pairs as select distinct a.pk as first, b.pk as second from shared a join shared b using (what)
    where a.pk < b.pk and what in (select what from shared group by what having count(distinct pk) between 2 and $most)
"""
_BOTH = """
    select p.first, p.second, {columns} from pairs p join named a on a.pk = p.first join named b on b.pk = p.second
    order by 1, 2
"""
_COMPARED = ("name", "mails", "phones", "handles", "unit", "named")


def find(facts: Facts, progress: Progress) -> dict[str, Any]:
    """Look at everybody; what was decided stays. Says how many pairs there are, and how many are new."""
    progress(message("Reading customers"))
    with facts.workspace() as folder, room_needed(facts.home), connection(folder) as db:
        db.execute(f"attach '{folder / 'people.db'}' as work; use work")  # on the disk, not in memory
        records = _read(db, progress)
        progress(message("Looking who shares something"))
        db.execute(_SHARED, {"short": SHORT})
        db.execute(_PAIRS, {"most": MOST})
        db.execute(
            "create table named as select p.*, coalesce(k.named, 1) as named from people p "
            "left join (select key, count(*) as named from people where key <> '' group by key) k using (key)"
        )
        among = Among(records, _same_unit(db))
        return _store(_scored(db, among, progress), progress)


def _read(db: duckdb.DuckDBPyConnection, progress: Progress) -> int:
    db.execute(
        "create table people (pk bigint, kind varchar, name varchar, key varchar, unit bigint, mails varchar[], "
        "phones varchar[], handles varchar[])"
    )
    country, total, done = home_country(), Customer.objects.count(), 0
    rows = Customer.objects.order_by("pk").values_list("pk", "kind", "name", "email", "phone", "unit_id")
    for some in _parts(rows.iterator(ROWS), ROWS):
        further = further_of(some[0][0], some[-1][0])
        batch = pa.Table.from_pylist(
            [compared_by(row, further.get(row[0], []), country) for row in some], schema=_SCHEMA
        )
        db.register("batch", batch)
        db.execute("insert into people select * from batch")
        done += len(some)
        progress(message("Reading customers"), done, total)
    return done


def further_of(first: int, last: int) -> dict[int, list[tuple[str, str]]]:
    """Further addresses of customers between two keys."""
    found: dict[int, list[tuple[str, str]]] = {}
    rows = Identifier.objects.filter(customer__gte=first, customer__lte=last).exclude(canonical="").order_by()
    for customer, kind, canonical in rows.values_list("customer_id", "kind", "canonical"):
        found.setdefault(customer, []).append((kind, canonical))
    return found


def compared_by(row: tuple[Any, ...], further: list[tuple[str, str]], country: str) -> dict[str, Any]:
    pk, kind, name, email, phone, unit = row
    mails = {mail(email) if email else "", *(value for sort, value in further if sort == Handle.EMAIL)} - {""}
    phones = {telephone(phone, country) if phone else "", *(value for sort, value in further if sort == Handle.PHONE)}
    handles = {f"{sort}:{value}" for sort, value in further if sort not in (Handle.EMAIL, Handle.PHONE)}
    return {
        "pk": pk, "kind": kind, "name": name, "key": key_of(name) if name else "", "unit": unit,
        "mails": sorted(mails), "phones": sorted(phones - {""}), "handles": sorted(handles),
    }  # fmt: skip


def _same_unit(db: duckdb.DuckDBPyConnection) -> float:
    """The chance that two customers belong to the same unit."""
    units = "select count(*)::double as n from people where unit is not null group by unit"
    found = db.execute(f"select sum(n * n) / sum(n) ** 2 from ({units})").fetchall()[0][0]  # noqa: S608 - ours
    return 0.1 if found is None else float(found)


def _scored(db: duckdb.DuckDBPyConnection, among: Among, progress: Progress) -> Iterator[dict[str, Any]]:
    total, done = db.execute("select count(*) from pairs").fetchall()[0][0], 0
    columns = ", ".join(f"{side}.{name}" for side in "ab" for name in _COMPARED)
    rows = db.cursor().execute("use work").execute(_BOTH.format(columns=columns))
    width = len(_COMPARED)
    while some := rows.fetchmany(ROWS):
        for first, second, *both in some:
            found = score(Known(*both[:width]), Known(*both[width:]), among)
            if found.chance >= LISTED:
                yield {
                    "pair": (first, second),
                    "chance": round(found.chance, 6),
                    "certain": found.certain,
                    "reasons": [[reason.value, weight] for reason, weight in found.weights.items()],
                }
        done += len(some)
        progress(message("Comparing customers"), done, total)


def _store(found: Iterable[dict[str, Any]], progress: Progress) -> dict[str, Any]:
    """New pairs in, those that stand up to date, open ones that are none any more away."""
    known = {
        (first, second): (pk, opinion, chance)
        for pk, first, second, opinion, chance in Pair.objects.values_list(
            "pk", "first_id", "second_id", "opinion", "chance"
        ).order_by()
    }
    seen, new, now = set(), 0, timezone.now()
    for some in _parts(found, 1000):
        seen |= {one["pair"] for one in some}
        fresh = [one for one in some if one["pair"] not in known]
        with transaction.atomic():
            new += _added(fresh, now)
            for one in some:
                pk, opinion, chance = known.get(one["pair"], (None, "", 0))
                if pk is not None and opinion == Opinion.OPEN and chance != one["chance"]:
                    Pair.objects.filter(pk=pk).update(
                        chance=one["chance"], certain=one["certain"], reasons=one["reasons"]
                    )
    gone = [pk for pair, (pk, opinion, _) in known.items() if opinion == Opinion.OPEN and pair not in seen]
    for some in _parts(gone, 500):
        Pair.objects.filter(pk__in=some, opinion=Opinion.OPEN).delete()
    progress(message("Comparing customers"), 1, 1)
    return {"pairs": Pair.objects.filter(opinion=Opinion.OPEN).count(), "new": new}


def _added(fresh: list[dict[str, Any]], now: Any) -> int:
    """Somebody may have been erased or put together while the finder was looking."""
    keys = {key for one in fresh for key in one["pair"]}
    there = set(Customer.objects.filter(pk__in=keys).values_list("pk", flat=True))
    rows = [
        Pair(
            public_id=public_id, first_id=one["pair"][0], second_id=one["pair"][1], chance=one["chance"],
            certain=one["certain"], reasons=one["reasons"], found=now,
        )
        for one, public_id in zip(fresh, new_ids(len(fresh)), strict=True)
        if set(one["pair"]) <= there
    ]  # fmt: skip
    Pair.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _parts(things: Iterable[Any], size: int) -> Iterator[list[Any]]:
    left = iter(things)
    while some := list(islice(left, size)):
        yield some
