"""Every kind of question on the guest's page: shown, sent, told off, shown again, stored, and seen by colleagues."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from regulars.web.research.inbox.shown import answers
from regulars.web.research.models import Response

SPA = Path(__file__).parents[2] / "survey" / "kinds.yaml"


@pytest.fixture
def spa(db: None, company: Any, units: Any) -> Any:
    """An open link to a questionnaire with a question of every kind."""
    from regulars.web.research.actions import create_from_file, create_links, create_study, open_study, publish

    made = create_from_file(file=SPA, name="spa", by=None)
    publish(questionnaire=made, by=None)
    study = create_study(questionnaire=made, by=None)
    open_study(study=study, by=None)
    return create_links(study=study, units=[units.lakeside], by=None)[0]


def sent(client: Any, link: Any, given: dict[str, Any]) -> Any:
    """Open the page and send it with these answers, as a browser would."""
    address = f"/s/{link.public_id}"
    page = client.get(address).content.decode()
    form = page.partition('name="form" value="')[2].partition('"')[0]
    return client.post(
        address, urlencode({**given, "form": form}, doseq=True), content_type="application/x-www-form-urlencoded"
    )


def test_every_kind_is_shown(spa: Any, client: Any) -> None:
    page = client.get(f"/s/{spa.public_id}").content.decode()

    for part in ('type="checkbox" name="used"', "<select", 'inputmode="decimal"', 'type="date"', 'name="pick-2-worst"'):
        assert part in page
    assert page.count("<legend>") == 7  # the pair after Kano has two


def test_every_kind_is_stored_and_read_by_colleagues(spa: Any, client: Any) -> None:
    given = {
        "used": ["pool", "gym"],
        "visits": "3",
        "order-calm": "1",
        "points-price": "4",
        "points-service": "6",
        "pick-1-best": "time",
        "pick-1-worst": "music",
        "slippers-with": "3",
        "massage-cheap": "150.50",
        "arrived": "2026-11-01",
        "old": "not asked of those who came in November",
    }
    assert sent(client, spa, given).status_code == 303

    (response,) = Response.objects.all()
    assert response.answers["used-sauna"] == 0
    assert response.answers["massage-cheap"] == 150.5
    assert "old" not in response.answers
    read = {one.label: str(one.value) for one in answers(response)}
    assert read["Used: Pool"] == "yes"
    assert read["Used: Sauna"] == "no"
    assert read["Order: Calm"] == "1 of 3"
    assert (read["Most and least (1, +)"], read["Most and least (1, −)"]) == ("Opening hours", "Music")
    assert read["Arrival"] == "2026-11-01"


def test_what_is_wrong_is_told_and_nothing_typed_is_lost(spa: Any, client: Any) -> None:
    given = {"used": ["pool", "sauna", "gym"], "order-calm": "2", "points-price": "7", "massage-cheap": "cheap <b>"}
    again = sent(client, spa, given)
    page = again.content.decode()

    assert again.status_code == 422
    for words in ("2 at most", "Place 1 is not given yet", "3 of 10 are still", "digits only", "cheap &lt;b&gt;"):
        assert words in page
    assert page.count(" checked") == 3
    assert 'id="used" aria-describedby="_most-used"' in page
    assert '<option value="2" selected>' in page
    assert not Response.objects.exists()


@pytest.mark.parametrize(("name", "value"), [("slippers-with", "9"), ("pick-1-best", "time")])
def test_what_is_wrong_is_tied_to_its_buttons(spa: Any, client: Any, name: str, value: str) -> None:
    page = sent(client, spa, {name: value}).content.decode()

    assert f'id="_error-{name}"' in page
    assert f'aria-describedby="_error-{name}"' in page.partition(f' name="{name}"')[2].partition(">")[0]


def test_the_first_place_an_empty_box_and_no_points_are_not_marked_as_low(spa: Any, client: Any) -> None:
    given = {"used": ["pool"], "order-calm": "1", "points-price": "10", "slippers-with": "1"}
    sent(client, spa, given)

    (response,) = Response.objects.all()
    assert not [one.label for one in answers(response) if one.low]


@pytest.mark.parametrize("name", ["room-2", "room-unused", "part-2", "when-1", "room-error"])
def test_no_two_things_on_the_page_have_one_id(name: str, company: Any, db: None) -> None:
    """Keys may look like the buttons of another question; its label would press nothing."""
    from regulars.survey import Questionnaire
    from regulars.web.channels.link.rendering import Asked, Form, survey_page
    from regulars.web.channels.link.shown import Filled

    row = {"kind": "number", "label": "Room", "scale": {"low": 1, "high": 5}, "not_used": "Not used"}
    one = Questionnaire.from_dict(
        {
            "name": "stay",
            "title": "Stay",
            "thanks": "Thanks",
            "languages": ["en"],
            "blocks": [{**row, "key": name}, {**row, "key": "room"}],
        }
    )
    page = survey_page(one, Asked("stay", 1, "en", None, None), Form(""), Filled()).decode()

    ids = re.findall(r' id="([^"]+)"', page)
    assert sorted(ids) == sorted(set(ids))
    assert set(re.findall(r' for="([^"]+)"', page)) <= set(ids)
    assert f'id="{name}-1"' in page
