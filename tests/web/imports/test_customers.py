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
