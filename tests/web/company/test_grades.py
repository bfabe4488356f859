"""The rule for tiers and stages: written by administrators, tried at once, kept to by scores, lists and pages."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db.models import Sum
from django.urls import reverse
from tests.web.results.test_report import Words

from regulars.cli.main import main
from regulars.documents.view import figure_view
from regulars.insights.scope import Scope
from regulars.insights.scoring import Grades
from regulars.insights.worth import Wish, worth
from regulars.language import Language, render
from regulars.methods.loyalty.stage_rules import Rules
from regulars.web.accounts.access import scope_of
from regulars.web.accounts.roles import Permission
from regulars.web.audit.models import Entry
from regulars.web.company.grades import grades_of
from regulars.web.company.models import Company
from regulars.web.facts import facts
from regulars.web.people.models import CustomerScore
from regulars.web.people.work import score
from regulars.web.results.today.figures import at_risk
from regulars.web.worth.company import known

pytestmark = pytest.mark.django_db
RULE = {
    "by": "parts",
    "premium_part": "10",
    "middle_part": "25",
    "premium_from": "",
    "middle_from": "",
    "client_from": "3",
    "inactive_after": "365",
}
WHOLE = Scope.whole(purpose="test")


def quiet(*_: Any, **__: Any) -> None:
    """Nobody watches."""


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small sample company, made once."""
    from regulars.facts import open_facts
    from regulars.simulate import company

    made = open_facts(tmp_path_factory.mktemp("sample") / "facts")
    company(customers=600, seed=5).write(made)
    return made.home


@pytest.fixture
def scored(sample: Path, home: Path, people: SimpleNamespace) -> None:
    """Its customers in the list, scored by the rule that holds."""
    shutil.copytree(sample, home / "facts")
    score(quiet)


@pytest.fixture
def put(people: SimpleNamespace, client_of: Callable[[Any], Any]) -> Callable[..., Any]:
    """Send the form; ``do`` None is what the page sends by itself at every change."""

    def send(do: str | None = "save", **changed: str) -> Any:
        data = RULE | changed | ({"do": do} if do else {})
        return client_of(people.administrator).post(reverse("company:grades"), data)

    return send


def counts(column: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for value in CustomerScore.objects.exclude(**{column: ""}).values_list(column, flat=True):
        found[value] = found.get(value, 0) + 1
    return found


def test_a_rule_is_stored_shown_and_noted(put: Any, client_of: Any, people: SimpleNamespace) -> None:
    assert put().status_code == 302

    assert grades_of(Company.objects.get()) == Grades((0.1, 0.25), None, Rules(3, 365))
    entry = Entry.objects.get(event="company-changed")
    assert entry.by == people.administrator
    assert entry.details == {"fields": ["premium_part", "middle_part", "client_from", "inactive_after"]}
    shown = Words(client_of(people.administrator).get(reverse("company:settings")).content.decode()).text
    assert "25% of the customers" in shown
    assert "after 365 days without one" in shown
    put()
    assert Entry.objects.filter(event="company-changed").count() == 1  # nothing was different


def test_amounts_take_the_place_of_parts(put: Any) -> None:
    put(by="amounts", premium_from="3000", middle_from="500.50")
    stored = Company.objects.get()
    assert grades_of(stored).cuts == (3000.0, 500.5)
    assert (stored.premium_part, stored.middle_part) == (None, None)
    put()
    assert grades_of(Company.objects.get()).cuts is None


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("middle_part", {"premium_part": "60", "middle_part": "40"}),
        ("premium_part", {"premium_part": ""}),
        ("premium_part", {"premium_part": "0"}),
        ("premium_part", {"premium_part": "NaN"}),
        ("middle_from", {"by": "amounts", "premium_from": "100"}),
        ("premium_from", {"by": "amounts", "premium_from": "100", "middle_from": "100"}),
        ("middle_from", {"by": "amounts", "premium_from": "100", "middle_from": "-1"}),
        ("client_from", {"client_from": "1"}),
        ("inactive_after", {"inactive_after": "0"}),
        ("inactive_after", {"inactive_after": "99999999999"}),
        ("by", {"by": "birthday"}),
    ],
)
def test_a_rule_that_cannot_be_is_said_at_its_field(put: Any, field: str, given: dict[str, str]) -> None:
    answer = put(**given)
    assert answer.status_code == 400
    assert field in answer.context["form"].errors
    assert not Company.objects.filter(client_from=3).exists()
    assert put(do=None, **given).status_code == 200  # said while it is written, where counts would stand


