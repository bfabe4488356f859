"""Files that come by themselves: taken whole, once, from the folder and nowhere else; missed when they are late."""

from __future__ import annotations

import os
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from regulars.web.imports.feeds import databases, erasure, inbox, running, watching
from regulars.web.imports.feeds.errors import FeedError
from regulars.web.imports.feeds.models import BadRows, Feed, Run, Source, State
from regulars.web.imports.models import SavedMapping, Stage, Upload
from regulars.web.messages.models import Outgoing
from regulars.web.people.models import Customer
from regulars.web.words import restored

pytestmark = pytest.mark.django_db
HEAD = "no,name,mail\n"


def quiet(*_: Any, **__: Any) -> None:
    """Nobody watches."""


@pytest.fixture
def feed(people: SimpleNamespace) -> Feed:
    """Customers every night, from the folder."""
    mapping = {"number": "no", "name": "name", "email": "mail"}
    saved = SavedMapping.objects.create(name="crm", kind="customers", mapping=mapping)
    return Feed.objects.create(
        name="nightly", kind="customers", mapping=saved, pattern="crm-*.csv", at="03:30", alarm_hours=26,
        owner=people.administrator,
    )  # fmt: skip


def put(name: str, text: str, *, age: float = 600, encoding: str = "utf-8") -> Path:
    """A file in the folder, last written so many seconds ago."""
    file = inbox.folder() / name
    file.write_bytes(text.encode(encoding))
    os.utime(file, (timezone.now().timestamp() - age,) * 2)
    return file


def go(feed: Feed, *, trial: bool = False) -> Run:
    """One run, done."""
    feed.refresh_from_db()
    one = Run.objects.create(feed=feed, trial=trial)
    running.run(one, quiet)
    one.refresh_from_db()
    feed.refresh_from_db()
    return one


def names() -> dict[str, str]:
    """Who is in the list."""
    return dict(Customer.objects.values_list("number", "name"))


def test_files_are_taken_in_the_order_of_their_names_whatever_their_encoding(feed: Feed) -> None:
    put("crm-2.csv", HEAD + "C1,李明,\n", encoding="gb18030")
    put("crm-1.csv", HEAD + "C1,Li Ming,\nC2,Mei,mei@juniper.cn\n")
    put("other.csv", HEAD + "C9,Nobody,\n")

    one = go(feed)

    assert (one.state, [(told["name"], told["new"], told["replaced"]) for told in one.files]) == (
        State.DONE, [("crm-1.csv", 2, 0), ("crm-2.csv", 0, 1)],
    )  # fmt: skip
    assert names() == {"C1": "李明", "C2": "Mei"}
    assert sorted(file.name[18:] for file in (inbox.folder() / "done").iterdir()) == ["crm-1.csv", "crm-2.csv"]
    assert feed.last_good is not None


def test_the_same_file_again_changes_nothing_and_a_bad_file_does_not_stop_the_others(feed: Feed) -> None:
    put("crm-1.csv", HEAD + "C1,Mei,\n")
    go(feed)
    put("crm-0.csv", "")
    put("crm-1.csv", HEAD + "C1,Mei,\n")

    one = go(feed)

    assert [(told["state"], told["new"], told["known"]) for told in one.files] == [("failed", 0, 0), ("done", 0, 1)]
    (reason,) = (inbox.folder() / "failed").glob("*.reason.txt")
    assert "crm-0.csv is empty." in reason.read_text("utf-8")


def test_a_file_that_still_grows_waits(feed: Feed) -> None:
    put("crm-1.csv", HEAD + "C1,M", age=3)

    first = go(feed)
    put("crm-1.csv", HEAD + "C1,Mei,\n", age=2)
    second = go(feed)
    third = go(feed)

    assert (first.state, second.state, third.state) == (State.WAITING, State.WAITING, State.DONE)
    assert names() == {"C1": "Mei"}
    assert list(feed.runs.values_list("state", flat=True)) == [State.DONE, State.WAITING]


def test_a_column_that_is_gone_stops_it_until_the_columns_are_named_anew(feed: Feed) -> None:
    put("crm-1.csv", "no,full name,mail\nC1,Mei,\n")

    one = go(feed)

    upload = Upload.objects.get()
    assert (one.state, upload.stage, names()) == (State.FAILED, Stage.SENT, {})
    assert "has no column “name” any more, but has “full name”" in str(restored(feed.stopped))
    assert upload.mapping == {"number": "no", "email": "mail"}

    feed.mapping.changed = timezone.now()
    feed.mapping.save()
    Feed.objects.update(next_at=timezone.now() - timedelta(minutes=1))
    assert watching.tick(timezone.now()) == ["nightly"]


def test_a_new_column_is_said_and_left_out(feed: Feed) -> None:
    put("crm-1.csv", HEAD + "C1,Mei,\n")
    go(feed)
    put("crm-2.csv", "no,name,mail,shoe size\nC2,Wu,,43\n")

    one = go(feed)

    assert one.state == State.DONE
    assert "shoe size" in str(restored(one.files[0]["problem"]))


def test_bad_rows_are_set_aside_or_nothing_goes_in(feed: Feed) -> None:
    Feed.objects.update(bad_rows=BadRows.NONE)
    put("crm-1.csv", HEAD + "C1,Mei,\n,Nobody,\n")

    one = go(feed)

    assert (one.state, names(), Upload.objects.get().stage) == (State.FAILED, {}, Stage.CHECKED)
    Feed.objects.update(bad_rows=BadRows.ASIDE)
    put("crm-1.csv", HEAD + "C1,Mei,\n,Nobody,\n")
    assert [(told["new"], told["n_bad"]) for told in go(feed).files] == [(1, 1)]


