"""A file of customers through the pages."""

from __future__ import annotations

import pytest

from regulars.web.imports.models import Stage
from regulars.web.people.models import Customer

pytestmark = pytest.mark.django_db
FILE = "Customer no,Full name,E-mail,Shop\nC1,Mei Li,mei@example.com,lakeside\nC2,Bo,bo@@,\n,Nobody,,\n"


def test_customers_are_looked_at_and_brought_in(desk) -> None:
    """Guessed, previewed, imported; the row that was set aside can be mended; what was wrong is told."""
    desk.send("customers.csv", FILE, kind="customers")
    preview = desk.check()
    assert "2 rows would go in; 1 would be set aside" in preview.content.decode()
    assert not Customer.objects.exists()

    page = desk.run().content.decode()

    assert desk.upload().stage == Stage.DONE
    assert list(Customer.objects.order_by("number").values_list("number", "name", "email", "unit__code")) == [
        ("C1", "Mei Li", "mei@example.com", "lakeside"),
        ("C2", "Bo", "", None),
    ]
    assert "1 value left out of a row that went in" in page
    aside = desk.get("imports:set-aside", desk.upload().public_id)
    assert b"Nobody" in b"".join(aside.streaming_content)
    assert "Customers" in desk.get("imports:history").content.decode()
    assert "mei@example.com" not in str([desk.upload().report, desk.upload().mapping, desk.upload().guess])


def test_a_whole_import_is_taken_back_but_for_what_was_changed_since(desk, people) -> None:
    """Known customers get what stood there; new ones go, unless more is known of them by now."""
    from regulars.web.facts import facts
    from regulars.web.people.models import Contact
    from regulars.web.people.quality.models import Lot
    from regulars.web.people.quality.undoing import undo_lot

    desk.send("customers.csv", "Customer no,Full name,E-mail\nC1,Mei,mei@juniper.cn\nC2,Bo,\n", kind="customers")
    desk.check()
    desk.run()
    again = "Customer no,Full name,E-mail\nC1,Mei Li,m.li@juniper.cn\nC2,Bo Wang,\nC3,Wu,\nC4,An,\nC5,Xu,\n"
    desk.send("customers.csv", again, kind="customers")
    desk.check()
    page = desk.run().content.decode()
    lot = Lot.objects.get(about=desk.upload().public_id)
    assert f"/quality/log/{lot.public_id}/" in page
    Customer.objects.filter(number="C1").update(email="typed@juniper.cn")
    Contact.objects.create(customer=Customer.objects.get(number="C4"), day="2026-01-01")
    Customer.objects.filter(number="C5").update(name="Xu Ling")

    done = undo_lot(lot=lot, by=people.administrator, progress=lambda *_, **__: None)

    assert dict(Customer.objects.order_by("number").values_list("number", "name")) == {
        "C1": "Mei", "C2": "Bo", "C4": "An", "C5": "Xu Ling",
    }  # fmt: skip
    assert Customer.objects.get(number="C1").email == "typed@juniper.cn"
    lot.refresh_from_db()
    assert (done, lot.kept) == (3, 2)
    assert "C3" not in facts().customers()["id"].to_pylist()
    assert undo_lot(lot=lot, by=people.administrator, progress=lambda *_, **__: None) == 0


def test_a_saved_mapping_is_found_by_the_columns_of_the_file(desk) -> None:
    """Of several the one that names most of them; one that needs a column which is not there is not taken."""
    from regulars.web.imports.models import SavedMapping

    SavedMapping.objects.create(name="short", kind="customers", mapping={"number": "id"})
    SavedMapping.objects.create(name="crm", kind="customers", mapping={"number": "id", "name": "title"})
    SavedMapping.objects.create(name="other", kind="customers", mapping={"number": "id", "name": "x", "email": "y"})

    desk.send("customers.csv", "id,title,phone\nC1,Mei,\n", kind="customers")

    page = desk.get("imports:columns", desk.upload().public_id).content.decode()
    assert desk.upload().mapping == {"number": "id", "name": "title"}
    assert "crm" in page
