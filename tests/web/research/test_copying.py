"""From the outbox into the facts: once each, whatever breaks off, and all anew where the store was restored."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction

from regulars.facts import ContractError, DiskFullError
from regulars.facts.table import Table
from regulars.web.audit.models import Entry
from regulars.web.facts import facts
from regulars.web.jobs.models import Job
from regulars.web.jobs.registry import DUES
from regulars.web.jobs.starting import start
from regulars.web.people.models import Customer
from regulars.web.research import copying
from regulars.web.research.actions import create_questionnaire, create_study, publish
from regulars.web.research.models import Batch, OutboxRow, Response, Store

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)


class Killed(BaseException):
    """Nothing catches it, as nothing catches kill -9."""


@pytest.fixture
def study(units: Any) -> Any:
    questionnaire = create_questionnaire(made_from="after-service-ces", name="repair", by=None)
    publish(questionnaire=questionnaire, by=None)
    return create_study(questionnaire=questionnaire, wave="spring", by=None)


@pytest.fixture
def receive(study: Any, units: Any):
    """Store responses as the public page does: with their outbox rows."""
    count = 0

    def store(number: int = 1, **fields: Any) -> list[Response]:
        nonlocal count
        made = []
        for _ in range(number):
            count += 1
            values = {
                "study": study, "version": 1, "unit": units.lakeside, "nonce": f"nonce-{count}", "language": "en",
                "at": NOON + timedelta(minutes=count), "day": date(2026, 1, 5),
                "answers": {"effort": count % 7 + 1, "settled": None, "comment": f"no {count}"},
            }  # fmt: skip
            with transaction.atomic():
                made.append(Response.objects.create(**values | fields))
                OutboxRow.objects.create(response=made[-1])
        return made

    return store


def held() -> list[str]:
    return sorted(facts().answers("repair").select("response").to_pyarrow()["response"].to_pylist())


def rated() -> list[str]:
    return sorted(facts().ratings().select("response").to_pyarrow()["response"].to_pylist())


def ids(*responses: Response) -> list[str]:
    return sorted(response.public_id for response in responses)


def test_what_waits_is_copied_and_crossed_off(receive, study) -> None:
    (one,) = receive()

    assert copying.copy_waiting() == 1
    row = facts().answers("repair").drop("customer", "weight").to_pyarrow().to_pylist()
    assert row == [
        {
            "response": one.public_id, "source": "regulars", "at": NOON + timedelta(minutes=1), "day": date(2026, 1, 5),
            "unit": "lakeside", "wave": "spring", "language": "en", "channel": "link", "complete": True,
            "effort": 2.0, "settled": None, "comment": "no 1",
        }
    ]  # fmt: skip
    assert (OutboxRow.objects.count(), Batch.objects.filter(closed=None).count()) == (0, 0)
    assert copying.copy_waiting() == 0
    assert Batch.objects.count() == 1


def test_a_customer_is_the_one_whose_purchases_stand_in_the_facts(receive, home, tmp_path) -> None:
    """The facts give one key to one number, wherever it comes from."""
    (tmp_path / "sales.csv").write_text("receipt,guest,day,amount\n1,K7,2026-01-05,10\n")
    columns = {"purchase": "receipt", "customer": "guest", "at": "day", "amount": "amount"}
    facts().import_purchases(tmp_path / "sales.csv", columns=columns)
    key = facts().purchases().to_pyarrow()["customer"][0].as_py()
    receive(customer=Customer.objects.create(number="K7", key=key))

    copying.copy_waiting()

    assert facts().answers("repair").select("customer").to_pyarrow()["customer"].to_pylist() == [key]
    assert facts().ratings().select("customer").to_pyarrow()["customer"].to_pylist() == [key]


def test_with_nothing_to_do_it_looks_twice_and_leaves_the_facts_alone(study, django_assert_num_queries, monkeypatch):
    monkeypatch.setattr(copying, "facts", lambda: pytest.fail("opened the facts"))

    with django_assert_num_queries(2):
        assert copying.copy_waiting() == 0


def test_a_batch_holds_no_more_than_it_may(receive, monkeypatch) -> None:
    monkeypatch.setattr(copying, "BATCH", 3)
    made = receive(8)

    assert copying.copy_waiting() == 8
    assert held() == rated() == ids(*made)
    assert Batch.objects.count() == 3


@pytest.mark.parametrize("table", ["answers/repair", "ratings"])
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_broken_off_around_a_commit_each_is_there_once(receive, monkeypatch, table, after) -> None:
    real = Table.commit

    def commit(self: Table, *arguments: Any, **options: Any) -> int:
        if self.contract.name == table and not after:
            raise Killed
        version = real(self, *arguments, **options)
        if self.contract.name == table:
            raise Killed
        return version

    made = receive(5)
    with monkeypatch.context() as patch:
        patch.setattr(Table, "commit", commit)
        with pytest.raises(Killed):
            copying.copy_waiting()
    late = receive(2)  # they must not slip into the batch that is open

    assert copying.copy_waiting() == 7
    assert held() == rated() == ids(*made, *late)


def test_broken_off_before_the_rows_are_crossed_off(receive, monkeypatch) -> None:
    made = receive(5)
    with monkeypatch.context() as patch:
        patch.setattr(copying, "_close", lambda *_, **__: (_ for _ in ()).throw(Killed))
        with pytest.raises(Killed):
            copying.copy_waiting()

    assert copying.copy_waiting() == 5
    assert held() == rated() == ids(*made)


def test_a_response_that_was_erased_between_leaves_its_batch(receive) -> None:
    first, second = receive(2)
    copying._claim()
    first.delete()

    assert copying.copy_waiting() == 1
    assert held() == ids(second)


def test_numbers_of_batches_are_never_used_twice() -> None:
    first = Batch.objects.create().pk
    Batch.objects.all().delete()

    assert Batch.objects.create().pk > first
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("select sql from sqlite_master where name = 'research_batch'")
            assert "AUTOINCREMENT" in cursor.fetchone()[0]


# --- restored ---


def forget_the_last_batch() -> None:
    """As a backup from before it knows nothing of it."""
    Batch.objects.order_by("-pk").first().delete()
    last = Batch.objects.order_by("-pk").first().pk
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("update sqlite_sequence set seq = %s where name = 'research_batch'", [last])
        else:
            cursor.execute("select setval(pg_get_serial_sequence('research_batch', 'id'), %s)", [last])


def test_a_restored_store_is_noticed_and_copies_everything_again(receive) -> None:
    """Its old number would be passed over in the facts; it would look copied and be lost."""
    kept = receive(3)
    copying.copy_waiting()
    lost = receive(2)
    copying.copy_waiting()
    token = Store.this().token
    Response.objects.filter(pk__in=[one.pk for one in lost]).delete()
    forget_the_last_batch()
    new = receive(1)

    assert copying.copy_waiting() == 4

    assert held() == rated() == ids(*kept, *new)
    assert Store.this().token != token
    assert Entry.objects.filter(event="facts-rebuilt").count() == 1
    more = receive(1)
    assert copying.copy_waiting() == 1
    assert held() == ids(*kept, *new, *more)


def test_facts_that_were_lost_are_made_again(receive, home) -> None:
    made = receive(3)
    copying.copy_waiting()
    shutil.rmtree(home / "facts")
    (home / "facts").mkdir()
    (home / "facts" / "facts.json").write_text('{"format": 1}')
    new = receive(1)

    assert copying.copy_waiting() == 4
    assert held() == rated() == ids(*made, *new)
    assert copying.copy_waiting() == 0


def test_a_rebuild_of_nothing_is_no_loss(study, receive) -> None:
    copying.rebuild()
    (one,) = receive()

    assert copying.copy_waiting() == 1
    assert held() == ids(one)
    assert Entry.objects.filter(event="facts-rebuilt").count() == 1


def test_a_rebuild_takes_all_and_only_what_the_store_holds(receive, people) -> None:
    made = receive(4)
    copying.copy_waiting()
    waiting = receive(2)
    made[0].delete()

    report = copying.rebuild(by=people.administrator)

    assert report.responses == 5
    assert held() == rated() == ids(*made[1:], *waiting)
    assert copying.copy_waiting() == 0
    assert Entry.objects.get(event="facts-rebuilt").by == people.administrator


def test_a_rebuild_that_broke_off_is_finished_by_the_next_copying(receive, monkeypatch) -> None:
    made = receive(4)
    copying.copy_waiting()
    real = Table.commit

    def commit(self: Table, *arguments: Any, **options: Any) -> int:
        if self.contract.name == "ratings":
            raise Killed
        return real(self, *arguments, **options)

    with monkeypatch.context() as patch:
        patch.setattr(Table, "commit", commit)
        with pytest.raises(Killed):
            copying.rebuild()
    late = receive(2)

    assert copying.copy_waiting() == 6
    assert held() == rated() == ids(*made, *late)


# --- told ---


def test_as_of(receive) -> None:
    before = copying.copied_until()
    first, _ = receive(2)

    assert before.waiting == 0
    assert copying.copied_until() == copying.CopiedUntil(first.at, 2)
    copying.copy_waiting()
    assert copying.copied_until().waiting == 0
    assert copying.copied_until().at > before.at


def test_an_answer_that_does_not_fit_is_told_and_holds_nobody_up(receive, caplog) -> None:
    (one,) = receive(answers={"effort": 9, "comment": "fine"})

    why = "9 is not an answer from 1 to 7"
    assert copying.copy_waiting() == 1
    assert [record.getMessage() for record in caplog.records if record.name == copying.__name__] == [
        f"survey repair, response {one.public_id}: the answer to effort was left out of the facts: {why}"
    ]
    assert facts().answers("repair").select("effort", "comment").to_pyarrow().to_pylist() == [
        {"effort": None, "comment": "fine"}
    ]


def test_a_job_that_cannot_copy_says_why_and_loses_nothing(receive, monkeypatch, django_capture_on_commit_callbacks):
    made = receive(2)
    with monkeypatch.context() as patch:

        def refuse(*_: Any, **__: Any) -> None:
            from regulars.language import message

            raise ContractError(message("no room"))

        patch.setattr(Table, "commit", refuse)
        with django_capture_on_commit_callbacks(execute=True):
            job = start("research.copy")
    job = Job.objects.get(pk=job.pk)

    assert (job.state, job.problem["template"]) == ("failed", "no room")
    assert copying.copied_until().waiting == 2
    with django_capture_on_commit_callbacks(execute=True):
        again = start("research.copy")
    assert Job.objects.get(pk=again.pk).result == {"responses": 2}
    assert held() == ids(*made)


def test_a_database_without_room_is_told_as_a_full_disk(receive, monkeypatch) -> None:
    receive()
    with monkeypatch.context() as patch:

        def full(**_: Any) -> None:
            raise OperationalError("database or disk is full")

        patch.setattr(Batch.objects, "create", full)
        with pytest.raises(DiskFullError, match=r"There is no room left to write to .* Make room"):
            copying.copy_waiting()

    assert copying.copy_waiting() == 1


def test_the_clock_copies_within_the_minute() -> None:
    assert DUES["research.copy"].every < timedelta(seconds=55)
    assert not DUES["research.copy"].catch_up
