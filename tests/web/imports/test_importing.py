"""From a file to the facts: guessed, shown, corrected, checked, imported, deleted."""

from __future__ import annotations

import pytest

SALES = "customer,date,amount,shop\nC1,2026-01-02,10.50,lakeside\nC2,2026-01-03,20,harbour\n"
pytestmark = pytest.mark.django_db


def _facts():
    from regulars.web.facts import facts

    return facts()


def test_columns_are_guessed_and_shown(desk):
    answer = desk.send("sales.csv", SALES)

    page = desk.client.get(answer["Location"])
    form = page.context["form"]
    assert {name: form[name].value() for name in ("customer", "at", "amount", "unit")} == {
        "customer": "customer",
        "at": "date",
        "amount": "amount",
        "unit": "shop",
    }


def test_the_preview_reads_all_and_writes_nothing(desk):
    desk.send("sales.csv", SALES + "C3,someday,5,lakeside\n")

    page = desk.check()

    assert page.context["report"]["n"]["new"] == 2
    assert "someday" in page.content.decode()
    assert "2 rows would go in; 1 would be set aside: row 3, “someday”." in page.content.decode()
    assert _facts().purchase_totals().lines == 0


def test_good_rows_go_in_and_the_file_goes_away(desk, left):
    desk.send("sales.csv", SALES + "C3,someday,5,lakeside\n")
    desk.check()

    page = desk.run()

    assert _facts().purchase_totals().lines == 2
    assert page.context["report"]["n"]["n_bad"] == 1
    assert [bad["value"] for bad in page.context["shown_bad"]] == ["someday"]
    assert left() == []
    upload = desk.upload()
    assert (upload.stage, len(upload.digest), upload.mapping["amount"]) == ("done", 64, "amount")


def test_no_value_of_the_file_stays_in_the_database(desk):
    desk.send("sales.csv", SALES + "SECRET-9,someday,5,lakeside\n")
    desk.check()
    desk.run()

    upload = desk.upload()
    kept = str([getattr(upload, field.attname) for field in upload._meta.fields])
    assert "SECRET-9" not in kept
    assert "someday" not in kept
    assert "lakeside" not in kept


def test_bad_rows_can_be_downloaded_mended_and_sent_again(desk):
    csv = "bill,customer,date,amount\nB1,C1,2026-01-02,10\nB2,C2,someday,20\n"
    desk.send("sales.csv", csv)
    desk.check(purchase="bill")
    desk.run()
    answer = desk.get("imports:set-aside", desk.upload().public_id)
    rows = b"".join(answer.streaming_content).decode()

    assert "B2,C2,someday,20" in rows

    mapping = desk.upload().mapping
    desk.send("mended.csv", rows.replace("someday", "2026-01-04", 1))
    desk.check(**{name: mapping.get(name, "") for name in ("purchase", "customer", "at", "amount")})
    desk.run()

    assert _facts().purchase_totals().lines == 2


def test_the_same_file_is_told_before_and_changes_nothing(desk):
    for _ in range(2):
        desk.send("sales.csv", SALES)
        preview = desk.check()
        result = desk.run()

    assert preview.context["same"] is not None
    assert preview.context["report"]["already_imported"]
    assert "This file was in already" in result.content.decode()
    assert _facts().purchase_totals().lines == 2


def test_an_import_is_taken_back_after_a_question(desk):
    desk.send("sales.csv", SALES)
    desk.check()
    desk.run()
    import_id = desk.upload().import_id

    asked = desk.get("imports:undo", import_id)
    desk.post("imports:undo", import_id)

    assert "2 rows go out of the facts again" in asked.content.decode()
    assert _facts().purchase_totals().lines == 0
    assert "Taken back" in desk.get("imports:history").content.decode()
    assert desk.get("imports:undo", import_id).status_code == 404


def test_only_the_last_import_is_taken_back(desk):
    from regulars.facts import UndoError
    from regulars.web.imports.work import take_back

    desk.send("sales.csv", SALES)
    desk.check()
    desk.run()
    first = desk.upload().import_id
    desk.send("more.csv", SALES.replace("2026", "2025"))
    desk.check()
    desk.run()

    with pytest.raises(UndoError, match="another came in"):
        take_back(lambda *_: None, import_id=first)


def test_a_mapping_is_kept_for_next_time(desk):
    from regulars.web.imports.models import SavedMapping

    desk.send("sales.csv", SALES)
    desk.check(source="till-north", currency="cny")
    desk.run(keep_as="Till")
    saved = SavedMapping.objects.get()

    desk.send("next.csv", SALES.replace("2026", "2025"), saved=saved.pk)
    page = desk.get("imports:columns", desk.upload().public_id)

    assert saved.mapping["currency"] == "CNY"
    assert page.context["form"]["source"].value() == "till-north"


def test_pressed_twice_it_runs_once(desk):
    desk.send("sales.csv", SALES)
    desk.check()
    desk.run()

    again = desk.post("imports:run", desk.upload().public_id)

    assert again.status_code == 302
    assert len(_facts().imports()) == 1


def test_a_wrong_mapping_is_said_in_words(desk):
    desk.send("sales.csv", SALES)

    page = desk.post("imports:columns", desk.upload().public_id, at="date", source="x")

    assert page.status_code == 400
    assert "needs “amount”" in page.content.decode()


def test_a_discarded_file_goes(desk, left):
    desk.send("sales.csv", SALES)
    desk.post("imports:discard", desk.upload().public_id)

    assert left() == []
    assert desk.upload().stage == "discarded"


def test_files_that_nobody_imported_go_after_a_week(desk, left):
    from datetime import timedelta

    from django.utils import timezone

    from regulars.web.imports.models import Upload
    from regulars.web.imports.work import sweep

    desk.send("sales.csv", SALES)
    Upload.objects.update(created=timezone.now() - timedelta(days=8))

    sweep(lambda *_: None)

    assert left() == []
    assert desk.upload().stage == "discarded"


def test_everything_stands_in_the_trail(desk, people):
    from regulars.web.audit.models import Entry

    desk.send("sales.csv", SALES)
    desk.check()
    desk.run()

    events = list(Entry.objects.filter(by=people.analyst).order_by("pk").values_list("event", flat=True))
    assert events[-4:] == ["file-sent", "mapping-changed", "import-started", "imported"]


def test_imports_of_the_command_line_stand_in_the_list(desk, tmp_path):
    file = tmp_path / "server.csv"
    file.write_text(SALES, "utf-8")
    _facts().import_purchases(file)

    page = desk.get("imports:history")

    assert "server.csv" in page.content.decode()
    assert "made on the server" in page.content.decode() or "Take back" in page.content.decode()


def test_whoever_imports_for_one_unit_only_does_not(person, units, client_of):
    person("une", "analyst", units.lakeside)
    from regulars.web.accounts.models import User

    client = client_of(User.objects.get(email="une@example.com"))

    assert client.get("/imports/").status_code == 403
    assert client.get("/imports/new/").status_code == 403
