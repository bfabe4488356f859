"""Who is perhaps the same is found, with the reasons; two side by side; many at once."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from regulars.web.people.duplicates.finding import find
from regulars.web.people.duplicates.models import Merge, Opinion, Pair
from regulars.web.people.duplicates.names import Alike, alike, key_of, parts_of
from regulars.web.people.importing.engine import import_customers
from regulars.web.people.models import Customer

LIST = """number,name,kind,email,phone,unit
W1,王小明,person,,138 0013 8000,lakeside
W2,Wang Xiaoming,person,,+86 138-0013-8000,lakeside
L1,Li Mei,person,Li.Mei@Example.com,,lakeside
L2,"MEI, Li",person,li.mei@example.com,,harbour
F1,Wu Jun,person,family@home.example,,lakeside
F2,Zhou Na,person,family@home.example,,lakeside
O1,Acme Trading Ltd.,organisation,sales@acme.example,,lakeside
O2,ACME TRADING CO,organisation,sales@acme.example,,lakeside
O3,Acme Trading,person,sales@acme.example,,lakeside
"""
MORE = "".join(f"X{n},Guest {n},person,guest{n}@home.example,,lakeside\n" for n in range(200))


def quiet(*_: Any, **__: Any) -> None:
    """Nobody watches."""


@pytest.mark.parametrize(
    ("one", "other", "outcome"),
    [
        ("王小明", "Wang Xiaoming", Alike.SOUND),
        ("王小明", "Xiaoming WANG", Alike.SOUND),
        ("王小明", "王曉明", Alike.SOUND),
        ("李　梅", "李梅", Alike.SAME),
        ("Zoë Müller", "MULLER, Zoe", Alike.SAME),
        ("Ｌｉ Ｍｅｉ", "Li Mei", Alike.SAME),
        ("Jonathan Smith", "Jonathon Smith", Alike.CLOSE),
        ("Müller GmbH & Co. KG", "Müller", Alike.SAME),
        ("上海回头客有限公司", "上海回头客股份有限公司", Alike.SAME),
        ("Li Mei", "Wu Jun", Alike.DIFFERENT),
        ("", "Wu Jun", Alike.UNKNOWN),
    ],
)
def test_names_in_any_script(one: str, other: str, outcome: Alike) -> None:
    assert alike(one, other) == alike(other, one) == outcome
    if outcome in (Alike.SAME, Alike.SOUND):
        assert key_of(one) == key_of(other) != ""
    assert parts_of("先生") == ("先生",)


@pytest.fixture
def found(facts: Any, units: SimpleNamespace, tmp_path: Any) -> dict[tuple[str, str], Pair]:
    """The pairs of a list, by their numbers."""
    (tmp_path / "list.csv").write_text(LIST + MORE, "utf-8")
    import_customers(facts, tmp_path / "list.csv")
    assert find(facts, quiet) == {"pairs": 3, "new": 3}
    rows = Pair.objects.select_related("first", "second")
    return {tuple(sorted((one.first.number, one.second.number))): one for one in rows}


@pytest.mark.django_db
def test_the_same_are_found_and_a_family_is_not(facts: Any, found: Any) -> None:
    """With the reasons; a decision stays, whoever looks again."""
    assert set(found) == {("W1", "W2"), ("L1", "L2"), ("O1", "O2")}
    assert {reason for reason, _ in found["W1", "W2"].reasons} == {"phone", "sound", "unit"}
    assert found["O1", "O2"].certain
    assert 0.9 < found["L1", "L2"].chance < 1
    Pair.objects.filter(pk=found["L1", "L2"].pk).update(opinion=Opinion.DIFFERENT)
    Customer.objects.filter(number="W2").update(phone="", name="Somebody")

    assert find(facts, quiet) == {"pairs": 1, "new": 0}
    assert Pair.objects.get(opinion=Opinion.DIFFERENT) == found["L1", "L2"]


@pytest.mark.django_db
def test_side_by_side_put_together_and_taken_back(found: Any, people: SimpleNamespace, client_of: Any) -> None:
    client = client_of(people.administrator)
    pair = found["W1", "W2"]
    address = f"/duplicates/{pair.public_id}/"
    page = client.get(address).content.decode()
    assert "names sound the same: " in page
    assert "王小明" in page
    chinese, latin = (Customer.objects.get(number=one) for one in ("W1", "W2"))
    assert client.get("/duplicates/").status_code == 200

    done = client.post(address, {"do": "merge", "survivor": latin.public_id, "name": chinese.public_id})

    assert done.status_code == 302
    left = Customer.objects.get(number="W2")
    assert (left.name, left.phone) == ("王小明", "+86 138-0013-8000")
    card = client.get(f"/customers/{left.public_id}/data/").content.decode()
    assert "former number W1" in card
    undone = client.post(f"/duplicates/merges/{Merge.objects.get().public_id}/undo/", follow=True)
    assert "Everybody is who they were" in undone.content.decode()
    assert Customer.objects.get(number="W1").name == "王小明"
    assert Customer.objects.get(number="W2").name == "Wang Xiaoming"


@pytest.mark.django_db
def test_many_at_once_only_when_confirmed_and_back_at_once(found: Any, people: SimpleNamespace, client_of: Any) -> None:
    client, before = client_of(people.administrator), Customer.objects.count()
    certain = Pair.objects.filter(certain=True).count()
    assert client.post("/duplicates/certain/", {"count": certain}).status_code == 400
    assert client.post("/duplicates/certain/", {"count": certain + 1, "sure": "yes"}).status_code == 400

    client.post("/duplicates/certain/", {"count": certain, "sure": "yes"})

    assert Customer.objects.count() == before - certain
    client.post(f"/duplicates/merges/{Merge.objects.get().public_id}/undo/")
    assert Customer.objects.count() == before
    assert Pair.objects.count() == 3


@pytest.mark.django_db
def test_a_manager_decides_only_about_whom_they_see(found: Any, people: SimpleNamespace, client_of: Any) -> None:
    """Li Mei of Harbour is nobody whom Lakeside knows."""
    client = client_of(people.manager)

    assert client.get(f"/duplicates/{found['L1', 'L2'].public_id}/").status_code == 404
    assert client.post(f"/duplicates/{found['O1', 'O2'].public_id}/", {"do": "different"}).status_code == 302
    assert Pair.objects.get(opinion=Opinion.DIFFERENT) == found["O1", "O2"]


@pytest.mark.django_db
def test_a_file_with_a_former_number_brings_nobody_back(
    facts: Any, found: Any, people: SimpleNamespace, tmp_path: Any
) -> None:
    from regulars.web.people.duplicates.merging import merge

    chinese, latin = (Customer.objects.get(number=one) for one in ("W1", "W2"))
    merge(survivor=chinese, others=[latin], by=people.administrator)

    report = import_customers(facts, tmp_path / "list.csv")

    assert (report.new, report.replaced, report.known) == (0, 0, 209)
    assert Customer.objects.get(number="W1").name == "王小明"
