"""Lists of events: a file is looked at before it is taken, and bad rows say what is wrong with them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from regulars.web.research.events.actions import take_purchases
from regulars.web.research.events.errors import EventFileError
from regulars.web.research.events.files import FileMapping, read_rows
from regulars.web.research.events.kinds import kinds
from regulars.web.research.events.models import Happening
from regulars.web.research.events.purchases import take_new
from regulars.web.research.events.reading import Reader
from regulars.web.research.events.taking import check

pytestmark = pytest.mark.django_db
LIST = (
    "单号,发生时间,客户,间夜数,Unit\n"
    "R-1,2026-11-20 10:00,C1,2,lakeside\n"
    "R-2,2026年11月20日 11:30,C2,drei,lakeside\n"
    "R-3,,C3,1,\n"
    "R-1,2026-11-20 10:00,C1,2,lakeside\n"
)


def test_a_list_is_shown_then_taken(people, client_of) -> None:
    """What was shown is what is taken."""
    client = client_of(people.analyst)
    sent = SimpleUploadedFile("stays.csv", LIST.encode())
    shown = client.post(reverse("events:import"), {"file": sent, "kind": "stay", "source": "desk"}).content.decode()
    kept = re.search(r'name="rows" value="([^"]+)"', shown)
    before = Happening.objects.count()
    client.post(reverse("events:import-take"), {"rows": kept[1], "kind": "stay", "source": "desk"})

    one = Happening.objects.get()
    assert before == 0
    assert ("drei" in shown, "no time" in shown) == (True, True)
    assert (one.key, one.source, one.number, one.unit.code, one.details) == (
        "R-1",
        "desk",
        "C1",
        "lakeside",
        {"nights": 2},
    )
    assert one.at == datetime(2026, 11, 20, 10, tzinfo=ZoneInfo("Asia/Shanghai"))


def test_a_file_without_keys_is_refused_as_a_whole(tmp_path: Path, company) -> None:
    """It says which columns it has."""
    file = tmp_path / "list.csv"
    file.write_text("Nights,At\n2,2026-11-20\n")

    with pytest.raises(EventFileError, match="no column “key”"):
        read_rows(file, None, kinds()["stay"])


def test_a_mapping_names_the_columns(tmp_path: Path, company) -> None:
    """And the zone in which naive times are read, also in the night when the clocks change."""
    file, mapping = tmp_path / "list.csv", tmp_path / "map.yaml"
    file.write_text("a,b,c\nR-1,2026-03-29 02:30,5\nR-2,2026-10-25 02:30,5\n")
    mapping.write_text("columns: {key: a, at: b}\ndetails: {nights: c}\nkind: stay\nzone: Europe/Berlin\n")

    rows, found = read_rows(file, FileMapping.load(mapping), None)
    reader = Reader(now=timezone.now() + timedelta(days=3650), kind=kinds()["stay"], zone=found.zone)
    told = [one.told for one in check(rows, source="x", reader=reader)]

    assert [f"{one.at:%Y-%m-%d %H:%M}" for one in told] == ["2026-03-29 01:30", "2026-10-25 00:30"]
    assert told[0].details == {"nights": 5}


def test_new_purchases_are_events_once_somebody_wants_it(customer, home: Path) -> None:
    """Those of the day and later, one for each basket, and no second time when the file comes again."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from regulars.web.facts import facts
    from regulars.web.people.projecting import project

    now = timezone.now()
    rows = [
        ("A", "C1", now, Decimal("12.5")), ("A", "C1", now, Decimal("7.5")), ("B", "C2", now, Decimal(-3)),
        ("C", "C1", now - timedelta(days=40), Decimal(9)), ("D", None, now, Decimal(9)),
    ]  # fmt: skip
    names = ("purchase", "customer", "at", "amount")
    file = home / "till.parquet"
    pq.write_table(pa.table({name: [row[n] for row in rows] for n, name in enumerate(names)}), file)
    facts().import_purchases(file, columns={name: name for name in names})
    project(facts(), lambda *_, **__: None)
    before = take_new(now)
    kinds()
    take_purchases(taken=True, by=None)

    first, again = take_new(now), take_new(now)

    one = Happening.objects.get()
    assert (before, first, again) == (0, 1, 0)
    assert (one.customer.number, one.details["amount"], one.details["lines"]) == ("C1", 20, 2)