def test_a_trial_writes_nothing_and_leaves_the_file(feed: Feed) -> None:
    file = put("crm-1.csv", HEAD + "C1,Mei,\n,Nobody,\n")

    one = go(feed, trial=True)

    assert [(told["new"], told["n_bad"]) for told in one.files] == [(1, 1)]
    assert (names(), file.exists(), Upload.objects.count(), feed.last_good) == ({}, True, 0, None)


def test_never_a_path_outside(feed: Feed, tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text(HEAD + "C1,Mei,\n", "utf-8")
    (inbox.folder() / "crm-1.csv").symlink_to(secret)

    one = go(feed)

    assert (one.state, names()) == (State.FAILED, {})
    assert "is a link to somewhere else" in str(restored(one.problem))
    for name in ("../regulars.sqlite3", "/etc/passwd", "..", "crm-1.csv"):
        with pytest.raises(FeedError):
            inbox.inside(name)


def test_one_run_at_a_time_and_a_dead_one_is_buried(feed: Feed) -> None:
    first = watching.begin(feed)

    assert watching.begin(feed) is None
    first.job.state = "failed"
    first.job.save()
    watching.bury(timezone.now())
    assert watching.begin(feed) is not None


def test_the_owner_hears_once_that_nothing_came(feed: Feed) -> None:
    Feed.objects.update(created=timezone.now() - timedelta(hours=27))

    told = [watching.alarm(timezone.now()) for _ in range(2)]

    assert told == [1, 0]
    assert "nightly" in Outgoing.objects.get().subject
    put("crm-1.csv", HEAD + "C1,Mei,\n")
    go(feed)
    assert (feed.alarmed_at, watching.late(timezone.now())) == (None, [])


def test_the_next_time_is_by_the_clock_of_the_company(company: Any) -> None:
    from datetime import time

    from regulars.web.imports.feeds.timing import following

    now = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)  # four in the morning in Shanghai

    assert following(time(3, 30), now).astimezone(UTC) == datetime(2026, 11, 23, 19, 30, tzinfo=UTC)
    assert following(time(4, 30), now).astimezone(UTC) == datetime(2026, 11, 22, 20, 30, tzinfo=UTC)


@pytest.fixture
def shop(feed: Feed) -> Feed:
    """The same from a SQLite file."""
    with sqlite3.connect(inbox.folder() / "shop.db") as db:
        db.execute("create table guests (no text, name text, mail text)")
        db.executemany("insert into guests values (?, ?, null)", [("C1", "Mei"), ("C2", "Wu")])
    feed.source, feed.database, feed.query = Source.SQLITE, {"file": "shop.db"}, "select no, name, mail from guests;"
    feed.save()
    return feed


def test_a_query_brings_rows_in(shop: Feed) -> None:
    one = go(shop)

    assert (one.state, names()) == (State.DONE, {"C1": "Mei", "C2": "Wu"})


@pytest.mark.parametrize(
    ("query", "answer"),
    [
        ("delete from guests", "A query begins with SELECT or WITH."),
        ("select 1; delete from guests", "Write one query without semicolons"),
        ("with a as (select 1) insert into guests select 1, 2, 3", "The database answers: not authorized"),
        ("select load_extension('x')", "The database answers"),
        ("select no, name, mail from guests union all select 1, 2, 3", "The query gives more than 2 rows."),
        ("with recursive n(i) as (select 1 union all select i + 1 from n) select sum(i) from n", "took longer than"),
    ],
)
def test_a_query_reads_only_for_so_long_and_so_much(
    shop: Feed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, query: str, answer: str
) -> None:
    shop.query, shop.most_rows, shop.seconds = query, 2, 0 if "recursive" in query else 60

    with pytest.raises(FeedError, match=answer.replace("(", r"\(")):
        databases.fetch(shop, tmp_path / "rows.csv")


def test_whoever_is_forgotten_leaves_the_files_that_were_put_away(feed: Feed) -> None:
    put("crm-1.csv", HEAD + "C1,李明,\n", encoding="gb18030")
    put("crm-2.csv", HEAD + "C22,Wu,\n")
    go(feed)

    assert erasure.drop_files_with(["李明"]) == 1
    assert [file.name[18:] for file in inbox.kept()] == ["crm-2.csv"]


def test_a_form_takes_no_paths_and_no_password_back(feed: Feed, people: SimpleNamespace, client_of: Any) -> None:
    data = {"name": "b", "mapping": feed.mapping.pk, "source": "folder", "pattern": "../*.csv", "at": "03:30",
        "bad_rows": "aside", "most_rows": 9, "seconds": 9}  # fmt: skip
    other = {**data, "source": "postgresql", "host": "db", "database": "shop", "user": "reader", "query": "select 1",
        "password": "open sesame"}  # fmt: skip

    refused = client_of(people.administrator).post("/imports/feeds/new/", data)
    analyst = client_of(people.analyst).post("/imports/feeds/new/", {**other, "pattern": ""})
    taken = client_of(people.administrator).post("/imports/feeds/new/", {**other, "pattern": ""})

    assert (refused.status_code, analyst.status_code, taken.status_code) == (400, 400, 302)
    kept = Feed.objects.get(name="b")
    assert "sesame" not in kept.secret
    assert (
        "sesame" not in client_of(people.administrator).get(f"/imports/feeds/{kept.public_id}/edit/").content.decode()
    )
