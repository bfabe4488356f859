"""The tree of units over time: dated, sound on every day, filled from files."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from regulars.language import Text
from regulars.web.company.errors import TreeError
from regulars.web.company.tree import Branch, moved, overlapping, ring

MARCH, MAY = date(2026, 3, 1), date(2026, 5, 1)


def test_a_ring_on_any_day_is_found():
    apart = [Branch(1, 2, until=date(2026, 2, 28)), Branch(2, 1, since=MARCH)]

    assert ring(apart) is None
    assert ring([Branch(1, 2, until=MARCH), Branch(2, 1, since=MARCH)]) is not None


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(1, 28)), max_size=12))
def test_moves_never_put_a_unit_in_two_places(moves):
    tree: list[Branch] = []
    for unit, parent, day in moves:
        if unit != parent:
            tree = moved(tree, unit, parent, date(2026, 1, day))

    assert overlapping(tree) is None


@pytest.mark.django_db
class TestMoving:
    def test_results_of_earlier_days_keep_the_earlier_tree(self, units, people):
        from regulars.web.company.models import Unit
        from regulars.web.company.organising import move_unit

        move_unit(unit=units.lakeside, parent=units.north, since=MARCH, by=people.administrator)

        assert "lakeside" in Unit.objects.below([units.south.pk], date(2026, 2, 28)).values()
        assert "lakeside" not in Unit.objects.below([units.south.pk], MARCH).values()
        assert "lakeside" in Unit.objects.below([units.north.pk], MARCH).values()

    def test_a_move_below_itself_is_refused_with_the_day(self, units, people):
        from regulars.web.company.organising import move_unit

        with pytest.raises(TreeError, match="below itself on"):
            move_unit(unit=units.group, parent=units.lakeside, since=MARCH, by=people.administrator)
        assert units.group.memberships.count() == 0

    def test_a_second_move_behind_a_planned_one_is_refused(self, units, people):
        from regulars.web.company.organising import move_unit, take_move_back

        move_unit(unit=units.lakeside, parent=units.north, since=MAY, by=people.administrator)
        with pytest.raises(TreeError, match="moves on"):
            move_unit(unit=units.lakeside, parent=units.group, since=MARCH, by=people.administrator)

        take_move_back(membership=units.lakeside.memberships.get(since=MAY), by=people.administrator)

        left = units.lakeside.memberships.get()
        assert (left.parent, left.since, left.until) == (units.south, None, None)

    def test_units_of_the_facts_are_offered(self, people, client_of, tmp_path):
        from regulars.web.facts import facts

        file = tmp_path / "s.csv"
        file.write_text("customer,date,amount,shop\nA,2026-01-02,1,lakeside\nB,2026-01-02,2,pier\n", "utf-8")
        facts().import_purchases(file, {"customer": "customer", "at": "date", "amount": "amount", "unit": "shop"})

        page = client_of(people.administrator).get(reverse("company:units"))

        assert [(one.code, one.purchases.value) for one in page.context["unknown"]] == [("pier", 1)]
        assert "?code=pier" in page.content.decode()


FILE = "code,name_en,name_zh,parent,zone\nasia,Asia,亚洲,group,Asia/Shanghai\npier,Pier,码头,asia,\n"


@pytest.mark.django_db
class TestFiles:
    def send(self, client, text: str, name: str = "units.csv"):
        return client.post(reverse("company:units-import"), {"file": SimpleUploadedFile(name, text.encode())})

    def apply(self, client, page):
        return client.post(reverse("company:units-apply"), {"rows": page.context["kept"], "since": ""})

    def test_shown_first_then_done_and_the_second_time_changes_nothing(self, people, client_of):
        from regulars.web.audit.models import Entry
        from regulars.web.company.models import Unit

        client = client_of(people.administrator)
        page = self.send(client, FILE)
        assert (len(page.context["plan"].new), Unit.objects.filter(code="pier").exists()) == (2, False)

        self.apply(client, page)

        pier = Unit.objects.get(code="pier")
        assert pier.name == Text({"en": "Pier", "zh": "码头"})
        assert pier.memberships.get().parent.code == "asia"
        again = self.send(client, FILE)
        assert again.context["plan"].good == ()
        assert len(again.context["plan"].same) == 2
        assert Entry.objects.filter(event="units-imported").count() == 1

    def test_a_workbook_that_unpacks_to_too_much_is_not_opened(self, people, client_of, monkeypatch):
        import io
        import zipfile

        from regulars.web.company.views import unit_files

        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as book:
            book.writestr("xl/workbook.xml", b"0" * (120 << 20))
        monkeypatch.setattr(unit_files, "read_rows", lambda _: pytest.fail("it was opened"))
        sent = SimpleUploadedFile("units.xlsx", packed.getvalue())

        page = client_of(people.administrator).post(reverse("company:units-import"), {"file": sent})

        assert page.status_code == 400
        assert "unpacks to far more" in page.content.decode()

    def test_a_list_that_is_packed_is_not_opened(self, people, client_of):
        import gzip

        sent = SimpleUploadedFile("units.csv", gzip.compress(FILE.encode()))

        page = client_of(people.administrator).post(reverse("company:units-import"), {"file": sent})

        assert page.status_code == 400
        assert "as CSV or XLSX" in page.content.decode()

    def test_bad_rows_are_named_and_good_ones_kept(self, people, client_of):
        client = client_of(people.administrator)
        rows = [
            "code,parent,zone",
            ",group,",
            "a,nowhere,",
            "b,a,",
            "c,,Europe/Atlantis",
            "d,group,",
            "d,group,",
            "group,lakeside,",
        ]

        page = self.send(client, "\n".join(rows))

        plan = page.context["plan"]
        assert [row.code for row in plan.new] == ["d"]
        assert [(bad.row, bad.value) for bad in plan.bad] == [
            (1, ""),
            (2, "nowhere"),
            (3, "a"),
            (4, "Europe/Atlantis"),
            (6, "d"),
            (7, "lakeside"),
        ]

    def test_a_page_that_was_meddled_with_changes_nothing(self, people, client_of):
        client = client_of(people.administrator)

        answer = client.post(reverse("company:units-apply"), {"rows": "W10:forged", "since": ""}, follow=True)

        assert "too old" in answer.content.decode()

    @pytest.mark.parametrize(("text", "said"), [("name\nx\n", "no column “code”"), ("", "empty"), ("code\n", "")])
    def test_a_file_that_is_no_list_gets_a_sentence(self, people, client_of, text, said):
        page = self.send(client_of(people.administrator), text)

        assert page.status_code in (200, 400)
        assert said in page.content.decode()
