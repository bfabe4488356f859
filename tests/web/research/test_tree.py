"""The indicator tree as a form, and weights by comparing and from answers."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import numpy as np
import pytest
from django.urls import reverse

from regulars.survey import Tree
from regulars.web.research.actions import change_draft, create_questionnaire
from regulars.web.research.weighing.branches import Branches
from regulars.web.research.weighing.judging import Sister, judged, pairs
from regulars.web.research.weighing.typed import Typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> Any:
    return create_questionnaire(made_from="stay-satisfaction", name="stay", by=None)


def _url(made: Any, name: str = "tree") -> str:
    return reverse(f"research:questionnaire-{name}", args=[made.public_id])


def _sent(made: Any) -> dict[str, str]:
    """What the page sends when nothing was touched."""
    one = made.definition()
    branches = Branches.of(one)
    sent = {"seen": str(made.revision_id or 0), **{f"label-{tag}": words for tag, words in branches.words.items()}}
    for at, bough in enumerate(branches.boughs):
        sent |= {f"d{at}-label-{tag}": words for tag, words in bough.words.items()}
        sent[f"d{at}-weight"] = f"{bough.weight:g}"
        for leaf in branches.of_dimension(bough.key):
            sent[f"i-{leaf.item}-dimension"] = str(at)
            sent[f"i-{leaf.item}-attribute"] = leaf.attribute
            sent[f"i-{leaf.item}-weight"] = f"{leaf.weight:g}"
    return sent


def test_saving_untouched_changes_no_weight(made: Any, people: Any, client_of: Any) -> None:
    before = made.definition().tree
    assert client_of(people.administrator).post(_url(made), _sent(made)).status_code == 302
    made.refresh_from_db()
    after = made.definition().tree
    assert after.item_weights() == pytest.approx(before.item_weights())
    assert [one.key for one in after.dimensions] == [one.key for one in before.dimensions]


def test_ratings_are_moved_grouped_and_weighed(made: Any, people: Any, client_of: Any) -> None:
    sent = _sent(made)
    first, second = list(made.definition().tree.items)[:2]
    new = len(made.definition().tree.dimensions)
    sent |= {f"d{new}-label-en": "Before you come", f"d{new}-weight": "2"}
    for key, weight in ((first, "1"), (second, "3")):
        sent |= {f"i-{key}-dimension": str(new), f"i-{key}-attribute": "Booking", f"i-{key}-weight": weight}
    assert client_of(people.administrator).post(_url(made), sent).status_code == 302
    made.refresh_from_db()
    made_last = made.definition().tree.dimensions[-1]
    assert made_last.key == "before-you-come"
    assert [dict(one.items) for one in made_last.attributes] == [{first: 1.0, second: 3.0}]
    # The way back through the page keeps the shares.
    shares = Branches.of(made.definition()).shares()
    assert shares == pytest.approx(made.definition().tree.item_weights())


def test_what_is_wrong_is_told_and_kept(made: Any, people: Any, client_of: Any) -> None:
    new = len(made.definition().tree.dimensions)
    sent = _sent(made) | {f"d{new}-label-en": "Alone", "d0-weight": "minus one"}
    answer = client_of(people.administrator).post(_url(made), sent)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Nothing belongs to “Alone” yet." in page
    assert "“minus one” is not a weight" in page
    assert 'value="minus one"' in page


def test_weights_can_make_a_hundred(made: Any, people: Any, client_of: Any) -> None:
    before = made.definition().tree.item_weights()
    assert client_of(people.administrator).post(_url(made), _sent(made) | {"do": "hundred"}).status_code == 302
    made.refresh_from_db()
    tree = made.definition().tree
    assert sum(one.weight for one in tree.dimensions) == pytest.approx(100)
    assert tree.item_weights() == pytest.approx(before, abs=1e-4)


def test_comparing_gives_saaty_s_weights_and_says_when_they_contradict() -> None:
    sisters = [Sister(key, key) for key in ("room", "staff", "pool")]
    sound = judged(sisters, pairs(sisters, {"p.room.staff": "3", "p.room.pool": "5", "p.staff.pool": "3"}))
    assert sound.consistent
    assert sound.importance[0] > sound.importance[1] > sound.importance[2]
    circle = judged(sisters, pairs(sisters, {"p.room.staff": "9", "p.staff.pool": "9", "p.room.pool": "1/9"}))
    assert not circle.consistent
    assert np.allclose(circle.importance, 1 / 3)


def test_compared_weights_are_taken_with_where_they_come_from(made: Any, people: Any, client_of: Any) -> None:
    client = client_of(people.administrator)
    pair = ".".join(["p", *(one.key for one in made.definition().tree.dimensions[:2])])
    shown = client.post(_url(made, "tree-judge"), {pair: "5", "seen": "0"})
    assert shown.status_code == 200
    assert client.post(_url(made, "tree-judge"), {pair: "5", "do": "take", "seen": "0"}).status_code == 302
    made.refresh_from_db()
    tree = made.definition().tree
    assert tree.dimensions[0].weight > tree.dimensions[1].weight
    assert "consistency ratio" in tree.weights_from.words["en"]
    assert "一致性比率" in tree.weights_from.words["zh"]
    assert Tree.from_dict(tree.to_dict()) == tree


def test_nothing_is_derived_from_no_answers(made: Any, people: Any, client_of: Any) -> None:
    page = client_of(people.administrator).get(_url(made, "tree-derive")).content.decode()
    assert "Nothing can be derived yet." in page


def test_hostile_fields_are_left_alone(made: Any) -> None:
    branches = Branches.of(made.definition())
    sent = _sent(made) | {"i-sleep-dimension": "99", "i-booking-dimension": "²", "i-nobody-dimension": "0"}
    typed = Typed(sent, branches, ("en", "zh"))
    assert {leaf.item for leaf in typed.branches.of_dimension("")} >= {"sleep", "booking"}


def test_attributes_of_one_name_in_two_dimensions_are_two(made: Any, people: Any, client_of: Any) -> None:
    sent = _sent(made)
    branches = Branches.of(made.definition())
    for bough in branches.boughs[:2]:
        for leaf in branches.of_dimension(bough.key)[:2]:
            sent[f"i-{leaf.item}-attribute"] = "Comfort"
    client = client_of(people.administrator)
    assert client.post(_url(made), sent).status_code == 302
    made.refresh_from_db()
    assert client.post(_url(made), _sent(made)).status_code == 302
    made.refresh_from_db()
    rows = [row for part in made.definition().tree.dimensions for row in part.attributes]
    assert sum(row.label is not None and row.label.words == {"und": "Comfort"} for row in rows) == 2


def test_weights_that_a_field_shows_rounded_stay_as_they_were(made: Any, people: Any, client_of: Any) -> None:
    draft = deepcopy(made.draft)
    draft["tree"]["dimensions"][0]["weight"] = 5_000_000 / 3
    draft["tree"]["weights_from"] = {"en": "Stated by the board"}
    change_draft(questionnaire=made, draft=draft, by=None)
    assert client_of(people.administrator).post(_url(made), _sent(made)).status_code == 302
    made.refresh_from_db()
    assert made.draft["tree"]["weights_from"] == {"en": "Stated by the board"}
    assert made.draft["tree"]["dimensions"][0]["weight"] == 5_000_000 / 3
    assert client_of(people.administrator).post(_url(made), _sent(made) | {"do": "hundred"}).status_code == 302
    made.refresh_from_db()
    assert made.draft["tree"]["dimensions"][1]["weight"] == 0.01


def test_a_page_that_did_not_arrive_whole_takes_no_index_away(made: Any, people: Any, client_of: Any) -> None:
    assert client_of(people.administrator).post(_url(made), {"seen": str(made.revision_id or 0)}).status_code == 302
    made.refresh_from_db()
    assert made.definition().tree is not None


def test_who_comes_second_does_not_swap_the_keys_of_dimensions(made: Any, people: Any, client_of: Any) -> None:
    client = client_of(people.administrator)
    sent = _sent(made) | {f"d{at}-key": one.key for at, one in enumerate(made.definition().tree.dimensions)}
    before = [one.key for one in made.definition().tree.dimensions]
    draft = deepcopy(made.draft)
    draft["tree"]["dimensions"].reverse()
    change_draft(questionnaire=made, draft=draft, by=None)
    answer = client.post(_url(made), sent)
    assert answer.status_code == 409
    assert f'name="d0-key" value="{before[0]}"' in answer.content.decode()
    assert client.post(_url(made), sent | {"seen": str(answer.context["seen"])}).status_code == 302
    made.refresh_from_db()
    assert [one.key for one in made.definition().tree.dimensions] == before


def test_a_dimension_taken_out_leaves_the_names_beside_the_ratings_right(
    made: Any, people: Any, client_of: Any
) -> None:
    second = made.definition().tree.dimensions[1].label.words["en"]
    sent = _sent(made) | {"d0-label-en": "", "d0-label-zh": "", "d1-weight": "x"}
    choices = client_of(people.administrator).post(_url(made), sent).context["tree"].choices()
    assert choices[1] == ("1", second)