def test_before_any_scoring_the_page_says_so(put: Any) -> None:
    assert "There are no scores yet." in Words(put(do=None).content.decode()).text


def test_a_rule_is_tried_without_being_stored_and_gives_what_it_says(
    scored: None, put: Any, client_of: Any, people: SimpleNamespace
) -> None:
    """Scores, list and page follow from the next scoring on; until then the page says that it does not."""
    said = put(do=None).context["preview"]
    assert not Company.objects.filter(client_from=3).exists()
    assert [line.now.value for line in said.tiers] == [
        counts("value_tier")[name] for name in ("premium", "middle", "low")
    ]

    put()
    page = Words(client_of(people.administrator).get("/worth/value/").content.decode())
    assert "The rule of the tiers has changed since the last scoring." in page.text
    score(quiet)

    tiers, stages = counts("value_tier"), counts("loyalty_stage")
    assert [line.then.value for line in said.tiers] == [tiers[name] for name in ("premium", "middle", "low")]
    assert [line.then.value for line in said.stages] == [
        stages.get(name, 0) for name in ("first_time", "repeat", "client", "inactive")
    ]
    page = Words(client_of(people.administrator).get("/worth/value/").content.decode())
    assert "has changed since" not in page.text
    assert "10% of 600 customers, the best tier," in page.text
    assert "/customers/?tier=premium" in page.links


def test_the_command_line_scores_by_the_company_s_rule_and_margin(
    scored: None, put: Any, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One definition for each number: whoever scores, tiers and value are the same."""
    monkeypatch.setenv("REGULARS_HOME", str(home))
    monkeypatch.setenv("REGULARS_DATABASE", "that of the tests")  # it is open already
    put()
    Company.objects.update(margin=Decimal("0.4"))

    assert main(["score"]) == 0
    by_command = (counts("value_tier"), CustomerScore.objects.aggregate(Sum("value")))
    capsys.readouterr()
    assert main(["worth", "value", "--json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)["reports"]
    score(quiet)

    assert (counts("value_tier"), CustomerScore.objects.aggregate(Sum("value"))) == by_command
    wish = Wish(WHOLE, **known())
    assert told["conclusion"]["text"] == render(worth(facts(), "value", wish).conclusion, Language.ENGLISH)


def test_the_list_shows_the_customers_behind_the_page(scored: None, client_of: Any, people: SimpleNamespace) -> None:
    """Only those of the low tier whose own range stays there; both filters stand in the form."""
    table = worth(facts(), "value", Wish(WHOLE)).section("basic").table
    assert table is not None
    for row in table.rows:
        assert row.whom is not None
        found = client_of(people.administrator).get("/customers/", dict(row.whom.asked))
        assert found.context["form"].found().count() == row.cells[0].value  # type: ignore[union-attr]
    assert "stays in the value tier" in found.content.decode()
    assert client_of(people.administrator).get("/customers/?range=nothing").status_code == 200


def test_value_at_risk_is_the_figure_of_today(scored: None, people: SimpleNamespace) -> None:
    """One number, whoever shows it."""
    tile = at_risk(scope_of(people.administrator, Permission.SEE_CUSTOMERS))
    assert tile is not None
    said = figure_view(worth(facts(), "value", Wish(WHOLE)).figure("value_at_risk"), Language.ENGLISH)
    assert (said.label, said.exact, said.sample) == (tile.said.label, tile.said.exact, tile.said.sample)
